//! The items of the sources before a change and now.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::readable;
use spec_engine::items::{ChangeIx, FileParts, ItemChange, ItemIx, Items, changed};
use spec_engine::links::{ItemPart, ItemPartKind, Name, NameTable, parts};
use spec_model::catalog::Places;
use spec_model::files::{FileKind, Files};
use spec_model::index::{Index as _, IndexVec};
use spec_model::{design, tasks};

use super::beside::{Bearing, Beside, Ground, Packages};
use super::join::Former;
use super::{How, ItemPlace, OtherFile, ReasonKind};
use crate::error::Error;
use crate::layout::path_text;
use crate::text::shorten;

/// The columns of an item that has no name.
const UNNAMED: usize = 40;

/// The items of the sources of a workspace, and what differs.
pub(super) struct Sources<'a> {
    files: &'a dyn Files,
    root: &'a Path,
    /// All items that there are now; none, if nothing differs that could reach one.
    pub(super) items: Items,
    /// Those that differ.
    pub(super) changes: IndexVec<ChangeIx, ItemChange>,
    /// The files that differ and are neither sources nor documents.
    pub(super) other: Vec<OtherFile>,
    /// Those that items may name, by the ends of their names: they count behind the changes.
    pub(super) data: HashMap<Name, ChangeIx>,
    /// The effects of those files that no item names.
    pub(super) beside: Beside,
    /// The folders of the packages.
    folders: Vec<PathBuf>,
}

impl<'a> Sources<'a> {
    /// Reads what differs from a former state, and then all sources of now.
    ///
    /// # Errors
    /// If it cannot be told which files there are.
    pub(super) fn read(
        host: &'a Host,
        former: &Former<'_>,
        root: &'a Path,
        dependents: &Packages,
    ) -> Result<Self, Error> {
        let files = host.files();
        let packages = host.workspace(root).packages;
        let folders: Vec<_> = packages.iter().map(|package| package.folder.clone()).collect();
        let places = Places::for_packages(files, folders.iter().map(PathBuf::as_path));
        let documents: HashSet<PathBuf> = places.iter().flat_map(Places::all_documents).cloned().collect();
        let mut workspace =
            Workspace { files, folders: folders.iter().cloned().collect(), known: HashMap::new() };
        let specs = documents.iter().filter_map(|path| path.parent());
        let specs =
            specs.filter(|folder| *folder != root && !folders.iter().any(|own| own == folder)).collect();
        let ground = Ground { root, packages: &packages, specs: &specs };
        let catalogs = host.catalogs(folders.iter().map(PathBuf::as_path));
        let artifacts = catalogs.iter().flat_map(|catalog| {
            tasks::places(files, catalog).into_iter().chain(design::places(files, catalog))
        });
        let artifacts: HashSet<PathBuf> = artifacts.collect();
        let differing = former.differing.iter().cloned();
        let mut sources = Self {
            files,
            root,
            items: Items::default(),
            changes: IndexVec::default(),
            other: Vec::new(),
            data: HashMap::new(),
            beside: Beside::default(),
            folders: folders.clone(),
        };
        let scripts = former.differing.iter().filter(|path| is_source(path)).filter_map(|path| {
            let bearing = ground.of_build(path)?;
            Some((relative(path, root), bearing))
        });
        let scripts: Vec<_> = scripts.collect();
        let (rust, other): (Vec<_>, Vec<_>) = differing.partition(|path| is_source(path));
        let rust: Vec<_> = rust.into_iter().filter(|path| workspace.has(path)).collect();
        let is_other = |path: &PathBuf| match path.starts_with(root) {
            true => !documents.contains(path) && !is_of_spec(path),
            // Cargo and rustup look above it, too.
            false => ground.of_build(path).is_some_and(|bearing| bearing == Bearing::Everything),
        };
        let other: Vec<_> = other.into_iter().filter(is_other).collect();
        if rust.is_empty() && other.is_empty() {
            return Ok(sources);
        }
        let mut table = NameTable::default();
        let read = |files: &dyn Files, path: &Path, table: &mut NameTable| {
            let bytes = files.read(path, FileKind::Source).ok()?;
            let parts = parts(&String::from_utf8_lossy(&bytes), table);
            Some(FileParts { file: relative(path, root).into(), parts })
        };
        let before: Vec<_> = rust.iter().filter_map(|path| read(former.files, path, &mut table)).collect();
        let mut all: Vec<_> = (former.known)()?.into_iter().filter(|path| is_source(path)).collect();
        all.sort();
        all.dedup();
        all.retain(|path| workspace.has(path));
        sources.items = Items::new(all.iter().filter_map(|path| read(files, path, &mut table)));
        let compared: HashSet<String> = rust.iter().map(|path| relative(path, root)).collect();
        sources.changes = changed(before, &sources.items, |file| compared.contains(file));
        let named: HashSet<Name> = sources.items.iter().flat_map(|part| part.files.iter().copied()).collect();
        for path in other {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let change = ChangeIx::new(sources.changes.len() + sources.other.len());
            let of_build = ground.of_build(&path);
            let is_of_build = of_build.is_some();
            let name = table.name(&name);
            if !is_of_build {
                sources.data.insert(name, change);
            }
            let (file, is_named) = (relative(&path, root), named.contains(&name));
            let (why, bearing) = match of_build {
                Some(bearing) => (ReasonKind::Built, bearing),
                None if is_named => (ReasonKind::Data, Bearing::Nothing),
                None => (ReasonKind::Data, ground.of_data(&path)),
            };
            // The claims of a list or a design about criteria and their tests are compared with them.
            let is_artifact = !is_named && artifacts.contains(&path);
            let is_judged = bearing != Bearing::Nothing;
            sources.beside.add(why, &file, &bearing, dependents);
            sources.other.push(OtherFile { file, is_of_build, is_named, is_judged, is_artifact });
        }
        for (file, bearing) in scripts {
            sources.beside.add(ReasonKind::Built, &file, &bearing, dependents);
            sources.other.push(OtherFile {
                file,
                is_of_build: true,
                is_named: false,
                is_judged: true,
                is_artifact: false,
            });
        }
        Ok(sources)
    }

