//! Finds boxes that no task was read from: in a table, before a line without a bullet, behind its words.

use std::collections::HashSet;

use super::lines::Line;
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::task::{self, Head};
use crate::hash::FastMap;
use crate::markdown::{BlockKind, Landmarks};
use crate::source::Span;

/// The boxes that people write.
const BOXES: [&str; 5] = ["[ ]", "[x]", "[X]", "[-]", "[]"];

/// Reports the boxes that are no tasks: those of a table once, and each of another line.
pub(super) fn unread(landmarks: &Landmarks<'_>, loose: &[Loose]) -> Vec<Diagnostic> {
    let mut found = of_tables(landmarks);
    // A legend explains each sign once, and numbers none.
    let mut seen = FastMap::<char, usize>::default();
    loose.iter().for_each(|one| *seen.entry(one.sign).or_default() += 1);
    let reported = loose.iter().filter(|one| one.is_task || seen[&one.sign] > 1);
    found.extend(reported.map(|one| finding(one.message(), one.label()).at(landmarks.source(), one.span)));
    found
}

/// The first box of each table, if one of its cells is nothing else. A legend explains each sign once, and
/// numbers none.
fn of_tables(landmarks: &Landmarks<'_>) -> Vec<Diagnostic> {
    let source = landmarks.source();
    let tables = landmarks.all().iter().filter(|landmark| landmark.kind == BlockKind::Table);
    let first = |table: Span| {
        let text = source.slice(table);
        let cells = text.split(['|', '\n']).map(str::trim);
        let boxes: Vec<_> = cells.filter(|cell| BOXES.contains(cell)).collect();
        let first = *boxes.first()?;
        let are_different = boxes.iter().collect::<HashSet<_>>().len() == boxes.len();
        let has_number =
            text.split(['|', '\n']).any(|cell| cell.trim().starts_with(|c: char| c.is_ascii_digit()));
        if boxes.len() > 1 && are_different && !has_number {
            return None;
        }
        let start = table.start + (first.as_ptr().addr() - text.as_ptr().addr());
        let what = match boxes.len() {
            1 => "a box stands in a table, and is no task there".to_owned(),
            number => format!("{number} boxes stand in a table, and are no tasks there"),
        };
        Some(finding(&what, "not read as a task").at(source, Span::new(start, start + first.len())))
    };
    tables.filter_map(|table| first(table.span)).collect()
}

/// A box that is no task: one within a line, or that of an item without words.
pub(super) struct Loose {
    sign: char,
    /// A number stands behind it, or before it: no legend has one.
    is_task: bool,
    is_empty: bool,
    span: Span,
}

impl Loose {
    /// The box of an item, if nothing stands behind it.
    pub(super) fn empty(line: &Line<'_>, head: &Head) -> Option<Self> {
        let is_empty = head.title.is_empty() && head.number.is_none();
        let span = line.span(0..line.text.len());
        is_empty.then_some(Self { sign: ' ', is_task: true, is_empty, span })
    }

    /// The box that stands in a line that is no item with one.
    pub(super) fn of(line: &Line<'_>) -> Option<Self> {
        let text = line.text;
        let is_box = |part: &str| BOXES[..3].contains(&part);
        let sign = |part: &str| part.chars().nth(1).unwrap_or(' ');
        let first = text.get(..3).filter(|part| is_box(part));
        if let Some(first) = first.filter(|_| text[3..].starts_with(' ')) {
            let is_task = task::item(&format!("- {text}")).is_some_and(|head| head.number.is_some());
            return Some(Self { sign: sign(first), is_task, is_empty: false, span: line.span(0..3) });
        }
        let words = text.trim_start_matches(['-', '*', '+', ' ']);
        let last = text.len().checked_sub(3).and_then(|at| text.get(at..)).filter(|part| is_box(part));
        if let Some(last) = last.filter(|_| words.starts_with(|c: char| c.is_ascii_digit())) {
            let span = line.span(text.len() - 3..text.len());
            return Some(Self { sign: sign(last), is_task: true, is_empty: false, span });
        }
        let is_input = words.starts_with("<input") && words.contains("checkbox");
        let span = line.span(0..text.len());
        is_input.then_some(Self { sign: '<', is_task: true, is_empty: false, span })
    }

    const fn message(&self) -> &'static str {
        if self.is_empty {
            "a box has no words behind it"
        } else {
            "a box that begins no item of a list is no task"
        }
    }

    const fn label(&self) -> &'static str {
        if self.is_empty { "a task without a title" } else { "not read as a task" }
    }
}

fn finding(message: &str, label: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedTask, message)
        .label(label)
        .help("write a task as an item of a list: `- [ ] 1.2 Title`")
}
