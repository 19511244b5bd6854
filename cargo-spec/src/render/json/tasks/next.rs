//! `tasks next` for programs.

use serde::Serialize;

use super::UnitJson;
use crate::board::next::next;
use crate::board::{Board, Judged};
use crate::layout::path_text;
use crate::render::json::VERSION;
use crate::report::Report;

/// What `tasks next` prints.
#[derive(Debug, Serialize)]
pub struct NextJson<'a> {
    version: u32,
    has_run: bool,
    lists: Vec<ListJson<'a>>,
}

impl<'a> NextJson<'a> {
    /// The tasks of each list that are not done.
    pub fn new(board: &'a Board) -> Self {
        let lists = board.lists.iter().map(|judged| ListJson::new(judged, &board.report)).collect();
        Self { version: VERSION, has_run: board.has_run, lists }
    }
}

#[derive(Debug, Serialize)]
struct ListJson<'a> {
    path: String,
    feature: &'a str,
    done: usize,
    ready: Vec<UnitJson<'a>>,
    begun: Vec<UnitJson<'a>>,
    meeting: Vec<MeetingJson<'a>>,
    waiting: Vec<WaitingJson<'a>>,
}

#[derive(Debug, Serialize)]
struct MeetingJson<'a> {
    #[serde(flatten)]
    task: UnitJson<'a>,
    other: &'a str,
    place: String,
}

#[derive(Debug, Serialize)]
struct WaitingJson<'a> {
    #[serde(flatten)]
    task: UnitJson<'a>,
    waits_for: Vec<&'a str>,
}

impl<'a> ListJson<'a> {
    fn new(judged: &'a Judged, report: &Report) -> Self {
        let next = next(judged, report);
        let unit = |&task| UnitJson::new(judged, task);
        Self {
            path: path_text(judged.list.source.path()),
            feature: &judged.list.feature,
            done: next.done,
            ready: next.ready.iter().map(unit).collect(),
            begun: next.begun.iter().map(unit).collect(),
            meeting: next
                .meeting
                .iter()
                .map(|(task, other, place)| MeetingJson {
                    task: unit(task),
                    other: judged.name(*other),
                    place: place.as_str().to_owned(),
                })
                .collect(),
            waiting: next
                .waiting
                .iter()
                .map(|(task, waits)| WaitingJson {
                    task: unit(task),
                    waits_for: waits.iter().map(|&other| judged.name(other)).collect(),
                })
                .collect(),
        }
    }
}
