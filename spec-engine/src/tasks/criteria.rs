//! Finds the verdicts on the criteria that each task names, for `check` and for `tasks`.

use std::collections::HashMap;
use std::ffi::OsStr;

use spec_model::Document;
use spec_model::index::IndexVec;
use spec_model::order::Order as _;
use spec_model::tasks::{ListDocuments, Named, TaskIx, TaskList, named};

use crate::ladder::{Verdict, VerdictIx};

/// The verdicts by the places of their criteria: of each document, by the text of its path, the first bytes there in order.
#[derive(Debug, Default)]
pub struct VerdictPlaces<'a>(HashMap<&'a OsStr, Vec<(usize, VerdictIx)>>);

impl<'a> VerdictPlaces<'a> {
    /// The places of some verdicts.
    pub fn new(verdicts: impl Iterator<Item = (VerdictIx, &'a Verdict)>) -> Self {
        let mut places: HashMap<&OsStr, Vec<(usize, VerdictIx)>> = HashMap::new();
        // Those of one document come one after the other: it is looked for once.
        let mut of_document = Vec::new();
        let mut verdicts = verdicts.peekable();
        while let Some((ix, verdict)) = verdicts.next() {
            of_document.push((verdict.location.span.start, ix));
            let next = verdicts.peek().map(|(_, next)| next.location.path.as_os_str());
            let path = verdict.location.path.as_os_str();
            if next != Some(path) {
                places.entry(path).or_default().append(&mut of_document);
            }
        }
        places.values_mut().for_each(|of_document| of_document.order_by_key(|(start, _)| *start));
        Self(places)
    }

    /// The verdicts on the criteria that each task of a list names in its documents.
    pub fn of(&self, list: &TaskList, documents: &ListDocuments<'_>) -> IndexVec<TaskIx, Vec<VerdictIx>> {
        let all = documents.all();
        let places: Vec<_> = all.iter().map(|document| self.in_document(document)).collect();
        let verdict = |named: &Named| {
            let criterion = &all[named.document].requirements[named.requirement].criteria[named.criterion];
            let (start, places) = (criterion.span.start, places[named.document]);
            let behind = places.partition_point(|(other, _)| *other <= start);
            places[..behind].last().filter(|(other, _)| *other == start).map(|(_, ix)| *ix)
        };
        named(list, documents).map(|named| named.iter().filter_map(verdict).collect())
    }

    /// The verdicts on the criteria of a document.
    pub fn of_document(&self, document: &Document) -> impl Iterator<Item = VerdictIx> + '_ {
        self.in_document(document).iter().map(|(_, ix)| *ix)
    }

    /// The verdicts.
    pub fn verdicts(&self) -> impl Iterator<Item = VerdictIx> + '_ {
        self.0.values().flatten().map(|(_, ix)| *ix)
    }

    fn in_document(&self, document: &Document) -> &[(usize, VerdictIx)] {
        self.0.get(document.source.path().as_os_str()).map(Vec::as_slice).unwrap_or_default()
    }
}
