//! Finds edits of `spec.lock` that no command made.
//!
//! Finds sealed criteria that are not as this command wrote them, whatever was accepted, moved and edited meanwhile. An entry has no seal
//! if an earlier version wrote it, and two if a merge kept both. Then somebody wrote it by hand if its words were never accepted, and stand
//! in no document and no test. A criterion that this command took out of the lock leaves its lineage there.

use std::collections::{BTreeMap, HashMap, HashSet};

use spec_engine::intent::{CriterionIntent, ItemState, Key};
use spec_engine::lock::{BaselineEntry, FILE_NAME, Lock, Seal};
use spec_engine::verdict::Rung;
use spec_model::spec::Fingerprint;
use spec_model::waiver::Waiver;

use super::side::DiffSide;
use super::{DiffEntry, Subject, What};

/// The entries of the lock that differ without a reason.
pub(super) fn entries(before: &DiffSide, now: &DiffSide) -> Vec<DiffEntry> {
    let Some(lock) = &now.lock else {
        let is_gone = before.lock.is_some() && now.gaps.is_empty() && now.gaps_now.is_empty();
        return if is_gone {
            vec![of_file("it is gone, and so is all that was accepted")]
        } else {
            Vec::new()
        };
    };
    let was: HashMap<&Key, &CriterionIntent> =
        before.lock.iter().flat_map(|lock| lock.intents()).map(|meaning| (&meaning.key, meaning)).collect();
    let known: HashSet<&str> = was.values().map(|meaning| &*meaning.wording).collect();
    let wordings: HashSet<&str> = [before, now]
        .iter()
        .flat_map(|side| side.intent.intents())
        .map(|meaning| &*meaning.wording)
        .collect();
    let tested: HashSet<&str> = [before, now]
        .iter()
        .flat_map(|side| side.intent.intents())
        .flat_map(CriterionIntent::checks)
        .map(|test| &*test.tokens)
        .chain(was.values().flat_map(|meaning| meaning.checks()).map(|test| &*test.tokens))
        .collect();
    let waived: HashSet<&Waiver> = [before, now]
        .iter()
        .flat_map(|side| side.intent.intents())
        .chain(was.values().copied())
        .filter_map(|meaning| meaning.waiver.as_ref())
        .collect();
    let entry = |meaning: &CriterionIntent, reason: String| DiffEntry {
        what: What::LockEdited,
        subject: Subject::Criteria(vec![meaning.key.clone()]),
        was: None,
        item: None,
        reasons: vec![reason],
        before: was.get(&meaning.key).map(|old| old.wording.clone()),
        after: Some(meaning.wording.clone()),
        place: None,
        beside: None,
    };
    let mut entries = Vec::new();
    let was_sealed = before
        .lock
        .as_ref()
        .is_some_and(|lock| lock.criteria.iter().any(|accepted| accepted.seal() == Some(Seal::Whole)));
    let gone_tests = tests_gone(before, now);
    for accepted in lock.criteria.iter().filter(|accepted| accepted.seal() != Some(Seal::Whole)) {
        let (meaning, seal) = (&accepted.intent, accepted.seal());
        if !known.contains(&*meaning.wording) && !wordings.contains(&*meaning.wording) {
            entries.push(entry(meaning, "it holds a text that no document says".to_owned()));
        } else if let Some(test) = meaning.checks().find(|test| !tested.contains(&*test.tokens)) {
            entries
                .push(entry(meaning, format!("it holds a version of `{}` that is in no source", test.name)));
        } else if meaning.waiver.as_ref().is_some_and(|waiver| !waived.contains(waiver)) {
            entries.push(entry(meaning, "it holds a waiver that is in no `spec.toml`".to_owned()));
        } else if let Some(reason) = gone_tests.get(&meaning.key) {
            entries
                .push(DiffEntry { subject: Subject::Criteria(vec![meaning.key.clone()]), ..of_file(reason) });
        } else if seal == Some(Seal::Broken) {
            entries.push(entry(meaning, "its lines are not as `cargo spec` wrote them".to_owned()));
        } else if seal == Some(Seal::Missing) && was_sealed {
            entries.push(entry(meaning, "the seal of its lines is gone".to_owned()));
        }
    }
    // An entry is gone from it while the criterion stands.
    let left = lineages(lock);
    let stands: HashSet<&str> = now.intent.intents().map(|meaning| &*meaning.wording).collect();
    let numbers: HashSet<&Key> = now.intent.intents().map(|meaning| &meaning.key).collect();
    let accepted = before.lock.iter().flat_map(|lock| &lock.criteria);
    for accepted in accepted.filter(|accepted| !left.contains(&accepted.intent.lineage())) {
        let meaning = &accepted.intent;
        let reason = match () {
            // With other words, too: to accept these would have replaced it.
            () if stands.contains(&*meaning.wording) || numbers.contains(&meaning.key) => {
                "it is gone, but the criterion is still there"
            }
            // If a merge kept two seals, either may be the one that is left.
            () if accepted.seal() == Some(Seal::Whole) => {
                "it is gone, and no line records that people accepted that"
            }
            () => continue,
        };
        entries.push(DiffEntry { after: None, ..entry(meaning, reason.to_owned()) });
    }
    for (key, gone) in before.lock.iter().flat_map(|lock| &lock.gone) {
        if gone.iter().any(|lineage| !left.contains(lineage)) {
            let reason = "the line that says that people accepted it to be gone is missing";
            entries.push(DiffEntry { subject: Subject::Criteria(vec![key.clone()]), ..of_file(reason) });
        }
    }
    entries.extend(baseline_growth(before, now));
    entries
}

