//! The standing of the criteria after several runs, each of some tests.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use spec_engine::verdict::{Rung, Verdict, VerdictIx};
use spec_model::index::IndexVec;

use crate::evidence::{Evidence, Ladder, Standing, TestPanic};
use crate::report::proofs;

/// A criterion, by its feature and id.
pub(super) type Key = (String, String);

/// The name of a criterion.
pub(super) fn key(verdict: &Verdict) -> Key {
    (verdict.feature.clone(), verdict.id.as_str().to_owned())
}

/// The results of the runs, by criterion.
#[derive(Debug, Default)]
pub(super) struct Standings {
    of: HashMap<Key, Standing>,
    /// The criteria whose results say nothing of the code as it is now.
    doubtful: HashSet<Key>,
    panics: Vec<TestPanic>,
    verdicts: IndexVec<VerdictIx, Verdict>,
}

impl Standings {
    /// Has nothing run yet?
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The places where tests panicked, the last time that they ran.
    pub(super) fn panics(&self) -> &[TestPanic] {
        &self.panics
    }

    /// Takes the results of a run of all tests.
    pub(super) fn take_all(&mut self, verdicts: IndexVec<VerdictIx, Verdict>, evidence: &Evidence) {
        let meant = verdicts.iter().map(key).collect();
        self.take(verdicts, evidence, &meant, Vec::new());
    }

    /// Takes the results of a run of the tests of some criteria.
    pub(super) fn take(
        &mut self,
        verdicts: IndexVec<VerdictIx, Verdict>,
        evidence: &Evidence,
        meant: &HashSet<Key>,
        panics: Vec<TestPanic>,
    ) {
        let ladder = Ladder::new(verdicts, evidence);
        for standing in ladder.standings {
            let key = key(&standing.verdict);
            if meant.contains(&key) {
                self.panics
                    .retain(|panic| !standing.tests.iter().any(|test| panic.is_of(&test.link.item.path)));
                self.doubtful.remove(&key);
                self.of.insert(key, standing);
            }
        }
        self.panics.extend(panics);
    }

    /// The results of some criteria say nothing until their tests have run again.
    pub(super) fn doubt(&mut self, keys: &HashSet<Key>) {
        self.doubtful = keys.clone();
    }

    /// The criteria as they are now, on the rungs that the runs have shown. `root` is the workspace's folder.
    pub(super) fn ladder(
        &mut self,
        verdicts: IndexVec<VerdictIx, Verdict>,
        (root, target): (&Path, &Path),
    ) -> Ladder {
        self.verdicts = verdicts.clone();
        let mut ladder = self.joined(verdicts, |key| !self.doubtful.contains(key));
        // Proofs of other sources show nothing. Those that cannot be read are told by the other verbs.
        let evidence = Evidence::default().with_proofs(&proofs::kept(target, root)).unwrap_or_default();
        if !evidence.proofs.is_empty() {
            proofs::lift(&mut ladder, &evidence, root, &proofs::sources_now(root));
        }
        ladder
    }

    /// The ladder that was shown last.
    pub(super) fn last(&self) -> Ladder {
        self.joined(self.verdicts.clone(), |_| true)
    }

    fn joined(&self, verdicts: IndexVec<VerdictIx, Verdict>, counts: impl Fn(&Key) -> bool) -> Ladder {
        let mut ladder = Ladder::new(verdicts, &Evidence::default());
        for standing in ladder.standings.iter_mut().filter(|standing| standing.rung == Rung::Tested) {
            let key = key(&standing.verdict);
            if let Some(known) = self.of.get(&key).filter(|_| counts(&key)) {
                *standing = Standing { verdict: standing.verdict.clone(), ..known.clone() };
            }
        }
        ladder
    }
}
