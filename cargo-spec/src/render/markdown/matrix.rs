//! The tasks by what they have come to, and each criterion beside its design, tasks and tests.

use std::fmt::Write as _;

use spec_engine::tasks::Measured;

use super::ROOM;
use super::escape::{code, text};
use crate::render::tally;
use crate::report::{DesignEntry, MatrixRow, Report, TaskEntry};
use crate::text::{one_line, shorten, without_strong};

/// No title is longer.
const TITLE: usize = 80;
/// So many entries stand in a cell.
const AT_ONCE: usize = 3;

/// Both parts, folded away; nothing without task lists and designs.
pub(super) fn push(out: &mut String, report: &Report) {
    if let Some(tasks) = tally::tasks(&report.matrix) {
        let _ = writeln!(out, "\n<details>\n<summary>{}</summary>\n", text(&tasks));
        out.push_str("| | task | |\n|---|---|---|\n");
        let rows = report.matrix.by_state().flat_map(|(state, tasks)| {
            tasks.into_iter().map(move |task| {
                format!("| {} | {} | {} |\n", state.as_str(), self::task(task, false), place(report, task))
            })
        });
        push_rows(out, rows);
        out.push_str("\n</details>\n");
    }
    if !report.matrix.rows.is_empty() {
        out.push_str("\n<details>\n<summary>Criteria, design, tasks and tests</summary>\n\n");
        out.push_str("| criterion | design | tasks | tests |\n|---|---|---|---|\n");
        push_rows(out, report.matrix.rows.iter().map(|row| self::row(report, row)));
        out.push_str("\n</details>\n");
    }
}

/// As many rows as there is room for; the others are counted.
fn push_rows(out: &mut String, rows: impl Iterator<Item = String>) {
    let mut left_out = 0;
    for row in rows {
        match out.len() + row.len() > ROOM {
            true => left_out += 1,
            false => out.push_str(&row),
        }
    }
    if left_out > 0 {
        let _ = writeln!(out, "\n… and {left_out} more");
    }
}

fn row(report: &Report, row: &MatrixRow) -> String {
    let standing = &report.ladder.standings[row.criterion];
    let name = |path: &str| code(path.rsplit("::").next().unwrap_or(path));
    format!(
        "| {} {} | {} | {} | {} |\n",
        code(standing.verdict.id.as_str()),
        standing.rung,
        cell(report.matrix.parts_of(row).map(part)),
        cell(report.matrix.tasks_of(row).map(|task| self::task(task, true))),
        cell(standing.tests.iter().map(|test| name(&test.link.item.path))),
    )
}

fn cell(entries: impl Iterator<Item = String>) -> String {
    let mut entries: Vec<_> = entries.collect();
    let more = entries.len().saturating_sub(AT_ONCE);
    entries.truncate(AT_ONCE);
    if more > 0 {
        entries.push(format!("and {more} more"));
    }
    entries.join("<br>")
}

fn title(title: &str) -> String {
    text(&shorten(&without_strong(&one_line(title)), TITLE))
}

fn task(task: &TaskEntry, has_state: bool) -> String {
    let number = task.number.as_deref().map(|number| format!("{} ", code(number))).unwrap_or_default();
    let state = task.measured.filter(|_| has_state).map(Measured::as_str);
    let state = state.map(|state| format!(" ({state})")).unwrap_or_default();
    format!("{number}{}{state}", title(&task.title))
}

fn place(report: &Report, task: &TaskEntry) -> String {
    code(&format!("{}:{}", report.shown(&task.path), task.line))
}

fn part(part: &DesignEntry) -> String {
    let number = part.property.as_deref().map(|number| format!("Property {}: ", text(&one_line(number))));
    format!("{}{}", number.unwrap_or_default(), title(&part.title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn criteria_stand_beside_what_names_them_and_markup_is_text() {
        let mut out = String::new();
        push(&mut out, &sample::planned("<b>house</b> | @all"));
        insta::assert_snapshot!(out);
    }

    #[test]
    fn many_rows_are_counted_where_there_is_no_room() {
        let mut report = sample::planned("house");
        let row = &report.matrix.rows[0];
        let (criterion, tasks) = (row.criterion, row.tasks.clone());
        let rows = (0..2000).map(|_| MatrixRow { criterion, tasks: tasks.clone(), parts: Vec::new() });
        report.matrix.rows = rows.collect();
        let mut out = String::new();
        push(&mut out, &report);
        assert!(out.len() < ROOM + 200 && out.contains(" more\n\n</details>"), "{}", out.len());
    }
}
