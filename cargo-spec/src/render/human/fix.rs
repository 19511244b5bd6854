//! Shows people what `check --fix` did.

use std::fmt::Write as _;

use spec_model::Diagnostic;

use super::accept::merges_again;
use super::bounded::push_each;
use super::style::{BAD, DOUBTFUL, GOOD, paint};
use crate::layout::Layout;
use crate::outcome::{AppliedEdit, AppliedFix, FixOutcome, Waiting};
use crate::terminal::visible;

/// The fixes that were applied, and what has to wait.
pub fn render(outcome: &FixOutcome, layout: &Layout) -> String {
    let mut out = String::new();
    push_each(&mut out, &outcome.completed.written, layout, |out, path| {
        let _ = writeln!(
            out,
            "{}  {}  an earlier run was stopped before it wrote this file",
            paint(GOOD, "   fixed"),
            layout.shown(path)
        );
    });
    push_each(&mut out, &outcome.completed.changed, layout, |out, (path, lines)| {
        let place = layout.shown(path);
        let why = "an earlier run was stopped before it wrote this file, which was changed since: change it yourself";
        let _ = writeln!(out, "{}  {place}  {why}", paint(DOUBTFUL, "  choose"));
        for (before, after) in lines {
            let _ = writeln!(out, "          {} → {}", visible(before), visible(after));
        }
    });
    push_each(&mut out, &outcome.applied, layout, |out, applied| push_applied(out, applied, layout));
    push_each(&mut out, &outcome.left, layout, |out, finding| push_left(out, finding, layout));
    push_each(&mut out, &outcome.doubtful, layout, |out, label| {
        let place = format!("{}:{}", layout.shown(&label.location.path), label.location.start.line);
        let _ = writeln!(out, "{}  {place}  {}", paint(DOUBTFUL, "    look"), visible(&label.text));
    });
    push_waiting(&mut out, &outcome.waiting, layout);
    if let Some(hidden) = &outcome.hidden {
        let _ = writeln!(out, "nothing was fixed: {}", hidden.trim_end());
    }
    if outcome.has_attributes {
        let _ = writeln!(out, "{}", merges_again(&layout.shown(&outcome.lock)));
    }
    out
}

/// Each place where a word was replaced, and by what; then what else was done, where it begins.
fn push_applied(out: &mut String, applied: &AppliedFix, layout: &Layout) {
    let is_word = |edit: &AppliedEdit| {
        [&edit.before, &edit.after].iter().all(|text| !text.is_empty() && !text.contains('\n'))
    };
    let place = |edit: &AppliedEdit| format!("{}:{}", layout.shown(&edit.path), edit.line);
    let word = paint(GOOD, "   fixed");
    push_each(out, applied.edits.iter().filter(|edit| is_word(edit)), layout, |out, edit| {
        let shown = |text: &str| visible(text.trim_matches('"')).into_owned();
        let _ = writeln!(out, "{word}  {}  {} → {}", place(edit), shown(&edit.before), shown(&edit.after));
    });
    if let Some(other) = applied.edits.iter().find(|edit| !is_word(edit)) {
        let _ = writeln!(out, "{word}  {}  {}", place(other), visible(&applied.title));
    }
}

/// Adds the places of fixes that a person has to decide on, and the fixes.
fn push_left(out: &mut String, finding: &Diagnostic, layout: &Layout) {
    let place = finding.location.as_ref().map(|at| format!("{}:{}", layout.shown(&at.path), at.start.line));
    let titles: Vec<_> = finding.fixes.iter().map(|fix| visible(&fix.title)).collect();
    let (word, titles) = (paint(DOUBTFUL, "  choose"), titles.join(", or "));
    let _ = writeln!(out, "{word}  {}  {}: {titles}", place.unwrap_or_default(), finding.code);
}

/// The renumbered criteria whose numbers are not free.
pub(super) fn push_waiting(out: &mut String, waiting: &[Waiting], layout: &Layout) {
    push_each(out, waiting, layout, |out, waiting| {
        let (name, lost) = (visible(waiting.key.qualified()), visible(waiting.lost.qualified()));
        let why = match waiting.key == waiting.lost {
            true => "the criterion that had this number is gone".to_owned(),
            false => format!("{lost} is gone"),
        };
        let _ = writeln!(
            out,
            "{}  {name}  {why}, and that is not accepted yet: {}",
            paint(BAD, " waiting"),
            visible(&waiting.help)
        );
    });
}
