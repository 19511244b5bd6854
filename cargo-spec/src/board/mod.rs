//! The task lists of the packages, with what is known of the criteria that each task names.
//!
//! A board reads lists and designs through the host, and takes rungs from the last run. It decides nothing by the boxes.
//!
//! 1. [`next`]: the tasks that can be begun now;
//! 2. [`brief`]: what one task needs to be done;
//! 3. [`find`]: the task that somebody names;
//! 4. [`tick`]: the boxes that should say something else;
//! 5. [`parts`]: the properties and sections of a design that name a criterion;
//! 6. [`matrix`]: the criteria beside the tasks and the parts of designs that name them;
//! 7. [`beside`]: the same for the criteria of one document.

pub mod beside;
pub mod brief;
pub mod find;
pub mod matrix;
pub mod next;
pub mod parts;
pub mod tick;

use std::path::Path;
use std::sync::Arc;

use spec_engine::ladder::VerdictIx;
use spec_engine::tasks::{Boundaries, Boundary, Measured, Places, Plan, measure};
use spec_model::Diagnostic;
use spec_model::catalog::{self, Catalog};
use spec_model::design::{self, Design};
use spec_model::index::IndexVec;
use spec_model::tasks::{self, State, TaskIx, TaskList};

use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::report::{Report, of_selected, proofs};
use crate::selection::{self, Folders};

/// The task lists of the packages, judged.
#[derive(Debug)]
pub struct Board {
    /// The lists, in the order of their paths.
    pub lists: Vec<Judged>,
    /// The designs, in the order of their paths.
    pub designs: Vec<Arc<Design>>,
    /// What is known of the criteria.
    pub report: Report,
    /// Is there a run that tells what tests show?
    pub has_run: bool,
    /// What is to be said about the lists.
    pub diagnostics: Vec<Diagnostic>,
}

/// One task list, with what its tasks have come to.
#[derive(Debug)]
pub struct Judged {
    /// The list.
    pub list: Arc<TaskList>,
    /// The designs beside it.
    pub designs: Vec<Arc<Design>>,
    /// The criteria that each task names, those of the report.
    pub criteria: IndexVec<TaskIx, Vec<VerdictIx>>,
    /// What each task without parts has come to.
    pub measured: IndexVec<TaskIx, Option<Measured>>,
    /// What each task may touch.
    pub boundaries: IndexVec<TaskIx, Boundary>,
    /// How many lines the documents of the feature have: this list, the designs, and the requirements beside them.
    pub document_lines: usize,
}

impl Judged {
    /// The tasks in waves.
    pub fn plan(&self) -> Plan {
        Plan::of(&self.list, &self.boundaries)
    }

    /// Is a task done? All its criteria must stand as high as they have to; of one that names none, its box tells.
    pub fn is_done(&self, task: TaskIx, report: &Report) -> bool {
        match &*self.criteria[task] {
            [] => self.list.tasks[task].state() == State::Done,
            criteria => criteria.iter().all(|&ix| !report.ladder.standings[ix].is_short()),
        }
    }

    /// How people call a task: by its number, else by its title.
    pub fn name(&self, task: TaskIx) -> &str {
        let task = &self.list.tasks[task];
        self.list.number(task).unwrap_or_else(|| self.list.title(task))
    }
}

impl Board {
    /// The board of the packages that are meant.
    ///
    /// # Errors
    /// No manifest, no documents, a list or evidence that cannot be read.
    pub fn new(context: &Context<'_>) -> Result<Self, Error> {
        let manifest = selection::manifest(context)?;
        let Folders { root, target } = selection::folders(context, &manifest)?;
        let catalogs = selection::catalogs(context)?;
        selection::something_to_read(&catalogs)?;
        let last = last::read(&last::runs(&target, &root), &root)?;
        let has_run = last.is_some();
        let evidence = last.unwrap_or_default().with_proofs(&proofs::kept(&target, &root))?;
        let report = of_selected(context, &manifest, &evidence, &root)?;
        Self::of(context, &catalogs, report, has_run, |_| true)
    }

