//! Finds the tasks that can be begun now: those they wait for are measured done, and no begun task shares their files.

use std::collections::HashMap;

use spec_engine::tasks::{Order, Place};
use spec_model::index::IndexVec;
use spec_model::tasks::{State, TaskIx};

use super::Judged;
use crate::report::Report;

/// The tasks of one list that are not done.
#[derive(Debug)]
pub struct Next {
    /// Those that can be begun now, in document order: no two of them meet.
    pub ready: Vec<TaskIx>,
    /// Those that somebody has begun, as their boxes say.
    pub begun: Vec<TaskIx>,
    /// Those that would be ready, but for one that is begun or ready, and where they would meet.
    pub meeting: Vec<(TaskIx, TaskIx, Place)>,
    /// Those that wait for others.
    pub waiting: Vec<(TaskIx, Vec<TaskIx>)>,
    /// How many are done.
    pub done: usize,
}

/// The tasks of a list that are not done, by what keeps them.
pub fn next(judged: &Judged, report: &Report) -> Next {
    let order = Order::of(&judged.list);
    let done = done(judged, report);
    let mut next = Next {
        ready: Vec::new(),
        begun: Vec::new(),
        meeting: Vec::new(),
        waiting: Vec::new(),
        done: order.steps.iter().filter(|(unit, _)| done[*unit]).count(),
    };
    // An optional task that is open keeps nobody waiting.
    let keeps_nobody = |ix: TaskIx| done[ix] || judged.list.tasks[ix].is_optional;
    let open: HashMap<TaskIx, Vec<TaskIx>> = order.waiting(keeps_nobody).into_iter().collect();
    let optional = order.waiting(|ix| done[ix]);
    let mut taken: HashMap<&Place, TaskIx> = HashMap::new();
    let mut candidates = Vec::new();
    for (task, all) in optional {
        let waits = match open.get(&task) {
            Some(waits) => waits.clone(),
            None => all.into_iter().filter(|&other| !keeps_nobody(other)).collect(),
        };
        if matches!(judged.list.tasks[task].state(), State::Started) {
            next.begun.push(task);
            parted(judged, task).for_each(|place| {
                taken.entry(place).or_insert(task);
            });
        } else if waits.is_empty() {
            candidates.push(task);
        } else {
            next.waiting.push((task, waits));
        }
    }
    for task in candidates {
        let met = parted(judged, task).find_map(|place| Some((*taken.get(place)?, place.clone())));
        match met {
            Some((other, place)) => next.meeting.push((task, other, place)),
            None => {
                parted(judged, task).for_each(|place| {
                    taken.insert(place, task);
                });
                next.ready.push(task);
            }
        }
    }
    next
}

/// Which tasks are done, those with parts by their parts.
fn done(judged: &Judged, report: &Report) -> IndexVec<TaskIx, bool> {
    let list = &judged.list;
    let mut done: IndexVec<TaskIx, bool> =
        list.tasks.indices().map(|ix| judged.is_done(ix, report)).collect();
    let mut has_parts: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    // Parents stand above their parts.
    for ix in list.tasks.indices().rev() {
        if let Some(parent) = list.tasks[ix].parent {
            let is_done = done[ix] || list.tasks[ix].is_optional;
            done[parent] = is_done && (done[parent] || !has_parts[parent]);
            has_parts[parent] = true;
        }
    }
    done
}

/// The places where a task must not meet another one.
fn parted(judged: &Judged, task: TaskIx) -> impl Iterator<Item = &Place> {
    judged.boundaries[task].places.keys().filter(|place| !place.is_contended())
}
