//! Finds the task lists of a package: beside its documents, and in the tools' folders for them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::bmad;
use crate::artifact::{self, ArtifactPlaces};
use crate::catalog::Catalog;
use crate::files::{FileKind, Files};

/// The name that task lists have.
pub(super) const NAMES: [&str; 1] = ["tasks.md"];

/// The places where task lists are looked for, from the spec root on. What OpenSpec has archived is history.
const PLACES: [&str; 4] = [
    ".kiro/specs/**/tasks.md",
    "specs/*/tasks.md",
    ".specify/specs/*/tasks.md",
    "openspec/changes/*/tasks.md",
];

/// The places where BMAD writes its stories, from the spec root on. One is a task list if its marks say so.
const STORY_PLACES: [&str; 3] = ["docs/stories/**/*.md", "stories/*.md", "_bmad-output/**/*.md"];

/// The task lists of a catalog, in the order of their paths, each once. A story of BMAD is one, in its places or among the documents.
pub fn places(files: &dyn Files, catalog: &Catalog) -> Vec<PathBuf> {
    all_places(files, catalog).own
}

/// The same, and the lists that a link brings from elsewhere.
pub fn all_places(files: &dyn Files, catalog: &Catalog) -> ArtifactPlaces {
    let ArtifactPlaces { own: mut found, foreign } = artifact::places(files, catalog, &PLACES, &NAMES);
    let is_story = |text: &[u8]| std::str::from_utf8(text).is_ok_and(bmad::is_story);
    let own = catalog.documents.iter().map(|document| &document.source);
    let own: HashMap<&Path, &str> = own.map(|source| (&**source.path(), source.text())).collect();
    let stories = artifact::places(files, catalog, &STORY_PLACES, &[]).own;
    let others = stories.into_iter().filter(|path| !own.contains_key(&**path));
    found
        .extend(others.filter(|path| files.read(path, FileKind::Document).is_ok_and(|text| is_story(&text))));
    found.extend(own.iter().filter(|(_, text)| bmad::is_story(text)).map(|(path, _)| path.to_path_buf()));
    found.sort_unstable();
    found.dedup();
    ArtifactPlaces { own: found, foreign }
}
