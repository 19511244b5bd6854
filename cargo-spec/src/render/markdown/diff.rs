//! The differences in intent, for a pull request. Weaker criteria and tests come first; additions and moves are folded
//! away.

use std::fmt::Write as _;

use spec_engine::intent::words::{Side, difference};

use super::beside;
use super::escape::{code, text};
use crate::diff::{Deny, Diff, DiffEntry};
use crate::render::human::diff::word;

/// So many characters of what is the same are told on each side of a difference.
const CONTEXT: usize = 40;

/// Beyond these bytes, entries are counted instead of shown. A comment on a pull request holds 65,536 characters, and the report follows.
const ROOM: usize = 24_000;
/// No more gaps are listed.
const GAPS: usize = 20;
/// The same for what is added or moved.
const QUIET_ROOM: usize = 6_000;

/// The comment.
pub fn render(diff: &Diff) -> String {
    let mut out = String::new();
    let tally: Vec<_> =
        diff.tally().into_iter().map(|(deny, number)| format!("{number} {}", word(deny))).collect();
    if tally.is_empty() {
        let _ = writeln!(out, "### No change of intent since {}", code(&diff.before));
    } else {
        let _ = writeln!(out, "### Intent since {}: {}\n", code(&diff.before), tally.join(", "));
    }
    let is_quiet = |entry: &&DiffEntry| matches!(entry.what.policy(), Deny::Added | Deny::Moved);
    let (quiet, loud): (Vec<_>, Vec<_>) = diff.entries.iter().partition(is_quiet);
    push_all(&mut out, &loud, ROOM);
    if !quiet.is_empty() {
        let _ = writeln!(out, "\n<details><summary>{} added or moved</summary>\n", quiet.len());
        // A long list of what is weaker leaves room for some of these.
        let room = out.len() + QUIET_ROOM;
        push_all(&mut out, &quiet, room);
        out.push_str("\n</details>\n");
    }
    for gap in diff.gaps.iter().take(GAPS) {
        let _ = writeln!(out, "\n> not looked at: {}", text(gap));
    }
    if let Some(more @ 1..) = diff.gaps.len().checked_sub(GAPS) {
        let _ = writeln!(out, "\n> not looked at, too: {more} more");
    }
    out
}

/// The entries for which there is room, and how many others there are.
fn push_all(out: &mut String, entries: &[&DiffEntry], room: usize) {
    let mut left_out = 0;
    for entry in entries {
        let before = out.len();
        push(out, entry);
        if out.len() > room {
            out.truncate(before);
            left_out += 1;
        }
    }
    if left_out > 0 {
        let _ = writeln!(out, "\n… and {left_out} more: `cargo spec diff` lists all");
    }
}

fn push(out: &mut String, entry: &DiffEntry) {
    let mark = match entry.what.policy() {
        Deny::Softened | Deny::Weakened | Deny::Waived | Deny::Removed | Deny::Lock | Deny::Rules => "🔴",
        Deny::Changed => "🟡",
        Deny::Added | Deny::Moved => "🟢",
    };
    let _ = write!(out, "- {mark} **{}** {}", entry.what.as_str(), code(&entry.subject.to_string()));
    if let Some(was) = &entry.was {
        let _ = write!(out, " (was {})", code(was.as_str()));
    }
    if let Some((name, file)) = &entry.item {
        let _ = write!(out, " {} in {}", code(name), code(file));
    }
    if !entry.reasons.is_empty() {
        let _ = write!(
            out,
            ": {}",
            entry.reasons.iter().map(|words| reason(words)).collect::<Vec<_>>().join("; ")
        );
    }
    out.push('\n');
    if let Some(beside) = &entry.beside {
        let _ = writeln!(out, "  {}", beside::folded("criterion and test", beside));
    }
    // The reasons why a test is weaker say enough of it.
    let words = match (&entry.before, &entry.after) {
        _ if entry.item.is_some() => return,
        (Some(before), Some(after)) => marked(before, after),
        (None, Some(after)) => text(&after.replace('\n', " ")),
        (Some(before), None) => format!("~~{}~~", text(&before.replace('\n', " "))),
        (None, None) => return,
    };
    let _ = writeln!(out, "  {words}");
}

/// A reason: what it quotes of documents and tests is code.
fn reason(words: &str) -> String {
    let pieces = words.split('`').enumerate();
    pieces
        .map(|(at, piece)| if at % 2 == 0 || piece.is_empty() { text(piece) } else { code(piece) })
        .collect()
}

/// A difference with what is gone struck through and what is new in bold.
fn marked(before: &str, after: &str) -> String {
    let mut out = String::new();
    for piece in difference(before, after) {
        if piece.is_spaced && !out.is_empty() {
            out.push(' ');
        }
        let words = piece.text.replace('\n', " ");
        match piece.side {
            Side::Before => out.push_str(&format!("~~{}~~", text(&words))),
            Side::Now => out.push_str(&format!("**{}**", text(&words))),
            Side::Both => out.push_str(&text(&shortened(&words))),
        }
    }
    out
}

/// The two ends of a text.
fn shortened(words: &str) -> String {
    let length = words.chars().count();
    if length <= 2 * CONTEXT + 3 {
        return words.to_owned();
    }
    let front: String = words.chars().take(CONTEXT).collect();
    let back: String = words.chars().skip(length - CONTEXT).collect();
    format!("{front} … {back}")
}
