//! Finds the rungs of a task's criteria, by their tests alone.

use crate::evidence::{Standing, TestResult};

use super::{CheckedCriterion, Verified, VerifyProblem, Wrong};

/// Adds where criteria stand, and which of them stand too low.
pub fn add<'a>(verified: &mut Verified, standings: impl Iterator<Item = &'a Standing>) {
    for standing in standings {
        let id = standing.verdict.id.to_string();
        let (rung, required) = (standing.rung, standing.required());
        if standing.is_short() {
            let failed = standing.tests.iter().filter(|test| test.state != TestResult::Passed);
            let failed: Vec<_> =
                failed.map(|test| format!("`{}` {}", test.link.item.path, test.state.as_str())).collect();
            let why = if failed.is_empty() { String::new() } else { format!(": {}", failed.join(", ")) };
            verified.problems.push(VerifyProblem {
                what: Wrong::CriterionBelow,
                subject: id.clone(),
                message: format!("it is {rung}, and must be {required}{why}"),
            });
        }
        verified.criteria.push(CheckedCriterion { id, rung, required });
    }
}
