//! Finds the task lists of a package: beside its documents, and in the tools' folders for them.

use std::path::PathBuf;

use crate::artifact;
use crate::catalog::Catalog;
use crate::files::Files;

/// The name that task lists have.
pub(super) const NAMES: [&str; 1] = ["tasks.md"];

/// Where task lists are looked for, from the spec root on. What OpenSpec has archived is history.
pub const PLACES: [&str; 4] = [
    ".kiro/specs/**/tasks.md",
    "specs/*/tasks.md",
    ".specify/specs/*/tasks.md",
    "openspec/changes/*/tasks.md",
];

/// The task lists of a catalog, in the order of their paths, each once.
pub fn places(files: &dyn Files, catalog: &Catalog) -> Vec<PathBuf> {
    artifact::places(files, catalog, &PLACES, &NAMES)
}
