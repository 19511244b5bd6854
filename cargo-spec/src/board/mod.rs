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
//! 7. [`beside`]: the same for the criteria of one document;
//! 8. [`problems`]: the errors that make an order of tasks wrong.

pub mod beside;
pub mod brief;
pub mod find;
pub mod matrix;
pub mod next;
pub mod parts;
pub mod problems;
pub mod tick;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_engine::ladder::VerdictIx;
use spec_engine::tasks::{Boundaries, Boundary, Measured, Place, Plan, VerdictPlaces, Why, measure};
use spec_model::catalog::Catalog;
use spec_model::design::{self, Design};
use spec_model::index::IndexVec;
use spec_model::parallel::in_parallel;
use spec_model::paths::relative;
use spec_model::tasks::{self, Beside, ListDocuments, State, TaskIx, TaskList};
use spec_model::{Diagnostic, Document};

use crate::context::Context;
use crate::error::Error;
use crate::evidence::Ladder;
use crate::report::{LastRun, Report, of_selected};
use crate::selection;

/// The task lists of the packages, judged.
#[derive(Debug)]
pub struct Board {
    /// The lists, in the order of their paths.
    pub lists: Vec<Judged>,
    /// The designs, in the order of their paths.
    pub designs: Vec<Arc<Design>>,
    /// The report on the criteria.
    pub report: Report,
    /// Is there a run that tells what tests show?
    pub has_run: bool,
    /// The findings about the lists.
    pub diagnostics: Vec<Diagnostic>,
}

/// One task list, with what its tasks have come to.
#[derive(Debug)]
pub struct Judged {
    /// The list.
    pub list: Arc<TaskList>,
    /// The name of its feature, that of the documents beside it, and of no other list.
    pub feature: String,
    /// The designs beside it.
    pub designs: Vec<Arc<Design>>,
    /// The criteria that each task names, those of the report.
    pub criteria: IndexVec<TaskIx, Vec<VerdictIx>>,
    /// The names in each task that no document beside the list defines.
    pub undefined: IndexVec<TaskIx, Vec<String>>,
    /// The state of each task without parts.
    pub measured: IndexVec<TaskIx, Option<Measured>>,
    /// The places that each task may touch.
    pub boundaries: IndexVec<TaskIx, Boundary>,
    /// The number of lines in the documents of the feature: this list, the designs, and the requirements beside them.
    pub document_lines: usize,
}

impl Judged {
    /// Is it of a feature that somebody names, in full or by the last of its folders?
    pub fn is_of(&self, feature: &str) -> bool {
        let is = |own: &str| own.eq_ignore_ascii_case(feature);
        let mut ends = self.feature.match_indices('/').map(|(at, _)| &self.feature[at + 1..]);
        is(&self.feature) || is(&self.list.feature) || ends.any(is)
    }

    /// The tasks in waves.
    pub fn plan(&self) -> Plan {
        Plan::of(&self.list, &self.boundaries)
    }

    /// Is a task done? All its criteria must stand as high as they have to; of one that names none, its box tells. What
    /// nothing defines cannot be done.
    pub fn is_done(&self, task: TaskIx, report: &Report) -> bool {
        if !self.undefined[task].is_empty() {
            return false;
        }
        match &*self.criteria[task] {
            [] => self.list.tasks[task].state() == State::Done,
            criteria => criteria.iter().all(|&ix| !report.ladder.standings[ix].is_short()),
        }
    }

    /// The criteria that a task or a part of it names, each once, in document order.
    pub fn criteria_of(&self, task: TaskIx) -> Vec<VerdictIx> {
        let parts = self.list.parts_of(task).into_iter();
        let mut criteria: Vec<_> = parts.flat_map(|part| self.criteria[part].iter().copied()).collect();
        criteria.sort_unstable();
        criteria.dedup();
        criteria
    }

    /// Returns the names in a task or a part of it that no document defines, each once.
    pub fn undefined_of(&self, task: TaskIx) -> Vec<&str> {
        let parts = self.list.parts_of(task).into_iter();
        let mut names = Vec::new();
        for name in parts.flat_map(|part| &self.undefined[part]) {
            if !names.contains(&&**name) {
                names.push(&**name);
            }
        }
        names
    }

    /// Returns the places that a task or a part of it may touch. The words of the tasks that it is a part of count too.
    pub fn boundary_of(&self, task: TaskIx) -> Boundary {
        let mut boundary = Boundary::default();
        let mut add = |(place, why): (&Place, &Why)| {
            boundary.places.entry(place.clone()).or_insert(*why);
        };
        for part in self.list.parts_of(task) {
            self.boundaries[part].places.iter().for_each(&mut add);
        }
        for above in self.list.with_parents(task).skip(1) {
            self.boundaries[above]
                .places
                .iter()
                .filter(|(_, why)| **why != Why::Implements)
                .for_each(&mut add);
        }
        boundary
    }

    /// Returns the argument by which a command names a task with a number: with the feature if there are several lists.
    pub fn argument(&self, board: &Board, number: &str) -> String {
        if board.lists.len() == 1 { number.to_owned() } else { format!("{}/{number}", self.feature) }
    }

