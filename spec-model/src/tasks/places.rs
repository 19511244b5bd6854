//! Finds the task lists of a package: beside its documents, and in the tools' folders for them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::bmad;
use super::model::TaskList;
use crate::artifact::{self, ArtifactPlaces};
use crate::catalog::{Catalog, home};
use crate::files::{FileKind, Files};
use crate::spec::Document;

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

/// The documents that the tasks of a list refer to, for each list.
#[derive(Debug)]
pub struct Beside<'a> {
    by_home: HashMap<&'a Path, Vec<&'a Document>>,
    by_path: HashMap<&'a Path, &'a Document>,
}

impl<'a> Beside<'a> {
    /// Takes the documents of a catalog.
    pub fn new(documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut beside = Self { by_home: HashMap::new(), by_path: HashMap::new() };
        for document in documents {
            let path = document.source.path();
            beside.by_path.insert(path, document);
            if let Some(home) = home(path) {
                beside.by_home.entry(home).or_default().push(document);
            }
        }
        beside
    }

    /// The documents of a list: those of its folder, of a story the one that it is itself.
    pub fn of(&self, list: &TaskList) -> &[&'a Document] {
        let path = list.source.path();
        let is_named = path.file_name().is_some_and(|name| NAMES.iter().any(|other| name == *other));
        match path.parent() {
            _ if !is_named => self.by_path.get(&**path).map(std::slice::from_ref).unwrap_or_default(),
            Some(folder) => self.by_home.get(folder).map(Vec::as_slice).unwrap_or_default(),
            None => &[],
        }
    }
}
