//! The packages of a workspace, and the files that their targets begin with: what `cargo metadata` would say, without the
//! time that it takes (The Cargo Book, *Workspaces* and *Cargo Targets*).

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::catalog::files_of_glob;
use crate::config::toml::{self, Table};

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// The files that its targets begin with and that cargo would not find by itself.
    pub(super) named_targets: Vec<PathBuf>,
}

/// The packages of the workspace that a folder belongs to, in the order of their folders; the folder's own package alone
/// where there is no workspace. None where there is no manifest that can be read.
pub fn packages(folder: &Path) -> Vec<Package> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let Some(own) = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file()) else {
        return Vec::new();
    };
    for root in own.ancestors() {
        let Some(manifest) = manifest(root) else { continue };
        let Some(workspace) = manifest.get("workspace").and_then(toml::Value::as_table) else { continue };
        let members = members(root, &manifest, workspace);
        if root == own || members.iter().any(|member| member == own) {
            return members.iter().filter_map(|folder| package(folder)).collect();
        }
    }
    package(own).into_iter().collect()
}

/// The folders of a workspace's members: its root, what `members` names, and the path dependencies of those below the root.
fn members(root: &Path, manifest: &Table, workspace: &Table) -> Vec<PathBuf> {
    let strings = |key: &str| workspace.get(key).into_iter().flat_map(toml::Value::strings);
    let excluded: Vec<_> = strings("exclude").map(|folder| normal(&root.join(folder))).collect();
    let mut members = BTreeSet::new();
    let mut waiting: Vec<PathBuf> = Vec::new();
    if manifest.get("package").is_some() {
        waiting.push(root.to_path_buf());
    }
    for glob in strings("members") {
        // `../sibling` is a member too, which a glob does not leave its folder for.
        if glob.contains(['*', '?']) {
            waiting.extend(
                files_of_glob(root, &format!("{glob}/Cargo.toml"))
                    .iter()
                    .filter_map(|path| path.parent().map(normal)),
            );
        } else {
            waiting.push(normal(&root.join(glob)));
        }
    }
    while let Some(folder) = waiting.pop() {
        let is_excluded = excluded.iter().any(|excluded| folder.starts_with(excluded));
        if is_excluded && folder != root || members.contains(&folder) {
            continue;
        }
        let Some(manifest) = self::manifest(&folder) else { continue };
        if folder != root && manifest.get("workspace").is_some() {
            continue;
        }
        let dependencies = path_dependencies(&manifest).map(|path| normal(&folder.join(path)));
        waiting.extend(dependencies.filter(|path| path.starts_with(root)));
        members.insert(folder);
    }
    members.into_iter().collect()
}

/// The `path` of every dependency, also of those for one platform.
fn path_dependencies(manifest: &Table) -> impl Iterator<Item = &str> {
    const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let of_platforms = manifest.get("target").and_then(toml::Value::as_table).into_iter();
    let of_platforms = of_platforms.flat_map(Table::iter).filter_map(|(_, entry)| entry.value.as_table());
    std::iter::once(manifest)
        .chain(of_platforms)
        .flat_map(|table| TABLES.iter().filter_map(|name| table.get(name)?.as_table()))
        .flat_map(Table::iter)
        .filter_map(|(_, entry)| entry.value.get("path")?.as_str())
}

fn manifest(folder: &Path) -> Option<Table> {
    let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    Some(toml::read(&text).0)
}

fn package(folder: &Path) -> Option<Package> {
    let manifest = manifest(folder)?;
    let name = manifest.path(&["package", "name"])?.as_str()?.to_owned();
    let mut named_targets: Vec<_> = ["bin", "test", "example", "bench"]
        .iter()
        .filter_map(|kind| manifest.get(kind)?.as_array())
        .flatten()
        .chain(manifest.get("lib"))
        .filter_map(|target| target.get("path")?.as_str())
        .chain(manifest.path(&["package", "build"]).and_then(toml::Value::as_str))
        .map(|path| normal(&folder.join(path)))
        .collect();
    named_targets.sort_unstable();
    Some(Package { name, folder: folder.to_path_buf(), named_targets })
}

impl Package {
    /// Does a target begin with this file of the package? Named ones do, and those in the places where cargo looks.
    ///
    /// `autotests = false` and its like are not honoured: a file in `tests/` that no target names is taken for one.
    pub(super) fn is_target(&self, file: &Path) -> bool {
        if self.named_targets.iter().any(|target| target == file) {
            return true;
        }
        let Ok(relative) = file.strip_prefix(&self.folder) else { return false };
        let mut parts: [&str; 5] = [""; 5];
        for (at, part) in relative.components().enumerate() {
            let (Some(slot), Some(name)) = (parts.get_mut(at), part.as_os_str().to_str()) else {
                return false;
            };
            *slot = name;
        }
        match parts {
            ["build.rs", "", ..] | ["src", "lib.rs" | "main.rs", "", ..] => true,
            ["tests" | "examples" | "benches", file, "", ..] => file.ends_with(".rs"),
            ["tests" | "examples" | "benches", _, "main.rs", "", ..] => true,
            ["src", "bin", file, "", ..] => file.ends_with(".rs"),
            ["src", "bin", _, "main.rs", ""] => true,
            _ => false,
        }
    }
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
