//! `tasks waves` for people.

use std::fmt::Write as _;

use spec_engine::tasks::{Basis, Place, Plan, PlannedWave};
use spec_model::tasks::TaskIx;

use super::state_word;
use crate::board::{Board, Judged};
use crate::layout::{Layout, Verbosity};
use crate::render::human::bounded::push_each;
use crate::render::human::style::{DOUBTFUL, FAINT, HEADING, ID, paint};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, shorten, width};

/// The waves of each list.
pub fn render(board: &Board, layout: &Layout) -> String {
    let mut out = String::new();
    push_each(&mut out, &board.lists, layout, |out, judged| {
        let plan = judged.plan();
        let waves = count(plan.waves.len(), "wave", "waves");
        let about = format!("{waves}, {}", basis(plan.basis));
        let _ = writeln!(out, "{}  {}", paint(HEADING, visible(&judged.feature)), paint(FAINT, about));
        push_plan(out, judged, &plan, layout);
        out.push('\n');
    });
    if board.lists.is_empty() {
        out += "no task list: there is no `tasks.md` beside the documents\n";
    }
    out
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Graph => "as the graph of the list says",
        Basis::Drawn => "as the drawn graph of the list says",
        Basis::Depends => "as the tasks say what they depend on",
        Basis::Marks => "as the marks for parallel tasks say",
        Basis::Document => "in the order of the document",
    }
}

fn push_plan(out: &mut String, judged: &Judged, plan: &Plan, layout: &Layout) {
    let waves: Vec<(usize, &PlannedWave)> = (1..).zip(&plan.waves).collect();
    push_each(out, waves, layout, |out, (number, wave)| {
        let _ = writeln!(out, "{}", paint(HEADING, format!("Wave {number}")));
        let columns = wave.tasks.iter().map(|&task| width(&name(judged, task))).max().unwrap_or(0).min(12);
        for &task in &wave.tasks {
            push_task(out, judged, task, columns, layout);
        }
        for split in wave.splits.iter().filter(|_| layout.verbosity != Verbosity::Quiet) {
            let text = beside(&name(judged, split.task), &name(judged, split.other), &split.place);
            for line in fold(&text, layout.columns.saturating_sub(4)) {
                let _ = writeln!(out, "    {}", paint(DOUBTFUL, line));
            }
        }
    });
    let checkpoints = judged.list.tasks.enumerated().filter(|(_, task)| task.is_checkpoint);
    let checkpoints: Vec<_> = checkpoints.map(|(task, _)| name(judged, task)).collect();
    if !checkpoints.is_empty() && layout.verbosity != Verbosity::Quiet {
        let noun = if checkpoints.len() == 1 { "a checkpoint" } else { "checkpoints" };
        let text = format!("in no wave, as {noun}: {}", checkpoints.join(", "));
        for line in fold(&text, layout.columns) {
            let _ = writeln!(out, "{}", paint(FAINT, line));
        }
    }
    for (place, tasks) in &plan.contended {
        let names: Vec<_> = tasks.iter().map(|&task| name(judged, task)).collect();
        let text = format!("{} is edited by {}: merge it by hand", visible(place.as_str()), names.join(", "));
        for line in fold(&text, layout.columns) {
            let _ = writeln!(out, "{}", paint(DOUBTFUL, line));
        }
    }
}

fn push_task(out: &mut String, judged: &Judged, task: TaskIx, columns: usize, layout: &Layout) {
    let list = &judged.list;
    let number = name(judged, task);
    let padding = " ".repeat(columns.saturating_sub(width(&number)));
    let state = state_word(judged, task);
    let title = if list.number(&list.tasks[task]).is_some() { list.title(&list.tasks[task]) } else { "" };
    let left = layout.columns.saturating_sub(4 + columns.max(width(&number)) + width(state));
    let title = shorten(&visible(&one_line(title)), layout.room(left));
    let _ = writeln!(out, "  {}{padding}  {}  {title}", paint(ID, &number), paint(FAINT, state));
}

/// Explains why a task cannot be done at the same time as another one.
pub(super) fn beside(task: &str, other: &str, place: &Place) -> String {
    format!("{task} cannot run beside {other}: both edit {}", visible(place.as_str()))
}

/// The name of a task on a line.
pub(super) fn name(judged: &Judged, task: TaskIx) -> String {
    const LONGEST: usize = 40;
    shorten(&visible(&one_line(judged.name(task))), LONGEST)
}
