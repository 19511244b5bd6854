//! The list of differences, one entry for each.

use std::collections::HashSet;

use spec_engine::intent::{
    ChangeKind, CriterionIntent, ItemState, NowIx, changes, links, readable, tests_stayed,
};
use spec_model::Code;
use spec_model::diagnostic::Location;
use spec_model::waiver::Waiver;

use super::side::DiffSide;
use super::{DiffEntry, Subject, What};
use crate::test_beside::TestBeside;

/// Lists the differences between criteria, tests and links.
pub(super) fn entries(before: &DiffSide, now: &DiffSide) -> Vec<DiffEntry> {
    let mut entries = Vec::new();
    let old_criteria = before.intent.as_before();
    let changes = changes(&old_criteria, &now.intent);
    let groups = changes.chunk_by(|a, b| (a.before, a.now) == (b.before, b.now));
    let stayed: HashSet<NowIx> =
        groups.filter(|group| tests_stayed(group)).filter_map(|group| group[0].now).collect();
    for change in changes {
        let old = change.before.map(|at| old_criteria[at]);
        let stated = change.now.map(|at| &now.intent.criteria[at]);
        let new = stated.map(|stated| &stated.intent);
        let Some(meaning) = new.or(old) else { continue };
        let place = stated.map(|stated| stated.place.clone());
        let entry = DiffEntry { place, ..bare(meaning) };
        // A new criterion that asks for no test is two entries.
        if let (ChangeKind::New, Some(waiver)) = (&change.kind, &meaning.waiver) {
            entries.push(of_waiver(entry.clone(), None, Some(waiver)));
        }
        entries.push(match change.kind {
            ChangeKind::New => {
                DiffEntry { what: What::CriterionAdded, after: Some(meaning.wording.clone()), ..entry }
            }
            ChangeKind::Waived { before, now } => of_waiver(entry, before.as_ref(), now.as_ref()),
            ChangeKind::Removed(left) => DiffEntry {
                what: What::CriterionRemoved,
                reasons: left
                    .first()
                    .map(|item| format!("`{}` still names it", item.name))
                    .into_iter()
                    .collect(),
                before: Some(meaning.wording.clone()),
                ..entry
            },
            ChangeKind::Moved(_) => {
                DiffEntry { what: What::CriterionMoved, was: old.map(|old| old.key.clone()), ..entry }
            }
            ChangeKind::Reworded(softenings) => DiffEntry {
                what: if softenings.is_empty() { What::CriterionChanged } else { What::CriterionSoftened },
                reasons: softenings
                    .into_iter()
                    .map(|softening| softening.message)
                    .chain(same_tests(meaning, change.now.filter(|at| stayed.contains(at)), now))
                    .collect(),
                before: old.map(|old| old.wording.clone()),
                after: new.map(|new| new.wording.clone()),
                ..entry
            },
            ChangeKind::Context { ref new, ref gone } => DiffEntry {
                what: match change.kind.code() {
                    Code::CriterionLimited => What::CriterionLimited,
                    _ => What::ContextChanged,
                },
                reasons: new
                    .iter()
                    .map(|around| format!("the text around it says now: {}", around.text))
                    .chain(
                        gone.iter().map(|text| format!("the text around it does not say any more: {text}")),
                    )
                    .collect(),
                place: new.iter().find_map(|around| around.place.clone()).or(entry.place.clone()),
                ..entry
            },
            ChangeKind::TestChanged { before, now: test, weakenings } => DiffEntry {
                what: if weakenings.is_empty() { What::TestChanged } else { What::TestWeakened },
                reasons: weakenings.into_iter().map(|weakening| weakening.message).collect(),
                before: Some(readable::text(&before.tokens)),
                after: Some(readable::text(&test.tokens)),
                beside: Some(TestBeside::new(&meaning.wording, Some(&before), &test)),
                ..with(entry, &test, now)
            },
            ChangeKind::HelperChanged { before, now: after, weakenings } => {
                let Some(helper) = after.as_ref().or(before.as_ref()) else { continue };
                // Of a file that is no source only a hash is known.
                let is_data = helper.name.is_empty();
                let text = |side: &Option<ItemState>| {
                    let helper = side.as_ref().filter(|_| !is_data);
                    helper.map(|helper| readable::text(&helper.tokens))
                };
                DiffEntry {
                    what: if weakenings.is_empty() { What::TestChanged } else { What::TestWeakened },
                    reasons: weakenings.into_iter().map(|weakening| weakening.message).collect(),
                    before: text(&before),
                    after: text(&after),
                    ..with(entry, helper, now)
                }
            }
            ChangeKind::TestRemoved(test) => DiffEntry {
                what: What::TestRemoved,
                before: Some(readable::text(&test.tokens)),
                item: Some((test.name.to_string(), test.file.to_string())),
                // It stands nowhere now.
                place: None,
                ..entry
            },
            // With the links, below.
            ChangeKind::TestNew(_) => continue,
            // It is off in `spec.toml` unless somebody turns it on, and no change of intent.
            ChangeKind::CodeChanged { .. } => continue,
        });
    }
    for link in links(&old_criteria, &now.intent) {
        let what = match (link.is_test, link.is_added) {
            (true, true) => What::TestAdded,
            (_, true) => What::LinkAdded,
            (_, false) => What::LinkRemoved,
        };
        let stated = &now.intent.criteria[link.now];
        let beside =
            (what == What::TestAdded).then(|| TestBeside::new(&stated.intent.wording, None, &link.item));
        let entry = DiffEntry { what, beside, place: Some(stated.place.clone()), ..bare(&stated.intent) };
        entries.push(with(entry, &link.item, now));
    }
    joined(entries)
}

