//! The host: whoever has questions about a workspace asks it, and it reads each file once.
//!
//! A command makes one and drops it; an editor keeps one, and tells it what has changed. After the change of one file only that file is
//! read and scanned again, and the join is repeated. Nothing is kept on disk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use spec_model::catalog::{Catalog, Documents, Places};
use spec_model::files::{Disk, FileKind, Files, Memo};

use crate::verdict::{self, Findings, Question, Scanned, Workspace};

/// Answers questions about workspaces, and reads each file once.
pub struct Host {
    files: Memo<Arc<dyn Files>>,
    documents: Documents,
    /// What scanning each source found, with the attributes that made tests then.
    scans: Mutex<HashMap<PathBuf, Scan>>,
}

/// What scanning a source found: nothing, in most of them.
type Scan = (Arc<[String]>, Option<Arc<Scanned>>);

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").field("documents", &self.documents).finish_non_exhaustive()
    }
}

impl Default for Host {
    /// A host of what is on the disk.
    fn default() -> Self {
        Self::new(Disk)
    }
}

impl Host {
    /// A host of some files.
    pub fn new(files: impl Files + 'static) -> Self {
        Self { files: Memo::new(Arc::new(files)), documents: Documents::default(), scans: Mutex::default() }
    }

    /// The files, each of which is opened once.
    pub fn files(&self) -> &dyn Files {
        &self.files
    }

    /// Forgets what is known of a file that was written, created or removed.
    pub fn forget(&self, path: &Path) {
        self.files.forget(path);
        self.documents.forget(path);
        self.scans.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        self.files.forget_all();
        self.documents.forget_all();
        self.scans.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Checks every package of the workspace that a folder belongs to, with every document that is in force for one of them.
    pub fn check(&self, folder: &Path) -> Findings {
        self.ask(folder, &Question::default())
    }

    /// Answers a question about the workspace that a folder belongs to.
    pub fn ask(&self, folder: &Path, question: &Question<'_>) -> Findings {
        verdict::answer(self, folder, question)
    }

    /// The packages of the workspace that a folder belongs to.
    pub fn workspace(&self, folder: &Path) -> Workspace {
        Workspace::of(&self.files, folder)
    }

    /// The catalogs that are in force for packages in some folders, one for each spec root.
    pub fn catalogs<'a>(&self, packages: impl IntoIterator<Item = &'a Path>) -> Vec<Catalog> {
        Catalog::for_packages(&self.files, &self.documents, packages)
    }

    /// The documents in their places.
    pub fn catalog(&self, places: Places) -> Catalog {
        Catalog::read_once(&self.files, &self.documents, places)
    }

    /// What scanning a source finds: done once for the same attributes of tests.
    pub(crate) fn scan(
        &self,
        path: &Path,
        attributes: &Arc<[String]>,
        buffer: &mut Vec<u8>,
        scan: impl FnOnce(&mut Vec<u8>) -> Option<Scanned>,
    ) -> Option<Arc<Scanned>> {
        let scans = || self.scans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, scanned)) = scans().get(path)
            && of == attributes
        {
            return scanned.clone();
        }
        let scanned = scan(buffer).map(Arc::new);
        scans().insert(path.to_path_buf(), (Arc::clone(attributes), scanned.clone()));
        scanned
    }

    /// Reads a source into a buffer, and keeps it if somebody will ask for it again.
    pub(crate) fn read_source(
        &self,
        path: &Path,
        buffer: &mut Vec<u8>,
        is_wanted: impl FnOnce(&[u8]) -> bool,
    ) -> std::io::Result<usize> {
        let length = self.files.read_into(path, FileKind::Source, buffer)?;
        if is_wanted(&buffer[..length]) {
            self.files.keep(path, &buffer[..length]);
        }
        Ok(length)
    }
}
