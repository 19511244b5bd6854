//! A lock file that lets one process write at a time.

use std::path::Path;

/// Held while others wait who take their turn in the same folder. The system takes it from a process that is killed.
#[derive(Debug)]
pub struct FileLock {
    /// The folder, open: it stays where a file in it is replaced.
    #[cfg(unix)]
    _folder: Option<std::fs::File>,
    /// Had somebody else the turn before?
    pub has_waited: bool,
}

impl FileLock {
    /// Waits until nobody else has the turn. Where the system cannot hold a folder, nobody waits.
    #[cfg(unix)]
    pub fn take(folder: &Path) -> Self {
        use rustix::fs::{FlockOperation, flock};
        let mut has_waited = false;
        let folder = std::fs::File::open(folder).ok();
        let folder = folder.filter(|folder| {
            let held = flock(folder, FlockOperation::NonBlockingLockExclusive).or_else(|_| {
                has_waited = true;
                rustix::io::retry_on_intr(|| flock(folder, FlockOperation::LockExclusive))
            });
            held.is_ok()
        });
        Self { _folder: folder, has_waited }
    }

    /// Nobody waits.
    #[cfg(not(unix))]
    pub fn take(_folder: &Path) -> Self {
        Self { has_waited: false }
    }
}