    /// The board of documents without a package: no test verifies anything.
    ///
    /// # Errors
    /// No documents, or a list that cannot be read.
    pub fn of_documents(context: &Context<'_>) -> Result<Self, Error> {
        let catalogs = selection::catalogs(context)?;
        selection::something_to_read(&catalogs)?;
        Self::of(context, &catalogs, Report::default(), false, |_| true)
    }

    /// The board of what a report says, with the lists and designs at some paths.
    ///
    /// # Errors
    /// A list or a design that cannot be read.
    pub fn of(
        context: &Context<'_>,
        catalogs: &[Catalog],
        report: Report,
        has_run: bool,
        wants: impl Fn(&Path) -> bool,
    ) -> Result<Self, Error> {
        let (mut lists, mut all_designs, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        let verdicts = || report.ladder.standings.iter().map(|standing| &standing.verdict);
        let links = || verdicts().flat_map(|verdict| &verdict.links).map(|link| &**link);
        let places = Places::new(report.ladder.standings.indices().zip(verdicts()));
        for catalog in catalogs {
            let root = if report.root.as_os_str().is_empty() { &catalog.root } else { &report.root };
            let boundaries = Boundaries::new(&catalog.root, root, links());
            let mut designs = Vec::new();
            for path in design::places(context.host.files(), catalog).into_iter().filter(|path| wants(path)) {
                let design = read_design(context, &path)?;
                diagnostics.extend(selection::as_configured(catalog, design.diagnostics.iter()));
                designs.push(design);
            }
            for path in tasks::places(context.host.files(), catalog).into_iter().filter(|path| wants(path)) {
                let list = read(context, &path)?;
                diagnostics.extend(selection::as_configured(catalog, list.diagnostics.iter()));
                lists.push(judge(list, catalog, &designs, &report.ladder, (&places, &boundaries)));
            }
            all_designs.extend(designs);
        }
        Ok(Self { lists, designs: all_designs, report, has_run, diagnostics })
    }

    /// The lists of one feature alone, if one is named.
    ///
    /// # Errors
    /// A feature that has no list.
    pub fn of_feature(mut self, feature: Option<&str>) -> Result<Self, Error> {
        let Some(feature) = feature else { return Ok(self) };
        let is_it = |judged: &Judged| judged.list.feature.eq_ignore_ascii_case(feature);
        if !self.lists.iter().any(is_it) {
            let candidates = self.lists.iter().map(|judged| judged.list.feature.clone()).collect();
            let problem = format!("no task list belongs to a feature `{}`", feature.escape_debug());
            return Err(Error::Id { problem, candidates });
        }
        self.lists.retain(is_it);
        Ok(self)
    }
}

/// Reads a task list.
///
/// # Errors
/// If it cannot be read.
pub fn read(context: &Context<'_>, path: &Path) -> Result<Arc<TaskList>, Error> {
    context.host.task_list(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}

/// Reads a design.
///
/// # Errors
/// If it cannot be read.
pub fn read_design(context: &Context<'_>, path: &Path) -> Result<Arc<Design>, Error> {
    context.host.design(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}

/// Judges a list beside the documents and designs in its folder.
fn judge(
    list: Arc<TaskList>,
    catalog: &Catalog,
    designs: &[Arc<Design>],
    ladder: &Ladder,
    (places, boundaries): (&Places<'_>, &Boundaries<'_>),
) -> Judged {
    let folder = list.source.path().parent();
    let documents = catalog.documents.iter().map(|document| &**document);
    let beside: Vec<_> =
        documents.filter(|document| catalog::home(document.source.path()) == folder).collect();
    let designs = designs.iter().filter(|design| design.source.path().parent() == folder);
    let designs: Vec<_> = designs.cloned().collect();
    let criteria = places.of(&list, &beside);
    let measured = measure::measure(&list, &criteria, |ix| ladder.standings[ix].rung);
    let of_designs: Vec<_> = designs.iter().map(|design| &**design).collect();
    let boundaries = boundaries.of(&list, &of_designs, &criteria, |ix| &ladder.standings[ix].verdict);
    let sources =
        beside.iter().map(|document| &document.source).chain(designs.iter().map(|design| &design.source));
    let document_lines = sources.chain([&list.source]).map(|source| source.text().lines().count()).sum();
    Judged { list, designs, criteria, measured, boundaries, document_lines }
}
