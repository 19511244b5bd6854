//! Words that weaken a statement, such as *where possible*.

use super::quantifier::SOMETIMES;
use super::softening::{Softening, SofteningKind};
use crate::criterion::phrase::Phrases;
use crate::criterion::statement::Statement;

const HEDGES: [&str; 78] = [
    "try to",
    "tries to",
    "trying to",
    "attempt to",
    "attempts to",
    "aim to",
    "aims to",
    "strive to",
    "endeavour to",
    "endeavor to",
    "best effort",
    "best-effort",
    "as far as possible",
    "as much as possible",
    "where possible",
    "if possible",
    "when possible",
    "wherever possible",
    "whenever possible",
    "where practical",
    "if practical",
    "where practicable",
    "as appropriate",
    "where appropriate",
    "if appropriate",
    "when appropriate",
    "if necessary",
    "as needed",
    "where feasible",
    "if feasible",
    "ideally",
    "preferably",
    "reasonable",
    "reasonably",
    "adequate",
    "adequately",
    "approximately",
    "roughly",
    "more or less",
    "under normal circumstances",
    "optionally",
    "try and",
    "attempting to",
    "seek to",
    "seeks to",
    "work towards",
    "make an effort",
    "makes an effort",
    "make every effort",
    "makes every effort",
    "make reasonable efforts",
    "to the extent possible",
    "to the extent practicable",
    "as practicable",
    "as practical",
    "when practical",
    "if practicable",
    "when feasible",
    "whenever feasible",
    "wherever feasible",
    "as feasible",
    "if desired",
    "if convenient",
    "where convenient",
    "in principle",
    "in general",
    "as a rule",
    "almost all",
    "nearly all",
    "at least partially",
    "by default",
    "as a default",
    "per default",
    "in the default configuration",
    "in the default settings",
    "with default settings",
    "with the default settings",
    "out of the box",
];

/// Verbs of which the second list does less than the first.
const VERBS: [(&[&str], &[&str]); 6] = [
    (
        &[
            "stop", "stops", "halt", "halts", "shut", "close", "closes", "lock", "locks", "cut", "undo",
            "retry", "repair", "correct",
        ],
        &[
            "note", "notes", "log", "logs", "record", "records", "report", "reports", "mention", "warn",
            "warns", "display", "show",
        ],
    ),
    (
        &["reject", "rejects", "refuse", "deny", "block", "blocks", "prevent", "abort", "forbid", "disallow"],
        &["warn", "warns", "flag", "log", "discourage", "note", "report", "allow", "accept"],
    ),
    (
        &["delete", "erase", "destroy", "purge", "remove"],
        &["hide", "archive", "mark", "deactivate", "disable"],
    ),
    (
        &["require", "requires", "enforce", "demand", "mandate"],
        &["recommend", "suggest", "encourage", "allow", "request", "offer"],
    ),
    (
        &["prevent", "prevents", "eliminate", "eliminates", "avoid", "avoids"],
        &[
            "reduce",
            "reduces",
            "minimize",
            "minimise",
            "mitigate",
            "mitigates",
            "limit",
            "limits",
            "discourage",
        ],
    ),
    (&["ensure", "guarantee", "ensures", "guarantees"], &["try", "attempt", "aim", "promote", "support"]),
];

/// Under the same condition the same subject only writes down, or says, what it had to end: `stop the belt`, `note it in the log`.
pub(super) fn only_reports(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let texts =
        |all: &[Phrases<'_>]| -> Vec<String> { all.iter().map(|text| text.text.to_lowercase()).collect() };
    let ([old], [new]) = (&*before.responses, &*now.responses) else { return };
    let (verb, other) = (old.behind_modal(), new.behind_modal());
    let subject =
        |text: &Phrases<'_>, verb: usize| (0..verb).map(|at| text.word(at).to_owned()).collect::<Vec<_>>();
    let is_same = texts(&before.conditions) == texts(&now.conditions)
        && verb > 0
        && subject(old, verb) == subject(new, other)
        && !before.is_negative()
        && !now.is_negative();
    let is_report = |(acts, reports): &(&[&str], &[&str])| {
        acts.contains(&old.word(verb)) && reports.contains(&new.word(other))
    };
    if is_same && VERBS[..2].iter().any(is_report) {
        let message = format!("`{}` became `{}`", old.word(verb), new.word(other));
        found.push(Softening { kind: SofteningKind::Hedge, message });
    }
}

/// Does a hedge begin at a place?
pub(super) fn begins(text: &Phrases<'_>, at: usize) -> bool {
    HEDGES.iter().any(|hedge| text.is_at(at, hedge))
}

/// Is a text a hedge and nothing else?
pub(super) fn is_all(text: &Phrases<'_>) -> bool {
    // `on a best-effort basis`
    let start = if text.is_at(0, "on a") { 2 } else { 0 };
    let end = text.words.len() - usize::from(start > 0 && text.is_before(text.words.len(), "basis"));
    HEDGES.iter().any(|hedge| text.is_at(start, hedge) && start + hedge.split(' ').count() == end)
}

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let number = |statement: &Statement<'_>, hedge: &str| {
        statement.asked().chain(&statement.lead).map(|text| text.count(hedge)).sum::<usize>()
    };
    // *Usually* in the place of *always* is told already.
    let is_reported = found.iter().any(|softening| softening.kind == SofteningKind::Quantifier);
    let sometimes = if is_reported { &[] } else { SOMETIMES };
    // One that has only changed its place was in a condition: `WHEN a user attempts to …`.
    let all = |statement: &Statement<'_>, hedge: &str| {
        number(statement, hedge) + statement.conditions.iter().map(|text| text.count(hedge)).sum::<usize>()
    };
    let is_new =
        |hedge: &str| number(now, hedge) > number(before, hedge) && all(now, hedge) > all(before, hedge);
    if let Some(hedge) = HEDGES.iter().chain(sometimes).find(|hedge| is_new(hedge)) {
        found.push(Softening { kind: SofteningKind::Hedge, message: format!("`{hedge}` was added") });
    }
    // A weaker ban is another matter.
    if before.is_negative() || now.is_negative() {
        return;
    }
    for (old, new) in before.asked().zip(now.asked()) {
        for (strong, weak) in VERBS {
            let gone = |text: &Phrases<'_>, other: &Phrases<'_>, verbs: &[&'static str]| {
                verbs.iter().find(|verb| other.count(verb) < text.count(verb)).copied()
            };
            let (Some(old_verb), Some(new_verb)) = (gone(old, new, strong), gone(new, old, weak)) else {
                continue;
            };
            if new.first(strong).is_none() {
                found.push(Softening {
                    kind: SofteningKind::Hedge,
                    message: format!("`{old_verb}` became `{new_verb}`"),
                });
            }
        }
    }
}
