//! The documents of a workspace's root, which its packages share.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::places::manifest;
use crate::config::toml::{TomlTable, Value};
use crate::files::Files;
use crate::paths::normal;

/// Finds the roots of workspaces, and reads each manifest once.
#[derive(Debug, Default)]
pub(super) struct Roots {
    known: HashMap<PathBuf, Folder>,
}

/// The part of the manifest of a folder that is about workspaces.
#[derive(Debug)]
enum Folder {
    /// It says nothing: it is that of a package, or there is none. A package may name the root of its workspace.
    Below(Option<PathBuf>),
    /// It is the root of a workspace, which leaves these folders out.
    Root { is_virtual: bool, excluded: Vec<PathBuf> },
}

/// The root of a workspace.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Is it no package itself?
    pub(super) is_virtual: bool,
}

impl Roots {
    /// The root of the workspace of a package. A package that was copied from a registry is in none.
    pub(super) fn of(&mut self, files: &dyn Files, package: &Path) -> Option<Root> {
        if files.exists(&package.join(".cargo-checksum.json")) {
            return None;
        }
        let root = |folder: &Path, is_virtual| Some(Root { folder: folder.to_path_buf(), is_virtual });
        let named = match self.folder(files, package) {
            Folder::Below(named) => named.clone(),
            Folder::Root { is_virtual, .. } => return root(package, *is_virtual),
        };
        if let Some(named) = named {
            return match self.folder(files, &named) {
                Folder::Root { is_virtual, .. } => root(&named, *is_virtual),
                Folder::Below(_) => None,
            };
        }
        for folder in package.ancestors().skip(1) {
            if let Folder::Root { is_virtual, excluded } = self.folder(files, folder) {
                let is_excluded = excluded.iter().any(|excluded| package.starts_with(excluded));
                return if is_excluded { None } else { root(folder, *is_virtual) };
            }
        }
        None
    }

    fn folder(&mut self, files: &dyn Files, folder: &Path) -> &Folder {
        self.known.entry(folder.to_path_buf()).or_insert_with_key(|folder| {
            manifest(files, folder).map_or(Folder::Below(None), |manifest| Folder::new(folder, &manifest))
        })
    }
}

impl Folder {
    fn new(folder: &Path, manifest: &TomlTable) -> Self {
        match manifest.get("workspace") {
            None => {
                let named = manifest.path(&["package", "workspace"]).and_then(Value::as_str);
                Self::Below(named.map(|root| normal(&folder.join(root))))
            }
            Some(workspace) => {
                let excluded = workspace.get("exclude").into_iter().flat_map(Value::strings);
                let excluded = excluded.map(|excluded| normal(&folder.join(excluded))).collect();
                Self::Root { is_virtual: manifest.get("package").is_none(), excluded }
            }
        }
    }
}
