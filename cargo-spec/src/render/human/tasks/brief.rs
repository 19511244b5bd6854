//! `tasks brief`: Markdown for whoever does the task, with nothing that the task does not need.

use std::fmt::Write as _;

use spec_engine::tasks::Why;
use spec_model::tasks::{State, Task};

use crate::board::Board;
use crate::board::brief::{Brief, DesignPart};
use crate::layout::Layout;
use crate::terminal::visible;
use crate::text::{count, fold, lines, one_line};

/// So many lines a brief has at most.
pub const MAX_LINES: usize = 60;

/// The brief. The words of the criteria always stand in it; of the rest it says what does not fit, and where that stands.
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
    let parts = parts(brief, board, layout);
    let room = MAX_LINES.saturating_sub(lines(&out) + lines(&end));
    // Each part, that is not whole, takes a line to say so, with a heading.
    let least = |part: &Part| if part.items.is_empty() { 0 } else { HEADING + 1 };
    let kept: usize = parts.iter().map(least).sum();
    let criteria = criteria(brief, board, layout, room.saturating_sub(kept + BODY_AT_LEAST));
    let mut room = room.saturating_sub(lines(&criteria));
    push_body(&mut out, brief, room.saturating_sub(kept), layout);
    room = MAX_LINES.saturating_sub(lines(&out) + lines(&criteria) + lines(&end));
    out += &criteria;
    let mut kept = kept;
    for part in parts.iter().filter(|part| !part.items.is_empty()) {
        kept -= least(part);
        let text = part.text(room.saturating_sub(kept));
        room = room.saturating_sub(lines(&text));
        out += &text;
    }
    out + &end
}

/// The lines of a heading, with those around it.
const HEADING: usize = 3;

/// So many lines of its own text a task gets before the words of criteria are folded.
const BODY_AT_LEAST: usize = 6;

/// Lines that belong together below one heading.
struct Part {
    title: &'static str,
    items: Vec<String>,
    /// The place where all of it stands.
    elsewhere: String,
}

impl Part {
    /// The part in so many lines, the first items first. What is left out is counted, with the place where it stands.
    fn text(&self, room: usize) -> String {
        let mut out = format!("\n## {}\n\n", self.title);
        let whole: usize = self.items.iter().map(|item| lines(item)).sum();
        let room = room.saturating_sub(HEADING);
        // If not all of it fits, a line says so.
        let room = if whole <= room { room } else { room.saturating_sub(1) };
        let mut used = 0;
        let mut left = self.items.len();
        for item in &self.items {
            used += lines(item);
            if used > room {
                break;
            }
            out += item;
            left -= 1;
        }
        if left > 0 {
            let _ = writeln!(out, "- {left} more: {}", self.elsewhere);
        }
        out
    }
}

/// The exact words of the criteria: folded if that fits in so many lines, else each on one line.
fn criteria(brief: &Brief<'_>, board: &Board, layout: &Layout, room: usize) -> String {
    if brief.criteria.is_empty() {
        return String::new();
    }
    let standings = &board.report.ladder.standings;
    let words = brief.criteria.iter().map(|&ix| {
        let standing = &standings[ix];
        format!("`{}` ({}): {}", standing.verdict.id, standing.rung, one_line(&standing.verdict.text))
    });
    let words: Vec<String> = words.collect();
    let folded: String = words.iter().map(|words| folded(words, layout)).collect();
    let fits = lines(&folded) + HEADING <= room;
    let items =
        if fits { folded } else { words.iter().map(|words| format!("- {}\n", visible(words))).collect() };
    format!("\n## Criteria\n\n{items}")
}

/// The text of the list about the task below its first line, in so many lines.
fn push_body(out: &mut String, brief: &Brief<'_>, room: usize, layout: &Layout) {
    if brief.body.is_empty() {
        return;
    }
    out.push('\n');
    let room = room.saturating_sub(1);
    let shown = if brief.body.len() <= room { room } else { room.saturating_sub(1) };
    for line in brief.body.iter().take(shown) {
        let _ = writeln!(out, "{}", visible(line.trim_end()));
    }
    if let more @ 1.. = brief.body.len().saturating_sub(shown) {
        let path = layout.shown(brief.judged.list.source.path());
        let _ = writeln!(
            out,
            "- {} of the task: {path}:{}",
            count(more, "more line", "more lines"),
            brief.task.line
        );
    }
}

/// The command that says whether it is done, and what the brief stands for.
fn end(brief: &Brief<'_>, number: &str, board: &Board) -> String {
    let named = brief.judged.argument(board, number);
    let mut out = String::from("\n## Done when\n\n");
    // What nothing defines cannot be done.
    if !brief.undefined.is_empty() {
        let unknown = brief.undefined.iter().map(|name| format!("`{}`", one_line(name)));
        let unknown = unknown.collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "The task is not done while no document defines {}.", visible(&unknown));
        let _ = writeln!(
            out,
            "`cargo spec list` shows the ids: name the right one in the task, or ask a person\nto write the criterion down.\n"
        );
    }
    let _ = match &*brief.criteria {
        [] if !brief.undefined.is_empty() => {
            writeln!(out, "Then `cargo spec tasks verify {named}` says that it is done.")
        }
        [] => writeln!(
            out,
            "The task names no criterion: nothing can measure it. Tick its box when it is done."
        ),
        _ => writeln!(out, "`cargo spec tasks verify {named}` says that it is done."),
    };
    let stands_for = count(brief.document_lines, "line", "lines");
    let _ = writeln!(out, "\nThis brief replaces {stands_for} of documents.");
    out
}

/// The parts beside the criteria, the most needed first.
fn parts(brief: &Brief<'_>, board: &Board, layout: &Layout) -> Vec<Part> {
    let list = &brief.judged.list;
    let standings = &board.report.ladder.standings;
    let parts = brief.parts.iter().map(|part| {
        let number = list.number(part).unwrap_or_default();
        folded(&format!("[{}] {number} {}", sign(part), one_line(list.title(part))), layout)
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
    let ids: Vec<_> = brief.criteria.iter().map(|&ix| standings[ix].verdict.id.as_str()).collect();
    let shows = ids.first().map_or_else(String::new, |id| format!("`cargo spec show {}`", visible(id)));
    let shows = if ids.len() > 1 { format!("{shows}, and so for each id") } else { shows };
    let in_list = format!("{}:{}", layout.shown(list.source.path()), brief.task.line);
    let paths = |parts: &[DesignPart<'_>]| {
        let mut paths: Vec<_> = parts.iter().map(|part| layout.shown(part.path).to_string()).collect();
        paths.dedup();
        paths.join(", ")
    };
    let json = "`cargo spec tasks brief --format json` has all".to_owned();
    let part = |title, items, elsewhere| Part { title, items, elsewhere };
    vec![
        part("Parts", parts.collect(), in_list),
        part("Properties", properties.collect(), paths(&brief.properties)),
        part("Tests and code", links.collect(), shows),
        part("May touch", boundary.collect(), json),
        part("Design", sections.collect(), paths(&brief.sections)),
    ]
}

/// The sign in the box of a task.
fn sign(task: &Task) -> String {
    match task.state() {
        State::Open => " ".to_owned(),
        _ => one_line(&task.mark.map_or(' ', |mark| mark.sign).to_string()),
    }
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
