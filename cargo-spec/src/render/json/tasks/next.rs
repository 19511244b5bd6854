//! `tasks next` for programs.

use serde::Serialize;
use spec_engine::tasks::Place;
use spec_model::Diagnostic;
use spec_model::tasks::TaskIx;

use super::UnitJson;
use crate::board::Board;
use crate::board::next::{Next, TaskOfBoard, next};
use crate::render::json::shown_path;
use crate::render::json::todo::LineJson;
use crate::render::json::{DiagnosticJson, VERSION};
use crate::todo::TodoState;
use crate::todo::fit::MEASURE;
use crate::todo::item::{NextItem, NextOutcome};
use spec_model::paths::relative;

/// The output of `tasks next`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NextJson<'a> {
    version: u32,
    has_run: bool,
    next: Option<FirstJson>,
    lists: Vec<ListJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> NextJson<'a> {
    /// The open tasks of each list, or of those of one feature. Also what is wrong with their order.
    pub fn new(known: &'a TodoState, feature: Option<&str>, problems: &[&'a Diagnostic]) -> Self {
        let board = &known.board;
        let first = NextOutcome::new(known, |path| relative(path, &known.root)).item;
        let is_asked = |at: usize| feature.is_none_or(|feature| board.lists[at].is_of(feature));
        let next = next(board);
        let lists = next.iter().enumerate().filter(|(at, _)| is_asked(*at));
        let lists = lists.map(|(at, next)| ListJson::new(board, at, next)).collect();
        let diagnostics = problems.iter().map(|problem| DiagnosticJson::new(problem)).collect();
        Self { version: VERSION, has_run: board.has_run, next: first.map(FirstJson::new), lists, diagnostics }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MeetingJson<'a> {
    #[serde(flatten)]
    task: UnitJson<'a>,
    other: &'a str,
    other_feature: &'a str,
    place: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WaitingJson<'a> {
    #[serde(flatten)]
    task: UnitJson<'a>,
    waits_for: Vec<&'a str>,
}

/// The one thing that comes first, as `next` chooses it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FirstJson {
    id: Option<String>,
    step: String,
    done: String,
    task: Option<LineJson>,
}

impl FirstJson {
    fn new(item: NextItem) -> Self {
        let task = item.task.as_ref().map(|task| LineJson::new(task, MEASURE));
        Self { id: item.id, step: item.step, done: item.done, task }
    }
}

impl<'a> ListJson<'a> {
    fn new(board: &'a Board, list: usize, next: &Next) -> Self {
        let judged = &board.lists[list];
        let unit = |&task: &TaskIx| UnitJson::new(judged, task);
        let meeting = |(task, (list, other), place): &(TaskIx, TaskOfBoard, Place)| MeetingJson {
            task: unit(task),
            other: board.lists[*list].name(*other),
            other_feature: &board.lists[*list].feature,
            place: place.as_str().to_owned(),
        };
        let waiting = |(task, waits): &(TaskIx, Vec<TaskIx>)| WaitingJson {
            task: unit(task),
            waits_for: waits.iter().map(|&other| judged.name(other)).collect(),
        };
        Self {
            path: shown_path(judged.list.source.path()),
            feature: &judged.feature,
            done: next.done,
            ready: next.ready.iter().map(unit).collect(),
            begun: next.begun.iter().map(unit).collect(),
            meeting: next.meeting.iter().map(meeting).collect(),
            waiting: next.waiting.iter().map(waiting).collect(),
        }
    }
}
