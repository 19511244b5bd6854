//! The criteria beside the tasks and the parts of designs that name them.

use std::path::PathBuf;

use spec_engine::ladder::VerdictIx;
use spec_engine::tasks::Measured;
use spec_engine::verdict::Verdict;
use spec_model::tasks::State;

use crate::evidence::Ladder;

/// The criteria of features that have a task list or a design, with all that names them.
#[derive(Debug, Default)]
pub struct Matrix {
    /// The tasks of all lists, in the order of the documents.
    pub tasks: Vec<TaskEntry>,
    /// The properties and sections of all designs, in the order of the documents.
    pub parts: Vec<DesignEntry>,
    /// The criteria, in the order of the ladder.
    pub rows: Vec<MatrixRow>,
}

/// A task.
#[derive(Debug)]
pub struct TaskEntry {
    /// The feature of its list.
    pub feature: String,
    /// Its number, if it has one.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The text of its box.
    pub state: State,
    /// The state that it has come to; nothing for a task with parts.
    pub measured: Option<Measured>,
    /// Its list.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: usize,
}

/// A property or a section of a design.
#[derive(Debug)]
pub struct DesignEntry {
    /// The number of a property; nothing for a section.
    pub property: Option<String>,
    /// Its heading.
    pub title: String,
    /// Its design.
    pub path: PathBuf,
    /// Its first line, from 1.
    pub line: usize,
}

/// A criterion, with what names it.
#[derive(Debug)]
pub struct MatrixRow {
    /// The criterion.
    pub criterion: VerdictIx,
    /// The tasks that name it: their places among [`Matrix::tasks`].
    pub tasks: Vec<usize>,
    /// The properties and sections that name it: their places among [`Matrix::parts`].
    pub parts: Vec<usize>,
}

impl MatrixRow {
    /// Does nothing name the criterion?
    pub fn is_bare(&self) -> bool {
        self.tasks.is_empty() && self.parts.is_empty()
    }
}

impl Matrix {
    /// Is there neither a task nor a design?
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.parts.is_empty()
    }

    /// The row of a criterion that a verdict is on.
    pub fn row_on(&self, verdict: &Verdict, ladder: &Ladder) -> Option<&MatrixRow> {
        let is_it = |row: &&MatrixRow| {
            let other = &ladder.standings[row.criterion].verdict;
            other.location.span == verdict.location.span && other.location.path == verdict.location.path
        };
        self.rows.iter().find(is_it)
    }

    /// The tasks that name a criterion.
    pub fn tasks_of(&self, row: &MatrixRow) -> impl Iterator<Item = &TaskEntry> {
        row.tasks.iter().map(|&task| &self.tasks[task])
    }

    /// The properties and sections that name a criterion.
    pub fn parts_of(&self, row: &MatrixRow) -> impl Iterator<Item = &DesignEntry> {
        row.parts.iter().map(|&part| &self.parts[part])
    }

    /// The tasks without parts by what they have come to, each state that there is.
    pub fn by_state(&self) -> impl Iterator<Item = (Measured, Vec<&TaskEntry>)> {
        let of = |state: Measured| self.tasks.iter().filter(move |task| task.measured == Some(state));
        let all = Measured::ALL.into_iter().map(move |state| (state, of(state).collect::<Vec<_>>()));
        all.filter(|(_, tasks)| !tasks.is_empty())
    }
}
