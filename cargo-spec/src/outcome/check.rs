//! The result of `check`.

use std::path::PathBuf;

use spec_engine::verdict::{Findings, Rung, Verdict};
use spec_model::{Diagnostic, Severity};

use crate::next::{NextStep, Situation};

/// The findings and rungs of a workspace.
#[derive(Debug, Default)]
pub struct CheckOutcome {
    /// Every finding, in the order of the engine.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that the baseline knows.
    pub known: Vec<Diagnostic>,
    /// The rung of each criterion.
    pub rungs: Vec<Rung>,
    /// The criteria that are waived.
    pub waived: Vec<Verdict>,
    /// The number of suspect criteria.
    pub suspect: usize,
    /// The facts on which the next step depends.
    pub situation: Situation,
    /// The folder that paths are shown from where the output is for other programs: that of the repository.
    pub root: PathBuf,
}

impl CheckOutcome {
    /// Takes what a rendering needs of the findings. `root`: the folder that paths are shown from for other programs.
    pub fn new(findings: Findings, situation: Situation, root: PathBuf) -> Self {
        let Findings { diagnostics, known, verdicts, .. } = findings;
        // A criterion that a change removes needs no test.
        let is_gone = |verdict: &Verdict| {
            verdict.rung == Rung::Untested
                && verdict.proposed.as_ref().is_some_and(|proposed| proposed.removes)
        };
        let rungs = verdicts.iter().filter(|verdict| !is_gone(verdict)).map(|verdict| verdict.rung).collect();
        let suspect = verdicts.iter().filter(|verdict| verdict.is_suspect()).count();
        let waived = verdicts.iter().filter(|verdict| verdict.rung == Rung::Waived).cloned().collect();
        Self { diagnostics, known, rungs, waived, suspect, situation, root }
    }

    /// Counts the criteria on a rung.
    pub fn number(&self, rung: Rung) -> usize {
        self.rungs.iter().filter(|&&other| other == rung).count()
    }

    /// Returns the next step, if there is one.
    pub fn next(&self) -> Option<String> {
        let tests = || "`cargo spec test` shows whether they are met".to_owned();
        let step = self.situation.step().map(NextStep::words);
        step.or_else(|| (!self.rungs.is_empty()).then(tests))
    }

    /// Is there a finding that fails a run?
    pub fn fails(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use spec_model::Code;

    use super::*;

    fn outcome(rungs: &[Rung], codes: &[Code]) -> CheckOutcome {
        let diagnostics: Vec<_> = codes.iter().map(|&code| Diagnostic::new(code, "something")).collect();
        let findings = Findings { diagnostics, ..Findings::default() };
        let situation = Situation::of(&findings);
        CheckOutcome {
            diagnostics: findings.diagnostics,
            rungs: rungs.to_vec(),
            situation,
            ..CheckOutcome::default()
        }
    }

    #[test]
    fn errors_fail_a_run_and_warnings_do_not() {
        assert!(outcome(&[], &[Code::NumberingGap, Code::Untested]).fails());
        assert!(!outcome(&[], &[Code::NumberingGap]).fails());
    }

    #[test]
    fn the_next_step_is_the_one_that_helps_most() {
        let check = |rungs: &[Rung], codes: &[Code], expected: &str| {
            let next = outcome(rungs, codes).next().unwrap_or_default();
            assert!(next.starts_with(expected), "{next}");
        };
        check(&[Rung::Tested, Rung::Stub, Rung::Untested], &[Code::Stub, Code::Untested], "write the tests");
        check(&[Rung::Tested, Rung::Untested], &[Code::Untested], "`cargo spec gen`");
        check(&[Rung::Tested, Rung::Stub], &[Code::Stub], "write the tests");
        check(&[Rung::Tested], &[Code::Orphan], "fix what the errors name");
        check(&[Rung::Tested], &[Code::NumberingGap], "`cargo spec test`");
        check(&[Rung::Untested], &[Code::Untested, Code::ConflictMarks], "keep what is intended");
        check(&[], &[], "");
    }
}
