//! The host: whoever has questions about a workspace asks it, and it reads each file once.
//!
//! A command makes one and drops it; an editor keeps one, and tells it what has changed. After the change of one file only that file is
//! read and scanned again, and the join is repeated. Nothing is kept on disk.
//!
//! `sources`: what was found in sources.

mod sources;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spec_model::catalog::{Catalog, Documents, Places};
use spec_model::files::{Disk, FileKind, Files, Memo};

use sources::Sources;

use crate::verdict::walk::{self, Scanned, Scanning};
use crate::verdict::{self, Findings, Question, Workspace};

/// Answers questions about workspaces, and reads each file once.
pub struct Host {
    files: Memo<Arc<dyn Files>>,
    documents: Documents,
    sources: Mutex<Sources>,
}

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
        Self { files: Memo::new(Arc::new(files)), documents: Documents::default(), sources: Mutex::default() }
    }

    /// The files, each of which is opened once.
    pub fn files(&self) -> &dyn Files {
        &self.files
    }

    /// Forgets what is known of a file that was written, created or removed.
    pub fn forget(&self, path: &Path) {
        self.files.forget(path);
        self.documents.forget(path);
        self.scanned().forget(path);
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        self.files.forget_all();
        self.documents.forget_all();
        *self.scanned() = Sources::default();
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

    /// Every Rust file of the packages that has something to say, in the order of the paths.
    pub(crate) fn sources(&self, scanning: Scanning<'_>) -> Vec<Arc<Scanned>> {
        self.scanned().read(self, scanning)
    }

    /// A source where the walk does not come.
    pub(crate) fn source(
        &self,
        path: &Path,
        package: usize,
        scanning: Scanning<'_>,
        buffer: &mut Vec<u8>,
    ) -> Option<Arc<Scanned>> {
        let known = (path.to_path_buf(), scanning.with_words);
        if let Some(known) = self.scanned().beyond.get(&known) {
            return known.clone();
        }
        let scanned = walk::file(self, path, package, scanning, buffer);
        self.scanned().beyond.insert(known, scanned.clone());
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

    fn scanned(&self) -> MutexGuard<'_, Sources> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
