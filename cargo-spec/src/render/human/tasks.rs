//! `tasks` for people.

pub mod brief;
pub mod next;
pub mod tick;
pub mod verify;
pub mod waves;

use std::fmt::Write as _;
use std::sync::Arc;

use anstyle::Style;
use spec_engine::tasks::Measured;
use spec_model::design::{Design, Property};
use spec_model::grammar::reference::Reference;
use spec_model::tasks::{GroupIx, State, Task, TaskIx, TaskList};

use super::bounded::push_each;
use super::style::{BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, paint};
use crate::board::Judged;
use crate::layout::{Layout, Verbosity};
use crate::outcome::{ListedTasks, TasksOutcome};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, width, without_strong};

/// The lists, with their tasks as the documents group them.
pub fn render(outcome: &TasksOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    push_each(&mut out, &outcome.lists, layout, |out, list| {
        render_list(out, list, layout);
        out.push('\n');
    });
    let says = |design: &&Arc<Design>| !design.properties.is_empty() || !design.rows.is_empty();
    let designs: Vec<_> = outcome.designs.iter().filter(says).collect();
    push_each(&mut out, &designs, layout, |out, design| {
        render_design(out, design, layout);
        out.push('\n');
    });
    let tasks = || outcome.lists.iter().flat_map(|listed| &listed.list.tasks);
    let done = tasks().filter(|task| task.state() == State::Done).count();
    let tally = format!(
        "{} in {}, {done} ticked{}",
        count(tasks().count(), "task", "tasks"),
        count(outcome.lists.len(), "list", "lists"),
        measured_tally(outcome),
    );
    for line in fold(&tally, layout.columns) {
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Counts the tasks in each state.
fn measured_tally(outcome: &TasksOutcome) -> String {
    let measured = || outcome.lists.iter().filter_map(|listed| listed.measured.as_ref()).flatten().flatten();
    let number = |state: &Measured| measured().filter(|measured| *measured == state).count();
    let numbers = Measured::ALL.iter().map(|state| (state, number(state))).filter(|(_, number)| *number > 0);
    let numbers: Vec<_> = numbers.map(|(state, number)| format!("{number} {}", state.as_str())).collect();
    if numbers.is_empty() { String::new() } else { format!("; measured: {}", numbers.join(", ")) }
}

fn render_list(out: &mut String, listed: &ListedTasks, layout: &Layout) {
    let list = &*listed.list;
    let feature = visible(&list.feature);
    let about = format!("{} · {}", list.dialect, layout.shown(list.source.path()));
    let between = if width(&feature) + 2 + width(&about) <= layout.columns { "  " } else { "\n" };
    let _ = writeln!(out, "{}{between}{}", paint(HEADING, feature), paint(FAINT, about));
    let columns = list.tasks.iter().filter_map(|task| list.number(task)).map(width).max().unwrap_or(0);
    let mut group = None;
    push_each(out, list.tasks.enumerated(), layout, |out, (ix, task)| {
        if task.group != group {
            render_group(out, list, task.group, layout);
            group = task.group;
        }
        render_task(out, listed, ix, columns.min(LONGEST_NUMBER), layout);
    });
}

/// A design: its properties with what they validate, and how much else it traces.
fn render_design(out: &mut String, design: &Design, layout: &Layout) {
    let feature = visible(&design.feature);
    let about = format!("design · {}", layout.shown(design.source.path()));
    let between = if width(&feature) + 2 + width(&about) <= layout.columns { "  " } else { "\n" };
    let _ = writeln!(out, "{}{between}{}", paint(HEADING, feature), paint(FAINT, about));
    push_each(out, &design.properties, layout, |out, property| render_property(out, property, layout));
    if !design.rows.is_empty() {
        let _ = writeln!(out, "  {}", count(design.rows.len(), "row", "rows") + " of traceability");
    }
}

fn render_property(out: &mut String, property: &Property, layout: &Layout) {
    const INDENT: usize = 4;
    let number = format!("Property {}", one_line(&property.number));
    let title = format!("{number}  {}", one_line(&without_strong(&property.title)));
    let mut lines = fold(&title, layout.columns.saturating_sub(INDENT)).into_iter();
    let first = lines.next().unwrap_or_default();
    let _ = writeln!(out, "  {}", first.replacen(&number, &paint(ID, &number).to_string(), 1));
    lines.for_each(|line| {
        let _ = writeln!(out, "{:INDENT$}{line}", "");
    });
    let ids: Vec<_> =
        property.validates.iter().map(|cited| cited.reference.canonical().to_string()).collect();
    if !ids.is_empty() && layout.verbosity != Verbosity::Quiet {
        for line in fold(&one_line(&ids.join(", ")), layout.columns.saturating_sub(INDENT)) {
            let _ = writeln!(out, "{:INDENT$}{}", "", paint(FAINT, line));
        }
    }
}

/// A number that is longer stands out of line.
const LONGEST_NUMBER: usize = 8;

fn render_group(out: &mut String, list: &TaskList, group: Option<GroupIx>, layout: &Layout) {
    out.push('\n');
    if let Some(group) = group.filter(|_| layout.verbosity != Verbosity::Quiet) {
        for line in fold(&one_line(list.text(list.groups[group].title)), layout.columns) {
            let _ = writeln!(out, "{}", paint(HEADING, line));
        }
    }
}

/// A task: what is claimed, its number, what it has come to, its title, and what it names.
fn render_task(out: &mut String, listed: &ListedTasks, ix: TaskIx, columns: usize, layout: &Layout) {
    let list = &*listed.list;
    let task = &list.tasks[ix];
    let margin = 2 * (1 + depth(list, task));
    let number = one_line(list.number(task).unwrap_or_default());
    let padding = " ".repeat(columns.saturating_sub(width(&number)));
    let sign = match task.state() {
        State::Open => " ".to_owned(),
        State::Done => "x".to_owned(),
        _ => one_line(&task.mark.map(|mark| mark.sign.to_string()).unwrap_or_default()),
    };
    let mut indent = margin + 4 + columns + 2;
    let _ = write!(out, "{:margin$}[{sign}] {}{padding}  ", "", paint(ID, &number));
    if listed.measured.is_some() {
        let measured = listed.measured(ix);
        let state = measured.map_or("", Measured::as_str);
        let padding = " ".repeat(LONGEST_STATE.saturating_sub(state.len()));
        let _ = write!(out, "{}{padding}  ", paint(style_of(measured), state));
        indent += LONGEST_STATE + 2;
    }
    let title = fold(&one_line(&without_strong(list.title(task))), layout.columns.saturating_sub(indent));
    let _ = writeln!(out, "{}", title.join(&format!("\n{:indent$}", "")));
    let names = names(task, &listed.criteria[ix]);
    if !names.is_empty() && layout.verbosity != Verbosity::Quiet {
        for line in fold(&names, layout.columns.saturating_sub(indent)) {
            let _ = writeln!(out, "{:indent$}{}", "", paint(FAINT, line));
        }
    }
}

/// The longest word for what a task has come to.
const LONGEST_STATE: usize = 9;

/// The colour of what a task has come to.
fn style_of(measured: Option<Measured>) -> Style {
    match measured {
        Some(Measured::Phantom) => BAD,
        Some(Measured::Claimed | Measured::Partly) => DOUBTFUL,
        Some(Measured::Passing | Measured::Exercised | Measured::Proven) => GOOD,
        _ => FAINT,
    }
}

/// The state of a task, in a word; of one with parts, that of its box.
fn state_word(judged: &Judged, task: TaskIx) -> &'static str {
    match judged.measured[task] {
        Some(Measured::Unjudged) | None => judged.list.tasks[task].state().as_str(),
        Some(measured) => measured.as_str(),
    }
}

/// Counts the tasks that a task is a part of.
fn depth(list: &TaskList, task: &Task) -> usize {
    const DEEPEST: usize = 4;
    std::iter::successors(task.parent, |&parent| list.tasks[parent].parent).take(DEEPEST).count()
}

/// So many criteria are shown that a task does not name by references.
const SHOWN_CRITERIA: usize = 8;

/// The criteria and stories that a task names, and what else is known of it. Of one without references: the criteria that measure it.
fn names(task: &Task, criteria: &[String]) -> String {
    let mut names: Vec<String> = Vec::new();
    for reference in &task.references {
        let all = reference.is_all.then(|| "all requirements".to_owned());
        let ids = reference.names.iter().map(Reference::qualified);
        for name in ids.chain(all) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        names.extend(criteria.iter().take(SHOWN_CRITERIA).cloned());
        names.extend((criteria.len() > SHOWN_CRITERIA).then(|| "…".to_owned()));
    }
    names.extend(task.properties.iter().map(|property| format!("Property {}", property.number)));
    let mut parts = vec![names.join(", ")];
    if task.is_optional {
        parts.push("optional".to_owned());
    }
    if task.is_parallel {
        parts.push("parallel".to_owned());
    }
    if !task.depends.is_empty() {
        let numbers: Vec<_> = task.depends.iter().map(|depends| depends.number.as_str()).collect();
        parts.push(format!("after {}", numbers.join(", ")));
    }
    if let Some(gap) = task.gap {
        parts.push(gap.as_str().to_owned());
    }
    parts.retain(|part| !part.is_empty());
    one_line(&parts.join(" · "))
}
