//! Shows people which criteria a change of code can break.

use std::fmt::Write as _;

use super::bounded::push_each;
use super::diff::what;
use super::next;
use super::style::{DOUBTFUL, FAINT, HEADING, ID, paint};
use crate::affected::{Affected, AffectedCriterion, ChangedItem, ItemPlace, Reason, ReasonKind, RunKnown};
use crate::layout::{Layout, Verbosity};
use crate::terminal::visible;
use crate::text::{count, fold, one_line, shorten, width, without_strong};

/// So many reasons of a criterion are told.
const MAX_REASONS: usize = 1;

/// So many changed items that lead nowhere are named.
const MAX_NAMED: usize = 5;

/// So far reasons are indented.
const INDENT: usize = 4;

/// The criteria with their reasons, then what the rule does not see; quietly, the tally alone. `is_last`: does nothing come behind it?
pub fn render(affected: &Affected, is_last: bool, layout: &Layout) -> String {
    let mut out = String::new();
    if layout.verbosity != Verbosity::Quiet {
        let is_open = |criterion: &&AffectedCriterion| {
            criterion.reasons.iter().all(|reason| reason.why == ReasonKind::Unknown)
        };
        let (open, sure): (Vec<_>, Vec<_>) = affected.criteria.iter().partition(is_open);
        push_each(&mut out, sure, layout, |out, criterion| push(out, criterion, layout));
        if !open.is_empty() {
            let keys: Vec<_> = open.iter().map(|criterion| visible(&criterion.key).into_owned()).collect();
            let head = "perhaps, because no run shows what their tests execute:";
            let lines = fold(&format!("{head} {}", keys.join(", ")), layout.columns);
            push_each(&mut out, lines, layout, |out, line| {
                let _ = writeln!(out, "{}", paint(DOUBTFUL, line));
            });
        }
        if !out.is_empty() {
            out.push('\n');
        }
        push_each(&mut out, &affected.gaps, layout, |out, gap| {
            let _ = writeln!(out, "{}: {}", paint(DOUBTFUL, "not looked at"), visible(gap));
        });
        for line in unseen(affected).iter().flat_map(|text| fold(text, layout.columns)) {
            let _ = writeln!(out, "{}", paint(FAINT, line));
        }
    }
    let base = visible(&affected.base);
    let criteria = match affected.criteria.len() {
        0 => "no criterion".to_owned(),
        number => format!("{number} of {}", count(affected.looked_at, "criterion", "criteria")),
    };
    let items = count(affected.changes.len(), "changed item", "changed items");
    let _ = writeln!(out, "{} since {base}: {criteria}, {items}", paint(HEADING, "Affected"));
    if is_last {
        out += &next::line(step(affected).as_deref(), layout);
    }
    out
}

/// The program that runs the tests.
fn step(affected: &Affected) -> Option<String> {
    let tests: std::collections::HashSet<_> = affected
        .criteria
        .iter()
        .flat_map(AffectedCriterion::tests)
        .map(|test| (&test.location.path, test.item.span.start))
        .collect();
    let base = &affected.base;
    (!tests.is_empty()).then(|| {
        let tests = count(tests.len(), "test", "tests");
        format!("`cargo spec affected {base} --run` runs just their {tests}")
    })
}

fn push(out: &mut String, criterion: &AffectedCriterion, layout: &Layout) {
    let key = visible(&criterion.key);
    let words = one_line(&without_strong(&criterion.verdict.text));
    let left = layout.columns.saturating_sub(width(&key) + 2);
    let _ = writeln!(out, "{}  {}", paint(ID, &key), shorten(&visible(&words), layout.room(left)));
    let is_verbose = layout.verbosity == Verbosity::Verbose;
    let notes = if is_verbose { usize::MAX } else { MAX_REASONS };
    for reason in criterion.reasons.iter().take(notes) {
        let columns = layout.columns.saturating_sub(INDENT);
        for line in fold(&words_of(reason), columns) {
            let _ = writeln!(out, "{:INDENT$}{line}", "");
        }
    }
    if criterion.tests().next().is_none() {
        let _ = writeln!(out, "{:INDENT$}{}", "", paint(DOUBTFUL, "no test of it would run"));
    }
}

/// A reason in words.
fn words_of(reason: &Reason) -> String {
    let item = reason.item.as_ref();
    let way: Vec<_> = item.into_iter().chain(&reason.way).collect();
    let is_gone = item.is_some_and(|item| item.line.is_none());
    let change = if is_gone { "removed" } else { "changed" };
    match reason.why {
        ReasonKind::Intent(kind) if item.is_none() => what(kind).to_owned(),
        ReasonKind::Intent(kind) => format!("{}: {}", what(kind), shown(&way)),
        ReasonKind::CodeChanged => format!("its code was {change}: {}", shown(&way)),
        ReasonKind::Executed => format!("its tests run {change} code: {}", shown(&way)),
        ReasonKind::Uses => format!("it uses changed code: {}", shown(&way)),
        ReasonKind::ExecutedUses => format!("its tests run what uses changed code: {}", shown(&way)),
        ReasonKind::Built => format!("what its package is built by has changed: {}", shown(&way)),
        ReasonKind::Data => {
            format!("a file of its package has changed, which code may read: {}", shown(&way))
        }
        ReasonKind::Unknown => "no run shows what its tests execute".to_owned(),
    }
}

/// Items, of which each uses the next one, with the place of the last.
fn shown(way: &[&ItemPlace]) -> String {
    let names = way.iter().filter(|place| !place.name.is_empty()).map(|place| visible(&place.name));
    let names = names.collect::<Vec<_>>().join(" → ");
    let Some(last) = way.last() else { return names };
    let line = last.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{names} {}{line}", visible(&last.file)).trim_start().to_owned()
}

/// Lists the limits of the rule.
fn unseen(affected: &Affected) -> Vec<String> {
    let mut notes = Vec::new();
    match affected.evidence {
        RunKnown::Nothing if !affected.changes.is_empty() => notes.push(
            "no test results: nobody knows which code the tests run, so that every criterion with a link is named; `cargo spec test` \
             records it"
                .to_owned(),
        ),
        RunKnown::OfOtherSources if !affected.changes.is_empty() => {
            notes.push("the last test run was of other sources: it shows what tests ran then".to_owned());
        }
        _ => {}
    }
    let lost: Vec<&ChangedItem> = affected.changes.iter().filter(|change| !change.has_reached).collect();
    if !lost.is_empty() {
        let named = lost.iter().take(MAX_NAMED).map(|change| shown(&[&change.place]));
        let named = named.collect::<Vec<_>>().join(", ");
        let more = match lost.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let items = count(lost.len(), "changed item leads", "changed items lead");
        notes.push(format!("{items} to no criterion by the names that code uses: {named}{more}"));
    }
    let others =
        affected.other_files.iter().filter(|other| !other.is_judged && !other.is_named && !other.is_artifact);
    let others: Vec<_> = others.map(|other| visible(&other.file).into_owned()).collect();
    if !others.is_empty() {
        let named = others.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = others.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        notes.push(format!(
            "no code names these changed files, and nothing is concluded from them: {named}{more}"
        ));
    }
    let artifacts: Vec<_> = affected.other_files.iter().filter(|other| other.is_artifact).collect();
    if !artifacts.is_empty() {
        let named = artifacts.iter().take(MAX_NAMED).map(|other| visible(&other.file).into_owned());
        let named = named.collect::<Vec<_>>().join(", ");
        let more = artifacts.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        notes.push(format!("these task lists and designs are no code, and break none: {named}{more}"));
    }
    notes
}
