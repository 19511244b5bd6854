//! What is found meets what the baseline knows.
//!
//! A debt is a finding that was there when the baseline was recorded: a subject and a code, with the number of them. A subject is the key
//! of a criterion, or a file from the root of the workspace, never a line: an edit elsewhere makes nothing new. Of findings that are
//! alike, as many as are owed are known, and the others are told.
//!
//! The codes that are rungs (`untested`, `stub`, `ignored`) are in an order: what is owed as one of them may stand higher, and not
//! lower. `passing` and `exercised` say the same of a criterion that a `spec.toml` demands more of; only a run can tell of them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::Diagnostic;
use spec_model::index::IndexVec;
use spec_model::paths::relative;

use super::answer::Findings;
use crate::comparison::repair::renamed_debts;
use crate::comparison::{Baseline, Found, LockComparison};
use crate::findings::baseline_stale::baseline_stale;
use crate::findings::sink::Severities;
use crate::intent::Key;
use crate::ladder::{Rung, Verdict, VerdictIx};
use crate::lock::BaselineEntry;

impl Baseline {
    /// Takes what is known out of the findings. `is_whole`: was the whole workspace looked at? Else it is not known what was repaid.
    /// `None`, if what was accepted could not be read.
    pub(super) fn settle(
        comparison: &LockComparison,
        is_whole: bool,
        catalogs: &[&Catalog],
        findings: &mut Findings,
    ) -> Option<Self> {
        let lock = comparison.lock.as_ref()?;
        let subjects = Subjects::new(comparison, catalogs);
        let is_hard = |feature: &str| lock.hard.contains(feature);
        let debts = renamed_debts(comparison, &lock.debts, |_| true);
        let (mut ledger, mut left) = (Self::default(), Left { debts, risen: BTreeMap::new() });
        // What a feature owes that is held to zero is told, whatever the baseline says.
        let void = left.without(|debt| subjects.feature_of(debt).is_some_and(is_hard));
        let rungs = subjects.rungs(&left.debts);
        findings.sink().set_known_aside(|finding| {
            let (debt, feature) = subjects.of(finding);
            let is_known = !feature.is_some_and(is_hard) && left.pay(&debt);
            if is_known {
                *ledger.owed.entry(debt.clone()).or_default() += 1;
            }
            ledger.found.push(Found { debt, feature: feature.map(str::to_owned), is_known });
            is_known
        });
        ledger.close(left, &subjects, &findings.verdicts);
        if !findings.hiding.is_empty() {
            for (debt, number) in std::mem::take(&mut ledger.repaid) {
                *ledger.owed.entry(debt).or_default() += number;
            }
        }
        for (debt, number) in void {
            *ledger.repaid.entry(debt).or_default() += number;
        }
        for (at, rung) in rungs {
            let owed = &mut findings.verdicts[at].owed;
            *owed = Some(owed.map_or(rung, |known| known.min(rung)));
        }
        if is_whole && !comparison.has_moved() {
            let stale = baseline_stale(comparison, &ledger);
            findings.sink().report(Severities::Strictest(catalogs), stale);
        }
        Some(ledger)
    }

    /// What nothing was found of is repaid, but for rungs that more is demanded than.
    fn close(&mut self, left: Left, subjects: &Subjects<'_>, verdicts: &IndexVec<VerdictIx, Verdict>) {
        for (debt, number) in left.debts.into_iter().chain(left.risen).filter(|(_, number)| *number > 0) {
            let rung = subjects.rung_after(&debt, verdicts);
            if let Some(rung) = rung {
                let higher = BaselineEntry { subject: debt.subject.clone(), code: rung.as_str().to_owned() };
                self.owed.insert(higher, 1);
            }
            if rung.is_none_or(|rung| rung.as_str() != debt.code) {
                *self.repaid.entry(debt).or_default() += number;
            }
        }
    }
}

/// What was not found yet.
struct Left {
    /// What is owed.
    debts: BTreeMap<BaselineEntry, usize>,
    /// What was found to stand higher than it is owed.
    risen: BTreeMap<BaselineEntry, usize>,
}

