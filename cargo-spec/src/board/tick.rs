//! Finds the boxes to change: of leaves by what was measured, of tasks with parts by their leaves.

use spec_engine::ladder::Rung;
use spec_engine::tasks::Measured;
use spec_engine::tasks::measure::is_missing;
use spec_model::index::IndexVec;
use spec_model::source::Span;
use spec_model::tasks::{Mark, State, TaskIx};

use super::{Board, Judged};
use crate::evidence::Standing;
use crate::outcome::TickReason;

/// A box that should say something else.
#[derive(Debug)]
pub struct Tick<'a> {
    /// Its list.
    pub judged: &'a Judged,
    /// The task.
    pub task: TaskIx,
    /// The sign that stands in the box.
    pub before: char,
    /// The sign that belongs there: `x` or a blank, or that of a drawn box.
    pub after: char,
    /// The reason for the change.
    pub why: TickReason,
    /// The bytes of the sign in the list.
    pub span: Span,
}

/// The boxes of a list that should say something else, in document order.
pub fn ticks<'a>(board: &Board, judged: &'a Judged) -> Vec<Tick<'a>> {
    let tasks = &judged.list.tasks;
    // From below: are all leaves of a task ticked that are not optional, and is there any?
    let mut leaves: IndexVec<TaskIx, Option<bool>> = tasks.map(|_| None);
    let mut ticks = Vec::new();
    for ix in tasks.indices().rev() {
        let task = &tasks[ix];
        let is_ticked = task.state() == State::Done;
        let (should_be, why) = match judged.measured[ix] {
            Some(_) => leaf(board, judged, ix).unwrap_or((is_ticked, TickReason::Done)),
            None => (leaves[ix].unwrap_or(is_ticked), TickReason::Parts),
        };
        // An unknown sign stays, and may mean anything.
        let mark = task.mark.filter(|mark| mark.state() != State::UnknownMark);
        if let Some(mark) = mark.filter(|_| should_be != is_ticked) {
            let after = mark.sign_if(should_be);
            let span = sign(judged.list.text(mark.span), mark);
            ticks.push(Tick { judged, task: ix, before: mark.sign, after, why, span });
        }
        if let Some(parent) = task.parent.filter(|_| !task.is_optional) {
            let is_whole = match judged.measured[ix] {
                // A task without a box says nothing.
                Some(_) => task.mark.map(|_| if mark.is_some() { should_be } else { is_ticked }),
                None => leaves[ix],
            };
            if let Some(is_whole) = is_whole {
                leaves[parent] = Some(leaves[parent].unwrap_or(true) && is_whole);
            }
        }
    }
    ticks.reverse();
    ticks
}

/// Should the box of a leaf be ticked? `None`: nothing measured says so.
fn leaf(board: &Board, judged: &Judged, ix: TaskIx) -> Option<(bool, TickReason)> {
    let measured = judged.measured[ix]?;
    let standings = || judged.criteria[ix].iter().map(|&ix| &board.report.ladder.standings[ix]);
    // A run of other sources says nothing of these.
    let is_current = board.has_run && !board.report.has_outdated_tests;
    let is_known = |standing: &Standing| is_current || standing.rung == Rung::Waived;
    match measured {
        Measured::Phantom => {
            let is_sure = is_current
                || !judged.undefined[ix].is_empty()
                || standings().any(|standing| is_missing(standing.verdict.rung));
            is_sure.then_some((false, TickReason::Phantom))
        }
        Measured::Passing | Measured::Exercised | Measured::Proven | Measured::Waived => {
            let is_done = judged.is_done(ix, &board.report) && standings().all(is_known);
            is_done.then_some((true, TickReason::Done))
        }
        _ => None,
    }
}

/// The bytes of the sign between brackets; of a box that holds blanks, those of the first.
fn sign(inner: &str, mark: Mark) -> Span {
    let at = inner.find(mark.sign).unwrap_or(0);
    let length = inner[at..].chars().next().map_or(0, char::len_utf8);
    Span::new(mark.span.start + at, mark.span.start + at + length)
}
