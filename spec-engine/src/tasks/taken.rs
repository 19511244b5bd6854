//! Remembers who edits what, and finds where another task would edit it too.

use std::collections::HashMap;

use super::boundary::{Boundary, Place};

/// The places that some tasks edit, each with the greatest of those who do.
#[derive(Debug)]
pub struct Taken<'a, T> {
    at: HashMap<Key<'a>, T>,
    /// The same by the folders around.
    below: HashMap<Key<'a>, T>,
}

impl<T> Default for Taken<'_, T> {
    fn default() -> Self {
        Self { at: HashMap::new(), below: HashMap::new() }
    }
}

/// A path, or the name of a component in one list: other lists have their own.
type Key<'a> = (Option<usize>, &'a str);

impl<'a, T: Copy + Ord> Taken<'a, T> {
    /// Who edits a place of a boundary, or something around or below it. Files that every task edits do not count.
    pub fn overlaps<'s>(
        &'s self,
        boundary: &'s Boundary,
        list: usize,
    ) -> impl Iterator<Item = (T, &'s Place)> + 's {
        boundary.places.keys().filter(|place| !place.is_contended()).filter_map(move |place| {
            let key = key(place, list);
            let around = folders(key).filter_map(|folder| self.at.get(&folder));
            let there = self.at.get(&key).into_iter().chain(self.below.get(&key));
            Some((*there.chain(around).max()?, place))
        })
    }

    /// Remembers that somebody edits the places of a boundary.
    pub fn add(&mut self, boundary: &'a Boundary, list: usize, who: T) {
        let put = |places: &mut HashMap<Key<'a>, T>, key| {
            places.entry(key).and_modify(|known| *known = (*known).max(who)).or_insert(who);
        };
        for place in boundary.places.keys().filter(|place| !place.is_contended()) {
            let key = key(place, list);
            put(&mut self.at, key);
            folders(key).for_each(|folder| put(&mut self.below, folder));
        }
    }
}

fn key(place: &Place, list: usize) -> Key<'_> {
    match place {
        Place::File(path) => (None, path),
        Place::Component(name) => (Some(list), name),
    }
}

/// The folders around a path.
fn folders(key: Key<'_>) -> impl Iterator<Item = Key<'_>> {
    let (list, path) = key;
    path.match_indices('/').filter(move |_| list.is_none()).map(move |(at, _)| (list, &path[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::Why;

    /// Do tasks of two lists that edit these places edit one of them both?
    #[track_caller]
    fn check(one: (usize, &str), other: (usize, &str), expect: bool) {
        let boundary = |name: &str| {
            let place = match name.contains(['/', '.']) {
                true => Place::File(name.to_owned()),
                false => Place::Component(name.to_owned()),
            };
            Boundary { places: [(place, Why::Written)].into() }
        };
        let (first, second) = (boundary(one.1), boundary(other.1));
        for (a, b) in [((one.0, &first), (other.0, &second)), ((other.0, &second), (one.0, &first))] {
            let mut taken = Taken::default();
            taken.add(a.1, a.0, 1);
            assert_eq!(taken.overlaps(b.1, b.0).next().is_some(), expect, "{one:?} {other:?}");
        }
    }

    #[test]
    fn tasks_overlap_in_a_file_a_folder_around_it_or_a_component_of_their_list() {
        check((0, "src/a.rs"), (0, "src/a.rs"), true);
        check((0, "src/a.rs"), (1, "src/a.rs"), true);
        check((0, "src/oven/"), (1, "src/a.rs"), false);
        check((0, "src/oven"), (0, "src/oven/a.rs"), true);
        check((0, "src/oven"), (0, "src/ovens/a.rs"), false);
        check((0, "src/oven/b.rs"), (0, "src/oven/a.rs"), false);
        check((0, "Oven"), (0, "Oven"), true);
        check((0, "Oven"), (1, "Oven"), false);
        check((0, "Cargo.toml"), (0, "Cargo.toml"), false);
    }
}
