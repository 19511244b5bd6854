//! Task lists meet verdicts.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use spec_model::Document;
use spec_model::catalog::Catalog;
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::index::IndexVec;
use spec_model::tasks::{self, Named, State, TaskIx, TaskList};

use crate::findings::of_task_list;
use crate::findings::rule::{Linked, TaskListUse};
use crate::ladder::{Rung, Verdict, VerdictIx};
use crate::tasks::{Standing, measure};

/// The verdicts by the place of each criterion: its document in the catalog, and its first byte.
pub(super) type Places = HashMap<(usize, usize), VerdictIx>;

/// The task lists of a catalog, beside the verdicts on its criteria.
pub(super) struct TaskLists<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) lists: &'a [Arc<TaskList>],
    /// The root of the workspace.
    pub(super) root: &'a Path,
    pub(super) places: &'a Places,
    pub(super) verdicts: &'a IndexVec<VerdictIx, Verdict>,
    pub(super) has_links: bool,
}

impl TaskLists<'_> {
    /// The findings about them.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut beside: HashMap<Option<&Path>, Vec<usize>> = HashMap::new();
        for (at, document) in self.catalog.documents.iter().enumerate() {
            beside.entry(document.source.path().parent()).or_default().push(at);
        }
        let linked = self.places.iter().filter(|(_, verdict)| !self.verdicts[**verdict].links.is_empty());
        let linked: HashSet<usize> = linked.map(|((document, _), _)| *document).collect();
        let mut found: Vec<Diagnostic> = Vec::new();
        for list in self.lists {
            let documents = beside.get(&list.source.path().parent()).map(Vec::as_slice).unwrap_or_default();
            let is_told = !self.has_links && found.iter().any(|it| it.code == Code::TaskDoneUnproven);
            let links = match (documents.iter().any(|document| linked.contains(document)), is_told) {
                (true, _) => Linked::Here,
                (false, false) => Linked::Nowhere,
                (false, true) => Linked::NowhereTold,
            };
            found.append(&mut self.of_list(list, documents, links));
        }
        found
    }

    /// The findings about a list that lies beside some documents of the catalog.
    fn of_list(&self, list: &TaskList, beside: &[usize], linked: Linked) -> Vec<Diagnostic> {
        let documents: Vec<&Document> = beside.iter().map(|&at| &*self.catalog.documents[at]).collect();
        let verdict = |named: &Named| {
            let criterion =
                &documents[named.document].requirements[named.requirement].criteria[named.criterion];
            self.places.get(&(beside[named.document], criterion.span.start)).copied()
        };
        let named = tasks::named(list, &documents);
        let criteria: IndexVec<TaskIx, Vec<VerdictIx>> =
            named.map(|named| named.iter().filter_map(verdict).collect());
        let standing = |ix: VerdictIx| {
            let verdict = &self.verdicts[ix];
            Standing { rung: if verdict.waiver.is_some() { Rung::Waived } else { verdict.rung } }
        };
        let measured = measure::measure(list, &criteria, standing);
        let open: HashSet<VerdictIx> = list
            .tasks
            .enumerated()
            .filter(|&(ix, task)| measured[ix].is_some() && task.state() != State::Done)
            .flat_map(|(ix, _)| criteria[ix].iter().copied())
            .collect();
        of_task_list(&TaskListUse {
            list,
            root: self.root,
            verdicts: self.verdicts,
            criteria: &criteria,
            open: &open,
            measured: &measured,
            linked,
        })
        .collect()
    }
}
