//! Finds a task by its number; with its feature before it where several lists have the number.

use spec_model::nearest::nearest;
use spec_model::tasks::TaskIx;

use super::{Board, Judged};
use crate::error::Error;

/// The task with a number: `2.3`, `T012`, `checkout/2.3`.
///
/// # Errors
/// [`Error::Id`], if no task has the number, or several have it.
pub fn find<'a>(board: &'a Board, written: &str) -> Result<(&'a Judged, TaskIx), Error> {
    let (feature, number) = match written.rsplit_once('/') {
        Some((feature, number)) => (Some(feature), number),
        None => (None, written),
    };
    let tasks = || {
        board
            .lists
            .iter()
            .flat_map(|judged| judged.list.tasks.enumerated().map(move |(ix, task)| (judged, ix, task)))
    };
    let named = |judged: &Judged, number: &str| format!("{}/{number}", judged.list.feature);
    let is_it = |judged: &Judged, own: &str| {
        own.eq_ignore_ascii_case(number) && feature.is_none_or(|feature| judged.list.feature == feature)
    };
    let found: Vec<_> = tasks()
        .filter(|(judged, _, task)| judged.list.number(task).is_some_and(|own| is_it(judged, own)))
        .collect();
    match &*found {
        [(judged, ix, _)] => Ok((judged, *ix)),
        [] => {
            let known: Vec<_> = tasks()
                .filter_map(|(judged, _, task)| Some((judged, judged.list.number(task)?)))
                .map(|(judged, number)| match board.lists.len() {
                    1 => number.to_owned(),
                    _ => named(judged, number),
                })
                .collect();
            let candidates = nearest(written, known.iter().map(String::as_str), 3);
            Err(Error::Id {
                problem: format!("no task has the number {}", written.escape_debug()),
                candidates: candidates.into_iter().map(str::to_owned).collect(),
            })
        }
        several => {
            let mut candidates: Vec<_> = several.iter().map(|(judged, _, _)| named(judged, number)).collect();
            candidates.dedup();
            let problem = match candidates.len() {
                1 => format!(
                    "several tasks of one list have the number {}; give each its own",
                    number.escape_debug()
                ),
                _ => format!("several lists have a task {}", number.escape_debug()),
            };
            Err(Error::Id { problem, candidates })
        }
    }
}
