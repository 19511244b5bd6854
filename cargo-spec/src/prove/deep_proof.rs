//! The outcome of the changed operators of one criterion.

use std::sync::Arc;

use spec_engine::links::Link;

use super::boundary::{self, BoundaryGap};
use super::launch::ProcessEnd;
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

    /// May a link excuse a changed operator by a name? One that all tests catch needs no excuse, nor one that there is not.
    pub(super) fn may_excuse(&self, label: &str) -> bool {
        let is_open = |tried: &TriedOperator| !matches!(tried.outcome, OperatorOutcome::Caught { .. });
        self.refusal.is_some()
            || self.operators.iter().any(|tried| tried.mutant.label == label && is_open(tried))
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

/// The reason why no operator was tried.
const fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Failing(_) => "one of its tests fails in the copy of the workspace",
        Refusal::Flaky(_) => "one of its tests passes and fails",
        Refusal::NoTest => "it has no test",
        _ => "its tests did not run in the copy of the workspace",
    }
}
