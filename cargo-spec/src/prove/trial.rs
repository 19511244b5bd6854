//! Tries each variant of each item against the tests that should catch it, until one of them fails.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use spec_engine::links::{Role, TestState};
use spec_engine::verdict::{Rung, Verdict};
use spec_runtime::evidence::{MutantChange, MutantId};
use spec_runtime::order::KnockoutOrder;

use super::baseline::BaselineRuns;
use super::cache::Cache;
use super::choice::{Trial, TrialKind, Turned, trials};
use super::launch::{ProcessEnd, TestName, for_order, launch};
use super::parallel::each;
use super::plan::{CoveringTest, KnockoutTarget, Twins, not_run, targets};
use super::program::Program;
use super::progress::Progress;
use super::proof::{ExecutedItem, KnockoutOutcome, Proof, Refusal, TriedVariant};
use crate::error::Error;
use crate::evidence::{Evidence, Implementer, ItemPlaces, TestResult, state};

/// The trials to run, and the way to run them.
#[derive(Debug)]
pub struct Trials<'a> {
    /// The test programs.
    pub programs: &'a [Program],
    /// The results that are known already.
    pub cache: &'a Cache,
    /// The folder that the paths of functions are relative to.
    pub root: &'a Path,
    /// The percentage of the knock-outs of a function that must be noticed.
    pub threshold: u8,
    /// Must changed operators be caught?
    pub requires_deep: bool,
    /// The number of tests to run at once.
    pub jobs: usize,
    /// The display of the progress.
    pub progress: &'a Progress,
}

/// The end of a test, or the reason why it could not be started.
type Once = Arc<OnceLock<Result<ProcessEnd, String>>>;

/// The state that all threads share.
#[derive(Default)]
pub(super) struct Shared {
    /// The end of a test when a variant was in place: found out once, though several criteria may ask.
    ends: Mutex<HashMap<(TestName, String), Once>>,
    /// Held by whatever runs; alone by a test that bears no other one.
    company: RwLock<()>,
    /// The number of test runs.
    pub(super) runs: AtomicUsize,
}

impl Shared {
    /// Runs a test, beside others if it bears that.
    fn run<T>(&self, baseline: &BaselineRuns, run: impl FnOnce() -> T) -> T {
        self.runs.fetch_add(1, Ordering::Relaxed);
        if baseline.is_shy {
            let _alone = self.company.write().unwrap_or_else(PoisonError::into_inner);
            run()
        } else {
            let _company = self.company.read().unwrap_or_else(PoisonError::into_inner);
            run()
        }
    }
}

/// The results of the trials.
#[derive(Debug)]
pub struct Shown {
    /// Of each criterion.
    pub proofs: Vec<Proof>,
    /// The number of test runs for that; everything else was known from before.
    pub runs: usize,
}

