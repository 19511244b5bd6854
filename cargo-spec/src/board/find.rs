//! Finds the task that somebody names: by its number, with its feature before it where several lists have the number.

use spec_model::nearest::nearest;
use spec_model::tasks::{Numbered, Numbers, TaskIx};

use super::{Board, Judged};
use crate::error::Error;

/// The task with a number: `2.3`, `T012`, `checkout/2.3`.
///
/// # Errors
/// [`Error::Task`], if no task has the number, or several have it.
pub fn find<'a>(board: &'a Board, written: &str) -> Result<(&'a Judged, TaskIx), Error> {
    let (feature, number) = match written.rsplit_once('/') {
        Some((feature, number)) => (Some(feature), number),
        None => (None, written),
    };
    let lists = || board.lists.iter().filter(|judged| feature.is_none_or(|feature| judged.is_of(feature)));
    let found: Vec<_> = lists().flat_map(|judged| with_number(judged, number)).collect();
    match &*found {
        [(judged, ix)] => Ok((judged, *ix)),
        [] => Err(unknown(board, written, (feature, number))),
        several => Err(ambiguous(board, several, number)),
    }
}

/// The tasks of a list that have a number.
fn with_number<'a>(judged: &'a Judged, number: &str) -> impl Iterator<Item = (&'a Judged, TaskIx)> {
    let list = &judged.list;
    let is_it = move |own: &str| Numbers::is_one(own, number);
    let found = list.tasks.enumerated().filter(move |(_, task)| list.number(task).is_some_and(is_it));
    found.map(move |(ix, _)| (judged, ix))
}

/// The next step where there is no list.
const LISTS: &str = "write one, or name the requirements beside a list in `spec.toml`";

fn unknown(board: &Board, written: &str, (feature, number): (Option<&str>, &str)) -> Error {
    if board.lists.is_empty() {
        let problem =
            "there is no task list: `tasks.md` stands beside the requirements of its feature".to_owned();
        return Error::Unclear { problem, path: None, place: None, help: Some(LISTS.to_owned()) };
    }
    if let Some(feature) = feature.filter(|feature| !board.lists.iter().any(|judged| judged.is_of(feature))) {
        let features: Vec<_> = board.lists.iter().map(|judged| &*judged.feature).collect();
        let near = nearest(feature, features.iter().copied(), 3);
        return Error::Task {
            problem: format!("no task list belongs to a feature `{}`", feature.escape_debug()),
            candidates: near.into_iter().map(|feature| format!("{feature}/{number}")).collect(),
        };
    }
    let lists = || board.lists.iter().filter(|judged| feature.is_none_or(|feature| judged.is_of(feature)));
    for judged in lists() {
        let list = &judged.list;
        if let Some(Numbered::Group(group)) = Numbers::new(list).find(number) {
            let above = list.groups_above();
            let is_below = |group_of_task| {
                std::iter::successors(group_of_task, |&group| above[group]).any(|it| it == group)
            };
            let tasks = list.tasks.iter().filter(|task| is_below(task.group));
            return Error::Task {
                problem: format!(
                    "{} is a heading, and its tasks have numbers of their own",
                    number.escape_debug()
                ),
                candidates: tasks
                    .filter_map(|task| Some(judged.argument(board, list.number(task)?)))
                    .take(3)
                    .collect(),
            };
        }
    }
    let numbers = lists().flat_map(|judged| {
        let numbers = judged.list.tasks.iter().filter_map(|task| judged.list.number(task));
        numbers.map(|number| judged.argument(board, number))
    });
    let known: Vec<_> = numbers.collect();
    Error::Task {
        problem: format!("no task has the number {}", number.escape_debug()),
        candidates: nearest(written, known.iter().map(String::as_str), 3)
            .into_iter()
            .map(str::to_owned)
            .collect(),
    }
}

fn ambiguous(board: &Board, found: &[(&Judged, TaskIx)], number: &str) -> Error {
    let number = number.escape_debug();
    let mut candidates: Vec<_> =
        found.iter().map(|(judged, _)| judged.argument(board, &number.to_string())).collect();
    candidates.dedup();
    if candidates.len() > 1 {
        return Error::Task { problem: format!("several lists have a task {number}"), candidates };
    }
    let lines = found.iter().map(|(judged, ix)| judged.list.tasks[*ix].line.to_string());
    let lines: Vec<_> = lines.collect();
    let problem = format!(
        "several tasks of one list have the number {number}, in the lines {}: give each its own",
        lines.join(" and ")
    );
    Error::Task { problem, candidates: Vec::new() }
}
