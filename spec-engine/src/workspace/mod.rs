//! The packages of a workspace, and the root files of their targets. It reads manifests, which is quicker than
//! `cargo metadata` (The Cargo Book, *Workspaces* and *Cargo Targets*).

pub(crate) mod features;
mod findings;
pub(crate) mod targets;
pub(crate) mod test_settings;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use spec_model::catalog::{Places, files_of_glob};
use spec_model::config::toml::{self, TomlTable, Value};
use spec_model::diagnostic::Diagnostic;
use spec_model::files::{FileKind, Files};
use spec_model::paths::normal;
use spec_model::source::Source;

use crate::links::OwnNames;
use crate::platform::Platform;
use features::Features;
use targets::{CargoTarget, RunsTests, Way};

/// The package that the attribute comes from.
const RUNTIME: &str = "spec-runtime";

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// Its features.
    pub(crate) features: Features,
    /// The names that it has of its own for things that others call otherwise.
    pub(crate) own_names: Arc<OwnNames>,
    /// The targets in its manifest.
    targets: Vec<CargoTarget>,
    /// The kinds of targets that cargo does not look for by itself: `tests` for `autotests = false`.
    not_looked_for: Vec<&'static str>,
}

/// A workspace.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The folder of its manifest; of a package that is in no workspace, its own.
    pub root: PathBuf,
    /// Its packages, in the order of their folders.
    pub packages: Vec<Package>,
    /// The files that build scripts of its packages have written, as far as somebody knows them.
    pub generated: Vec<PathBuf>,
    /// The problems with its manifests.
    pub diagnostics: Vec<Diagnostic>,
}

impl Workspace {
    /// The same, with tests that are built for another system; `None`: nobody knows for which.
    #[must_use]
    pub fn for_platform(mut self, platform: Option<&Platform>) -> Self {
        let platform = platform.cloned().map(Arc::new);
        self.packages.iter_mut().for_each(|package| package.features.platform.clone_from(&platform));
        self
    }

    /// The workspace that a folder belongs to; without packages where there is no manifest.
    pub fn of(files: &dyn Files, folder: &Path) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        // Paths are compared as text, and `/shop/` is `/shop`.
        let folder: PathBuf = folder.components().collect();
        let mut reader = Reader { files, diagnostics: Vec::new() };
        let Some(own) = folder.ancestors().find(|folder| files.is_file(&folder.join("Cargo.toml"))) else {
            return Self { root: folder, ..Self::default() };
        };
        for root in own.ancestors().filter(|root| files.is_file(&root.join("Cargo.toml"))) {
            let Some(manifest) = reader.manifest(root) else { continue };
            if manifest.get("workspace").is_none() {
                continue;
            }
            let workspace = manifest.clone();
            let members = members(root, manifest, &mut reader);
            if root == own || members.contains_key(own) {
                let read = |(folder, manifest): (&PathBuf, &TomlTable)| {
                    Package::new(folder, manifest, Some(&workspace))
                };
                let mut packages: Vec<_> = members.iter().filter_map(read).collect();
                unify(&mut packages, &members, Some(&workspace));
                configure(files, &mut packages, root);
                let (root, diagnostics) = (root.to_path_buf(), reader.diagnostics);
                return Self { root, packages, diagnostics, ..Self::default() };
            }
            // A mistake in another workspace is not ours.
            reader
                .diagnostics
                .retain(|finding| finding.path.as_ref().is_some_and(|path| path.starts_with(own)));
        }
        let members: BTreeMap<_, _> =
            reader.manifest(own).map(|manifest| (own.to_path_buf(), manifest)).into_iter().collect();
        let mut packages: Vec<_> =
            members.iter().filter_map(|(folder, manifest)| Package::new(folder, manifest, None)).collect();
        unify(&mut packages, &members, None);
        configure(files, &mut packages, own);
        let (root, diagnostics) = (own.to_path_buf(), reader.diagnostics);
        Self { root, packages, diagnostics, ..Self::default() }
    }
}

