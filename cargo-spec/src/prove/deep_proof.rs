//! The outcome of the changed operators of one criterion.

use std::sync::Arc;

use spec_engine::links::{Link, Role};
use spec_engine::verdict::Verdict;

use super::boundary::{self, BoundaryGap};
use super::launch::ProcessEnd;
use super::plan::CoveringTest;
use super::proof::Refusal;
use crate::deep::{NotTried, OperatorMutant};

/// The changed operators of a criterion's code, and what has become of each.
#[derive(Debug, Default)]
pub struct DeepProof {
    /// They, in the order of the sources.
    pub operators: Vec<TriedOperator>,
    /// The parts of the code that were left alone.
    pub left_alone: Vec<NotTried>,
    /// The reason why none was tried, if none was.
    pub refusal: Option<String>,
}

/// A changed operator.
#[derive(Debug)]
pub struct TriedOperator {
    /// It.
    pub mutant: OperatorMutant,
    /// The outcome.
    pub outcome: OperatorOutcome,
}

/// The outcome of a changed operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatorOutcome {
    /// A test failed.
    Caught {
        /// The end of its process.
        ended: ProcessEnd,
        /// The test.
        by: Arc<Link>,
    },
    /// The tests of the criterion passed, and one of another criterion of the same code failed.
    Elsewhere {
        /// That criterion.
        criterion: String,
        /// The test.
        by: Arc<Link>,
    },
    /// All tests that evaluate it passed.
    Missed {
        /// They.
        by: Vec<Arc<Link>>,
    },
    /// All tests passed, and the source says why that is no matter.
    Accepted {
        /// The reason.
        reason: String,
    },
    /// No test of the criterion evaluates it.
    NotReached,
    /// It does not compile.
    NotTried {
        /// The message of the compiler.
        reason: String,
    },
}

impl DeepProof {
    /// Nothing was tried.
    pub(super) fn refused(refusal: &Refusal) -> Self {
        Self { refusal: Some(words(refusal).to_owned()), ..Self::default() }
    }

    /// The number of operators that a test caught, or that may be missed.
    pub fn settled(&self) -> usize {
        let is_settled = |outcome: &OperatorOutcome| {
            matches!(outcome, OperatorOutcome::Caught { .. } | OperatorOutcome::Accepted { .. })
        };
        self.operators.iter().filter(|tried| is_settled(&tried.outcome)).count()
    }

    /// May a link of a criterion excuse a changed operator by a name? One that all tests catch needs no excuse, nor one that there is not.
    pub(super) fn may_excuse(&self, verdict: &Verdict, link: &Link, label: &str) -> bool {
        let is_open = |tried: &&TriedOperator| !matches!(tried.outcome, OperatorOutcome::Caught { .. });
        let mut of_name = self.operators.iter().filter(|tried| tried.mutant.label == label).filter(is_open);
        let may = |tried: &TriedOperator| {
            excusing(verdict, &tried.mutant)
                .into_iter()
                .any(|of| of.item.span == link.item.span && of.location.path == link.location.path)
        };
        self.refusal.is_some() || of_name.any(may)
    }

    /// Takes back what a test of another criterion has caught that is not to be believed. `tests` are those of the criterion.
    pub(super) fn disbelieve(&mut self, is_believed: impl Fn(&Link) -> bool, tests: &[CoveringTest<'_>]) {
        for tried in &mut self.operators {
            if let OperatorOutcome::Elsewhere { by, .. } = &tried.outcome
                && !is_believed(by)
            {
                let own = tests.iter().filter(|test| test.reached(tried.mutant.number));
                tried.outcome =
                    OperatorOutcome::Missed { by: own.map(|test| Arc::clone(test.link)).collect() };
            }
        }
    }

    /// Does nothing speak for the tests: was not one operator tried, though there are some that may compile?
    pub fn is_empty(&self) -> bool {
        let is_guess =
            |tried: &TriedOperator| tried.mutant.withdrawn.as_ref().is_some_and(|why| why.is_guess);
        self.tried() == 0
            && self
                .operators
                .iter()
                .any(|tried| tried.outcome == OperatorOutcome::NotReached || is_guess(tried))
    }

    /// The bounds of the criterion that no test is at.
    pub fn gaps(&self, text: &str) -> Vec<BoundaryGap<'_>> {
        boundary::gaps(text, self.missed().map(|tried| &tried.mutant))
    }

    /// The operators that all tests missed.
    pub fn missed(&self) -> impl Iterator<Item = &TriedOperator> {
        self.operators.iter().filter(|tried| matches!(tried.outcome, OperatorOutcome::Missed { .. }))
    }

    /// The number of operators that were tried.
    pub fn tried(&self) -> usize {
        self.settled() + self.missed().count()
    }
}

/// The links of a criterion that may excuse a mutant: those around it; of a function that linked code calls, all.
pub(super) fn excusing<'a>(verdict: &'a Verdict, mutant: &OperatorMutant) -> Vec<&'a Arc<Link>> {
    let all = || verdict.links.iter().filter(|link| link.item.role == Role::Implements);
    let is_around = |link: &&Arc<Link>| {
        let span = link.item.span.range();
        *link.location.path == *mutant.file
            && span.start <= mutant.place.start
            && mutant.place.end <= span.end
    };
    let around: Vec<_> = all().filter(is_around).collect();
    if around.is_empty() { all().collect() } else { around }
}

/// The reason why no operator was tried.
const fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Failing(_) => "one of its tests fails in the copy of the workspace",
        Refusal::Flaky(_) => "one of its tests passes and fails",
        Refusal::NoTest => "it has no test",
        _ => "its tests did not run in the copy of the workspace",
    }
}
