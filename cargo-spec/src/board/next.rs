//! Finds the tasks that can be begun now: what they wait for is measured done, and nobody works where they would.

use std::collections::{HashMap, HashSet};

use spec_engine::ladder::VerdictIx;
use spec_engine::tasks::{Boundary, Place, Taken, UnitOrder, waves};
use spec_model::index::IndexVec;
use spec_model::tasks::{State, TaskIx};

use super::{Board, Judged};
use crate::report::Report;

/// A task of a board: the place of its list, and its own there.
pub type TaskOfBoard = (usize, TaskIx);

/// The tasks of one list that are not done.
#[derive(Debug, Default)]
pub struct Next {
    /// Those that can be begun now, in document order: no two of them edit one file.
    pub ready: Vec<TaskIx>,
    /// Those that somebody has begun, as their boxes or those of their parts say.
    pub begun: Vec<TaskIx>,
    /// Those that would be ready, but another task edits the same place. That task is begun or ready, in any list.
    pub meeting: Vec<(TaskIx, TaskOfBoard, Place)>,
    /// Those that wait for others.
    pub waiting: Vec<(TaskIx, Vec<TaskIx>)>,
    /// The number of those that are done.
    pub done: usize,
}

/// The tasks of each list of a board that are not done, by what keeps them.
pub fn next(board: &Board) -> Vec<Next> {
    let open: Vec<Open> = board.lists.iter().map(|judged| Open::of(judged, &board.report)).collect();
    let mut taken: Taken<'_, TaskOfBoard> = Taken::default();
    for (list, of_list) in open.iter().enumerate() {
        let begun = of_list.next.begun.iter();
        begun.for_each(|&task| taken.add(&of_list.boundaries[task], list, (list, task)));
    }
    let mut found = Vec::with_capacity(open.len());
    for (list, of_list) in open.iter().enumerate() {
        let (mut ready, mut meeting) = (Vec::new(), Vec::new());
        for &task in &of_list.next.ready {
            let boundary = &of_list.boundaries[task];
            let overlap = taken.overlaps(boundary, list).next();
            match overlap.map(|(other, place)| (other, place.clone())) {
                Some((other, place)) => meeting.push((task, other, place)),
                None => {
                    taken.add(boundary, list, (list, task));
                    ready.push(task);
                }
            }
        }
        found.push((ready, meeting));
    }
    open.into_iter()
        .zip(found)
        .map(|(of_list, (ready, meeting))| Next { ready, meeting, ..of_list.next })
        .collect()
}

/// The task that each criterion belongs to, with its rank: tasks that can be begun come first, then those that somebody has begun, then the
/// others.
pub fn of_criteria(board: &Board) -> HashMap<VerdictIx, (usize, TaskOfBoard)> {
    let open = next(board);
    let mut order: Vec<TaskOfBoard> = Vec::new();
    let mut push = |tasks: &dyn Fn(&Next) -> Vec<TaskIx>| {
        for (list, of_list) in open.iter().enumerate() {
            order.extend(tasks(of_list).into_iter().map(|task| (list, task)));
        }
    };
    push(&|next| next.ready.clone());
    push(&|next| next.begun.clone());
    push(&|next| next.meeting.iter().map(|(task, ..)| *task).collect());
    push(&|next| next.waiting.iter().map(|(task, _)| *task).collect());
    for (list, judged) in board.lists.iter().enumerate() {
        order.extend(judged.list.tasks.indices().map(|task| (list, task)));
    }
    let mut found = HashMap::new();
    for (rank, (list, task)) in order.into_iter().enumerate() {
        for criterion in board.lists[list].criteria_of(task) {
            found.entry(criterion).or_insert((rank, (list, task)));
        }
    }
    found
}

/// One list by itself.
struct Open {
    /// Its tasks: all that wait for none are ready.
    next: Next,
    /// The places that each of them may touch, with its parts.
    boundaries: IndexVec<TaskIx, Boundary>,
}

impl Open {
    fn of(judged: &Judged, report: &Report) -> Self {
        let tasks = &judged.list.tasks;
        let order = UnitOrder::of(&judged.list);
        let boundaries = waves::whole(&judged.list, &order, &judged.boundaries);
        let Progress { done, begun } = Progress::of(judged, report);
        let mut next =
            Next { done: order.steps.iter().filter(|(unit, _)| done[*unit]).count(), ..Next::default() };
        // An optional task that is open keeps nobody waiting.
        for (task, waits) in order.waiting(|ix| done[ix], |ix| !tasks[ix].is_optional) {
            match (begun[task], waits.is_empty()) {
                (true, _) => next.begun.push(task),
                (false, true) => next.ready.push(task),
                (false, false) => next.waiting.push((task, waits)),
            }
        }
        Self { next, boundaries }
    }
}

/// The progress of the tasks of a list.
struct Progress {
    /// Those that are done; with parts, if all are that have to be.
    done: IndexVec<TaskIx, bool>,
    /// Those that somebody has begun, or a part of them.
    begun: IndexVec<TaskIx, bool>,
}

impl Progress {
    fn of(judged: &Judged, report: &Report) -> Self {
        let tasks = &judged.list.tasks;
        let mut done: IndexVec<TaskIx, bool> = tasks.indices().map(|ix| judged.is_done(ix, report)).collect();
        let mut begun: IndexVec<TaskIx, bool> = tasks.map(|task| task.state() == State::Started);
        let mut has_parts: HashSet<TaskIx> = HashSet::new();
        // Parents stand above their parts.
        for ix in tasks.indices().rev() {
            let task = &tasks[ix];
            if let Some(parent) = task.parent {
                let has_to_be_done = !task.is_optional && !task.is_checkpoint;
                begun[parent] |= begun[ix] || done[ix] && has_to_be_done;
                let is_first = has_parts.insert(parent);
                done[parent] = (done[ix] || !has_to_be_done) && (done[parent] || is_first);
            }
        }
        Self { done, begun }
    }
}