impl Trials<'_> {
    /// Proves criteria, as far as their tests can.
    ///
    /// # Errors
    /// A test that cannot be started.
    pub fn prove(&self, verdicts: Vec<Verdict>, items: &ItemPlaces, twins: &Twins) -> Result<Shown, Error> {
        let shared = Shared::default();
        let mut baselines = self.alone(&verdicts, items, &shared)?;
        let plans: Vec<_> = verdicts
            .iter()
            .map(|verdict| targets(verdict, items, &baselines, twins.of_criterion(verdict)))
            .collect();
        let trials: Vec<_> = plans.iter().flatten().flatten().flat_map(trials).collect();
        self.progress.begin("knocking out", trials.len());
        let outcomes = each(self.jobs, &trials, |trial| {
            let variants = self.variants(trial, &shared);
            self.progress.step();
            variants
        })?;
        let mut outcomes = outcomes.into_iter();
        let mut judged: Vec<_> = plans
            .into_iter()
            .map(|plan| {
                plan.map(|targets| {
                    targets.into_iter().map(|target| judged(&target, &mut outcomes)).collect::<Vec<_>>()
                })
            })
            .collect();
        self.again(&mut baselines, &shared)?;
        self.progress.end();
        for (verdict, judged) in verdicts.iter().zip(&mut judged) {
            if let Err(refusal) = targets(verdict, items, &baselines, twins.of_criterion(verdict)) {
                *judged = Err(refusal);
            }
        }
        let proofs = verdicts.into_iter().zip(judged);
        let proofs = proofs.map(|(verdict, judged)| {
            let output = judged.as_ref().err().and_then(|refusal| output(refusal, items, &baselines));
            Proof { output, ..proof(verdict, judged, self.threshold, self.requires_deep) }
        });
        let proofs = proofs.collect();
        Ok(Shown { proofs, runs: shared.runs.into_inner() })
    }

    /// Runs the tests of criteria alone, with nothing knocked out.
    pub(super) fn alone(
        &self,
        verdicts: &[Verdict],
        items: &ItemPlaces,
        shared: &Shared,
    ) -> Result<Vec<(TestName, BaselineRuns)>, Error> {
        let tests = self.tests(verdicts, items)?;
        self.progress.begin("running the tests alone", tests.len());
        each(self.jobs, &tests, |test| {
            let baseline = self.baseline(test, shared);
            self.progress.step();
            Ok((test.clone(), baseline?))
        })
    }

    /// Runs again those tests that have failed, once nothing is knocked out: one that fails the more often it runs notices nothing.
    pub(super) fn again(
        &self,
        baselines: &mut [(TestName, BaselineRuns)],
        shared: &Shared,
    ) -> Result<(), Error> {
        let known = shared.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let has_failed = |test: &TestName| {
            known.iter().any(|((other, order), ended)| {
                let is_failure = matches!(ended.get(), Some(Ok(ended)) if *ended != ProcessEnd::Passed);
                other == test && is_failure && self.cache.is_new(test, order)
            })
        };
        let failed: Vec<_> = (0..baselines.len()).filter(|&at| has_failed(&baselines[at].0)).collect();
        self.progress.begin("running the tests alone again", failed.len());
        let ended = each(self.jobs, &failed, |&at| {
            let (test, baseline) = &baselines[at];
            let ended = shared.run(baseline, || baseline.control(&self.programs[test.program], test));
            self.progress.step();
            ended
        })?;
        for (at, ended) in failed.into_iter().zip(ended) {
            let (test, baseline) = &mut baselines[at];
            baseline.add(ended);
            if !baseline.passed() {
                let orders = known.keys().filter(|(other, _)| other == test).map(|(_, order)| order.as_str());
                orders.chain([""]).for_each(|order| self.cache.forget(test, order));
                self.cache.keep_baseline(test, baseline);
            }
        }
        Ok(())
    }

    /// The tests that may verify one of the criteria, by their names.
    pub(super) fn tests(&self, verdicts: &[Verdict], items: &ItemPlaces) -> Result<Vec<TestName>, Error> {
        let live = verdicts
            .iter()
            .flat_map(|verdict| &verdict.links)
            .filter(|link| link.item.role == Role::Verifies(TestState::Live));
        let places: Vec<_> = live.clone().flat_map(|link| items.places(link)).collect();
        let names: Vec<_> = live
            .map(|link| link.item.path.rsplit("::").next().unwrap_or_default().trim_start_matches("r#"))
            .collect();
        let mut tests = Vec::new();
        for (program, start) in self.programs.iter().enumerate() {
            // One with a harness of its own would have to be run to be asked.
            if !start.has_one_at(&places).map_err(Error::Run)? {
                continue;
            }
            let Some(listed) = start.tests().map_err(Error::Run)? else {
                tests.push(TestName { program, name: None });
                continue;
            };
            // A test with cases is a module of them.
            let may_be =
                |test: &String| test.split("::").any(|part| names.contains(&part.trim_start_matches("r#")));
            tests
                .extend(listed.into_iter().filter(may_be).map(|name| TestName { program, name: Some(name) }));
        }
        Ok(tests)
    }

    pub(super) fn baseline(&self, test: &TestName, shared: &Shared) -> Result<BaselineRuns, Error> {
        if let Some(known) = self.cache.baseline(test) {
            return Ok(known);
        }
        let baseline = BaselineRuns::of(&self.programs[test.program], test, self.root, &shared.company)?;
        shared.runs.fetch_add(baseline.ended.len(), Ordering::Relaxed);
        self.cache.keep_baseline(test, &baseline);
        Ok(baseline)
    }

    /// Returns the outcomes of a trial: each mutant that counts.
    fn variants(&self, trial: &Trial<'_>, shared: &Shared) -> Result<Vec<TriedVariant>, Error> {
        let target = trial.target;
        match &trial.kind {
            TrialKind::Each(at) => Ok(vec![self.variant(target, *at, shared)?]),
            TrialKind::AnyOfMaybe(all) => Ok(self.any_of(target, all, shared)?.unwrap_or_default()),
            TrialKind::Near { near, turned } => match self.any_of(target, near, shared)? {
                Ok(caught) => Ok(caught),
                Err(missed) => Ok(self.turned(target, turned, shared)?.unwrap_or(missed)),
            },
        }
    }

    /// The first mutant that is noticed.
    ///
    /// # Errors
    /// All of them, if none is.
    fn any_of(
        &self,
        target: &KnockoutTarget<'_>,
        all: &[usize],
        shared: &Shared,
    ) -> Result<Result<Vec<TriedVariant>, Vec<TriedVariant>>, Error> {
        let mut missed = Vec::new();
        for at in all {
            let variant = self.variant(target, *at, shared)?;
            if variant.is_settled() {
                return Ok(Ok(vec![variant]));
            }
            missed.push(variant);
        }
        Ok(Err(missed))
    }

    /// The variants of a type that the tests tell from each other. `None`: they do not tell all, or look at a value within.
    fn turned(
        &self,
        target: &KnockoutTarget<'_>,
        turned: &Turned,
        shared: &Shared,
    ) -> Result<Option<Vec<TriedVariant>>, Error> {
        let mut caught = Vec::new();
        for at in &turned.variants {
            let variant = self.variant(target, *at, shared)?;
            if !variant.is_settled() {
                return Ok(None);
            }
            caught.push(variant);
        }
        if caught.is_empty() || self.any_of(target, &turned.inside, shared)?.is_ok() {
            return Ok(None);
        }
        Ok(Some(caught))
    }

    fn variant(
        &self,
        target: &KnockoutTarget<'_>,
        at: usize,
        shared: &Shared,
    ) -> Result<TriedVariant, Error> {
        let mutant = &target.function.mutants[at];
        let change = mutant.id().map_or(MutantChange::Instead, |id| id.change);
        Ok(TriedVariant { change, label: mutant.label.clone(), outcome: self.outcome(target, at, shared)? })
    }

    fn outcome(
        &self,
        target: &KnockoutTarget<'_>,
        at: usize,
        shared: &Shared,
    ) -> Result<KnockoutOutcome, Error> {
        let mutant = &target.function.mutants[at];
        // A value that the function returns anyway cannot make a difference.
        let Some(id) = mutant.id().filter(|_| target.differs(at)) else {
            return Ok(KnockoutOutcome::Equivalent);
        };
        let order = (target.function.key.clone(), id);
        for witness in &target.covering_tests {
            let ended = self.ended(witness, &order, shared)?;
            if ended != ProcessEnd::Passed {
                return Ok(KnockoutOutcome::Caught { ended, by: Arc::clone(witness.link) });
            }
        }
        let accepted = target.link.item.unnoticed.iter().flat_map(|all| all.iter());
        if let Some(accepted) = { accepted }.find(|accepted| accepted.variant == mutant.label) {
            return Ok(KnockoutOutcome::Accepted { reason: accepted.reason.clone() });
        }
        let by = target.covering_tests.iter().map(|witness| Arc::clone(witness.link)).collect();
        Ok(KnockoutOutcome::Missed { by })
    }

    fn ended(
        &self,
        witness: &CoveringTest<'_>,
        order: &(String, MutantId),
        shared: &Shared,
    ) -> Result<ProcessEnd, Error> {
        let (function, mutant) = order;
        let known = format!("{function}{mutant}");
        let order = KnockoutOrder { mutant: Some(order.clone()), ..KnockoutOrder::default() };
        self.ended_by(witness, &order, &known, shared)
    }

    /// The end of a test with an order, which has a name in the cache.
    pub(super) fn ended_by(
        &self,
        witness: &CoveringTest<'_>,
        order: &KnockoutOrder,
        known: &str,
        shared: &Shared,
    ) -> Result<ProcessEnd, Error> {
        // Of several tests in a process each has an end of its own.
        let known = match witness.test.name {
            Some(_) => known.to_owned(),
            None => format!("{known} for {}", witness.entry),
        };
        let key = (witness.test.clone(), known.clone());
        let mut ends = shared.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let cell = Arc::clone(ends.entry(key).or_default());
        drop(ends);
        let ended = cell.get_or_init(|| {
            if let Some(ended) = self.cache.ended(witness.test, &known) {
                return Ok(ended);
            }
            let program = &self.programs[witness.test.program];
            let run = || knocked_out(program, witness, order.clone(), self.root);
            let ended = shared.run(witness.baseline, run).map_err(|error| error.to_string())?;
            self.cache.keep_ended(witness.test, &known, ended);
            Ok(ended)
        });
        ended.clone().map_err(|error| Error::Run(std::io::Error::other(error)))
    }
}

