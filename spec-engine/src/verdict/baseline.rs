//! Sets aside the findings that the baseline lists, and finds the entries that are fixed.
//!
//! An entry is a finding that was there when the baseline was recorded: a subject and a code, with the number of them. A subject is the key
//! of a criterion, or a file from the root of the workspace, never a line: an edit elsewhere makes nothing new. Of findings that are
//! alike, as many as are recorded are known, and the others are reported.
//!
//! The codes that are rungs (`untested`, `stub`, `ignored`) are in an order: what is recorded as one of them may stand higher, and not
//! lower. `passing` and `exercised` say the same of a criterion that a `spec.toml` demands more of; only a run can tell of them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::Diagnostic;
use spec_model::index::IndexVec;
use spec_model::paths::relative;

use super::answer::Findings;
use crate::comparison::repair::renamed_entries;
use crate::comparison::{Baseline, Found, LockComparison};
use crate::findings::baseline_stale::baseline_stale;
use crate::findings::sink::Severities;
use crate::intent::Key;
use crate::ladder::{Rung, Verdict, VerdictIx};
use crate::lock::BaselineEntry;

impl Baseline {
    /// Sets the known findings aside. `is_whole`: was the whole workspace looked at? Else an entry without a finding may be of another
    /// package. `None`, if the lock could not be read.
    pub(super) fn settle(
        comparison: &LockComparison,
        is_whole: bool,
        catalogs: &[&Catalog],
        findings: &mut Findings,
    ) -> Option<Self> {
        let lock = comparison.lock.as_ref()?;
        let subjects = Subjects::new(comparison, catalogs);
        let is_strict = |feature: &str| lock.strict.contains(feature);
        let known_findings = renamed_entries(comparison, &lock.known_findings, |_| true);
        let (mut baseline, mut left) = (Self::default(), Left { known_findings, risen: BTreeMap::new() });
        // A feature that is held to zero has no known findings, whatever the baseline lists.
        let void = left.without(|entry| subjects.feature_of(entry).is_some_and(is_strict));
        let rungs = subjects.rungs(&left.known_findings);
        findings.sink().set_known_aside(|finding| {
            let (entry, feature) = subjects.of(finding);
            let is_known = !feature.is_some_and(is_strict) && left.take_or_lower(&entry);
            if is_known {
                *baseline.still_known.entry(entry.clone()).or_default() += 1;
            }
            baseline.found.push(Found { entry, feature: feature.map(str::to_owned), is_known });
            is_known
        });
        baseline.close(left, &subjects, &findings.verdicts);
        if !findings.hiding.is_empty() {
            for (entry, number) in std::mem::take(&mut baseline.fixed) {
                *baseline.still_known.entry(entry).or_default() += number;
            }
        }
        for (entry, number) in void {
            *baseline.fixed.entry(entry).or_default() += number;
        }
        for (at, rung) in rungs {
            let known_rung = &mut findings.verdicts[at].known_rung;
            *known_rung = Some(known_rung.map_or(rung, |known| known.min(rung)));
        }
        if is_whole && !comparison.has_moved() {
            let stale = baseline_stale(comparison, &baseline);
            findings.report(Severities::Strictest(catalogs), stale);
        }
        Some(baseline)
    }

    /// Marks the entries without a finding as fixed, but for rungs that more is demanded than.
    fn close(&mut self, left: Left, subjects: &Subjects<'_>, verdicts: &IndexVec<VerdictIx, Verdict>) {
        for (entry, number) in
            left.known_findings.into_iter().chain(left.risen).filter(|(_, number)| *number > 0)
        {
            let rung = subjects.rung_after(&entry, verdicts);
            if let Some(rung) = rung {
                let higher = BaselineEntry { subject: entry.subject.clone(), code: rung.as_str().to_owned() };
                self.still_known.insert(higher, 1);
            }
            if rung.is_none_or(|rung| rung.as_str() != entry.code) {
                *self.fixed.entry(entry).or_default() += number;
            }
        }
    }
}

/// The known findings that were not found yet.
struct Left {
    /// The known findings.
    known_findings: BTreeMap<BaselineEntry, usize>,
    /// The criteria that stand higher than they are recorded.
    risen: BTreeMap<BaselineEntry, usize>,
}

impl Left {
    /// Takes away what may not be known.
    fn without(&mut self, is_strict: impl Fn(&BaselineEntry) -> bool) -> BTreeMap<BaselineEntry, usize> {
        let (strict, left) =
            std::mem::take(&mut self.known_findings).into_iter().partition(|(entry, _)| is_strict(entry));
        self.known_findings = left;
        strict
    }

