//! `tasks next` for people.

use std::fmt::Write as _;

use spec_model::tasks::{State, TaskIx};

use super::state_word;
use super::waves::{beside, name};
use crate::board::find::find;
use crate::board::next::{Next, next};
use crate::board::{Board, Judged};
use crate::layout::{Layout, Verbosity};
use crate::render::human::bounded::push_each;
use crate::render::human::next as next_step;
use crate::render::human::style::{DOUBTFUL, FAINT, HEADING, ID, paint};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, shorten, width};
use crate::todo::{Todo, TodoState};

/// The tasks of each list that can be begun, then why the others cannot.
pub fn render(known: &TodoState, feature: Option<&str>, layout: &Layout) -> String {
    let mut out = String::new();
    let board = &known.board;
    let next = next(board);
    let is_asked = |judged: &Judged| feature.is_none_or(|feature| judged.is_of(feature));
    let lists = || board.lists.iter().zip(&next).filter(|(judged, _)| is_asked(judged));
    push_each(&mut out, lists(), layout, |out, (judged, next)| {
        let about = format!("{} of {} done", next.done, total(next));
        let _ = writeln!(out, "{}  {}", paint(HEADING, visible(&judged.feature)), paint(FAINT, about));
        push_list(out, board, judged, next, layout);
    });
    let named = |judged: &Judged, task: TaskIx| {
        let named = judged.argument(board, judged.list.number(&judged.list.tasks[task])?);
        find(board, &named).is_ok().then_some(named)
    };
    // The one that `next` chooses, or the first that a command can name.
    let all = Todo::all(known);
    let first = Todo::first(&all).and_then(|todo| known.task_of(todo));
    let first = first.map(|(list, task)| (&board.lists[list], task)).filter(|(judged, _)| is_asked(judged));
    let first = first.and_then(|(judged, task)| named(judged, task));
    let named = first.or_else(|| {
        lists().find_map(|(judged, next)| next.ready.iter().find_map(|&task| named(judged, task)))
    });
    let brief = named.map(|named| format!("`cargo spec tasks brief {named}`"));
    if board.lists.is_empty() {
        out += "no task list: there is no `tasks.md` beside the documents\n";
    }
    if !board.has_run && !board.lists.is_empty() && layout.verbosity != Verbosity::Quiet {
        out += "no test results yet: a task counts as done only when its tests ran\n";
    }
    // A ticked task is done perhaps: a run shows it.
    let has_ticked = lists()
        .any(|(judged, next)| next.ready.iter().any(|&task| judged.list.tasks[task].state() == State::Done));
    let needs_run = !board.has_run && (has_ticked || brief.is_none() && !board.lists.is_empty());
    let first = if needs_run { Some("`cargo spec test`".to_owned()) } else { brief };
    out + &next_step::line(first.as_deref(), layout)
}

fn total(next: &Next) -> usize {
    next.done + next.ready.len() + next.begun.len() + next.meeting.len() + next.waiting.len()
}

fn push_list(out: &mut String, board: &Board, judged: &Judged, next: &Next, layout: &Layout) {
    for &task in &next.begun {
        push_task(out, judged, task, "begun", layout);
    }
    push_each(out, &next.ready, layout, |out, &task| push_task(out, judged, task, "ready", layout));
    if layout.verbosity == Verbosity::Quiet {
        return;
    }
    push_each(out, &next.meeting, layout, |out, (task, (list, other), place)| {
        let other_list = &board.lists[*list];
        let other = match other_list.feature == judged.feature {
            true => name(judged, *other),
            false => format!("{}/{}", visible(&other_list.feature), name(other_list, *other)),
        };
        let text = beside(&name(judged, *task), &other, place);
        fold(&text, layout.columns.saturating_sub(2)).iter().for_each(|line| {
            let _ = writeln!(out, "  {}", paint(DOUBTFUL, line));
        });
    });
    push_each(out, grouped(&next.waiting), layout, |out, (tasks, waits)| {
        let verb = if tasks.len() == 1 { "waits" } else { "wait" };
        let text = format!("{} {verb} for {}", names(judged, &tasks), names(judged, waits));
        fold(&text, layout.columns.saturating_sub(2)).iter().for_each(|line| {
            let _ = writeln!(out, "  {}", paint(FAINT, line));
        });
    });
}

/// Neighbours that wait for the same tasks.
fn grouped(waiting: &[(TaskIx, Vec<TaskIx>)]) -> impl Iterator<Item = (Vec<TaskIx>, &[TaskIx])> {
    waiting.chunk_by(|one, other| one.1 == other.1).map(|group| {
        let waits = group.first().map_or(&[][..], |(_, waits)| waits);
        (group.iter().map(|(task, _)| *task).collect(), waits)
    })
}

/// The names of some tasks.
fn names(judged: &Judged, tasks: &[TaskIx]) -> String {
    /// More names are no help.
    const NAMED: usize = 6;
    let named: Vec<_> = tasks.iter().take(NAMED).map(|&task| name(judged, task)).collect();
    match tasks.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {}", named.join(", "), count(more, "other", "others")),
    }
}

fn push_task(out: &mut String, judged: &Judged, task: TaskIx, word: &str, layout: &Layout) {
    let list = &judged.list;
    let number = name(judged, task);
    let value = &list.tasks[task];
    let note = match value.state() {
        State::Done => format!(" (ticked, but {})", state_word(judged, task)),
        _ if value.is_optional => " (optional)".to_owned(),
        _ => String::new(),
    };
    let title = if list.number(value).is_some() { list.title(value) } else { "" };
    let left = layout.columns.saturating_sub(6 + width(&number) + word.len() + width(&note));
    let title = shorten(&visible(&one_line(title)), layout.room(left));
    let _ = writeln!(out, "  {word}  {}  {title}{note}", paint(ID, number));
}
