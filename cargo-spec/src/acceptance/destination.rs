//! The destination of edits: the files of the user, or buffers over them. Whoever asks again sees the edits in both.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use spec_engine::Host;
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::{Findings, LockComparison};
use spec_model::files::Overlay;

use super::guard::Guard;
use super::write::{read, taught, teach_git};
use crate::error::Error;
use crate::outcome::FileDraft;
use crate::revision::WorkingTree;
use crate::write::read_if_exists;
use crate::write::unfinished::{self, Completed, Replacement};

/// Edits that ask for others this many times go round in circles.
///
/// One item may have links to several criteria that have moved up by one. Then each round rewrites one of them, the last one first.
const MAX_ROUNDS: usize = 100;

/// The destination of edits.
pub struct Destination<'a> {
    /// Reads the files of the user.
    disk: &'a Host,
    buffers: Option<Buffers>,
}

/// Buffers over the files of the user.
struct Buffers {
    overlay: Arc<Overlay<WorkingTree>>,
    /// Reads files as the buffers have them.
    host: Host,
    /// Does any buffer differ from its file?
    is_used: Cell<bool>,
}

impl Buffers {
    fn set(&self, path: &Path, text: &[u8]) {
        self.overlay.set(path, Some(&String::from_utf8_lossy(text)));
        self.host.forget(path);
        self.is_used.set(true);
    }
}

/// The result of one round.
pub enum Round<T> {
    /// These files are to be written, and then it is asked again.
    Write(Vec<Replacement>),
    /// Nothing is left to do.
    Done(T),
}

impl<'a> Destination<'a> {
    /// The files of the user.
    pub fn disk(host: &'a Host) -> Self {
        Self { disk: host, buffers: None }
    }

    /// Buffers: no file of the user is written.
    pub fn buffers(host: &'a Host) -> Self {
        let overlay = Arc::new(Overlay::new(WorkingTree));
        let drafted = Host::new(Arc::clone(&overlay));
        Self { disk: host, buffers: Some(Buffers { overlay, host: drafted, is_used: Cell::new(false) }) }
    }

    /// Reads the files with the edits. As long as there are none, what was read before is not read again.
    pub fn host(&self) -> &Host {
        self.buffers
            .as_ref()
            .filter(|buffers| buffers.is_used.get())
            .map_or(self.disk, |buffers| &buffers.host)
    }

    /// Asks for the findings, writes the files that `round` returns, and asks again until nothing is left to do.
    ///
    /// # Errors
    /// A lock that cannot be read, a file that cannot be written, and each error of `round`.
    pub fn rounds<T>(
        &self,
        folder: &Path,
        mut round: impl FnMut(Findings, LockComparison, Option<&Guard>) -> Result<Round<T>, Error>,
    ) -> Result<T, Error> {
        for _ in 0..MAX_ROUNDS {
            let guard = self.hold(folder);
            let (findings, comparison) = read(self.host(), folder)?;
            let root = comparison.root.clone();
            match round(findings, comparison, guard.as_ref())? {
                Round::Write(files) => self.write(&root, &files)?,
                Round::Done(done) => return Ok(done),
            }
        }
        Err(Error::ChangedMeanwhile { path: folder.join(FILE_NAME) })
    }

    /// Keeps others from writing meanwhile, if files of the user are written.
    fn hold(&self, folder: &Path) -> Option<Guard> {
        self.buffers.is_none().then(|| Guard::hold(self.disk, folder))
    }

    /// Writes files, all of them as one step.
    fn write(&self, root: &Path, files: &[Replacement]) -> Result<(), Error> {
        match &self.buffers {
            None => unfinished::replace_all(self.disk, root, files),
            Some(buffers) => {
                files.iter().for_each(|file| buffers.set(&file.path, &file.after));
                Ok(())
            }
        }
    }

    /// Writes what a run has left that was stopped.
    ///
    /// # Errors
    /// A file that cannot be read or written.
    pub fn complete(&self, folder: &Path) -> Result<Completed, Error> {
        let root = self.disk.workspace(folder).root;
        match &self.buffers {
            None => {
                let _guard = self.hold(folder);
                unfinished::complete(self.disk, &root)
            }
            Some(buffers) => {
                unfinished::left(&root)?.iter().for_each(|left| buffers.set(&left.path, &left.after));
                Ok(Completed::default())
            }
        }
    }

    /// Has git merge the lock line by line. Says whether anything was missing.
    ///
    /// # Errors
    /// If `.gitattributes` cannot be read or written.
    pub fn teach_git(&self, comparison: &LockComparison, is_written: bool) -> Result<bool, Error> {
        let Some(buffers) = &self.buffers else { return teach_git(self.disk, comparison, is_written) };
        let taught = taught(comparison, is_written)?;
        taught.iter().for_each(|taught| buffers.set(&taught.path, &taught.after));
        Ok(taught.is_some())
    }

    /// The files whose buffers differ from them.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn drafts(&self) -> Result<Vec<FileDraft>, Error> {
        let mut files = Vec::new();
        for (path, after) in self.buffers.iter().flat_map(|buffers| buffers.overlay.buffers()) {
            let before = read_if_exists(&path)?;
            if before.as_deref() != Some(&*after) {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                files.push(FileDraft { path, before: before.as_deref().map(text), after: text(&after) });
            }
        }
        Ok(files)
    }
}