impl Left {
    /// Takes away what may not be owed.
    fn without(&mut self, is_hard: impl Fn(&BaselineEntry) -> bool) -> BTreeMap<BaselineEntry, usize> {
        let (hard, left) = std::mem::take(&mut self.debts).into_iter().partition(|(debt, _)| is_hard(debt));
        self.debts = left;
        hard
    }

    /// Takes a finding out of what is owed, if it is; of a rung, also if a lower one is.
    fn pay(&mut self, found: &BaselineEntry) -> bool {
        if self.take(found) {
            return true;
        }
        let Some(rung) = rung(&found.code) else { return false };
        Rung::ALL.into_iter().take_while(|lower| *lower < rung).any(|lower| {
            let debt = BaselineEntry { subject: found.subject.clone(), code: lower.as_str().to_owned() };
            let is_owed = self.take(&debt);
            if is_owed {
                *self.risen.entry(debt).or_default() += 1;
            }
            is_owed
        })
    }

    fn take(&mut self, debt: &BaselineEntry) -> bool {
        let number = self.debts.get_mut(debt).filter(|number| **number > 0);
        number.map(|number| *number -= 1).is_some()
    }
}

/// The rung that a code says, if it is one that may be owed.
fn rung(code: &str) -> Option<Rung> {
    const OWED: [Rung; 5] = [Rung::Untested, Rung::Stub, Rung::Ignored, Rung::Passing, Rung::Exercised];
    OWED.into_iter().find(|rung| rung.as_str() == code)
}

/// What findings are about.
struct Subjects<'a> {
    root: &'a Path,
    /// The criteria, by document and id.
    criteria: HashMap<(&'a Path, &'a str), &'a Key>,
    /// The same, by the texts of their keys, each with its verdict.
    verdicts: HashMap<&'a str, (&'a Key, VerdictIx)>,
    /// The features of the documents.
    features: HashMap<&'a Path, &'a str>,
    /// The same by the names that debts give documents.
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

    /// As what a finding is owed, and the feature that it concerns.
    fn of(&self, finding: &Diagnostic) -> (BaselineEntry, Option<&'a str>) {
        let code = finding.code.as_str().to_owned();
        let path = finding.path.as_deref().unwrap_or(self.root);
        let id = finding.subject.as_deref().map(|id| id.rsplit('/').next().unwrap_or(id));
        let key = id.and_then(|id| self.criteria.get(&(path, id)));
        let subject = key.map_or_else(|| relative(path, self.root), |key| key.as_str().to_owned());
        (BaselineEntry { subject, code }, self.features.get(path).copied())
    }

    /// The feature that a debt concerns, if that is there.
    fn feature_of(&self, debt: &BaselineEntry) -> Option<&'a str> {
        let criterion = || self.verdicts.get(&*debt.subject).map(|(key, _)| key.feature());
        self.files.get(&debt.subject).copied().or_else(criterion)
    }

    /// The rungs that criteria are owed on.
    fn rungs(&self, debts: &BTreeMap<BaselineEntry, usize>) -> Vec<(VerdictIx, Rung)> {
        let owed = debts.keys().filter_map(|debt| {
            let rung = rung(&debt.code)?;
            Some((self.verdicts.get(&*debt.subject)?.1, rung))
        });
        owed.collect()
    }

    /// On which rung a criterion is still owed that has left the rung of a debt, as far as is told without a run.
    fn rung_after(&self, debt: &BaselineEntry, verdicts: &IndexVec<VerdictIx, Verdict>) -> Option<Rung> {
        let rung = rung(&debt.code)?;
        let verdict = &verdicts[self.verdicts.get(&*debt.subject)?.1];
        let required = verdict.required.unwrap_or(Rung::Passing);
        let least = rung.max(Rung::Passing);
        (least < required && (rung >= Rung::Passing || verdict.rung == Rung::Tested)).then_some(least)
    }
}

#[cfg(test)]
mod tests;
