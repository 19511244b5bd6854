//! Makes findings of what differs from what was accepted.

use std::collections::{HashMap, HashSet};

use spec_model::diagnostic::{Code, Diagnostic};

use crate::comparison::LockComparison;
use crate::findings::advice::Accept;
use crate::findings::criterion_moved::{self, Repairs};
use crate::findings::criterion_removed::link_of_gone;
use crate::findings::rule::ChangeUse;
use crate::findings::{self};
use crate::intent::{Change, ChangeKind, CriterionIntent, ItemState, Key};

/// The findings, each with the criterion that decides how bad it is. `repairs`: what may be repaired, where the whole workspace is
/// looked at.
pub(super) fn changed(comparison: &LockComparison, repairs: Option<&Repairs<'_>>) -> Vec<(Key, Diagnostic)> {
    let mut found: Vec<(Key, Diagnostic)> = Vec::new();
    let same_tests = comparison.with_same_tests();
    let mut of_key: HashMap<&Key, Vec<&CriterionIntent>> = HashMap::new();
    for meaning in comparison.now.intents() {
        of_key.entry(&meaning.key).or_default().push(meaning);
    }
    for group in groups(comparison, &of_key) {
        let Group { change, key, names } = group;
        let has_same_tests = change.now.is_some_and(|at| same_tests.contains(&at));
        let asked = ChangeUse { comparison, change, accept: Accept(&names), has_same_tests };
        let Some(finding) = findings::of_change(&asked).next() else { continue };
        let around = match &change.kind {
            ChangeKind::Context { new, .. } => new.first().and_then(|around| around.place.as_ref()),
            _ => None,
        };
        let place = match item(&change.kind).and_then(ItemState::location).or(around) {
            Some(place) => Some(place.clone()),
            None => comparison.place(change).cloned().or_else(|| comparison.accepted_at(change)),
        };
        let finding = match place {
            Some(place) => finding.located(place),
            None => finding.about(&comparison.path),
        };
        found.push((key.clone(), finding.concerning(key.id())));
    }
    let moved = comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Moved(_)));
    let moved: Vec<_> = moved.filter_map(|change| Some((change, comparison.place(change)?))).collect();
    found.extend(criterion_moved::criterion_moved(comparison, &moved, repairs));
    let keys: HashSet<&Key> = comparison.now.intents().map(|meaning| &meaning.key).collect();
    let left = comparison.links_of_gone().filter_map(|(gone, item)| {
        Some((gone.key.clone(), link_of_gone(comparison, gone, item, keys.contains(&gone.key))?))
    });
    found.extend(left);
    found
}

/// Changes that are one finding: a test may verify several criteria, and what is otherwise in it is told once.
struct Group<'a> {
    /// The first.
    change: &'a Change,
    key: &'a Key,
    /// The criteria that it concerns, by the names that people write.
    names: Vec<&'a str>,
}

/// Returns the differences, but for items that were only moved.
fn groups<'a>(
    comparison: &'a LockComparison,
    of_key: &HashMap<&Key, Vec<&CriterionIntent>>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut of_item: HashMap<(&str, &str, Code), usize> = HashMap::new();
    for change in comparison.changes.iter().filter(|change| !matches!(change.kind, ChangeKind::Moved(_))) {
        let Some(key) =
            comparison.after(change).or_else(|| comparison.before(change)).map(|meaning| &meaning.key)
        else {
            continue;
        };
        if let ChangeKind::TestRemoved(test) = &change.kind
            && of_key.get(key).is_some_and(|meanings| verify(meanings, test))
        {
            // The id is used twice, which is said: the test stands at the first.
            continue;
        }
        if let Some(item) = item(&change.kind) {
            let at = *of_item.entry((&item.file, &item.name, change.kind.code())).or_insert(groups.len());
            if let Some(group) = groups.get_mut(at) {
                group.names.push(comparison.name(key));
                continue;
            }
        }
        if matches!(change.kind, ChangeKind::Context { .. })
            && let Some(group) = groups.iter_mut().find(|group| group.change.kind == change.kind)
        {
            group.names.push(comparison.name(key));
            continue;
        }
        groups.push(Group { change, key, names: vec![comparison.name(key)] });
    }
    groups
}

/// Says whether a test verifies one of several criteria.
fn verify(meanings: &[&CriterionIntent], test: &ItemState) -> bool {
    meanings.iter().any(|meaning| meaning.tests.iter().any(|own| own.is_called_as(test)))
}

/// The test or the code that a change is about.
fn item(kind: &ChangeKind) -> Option<&ItemState> {
    match kind {
        ChangeKind::TestChanged { now, .. } | ChangeKind::CodeChanged { now, .. } => Some(now),
        ChangeKind::HelperChanged { before, now, .. } => now.as_ref().or(before.as_ref()),
        ChangeKind::TestNew(test) | ChangeKind::TestRemoved(test) => Some(test),
        ChangeKind::New
        | ChangeKind::Moved(_)
        | ChangeKind::Reworded(_)
        | ChangeKind::Removed(_)
        | ChangeKind::Context { .. }
        | ChangeKind::Waived { .. } => None,
    }
}