/// The manifests of a workspace's members by their folders: its root, what `members` names, and the path dependencies of those
/// below the root.
fn members(root: &Path, manifest: TomlTable, reader: &mut Reader<'_>) -> BTreeMap<PathBuf, TomlTable> {
    let workspace = manifest.get("workspace");
    let strings = |key: &str| workspace.and_then(|table| table.get(key)).into_iter().flat_map(Value::strings);
    let excluded: Vec<_> = strings("exclude").map(|folder| normal(&root.join(folder))).collect();
    let mut waiting: Vec<PathBuf> = Vec::new();
    for glob in strings("members") {
        // `../sibling` is a member too, which a glob does not leave its folder for.
        if glob.contains(['*', '?']) {
            let manifests = files_of_glob(reader.files, root, &format!("{glob}/Cargo.toml"));
            waiting.extend(manifests.iter().filter_map(|path| path.parent().map(normal)));
        } else {
            waiting.push(normal(&root.join(glob)));
        }
    }
    let mut members = BTreeMap::new();
    let mut add = |folder: PathBuf, manifest: TomlTable, waiting: &mut Vec<PathBuf>| {
        let dependencies = path_dependencies(&manifest).map(|path| normal(&folder.join(path)));
        waiting.extend(dependencies.filter(|path| path.starts_with(root)));
        members.insert(folder, manifest);
    };
    let mut seen = HashSet::from([root.to_path_buf()]);
    if manifest.get("package").is_some() {
        add(root.to_path_buf(), manifest, &mut waiting);
    }
    while let Some(folder) = waiting.pop() {
        let is_excluded = excluded.iter().any(|excluded| folder.starts_with(excluded));
        if is_excluded || !seen.insert(folder.clone()) {
            continue;
        }
        match reader.manifest(&folder) {
            Some(manifest) if manifest.get("workspace").is_none() => add(folder, manifest, &mut waiting),
            _ => {}
        }
    }
    members
}

/// The `path` of every dependency, also of those for one platform.
fn path_dependencies(manifest: &TomlTable) -> impl Iterator<Item = &str> {
    features::dependencies(manifest).filter_map(|(_, dependency)| dependency.get("path")?.as_str())
}

/// Turns the features on that the packages of a workspace ask of each other: cargo builds each with all of them.
fn unify(packages: &mut [Package], members: &BTreeMap<PathBuf, TomlTable>, root: Option<&TomlTable>) {
    let asking: Vec<&TomlTable> =
        members.values().filter(|manifest| features::dependencies(manifest).next().is_some()).collect();
    for package in packages.iter_mut().filter(|package| package.features.declared.len() > 1) {
        let Some(own) = members.get(&package.folder) else { continue };
        for manifest in &asking {
            package.features.turn_on(own, features::asked_of(manifest, root, &package.name));
        }
    }
}

/// Reads the settings of the packages from other files than their manifests. Other conditions than features may be set where there is a
/// build script, or a configuration of cargo; `spec.toml` says which attributes make tests.
fn configure(files: &dyn Files, packages: &mut [Package], root: &Path) {
    let of = |folder: &Path| {
        let paths = ["config.toml", "config"].map(|name| folder.join(".cargo").join(name));
        paths.into_iter().find(|path| files.is_file(path))
    };
    let is_configured = of(root).is_some();
    // cargo reads those of all folders above, too.
    let is_for_another = root
        .ancestors()
        .filter_map(of)
        .any(|path| files.read_text(&path, FileKind::Settings).is_ok_and(|text| names_a_target(&text)));
    let platform = (!is_for_another).then(|| Arc::new(Platform::of_this_build()));
    let attributes = Places::test_attributes(files, packages.iter().map(|package| &*package.folder));
    for (package, attributes) in packages.iter_mut().zip(attributes) {
        package.features.is_open = is_configured || package.has_build_script(files);
        Arc::make_mut(&mut package.own_names).test_attributes = attributes;
        package.features.platform.clone_from(&platform);
    }
}

/// Does a configuration of cargo say for which system is built (The Cargo Book, `build.target`)?
fn names_a_target(configuration: &str) -> bool {
    toml::read(configuration).0.path(&["build", "target"]).is_some()
}

/// Reads manifests, and keeps what is wrong with them.
struct Reader<'a> {
    files: &'a dyn Files,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The manifest of a folder, as far as it can be read.
    fn manifest(&mut self, folder: &Path) -> Option<TomlTable> {
        let path = folder.join("Cargo.toml");
        let text = match self.files.read_text(&path, FileKind::Settings) {
            Ok(text) => text,
            Err(error) => {
                self.push(findings::unreadable(&path, &error));
                return None;
            }
        };
        let (table, mistakes) = toml::read(&text);
        if let Some(mistake) = mistakes.first() {
            self.push(findings::not_toml(&Source::new(&path, text), mistake));
        }
        Some(table)
    }

    /// Each manifest is complained about once, however often it is read.
    fn push(&mut self, finding: Diagnostic) {
        if !self.diagnostics.contains(&finding) {
            self.diagnostics.push(finding);
        }
    }
}

