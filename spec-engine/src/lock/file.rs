//! The file of a lock, as it was read.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::files::{FileKind, Files};
use spec_model::source::Source;

use super::{FILE_NAME, Lock, read, read_edited};

/// The handling of lines that somebody edited by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandEdits {
    /// They are a mistake: nobody may rely on them.
    Refuse,
    /// They are read too: whoever compares two states wants to know them.
    Read,
}

/// The file of a lock, as it was read.
#[derive(Debug)]
pub struct LockFile {
    /// Its place, or the place where it would be.
    pub path: PathBuf,
    /// Its text; `None`: it does not exist, or cannot be read.
    pub source: Option<Arc<Source>>,
    /// The accepted criteria: nothing, if there is no file.
    ///
    /// # Errors
    /// The reasons why it cannot be read.
    pub lock: Result<Arc<Lock>, Vec<Diagnostic>>,
}

impl LockFile {
    /// Reads what was accepted in a workspace.
    pub fn read(files: &dyn Files, root: &Path, edits: HandEdits) -> Self {
        let path = root.join(FILE_NAME);
        let (source, lock) = match files.read(&path, FileKind::Lock) {
            Ok(bytes) => {
                let (source, mistakes) = spec_model::encoding::source(path.as_path(), bytes);
                let read = if edits == HandEdits::Read { read_edited } else { read };
                let lock = if mistakes.is_empty() { read(&source).map(Arc::new) } else { Err(mistakes) };
                (Some(Arc::new(source)), lock)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, Ok(Arc::default())),
            Err(error) => (None, Err(vec![unreadable(&path, &error)])),
        };
        Self { path, source, lock }
    }

    /// Is there a lock, whatever it holds?
    pub fn is_there(&self) -> bool {
        self.source.is_some() || self.lock.is_err()
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::LockDamaged, format!("`{FILE_NAME}` could not be read: {error}"))
        .about(path)
        .help("what was accepted is unknown: make it readable")
}