    /// Returns the place where an item is now.
    pub(super) fn place(&self, item: ItemIx) -> ItemPlace {
        let (file, part) = (self.items.file(item), self.items.part(item));
        let text = self.files.read(&self.root.join(file), FileKind::Source).unwrap_or_default();
        let line = 1 + text.iter().take(part.start).filter(|byte| **byte == b'\n').count();
        ItemPlace { file: file.to_owned(), line: Some(line), name: name(part) }
    }

    /// Returns the place of a changed item, or the one that it had, and the way in which it differs. Behind the items come the other files.
    pub(super) fn change(&self, change: ChangeIx) -> (ItemPlace, How) {
        match self.changes.get(change) {
            Some(ItemChange::Now { item, is_new }) => {
                (self.place(*item), if *is_new { How::Added } else { How::Changed })
            }
            Some(ItemChange::Gone { file, part }) => {
                (ItemPlace { file: file.to_string(), line: None, name: name(part) }, How::Removed)
            }
            None => {
                let file = self.other.get(change.at() - self.changes.len()).map(|other| other.file.clone());
                (ItemPlace { file: file.unwrap_or_default(), line: None, name: String::new() }, How::Changed)
            }
        }
    }

    /// The folder of the innermost package that a file is in.
    pub(super) fn package(&self, file: &Path) -> Option<&Path> {
        let around = self.folders.iter().filter(|folder| file.starts_with(folder));
        around.max_by_key(|folder| folder.as_os_str().len()).map(PathBuf::as_path)
    }

    /// A path as items tell theirs.
    pub(super) fn relative(&self, path: &Path) -> String {
        match path.strip_prefix(self.root) {
            Ok(own) => path_text(own),
            Err(_) => relative(&self.files.real(path).unwrap_or_else(|_| path.to_path_buf()), self.root),
        }
    }
}

/// Returns the name of an item; for one without a name its text.
fn name(part: &ItemPart) -> String {
    match part.kind {
        _ if part.path.is_empty() => shorten(&readable::text(&part.tokens), UNNAMED),
        ItemPartKind::Header => format!("{} (its head)", part.path),
        _ => part.path.clone(),
    }
}

fn relative(path: &Path, root: &Path) -> String {
    path_text(path.strip_prefix(root).unwrap_or(path))
}

fn is_source(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("rs"))
}

/// Is it the configuration or the lock of this command? `diff` shows what differs in them.
fn is_of_spec(path: &Path) -> bool {
    path.ends_with("spec.toml") || path.ends_with("spec.lock")
}

/// The files that belong to the packages of a workspace.
struct Workspace<'a> {
    files: &'a dyn Files,
    folders: HashSet<PathBuf>,
    /// The answer for each folder.
    known: HashMap<PathBuf, bool>,
}

impl Workspace<'_> {
    /// Is a file of one of the packages? The innermost manifest above it says whose it is.
    fn has(&mut self, path: &Path) -> bool {
        let Some(folder) = path.parent() else { return false };
        if let Some(known) = self.known.get(folder) {
            return *known;
        }
        let innermost = folder.ancestors().find(|above| self.files.is_file(&above.join("Cargo.toml")));
        let is_one = innermost.is_some_and(|innermost| self.folders.contains(innermost));
        self.known.insert(folder.to_path_buf(), is_one);
        is_one
    }
}