/// Runs a test while something is knocked out. Where the process runs several, its evidence says which of them it is that fails.
fn knocked_out(
    program: &Program,
    witness: &CoveringTest<'_>,
    mut order: KnockoutOrder,
    root: &Path,
) -> Result<ProcessEnd, Error> {
    let limit = witness.baseline.limit();
    if witness.test.name.is_some() {
        return launch(program, witness.test, &order, limit).map(|(ended, _)| ended).map_err(Error::Run);
    }
    let folder = tempfile::tempdir().map_err(Error::Run)?;
    order.folder = Some(for_order(folder.path()).map_err(Error::Run)?);
    let (ended, _) = launch(program, witness.test, &order, limit).map_err(Error::Run)?;
    let evidence = Evidence::read(&[folder.path().to_path_buf()], root)?;
    let mut runs = evidence.runs.iter().filter(|run| evidence.sites[run.site].key == witness.entry);
    let has_failed = runs.any(|run| state(run.end, witness.link.item.expects_panic) != TestResult::Passed);
    Ok(if has_failed { ended } else { ProcessEnd::Passed })
}

/// Joins the outcomes of the trials of an item, which are the next outcomes.
fn judged(
    target: &KnockoutTarget<'_>,
    outcomes: &mut impl Iterator<Item = Vec<TriedVariant>>,
) -> ExecutedItem {
    let mut variants: Vec<_> = outcomes.take(trials(target).len()).flatten().collect();
    // If the source says that a value may go unnoticed, one near to it may as well.
    if variants.iter().any(|variant| matches!(variant.outcome, KnockoutOutcome::Accepted { .. })) {
        variants.retain(|variant| {
            variant.change.is_instead() || !matches!(variant.outcome, KnockoutOutcome::Missed { .. })
        });
    }
    let code = Implementer { link: Arc::clone(target.link), member: target.function.member.clone() };
    ExecutedItem { code, variants, is_opaque: target.is_opaque, returns: target.function.returns.clone() }
}

