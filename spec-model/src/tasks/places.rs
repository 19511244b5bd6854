//! Where the task lists of a package are: beside its documents, and in the folders that the tools have for them.

use std::path::PathBuf;

use crate::catalog::{Catalog, files_of_glob};
use crate::files::Files;

/// Where task lists are looked for, from the spec root on. What OpenSpec has archived is history.
pub const PLACES: [&str; 4] = [
    ".kiro/specs/**/tasks.md",
    "specs/*/tasks.md",
    ".specify/specs/*/tasks.md",
    "openspec/changes/*/tasks.md",
];

/// The task lists of a catalog, in the order of their paths, each once.
pub fn places(files: &dyn Files, catalog: &Catalog) -> Vec<PathBuf> {
    let mut found: Vec<_> =
        PLACES.iter().flat_map(|glob| files_of_glob(files, &catalog.root, glob)).collect();
    let beside = catalog
        .documents
        .iter()
        .filter_map(|document| Some(document.source.path().parent()?.join("tasks.md")));
    found.extend(beside);
    found.sort_unstable();
    found.dedup();
    found.retain(|path| files.is_file(path));
    found
}
