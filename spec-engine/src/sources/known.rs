//! Keeps the results of scanned sources, so that after an edit only the changed files are listed and scanned again.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::files::Files;

use super::elsewhere::Elsewhere;
use super::macros::SharedMacros;
use super::walk::{self, Kept, Scanned, Scanning, Walked};
use crate::links::OwnNames;
use crate::workspace::Package;

/// A source where the walk does not come, as one package includes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Beyond {
    pub(crate) path: PathBuf,
    /// The package that includes it: its names decide what a link is, and its documents what a link names.
    pub(crate) package: usize,
    /// Is it known what the tests in it say?
    pub(crate) has_words: bool,
}

/// The links and findings of sources.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// The packages that were walked through, each with its own names.
    packages: Vec<(PathBuf, Arc<OwnNames>)>,
    /// Is it known what the tests say?
    has_words: bool,
    walked: Walked,
    /// The facts that files share.
    macros: SharedMacros,
    /// The files that were forgotten since.
    forgotten: HashSet<PathBuf>,
    /// Sources where the walk does not come. They are of the packages that were walked through last.
    pub(crate) beyond: HashMap<Beyond, Option<Arc<Scanned>>>,
}

impl Sources {
    /// Every Rust file of the packages that has something to say, in the order of the paths. The macros that files share are expanded. Only
    /// those are scanned again that were forgotten; the folders are only listed again if something may have come or gone in them.
    pub(crate) fn read(&mut self, files: &Kept, scanning: Scanning<'_>) -> Vec<Arc<Scanned>> {
        let packages = || {
            let packages = scanning.packages.iter();
            packages.map(|package| (package.folder.clone(), Arc::clone(&package.own_names)))
        };
        let forgotten = std::mem::take(&mut self.forgotten);
        if !self.packages.iter().cloned().eq(packages()) {
            let each = |path: &Path, package, buffer: &mut Vec<u8>| {
                walk::one_of_many(files, path, package, scanning, buffer)
            };
            self.walked = walk::walk(files, scanning.packages, &each);
            self.macros.forget_all();
            // Each of them knows its package by its place among the packages.
            self.beyond.clear();
            (self.packages, self.has_words) = (packages().collect(), scanning.with_words);
        } else if scanning.with_words && !self.has_words {
            // The text of the tests was not asked for before: only files without links stay as they are.
            self.walked.found.clear();
            self.has_words = true;
            self.walk_again(files, scanning, &forgotten);
        } else if !forgotten.is_empty() {
            // Whoever asked once what the tests say, will again.
            let elsewhere = scanning.elsewhere.filter(|_| self.has_words == scanning.with_words);
            let scanning = Scanning { with_words: self.has_words, elsewhere, ..scanning };
            if forgotten.iter().all(|path| self.is_as_listed(files, path)) {
                let mut buffer = Vec::new();
                forgotten.iter().for_each(|path| self.scan_again(files, path, scanning, &mut buffer));
                self.macros.forget(forgotten);
            } else {
                self.walk_again(files, scanning, &forgotten);
            }
        }
        let (walked, packages) = (&self.walked, scanning.packages);
        let mut scanned = walked.found.clone();
        let package_of = |path: &Path| match walked.position(path) {
            Ok(at) => Some(walked.found[at].package),
            Err(_) => walked.is_silent(path).then(|| package_of(path, packages)),
        };
        self.macros.look_around(files, &mut scanned, scanning, package_of);
        scanned
    }

    /// The sources that were scanned, for another host.
    pub(crate) fn elsewhere(&self) -> Elsewhere {
        let (packages, found) = (self.packages.clone(), self.walked.found.clone());
        Elsewhere { packages, has_words: self.has_words, found }
    }

    /// Notes that a file was written, created or removed.
    pub(crate) fn forget(&mut self, path: &Path) {
        self.beyond.retain(|known, _| known.path != path);
        // No other file decides which sources there are, nor what is in them.
        let is_marker = ["Cargo.toml", "CACHEDIR.TAG"].iter().any(|name| path.ends_with(name));
        if is_marker || path.extension().is_none_or(|extension| extension == "rs") {
            self.forgotten.insert(path.to_path_buf());
        }
    }

    /// Was a file there when the folders were listed, exactly if it is there now?
    fn is_as_listed(&self, files: &dyn Files, path: &Path) -> bool {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        let is_known = self.walked.position(path).is_ok() || self.walked.is_silent(path);
        is_source && is_known == files.is_file(path)
    }

    fn scan_again(&mut self, files: &Kept, path: &Path, scanning: Scanning<'_>, buffer: &mut Vec<u8>) {
        let walked = &mut self.walked;
        let known = walked.position(path);
        let silent = walked.silent_position(path);
        let package = match known {
            Ok(at) => walked.found[at].package,
            // The innermost package is meant.
            Err(_) if silent.is_some() => package_of(path, scanning.packages),
            Err(_) => return,
        };
        match (walk::file(files, path, package, scanning, buffer), known) {
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
    fn walk_again(&mut self, files: &Kept, scanning: Scanning<'_>, forgotten: &HashSet<PathBuf>) {
        let walked = &self.walked;
        let found = walked.found.iter().map(|scanned| (&*scanned.path, Some(scanned)));
        let silent = walked.silent.iter().map(|path| (path.as_path(), None));
        let known: HashMap<&Path, Option<&Arc<Scanned>>> =
            found.chain(silent).filter(|(path, _)| !forgotten.contains(*path)).collect();
        let walked = walk::walk(files, scanning.packages, &|path, package, buffer| match known.get(path) {
            Some(Some(scanned)) if scanned.package == package => Some(Arc::clone(scanned)),
            Some(None) => None,
            _ => walk::one_of_many(files, path, package, scanning, buffer),
        });
        self.walked = walked;
        self.macros.forget_all();
    }
}

/// The innermost package that a file lies in.
fn package_of(path: &Path, packages: &[Package]) -> usize {
    let around = packages.iter().enumerate().filter(|(_, package)| path.starts_with(&package.folder));
    around.max_by_key(|(_, package)| package.folder.as_os_str().len()).map_or(0, |(at, _)| at)
}