/// That a criterion has other words and the tests of before, and why, if somebody said so.
fn same_tests(meaning: &CriterionIntent, at: Option<NowIx>, now: &DiffSide) -> Option<String> {
    at.filter(|_| !meaning.tests.is_empty())?;
    let accepted = now.lock.iter().flat_map(|lock| lock.intents());
    let reason = accepted
        .filter(|accepted| accepted.key == meaning.key && accepted.wording == meaning.wording)
        .find_map(|accepted| accepted.record.tests_unchanged.as_deref());
    let why = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    Some(format!("its tests say what they did{why}"))
}

fn bare(meaning: &CriterionIntent) -> DiffEntry {
    DiffEntry {
        what: What::CriterionChanged,
        subject: Subject::Criteria(vec![meaning.key.clone()]),
        was: None,
        item: None,
        reasons: Vec::new(),
        before: None,
        after: None,
        place: None,
        beside: None,
    }
}

/// An entry about how a criterion is verified otherwise than by a test.
fn of_waiver(entry: DiffEntry, before: Option<&Waiver>, now: Option<&Waiver>) -> DiffEntry {
    let what = match (before, now) {
        (None, _) => What::WaiverAdded,
        (_, None) => What::WaiverRemoved,
        _ => What::WaiverChanged,
    };
    DiffEntry { what, before: before.map(Waiver::to_string), after: now.map(Waiver::to_string), ..entry }
}

/// An entry about an item, in its place.
fn with(entry: DiffEntry, item: &ItemState, side: &DiffSide) -> DiffEntry {
    let path = || side.root.join(&*item.file).into();
    let place = item.location().map(|place| Location { path: path(), ..place.clone() });
    DiffEntry {
        item: Some((item.name.to_string(), item.file.to_string())),
        place: place.or(entry.place.clone()),
        ..entry
    }
}

/// A test that verifies several criteria is told once, and so is a text around several.
fn joined(entries: Vec<DiffEntry>) -> Vec<DiffEntry> {
    let mut joined: Vec<DiffEntry> = Vec::new();
    for entry in entries {
        let is_around = entry.what == What::ContextChanged || entry.what == What::CriterionLimited;
        let is_same = |known: &&mut DiffEntry| {
            let is_of_item = known.item.is_some() && known.item == entry.item;
            known.what == entry.what && (is_of_item || is_around && known.reasons == entry.reasons)
        };
        match joined.iter_mut().rev().find(is_same) {
            Some(known) => {
                if let (Subject::Criteria(known), Subject::Criteria(more)) =
                    (&mut known.subject, entry.subject)
                {
                    known.extend(more);
                }
                if let (Some(known), Some(more)) = (&mut known.beside, entry.beside) {
                    known.wordings.extend(more.wordings);
                }
            }
            None => joined.push(entry),
        }
    }
    joined
}