    /// Takes an entry, if it is left; of a rung, also that of a lower one.
    fn take_or_lower(&mut self, found: &BaselineEntry) -> bool {
        if self.take(found) {
            return true;
        }
        let Some(rung) = rung(&found.code) else { return false };
        Rung::ALL.into_iter().take_while(|lower| *lower < rung).any(|lower| {
            let entry = BaselineEntry { subject: found.subject.clone(), code: lower.as_str().to_owned() };
            let was_known = self.take(&entry);
            if was_known {
                *self.risen.entry(entry).or_default() += 1;
            }
            was_known
        })
    }

    fn take(&mut self, entry: &BaselineEntry) -> bool {
        let number = self.known_findings.get_mut(entry).filter(|number| **number > 0);
        number.map(|number| *number -= 1).is_some()
    }
}

/// The rung that a code says, if it is one that the baseline may know.
fn rung(code: &str) -> Option<Rung> {
    const BASELINABLE: [Rung; 5] =
        [Rung::Untested, Rung::Stub, Rung::Ignored, Rung::Passing, Rung::Exercised];
    BASELINABLE.into_iter().find(|rung| rung.as_str() == code)
}

/// The subjects of findings.
struct Subjects<'a> {
    root: &'a Path,
    /// The criteria, by document and id.
    criteria: HashMap<(&'a Path, &'a str), &'a Key>,
    /// The same, by the texts of their keys, each with its verdict.
    verdicts: HashMap<&'a str, (&'a Key, VerdictIx)>,
    /// The features of the documents.
    features: HashMap<&'a Path, &'a str>,
    /// The same by the names that entries give documents.
    files: HashMap<String, &'a str>,
}

impl<'a> Subjects<'a> {
    fn new(comparison: &'a LockComparison, catalogs: &[&'a Catalog]) -> Self {
        let documents = || catalogs.iter().flat_map(|catalog| &catalog.documents);
        let features: HashMap<_, _> =
            documents().map(|document| (&**document.source.path(), &*document.feature)).collect();
        let keys = || {
            let criteria = comparison.now.criteria.iter();
            criteria.filter_map(|stated| Some((stated, &stated.intent.key, stated.verdict?)))
        };
        let criteria = keys().filter_map(|(stated, key, _)| {
            let path = features.get_key_value(&*stated.place.path).map(|(path, _)| *path)?;
            Some(((path, key.id()), key))
        });
        Self {
            root: &comparison.root,
            criteria: criteria.collect(),
            verdicts: keys().map(|(_, key, verdict)| (key.as_str(), (key, verdict))).collect(),
            files: features
                .iter()
                .map(|(path, feature)| (relative(path, &comparison.root), *feature))
                .collect(),
            features,
        }
    }

    /// The entry of a finding, and the feature that it concerns.
    fn of(&self, finding: &Diagnostic) -> (BaselineEntry, Option<&'a str>) {
        let code = finding.code.as_str().to_owned();
        let path = finding.path.as_deref().unwrap_or(self.root);
        let id = finding.subject.as_deref().map(|id| id.rsplit('/').next().unwrap_or(id));
        let key = id.and_then(|id| self.criteria.get(&(path, id)));
        let subject = key.map_or_else(|| relative(path, self.root), |key| key.as_str().to_owned());
        (BaselineEntry { subject, code }, self.features.get(path).copied())
    }

    /// The feature that an entry concerns, if that is there.
    fn feature_of(&self, entry: &BaselineEntry) -> Option<&'a str> {
        let criterion = || self.verdicts.get(&*entry.subject).map(|(key, _)| key.feature());
        self.files.get(&entry.subject).copied().or_else(criterion)
    }

    /// The rungs that criteria are known on.
    fn rungs(&self, known_findings: &BTreeMap<BaselineEntry, usize>) -> Vec<(VerdictIx, Rung)> {
        let still_known = known_findings.keys().filter_map(|entry| {
            let rung = rung(&entry.code)?;
            Some((self.verdicts.get(&*entry.subject)?.1, rung))
        });
        still_known.collect()
    }

    /// The rung on which a criterion is still known, after it left the rung of an entry, without a run.
    fn rung_after(&self, entry: &BaselineEntry, verdicts: &IndexVec<VerdictIx, Verdict>) -> Option<Rung> {
        let rung = rung(&entry.code)?;
        let verdict = &verdicts[self.verdicts.get(&*entry.subject)?.1];
        let required = verdict.required.unwrap_or(Rung::Passing);
        let least = rung.max(Rung::Passing);
        (least < required && (rung >= Rung::Passing || verdict.rung == Rung::Tested)).then_some(least)
    }
}

#[cfg(test)]
mod tests;
