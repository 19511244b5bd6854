//! Records today's findings in the baseline of `spec.lock`, and removes those that are fixed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::{Key, Stated};
use spec_engine::lock::{BaselineEntry, FILE_NAME, Lock};
use spec_engine::verdict::{Findings, Found, LockComparison, Rung, VerdictIx};
use spec_model::index::IndexVec;
use spec_model::{Diagnostic, Severity};

use super::guard::Guard;
use super::write::{read, teach_git};
use crate::error::Error;
use crate::evidence::Standing;
use crate::hidden;
use crate::next::{NextStep, Situation};

/// The request for the baseline.
#[derive(Debug, Default)]
pub struct BaselineRequest {
    /// May it grow?
    pub grows: bool,
    /// Features to hold to zero.
    pub strict: Vec<String>,
    /// Features that may have known findings again.
    pub relaxed: Vec<String>,
    /// Is nothing to be written?
    pub dry_run: bool,
}

/// The result.
#[derive(Debug, Default)]
pub struct Recorded {
    /// The lock.
    pub path: PathBuf,
    /// Was there no baseline before?
    pub is_first: bool,
    /// Is the lock a new file?
    pub is_new: bool,
    /// Did git learn how to merge it?
    pub has_attributes: bool,
    /// Was anything written?
    pub is_written: bool,
    /// Was it only looked at?
    pub is_dry: bool,
    /// The findings that were put in.
    pub added: BTreeMap<BaselineEntry, usize>,
    /// The findings that were not put in, as the baseline may not grow.
    pub refused: BTreeMap<BaselineEntry, usize>,
    /// The findings that were taken out.
    pub removed: BTreeMap<BaselineEntry, usize>,
    /// The features that are held to zero.
    pub strict: BTreeSet<String>,
    /// The number of errors in features that are held to zero.
    pub strict_errors: usize,
    /// Errors that the baseline cannot know.
    pub others: Vec<Diagnostic>,
    /// The number of findings that the baseline knows now.
    pub still_known: usize,
}

/// Records what is not right yet, in the workspace that a folder belongs to. `run` tells what is known of a run of the tests, if one is.
///
/// # Errors
/// A lock that cannot be read; criteria that have moved; features that are not there; a file that cannot be written.
pub fn record(
    host: &Host,
    folder: &Path,
    order: &BaselineRequest,
    run: impl Fn(&Findings) -> Result<IndexVec<VerdictIx, Standing>, Error>,
) -> Result<Recorded, Error> {
    let (guard, findings, comparison) = alone(host, folder, order.dry_run)?;
    if !order.dry_run {
        hidden::refuse(findings.hiding.iter())?;
    }
    if comparison.has_moved() {
        let path = comparison.path.clone();
        let findings = Findings { comparison: Some(comparison), ..findings };
        return Err(Error::Unclear {
            problem: "criteria were renumbered".to_owned(),
            path: Some(path),
            place: None,
            help: Situation::of(&findings).step().map(NextStep::words),
        });
    }
    let (before, baseline) = (comparison.lock.clone().unwrap_or_default(), comparison.baseline.as_ref());
    let strict = strict(order, &before, &comparison)?;
    let mut still_known = baseline.map(|baseline| baseline.still_known.clone()).unwrap_or_default();
    let mut found = baseline.map(|baseline| baseline.found.clone()).unwrap_or_default();
    found.extend(after_run(&run(&findings)?, &comparison, &mut still_known));
    let is_strict = |found: &Found| found.feature.as_ref().is_some_and(|feature| strict.contains(feature));
    let held: BTreeSet<&BaselineEntry> =
        found.iter().filter(|found| is_strict(found)).map(|found| &found.entry).collect();
    let keys: BTreeSet<&str> = comparison
        .now
        .intents()
        .map(|meaning| &meaning.key)
        .filter(|key| strict.contains(key.feature()))
        .map(Key::as_str)
        .collect();
    still_known.retain(|entry, _| !held.contains(entry) && !keys.contains(&*entry.subject));
    let mut new: BTreeMap<BaselineEntry, usize> = BTreeMap::new();
    for found in found.iter().filter(|found| !found.is_known && !is_strict(found)) {
        *new.entry(found.entry.clone()).or_default() += 1;
    }
    let mut recorded = Recorded {
        path: comparison.path.clone(),
        is_first: !before.has_baseline,
        is_new: comparison.source.is_none(),
        is_dry: order.dry_run,
        removed: less(&before.known_findings, &still_known),
        strict_errors: found.iter().filter(|found| is_strict(found)).count(),
        others: others(findings.diagnostics),
        ..Recorded::default()
    };
    if recorded.is_first || order.grows {
        for (entry, number) in &new {
            *still_known.entry(entry.clone()).or_default() += number;
        }
        recorded.added = new;
    } else {
        recorded.refused = new;
    }
    recorded.still_known = still_known.values().sum();
    let after = Lock {
        has_baseline: true,
        known_findings: still_known,
        strict: strict.clone(),
        ..Lock::clone(&before)
    };
    recorded.strict = strict;
    if let Some(guard) = guard {
        recorded.is_written = after != *before;
        if recorded.is_written {
            guard.write(host, &comparison, &after.to_string())?;
        }
        recorded.has_attributes = teach_git(host, &comparison, recorded.is_written)?;
    }
    Ok(recorded)
}

