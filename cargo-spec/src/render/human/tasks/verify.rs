//! `tasks verify` for people.

use std::fmt::Write as _;

use crate::layout::{Layout, Verbosity};
use crate::render::human::bounded::push_each;
use crate::render::human::next;
use crate::render::human::style::{BAD, DOUBTFUL, FAINT, GOOD, HEADING, ID, of, paint};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, shorten, width};
use crate::verify::Verified;
use crate::verify::branches::{Branches, Collision, Kind};

/// Renders the standings of the criteria, then the problems, then the things that were not looked at.
pub fn render(verified: &Verified, layout: &Layout) -> String {
    let is_quiet = layout.verbosity == Verbosity::Quiet;
    let mut out = String::new();
    if !is_quiet {
        let place = format!("{}:{}", layout.shown(&verified.path), verified.line);
        let name = visible(&one_line(&verified.task)).into_owned();
        let left = layout.columns.saturating_sub(8 + width(&name) + width(&place));
        let title = if verified.task == verified.title { "" } else { &*verified.title };
        let title = shorten(&visible(&one_line(title)), layout.room(left));
        let _ = writeln!(out, "{}  {title}  {}", paint(HEADING, format!("Task {name}")), paint(FAINT, place));
        push_each(&mut out, &verified.criteria, layout, |out, criterion| {
            let _ = writeln!(
                out,
                "  {} {}",
                paint(of(criterion.rung), format!("{:<9}", criterion.rung)),
                paint(ID, visible(&criterion.id))
            );
        });
    }
    push_each(&mut out, &verified.problems, layout, |out, problem| {
        let text = format!("{}: {}", one_line(&problem.subject), one_line(&problem.message));
        push_folded(out, &paint(BAD, problem.what.as_str()), problem.what.as_str(), &text, layout);
    });
    if let Some(line) = &verified.widening {
        let place = layout.shown(&verified.path);
        let _ = writeln!(out, "to let the task touch them, write below line {} of {place}:", verified.line);
        let _ = writeln!(out, "{}", visible(line));
    }
    if !is_quiet {
        for reason in &verified.unseen {
            push_folded(&mut out, &paint(DOUBTFUL, "not looked at:"), "not looked at:", reason, layout);
        }
    }
    let name = visible(&verified.task);
    let _ = match verified.problems.len() {
        0 if verified.criteria.is_empty() => {
            writeln!(out, "task {name} cannot be measured: it names no criterion; add `_Requirements: …_`")
        }
        0 if verified.is_ticked => writeln!(out, "task {name} is done"),
        0 => writeln!(out, "task {name} is done, and its box is open"),
        number => writeln!(out, "task {name} is not done: {}", count(number, "problem", "problems")),
    };
    // It takes what a run of all tests has shown.
    let tick = verified.may_be_ticked().then_some("`cargo spec test`, then `cargo spec tasks tick --proven`");
    out + &next::line(tick, layout)
}

/// Renders the places where branches collide.
pub fn branches(found: &Branches, layout: &Layout) -> String {
    let mut out = String::new();
    push_each(&mut out, &found.collisions, layout, |out, collision| {
        push_folded(
            out,
            &paint(BAD, collision.what.as_str()),
            collision.what.as_str(),
            &described(collision),
            layout,
        );
    });
    if layout.verbosity != Verbosity::Quiet {
        push_each(&mut out, &found.contended, layout, |out, collision| {
            push_folded(out, &paint(FAINT, "shared"), "shared", &described(collision), layout);
        });
    }
    push_each(&mut out, &found.gaps, layout, |out, gap| {
        push_folded(out, &paint(DOUBTFUL, "not looked at:"), "not looked at:", gap, layout);
    });
    let number = count(found.names.len(), "branch", "branches");
    let _ = match found.collisions.len() {
        0 if !found.gaps.is_empty() => writeln!(out, "{number}, {}", paint(DOUBTFUL, "not fully compared")),
        0 => writeln!(out, "{number}, {}", paint(GOOD, "no collision")),
        collisions => writeln!(out, "{number}, {}", count(collisions, "collision", "collisions")),
    };
    let merge = (!found.collisions.is_empty()).then_some("merge one first, then rebase the other");
    out + &next::line(merge, layout)
}

fn described(collision: &Collision) -> String {
    let what = match collision.what {
        Kind::Text => "git cannot merge it",
        Kind::Criterion => "both say something else of it",
        Kind::Test => "both add a test for it",
        Kind::Task => "both work on it",
        Kind::File => "both touch it",
        Kind::Boundary => "one of them touches what a task of the other may touch",
    };
    let tasks = match &*collision.tasks {
        [] => String::new(),
        tasks => format!(" (of {})", tasks.join(", ")),
    };
    format!("{} and {}: {}{tasks}: {what}", collision.one, collision.other, collision.subject)
}

/// A word, and a text behind it on as many lines as it takes.
fn push_folded(out: &mut String, painted: &str, word: &str, text: &str, layout: &Layout) {
    let lines = fold(&visible(&format!("{word} {text}")), layout.columns.saturating_sub(2));
    for (at, line) in lines.iter().enumerate() {
        let _ = match line.strip_prefix(word).filter(|_| at == 0) {
            Some(rest) => writeln!(out, "{painted}{rest}"),
            None => writeln!(out, "  {line}"),
        };
    }
}
