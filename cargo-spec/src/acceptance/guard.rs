//! Holds the lock of a workspace, so that only one process writes it at a time.

use std::path::Path;

use spec_engine::Host;
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::LockComparison;

use crate::error::Error;
use crate::write::unfinished::{self, Replacement};
use crate::write::{FileLock, Writing};

/// Held while `spec.lock` is read and written.
#[derive(Debug)]
pub struct Guard {
    _turn: FileLock,
}

impl Guard {
    /// Waits until nobody else writes. Where nobody can be made to wait, what somebody writes meanwhile is found out when the file is
    /// written.
    pub fn hold(host: &Host, folder: &Path) -> Self {
        let root = host.workspace(folder).root;
        let turn = FileLock::take(&root);
        // Files that were read before nobody else could write may be old: all of them, if somebody else has written.
        match turn.has_waited {
            true => host.forget_all(),
            false => host.forget(&root.join(FILE_NAME)),
        }
        Self { _turn: turn }
    }

    /// Replaces the text of a lock, if it is still the one that was read.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`], if it is another one; [`Error::Write`].
    pub fn write(&self, host: &Host, comparison: &LockComparison, after: &str) -> Result<(), Error> {
        let before = comparison.source.as_ref().map(|source| source.text().as_bytes());
        Writing::within(host, &comparison.root).replace(&comparison.path, before, after.as_bytes())
    }

    /// The same, as one step with other files.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_with(
        &self,
        host: &Host,
        comparison: &LockComparison,
        after: &str,
        mut others: Vec<Replacement>,
    ) -> Result<(), Error> {
        let Some(source) = comparison.source.as_ref().filter(|_| !others.is_empty()) else {
            self.write(host, comparison, after)?;
            return unfinished::replace_all(host, &comparison.root, &others);
        };
        let before = source.text().as_bytes().to_vec();
        let lock = Replacement { path: comparison.path.clone(), before, after: after.as_bytes().to_vec() };
        others.push(lock);
        unfinished::replace_all(host, &comparison.root, &others)
    }
}