    /// Returns the name of a task for people: its number, else its title.
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
        let LastRun { manifest, folders, catalogs, evidence, has_run } = LastRun::read(context)?;
        let report = of_selected(context, &manifest, &evidence, &folders.root)?;
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
        let folder = catalogs.first().map(|catalog| &*catalog.root).unwrap_or(&report.root);
        let workspace = context.host.workspace(folder);
        // Several packages may share a list.
        let mut known = HashSet::new();
        let mut wants = |path: &PathBuf| wants(path) && known.insert(path.clone());
        let verdicts = || report.ladder.standings.iter().map(|standing| &standing.verdict);
        let links = || verdicts().flat_map(|verdict| &verdict.links).map(|link| &**link);
        let places = VerdictPlaces::new(report.ladder.standings.indices().zip(verdicts()));
        for catalog in catalogs {
            let root = if report.root.as_os_str().is_empty() { &catalog.root } else { &report.root };
            let shared = catalog.shared.iter().flat_map(|shared| &shared.documents);
            let beside = Beside::new(catalog.documents.iter().map(|document| &**document))
                .with_shared(shared.map(|document| &**document));
            let mut designs = Vec::new();
            for path in design::places(context.host.files(), catalog).into_iter().filter(&mut wants) {
                let design = read_design(context, &path)?;
                diagnostics.extend(selection::as_configured(catalog, design.diagnostics.iter()));
                designs.push(design);
            }
            let mut of_catalog = Vec::new();
            for path in tasks::places(context.host.files(), catalog).into_iter().filter(&mut wants) {
                let list = read(context, &path)?;
                diagnostics.extend(selection::as_configured(catalog, list.diagnostics.iter()));
                of_catalog.push(list);
            }
            if !of_catalog.is_empty() {
                let boundaries = Boundaries::new(&catalog.root, root, &workspace.packages, links());
                lists.extend(in_parallel(&of_catalog, |list| {
                    let documents = beside.of(list);
                    judge(list.clone(), &documents, &designs, &report.ladder, (&places, &boundaries))
                }));
            }
            all_designs.extend(designs);
        }
        tell_apart(&mut lists, &report.root);
        Ok(Self { lists, designs: all_designs, report, has_run, diagnostics })
    }

    /// The lists of one feature alone, if one is named.
    ///
    /// # Errors
    /// A feature that has no list.
    pub fn of_feature(mut self, feature: Option<&str>) -> Result<Self, Error> {
        self.has_feature(feature)?;
        self.lists.retain(|judged| feature.is_none_or(|feature| judged.is_of(feature)));
        Ok(self)
    }

    /// Looks for the lists of a feature, if one is named.
    ///
    /// # Errors
    /// A feature that has no list.
    pub fn has_feature(&self, feature: Option<&str>) -> Result<(), Error> {
        let Some(feature) = feature else { return Ok(()) };
        let is_it = |judged: &Judged| judged.is_of(feature);
        if !self.lists.iter().any(is_it) {
            let candidates = self.lists.iter().map(|judged| judged.feature.clone()).collect();
            let problem = format!("no task list belongs to a feature `{}`", feature.escape_debug());
            return Err(Error::Task { problem, candidates });
        }
        Ok(())
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

/// Names features after their folders where several have one name, as those of two packages may.
fn tell_apart(lists: &mut [Judged], root: &Path) {
    let mut count: HashMap<String, usize> = HashMap::new();
    lists.iter().for_each(|judged| *count.entry(judged.feature.clone()).or_default() += 1);
    for judged in lists.iter_mut().filter(|judged| count[&judged.feature] > 1) {
        let folder = judged.list.source.path().parent().unwrap_or(root);
        let folder = relative(folder, root);
        let is_own = |name: &&str| !name.starts_with('.') && !matches!(*name, "specs" | "openspec");
        judged.feature = folder.split('/').filter(is_own).collect::<Vec<_>>().join("/");
    }
}

/// Judges a list beside the documents and designs in its folder.
fn judge(
    list: Arc<TaskList>,
    documents: &ListDocuments<'_>,
    designs: &[Arc<Design>],
    ladder: &Ladder,
    (places, boundaries): (&VerdictPlaces<'_>, &Boundaries<'_>),
) -> Judged {
    let folder = list.source.path().parent();
    let designs = designs.iter().filter(|design| design.source.path().parent() == folder);
    let designs: Vec<_> = designs.cloned().collect();
    let criteria = places.of(&list, documents);
    let undefined = tasks::undefined(&list, documents);
    let measured =
        measure::measure(&list, &criteria, |ix| !undefined[ix].is_empty(), |ix| ladder.standings[ix].rung);
    let of_designs: Vec<_> = designs.iter().map(|design| &**design).collect();
    let boundaries = boundaries.of(&list, &of_designs, &criteria, |ix| &ladder.standings[ix].verdict);
    let beside = documents.own();
    let sources =
        beside.iter().map(|document| &document.source).chain(designs.iter().map(|design| &design.source));
    let document_lines = sources.chain([&list.source]).map(|source| source.text().lines().count()).sum();
    let is_bugfix =
        |document: &&&Document| document.source.path().file_stem().is_some_and(|stem| stem == "bugfix");
    // A change is called after its own folder, whatever its documents add to.
    let mut own = beside.iter().filter(|document| document.source.path().parent() == folder);
    let named_after = own.clone().find(|document| !is_bugfix(document)).or(own.next());
    let feature = named_after.map_or_else(|| list.feature.clone(), |document| document.feature.clone());
    Judged { list, feature, designs, criteria, undefined, measured, boundaries, document_lines }
}
