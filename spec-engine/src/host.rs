//! The host answers questions about a workspace, and reads each file once.
//!
//! A command makes one and drops it; an editor keeps one, and tells it what has changed. After the change of one file only that file is
//! read and scanned again, and the join is repeated. Nothing is kept on disk.
//!
//! It knows no verdicts: [`snapshot`](crate::snapshot) has it read what a question needs, and [`verdict`](crate::verdict) answers.

mod catalogs;
mod outlines;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spec_model::catalog::{Catalog, Documents, Places};
use spec_model::design::{self, Design};
use spec_model::files::{Disk, Files, Memo};
use spec_model::properties::Properties;
use spec_model::tasks::{self, TaskList};

use self::catalogs::Catalogs;
pub(crate) use self::outlines::Outlines;
use crate::lock::{HandEdits, LockFile};
use crate::sources::{Beyond, Elsewhere, Kept, Scanned, Scanning, Sources, walk};
use crate::workspace::{Package, Workspace};

/// Answers questions about workspaces, and reads each file once.
pub struct Host {
    files: Kept,
    documents: Documents,
    catalogs: Catalogs,
    designs: Mutex<HashMap<PathBuf, Option<Arc<Design>>>>,
    sources: Mutex<Sources>,
    outlines: Outlines,
    /// The locks by their workspaces.
    locks: Mutex<HashMap<(PathBuf, HandEdits), Arc<LockFile>>>,
    task_lists: Mutex<HashMap<PathBuf, Arc<TaskList>>>,
    /// The sources that another host has scanned.
    elsewhere: Option<Elsewhere>,
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
        Self {
            files: Memo::new(Arc::new(files)),
            documents: Documents::default(),
            catalogs: Catalogs::default(),
            designs: Mutex::default(),
            sources: Mutex::default(),
            outlines: Outlines::default(),
            locks: Mutex::default(),
            task_lists: Mutex::default(),
            elsewhere: None,
        }
    }

    /// A host of files that say the same as those of another host for the most part: what that has scanned is not scanned again.
    pub fn beside(files: impl Files + 'static, other: &Host) -> Self {
        Self { elsewhere: Some(other.scanned().elsewhere()), ..Self::new(files) }
    }

    /// The sources that another host has scanned for the same question about packages.
    pub(crate) fn elsewhere(&self, packages: &[Package], with_words: bool) -> Option<&Elsewhere> {
        self.elsewhere.as_ref().filter(|elsewhere| elsewhere.fits(packages, with_words))
    }

    /// The files, each of which is opened once.
    pub fn files(&self) -> &dyn Files {
        &self.files
    }

    /// Forgets what is known of a file that was written, created or removed.
    pub fn forget(&self, path: &Path) {
        self.files.forget(path);
        self.documents.forget(path);
        self.catalogs.forget(path);
        self.designs().remove(path);
        self.scanned().forget(path);
        self.outlines.forget(path);
        self.locks().retain(|_, lock| lock.path != path);
        self.task_lists().remove(path);
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        self.files.forget_all();
        self.documents.forget_all();
        self.catalogs.forget_all();
        self.designs().clear();
        *self.scanned() = Sources::default();
        self.outlines.forget_all();
        self.locks().clear();
        self.task_lists().clear();
    }

    /// The packages of the workspace that a folder belongs to.
    pub fn workspace(&self, folder: &Path) -> Workspace {
        Workspace::of(&self.files, folder)
    }

    /// The catalogs that are in force for packages in some folders, one for each spec root.
    pub fn catalogs<'a>(&self, packages: impl IntoIterator<Item = &'a Path>) -> Vec<Catalog> {
        Catalog::for_packages(&self.files, &self.documents, packages)
    }

    /// The documents in their places. They are put together again only after one of them, or their places, changed.
    pub fn catalog(&self, places: Places) -> Arc<Catalog> {
        self.catalogs.get(places, |places| Catalog::read_once(&self.files, &self.documents, places).indexed())
    }

    /// A task list.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn task_list(&self, path: &Path) -> io::Result<Arc<TaskList>> {
        if let Some(known) = self.task_lists().get(path) {
            return Ok(Arc::clone(known));
        }
        let list = Arc::new(tasks::read_file(&self.files, path)?);
        self.task_lists().insert(path.to_path_buf(), Arc::clone(&list));
        Ok(list)
    }

    fn task_lists(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<TaskList>>> {
        self.task_lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The correctness properties of the designs beside the documents of a catalog.
    pub fn properties(&self, catalog: &Catalog) -> Properties {
        Properties::of(catalog, |path| self.design_if_exists(path))
    }

    /// A design document.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn design(&self, path: &Path) -> io::Result<Arc<Design>> {
        self.design_if_exists(path)?.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn design_if_exists(&self, path: &Path) -> io::Result<Option<Arc<Design>>> {
        if let Some(known) = self.designs().get(path) {
            return Ok(known.clone());
        }
        let design = design::read_if_exists(&self.files, path)?.map(Arc::new);
        self.designs().insert(path.to_path_buf(), design.clone());
        Ok(design)
    }

    fn designs(&self) -> MutexGuard<'_, HashMap<PathBuf, Option<Arc<Design>>>> {
        self.designs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every Rust file of the packages that has something to say, in the order of the paths. Macros are expanded across files.
    pub(crate) fn sources(&self, scanning: Scanning<'_>) -> Vec<Arc<Scanned>> {
        self.scanned().read(&self.files, scanning)
    }

    /// The outlines of files, for the tests of others.
    pub(crate) fn outlines(&self) -> &Outlines {
        &self.outlines
    }

    /// A source where the walk does not come.
    pub(crate) fn source(
        &self,
        path: &Path,
        package: usize,
        scanning: Scanning<'_>,
        buffer: &mut Vec<u8>,
    ) -> Option<Arc<Scanned>> {
        let known = Beyond { path: path.to_path_buf(), package, has_words: scanning.with_words };
        if let Some(known) = self.scanned().beyond.get(&known) {
            return known.clone();
        }
        let scanned = walk::file(&self.files, path, package, scanning, buffer);
        self.scanned().beyond.insert(known, scanned.clone());
        scanned
    }

    /// The accepted criteria of a workspace.
    pub(crate) fn lock(&self, workspace: &Path, edits: HandEdits) -> Arc<LockFile> {
        let key = (workspace.to_path_buf(), edits);
        if let Some(known) = self.locks().get(&key) {
            return Arc::clone(known);
        }
        let lock = Arc::new(LockFile::read(&self.files, workspace, edits));
        self.locks().insert(key, Arc::clone(&lock));
        lock
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<(PathBuf, HandEdits), Arc<LockFile>>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn scanned(&self) -> MutexGuard<'_, Sources> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
