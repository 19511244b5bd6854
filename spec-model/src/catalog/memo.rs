//! Reads each document once.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::read_document;
use crate::files::Files;
use crate::spec::Dialect;
use crate::spec::Document;

/// Each document by its file, with the dialect that it was to be read in.
type Known = HashMap<PathBuf, (Option<Dialect>, Arc<Document>)>;

/// Documents that are read once: each is kept until [`Documents::forget`] says that its file may have changed.
#[derive(Debug, Default)]
pub struct Documents {
    known: Mutex<Known>,
}

impl Documents {
    /// Forgets a document whose file was written or removed.
    pub fn forget(&self, path: &Path) {
        self.known().remove(path);
    }

    /// Forgets all documents.
    pub fn forget_all(&self) {
        self.known().clear();
    }

    /// Reads a document, unless it is known.
    ///
    /// # Errors
    /// As [`read_document`].
    pub(super) fn read(
        &self,
        files: &dyn Files,
        path: &Path,
        dialect: Option<Dialect>,
    ) -> io::Result<Arc<Document>> {
        if let Some((known, document)) = self.known().get(path)
            && *known == dialect
        {
            return Ok(Arc::clone(document));
        }
        read_document(files, path, dialect).map(Arc::new)
    }

    /// Keeps documents, whose features have names by now.
    pub(super) fn keep(&self, dialects: Vec<Option<Dialect>>, documents: &[Arc<Document>]) {
        let mut known = self.known();
        for (dialect, document) in dialects.into_iter().zip(documents) {
            known.insert(document.source.path().to_path_buf(), (dialect, Arc::clone(document)));
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
