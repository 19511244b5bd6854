//! Tries the changed operators of `--deep` against the tests of a criterion that evaluate them, until one of them fails.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use spec_engine::links::Link;
use spec_engine::verdict::Verdict;
use spec_runtime::order::KnockoutOrder;

use super::baseline::BaselineRuns;
use super::deep_proof::{DeepProof, OperatorOutcome, TriedOperator, excusing};
use super::launch::{ProcessEnd, TestName};
use super::parallel::each;
use super::plan::{CoveringTest, covering_tests};
use super::proof::Refusal;
use super::trial::{Shared, Trials};
use crate::deep::{Deep, OperatorMutant};
use crate::error::Error;
use crate::evidence::ItemPlaces;

/// An operator of a criterion, with the tests that evaluate it.
struct OperatorTrial<'a> {
    mutant: &'a OperatorMutant,
    covering_tests: Vec<CoveringTest<'a>>,
    /// The tests of other criteria of the same code, each with its criterion.
    others: Vec<(&'a Verdict, CoveringTest<'a>)>,
    links: Vec<&'a Arc<Link>>,
}

impl Trials<'_> {
    /// Tries the changed operators of criteria. Returns the results in their order, and the number of test runs. `neighbours` are criteria
    /// with code in common.
    ///
    /// # Errors
    /// A test that cannot be started.
    pub fn deepen(
        &self,
        verdicts: &[Verdict],
        neighbours: &[Verdict],
        items: &ItemPlaces,
        deep: &Deep,
    ) -> Result<(Vec<DeepProof>, usize), Error> {
        let all: Vec<_> = verdicts.iter().chain(neighbours).cloned().collect();
        let shared = Shared::default();
        let mut baselines = self.alone(&all, items, &shared)?;
        let around: Vec<_> = verdicts
            .iter()
            .chain(neighbours)
            .filter_map(|verdict| Some((verdict, covering_tests(verdict, items, &baselines).ok()?)))
            .collect();
        let plans: Vec<_> =
            verdicts.iter().map(|verdict| plan(verdict, items, &baselines, deep, &around)).collect();
        let trials: Vec<_> = plans.iter().flatten().flatten().collect();
        self.progress.begin("changing operators", trials.len());
        let outcomes = each(self.jobs, &trials, |trial| {
            let outcome = self.operator(trial, &shared);
            self.progress.step();
            outcome
        })?;
        let mut outcomes = outcomes.into_iter();
        let proofs = verdicts.iter().zip(plans).map(|(verdict, plan)| {
            let left_alone = deep.left_alone(verdict).into_iter().cloned().collect();
            match plan {
                Ok(trials) => {
                    let operators = trials.iter().zip(outcomes.by_ref());
                    let operators = operators
                        .map(|(trial, outcome)| TriedOperator { mutant: trial.mutant.clone(), outcome });
                    DeepProof { operators: operators.collect(), left_alone, refusal: None }
                }
                Err(refusal) => DeepProof { left_alone, ..DeepProof::refused(&refusal) },
            }
        });
        let mut proofs: Vec<_> = proofs.collect();
        self.again(&mut baselines, &shared)?;
        self.progress.end();
        // A test that has failed alone by now has caught nothing.
        for (verdict, proof) in verdicts.iter().zip(&mut proofs) {
            match covering_tests(verdict, items, &baselines) {
                Ok(tests) => proof.disbelieve(|link| has_passed(link, items, &baselines), &tests),
                Err(refusal) => {
                    let left_alone = std::mem::take(&mut proof.left_alone);
                    *proof = DeepProof { left_alone, ..DeepProof::refused(&refusal) };
                }
            }
        }
        Ok((proofs, shared.runs.load(Ordering::Relaxed)))
    }

    fn operator(&self, trial: &OperatorTrial<'_>, shared: &Shared) -> Result<OperatorOutcome, Error> {
        if let Some(withdrawal) = &trial.mutant.withdrawn {
            return Ok(OperatorOutcome::NotTried { reason: withdrawal.message.clone() });
        }
        if trial.covering_tests.is_empty() {
            return Ok(OperatorOutcome::NotReached);
        }
        let order = KnockoutOrder { operator: Some(trial.mutant.number), ..KnockoutOrder::default() };
        let known = format!("operator {:x}", trial.mutant.number);
        for witness in &trial.covering_tests {
            let ended = self.ended_by(witness, &order, &known, shared)?;
            if ended != ProcessEnd::Passed {
                return Ok(OperatorOutcome::Caught { ended, by: Arc::clone(witness.link) });
            }
        }
        for (criterion, witness) in &trial.others {
            if self.ended_by(witness, &order, &known, shared)? != ProcessEnd::Passed {
                let (criterion, by) = (criterion.id.to_string(), Arc::clone(witness.link));
                return Ok(OperatorOutcome::Elsewhere { criterion, by });
            }
        }
        let excuses = trial.links.iter().filter_map(|link| link.item.unnoticed.as_deref()).flatten();
        if let Some(excuse) = { excuses }.find(|excuse| excuse.variant == trial.mutant.label) {
            return Ok(OperatorOutcome::Accepted { reason: excuse.reason.clone() });
        }
        let by = trial.covering_tests.iter().map(|witness| Arc::clone(witness.link)).collect();
        Ok(OperatorOutcome::Missed { by })
    }
}

/// Has a test passed each time when nothing was changed?
fn has_passed(link: &Link, items: &ItemPlaces, baselines: &[(TestName, BaselineRuns)]) -> bool {
    let runs = |baseline: &BaselineRuns| {
        baseline.functions.iter().any(|function| items.places(link).any(|place| *place == function.place))
    };
    baselines.iter().filter(|(_, baseline)| runs(baseline)).all(|(_, baseline)| baseline.passed())
}

/// The operators to try for a criterion.
fn plan<'a>(
    verdict: &'a Verdict,
    items: &ItemPlaces,
    baselines: &'a [(TestName, BaselineRuns)],
    deep: &'a Deep,
    around: &[(&'a Verdict, Vec<CoveringTest<'a>>)],
) -> Result<Vec<OperatorTrial<'a>>, Refusal> {
    let tests = covering_tests(verdict, items, baselines)?;
    let trials = deep.mutants_of(verdict).into_iter().map(|mutant| {
        let mut covering_tests: Vec<_> =
            tests.iter().filter(|test| test.reached(mutant.number)).copied().collect();
        covering_tests.sort_by_key(|witness| witness.baseline.time);
        let others = around.iter().flat_map(|(other, tests)| tests.iter().map(move |test| (*other, *test)));
        let others = others.filter(|(_, test)| {
            test.reached(mutant.number) && !covering_tests.iter().any(|own| own.is(test))
        });
        let others = others.collect();
        OperatorTrial { mutant, covering_tests, others, links: excusing(verdict, mutant) }
    });
    Ok(trials.collect())
}
