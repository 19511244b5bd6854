//! The parts that task lists and designs share: their places beside the requirements, and their feature.

pub mod known;

use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, files_of_glob, home, repository_of};
use crate::files::{Files, FolderBoundary};
use crate::id::slug;
use crate::order::Order as _;

/// The files of a kind that a catalog has: those that globs name from the spec root on, and those beside its documents with one of the
/// names. They are in the order of their paths, each once.
pub(crate) fn places(files: &dyn Files, catalog: &Catalog, globs: &[&str], names: &[&str]) -> Vec<PathBuf> {
    let mut found: Vec<_> = globs.iter().flat_map(|glob| files_of_glob(files, &catalog.root, glob)).collect();
    for folder in catalog.documents.iter().filter_map(|document| home(document.source.path())) {
        found.extend(names.iter().map(|name| folder.join(name)));
    }
    found.order();
    found.dedup();
    // What a link brings from elsewhere is not of this repository.
    let boundary = FolderBoundary::of(files, &repository_of(files, &catalog.root));
    found.retain(|path| files.is_file(path) && boundary.holds(files, path).is_ok());
    found
}

/// The feature that a file is of: that of its folder where it has the name of its kind, else its own.
pub(crate) fn feature(path: &Path, names: &[&str]) -> String {
    let is_alike = path.file_name().is_some_and(|name| names.iter().any(|other| name == *other));
    let folder = path.parent().and_then(Path::file_name).map(|name| slug(&name.to_string_lossy()));
    let own = path.file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
    folder.filter(|folder| is_alike && !folder.is_empty()).unwrap_or(own)
}
