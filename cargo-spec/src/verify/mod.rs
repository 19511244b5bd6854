//! Is a task done, and was nothing else done with it? After the fact, from what stands in the working tree.
//!
//! 1. `criteria`: where the criteria of the task stand, by their tests alone;
//! 2. `changes`: what was done to criteria, tests, waivers and the lock since a base;
//! 4. `touched`: the files that were touched outside of the boundary;
//! 5. `branches`: which branches collide, before they are merged;
//! 6. `works`: which tasks a branch works on.

pub mod branches;
mod changes;
pub mod criteria;
mod touched;
mod works;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use spec_engine::ladder::VerdictIx;
use spec_engine::tasks::Boundary;
use spec_engine::verdict::Rung;
use spec_model::tasks::{State, TaskIx};

use crate::board::{Board, Judged};
use crate::replay::{Outcome, Replay};

pub use changes::{Since, since};

/// The results of the look at a task.
#[derive(Debug)]
pub struct Verified {
    /// The number of the task, or its title.
    pub task: String,
    /// Its title.
    pub title: String,
    /// Its list.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// Is its box ticked?
    pub is_ticked: bool,
    /// Its criteria, in document order.
    pub criteria: Vec<CheckedCriterion>,
    /// The revision that the task was begun at, if one is named.
    pub base: Option<String>,
    /// The problems of the task.
    pub problems: Vec<VerifyProblem>,
    /// The line that would let the task touch what it touched, if that is what is wrong.
    pub widening: Option<String>,
    /// The things that were not looked at, each with its reason.
    pub unseen: Vec<String>,
}

/// A criterion of the task.
#[derive(Debug)]
pub struct CheckedCriterion {
    /// Its id.
    pub id: String,
    /// The rung that it stands on.
    pub rung: Rung,
    /// The rung that it must reach.
    pub required: Rung,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyProblem {
    /// The kind of the problem.
    pub what: Wrong,
    /// Its subject: a criterion, a test, a file.
    pub subject: String,
    /// The problem in words.
    pub message: String,
}

impl VerifyProblem {
    /// A name that no document defines.
    fn undefined(name: &str) -> Self {
        let message =
            "no requirements document beside the list defines it: correct the task, or write it down";
        Self { what: Wrong::CriterionUndefined, subject: name.to_owned(), message: message.to_owned() }
    }
}

/// The kinds of things that are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A criterion stands too low.
    CriterionBelow,
    /// No document defines a criterion that the task names.
    CriterionUndefined,
    /// A test passes with the code of before, too.
    TestNeverFailed,
    /// A criterion asks for less.
    CriterionSoftened,
    /// A criterion is gone.
    CriterionRemoved,
    /// A test of another criterion checks less.
    TestWeakened,
    /// A test of another criterion is gone.
    TestRemoved,
    /// A waiver is new, or says something else.
    WaiverAdded,
    /// The lock was edited by hand, or its baseline has grown.
    LockEdited,
    /// `spec.toml`, a gate or a manifest does not ask for what it did.
    RulesChanged,
    /// A file was touched that the task may not touch.
    FileOutside,
    /// Something could not be looked at.
    NotLookedAt,
    /// The box is ticked though something else is wrong.
    BoxTicked,
}

impl Wrong {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CriterionBelow => "criterion-below",
            Self::CriterionUndefined => "criterion-undefined",
            Self::TestNeverFailed => "test-never-failed",
            Self::CriterionSoftened => "criterion-softened",
            Self::CriterionRemoved => "criterion-removed",
            Self::TestWeakened => "test-weakened",
            Self::TestRemoved => "test-removed",
            Self::WaiverAdded => "waiver-added",
            Self::LockEdited => "lock-edited",
            Self::RulesChanged => "rules-changed",
            Self::FileOutside => "file-outside",
            Self::NotLookedAt => "not-looked-at",
            Self::BoxTicked => "box-ticked",
        }
    }
}

impl Verified {
    /// Is anything wrong?
    pub fn fails(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Is everything as it should be but for the box?
    pub fn may_be_ticked(&self) -> bool {
        !self.is_ticked && !self.fails() && !self.criteria.is_empty()
    }

    /// Adds what replaying its new tests has shown.
    pub fn add_replay(&mut self, replay: &Replay) {
        let mut known = HashSet::new();
        for test in replay.criteria.iter().flat_map(|criterion| &criterion.tests) {
            let (what, message) = match &test.outcome {
                Outcome::NeverFailed => (
                    Wrong::TestNeverFailed,
                    format!(
                        "it passes with the code of {} too, so it shows nothing of the task",
                        replay.base
                    ),
                ),
                Outcome::Unknown(reason) => (Wrong::NotLookedAt, reason.clone()),
                _ => continue,
            };
            if known.insert((&test.file, &test.name)) {
                let subject = format!("`{}` in {}", test.name, test.file);
                self.problems.push(VerifyProblem { what, subject, message });
            }
        }
    }

    /// Adds, at last, whether the box says so.
    pub fn add_box(&mut self) {
        if self.is_ticked && self.fails() {
            self.problems.push(VerifyProblem {
                what: Wrong::BoxTicked,
                subject: format!("task {}", self.task),
                message: "its box is ticked though that does not hold".to_owned(),
            });
        }
    }
}

/// A task with all of its parts.
#[derive(Debug)]
pub struct Whole<'a> {
    /// Its list.
    pub judged: &'a Judged,
    /// The task.
    pub task: TaskIx,
    /// The criteria that it or a part of it names, each once, in document order.
    pub criteria: Vec<VerdictIx>,
    /// The places that it or a part of it may touch.
    pub boundary: Boundary,
}

impl<'a> Whole<'a> {
    /// A task of a list, with its parts.
    pub fn new(judged: &'a Judged, task: TaskIx) -> Self {
        Self { judged, task, criteria: judged.criteria_of(task), boundary: judged.boundary_of(task) }
    }

    /// Returns the report before anything is looked at.
    pub fn verified(&self, base: Option<&str>) -> Verified {
        let (list, task) = (&self.judged.list, &self.judged.list.tasks[self.task]);
        Verified {
            task: self.judged.name(self.task).to_owned(),
            title: list.title(task).to_owned(),
            path: list.source.path().to_path_buf(),
            line: task.line,
            is_ticked: task.state() == State::Done,
            criteria: Vec::new(),
            base: base.map(str::to_owned),
            problems: self.judged.undefined_of(self.task).into_iter().map(VerifyProblem::undefined).collect(),
            widening: None,
            unseen: Vec::new(),
        }
    }

    /// The files of the tests that verify its criteria.
    fn test_files<'b>(&self, board: &'b Board) -> HashSet<&'b Path> {
        let standings = &board.report.ladder.standings;
        let links = self.criteria.iter().flat_map(|&ix| &standings[ix].verdict.links);
        let tests = links.filter(|link| link.item.role != spec_engine::links::Role::Implements);
        tests.map(|link| &*link.location.path).collect()
    }
}
