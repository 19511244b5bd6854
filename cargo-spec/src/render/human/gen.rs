//! What `gen` wrote, or would write, for people.

use std::fmt::Write as _;

use similar::TextDiff;

use super::Layout;
use super::style::{BAD, FAINT, GOOD, HEADING, ID, paint};
use super::text::{count, padding, width};
use crate::terminal::{Verbosity, visible};
use crate::verbs::r#gen::{FileChange, Outcome, Test};

/// More ids than this are not listed on their file's line; `-v` lists every test.
const SHOWN_IDS: usize = 6;

/// What was done, or would be.
pub fn render(outcome: &Outcome, layout: &Layout) -> String {
    let mut out = String::new();
    let Outcome { plan, is_written, shows_diff } = outcome;
    if *shows_diff {
        plan.files.iter().for_each(|file| push_diff(&mut out, file, layout));
        return out;
    }
    let paths: Vec<_> = plan.files.iter().map(|file| layout.shown(&file.path)).collect();
    let columns = paths.iter().map(|path| width(path)).max().unwrap_or(0);
    for (file, path) in plan.files.iter().zip(&paths) {
        let word = match (file.before.is_some(), is_written) {
            (false, true) => "created",
            (false, false) => "create",
            (true, true) => "changed",
            (true, false) => "change",
        };
        let word = paint(GOOD, format!("{word:>7}"));
        let _ = writeln!(out, "{word}  {path}{}  {}", padding(path, columns), what(file));
        if layout.verbosity == Verbosity::Verbose {
            file.added.iter().for_each(|test| push_test(&mut out, test));
        }
    }
    if layout.verbosity == Verbosity::Quiet {
        return out;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&summary(outcome));
    out
}

fn what(file: &FileChange) -> String {
    if file.added.is_empty() {
        return paint(FAINT, "declares the modules").to_string();
    }
    let ids: Vec<_> = file.added.iter().take(SHOWN_IDS).map(|test| paint(ID, visible(&test.id))).collect();
    let more = file.added.len().saturating_sub(SHOWN_IDS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}: {}{more}", count(file.added.len(), "stub", "stubs"), ids.join(", "))
}

fn push_test(out: &mut String, test: &Test) {
    let _ = writeln!(out, "           {}  {}", paint(ID, visible(&test.id)), test.name);
}

fn summary(outcome: &Outcome) -> String {
    let Outcome { plan, is_written, .. } = outcome;
    let added = plan.added().count();
    let criteria = count(plan.criteria, "criterion", "criteria");
    match (plan.is_empty(), is_written) {
        (true, _) => format!("Nothing to add: each of {criteria} has a test.\n"),
        (false, false) => format!(
            "Nothing was written. `cargo spec gen` adds {} for {criteria}.\n",
            count(added, "stub", "stubs")
        ),
        (false, true) => format!(
            "{}: `cargo test` fails now. Write each test where `pending!` stands, until it passes.\n",
            paint(HEADING, "Next")
        ),
    }
}

/// The change of a file as a unified diff.
fn push_diff(out: &mut String, file: &FileChange, layout: &Layout) {
    let path = layout.shown(&file.path);
    let before = file.before.as_deref().unwrap_or_default();
    let old = if file.before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let diff = TextDiff::from_lines(before, &file.after);
    let diff = diff.unified_diff().context_radius(3).header(&old, &format!("b/{path}")).to_string();
    for line in diff.lines() {
        let style = match line.as_bytes().first() {
            Some(b'+') => GOOD,
            Some(b'-') => BAD,
            Some(b'@') => FAINT,
            _ => {
                let _ = writeln!(out, "{}", visible(line));
                continue;
            }
        };
        let _ = writeln!(out, "{}", paint(style, visible(line)));
    }
}
