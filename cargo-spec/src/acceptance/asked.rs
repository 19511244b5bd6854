//! The request to accept: the criteria by name, and which of them have failing tests.

use std::collections::HashSet;
use std::path::Path;

use spec_engine::intent::Key;
use spec_engine::verdict::{Findings, LockComparison, Rung, VerdictIx};
use spec_model::catalog::Catalog;

use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::report::proofs;
use crate::selection::Selection;

/// The criteria that the arguments name, also those that are gone.
///
/// # Errors
/// [`Error::Id`], if one names nothing or several things.
pub fn named(
    only: &[String],
    features: &[String],
    catalogs: &[Catalog],
    comparison: &LockComparison,
) -> Result<HashSet<Key>, Error> {
    let all = || {
        let accepted = comparison.lock.iter().flat_map(|lock| lock.intents());
        comparison.now.intents().chain(accepted).map(|meaning| &meaning.key)
    };
    let mut keys = HashSet::new();
    for feature in features {
        let known = keys.len();
        keys.extend(all().filter(|key| key.feature() == feature).cloned());
        if keys.len() == known {
            let mut candidates: Vec<_> = all().map(|key| key.feature().to_owned()).collect();
            candidates.sort_unstable();
            candidates.dedup();
            return Err(Error::Id { problem: format!("no feature is called `{feature}`"), candidates });
        }
    }
    for written in only {
        match Selection::new(std::slice::from_ref(written), catalogs)
            .map(|selection| selection.criteria(catalogs))
        {
            Ok(named) => {
                let named = named.unwrap_or_default();
                // A requirement has criteria, and may ask for something itself, or have done so.
                let is_named = |key: &&Key| {
                    named.contains(&(key.feature(), key.id()))
                        || key.is_meant_by(written)
                        || key.feature() == written
                };
                keys.extend(all().filter(is_named).cloned());
            }
            Err(unknown) => {
                // A criterion that is gone has the name that it had.
                let known = keys.len();
                keys.extend(
                    all().filter(|key| key.is_meant_by(written) || key.feature() == written).cloned(),
                );
                if keys.len() == known {
                    return Err(unknown);
                }
            }
        }
    }
    Ok(keys)
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
