//! Asks the rules about task lists, beside the verdicts on what their tasks name.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use spec_model::Document;
use spec_model::catalog::Catalog;
use spec_model::design::Design;
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::index::IndexVec;
use spec_model::tasks::{Beside, ListDocuments, State, TaskIx, TaskList};

use crate::findings::of_task_list;
use crate::findings::rule::{Linked, TaskListUse};
use crate::findings::task_done_unproven::{TaskClaim, claims};
use crate::ladder::{Verdict, VerdictIx};
use crate::tasks::{Boundaries, Boundary, VerdictPlaces, measure};
use crate::workspace::Workspace;

/// The task lists of a catalog, beside the verdicts on its criteria.
pub(super) struct TaskLists<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) lists: &'a [Arc<TaskList>],
    pub(super) workspace: &'a Workspace,
    pub(super) designs: &'a [Arc<Design>],
    /// The verdicts on the criteria of the catalog.
    pub(super) places: VerdictPlaces<'a>,
    pub(super) verdicts: &'a IndexVec<VerdictIx, Verdict>,
    pub(super) has_links: bool,
}

impl TaskLists<'_> {
    /// The findings about them, and what their ticked tasks claim.
    pub(super) fn findings(&self) -> (Vec<Diagnostic>, Vec<TaskClaim>) {
        let beside = Beside::new(self.catalog.documents.iter().map(|document| &**document));
        let mut designs: HashMap<Option<&Path>, Vec<&Design>> = HashMap::new();
        for design in self.designs {
            designs.entry(design.source.path().parent()).or_default().push(design);
        }
        let own = || self.places.verdicts().map(|ix| &self.verdicts[ix]);
        let is_linked = |document: &&Document| {
            self.places.of_document(document).any(|ix| !self.verdicts[ix].links.is_empty())
        };
        let links = || own().flat_map(|verdict| &verdict.links).map(|link| &**link);
        let Workspace { root, packages, .. } = self.workspace;
        let boundaries = LazyCell::new(|| Boundaries::new(&self.catalog.root, root, packages, links()));
        let boundaries = |list: &TaskListUse<'_>| {
            boundaries.of(list.list, list.designs, list.criteria, |ix| &list.verdicts[ix])
        };
        let (mut found, mut claimed) = (Vec::<Diagnostic>::new(), Vec::new());
        for list in self.lists {
            let folder = list.source.path().parent();
            let documents = beside.of(list);
            let is_reported = !self.has_links && found.iter().any(|it| it.code == Code::TaskDoneUnproven);
            let linked = match (documents.own().iter().any(is_linked), is_reported) {
                (true, _) => Linked::Here,
                (false, false) => Linked::Nowhere,
                (false, true) => Linked::NowhereTold,
            };
            let designs: Vec<_> = designs.get(&folder).cloned().unwrap_or_default();
            let (mut of_list, mut claims) = self.of_list(list, &documents, &designs, &boundaries, linked);
            found.append(&mut of_list);
            claimed.append(&mut claims);
        }
        (found, claimed)
    }

    /// The findings about a list beside some documents and designs of the catalog, and what its ticked tasks claim.
    fn of_list(
        &self,
        list: &TaskList,
        documents: &ListDocuments<'_>,
        designs: &[&Design],
        boundaries: &dyn Fn(&TaskListUse<'_>) -> IndexVec<TaskIx, Boundary>,
        linked: Linked,
    ) -> (Vec<Diagnostic>, Vec<TaskClaim>) {
        let criteria = self.places.of(list, documents);
        // Names that nothing defines are findings of their own.
        let measured = measure::measure(list, &criteria, |_| false, |ix| self.verdicts[ix].rung);
        let open: HashSet<VerdictIx> = list
            .tasks
            .enumerated()
            .filter(|&(ix, task)| measured[ix].is_some() && task.state() != State::Done)
            .flat_map(|(ix, _)| criteria[ix].iter().copied())
            .collect();
        let asked = TaskListUse {
            list,
            designs,
            boundaries,
            verdicts: self.verdicts,
            criteria: &criteria,
            open: &open,
            measured: &measured,
            claims: &[],
            linked,
        };
        let claims = claims(&asked);
        let found = of_task_list(&TaskListUse { claims: &claims, ..asked }).collect();
        (found, claims)
    }
}
