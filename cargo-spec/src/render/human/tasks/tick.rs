//! `tasks tick` for people.

use std::fmt::Write as _;

use crate::layout::{Layout, Verbosity};
use crate::outcome::{TickOutcome, TickReason, TickedBox};
use crate::render::human::bounded::push_each;
use crate::render::human::patch;
use crate::render::human::style::{BAD, GOOD, HEADING, ID, paint};
use crate::terminal::visible;
use crate::text::{count, one_line, shorten, width};

/// The boxes that were changed; what would be written is a diff.
pub fn render(outcome: &TickOutcome, layout: &Layout) -> String {
    if outcome.is_dry {
        return patch::render(&outcome.files, layout);
    }
    let mut out = String::new();
    for file in &outcome.files {
        let _ = writeln!(out, "{}", paint(HEADING, layout.shown(&file.path)));
        let boxes = outcome.boxes.iter().filter(|ticked| ticked.path == file.path);
        push_each(&mut out, boxes, layout, |out, ticked| push(out, ticked, layout));
    }
    out + &tally(outcome)
}

/// The text beside a diff, and why nothing could be ticked.
pub fn remark(outcome: &TickOutcome, layout: &Layout) -> String {
    let mut out = if outcome.is_dry { tally(outcome) } else { String::new() };
    if let Some(why) = outcome.lacks_run.filter(|_| layout.verbosity != Verbosity::Quiet) {
        let _ = writeln!(out, "{why}: run `cargo spec test`, then tick again");
    }
    out
}

fn tally(outcome: &TickOutcome) -> String {
    let ticked = outcome.boxes.iter().filter(|ticked| is_ticked(ticked)).count();
    match (ticked, outcome.boxes.len() - ticked) {
        (0, 0) if outcome.lacks_run.is_some() => "no box changes\n".to_owned(),
        (0, 0) => "every box says what was measured\n".to_owned(),
        (ticked, unticked) => format!("{} ticked, {unticked} unticked\n", count(ticked, "box", "boxes")),
    }
}

/// Does the box say that the task is done? One may be drawn.
fn is_ticked(ticked: &TickedBox) -> bool {
    matches!(ticked.after, 'x' | '☑')
}

fn push(out: &mut String, ticked: &TickedBox, layout: &Layout) {
    let style = if is_ticked(ticked) { GOOD } else { BAD };
    let number = visible(ticked.number.as_deref().unwrap_or_default()).into_owned();
    let why = match ticked.why {
        TickReason::Parts => "as its parts",
        _ => ticked.measured.unwrap_or_default(),
    };
    let left = layout.columns.saturating_sub(16 + width(&number) + why.len());
    let title = shorten(&visible(&one_line(&ticked.title)), layout.room(left));
    let before = visible(ticked.before.encode_utf8(&mut [0; 4])).into_owned();
    let change = paint(style, format!("[{before}] → [{}]", ticked.after));
    let _ = writeln!(out, "  {change}  {}  {title} ({why})", paint(ID, number));
}
