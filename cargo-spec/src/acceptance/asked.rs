//! The request to accept: the criteria by name, and which of them have failing tests.

use std::collections::HashSet;
use std::path::Path;

use spec_engine::intent::{Key, Stated};
use spec_engine::verdict::{Findings, LockComparison, Rung, VerdictIx};
use spec_model::catalog::Catalog;

use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::report::proofs;
use crate::selection::{Concern, Selection};

/// The criteria that are asked for, of the packages that are meant: those that the arguments name, also those that are gone; without names
/// all that stand in a document. `None`: everything.
///
/// # Errors
/// [`Error::Id`], if an argument names nothing or several things.
pub fn asked(
    only: &[String],
    features: &[String],
    catalogs: &[Catalog],
    concern: &Concern,
    comparison: &LockComparison,
) -> Result<Option<HashSet<Key>>, Error> {
    let stated = &comparison.now.criteria;
    let (meant, elsewhere): (Vec<_>, Vec<_>) =
        stated.iter().partition(|stated| concern.has(&stated.place.path));
    let is_unnamed = only.is_empty() && features.is_empty();
    if is_unnamed && concern.is_everything() {
        return Ok(None);
    }
    // What is gone stood where the criteria beside it stand.
    let features_of =
        |stated: Vec<&'_ Stated>| stated.iter().map(|it| feature(&it.intent.key).to_owned()).collect();
    let (meant, elsewhere): (HashSet<String>, HashSet<String>) = (features_of(meant), features_of(elsewhere));
    let accepted = comparison.lock.iter().flat_map(|lock| lock.intents());
    let all = comparison.now.intents().chain(accepted).map(|intent| &intent.key);
    let is_meant =
        |key: &&Key| meant.contains(feature(key)) || !is_unnamed && !elsewhere.contains(feature(key));
    let all: Vec<&Key> = all.filter(is_meant).collect();
    if is_unnamed {
        return Ok(Some(all.into_iter().cloned().collect()));
    }
    let mut keys = of_features(features, &all)?;
    for written in only {
        keys.extend(named(written, catalogs, &all)?);
    }
    Ok(Some(keys))
}

/// The spec root and the feature of a criterion.
fn feature(key: &Key) -> &str {
    key.as_str().rsplit_once('/').map_or("", |(feature, _)| feature)
}

/// The criteria of features.
fn of_features(features: &[String], all: &[&Key]) -> Result<HashSet<Key>, Error> {
    let mut keys = HashSet::new();
    for feature in features {
        let known = keys.len();
        keys.extend(all.iter().filter(|key| key.feature() == feature).copied().cloned());
        if keys.len() == known {
            let mut candidates: Vec<_> = all.iter().map(|key| key.feature().to_owned()).collect();
            candidates.sort_unstable();
            candidates.dedup();
            return Err(Error::Id { problem: format!("no feature is called `{feature}`"), candidates });
        }
    }
    Ok(keys)
}

/// The criteria that one argument names.
fn named(written: &str, catalogs: &[Catalog], all: &[&Key]) -> Result<HashSet<Key>, Error> {
    let only = [written.to_owned()];
    let found =
        Selection::new(&only, catalogs).map(|selection| selection.criteria(catalogs).unwrap_or_default());
    let of_documents = found.as_ref().ok();
    // A requirement has criteria, and may ask for something itself, or have done so. What is gone is named as it was, and anything as
    // the lock writes it.
    let is_named = |key: &Key| {
        of_documents.is_some_and(|named| named.contains(&(key.feature(), key.id())))
            || key.is_meant_by(written)
            || key.as_str() == written
            || key.feature() == written
    };
    let keys: HashSet<Key> = all.iter().filter(|key| is_named(key)).copied().cloned().collect();
    match found {
        Err(unknown) if keys.is_empty() => Err(unknown),
        _ => Ok(keys),
    }
}

/// The criteria whose tests failed in the last run, whatever words the criteria had then: other words fix no test.
///
/// # Errors
/// Evidence that cannot be read.
pub fn failing(
    findings: &Findings,
    comparison: &LockComparison,
    target: &Path,
    root: &Path,
) -> Result<HashSet<Key>, Error> {
    let Some(evidence) = last::read(&last::runs(target, root), root)? else { return Ok(HashSet::new()) };
    let evidence = evidence.with_proofs(&proofs::kept(target, root))?;
    // Whoever has fixed a test may have run `prove` alone since.
    let passed = proofs::passed_since(&evidence, findings.verdicts.as_slice(), target, root);
    let has_passed = |key: &Key| passed.contains(&(key.feature().to_owned(), key.id().to_owned()));
    let ladder = Ladder::new(findings.verdicts.clone(), &evidence);
    let fails = |verdict: VerdictIx| {
        let standing = &ladder.standings[verdict];
        standing.rung == Rung::Failing || standing.was_failing
    };
    let failing = comparison.now.criteria.iter().filter(|stated| stated.verdict.is_some_and(fails));
    let failing = failing.map(|stated| &stated.intent.key).filter(|key| !has_passed(key));
    Ok(failing.cloned().collect())
}
