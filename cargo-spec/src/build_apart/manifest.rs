//! The manifest of a package in another folder than its own.

use std::path::{Component, Path, PathBuf};

use toml_edit::{Item, TableLike, Value};

/// The place of a manifest.
#[derive(Clone, Copy, Debug)]
pub struct ManifestPlace<'a> {
    /// Its folder in the tree.
    pub folder: &'a Path,
    /// The root of the tree.
    pub tree: &'a Path,
    /// The root of the working tree.
    pub top: &'a Path,
}

/// Makes relative paths absolute that lead out of the tree.
pub fn lead_out(table: &mut dyn TableLike, place: ManifestPlace<'_>, is_dependency: bool) {
    for (key, item) in table.iter_mut() {
        let key = key.get().to_owned();
        let names_packages = key.ends_with("dependencies") || key == "patch" || key == "replace";
        if is_dependency
            && key == "path"
            && let Some(path) = item.as_str()
            && Path::new(path).is_relative()
            && let folder = flat(&place.folder.join(path))
            && !folder.starts_with(place.tree)
        {
            let own = place.folder.strip_prefix(place.tree).unwrap_or(place.folder);
            let there = flat(&place.top.join(own).join(path));
            *item = Item::Value(Value::from(there.to_string_lossy().into_owned()));
        } else if let Some(table) = item.as_table_like_mut() {
            lead_out(table, place, is_dependency || names_packages);
        }
    }
}

/// A path without `..`, as far as its text tells.
pub fn flat(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(flat.pop()),
            Component::CurDir => {}
            part => flat.push(part),
        }
    }
    flat
}
