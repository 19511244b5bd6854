//! Finds the verdicts on the criteria that each task names, for `check` and for `tasks`.

use std::collections::HashMap;
use std::path::Path;

use spec_model::Document;
use spec_model::index::IndexVec;
use spec_model::tasks::{Named, TaskIx, TaskList, named};

use crate::ladder::{Verdict, VerdictIx};

/// The verdicts by the places of their criteria: the document, and its first byte there.
#[derive(Debug, Default)]
pub struct Places<'a>(HashMap<(&'a Path, usize), VerdictIx>);

impl<'a> Places<'a> {
    /// The places of some verdicts.
    pub fn new(verdicts: impl Iterator<Item = (VerdictIx, &'a Verdict)>) -> Self {
        let place = |(ix, verdict): (VerdictIx, &'a Verdict)| {
            ((&*verdict.location.path, verdict.location.span.start), ix)
        };
        Self(verdicts.map(place).collect())
    }

    /// The verdicts on the criteria that each task of a list names in the documents beside it.
    pub fn of(&self, list: &TaskList, beside: &[&Document]) -> IndexVec<TaskIx, Vec<VerdictIx>> {
        let verdict = |named: &Named| {
            let document = beside[named.document];
            let criterion = &document.requirements[named.requirement].criteria[named.criterion];
            self.0.get(&(&**document.source.path(), criterion.span.start)).copied()
        };
        named(list, beside).map(|named| named.iter().filter_map(verdict).collect())
    }

    /// The verdicts.
    pub fn verdicts(&self) -> impl Iterator<Item = VerdictIx> + '_ {
        self.0.values().copied()
    }
}
