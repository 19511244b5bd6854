//! The tasks that a branch works on, and those that may touch a file.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use spec_engine::Host;
use spec_engine::tasks::Place;
use spec_model::tasks::{State, TaskIx, TaskList};

use crate::board::Board;
use crate::on_disk;

/// A task of a board: its list, by its position, and the task.
pub(super) type TaskAt = (usize, TaskIx);

/// The name of a task: its feature, and its number or title.
pub(super) fn name(board: &Board, (list, task): TaskAt) -> String {
    let judged = &board.lists[list];
    format!("{}/{}", judged.feature, judged.name(task))
}

/// The tasks without parts whose boxes a state says were begun or done, and the state before did not.
pub(super) fn begun(board: &Board, before: &Host, now: &Host) -> BTreeSet<TaskAt> {
    let mut begun = BTreeSet::new();
    for (at, judged) in board.lists.iter().enumerate() {
        let path = judged.list.source.path();
        let path = on_disk::real(path).unwrap_or_else(|_| path.to_path_buf());
        let (Ok(before), Ok(now)) = (before.task_list(&path), now.task_list(&path)) else { continue };
        let (before, now) = (states(&before), states(&now));
        let is_begun = |state: Option<&State>| matches!(state, Some(State::Started | State::Done));
        for (task, _) in judged.measured.enumerated().filter(|(_, measured)| measured.is_some()) {
            let name = judged.name(task);
            let (was, is) = (before.get(name), now.get(name));
            if is_begun(is) && was != is {
                begun.insert((at, task));
            }
        }
    }
    begun
}

/// The signs in the boxes of a list, by the numbers or titles of the tasks.
fn states(list: &TaskList) -> HashMap<&str, State> {
    let of = |task| (list.number(task).unwrap_or_else(|| list.title(task)), task.state());
    list.tasks.iter().map(of).collect()
}

/// The tasks whose boundary has a file, given from the root of the repository.
pub(super) fn touching(board: &Board, top: &Path, file: &Path) -> impl Iterator<Item = TaskAt> {
    let file = top.join(file);
    board.lists.iter().enumerate().flat_map(move |(at, judged)| {
        let list = judged.list.source.path();
        let list = on_disk::real(list).unwrap_or_else(|_| list.to_path_buf());
        let folders: Vec<_> = list.ancestors().skip(1).filter(|folder| folder.starts_with(top)).collect();
        let is_it = |place: &Place| match place {
            Place::File(path) => folders.iter().any(|folder| folder.join(path) == file),
            Place::Component(_) => false,
        };
        let boundaries = judged.boundaries.enumerated();
        let touching = boundaries.filter(|(_, boundary)| boundary.places.keys().any(is_it));
        touching.map(|(task, _)| (at, task)).collect::<Vec<_>>()
    })
}
