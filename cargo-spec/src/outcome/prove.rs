//! The result of `prove`.

use spec_engine::verdict::Rung;

use crate::next::Situation;
use crate::prove::Proof;

/// The proofs of a run.
#[derive(Debug)]
pub struct ProveOutcome {
    /// Of each criterion that was asked for, in the order of the documents.
    pub proofs: Vec<Proof>,
    /// The facts that the next step depends on, as far as they are known without a run.
    pub situation: Situation,
    /// The number of test runs for that. What is known from an earlier run is not tried again.
    pub runs: usize,
    /// The rung that the criteria of lists stand below; `None`: all are listed.
    pub below: Option<Rung>,
}

impl ProveOutcome {
    /// The proofs that lists have.
    pub fn listed(&self) -> impl Iterator<Item = &Proof> {
        self.proofs.iter().filter(|proof| self.below.is_none_or(|rung| proof.rung < rung))
    }

    /// Is there anything that fails the run?
    pub fn fails(&self) -> bool {
        self.proofs.iter().any(Proof::is_below)
    }
}
