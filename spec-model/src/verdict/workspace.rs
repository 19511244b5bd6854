//! The packages of a workspace, and the files that their targets begin with: what `cargo metadata` would say, without the
//! time that it takes (The Cargo Book, *Workspaces* and *Cargo Targets*).

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf, is_separator};

use crate::catalog::files_of_glob;
use crate::config::toml::{self, Table, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, FileKind};
use crate::links::Under;
use crate::source::Source;

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// The files that the targets in its manifest begin with.
    pub(super) named_targets: Vec<PathBuf>,
    /// Those of them that are tests or benches.
    named_tests: Vec<PathBuf>,
    /// The kinds of targets that cargo does not look for by itself: `tests` for `autotests = false`.
    not_looked_for: Vec<&'static str>,
    /// What these targets say of when their tests run, if they do: by the file that each begins with.
    under: Vec<(PathBuf, Under)>,
}

/// The kinds of targets: the key of the manifest, the folder, and the key that keeps cargo from looking there.
const KINDS: [(&str, &str, &str); 4] = [
    ("bin", "src/bin", "autobins"),
    ("test", "tests", "autotests"),
    ("example", "examples", "autoexamples"),
    ("bench", "benches", "autobenches"),
];

/// A workspace.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The folder of its manifest; of a package that is in no workspace, its own.
    pub root: PathBuf,
    /// Its packages, in the order of their folders.
    pub packages: Vec<Package>,
    /// What is wrong with its manifests.
    pub diagnostics: Vec<Diagnostic>,
}

impl Workspace {
    /// The workspace that a folder belongs to; without packages where there is no manifest.
    pub fn of(folder: &Path) -> Self {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
        // Paths are compared as text, and `/shop/` is `/shop`.
        let folder: PathBuf = folder.components().collect();
        let mut reader = Reader::default();
        let Some(own) = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file()) else {
            return Self { root: folder, ..Self::default() };
        };
        for root in own.ancestors().filter(|root| root.join("Cargo.toml").is_file()) {
            let Some(manifest) = reader.manifest(root) else { continue };
            if manifest.get("workspace").is_none() {
                continue;
            }
            let members = members(root, manifest, &mut reader);
            if root == own || members.contains_key(own) {
                let packages = members.iter().filter_map(|(folder, manifest)| Package::new(folder, manifest));
                let packages = packages.collect();
                return Self { root: root.to_path_buf(), packages, diagnostics: reader.diagnostics };
            }
            // What is wrong in another workspace is not ours.
            reader
                .diagnostics
                .retain(|finding| finding.path.as_ref().is_some_and(|path| path.starts_with(own)));
        }
        let package = reader.manifest(own).and_then(|manifest| Package::new(own, &manifest));
        let packages = package.into_iter().collect();
        Self { root: own.to_path_buf(), packages, diagnostics: reader.diagnostics }
    }
}

/// The manifests of a workspace's members by their folders: its root, what `members` names, and the path dependencies of those
/// below the root.
fn members(root: &Path, manifest: Table, reader: &mut Reader) -> BTreeMap<PathBuf, Table> {
    let workspace = manifest.get("workspace");
    let strings = |key: &str| workspace.and_then(|table| table.get(key)).into_iter().flat_map(Value::strings);
    let excluded: Vec<_> = strings("exclude").map(|folder| normal(&root.join(folder))).collect();
    let mut waiting: Vec<PathBuf> = Vec::new();
    for glob in strings("members") {
        // `../sibling` is a member too, which a glob does not leave its folder for.
        if glob.contains(['*', '?']) {
            let manifests = files_of_glob(root, &format!("{glob}/Cargo.toml"));
            waiting.extend(manifests.iter().filter_map(|path| path.parent().map(normal)));
        } else {
            waiting.push(normal(&root.join(glob)));
        }
    }
    let mut members = BTreeMap::new();
    let mut add = |folder: PathBuf, manifest: Table, waiting: &mut Vec<PathBuf>| {
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
fn path_dependencies(manifest: &Table) -> impl Iterator<Item = &str> {
    const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let of_platforms = manifest.get("target").and_then(Value::as_table).into_iter();
    let of_platforms = of_platforms.flat_map(Table::iter).filter_map(|(_, entry)| entry.value.as_table());
    std::iter::once(manifest)
        .chain(of_platforms)
        .flat_map(|table| TABLES.iter().filter_map(|name| table.get(name)?.as_table()))
        .flat_map(Table::iter)
        .filter_map(|(_, entry)| entry.value.get("path")?.as_str())
}

/// Reads manifests, and keeps what is wrong with them.
#[derive(Default)]
struct Reader {
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// The manifest of a folder, as far as it can be read.
    fn manifest(&mut self, folder: &Path) -> Option<Table> {
        let path = folder.join("Cargo.toml");
        let help = "which files of the package are compiled is not known: mend it, `cargo check` says more";
        let text = match files::read_text(&path, FileKind::Settings) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("a manifest could not be read: {error}");
                self.say(Diagnostic::new(Code::UnreadableManifest, message).about(&path).help(help));
                return None;
            }
        };
        let (table, mistakes) = toml::read(&text);
        if let Some(mistake) = mistakes.first() {
            let message = format!("a manifest is not TOML: {}", mistake.message);
            let source = Source::new(&path, text);
            self.say(Diagnostic::new(Code::UnreadableManifest, message).at(&source, mistake.span).help(help));
        }
        Some(table)
    }

    /// Each manifest is complained about once, however often it is read.
    fn say(&mut self, finding: Diagnostic) {
        if !self.diagnostics.contains(&finding) {
            self.diagnostics.push(finding);
        }
    }
}

