//! The code of a commit with the documents and tests of now, in a folder of its own.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use spec_model::Code;
use spec_model::catalog::Places;
use spec_model::links::Role;
use spec_model::verdict::{self, Package, Workspace};
use toml_edit::DocumentMut;

use super::items::{DeclaredFile, TestItems};
use super::manifest;
use super::unit::{blank, graft};
use crate::error::Error;
use crate::revision::{Place, git};

/// The folders of what only tests read, wherever they are in a package.
const OF_TESTS: [&str; 8] = [
    "tests",
    "testdata",
    "test_data",
    "test-data",
    "fixtures",
    "snapshots",
    "proptest-regressions",
    "test_fixtures",
];

/// The folder, and what in it is of now.
#[derive(Debug)]
pub(super) struct Tree {
    /// The root of the repository in it.
    pub(super) root: PathBuf,
    /// The folder of the workspace in it.
    pub(super) workspace: PathBuf,
    /// The sources of now, by their paths in it.
    of_now: HashMap<PathBuf, OfNow>,
}

#[derive(Debug)]
enum OfNow {
    All,
    /// These bytes of it.
    Parts(Vec<Range<usize>>),
}

impl Tree {
    /// Puts the documents and tests of the working tree into a folder in which a commit was checked out.
    ///
    /// # Errors
    /// [`Error::Git`], if the commit has no such workspace, or git cannot tell which files there are; [`Error::Read`] and
    /// [`Error::Write`].
    pub(super) fn new(root: &Path, place: &Place, base: &str) -> Result<Self, Error> {
        let root = root.canonicalize().map_err(Error::Run)?;
        let mut tree = Self { workspace: root.join(&place.folder), root, of_now: HashMap::new() };
        if !tree.workspace.join("Cargo.toml").is_file() {
            return Err(Error::Git(format!("at `{base}` there is no Cargo.toml where the workspace is now")));
        }
        let (old, new) = (Workspace::of(&tree.workspace), Workspace::of(&place.root));
        tree.documents(&old, &new, place)?;
        tree.manifests(&new, place)?;
        tree.tests(&old, &new, place)?;
        tree.links()?;
        Ok(tree)
    }

    /// Is a byte of a source of now?
    pub(super) fn is_of_now(&self, path: &Path, at: usize) -> bool {
        match self.of_now.get(path) {
            Some(OfNow::All) => true,
            Some(OfNow::Parts(parts)) => parts.iter().any(|part| part.contains(&at)),
            None => false,
        }
    }

    /// Where a file of the working tree is in it.
    fn here(&self, path: &Path, place: &Place) -> Option<PathBuf> {
        Some(self.workspace.join(path.strip_prefix(&place.root).ok()?))
    }

    /// The documents of now, in the place of those that were there.
    fn documents(&self, old: &Workspace, new: &Workspace, place: &Place) -> Result<(), Error> {
        let top = place.top.as_deref().unwrap_or(&place.root);
        let documents = |workspace: &Workspace| {
            let places = workspace.packages.iter().map(|package| Places::for_package(&package.folder));
            places
                .flat_map(|places| places.documents.into_iter().chain(places.config_path))
                .collect::<HashSet<PathBuf>>()
        };
        for path in documents(old).iter().filter(|path| path.starts_with(&self.root)) {
            let _ = fs::remove_file(path);
        }
        for path in documents(new) {
            if let Ok(own) = path.strip_prefix(top) {
                copy(&path, &self.root.join(own))?;
            }
        }
        Ok(())
    }

    /// What the manifests of tests need.
    fn manifests(&self, new: &Workspace, place: &Place) -> Result<(), Error> {
        let top = place.top.as_deref().unwrap_or(&place.root);
        let folders = new.packages.iter().map(|package| &*package.folder).chain([&*place.root]);
        let mut is_changed = false;
        for folder in folders.collect::<HashSet<_>>() {
            let Some(own) = self.here(&folder.join("Cargo.toml"), place) else { continue };
            let (Ok(before), Ok(now)) =
                (fs::read_to_string(&own), fs::read_to_string(folder.join("Cargo.toml")))
            else {
                continue;
            };
            let (Ok(mut before), Ok(now)) = (before.parse::<DocumentMut>(), now.parse::<DocumentMut>())
            else {
                continue;
            };
            let there = manifest::Place { folder: own.parent().unwrap_or(&self.root), tree: &self.root, top };
            is_changed |= manifest::graft(&mut before, &now, there);
            write(&own, before.to_string().as_bytes())?;
        }
        let (now, own) = (place.root.join("Cargo.lock"), self.workspace.join("Cargo.lock"));
        // What was added is known to the lock of now.
        if now.is_file() && (is_changed || !own.is_file()) {
            copy(&now, &own)?;
        }
        Ok(())
    }