/// Reads the findings while nobody else writes.
fn alone(
    host: &Host,
    folder: &Path,
    dry_run: bool,
) -> Result<(Option<Guard>, Findings, LockComparison), Error> {
    let guard = (!dry_run).then(|| Guard::hold(host, folder));
    let (findings, comparison) = read(host, folder)?;
    Ok((guard, findings, comparison))
}

/// The features that are held to zero from now on.
fn strict(
    order: &BaselineRequest,
    before: &Lock,
    comparison: &LockComparison,
) -> Result<BTreeSet<String>, Error> {
    let features: BTreeSet<&str> = comparison.now.intents().map(|meaning| meaning.key.feature()).collect();
    let mut strict = before.strict.clone();
    for feature in &order.strict {
        if !features.contains(&**feature) {
            let candidates = features.iter().map(|&feature| feature.to_owned()).collect();
            return Err(Error::Id { problem: format!("no feature is called `{feature}`"), candidates });
        }
        strict.insert(feature.clone());
    }
    for feature in &order.relaxed {
        if !strict.remove(feature) {
            let candidates = strict.into_iter().collect();
            return Err(Error::Id {
                problem: format!("`{feature}` is not held to zero in `{FILE_NAME}`"),
                candidates,
            });
        }
    }
    Ok(strict)
}

/// Returns the findings of a run that the baseline may know: of criteria of which more is demanded than that their tests pass. What it
/// knows and was reached is taken out.
fn after_run(
    standings: &IndexVec<VerdictIx, Standing>,
    comparison: &LockComparison,
    still_known: &mut BTreeMap<BaselineEntry, usize>,
) -> Vec<Found> {
    let mut found = Vec::new();
    for Stated { intent: meaning, verdict, .. } in &comparison.now.criteria {
        let Some(standing) = verdict.and_then(|verdict| standings.get(verdict)) else { continue };
        let entry = |rung: Rung| BaselineEntry {
            subject: meaning.key.as_str().to_owned(),
            code: rung.as_str().to_owned(),
        };
        if standing.rung < Rung::Passing {
            continue;
        }
        let known = [Rung::Passing, Rung::Exercised].into_iter().filter(|rung| *rung <= standing.rung);
        let is_known = known.filter(|rung| still_known.remove(&entry(*rung)).is_some()).count() > 0;
        if !standing.is_short() {
            continue;
        }
        if is_known {
            still_known.insert(entry(standing.rung), 1);
        }
        let feature = Some(meaning.key.feature().to_owned());
        found.push(Found { entry: entry(standing.rung), feature, is_known });
    }
    found
}

/// The findings that one has more than the other.
fn less(
    before: &BTreeMap<BaselineEntry, usize>,
    after: &BTreeMap<BaselineEntry, usize>,
) -> BTreeMap<BaselineEntry, usize> {
    let left = |entry: &BaselineEntry| after.get(entry).copied().unwrap_or_default();
    let less = before.iter().map(|(entry, number)| (entry.clone(), number.saturating_sub(left(entry))));
    less.filter(|(_, number)| *number > 0).collect()
}

/// The errors that the baseline cannot know.
fn others(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_other =
        |finding: &Diagnostic| finding.severity == Severity::Error && !finding.code.is_baselinable();
    findings.into_iter().filter(is_other).collect()
}
