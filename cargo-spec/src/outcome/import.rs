//! The result of `prove --import`.

use crate::imported::CriterionSurvivors;

/// The survivors of another tool, by criterion.
#[derive(Debug)]
pub struct ImportOutcome {
    /// The criteria with survivors in their code.
    pub criteria: Vec<CriterionSurvivors>,
    /// The number of mutants that the other tool tried.
    pub tried: usize,
    /// The number of those that it calls survivors.
    pub survived: usize,
    /// The number of survivors in code of no criterion.
    pub elsewhere: usize,
    /// Do survivors count?
    pub is_required: bool,
}

impl ImportOutcome {
    /// Is there anything that fails the run?
    pub fn fails(&self) -> bool {
        self.is_required && !self.criteria.is_empty()
    }
}
