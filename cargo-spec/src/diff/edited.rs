//! What somebody wrote into `spec.lock` by hand: entries that say what neither was accepted before nor stands in a document or a test.

use std::collections::{BTreeMap, HashMap, HashSet};

use spec_model::intent::{Key, Linked, Meaning};
use spec_model::lock::{Debt, FILE_NAME};
use spec_model::waiver::Waiver;

use super::side::Side;
use super::{Entry, What};

/// The entries of the lock that differ without a reason.
pub(super) fn entries(before: &Side, now: &Side) -> Vec<Entry> {
    let Some(lock) = &now.lock else {
        let is_gone = before.lock.is_some() && now.gaps.is_empty();
        return if is_gone {
            vec![of_file("it is gone, and with it all that was accepted")]
        } else {
            Vec::new()
        };
    };
    let was: HashMap<&Key, &Meaning> = before
        .lock
        .iter()
        .flat_map(|lock| &lock.accepted.criteria)
        .map(|meaning| (&meaning.key, meaning))
        .collect();
    let known: HashSet<&str> = was.values().map(|meaning| &*meaning.wording).collect();
    let said: HashSet<&str> = [before, now]
        .iter()
        .flat_map(|side| &side.intent.criteria)
        .map(|meaning| &*meaning.wording)
        .collect();
    let tested: HashSet<&str> = [before, now]
        .iter()
        .flat_map(|side| &side.intent.criteria)
        .flat_map(Meaning::checks)
        .map(|test| &*test.tokens)
        .chain(was.values().flat_map(|meaning| meaning.checks()).map(|test| &*test.tokens))
        .collect();
    let waived: HashSet<&Waiver> = [before, now]
        .iter()
        .flat_map(|side| &side.intent.criteria)
        .chain(was.values().copied())
        .filter_map(|meaning| meaning.waiver.as_ref())
        .collect();
    let entry = |meaning: &Meaning, reason: String| Entry {
        what: What::LockEdited,
        key: meaning.key.to_string(),
        was: None,
        item: None,
        reasons: vec![reason],
        before: was.get(&meaning.key).map(|old| old.wording.clone()),
        after: Some(meaning.wording.clone()),
        place: None,
    };
    let mut entries = Vec::new();
    for meaning in &lock.accepted.criteria {
        if !known.contains(&*meaning.wording) && !said.contains(&*meaning.wording) {
            entries.push(entry(meaning, "it holds a text that no document says".to_owned()));
        } else if let Some(test) = meaning.checks().find(|test| !tested.contains(&*test.tokens)) {
            entries
                .push(entry(meaning, format!("it holds a version of `{}` that is in no source", test.name)));
        } else if meaning.waiver.as_ref().is_some_and(|waiver| !waived.contains(waiver)) {
            entries.push(entry(meaning, "it holds a waiver that is in no `spec.toml`".to_owned()));
        }
    }
    // What is gone from it while the criterion stands.
    let left: BTreeMap<&str, &Meaning> =
        lock.accepted.criteria.iter().map(|meaning| (&*meaning.wording, meaning)).collect();
    let keys: HashSet<&Key> = lock.accepted.criteria.iter().map(|meaning| &meaning.key).collect();
    let stands: HashSet<&str> = now.intent.criteria.iter().map(|meaning| &*meaning.wording).collect();
    let numbers: HashSet<&Key> = now.intent.criteria.iter().map(|meaning| &meaning.key).collect();
    for meaning in before.lock.iter().flat_map(|lock| &lock.accepted.criteria) {
        if !keys.contains(&meaning.key)
            && !left.contains_key(&*meaning.wording)
            // With other words, too: to accept these would have replaced it.
            && (stands.contains(&*meaning.wording) || numbers.contains(&meaning.key))
        {
            entries.push(Entry {
                after: None,
                ..entry(meaning, "it is gone, while the criterion stands".to_owned())
            });
        }
    }
    entries.extend(tests_gone(before, now));
    entries.extend(debts_grown(before, now));
    entries
}

/// Accepted tests that are gone from it, while they stand and verify what they did.
fn tests_gone(before: &Side, now: &Side) -> Vec<Entry> {
    let accepted = |side: &Side| -> HashMap<Key, Meaning> {
        let all = side.lock.iter().flat_map(|lock| &lock.accepted.criteria);
        all.map(|meaning| (meaning.key.clone(), meaning.clone())).collect()
    };
    let (was, is) = (accepted(before), accepted(now));
    let mut entries = Vec::new();
    for stands in &now.intent.criteria {
        let (Some(old), Some(new)) = (was.get(&stands.key), is.get(&stands.key)) else { continue };
        let is_it = |test: &Linked, other: &Linked| other.is_called_as(test) || other.tokens == test.tokens;
        // Changed, too: to accept that would have replaced it.
        let is_there = |test: &Linked| stands.checks().any(|other| is_it(test, other));
        let gone = old.checks().find(|test| {
            is_there(test)
                && !new.checks().any(|other| other.is_called_as(test) || other.tokens == test.tokens)
        });
        if let Some(test) = gone {
            let reason = format!("`{}` is gone from it, while it stands in its source", test.name);
            entries.push(Entry { key: stands.key.to_string(), ..of_file(&reason) });
        }
    }
    entries
}

/// Debts that a baseline has taken up since: it grows by hand, or by `cargo spec baseline --grow`, and people should see either.
fn debts_grown(before: &Side, now: &Side) -> Vec<Entry> {
    let (Some(old), Some(new)) = (&before.lock, &now.lock) else { return Vec::new() };
    if !old.has_baseline {
        return Vec::new();
    }
    let is_moved = |debt: &Debt, number: usize| {
        // A criterion takes its debts along when it gets another number.
        old.debts
            .iter()
            .any(|(was, owed)| was.code == debt.code && *owed >= number && !new.debts.contains_key(was))
    };
    let grown = new.debts.iter().filter(|(debt, number)| {
        let owed = old.debts.get(debt).copied().unwrap_or_default();
        **number > owed && (owed > 0 || !is_moved(debt, **number))
    });
    grown
        .map(|(debt, _)| {
            let reason = format!(
                "the baseline has grown by `{}`, which `cargo spec baseline --grow` does too",
                debt.code
            );
            Entry { key: debt.subject.clone(), ..of_file(&reason) }
        })
        .collect()
}

/// What is to be said of the file.
fn of_file(reason: &str) -> Entry {
    Entry {
        what: What::LockEdited,
        key: FILE_NAME.to_owned(),
        was: None,
        item: None,
        reasons: vec![reason.to_owned()],
        before: None,
        after: None,
        place: None,
    }
}