/// Returns the identities of accepted criteria, and of those that people accepted to be gone.
fn lineages(lock: &Lock) -> HashSet<Fingerprint> {
    let there = lock.intents().map(CriterionIntent::lineage);
    there.chain(lock.gone.values().flatten().copied()).collect()
}

/// Accepted tests that are gone from the criteria of the lock, while they stand and verify what they did.
fn tests_gone(before: &DiffSide, now: &DiffSide) -> HashMap<Key, String> {
    let accepted = |side: &DiffSide| -> HashMap<Key, CriterionIntent> {
        let all = side.lock.iter().flat_map(|lock| lock.intents());
        all.map(|meaning| (meaning.key.clone(), meaning.clone())).collect()
    };
    let (was, is) = (accepted(before), accepted(now));
    let mut all = HashMap::new();
    for stands in now.intent.intents() {
        let (Some(old), Some(new)) = (was.get(&stands.key), is.get(&stands.key)) else { continue };
        let is_it =
            |test: &ItemState, other: &ItemState| other.is_called_as(test) || other.tokens == test.tokens;
        // Changed, too: to accept that would have replaced it.
        let is_there = |test: &ItemState| stands.checks().any(|other| is_it(test, other));
        let gone = old.checks().find(|test| {
            is_there(test)
                && !new.checks().any(|other| other.is_called_as(test) || other.tokens == test.tokens)
        });
        if let Some(test) = gone {
            all.insert(
                stands.key.clone(),
                format!("`{}` is gone from it, but the source still has it", test.name),
            );
        }
    }
    all
}

/// Findings that a baseline has taken up since: of each code, more than there were. A criterion takes its own along when it gets another
/// number, and may rise from one rung to another: of rungs, those up to each are counted.
fn baseline_growth(before: &DiffSide, now: &DiffSide) -> Vec<DiffEntry> {
    let Some(new) = &now.lock else { return Vec::new() };
    let Some(old) = before.lock.as_ref().filter(|old| old.has_baseline) else {
        return known_at_once(before, now, new);
    };
    let rung = |code: &str| Rung::ALL.iter().position(|rung| rung.as_str() == code);
    let is_of = |code: &str, other: &str| match (rung(code), rung(other)) {
        (Some(highest), Some(other)) => other <= highest,
        _ => code == other,
    };
    let number = |lock: &Lock, code: &str| -> usize {
        lock.known_findings
            .iter()
            .filter(|(entry, _)| is_of(code, &entry.code))
            .map(|(_, number)| number)
            .sum()
    };
    let codes: BTreeMap<&str, usize> = new
        .known_findings
        .keys()
        .map(|entry| &*entry.code)
        .collect::<HashSet<_>>()
        .into_iter()
        .map(|code| (code, number(new, code).saturating_sub(number(old, code))))
        .collect();
    let mut left = codes;
    let mut entries = Vec::new();
    for (entry, number) in &new.known_findings {
        let known = old.known_findings.get(entry).copied().unwrap_or_default();
        let more = left.get_mut(&*entry.code).filter(|more| **more > 0 && *number > known);
        let Some(more) = more else { continue };
        *more = more.saturating_sub(number - known);
        let reason = format!("the baseline has grown by `{}`", entry.code);
        entries.push(grown(&entry.subject, &reason));
    }
    entries
}

/// The new criteria whose findings the first baseline knows: it is there for what was not right before.
fn known_at_once(before: &DiffSide, now: &DiffSide, lock: &Lock) -> Vec<DiffEntry> {
    let was = before.intent.intents().flat_map(|meaning| [meaning.key.as_str(), &*meaning.wording]);
    let was: HashSet<&str> = was.collect();
    let is_new =
        |meaning: &&CriterionIntent| !was.contains(meaning.key.as_str()) && !was.contains(&*meaning.wording);
    let new: HashSet<&str> =
        now.intent.intents().filter(is_new).map(|meaning| meaning.key.as_str()).collect();
    let known = lock.known_findings.keys().filter(|entry| new.contains(&*entry.subject));
    let entry = |entry: &BaselineEntry| {
        let reason = format!("the criterion is new, and the first baseline knows it as `{}`", entry.code);
        grown(&entry.subject, &reason)
    };
    known.map(entry).collect()
}

/// Returns the entry about a subject that the baseline names.
fn grown(subject: &str, reason: &str) -> DiffEntry {
    DiffEntry { what: What::BaselineGrown, subject: Subject::Named(subject.to_owned()), ..of_file(reason) }
}

/// Returns the entry about the file.
fn of_file(reason: &str) -> DiffEntry {
    DiffEntry {
        what: What::LockEdited,
        subject: Subject::Named(FILE_NAME.to_owned()),
        was: None,
        item: None,
        reasons: vec![reason.to_owned()],
        before: None,
        after: None,
        place: None,
        beside: None,
    }
}
