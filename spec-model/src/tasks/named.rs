//! Finds the criteria that each task names, in the documents beside its list.
//!
//! A task that names nothing serves what the task names that it is a part of; else what the heading names above it.

use std::collections::HashMap;

use super::beside::ListDocuments;
use super::headed;
use super::model::{Group, GroupIx, Task, TaskIx, TaskList};
use super::story;
use super::titles::Titles;
use crate::artifact::known::{Known, ReferenceTarget, Unit};
use crate::index::IndexVec;
use crate::order::Order as _;
use crate::spec::{Dialect, Document};

/// A criterion of some documents, by the places of the document, the requirement and the criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// The place of the document among all of the list.
    pub document: usize,
    /// The place of the requirement in the document.
    pub requirement: usize,
    /// The place of the criterion in the requirement.
    pub criterion: usize,
}

/// The criteria that each task names, in the order of the documents, each once.
///
/// Who names a requirement names all of it; who names a story of spec-kit names its scenarios, and the requirements that its text names.
/// A reference with a feature names a criterion of this feature alone.
pub fn named(list: &TaskList, documents: &ListDocuments<'_>) -> IndexVec<TaskIx, Vec<Named>> {
    let beside = documents.own();
    let mut reader = Reader {
        documents,
        known: Known::with_others(documents.all(), beside.len()),
        titles: if list.dialect == Dialect::OpenSpec { Titles::new(beside) } else { Titles::default() },
        of_stories: HashMap::new(),
    };
    let above = list.groups_above();
    let mut of_groups: IndexVec<GroupIx, Vec<Named>> = list.groups.map(|_| Vec::new());
    for (ix, group) in list.groups.enumerated() {
        let own = reader.of_group(list, group);
        of_groups[ix] = match above[ix] {
            Some(above) if own.is_empty() => of_groups[above].clone(),
            _ => own,
        };
    }
    let mut found: IndexVec<TaskIx, Vec<Named>> = list.tasks.map(|_| Vec::new());
    for (ix, task) in list.tasks.enumerated() {
        let own = reader.of_task(list, task);
        found[ix] = match (task.parent, task.group) {
            _ if !own.is_empty() || task.is_checkpoint || !task.references.is_empty() => own,
            (Some(parent), _) => found[parent].clone(),
            (None, Some(group)) => of_groups[group].clone(),
            (None, None) => own,
        };
    }
    found
}

struct Reader<'a> {
    documents: &'a ListDocuments<'a>,
    known: Known<'a>,
    titles: Titles<'a>,
    /// The criteria of a requirement and of what its text names, by the places of the document and the requirement.
    of_stories: HashMap<(usize, usize), Vec<Named>>,
}

impl Reader<'_> {
    fn of_task(&mut self, list: &TaskList, task: &Task) -> Vec<Named> {
        let mut found = Vec::new();
        for reference in &task.references {
            if reference.is_all {
                found.extend(self.everything());
            }
            for name in &reference.names {
                if let Some(ReferenceTarget::Unit(unit)) = self.known.find(name) {
                    self.push(unit, &mut found);
                }
            }
        }
        for unit in self.titles.named_in(list.text(task.span)) {
            self.push(unit, &mut found);
        }
        sorted(found)
    }

    /// Reads the names in a heading: `## Phase 3: User Story 1 - Heat`, and in OpenSpec the name of a requirement.
    fn of_group(&mut self, list: &TaskList, group: &Group) -> Vec<Named> {
        let title = list.text(group.title);
        let mut found = Vec::new();
        for unit in self.titles.named_in(title) {
            self.push(unit, &mut found);
        }
        if list.dialect == Dialect::SpecKit {
            for story in headed::owned(title) {
                if let Some(unit) = self.known.with_id(story.id.as_str()) {
                    self.push(unit, &mut found);
                }
            }
        }
        sorted(found)
    }

    fn push(&mut self, (document, requirement, criterion): Unit, found: &mut Vec<Named>) {
        match criterion {
            Some(criterion) => found.push(Named { document, requirement, criterion }),
            None => found.extend_from_slice(self.of_requirement(document, requirement)),
        }
    }

    fn of_requirement(&mut self, document: usize, requirement: usize) -> &[Named] {
        let (beside, own, known) = (self.documents.all(), self.documents.own().len(), &self.known);
        self.of_stories.entry((document, requirement)).or_insert_with(|| {
            let mut found: Vec<_> = all_of(beside, document, requirement).collect();
            let story = &beside[document].requirements[requirement];
            // What a story of another feature cites is of that feature.
            if document < own
                && beside[document].dialect == Dialect::SpecKit
                && story.id.as_str().starts_with("US")
            {
                for name in story::cited(beside[document], story) {
                    match known.find(&name) {
                        Some(ReferenceTarget::Unit((document, requirement, Some(criterion)))) => {
                            found.push(Named { document, requirement, criterion });
                        }
                        Some(ReferenceTarget::Unit((document, requirement, None))) => {
                            found.extend(all_of(beside, document, requirement));
                        }
                        Some(ReferenceTarget::Other) | None => {}
                    }
                }
            }
            found
        })
    }

    fn everything(&self) -> impl Iterator<Item = Named> {
        let beside = self.documents.own();
        let requirements = beside.iter().enumerate().flat_map(|(at, document)| {
            (0..document.requirements.len()).map(move |requirement| (at, requirement))
        });
        requirements.flat_map(move |(document, requirement)| all_of(beside, document, requirement))
    }
}

/// The criteria of a requirement.
fn all_of(beside: &[&Document], document: usize, requirement: usize) -> impl Iterator<Item = Named> + use<> {
    let count = beside[document].requirements[requirement].criteria.len();
    (0..count).map(move |criterion| Named { document, requirement, criterion })
}

fn sorted(mut found: Vec<Named>) -> Vec<Named> {
    found.order();
    found.dedup();
    found
}
