//! Shows people what `baseline` wrote or would write, and what left the baseline.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use spec_engine::lock::BaselineEntry;

use super::bounded::{push_each, push_more};
use super::style::{BAD, DOUBTFUL, FAINT, GOOD, ID, paint};
use crate::acceptance::Recorded;
use crate::layout::{Layout, Verbosity};
use crate::terminal::visible;
use crate::text::{count, fold, lines, one_line, padding, shorten, width};

/// So many entries are told one by one; of more, only how many they are.
const MAX_TOLD: usize = 40;
/// The columns of the longest word before an entry, and the space behind it.
const WORD: usize = 9;

/// The findings that were recorded, or would be.
pub fn render(recorded: &Recorded, layout: &Layout) -> String {
    let mut out = String::new();
    let words = if recorded.is_dry { ["add", "remove", "refuse"] } else { ["added", "removed", "refused"] };
    // The first time everything is new: its number says enough.
    if !recorded.is_first || layout.verbosity == Verbosity::Verbose {
        push(&mut out, &recorded.added, &paint(DOUBTFUL, words[0]), words[0], layout);
    }
    push(&mut out, &recorded.removed, &paint(GOOD, words[1]), words[1], layout);
    push(&mut out, &recorded.refused, &paint(BAD, words[2]), words[2], layout);
    if layout.verbosity != Verbosity::Quiet {
        push_each(&mut out, &recorded.others, layout, |out, finding| {
            let words = format!("{}: {}", finding.code, one_line(&finding.message));
            push_folded(out, &format!("{:WORD$}{words}", "excluded"), WORD, layout);
        });
        if !out.is_empty() {
            out.push('\n');
        }
    }
    summary(&mut out, recorded, layout);
    out
}

/// The findings that left the baseline, as they are fixed.
pub fn fixed(fixed: &BTreeMap<BaselineEntry, usize>, layout: &Layout) -> String {
    let mut out = String::new();
    if fixed.is_empty() {
        return out;
    }
    push(&mut out, fixed, &paint(GOOD, "fixed"), "fixed", layout);
    let number = count(fixed.values().sum(), "finding is", "findings are");
    push_folded(&mut out, &format!("{number} taken out of the baseline in spec.lock: commit it"), 0, layout);
    out
}

/// A line for each entry: the word, what it is about, and the code.
fn push(
    out: &mut String,
    known_findings: &BTreeMap<BaselineEntry, usize>,
    painted: &str,
    word: &str,
    layout: &Layout,
) {
    if layout.verbosity == Verbosity::Quiet {
        return;
    }
    let room = MAX_TOLD.saturating_sub(layout.used + lines(out)).max(1);
    let most = if layout.verbosity == Verbosity::Verbose { usize::MAX } else { room };
    let entries: Vec<_> = known_findings
        .iter()
        .take(most)
        .map(|(entry, number)| {
            let times = if *number == 1 { String::new() } else { format!(" ({number} times)") };
            (one_line(&entry.subject), format!("{}{times}", visible(&entry.code)))
        })
        .collect();
    let codes = entries.iter().map(|(_, code)| width(code)).max().unwrap_or(0);
    let room = layout.room(layout.columns.saturating_sub(WORD + codes + 2).max(8));
    let columns = entries.iter().map(|(subject, _)| width(subject)).max().unwrap_or(0).min(room);
    for (subject, code) in &entries {
        let subject = shorten(subject, columns);
        let gap = padding(&subject, columns);
        let before = padding(word, WORD);
        let _ = writeln!(out, "{painted}{before}{}{gap}  {}", paint(ID, &subject), paint(FAINT, code));
    }
    if known_findings.len() > entries.len() {
        push_more(out, known_findings.len() - entries.len(), layout);
    }
}

fn push_folded(out: &mut String, text: &str, indent: usize, layout: &Layout) {
    for (at, line) in fold(text, layout.columns.saturating_sub(indent).max(20)).iter().enumerate() {
        let _ = writeln!(out, "{:1$}{line}", "", if at == 0 { 0 } else { indent });
    }
}

fn summary(out: &mut String, recorded: &Recorded, layout: &Layout) {
    let lock = layout.shown(&recorded.path);
    let still_known = count(recorded.still_known, "known finding", "known findings");
    let mut lines = Vec::new();
    lines.push(match (recorded.is_first, recorded.is_dry, recorded.is_written) {
        (true, true, _) => {
            format!("{still_known} would be recorded; without `--dry-run` it is written to {lock}")
        }
        (true, false, _) => format!("{still_known} recorded in {lock}: from now on only new ones fail"),
        (false, true, _) => format!("{still_known} would be in {lock}"),
        (false, false, true) => format!("{still_known} in {lock}"),
        (false, false, false) => format!("{still_known} in {lock}, as before"),
    });
    if !recorded.strict.is_empty() {
        let strict: Vec<_> = recorded.strict.iter().map(|feature| visible(feature)).collect();
        let found = match recorded.strict_errors {
            0 => String::new(),
            number => format!(", with {}", count(number, "finding", "findings")),
        };
        lines.push(format!("held to zero: {}{found}", strict.join(", ")));
    }
    if !recorded.others.is_empty() {
        let others = count(recorded.others.len(), "error", "errors");
        lines.push(format!(
            "{others} cannot be in the baseline: fix what can be fixed, `cargo spec accept` what is intended"
        ));
    }
    for line in lines {
        push_folded(out, &line, 2, layout);
    }
}

/// The last lines, folded as all of this is.
pub fn folded(lines: &str, layout: &Layout) -> String {
    let mut out = String::new();
    lines.lines().for_each(|line| push_folded(&mut out, line, "Next: ".len(), layout));
    out
}

/// The next step about findings that the baseline did not take up.
pub fn refused(recorded: &Recorded) -> Option<String> {
    let new = count(recorded.refused.values().sum(), "new finding is", "new findings are");
    let is_refused = !recorded.refused.is_empty();
    is_refused.then(|| {
        format!("{new} not recorded, as the baseline only shrinks: fix, or `cargo spec baseline --grow`")
    })
}

/// The new files that belong into the repository, if there are any.
pub fn to_commit(recorded: &Recorded, layout: &Layout) -> Option<String> {
    let lock = layout.shown(&recorded.path);
    let with = if recorded.has_attributes { " and .gitattributes" } else { "" };
    match recorded.is_new && recorded.is_written {
        true => Some(format!("commit {lock}{with}")),
        false => recorded.has_attributes.then(|| super::accept::merges_again(&lock)),
    }
}
