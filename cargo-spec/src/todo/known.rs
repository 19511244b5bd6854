//! Collects the state of a workspace: its findings, what the last run has shown, and what differs from what was accepted.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use spec_engine::ladder::VerdictIx;
use spec_engine::verdict::{Question, Verdict};
use spec_model::catalog::Catalog;
use spec_model::diagnostic::Location;

use super::{Todo, TodoSubject};
use crate::board::Board;
use crate::board::next::{TaskOfBoard, of_criteria};
use crate::context::Context;
use crate::error::Error;
use crate::evidence::Standing;
use crate::next::Situation;
use crate::report::{LastRun, Report, proofs};
use crate::review::{self, queue};
use crate::selection::{self, Folders};

/// The state of a workspace.
#[derive(Debug)]
pub struct TodoState {
    /// The documents.
    pub catalogs: Vec<Catalog>,
    /// The task lists, and the report on the criteria.
    pub board: Board,
    /// The task that each criterion belongs to, with its rank among the tasks.
    pub tasks: HashMap<VerdictIx, (usize, TaskOfBoard)>,
    /// The facts on which every verb's next step depends.
    pub situation: Situation,
    /// The criteria that differ from what was accepted; none where nothing was.
    pub changes: Vec<review::Item>,
    /// The links that mean a criterion which is gone.
    pub links_of_gone: Vec<Location>,
    /// The folder of the workspace.
    pub root: PathBuf,
    /// The criteria whose tests have passed since that run, by feature and id.
    passed: HashSet<(String, String)>,
}

impl TodoState {
    /// The state of the selected packages. It runs no test. A task list that cannot be read is a finding, and not among the lists.
    ///
    /// # Errors
    /// No manifest, nothing to read, evidence that cannot be read.
    pub fn new(context: &Context<'_>) -> Result<Self, Error> {
        Self::of(context, |path| context.host.task_list(path).is_ok())
    }

    /// The same, where each task list has to be read.
    ///
    /// # Errors
    /// As [`Self::new`]; a list or a design that cannot be read.
    pub fn with_every_list(context: &Context<'_>) -> Result<Self, Error> {
        Self::of(context, |_| true)
    }

    fn of(context: &Context<'_>, wants: impl Fn(&Path) -> bool) -> Result<Self, Error> {
        let LastRun { manifest, folders, catalogs, evidence, has_run } = LastRun::read(context)?;
        let Folders { root, target } = folders;
        let question = Question { generated: &evidence.generated(), ..Question::default() };
        let folder = manifest.parent().unwrap_or(&manifest);
        let findings = selection::of_selected(context.host.ask(folder, &question), context)?;
        let accepted = findings.comparison.as_ref().filter(|comparison| comparison.source.is_some());
        let changes =
            accepted.map(|comparison| queue(&findings, comparison, None, |_| true)).unwrap_or_default();
        let gone = accepted.iter().flat_map(|comparison| comparison.links_of_gone());
        let links_of_gone = gone.filter_map(|(_, item)| item.location().cloned()).collect();
        let passed = proofs::passed_since(&evidence, findings.verdicts.as_slice(), &target, &root);
        let report = Report::new(&context.host, findings, &evidence, &catalogs, &root);
        let situation = if has_run { report.after_run() } else { report.situation.clone() };
        let board = Board::of(context, &catalogs, report, has_run, wants)?;
        let tasks = of_criteria(&board);
        Ok(Self { catalogs, board, tasks, situation, changes, links_of_gone, root, passed })
    }

    /// Have the tests of a criterion passed since the last run?
    pub fn has_passed(&self, Verdict { feature, id, .. }: &Verdict) -> bool {
        self.passed.contains(&(feature.clone(), id.as_str().to_owned()))
    }

    /// The criterion at a place.
    pub fn standing(&self, place: &Location) -> Option<&Standing> {
        self.board.report.ladder.standings.iter().find(|standing| is_same(&standing.verdict.location, place))
    }

    /// The task that a criterion belongs to, if a list has one.
    pub fn task(&self, standing: &Standing) -> Option<TaskOfBoard> {
        let mut all = self.board.report.ladder.standings.enumerated();
        let (ix, _) = all.find(|(_, other)| is_same(&other.verdict.location, &standing.verdict.location))?;
        self.tasks.get(&ix).map(|(_, task)| *task)
    }

    /// The task that a step belongs to, if a list has one.
    pub fn task_of(&self, todo: &Todo<'_>) -> Option<TaskOfBoard> {
        match todo.subject {
            TodoSubject::Criterion(standing) => self.task(standing),
            TodoSubject::Change(change) => self.task(self.standing(change.place.as_ref()?)?),
            TodoSubject::Finding(_) | TodoSubject::Workspace => None,
        }
    }

    /// Returns the difference from the accepted criterion at a place.
    pub fn change(&self, place: &Location) -> Option<&review::Item> {
        self.changes.iter().find(|change| change.place.as_ref().is_some_and(|other| is_same(other, place)))
    }
}

fn is_same(one: &Location, other: &Location) -> bool {
    one.path == other.path && one.span == other.span
}
