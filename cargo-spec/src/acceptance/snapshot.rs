//! Keeps the earlier text of a lock, so that it can be restored.

use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::lock::FILE_NAME;

use super::guard::Guard;
use crate::error::Error;
use crate::write::{Writing, read_if_exists};

/// A lock before something was accepted, and after it.
#[derive(Debug)]
pub struct LockSnapshot {
    root: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl LockSnapshot {
    /// The lock as it is.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn take(root: &Path) -> Result<Self, Error> {
        let before = read_if_exists(&root.join(FILE_NAME))?;
        Ok(Self { root: root.to_path_buf(), before, after: None })
    }

    /// The same, with what was written meanwhile.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn written(self, root: &Path) -> Result<Self, Error> {
        Ok(Self { after: read_if_exists(&root.join(FILE_NAME))?, ..self })
    }

    /// Makes the lock what it was, if nobody has written to it since.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], if somebody has.
    pub fn restore(self, host: &Host) -> Result<(), Error> {
        let _guard = Guard::hold(host, &self.root);
        let path = self.root.join(FILE_NAME);
        match (&self.before, &self.after) {
            (Some(before), after) => {
                Writing::within(host, &self.root).replace(&path, after.as_deref(), before)
            }
            (None, Some(after)) => Writing::within(host, &self.root).remove(&path, after),
            (None, None) => Ok(()),
        }
    }
}
