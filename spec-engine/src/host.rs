//! The host: whoever has questions about a workspace asks it, and it reads each file once.
//!
//! A command makes one and drops it; an editor keeps one, and tells it what has changed. After the change of one file only that file is
//! read and scanned again, and the join is repeated. Nothing is kept on disk.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spec_model::catalog::{Catalog, Documents, Places};
use spec_model::files::{Disk, FileKind, Files, Memo};

use crate::links::OwnNames;
use crate::verdict::walk::{self, Scanned, Walked};
use crate::verdict::{self, Findings, Package, Question, Workspace};

/// Answers questions about workspaces, and reads each file once.
pub struct Host {
    files: Memo<Arc<dyn Files>>,
    documents: Documents,
    sources: Mutex<Sources>,
}

/// What was found in sources.
#[derive(Debug, Default)]
struct Sources {
    /// The packages that were walked through, each with the attributes that make tests.
    packages: Vec<(PathBuf, Arc<OwnNames>)>,
    walked: Walked,
    /// The files that were forgotten since.
    forgotten: HashSet<PathBuf>,
    /// Sources where the walk does not come.
    beyond: HashMap<PathBuf, Option<Arc<Scanned>>>,
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
        let mut sources = self.scanned();
        sources.beyond.remove(path);
        // No other file decides which sources there are, nor what is in them.
        let is_marker = ["Cargo.toml", "CACHEDIR.TAG"].iter().any(|name| path.ends_with(name));
        if is_marker || path.extension().is_none_or(|extension| extension == "rs") {
            sources.forgotten.insert(path.to_path_buf());
        }
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

    /// Every Rust file of the packages that has something to say, in the order of the paths. Only those are scanned again that were
    /// forgotten; the folders are only listed again if something may have come or gone in them.
    pub(crate) fn sources(&self, packages: &[Package]) -> Vec<Arc<Scanned>> {
        let key = || packages.iter().map(|of| (of.folder.clone(), Arc::clone(&of.own_names)));
        let mut sources = self.scanned();
        let Sources { packages: known, walked, forgotten, .. } = &mut *sources;
        if !known.iter().cloned().eq(key()) {
            let each = |path: &Path, package, buffer: &mut Vec<u8>| {
                walk::file(self, path, packages, package, buffer)
            };
            *sources = Sources {
                packages: key().collect(),
                walked: walk::walk(self, packages, &each),
                ..Sources::default()
            };
        } else if !forgotten.is_empty() {
            let forgotten = std::mem::take(forgotten);
            if forgotten.iter().all(|path| self.is_as_listed(path, walked)) {
                let mut buffer = Vec::new();
                forgotten.iter().for_each(|path| self.scan_again(path, packages, walked, &mut buffer));
            } else {
                *walked = self.walk_again(packages, walked, &forgotten);
            }
        }
        sources.walked.found.clone()
    }

    /// Was a file there when the folders were listed, exactly if it is there now?
    fn is_as_listed(&self, path: &Path, walked: &Walked) -> bool {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        let is_known = walked.position(path).is_ok() || walked.silent.iter().any(|known| known == path);
        is_source && is_known == self.files().is_file(path)
    }

    fn scan_again(&self, path: &Path, packages: &[Package], walked: &mut Walked, buffer: &mut Vec<u8>) {
        let known = walked.position(path);
        let silent = walked.silent.iter().position(|known| known == path);
        let package = match known {
            Ok(at) => walked.found[at].package,
            // The innermost package is meant.
            Err(_) if silent.is_some() => package_of(path, packages),
            Err(_) => return,
        };
        match (walk::file(self, path, packages, package, buffer), known) {
            (Some(scanned), Ok(at)) => walked.found[at] = scanned,
            (Some(scanned), Err(at)) => walked.found.insert(at, scanned),
            (None, Ok(at)) => drop(walked.found.remove(at)),
            (None, Err(_)) => return,
        }
        match (walked.position(path), silent) {
            (Ok(_), Some(at)) => drop(walked.silent.swap_remove(at)),
            (Err(_), None) => walked.silent.push(path.to_path_buf()),
            _ => {}
        }
    }

    /// Lists the folders again; a file that is known and was not forgotten is not read.
    fn walk_again(&self, packages: &[Package], walked: &Walked, forgotten: &HashSet<PathBuf>) -> Walked {
        let found = walked.found.iter().map(|scanned| (&*scanned.path, Some(scanned)));
        let silent = walked.silent.iter().map(|path| (path.as_path(), None));
        let known: HashMap<&Path, Option<&Arc<Scanned>>> =
            found.chain(silent).filter(|(path, _)| !forgotten.contains(*path)).collect();
        walk::walk(self, packages, &|path, package, buffer| match known.get(path) {
            Some(Some(scanned)) if scanned.package == package => Some(Arc::clone(scanned)),
            Some(None) => None,
            _ => walk::file(self, path, packages, package, buffer),
        })
    }

    /// A source where the walk does not come.
    pub(crate) fn source(
        &self,
        path: &Path,
        packages: &[Package],
        package: usize,
        buffer: &mut Vec<u8>,
    ) -> Option<Arc<Scanned>> {
        if let Some(known) = self.scanned().beyond.get(path) {
            return known.clone();
        }
        let scanned = walk::file(self, path, packages, package, buffer);
        self.scanned().beyond.insert(path.to_path_buf(), scanned.clone());
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

/// The innermost package that a file lies in.
fn package_of(path: &Path, packages: &[Package]) -> usize {
    let around = packages.iter().enumerate().filter(|(_, package)| path.starts_with(&package.folder));
    around.max_by_key(|(_, package)| package.folder.as_os_str().len()).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests;