/// Returns the output of a failed test.
fn output(refusal: &Refusal, items: &ItemPlaces, baselines: &[(TestName, BaselineRuns)]) -> Option<String> {
    let (Refusal::Failing(link) | Refusal::Flaky(link)) = refusal else { return None };
    let has_run = |baseline: &BaselineRuns| {
        let mut functions = baseline.functions.iter().filter(|function| !function.runs.is_empty());
        functions.any(|function| items.places(link).any(|place| *place == function.place))
    };
    baselines.iter().find(|(_, baseline)| has_run(baseline))?.1.output.clone()
}

fn proof(
    verdict: Verdict,
    judged: Result<Vec<ExecutedItem>, Refusal>,
    threshold: u8,
    requires_deep: bool,
) -> Proof {
    let (items, refusal) = match judged {
        Ok(items) => (items, None),
        Err(refusal) => (Vec::new(), Some(refusal)),
    };
    let not_run = if refusal.is_none() { not_run(&verdict, &items) } else { Vec::new() };
    let mut proof = Proof {
        not_run,
        rung: verdict.rung,
        verdict,
        refusal,
        threshold,
        items,
        requires_deep,
        deep: None,
        tests_unchanged: None,
        was_flaky: false,
        output: None,
    };
    proof.rung = match &proof.refusal {
        None if proof.is_proven() => Rung::Proven,
        None => Rung::Exercised,
        Some(Refusal::SameAs(_)) => Rung::Exercised,
        Some(Refusal::NoImplementation | Refusal::NotExecuted | Refusal::InDoubt(_)) => Rung::Passing,
        Some(Refusal::Failing(_) | Refusal::Flaky(_)) => Rung::Failing,
        Some(Refusal::NoTest | Refusal::NotRun) => proof.rung,
    };
    proof
}
