//! The parts that task lists and designs share: their places beside the requirements, and their feature.

pub mod known;

use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::{Catalog, files_of_glob, home, repository_of};
use crate::files::{Files, FolderBoundary};
use crate::id::slug;
use crate::order::Order as _;

/// The places that hold files of a kind.
#[derive(Debug, Default)]
pub struct ArtifactPlaces {
    /// Those of the repository, in the order of their paths, each once.
    pub own: Vec<PathBuf>,
    /// Those that a link brings from elsewhere, each with what is wrong. They are not read.
    pub foreign: Vec<(PathBuf, io::Error)>,
}

/// The files of a kind that a catalog has: those that globs name from the spec root on, and those beside its documents with one of the
/// names.
pub(crate) fn places(files: &dyn Files, catalog: &Catalog, globs: &[&str], names: &[&str]) -> ArtifactPlaces {
    let mut found: Vec<_> = globs.iter().flat_map(|glob| files_of_glob(files, &catalog.root, glob)).collect();
    for folder in catalog.documents.iter().filter_map(|document| home(document.source.path())) {
        found.extend(names.iter().map(|name| folder.join(name)));
    }
    found.order();
    found.dedup();
    let boundary = FolderBoundary::of(files, &repository_of(files, &catalog.root));
    let mut places = ArtifactPlaces::default();
    for path in found.into_iter().filter(|path| files.is_file(path)) {
        match boundary.holds(files, &path) {
            Ok(()) => places.own.push(path),
            Err(error) => places.foreign.push((path, error)),
        }
    }
    places
}

/// The feature that a file is of: that of its folder where it has the name of its kind, else its own.
pub(crate) fn feature(path: &Path, names: &[&str]) -> String {
    let is_alike = path.file_name().is_some_and(|name| names.iter().any(|other| name == *other));
    let folder = path.parent().and_then(Path::file_name).map(|name| slug(&name.to_string_lossy()));
    let own = path.file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default();
    folder.filter(|folder| is_alike && !folder.is_empty()).unwrap_or(own)
}