    /// The tests of now, in the place of those that were there.
    fn tests(&mut self, old: &Workspace, new: &Workspace, place: &Place) -> Result<(), Error> {
        let folders: HashSet<&Path> = old.packages.iter().map(|package| &*package.folder).collect();
        for folder in &folders {
            remove_all(&folder.join("tests"), &folders);
        }
        let listed = git(&place.root, &["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        let files: Vec<PathBuf> = listed.split_terminator('\0').map(|path| place.root.join(path)).collect();
        let mut sources = Vec::new();
        for path in files.iter().filter(|path| path.is_file()) {
            let Some((package, own)) = package_of(path, &new.packages) else { continue };
            let is_there =
                self.here(&package.folder.join("Cargo.toml"), place).is_some_and(|path| path.is_file());
            let Some(here) = self.here(path, place).filter(|_| is_there) else { continue };
            let is_source = path.extension() == Some(OsStr::new("rs"));
            if is_of_tests(own, is_source) || package.targets_of_tests().any(|target| target == path) {
                copy(path, &here)?;
                self.of_now.insert(here, OfNow::All);
            } else if is_source {
                sources.push((path, here));
            }
        }
        self.unit_tests(&sources)
    }

    /// The unit tests of now, in sources of before.
    fn unit_tests(&mut self, sources: &[(&PathBuf, PathBuf)]) -> Result<(), Error> {
        let (mut whole, mut others) = (HashSet::new(), Vec::new());
        for (path, here) in sources {
            let Ok(now) = fs::read_to_string(path) else { continue };
            if now.contains("test") {
                let declared = TestItems::of(&now).map(|items| items.files).unwrap_or_default();
                whole.extend(declared.iter().filter_map(|declared| file_of(path, declared)));
            }
            others.push((path, here, now));
        }
        for (path, here, now) in others {
            let is_whole = path.ancestors().any(|above| whole.contains(above));
            if is_whole {
                copy(path, here)?;
                self.of_now.insert(here.clone(), OfNow::All);
            } else if let Ok(before) = fs::read_to_string(here)
                && before != now
                && let Some(grafted) = graft(&before, &now)
            {
                write(here, grafted.text.as_bytes())?;
                self.of_now.insert(here.clone(), OfNow::Parts(grafted.of_now));
            }
        }
        Ok(())
    }

    /// Leaves out the links of its code to criteria that are no more: they would keep it from being built.
    fn links(&self) -> Result<(), Error> {
        let findings = verdict::check(&self.workspace);
        let is_stray = |code| matches!(code, Code::Orphan | Code::AmbiguousId | Code::MalformedLink);
        for finding in findings.diagnostics.iter().filter(|finding| is_stray(finding.code)) {
            let Some(location) = &finding.location else { continue };
            if !self.is_of_now(&location.path, location.span.start) {
                self.leave_out(&location.path, |text| attribute_around(text, location.span.start))?;
            }
        }
        Ok(())
    }

    /// Leaves some bytes of a file out; all other ones stay where they are.
    pub(super) fn leave_out(
        &self,
        path: &Path,
        range: impl FnOnce(&str) -> Option<Range<usize>>,
    ) -> Result<bool, Error> {
        let text =
            fs::read_to_string(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let Some(range) = range(&text) else { return Ok(false) };
        let mut bytes = text.into_bytes();
        blank(&mut bytes, range);
        write(path, &bytes)?;
        Ok(true)
    }

    /// The tests in it that would run, by file and path in it.
    pub(super) fn verifying(&self) -> Vec<verdict::Verdict> {
        let mut verdicts = verdict::check(&self.workspace).verdicts;
        for verdict in &mut verdicts {
            verdict.links.retain(|link| link.item.role != Role::Implements);
        }
        verdicts
    }
}

/// The package that a file is in, and its path there.
fn package_of<'a>(path: &'a Path, packages: &'a [Package]) -> Option<(&'a Package, &'a Path)> {
    let own = |package: &'a Package| Some((package, path.strip_prefix(&package.folder).ok()?));
    packages.iter().filter_map(own).min_by_key(|(_, own)| own.components().count())
}

/// Is a file of a package there for tests alone?
fn is_of_tests(own: &Path, is_source: bool) -> bool {
    let mut folders = own.parent().unwrap_or(Path::new("")).iter();
    if is_source {
        folders.next().is_some_and(|first| first == "tests")
    } else {
        folders.any(|folder| OF_TESTS.iter().any(|known| folder == *known))
    }
}

/// The file of a module, or the folder if it has one of its own.
fn file_of(declaring: &Path, declared: &DeclaredFile) -> Option<PathBuf> {
    let beside = declaring.parent()?;
    let below = beside.join(declaring.file_stem()?);
    let (name, inline) = declared.path.split_last()?;
    [beside, &below].into_iter().find_map(|folder| {
        if let Some(named) = &declared.named {
            let file = folder.join(named);
            return file.is_file().then_some(file);
        }
        let module = folder.join(inline.iter().collect::<PathBuf>()).join(name);
        let file = module.with_extension("rs");
        if module.join("mod.rs").is_file() { Some(module) } else { file.is_file().then_some(file) }
    })
}

/// The innermost attribute around a byte.
fn attribute_around(text: &str, at: usize) -> Option<Range<usize>> {
    use proc_macro2::{TokenStream, TokenTree};
    let mut tokens: TokenStream = text.parse().ok()?;
    let mut found = None;
    loop {
        let mut start = None;
        let mut inner = None;
        for token in tokens {
            let range = token.span().byte_range();
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => start = Some(range.start),
                TokenTree::Punct(punct) if punct.as_char() == '!' => {}
                TokenTree::Group(group) if range.contains(&at) => {
                    if let Some(start) = start {
                        found = Some(start..range.end);
                    }
                    inner = Some(group.stream());
                    break;
                }
                _ => start = None,
            }
        }
        match inner {
            Some(inner) => tokens = inner,
            None => return found,
        }
    }
}

/// Removes what is in a folder, but for packages of the workspace.
fn remove_all(folder: &Path, packages: &HashSet<&Path>) {
    if packages.iter().any(|package| package.starts_with(folder)) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if packages.contains(&*path) {
                continue;
            }
            if path.is_dir() {
                if !packages.contains(folder) {
                    remove_all(&path, packages);
                }
            } else if !packages.contains(folder) {
                let _ = fs::remove_file(path);
            }
        }
    } else {
        let _ = fs::remove_dir_all(folder);
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let bytes = fs::read(from).map_err(|reason| Error::Read { path: from.to_path_buf(), reason })?;
    write(to, &bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|reason| Error::Write { path: path.to_path_buf(), reason })
}
