//! Finds linked items by the names in records: a record has the first id of an attribute, an item may have several.
//!
//! An item is found by all of its ids, also by those of criteria that nobody asked for.

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
            items.entry(item(link)).or_default().extend(places(link));
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

/// Returns the places of a link and of the other ids of its item, as records write them.
pub(super) fn places(link: &Link) -> impl Iterator<Item = LinkPlace> {
    let others = link.item.ids_at.iter().flat_map(|ids| ids.iter());
    [&link.location.start].into_iter().chain(others).map(|start| LinkPlace {
        file: link.location.path.to_path_buf(),
        line: start.line,
        column: start.column,
    })
}
