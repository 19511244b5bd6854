//! Finds the next step after a verb, from the workspace as the verb left it.

use std::path::Path;

use spec_engine::Host;
use spec_engine::verdict::{self, Findings};

use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::layout::Layout;
use crate::next::{NextStep, Situation, TESTS};
use crate::render::human::{self};
use crate::report::proofs;

/// The situation of a workspace after whatever was written, with what the last run has shown.
#[derive(Debug)]
pub struct After {
    situation: Situation,
    has_criteria: bool,
}

impl After {
    /// Looks at a workspace again, and at the last run if it is known where that is kept.
    ///
    /// # Errors
    /// Evidence that cannot be read.
    pub fn new(host: &Host, root: &Path, target: Option<&Path>) -> Result<Self, Error> {
        Self::of(host.check(root), host, root, target)
    }

    /// The same of what a look at the workspace has found.
    ///
    /// # Errors
    /// Evidence that cannot be read.
    pub fn of(findings: Findings, host: &Host, root: &Path, target: Option<&Path>) -> Result<Self, Error> {
        let mut situation = Situation::of(&findings).in_workspace(host, root);
        let has_criteria = !findings.verdicts.is_empty();
        let evidence = target.map(|target| last::read(&last::runs(target, root), root)).transpose()?;
        if let (Some(Some(evidence)), Some(target)) = (evidence, target) {
            let evidence = evidence.with_proofs(&proofs::kept(target, root))?;
            let passed = proofs::passed_since(&evidence, findings.verdicts.as_slice(), target, root);
            let ladder = Ladder::new(findings.verdicts, &evidence);
            let has_passed = |verdict: &verdict::Verdict| {
                passed.contains(&(verdict.feature.clone(), verdict.id.as_str().to_owned()))
            };
            situation.look_at_run(ladder.standings.iter().filter(|one| !has_passed(&one.verdict)));
        }
        Ok(Self { situation, has_criteria })
    }

    /// The first thing to do.
    pub fn step(&self) -> Option<&NextStep> {
        self.situation.step()
    }

    /// The last lines of a verb. `commit`: what belongs into the repository, which is the next step where nothing else is.
    pub fn render(&self, commit: Option<String>, layout: &Layout) -> String {
        self.render_with(self.step().map(NextStep::words), commit, layout)
    }

    /// The same, with other words for the first thing to do.
    pub fn render_with(&self, step: Option<String>, commit: Option<String>, layout: &Layout) -> String {
        let mut out = String::new();
        if let (Some(_), Some(commit)) = (&step, &commit) {
            out.push_str(&human::next::also(commit, layout));
        }
        let next = step.or(commit).or_else(|| self.has_criteria.then(|| TESTS.to_owned()));
        out.push_str(&human::next::line(next.as_deref(), layout));
        out
    }
}

/// Says of tests that do not build what to do about it: what keeps them from it may be known without the compiler.
pub fn failed_build(error: Error, host: &Host, root: &Path) -> Error {
    let Error::Build { next } = error else { return error };
    // Building takes its time, in which somebody may have gone on.
    host.forget_all();
    let situation = Situation::of_failed_build(&host.check(root));
    Error::Build { next: situation.step().map_or(next, NextStep::words) }
}
