//! Maps ids to what they name, in one look-up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::grammar::id;
use crate::hash::{FastMap, FastSet};
use crate::spec::Document;

/// So many names are compared with ids that do not exist, in all.
const MAX_COMPARED: usize = 500_000;

/// The place of a requirement or a criterion: its document, its requirement, its criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) document: usize,
    pub(super) requirement: usize,
    pub(super) criterion: Option<usize>,
}

/// The targets of every id of a catalog. Ids that differ only in case, or in the hyphen before a number, share an entry.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_id: FastMap<String, Vec<Slot>>,
    by_number: FastMap<String, Vec<Slot>>,
    /// The ids of what is gone: the document, and where it stands among those that are gone.
    retired: FastMap<String, Vec<(usize, usize)>>,
    /// The ids that several features define.
    shared: FastSet<String>,
    /// The number of names that were compared with ids that do not exist.
    compared: AtomicUsize,
}

impl Index {
    /// Forgets how many names were compared.
    pub(super) fn asked_anew(&self) {
        self.compared.store(0, Ordering::Relaxed);
    }

    pub(super) fn new(documents: &[Arc<Document>]) -> Self {
        let mut index = Self::default();
        let mut features: FastMap<&str, &str> = FastMap::default();
        for (document, read) in documents.iter().enumerate() {
            for (at, retired) in read.retired.iter().enumerate() {
                index.retired.entry(folded(retired.id.as_str())).or_default().push((document, at));
            }
            for (requirement, stated) in read.requirements.iter().enumerate() {
                let ids = stated.criteria.iter().map(|criterion| &criterion.id).chain([&stated.id]);
                for id in ids {
                    if *features.entry(id.as_str()).or_insert(&read.feature) != read.feature {
                        index.shared.insert(id.as_str().to_owned());
                    }
                }
                for (criterion, criterion_stated) in stated.criteria.iter().enumerate() {
                    index.add(
                        criterion_stated.id.as_str(),
                        Slot { document, requirement, criterion: Some(criterion) },
                    );
                }
                index.add(stated.id.as_str(), Slot { document, requirement, criterion: None });
            }
            for (alias, id) in &read.aliases {
                let of = index.by_id(id.as_str()).iter().find(|slot| slot.document == document).copied();
                if let Some(slot) = of {
                    index.add(alias.as_str(), slot);
                }
            }
        }
        index
    }

    fn add(&mut self, id: &str, slot: Slot) {
        self.by_id.entry(folded(id)).or_default().push(slot);
        if let Some(number) = number(id) {
            self.by_number.entry(number.to_owned()).or_default().push(slot);
        }
    }

    /// Do several features define an id?
    pub(super) fn is_shared(&self, id: &str) -> bool {
        self.shared.contains(id)
    }

    /// May a name that does not exist be compared with so many that do? Whoever has thousands of wrong ids needs no suggestion for each:
    /// that would take as long as both lists, one times the other.
    pub(super) fn may_compare(&self, names: usize) -> bool {
        self.compared.fetch_add(names, Ordering::Relaxed) < MAX_COMPARED
    }

    /// The targets that an id may mean.
    pub(super) fn by_id(&self, id: &str) -> &[Slot] {
        self.by_id.get(&folded(id)).map_or(&[], Vec::as_slice)
    }

    /// The retired ids.
    pub(super) fn retired(&self, id: &str) -> &[(usize, usize)] {
        self.retired.get(&folded(id)).map_or(&[], Vec::as_slice)
    }

    /// Whatever has this number behind its prefix.
    pub(super) fn by_number(&self, number: &str) -> &[Slot] {
        self.by_number.get(number).map_or(&[], Vec::as_slice)
    }
}

/// Lower-cased, without the hyphen or low line between letters and a number: `req3.2` for `REQ-3.2`.
fn folded(id: &str) -> String {
    let mut folded = String::with_capacity(id.len());
    let mut joint = None;
    for c in id.chars() {
        if matches!(c, '-' | '_' | ' ') && joint.is_none() && folded.ends_with(char::is_alphabetic) {
            joint = Some(c);
            continue;
        }
        folded.extend(joint.take().filter(|_| !c.is_ascii_digit()));
        folded.extend(c.to_lowercase());
    }
    folded.extend(joint);
    folded
}

/// `1.2` of `REQ-1.2`, `6b.1` of `FR-6b.1`.
fn number(id: &str) -> Option<&str> {
    let prefix = id.rfind(|c: char| matches!(c, '-' | '_') || c.is_ascii_uppercase())?;
    let (rest, number) = id::number(&id[prefix + 1..]).ok()?;
    rest.is_empty().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_the_hyphen_before_a_number_do_not_tell_ids_apart() {
        for id in ["REQ-3.2", "req-3.2", "REQ3.2", "Req_3.2"] {
            assert_eq!(folded(id), "req3.2");
        }
        assert_eq!(folded("FR-038-integ-a"), "fr038-integ-a");
        assert_eq!(folded("Two-Factor.v-"), "two-factor.v-");
        assert_eq!(folded("a--1"), "a--1");
    }

    #[test]
    fn the_number_is_what_follows_the_prefix() {
        assert_eq!(number("REQ-1.2"), Some("1.2"));
        assert_eq!(number("US1.2"), Some("1.2"));
        assert_eq!(number("FR-6b.1"), Some("6b.1"));
        assert_eq!(number("FR-038-integ-a"), None);
        assert_eq!(number("two-factor.otp"), None);
    }
}
