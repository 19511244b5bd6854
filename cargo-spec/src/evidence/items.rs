//! Finds linked items by the names in records: a record has the first id of an attribute, an item may have several.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use spec_engine::links::Link;
use spec_engine::verdict::Verdict;

use super::read::LinkPlace;

/// The places of the ids of each linked item, by its file and its first byte.
#[derive(Debug)]
pub struct ItemPlaces(HashMap<(PathBuf, usize), HashSet<LinkPlace>>);

impl ItemPlaces {
    /// Those that verdicts rest on.
    pub fn of(verdicts: &[Verdict]) -> Self {
        let mut items: HashMap<_, HashSet<LinkPlace>> = HashMap::new();
        for link in verdicts.iter().flat_map(|verdict| &verdict.links) {
            items.entry(item(link)).or_default().insert(place(link));
        }
        Self(items)
    }

    /// The places that a record may name the item of a link by.
    pub fn places(&self, link: &Link) -> impl Iterator<Item = &LinkPlace> {
        self.0.get(&item(link)).into_iter().flatten()
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &LinkPlace> {
        self.0.values().flatten()
    }
}

fn item(link: &Link) -> (PathBuf, usize) {
    (link.location.path.to_path_buf(), link.item.span.start)
}

/// Returns the place of a link, as records write it.
pub(super) fn place(link: &Link) -> LinkPlace {
    let location = &link.location;
    LinkPlace { file: location.path.to_path_buf(), line: location.start.line, column: location.start.column }
}