/// What a target of the manifest says of its tests: `test = false`, `required-features = ["slow"]`. Nothing, if they just run.
fn tested_under(target: &Value) -> Option<Under> {
    let is_never = target.get("test").and_then(Value::as_bool) == Some(false);
    let features = target.get("required-features").and_then(Value::as_array).unwrap_or_default();
    let features = features.iter().filter_map(Value::as_str);
    let conditions: String =
        features.map(|feature| format!("# [ cfg ( feature = \"{}\" ) ] ", feature.escape_debug())).collect();
    let under = Under { is_never, conditions, ..Under::default() };
    (under != Under::default()).then_some(under)
}

impl Package {
    /// The files of those targets in its manifest that are tests or benches.
    pub fn targets_of_tests(&self) -> impl Iterator<Item = &Path> {
        self.named_tests.iter().map(PathBuf::as_path)
    }

    fn new(folder: &Path, manifest: &Table) -> Option<Self> {
        let package = manifest.get("package")?;
        let name = package.get("name")?.as_str()?.to_owned();
        let mut named_targets: Vec<PathBuf> = Vec::new();
        let (mut named_tests, mut not_looked_for, mut under) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, place, automatic) in KINDS {
            let known = named_targets.len();
            for target in manifest.get(kind).and_then(Value::as_array).unwrap_or_default() {
                let first = named_targets.len();
                if let Some(path) = target.get("path").and_then(Value::as_str) {
                    named_targets.push(normal(&folder.join(path)));
                } else if let Some(name) = target.get("name").and_then(Value::as_str) {
                    let place = folder.join(place);
                    named_targets
                        .extend([place.join(format!("{name}.rs")), place.join(name).join("main.rs")]);
                }
                if let Some(how) = tested_under(target) {
                    under.extend(named_targets[first..].iter().map(|path| (path.clone(), how.clone())));
                }
            }
            if ["test", "bench"].contains(&kind) {
                named_tests.extend_from_slice(&named_targets[known..]);
            }
            if package.get(automatic).and_then(Value::as_bool) == Some(false) {
                not_looked_for.push(place);
            }
        }
        let single = [manifest.path(&["lib", "path"]), package.get("build")];
        let single = single.into_iter().flatten().filter_map(Value::as_str);
        named_targets.extend(single.map(|path| normal(&folder.join(path))));
        let library = manifest.path(&["lib", "path"]).and_then(Value::as_str);
        if library.is_some() {
            not_looked_for.push("src/lib.rs");
        }
        if let Some(how) = manifest.get("lib").and_then(tested_under) {
            under.push((normal(&folder.join(library.unwrap_or("src/lib.rs"))), how));
        }
        Some(Self { name, folder: folder.to_path_buf(), named_targets, named_tests, not_looked_for, under })
    }

    /// When the tests of a target run that begins with a file, as far as the manifest tells.
    pub(super) fn under(&self, file: &Path) -> Under {
        self.under.iter().find(|(path, _)| path == file).map(|(_, how)| how.clone()).unwrap_or_default()
    }

    /// Does a file of the package lie where only tests and benches do, or does one of the manifest begin with it?
    pub(super) fn is_for_tests(&self, file: &Path) -> bool {
        if self.named_tests.iter().any(|named| named == file) {
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
    pub(super) fn is_target(&self, file: &Path) -> bool {
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

/// A path without `.` and `..`, as far as its text tells.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
