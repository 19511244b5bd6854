//! Finds the documents of a package: from its folder to the list of files, without reading them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::glob::{self, Matches};
use super::shared::{Root, Roots};
use super::unseen;
use crate::config::{self, Config, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::STANDARD_PLACES;
use crate::encoding;
use crate::files::{FileKind, Files, FolderBoundary};
use crate::order::Order as _;
use crate::paths::normal;
use crate::source::Source;

/// The documents in force for a package, found but not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The spec root.
    pub root: PathBuf,
    /// The root of the repository, which no link of a document may lead out of; without a repository, of the workspace or package.
    pub repository: PathBuf,
    /// Its `spec.toml`, if it has one.
    pub config_path: Option<PathBuf>,
    /// The content of the `spec.toml`.
    pub config: Config,
    /// The documents, in the order of their paths.
    pub documents: Vec<PathBuf>,
    /// The problems with the configuration and with the folders.
    pub diagnostics: Vec<Diagnostic>,
    /// The folders in which documents were looked for, the package's first.
    pub looked_in: Vec<PathBuf>,
    /// The documents in force for every package of the workspace, beside what this one has of its own.
    pub shared: Option<Arc<Self>>,
    /// Is the spec root that of a workspace?
    pub is_of_workspace: bool,
    /// Of each glob: what it did not name, as long as not all documents are known.
    pub(crate) left: Vec<(String, Matches)>,
}

/// The stamp that tells one state of a file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The file.
    pub path: PathBuf,
    /// Its length in bytes and when it was written; `None` when it cannot be asked.
    pub state: Option<(u64, Option<SystemTime>)>,
}

impl Places {
    /// The places of the package in a folder.
    ///
    /// In a workspace without a package at its root, the documents of the root are in force for every package. That holds for those with
    /// documents of their own, too: they are the [`shared`](Places::shared) places. Apart from these, the nearest `spec.toml` is in force,
    /// from the package's folder upwards. The search ends at the repository's root (the folder with `.git`; without one the workspace's
    /// root, else the package's folder itself). The *spec root* is its folder where it names documents; else the nearest folder with
    /// documents in their [`STANDARD_PLACES`].
    pub fn for_package(files: &dyn Files, package: &Path) -> Self {
        let package = absolute(files, package);
        let places = Self::nearest(files, &package, |root| Self::at(files, root));
        places.in_workspace(Roots::default().of(files, &package), |root| {
            Self::of_root(files, root).into_shared()
        })
    }

