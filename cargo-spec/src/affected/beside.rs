//! The packages that changed files can break if these are no sources: files that decide how code is built, and data of a package.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use spec_engine::workspace::Package;

use super::{ItemPlace, ReasonKind};

/// The packages of a workspace, and which depend on which.
#[derive(Debug)]
pub struct Packages {
    /// The folders of those that depend on one, directly or through others, by its folder.
    dependents: HashMap<PathBuf, HashSet<PathBuf>>,
}

impl Packages {
    /// The content of the manifests.
    pub fn of(metadata: &Metadata) -> Self {
        let folder = |package: &cargo_metadata::Package| {
            package.manifest_path.parent().map(|folder| folder.as_std_path().to_path_buf())
        };
        let mut direct: HashMap<PathBuf, Vec<PathBuf>> = HashMap::new();
        for package in &metadata.packages {
            let Some(own) = folder(package) else { continue };
            for path in package.dependencies.iter().filter_map(|dependency| dependency.path.as_ref()) {
                direct.entry(path.as_std_path().to_path_buf()).or_default().push(own.clone());
            }
        }
        let mut dependents = HashMap::new();
        for folder in direct.keys() {
            let (mut all, mut waiting) = (HashSet::new(), vec![folder]);
            while let Some(next) = waiting.pop() {
                let new = direct.get(next).into_iter().flatten().filter(|user| all.insert((*user).clone()));
                waiting.extend(new.collect::<Vec<_>>());
            }
            dependents.insert(folder.clone(), all);
        }
        Self { dependents }
    }
}

/// The packages that a changed file can break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// Whatever is built in the workspace.
    Everything,
    /// A package, by its folder, and whatever depends on it.
    Package(PathBuf),
    /// Nothing that anybody could tell.
    Nothing,
}

/// The facts that show how a changed file bears on packages.
pub(super) struct Ground<'a> {
    /// The root of the workspace.
    pub(super) root: &'a Path,
    pub(super) packages: &'a [Package],
    /// The folders that documents are in, but for those of packages.
    pub(super) specs: &'a HashSet<&'a Path>,
}

impl Ground<'_> {
    /// The innermost package that a file is in.
    pub(super) fn package(&self, file: &Path) -> Option<&Package> {
        let around = self.packages.iter().filter(|package| file.starts_with(&package.folder));
        around.max_by_key(|package| package.folder.as_os_str().len())
    }

    fn of_folder(&self, folder: &Path) -> Bearing {
        let package = self.packages.iter().find(|package| package.folder == folder);
        package.map_or(Bearing::Nothing, |package| Bearing::Package(package.folder.clone()))
    }

    /// The packages that a file can break if it decides how code is built; `None`: it decides no such thing.
    pub(super) fn of_build(&self, file: &Path) -> Option<Bearing> {
        let (name, folder) = (file.file_name()?.to_str()?, file.parent()?);
        let bearing = match name {
            "Cargo.toml" if folder == self.root => Bearing::Everything,
            "Cargo.toml" => self.of_folder(folder),
            "Cargo.lock" if folder == self.root => Bearing::Everything,
            "Cargo.lock" => Bearing::Nothing,
            "rust-toolchain" | "rust-toolchain.toml" if self.root.starts_with(folder) => Bearing::Everything,
            "rust-toolchain" | "rust-toolchain.toml" => self.of_folder(folder),
            "config" | "config.toml" if folder.ends_with(".cargo") => {
                let above = folder.parent()?;
                if self.root.starts_with(above) { Bearing::Everything } else { self.of_folder(above) }
            }
            _ => {
                let package = self.package(file).filter(|package| package.is_build_script(file))?;
                Bearing::Package(package.folder.clone())
            }
        };
        Some(bearing)
    }

    /// The packages that a file can break if code may read it without naming it.
    pub(super) fn of_data(&self, file: &Path) -> Bearing {
        /// The folders of code and the files that it reads.
        const OF_CODE: [&str; 4] = ["src", "tests", "benches", "examples"];
        /// The folders of prose and of built files.
        const NO_DATA: [&str; 3] = ["doc", "docs", "target"];
        let Some(package) = self.package(file) else { return Bearing::Nothing };
        let relative = file.strip_prefix(&package.folder).unwrap_or(file);
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let [first, _, ..] = &*parts else { return Bearing::Nothing };
        let is_of_code = OF_CODE.contains(&&**first);
        let is_prose = file.extension().is_some_and(|extension| extension == "md");
        let is_hidden = parts.iter().any(|part| part.starts_with('.'));
        let is_beside_documents = || file.ancestors().skip(1).any(|folder| self.specs.contains(folder));
        let is_data = is_of_code || !is_prose && !NO_DATA.contains(&&**first) && !is_beside_documents();
        if is_data && !is_hidden { Bearing::Package(package.folder.clone()) } else { Bearing::Nothing }
    }
}

/// The reasons why files that are no sources affect criteria of packages.
#[derive(Debug, Default)]
pub(super) struct Beside {
    everywhere: BTreeMap<ReasonKind, ItemPlace>,
    of_package: HashMap<PathBuf, BTreeMap<ReasonKind, ItemPlace>>,
}

impl Beside {
    /// Adds a file. The first one of a kind is the reason that is shown.
    pub(super) fn add(&mut self, why: ReasonKind, file: &str, bearing: &Bearing, packages: &Packages) {
        let place = || ItemPlace { file: file.to_owned(), line: None, name: String::new() };
        match bearing {
            Bearing::Everything => {
                self.everywhere.entry(why).or_insert_with(place);
            }
            Bearing::Package(folder) => {
                let dependents = packages.dependents.get(folder).into_iter().flatten();
                for folder in dependents.chain([folder]) {
                    let known = self.of_package.entry(folder.clone()).or_default();
                    known.entry(why).or_insert_with(place);
                }
            }
            Bearing::Nothing => {}
        }
    }

    /// The reasons why a criterion is affected whose code or tests are in a package.
    pub(super) fn reasons(&self, package: &Path) -> impl Iterator<Item = (ReasonKind, &ItemPlace)> {
        let own = self.of_package.get(package).into_iter().flatten();
        self.everywhere.iter().chain(own).map(|(why, place)| (*why, place))
    }

    /// Is there any?
    pub(super) fn is_empty(&self) -> bool {
        self.everywhere.is_empty() && self.of_package.is_empty()
    }
}
