//! Finds the design documents of a package: beside its documents, and in the tools' folders for them.

use std::path::PathBuf;

use crate::artifact::{self, ArtifactPlaces};
use crate::catalog::Catalog;
use crate::files::Files;

/// The names that design documents have.
pub(super) const NAMES: [&str; 2] = ["design.md", "plan.md"];

/// The places of design documents, from the spec root on. What OpenSpec has archived is history.
const PLACES: [&str; 4] = [
    ".kiro/specs/**/design.md",
    "specs/*/plan.md",
    ".specify/specs/*/plan.md",
    "openspec/changes/*/design.md",
];

/// The design documents of a catalog, in the order of their paths, each once.
pub fn places(files: &dyn Files, catalog: &Catalog) -> Vec<PathBuf> {
    all_places(files, catalog).own
}

/// The same, and those that a link brings from elsewhere.
pub fn all_places(files: &dyn Files, catalog: &Catalog) -> ArtifactPlaces {
    artifact::places(files, catalog, &PLACES, &NAMES)
}
