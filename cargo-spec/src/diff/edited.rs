//! What somebody wrote into `spec.lock` by hand: entries that say what neither was accepted before nor stands in a document or a test.

use std::collections::{BTreeMap, HashMap, HashSet};

use spec_model::intent::{Key, Meaning};

use super::side::Side;
use super::{Entry, What};

/// The entries of the lock that differ without a reason.
pub(super) fn entries(before: &Side, now: &Side) -> Vec<Entry> {
    let Some(lock) = &now.lock else { return Vec::new() };
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
        .flat_map(|meaning| &meaning.tests)
        .map(|test| &*test.tokens)
        .chain(was.values().flat_map(|meaning| &meaning.tests).map(|test| &*test.tokens))
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
        } else if let Some(test) = meaning.tests.iter().find(|test| !tested.contains(&*test.tokens)) {
            entries
                .push(entry(meaning, format!("it holds a version of `{}` that is in no source", test.name)));
        }
    }
    // What is gone from it while the criterion stands.
    let left: BTreeMap<&str, &Meaning> =
        lock.accepted.criteria.iter().map(|meaning| (&*meaning.wording, meaning)).collect();
    let keys: HashSet<&Key> = lock.accepted.criteria.iter().map(|meaning| &meaning.key).collect();
    let stands: HashSet<&str> = now.intent.criteria.iter().map(|meaning| &*meaning.wording).collect();
    for meaning in before.lock.iter().flat_map(|lock| &lock.accepted.criteria) {
        if !keys.contains(&meaning.key)
            && !left.contains_key(&*meaning.wording)
            && stands.contains(&*meaning.wording)
        {
            entries.push(Entry {
                after: None,
                ..entry(meaning, "it is gone, while the criterion stands".to_owned())
            });
        }
    }
    entries
}