impl Package {
    /// The files of those targets in its manifest that are tests or benches.
    pub fn targets_of_tests(&self) -> impl Iterator<Item = &Path> {
        self.targets.iter().filter(|target| target.is_for_tests()).map(|target| &*target.file)
    }

    fn new(folder: &Path, manifest: &TomlTable, workspace: Option<&TomlTable>) -> Option<Self> {
        let package = manifest.get("package")?;
        let name = package.get("name")?.as_str()?.to_owned();
        let features = Features::of(manifest);
        let (targets, not_looked_for) = targets::of(folder, manifest);
        let runtimes =
            features::names_of(manifest, workspace, RUNTIME).map(|name| name.replace('-', "_")).collect();
        let own_names = Arc::new(OwnNames { runtimes, ..OwnNames::default() });
        Some(Self { name, folder: folder.to_path_buf(), features, own_names, targets, not_looked_for })
    }

    /// Has it a build script?
    fn has_build_script(&self, files: &dyn Files) -> bool {
        self.targets.iter().any(CargoTarget::is_build_script) || files.is_file(&self.folder.join("build.rs"))
    }

    /// Is a file its build script?
    pub fn is_build_script(&self, file: &Path) -> bool {
        let named = self.targets.iter().find(|target| target.is_build_script());
        named.map_or_else(|| self.folder.join("build.rs") == *file, |target| *target.file == *file)
    }

    /// The targets in its manifest: each with the file that it begins with, and how its tests run.
    pub(crate) fn named_targets(&self) -> impl Iterator<Item = (&Path, &Way)> {
        self.targets.iter().map(|target| (&*target.file, &target.way))
    }

    /// Returns the way in which the tests of a target run that begins with a file.
    pub(crate) fn way(&self, file: &Path) -> Way {
        let named = self.targets.iter().find(|target| *target.file == *file);
        named.map_or_else(
            || targets::way_in(file.strip_prefix(&self.folder).unwrap_or(file)),
            |target| target.way.clone(),
        )
    }

    /// Does a target begin with a file of the package whose tests `cargo test` runs?
    pub fn runs_tests_of(&self, file: &Path) -> bool {
        let is_named = self.targets.iter().any(|target| *target.file == *file);
        (is_named || self.is_target(file)) && self.way(file).runs == RunsTests::All
    }

    /// Does a file of the package lie where only tests and benches do? One that the manifest names counts too.
    pub(crate) fn is_for_tests(&self, file: &Path) -> bool {
        if self.targets_of_tests().any(|named| named == file) {
            return true;
        }
        let (file, folder) =
            (file.as_os_str().as_encoded_bytes(), self.folder.as_os_str().as_encoded_bytes());
        let Some([separator, relative @ ..]) = file.strip_prefix(folder) else { return false };
        is_separator(char::from(*separator))
            && ["tests", "benches"].iter().any(|name| {
                let behind = relative.strip_prefix(name.as_bytes()).and_then(<[u8]>::first);
                behind.is_some_and(|&byte| is_separator(char::from(byte)))
            })
    }

    /// Does a target begin with this file of the package? Those of the manifest do, and those in the places where cargo looks.
    pub(crate) fn is_target(&self, file: &Path) -> bool {
        // As text: there are many files, and to take paths apart is slow.
        let (file, folder) =
            (file.as_os_str().as_encoded_bytes(), self.folder.as_os_str().as_encoded_bytes());
        let Some(relative) = file.strip_prefix(folder) else { return false };
        let mut parts =
            relative.split(|&byte| is_separator(char::from(byte))).filter(|part| !part.is_empty());
        let parts: [&[u8]; 5] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let place = match parts {
            [b"build.rs", b"", ..] | [b"src", b"main.rs", b"", ..] => "",
            [b"src", b"lib.rs", b"", ..] => "src/lib.rs",
            [b"tests", file, b"" | b"main.rs", b"", ..] if is_entry(file, parts[2]) => "tests",
            [b"examples", file, b"" | b"main.rs", b"", ..] if is_entry(file, parts[2]) => "examples",
            [b"benches", file, b"" | b"main.rs", b"", ..] if is_entry(file, parts[2]) => "benches",
            [b"src", b"bin", file, b"" | b"main.rs", b""] if is_entry(file, parts[3]) => "src/bin",
            _ => return false,
        };
        !self.not_looked_for.contains(&place)
    }
}

/// `x.rs`, or `x/main.rs`
fn is_entry(name: &[u8], main: &[u8]) -> bool {
    name.ends_with(b".rs") || !main.is_empty()
}
