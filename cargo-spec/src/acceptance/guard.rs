//! Whoever writes the lock of a workspace is alone.

use std::path::Path;

use spec_model::verdict::Kept;

use crate::error::Error;
use crate::files::Writing;

/// Held while `spec.lock` is read and written. The system takes it from a process that is killed.
#[derive(Debug)]
pub struct Guard {
    /// The folder, open: it stays where the file in it is replaced.
    #[cfg(unix)]
    _folder: Option<std::fs::File>,
}

impl Guard {
    /// Waits until nobody else writes. Where the system cannot hold a folder, what somebody writes meanwhile is found out when the
    /// file is written.
    #[cfg(unix)]
    pub fn hold(root: &Path) -> Self {
        use rustix::fs::{FlockOperation, flock};
        let folder = std::fs::File::open(root).ok();
        let folder = folder.filter(|folder| {
            let held = rustix::io::retry_on_intr(|| flock(folder, FlockOperation::LockExclusive));
            held.is_ok()
        });
        Self { _folder: folder }
    }

    /// What somebody else writes meanwhile is found out when the file is written.
    #[cfg(not(unix))]
    pub fn hold(_root: &Path) -> Self {
        Self {}
    }

    /// Replaces the text of a lock, if it is still the one that was read.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], if it is another one; [`Error::Write`].
    pub fn write(&self, kept: &Kept, after: &str) -> Result<(), Error> {
        let before = kept.source.as_ref().map(|source| source.text().as_bytes());
        Writing::default().replace(&kept.path, before, after.as_bytes())
    }
}