    /// The places of several packages, one by one: as [`Places::for_package`], but each folder is looked at once.
    pub fn for_packages<'a>(files: &dyn Files, packages: impl IntoIterator<Item = &'a Path>) -> Vec<Self> {
        let mut known: HashMap<PathBuf, Self> = HashMap::new();
        let mut roots = Roots::default();
        let mut shared: HashMap<PathBuf, Option<Arc<Self>>> = HashMap::new();
        let mut of_root = |root: &Path| match known.get(root) {
            Some(places) => places.clone(),
            None => known.entry(root.to_path_buf()).or_insert(Self::at(files, root)).clone(),
        };
        let of_package = |package: &Path| {
            let package = absolute(files, package);
            let places = Self::nearest(files, &package, &mut of_root);
            places.in_workspace(roots.of(files, &package), |root| {
                let of_root = |root: &PathBuf| Self::of_root(files, root).into_shared();
                shared.entry(root.to_path_buf()).or_insert_with_key(of_root).clone()
            })
        };
        packages.into_iter().map(of_package).collect()
    }

    /// The same in a workspace with this root. Where there are documents of the package's own, it shares those of a root that is no package.
    fn in_workspace(self, root: Option<Root>, shared: impl FnOnce(&Path) -> Option<Arc<Self>>) -> Self {
        let has_own = !self.documents.is_empty() || !self.config.documents.is_empty();
        match root {
            Some(root) if root.folder == self.root => Self { is_of_workspace: true, ..self },
            Some(root) if root.is_virtual && has_own && !root.folder.starts_with(&self.root) => {
                Self { shared: shared(&root.folder), ..self }
            }
            _ => self,
        }
    }

    /// The same, if there is anything that packages could share.
    fn into_shared(self) -> Option<Arc<Self>> {
        let is_any = !self.documents.is_empty() || !self.diagnostics.is_empty();
        is_any.then(|| Arc::new(Self { is_of_workspace: true, ..self }))
    }

    /// Are the documents of a spec root in force here?
    pub fn rests_on(&self, root: &Path) -> bool {
        self.root == root || self.shared.as_ref().is_some_and(|shared| shared.root == root)
    }

    /// The attributes that the `spec.toml` in force for each of some packages says make tests. Nothing else of it is looked at.
    pub fn test_attributes<'a>(
        files: &dyn Files,
        packages: impl IntoIterator<Item = &'a Path>,
    ) -> Vec<Arc<[String]>> {
        let mut known: HashMap<PathBuf, Arc<[String]>> = HashMap::new();
        let mut of_file = |path: PathBuf| {
            let read = |path: &Path| -> Arc<[String]> {
                let bytes = files.read(path, FileKind::Settings).unwrap_or_default();
                Config::read(&Source::from_bytes(path, bytes).0).0.test_attributes.into()
            };
            let attributes = known.get(&path).cloned().unwrap_or_else(|| read(&path));
            known.insert(path, Arc::clone(&attributes));
            attributes
        };
        let of_package = |package: &Path| {
            let folders = candidates(files, package).into_iter().map(|folder| folder.join(config::FILE_NAME));
            folders.into_iter().find(|path| files.exists(path)).map(&mut of_file).unwrap_or_default()
        };
        packages.into_iter().map(of_package).collect()
    }

    fn nearest(files: &dyn Files, package: &Path, mut of_root: impl FnMut(&Path) -> Self) -> Self {
        let folders = candidates(files, package);
        let repository = folders.last().map_or(package, PathBuf::as_path).to_path_buf();
        let configured = folders.iter().find(|folder| files.exists(&folder.join(config::FILE_NAME)));
        let configured = configured.map(|folder| of_root(folder));
        if let Some(places) = configured.as_ref().filter(|places| !places.config.documents.is_empty()) {
            return Self { repository, ..places.clone() };
        }
        let configured = configured.unwrap_or_default();
        let mut diagnostics = configured.diagnostics;
        let mut found = None;
        for folder in &folders {
            let mut places = of_root(folder);
            if places.config_path.is_none() {
                diagnostics.append(&mut places.diagnostics);
            }
            if !places.documents.is_empty() {
                found = Some(places);
                break;
            }
        }
        let places = found.unwrap_or_else(|| Self {
            root: package.to_path_buf(),
            looked_in: folders,
            ..Self::default()
        });
        let Self { config_path, config, .. } = configured;
        Self { repository, config_path, config, diagnostics, ..places }
    }

    /// The places of a spec root.
    pub fn of_root(files: &dyn Files, root: &Path) -> Self {
        Self { repository: repository_of(files, root), ..Self::at(files, root) }
    }

    fn at(files: &dyn Files, root: &Path) -> Self {
        let config_path = root.join(config::FILE_NAME);
        if !files.exists(&config_path) {
            return Self::standard(files, root);
        }
        let (config, mut diagnostics) = match files.read(&config_path, FileKind::Settings) {
            Ok(bytes) => {
                let (source, mut diagnostics) = encoding::source(&config_path, bytes);
                let (config, mut mistakes) = Config::read(&source);
                diagnostics.append(&mut mistakes);
                (config, diagnostics)
            }
            Err(error) => {
                let message = format!("the configuration could not be read: {error}");
                let finding = Diagnostic::new(Code::UnreadableDocument, message).about(&config_path).help(
                    "which documents are in force is not known: make `spec.toml` a readable file, or remove it",
                );
                (Config::default(), vec![finding])
            }
        };
        let mut places = if config.documents.is_empty() {
            Self::standard(files, root)
        } else {
            Self { root: root.to_path_buf(), looked_in: vec![root.to_path_buf()], ..Self::default() }
        };
        let boundary = FolderBoundary::of(files, &repository_of(files, root));
        for pattern in &config.documents {
            if !places.add(files, &pattern.glob, &boundary) {
                let message = format!("`{}` names no document", pattern.glob.escape_debug());
                let missing = Diagnostic::new(Code::ConfigMissingDocument, message)
                    .located(pattern.location.clone())
                    .help("`*` stands for one name and `**` for folders, from the folder of `spec.toml` on");
                diagnostics.push(missing);
            }
        }
        places.documents.order();
        places.documents.dedup();
        places.note_left(files);
        if let Some(first) = config.documents.first() {
            let Self { documents, diagnostics, .. } = &mut places;
            unseen::left_out(files, root, &boundary, documents, &first.location, diagnostics);
        }
        diagnostics.append(&mut places.diagnostics);
        Self { config_path: Some(config_path), config, diagnostics, ..places }
    }

    fn standard(files: &dyn Files, root: &Path) -> Self {
        let mut places =
            Self { root: root.to_path_buf(), looked_in: vec![root.to_path_buf()], ..Self::default() };
        let boundary = FolderBoundary::of(files, &repository_of(files, root));
        for glob in STANDARD_PLACES {
            places.add(files, glob, &boundary);
        }
        places.documents.order();
        places.documents.dedup();
        places.note_left(files);
        unseen::beside(files, root, &boundary, &places.documents, &mut places.diagnostics);
        places
    }

    /// Adds what a glob names; says whether that was anything.
    fn add(&mut self, files: &dyn Files, glob: &str, boundary: &FolderBoundary) -> bool {
        let mut found = glob::find(files, &self.root, glob, boundary);
        unseen::blocked(&mut found, &mut self.diagnostics);
        let is_any = !found.files.is_empty();
        self.documents.append(&mut found.files);
        self.left.push((glob.to_owned(), found));
        is_any
    }

    /// Notes what looks like a document and is not read, when all documents are known.
    fn note_left(&mut self, files: &dyn Files) {
        for (glob, left) in std::mem::take(&mut self.left) {
            unseen::passed(files, &glob, &left.passed, &self.documents, &mut self.diagnostics);
            unseen::near(files, &glob, left.near, &self.documents, &mut self.diagnostics);
        }
    }

    /// The documents, the shared ones last.
    pub fn all_documents(&self) -> impl Iterator<Item = &PathBuf> {
        let shared = self.shared.iter().flat_map(|shared| &shared.documents);
        self.documents.iter().chain(shared)
    }

    /// Is a file among the documents, or would it be if it were written? `path` leads through no links.
    pub fn takes(&self, files: &dyn Files, path: &Path) -> bool {
        let real = |path: &Path| files.real(path).unwrap_or_else(|_| path.to_path_buf());
        let is_configured = |places: &Self| {
            let below = path.strip_prefix(real(&places.root));
            let mut globs = places.config.documents.iter().map(|pattern| &*pattern.glob);
            below.is_ok_and(|below| globs.any(|glob| glob::matches(glob, below)))
        };
        let is_standard = |glob: &str| glob::matches(&format!("**/{glob}"), path);
        self.all_documents().any(|document| real(document) == *path)
            || [Some(self), self.shared.as_deref()].into_iter().flatten().any(is_configured)
            || STANDARD_PLACES.into_iter().any(is_standard)
    }

    /// Every file that decides what the catalog says: `spec.toml` and the documents, the shared ones last.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        let all = [Some(self), self.shared.as_deref()].into_iter().flatten();
        all.flat_map(|places| places.config_path.iter().chain(&places.documents)).map(PathBuf::as_path)
    }

    /// The state of every input: when it is the same as before, so is the catalog.
    pub fn stamps(&self, files: &dyn Files) -> Vec<Stamp> {
        let stamp = |path: &Path| {
            let state = files.node(path).ok().map(|node| (node.length, node.modified));
            Stamp { path: path.to_path_buf(), state }
        };
        self.inputs().map(stamp).collect()
    }
}

