//! The tasks by what they have come to, and each criterion beside its design, tasks and tests.

use std::collections::HashMap;
use std::fmt::Write as _;

use spec_engine::tasks::Measured;
use spec_model::diagnostic::Location;

use super::escape::{Anchors, statement};
use crate::evidence::Standing;
use crate::render::markup::escaped as text;
use crate::render::tally;
use crate::report::{DesignEntry, MatrixRow, Report, TaskEntry};
use crate::text::one_line;

/// So many entries of a cell are shown at once; the others unfold.
const AT_ONCE: usize = 4;

/// Both sections; nothing without task lists and designs.
pub(super) fn render(report: &Report) -> String {
    if report.matrix.is_empty() { String::new() } else { tasks(report) + &matrix(report) }
}

fn tasks(report: &Report) -> String {
    let mut items = String::new();
    for (state, tasks) in report.matrix.by_state() {
        let _ = writeln!(
            items,
            "<li><span class=\"chip {}\">{}</span> <strong>{}</strong> <small>{}</small>{}</li>",
            class(state),
            state.as_str(),
            tasks.len(),
            text(tally::meaning_of_task(state)),
            list(tasks.iter().map(|task| self::task(report, task, false)))
        );
    }
    if items.is_empty() {
        return items;
    }
    format!(
        "<section aria-labelledby=\"tasks\">\n<h2 id=\"tasks\">Tasks</h2>\n<ul class=\"findings\">\n{items}</ul>\n</section>\n"
    )
}

fn matrix(report: &Report) -> String {
    if report.matrix.rows.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">Criteria, design, tasks and tests</h2>\n\
         <table>\n<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Design</th><th scope=\"col\">Tasks</th>\
         <th scope=\"col\">Tests</th></tr></thead>\n<tbody>\n",
    );
    let anchors = anchors(report);
    let mut feature = None;
    for row in &report.matrix.rows {
        let standing = &report.ladder.standings[row.criterion];
        if feature != Some(&standing.verdict.feature) {
            feature = Some(&standing.verdict.feature);
            let name = text(&one_line(&standing.verdict.feature));
            let _ = writeln!(
                out,
                "<tr class=\"group\"><th colspan=\"4\" scope=\"rowgroup\"><bdi>{name}</bdi></th></tr>"
            );
        }
        out += &self::row(report, row, standing, &anchors);
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
    out
}

fn row(
    report: &Report,
    row: &MatrixRow,
    standing: &Standing,
    anchors: &HashMap<(&Location, &str), String>,
) -> String {
    let verdict = &standing.verdict;
    let id = text(&one_line(verdict.id.as_str()));
    let id = match anchors.get(&(&verdict.location, verdict.id.as_str())) {
        Some(anchor) => format!("<a class=\"id\" href=\"#{anchor}\">{id}</a>"),
        None => format!("<span class=\"id\">{id}</span>"),
    };
    let rung = standing.rung;
    let name = |path: &str| format!("<code>{}</code>", text(path.rsplit("::").next().unwrap_or(path)));
    format!(
        "<tr>\n<th scope=\"row\">{id}\n<span class=\"chip {rung}\">{rung}</span></th>\n\
         <td class=\"design\">{}</td>\n<td class=\"tasks\">{}</td>\n<td class=\"tests\">{}</td>\n</tr>\n",
        list(report.matrix.parts_of(row).map(|part| self::part(report, part))),
        list(report.matrix.tasks_of(row).map(|task| self::task(report, task, true))),
        list(standing.tests.iter().map(|test| name(&test.link.item.path))),
    )
}

/// Entries one below the other; a dash for none.
fn list(entries: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = entries.map(|entry| format!("<li>{entry}</li>")).collect();
    if items.is_empty() {
        return "<span class=\"nothing\">none</span>".to_owned();
    }
    let (shown, folded) = items.split_at(items.len().min(AT_ONCE));
    let mut out = format!("<ul>{}</ul>", shown.concat());
    if !folded.is_empty() {
        let _ = write!(
            out,
            "<details><summary>and {} more</summary><ul>{}</ul></details>",
            folded.len(),
            folded.concat()
        );
    }
    out
}

fn task(report: &Report, task: &TaskEntry, has_state: bool) -> String {
    let number = task.number.as_deref().map(|number| format!("<code>{}</code> ", text(&one_line(number))));
    let state = task.measured.filter(|_| has_state);
    let state =
        state.map(|state| format!(" <span class=\"chip {}\">{}</span>", class(state), state.as_str()));
    format!(
        "{}<bdi>{}</bdi>{} <span class=\"place\">{}:{}</span>",
        number.unwrap_or_default(),
        statement(&one_line(&task.title)),
        state.unwrap_or_default(),
        text(&report.shown(&task.path)),
        task.line
    )
}

fn part(report: &Report, part: &DesignEntry) -> String {
    let number = part.property.as_deref().map(|number| format!("Property {}: ", text(&one_line(number))));
    format!(
        "{}<bdi>{}</bdi> <span class=\"place\">{}:{}</span>",
        number.unwrap_or_default(),
        statement(&one_line(&part.title)),
        text(&report.shown(&part.path)),
        part.line
    )
}

/// The rung with whose colour a state is shown.
fn class(state: Measured) -> &'static str {
    match state {
        Measured::Open => "untested",
        Measured::Started => "stub",
        Measured::Partly => "ignored",
        Measured::Phantom => "failing",
        Measured::Claimed | Measured::Unjudged => "tested",
        Measured::Passing => "passing",
        Measured::Exercised => "exercised",
        Measured::Proven => "proven",
        Measured::Waived => "waived",
    }
}

/// The elements of the criteria, as the tables name them.
fn anchors(report: &Report) -> HashMap<(&Location, &str), String> {
    let mut anchors = Anchors::default();
    let mut names = HashMap::new();
    for feature in report.headings.features(&report.ladder) {
        for standing in feature.standings() {
            let id = standing.verdict.id.as_str();
            names.insert((&standing.verdict.location, id), anchors.of(feature.name, id));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn criteria_stand_beside_what_names_them_and_markup_is_text() {
        insta::assert_snapshot!(render(&sample::planned("<b>house</b>")));
    }

    #[test]
    fn without_tasks_and_designs_there_is_nothing() {
        assert_eq!(render(&sample::report()), "");
    }
}
