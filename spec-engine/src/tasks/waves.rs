//! Waves: the tasks that can be done at the same time. Two tasks of a wave never share a file that they would both edit.

use std::collections::BTreeMap;

use spec_model::index::IndexVec;
use spec_model::tasks::{TaskIx, TaskList};

use super::boundary::{Boundary, Place};
pub use super::order::Basis;
use super::order::UnitOrder;
use super::taken::Taken;

/// The tasks of a list in waves.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The basis of their order.
    pub basis: Basis,
    /// The waves, first to last.
    pub waves: Vec<PlannedWave>,
    /// The files that every task touches, with the tasks of one wave that share each.
    pub contended: BTreeMap<Place, Vec<TaskIx>>,
}

/// Tasks that can be done at the same time, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedWave {
    /// The tasks.
    pub tasks: Vec<TaskIx>,
    /// The reasons why some of them are not in an earlier wave, though the order would allow it.
    pub splits: Vec<Split>,
}

/// A task that comes later than the order asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The task.
    pub task: TaskIx,
    /// The task of an earlier wave that edits the same place.
    pub other: TaskIx,
    /// The place that both edit.
    pub place: Place,
}

impl Plan {
    /// The waves of a list, whose tasks may touch `boundaries`.
    pub fn of(list: &TaskList, boundaries: &IndexVec<TaskIx, Boundary>) -> Self {
        let order = UnitOrder::of(list);
        let mut steps: BTreeMap<usize, Vec<TaskIx>> = BTreeMap::new();
        for (task, step) in &order.steps {
            steps.entry(*step).or_default().push(*task);
        }
        let mut plan = Self { basis: order.basis, waves: Vec::new(), contended: BTreeMap::new() };
        let whole = whole(list, &order, boundaries);
        steps.into_values().for_each(|tasks| plan.push_step(&tasks, &whole));
        plan
    }

    /// Adds the tasks of one step: a task that edits a file of another one comes in the wave behind it.
    fn push_step(&mut self, tasks: &[TaskIx], boundaries: &IndexVec<TaskIx, Boundary>) {
        let first = self.waves.len();
        let mut taken: Taken<'_, (usize, TaskIx)> = Taken::default();
        for &task in tasks {
            let boundary = &boundaries[task];
            let latest = taken.overlaps(boundary, LIST).max_by_key(|((wave, _), _)| *wave);
            let wave = latest.map_or(first, |((wave, _), _)| wave + 1);
            if self.waves.len() <= wave {
                self.waves.push(PlannedWave::default());
            }
            self.waves[wave].tasks.push(task);
            if let Some(((_, other), place)) = latest {
                self.waves[wave].splits.push(Split { task, other, place: place.clone() });
            }
            taken.add(boundary, LIST, (wave, task));
        }
        let mut shared: BTreeMap<&Place, Vec<TaskIx>> = BTreeMap::new();
        for &task in tasks {
            for place in boundaries[task].places.keys().filter(|place| place.is_contended()) {
                shared.entry(place).or_default().push(task);
            }
        }
        for (place, tasks) in shared.into_iter().filter(|(_, tasks)| tasks.len() > 1) {
            self.contended.entry(place.clone()).or_default().extend(tasks);
        }
    }
}

/// All tasks of a plan are of one list.
const LIST: usize = 0;

/// The boundaries of units, each with those of its parts.
pub fn whole(
    list: &TaskList,
    order: &UnitOrder,
    boundaries: &IndexVec<TaskIx, Boundary>,
) -> IndexVec<TaskIx, Boundary> {
    let mut is_unit: IndexVec<TaskIx, bool> = list.tasks.map(|_| false);
    order.steps.iter().for_each(|(unit, _)| is_unit[*unit] = true);
    let mut whole: IndexVec<TaskIx, Boundary> = list.tasks.map(|_| Boundary::default());
    for (ix, boundary) in boundaries.enumerated() {
        if let Some(unit) = list.with_parents(ix).find(|&ix| is_unit[ix]) {
            for (place, why) in &boundary.places {
                whole[unit].places.entry(place.clone()).or_insert(*why);
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests;