/// The folders that may be the spec root, nearest first.
fn candidates(files: &dyn Files, package: &Path) -> Vec<PathBuf> {
    let ancestors: Vec<&Path> = package.ancestors().collect();
    let outermost = ancestors
        .iter()
        .position(|folder| files.exists(&folder.join(".git")))
        .or_else(|| ancestors.iter().position(|folder| is_workspace(files, folder)))
        .unwrap_or(0);
    ancestors[..=outermost].iter().map(|folder| folder.to_path_buf()).collect()
}

/// The root of the repository that a folder is in; without one, that of its workspace, else the folder itself.
pub fn repository_of(files: &dyn Files, folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    candidates(files, &folder).pop().unwrap_or(folder)
}

/// The folder of a package, or of the one that `trybuild` compiles tests of.
fn absolute(files: &dyn Files, package: &Path) -> PathBuf {
    let package = std::path::absolute(package).unwrap_or_else(|_| package.to_path_buf());
    trybuild_origin(files, &package).unwrap_or(package)
}

pub(super) fn manifest(files: &dyn Files, folder: &Path) -> Option<toml::TomlTable> {
    let text = files.read_text(&folder.join("Cargo.toml"), FileKind::Settings).ok()?;
    Some(toml::read(&text).0)
}

fn is_workspace(files: &dyn Files, folder: &Path) -> bool {
    manifest(files, folder).is_some_and(|manifest| manifest.get("workspace").is_some())
}

