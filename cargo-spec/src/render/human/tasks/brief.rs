//! `tasks brief`: Markdown for whoever does the task, with nothing that the task does not need.

use std::fmt::Write as _;

use spec_engine::tasks::Why;

use crate::board::Board;
use crate::board::brief::Brief;
use crate::layout::Layout;
use crate::terminal::visible;
use crate::text::{count, fold, lines, one_line};

/// So many lines a brief has at most.
pub const MAX_LINES: usize = 60;

/// The brief. What does not fit is counted, and it is said where it stands.
pub fn render(brief: &Brief<'_>, board: &Board, layout: &Layout) -> String {
    let list = &brief.judged.list;
    let number = list.number(brief.task).unwrap_or_default();
    let mut out = String::new();
    let head = format!("# Task {number}: {}", one_line(list.title(brief.task)));
    let _ = writeln!(out, "{}", visible(head.trim_end()));
    let place = format!("{}:{}", layout.shown(list.source.path()), brief.task.line);
    let measured =
        brief.measured.map_or(String::new(), |measured| format!(", measured: {}", measured.as_str()));
    let _ = writeln!(out, "\n{place}, box: {}{measured}", brief.task.state().as_str());
    let end = end(brief, number, board);
    push_body(&mut out, brief);
    let mut room = MAX_LINES.saturating_sub(lines(&out) + lines(&end));
    for (title, parts) in parts(brief, board, layout) {
        if parts.is_empty() || room < 4 {
            continue;
        }
        let _ = writeln!(out, "\n## {title}\n");
        room = room.saturating_sub(3);
        let mut left = parts.len();
        for part in &parts {
            let needs = lines(part) + usize::from(left > 1);
            if needs > room {
                break;
            }
            out += part;
            room -= lines(part);
            left -= 1;
        }
        if left > 0 {
            let _ = writeln!(out, "- … and {left} more: `cargo spec show ID`");
            room = room.saturating_sub(1);
        }
    }
    out + &end
}

/// What the list says of the task below its first line.
fn push_body(out: &mut String, brief: &Brief<'_>) {
    /// The words of the criteria are more needed than these.
    const MAX_BODY: usize = 15;
    if brief.body.is_empty() {
        return;
    }
    out.push('\n');
    for line in brief.body.iter().take(MAX_BODY) {
        let _ = writeln!(out, "{}", visible(line.trim_end()));
    }
    if let more @ 1.. = brief.body.len().saturating_sub(MAX_BODY) {
        let _ = writeln!(out, "… and {} in the list", count(more, "line", "lines"));
    }
}

/// The command that says whether it is done, and what the brief stands for.
fn end(brief: &Brief<'_>, number: &str, board: &Board) -> String {
    let feature =
        if board.lists.len() == 1 { String::new() } else { format!("{}/", brief.judged.list.feature) };
    let mut out = String::from("\n## Done when\n\n");
    let _ = match brief.criteria {
        [] => writeln!(
            out,
            "The task names no criterion: nothing can measure it. Tick its box when it is done."
        ),
        _ => writeln!(out, "`cargo spec tasks verify {feature}{number}` says that it is done."),
    };
    let stands_for = count(brief.document_lines, "line", "lines");
    let _ = writeln!(out, "\nThis brief stands for {stands_for} of documents.");
    out
}

/// The parts, the most needed first.
fn parts(brief: &Brief<'_>, board: &Board, layout: &Layout) -> Vec<(&'static str, Vec<String>)> {
    let standings = &board.report.ladder.standings;
    let criteria = brief.criteria.iter().map(|&ix| {
        let standing = &standings[ix];
        let id = &standing.verdict.id;
        folded(&format!("`{id}` ({}): {}", standing.rung, one_line(&standing.verdict.text)), layout)
    });
    let properties = brief.properties.iter().map(|property| {
        let number = property.number.unwrap_or_default();
        folded(&format!("Property {number}: {}. {}", property.title, one_line(&property.statement)), layout)
    });
    let sections = brief.sections.iter().map(|section| {
        folded(&format!("{} ({}:{})", section.title, layout.shown(section.path), section.line), layout)
    });
    let links = brief.links.iter().map(|link| {
        let what = if link.is_test { "test" } else { "code" };
        let id = &standings[link.criterion].verdict.id;
        folded(&format!("`{id}` {what} {}:{} `{}`", layout.shown(link.path), link.line, link.name), layout)
    });
    let boundary = brief.boundary.places.iter().map(|(place, why)| {
        let why = match why {
            Why::Written => "",
            Why::Tree => " (in the design's tree)",
            Why::Implements => " (implements one of the criteria)",
        };
        folded(&format!("{}{why}", place.as_str()), layout)
    });
    vec![
        ("Criteria", criteria.collect()),
        ("Properties", properties.collect()),
        ("Tests and code", links.collect()),
        ("May touch", boundary.collect()),
        ("Design", sections.collect()),
    ]
}

/// An item of a list, on as many lines as it takes.
fn folded(text: &str, layout: &Layout) -> String {
    let folded = fold(&visible(text), layout.columns.saturating_sub(2));
    let mut out = String::new();
    for (at, line) in folded.iter().enumerate() {
        let _ = writeln!(out, "{}{line}", if at == 0 { "- " } else { "  " });
    }
    out
}