/// Is a package no member of the workspace whose folder it lies in? It is one of its own, or it was copied from a registry (`cargo vendor`
/// leaves a `.cargo-checksum.json`). Or the manifest above leaves it out, or is that of a package without a workspace.
pub fn is_of_another_workspace(files: &dyn Files, package: &Path) -> bool {
    if files.exists(&package.join(".cargo-checksum.json")) || is_workspace(files, package) {
        return true;
    }
    let mut is_below_a_package = false;
    for folder in package.ancestors().skip(1) {
        let Some(manifest) = manifest(files, folder) else { continue };
        if let Some(workspace) = manifest.get("workspace") {
            let mut excluded = workspace.get("exclude").into_iter().flat_map(toml::Value::strings);
            return excluded.any(|excluded| package.starts_with(normal(&folder.join(excluded))));
        }
        is_below_a_package = true;
    }
    is_below_a_package
}

/// The crate whose compile-fail tests `trybuild` compiles in a folder: trybuild writes a package `NAME-tests` to
/// `<target>/tests/trybuild/NAME`, which depends on `NAME` by its path when that is a library; each test is a binary of it
/// with an absolute path into the crate.
fn trybuild_origin(files: &dyn Files, package: &Path) -> Option<PathBuf> {
    let name = package.file_name()?.to_str()?;
    if !package.parent()?.ends_with("tests/trybuild") {
        return None;
    }
    let manifest = manifest(files, package)?;
    if manifest.path(&["package", "name"])?.as_str()?.strip_suffix("-tests")? != name {
        return None;
    }
    if let Some(origin) = manifest.path(&["dependencies", name, "path"]) {
        return origin.as_str().map(PathBuf::from);
    }
    let tests = manifest.get("bin")?.as_array()?.iter().filter_map(|test| test.get("path")?.as_str());
    let mut folders =
        tests.map(Path::new).filter(|test| test.is_absolute()).flat_map(|test| test.ancestors().skip(1));
    folders.find(|folder| files.is_file(&folder.join("Cargo.toml"))).map(Path::to_path_buf)
}
