//! Collects the state of a workspace: its findings, what the last run has shown, and what differs from what was accepted.

use std::collections::HashSet;
use std::path::PathBuf;

use spec_engine::verdict::{Question, Verdict};
use spec_model::catalog::Catalog;
use spec_model::diagnostic::Location;

use crate::context::Context;
use crate::error::Error;
use crate::evidence::Standing;
use crate::next::Situation;
use crate::report::{LastRun, Report, proofs};
use crate::review::{self, queue};
use crate::selection::{self, Folders};

/// The state of a workspace.
#[derive(Debug)]
pub struct TodoState {
    /// The documents.
    pub catalogs: Vec<Catalog>,
    /// The report on the criteria.
    pub report: Report,
    /// The facts on which every verb's next step depends.
    pub situation: Situation,
    /// The criteria that differ from what was accepted; none where nothing was.
    pub changes: Vec<review::Item>,
    /// The links that mean a criterion which is gone.
    pub links_of_gone: Vec<Location>,
    /// The folder of the workspace.
    pub root: PathBuf,
    /// Is there a run that shows what tests do?
    pub has_run: bool,
    /// The criteria whose tests have passed since that run, by feature and id.
    passed: HashSet<(String, String)>,
}

impl TodoState {
    /// The state of the selected packages. It runs no test.
    ///
    /// # Errors
    /// No manifest, nothing to read, evidence that cannot be read.
    pub fn new(context: &Context<'_>) -> Result<Self, Error> {
        let LastRun { manifest, folders, catalogs, evidence, has_run } = LastRun::read(context)?;
        let Folders { root, target } = folders;
        let question = Question { generated: &evidence.generated(), ..Question::default() };
        let folder = manifest.parent().unwrap_or(&manifest);
        let findings = selection::of_selected(context.host.ask(folder, &question), context)?;
        let accepted = findings.comparison.as_ref().filter(|comparison| comparison.source.is_some());
        let changes =
            accepted.map(|comparison| queue(&findings, comparison, None, |_| true)).unwrap_or_default();
        let gone = accepted.iter().flat_map(|comparison| comparison.links_of_gone());
        let links_of_gone = gone.filter_map(|(_, item)| item.location().cloned()).collect();
        let passed = proofs::passed_since(&evidence, findings.verdicts.as_slice(), &target, &root);
        let report = Report::new(&context.host, findings, &evidence, &catalogs, &root);
        let situation = if has_run { report.after_run() } else { report.situation.clone() };
        Ok(Self { catalogs, report, situation, changes, links_of_gone, root, has_run, passed })
    }

    /// Have the tests of a criterion passed since the last run?
    pub fn has_passed(&self, Verdict { feature, id, .. }: &Verdict) -> bool {
        self.passed.contains(&(feature.clone(), id.as_str().to_owned()))
    }

    /// The criterion at a place.
    pub fn standing(&self, place: &Location) -> Option<&Standing> {
        self.report.ladder.standings.iter().find(|standing| is_same(&standing.verdict.location, place))
    }

    /// Returns the difference from the accepted criterion at a place.
    pub fn change(&self, place: &Location) -> Option<&review::Item> {
        self.changes.iter().find(|change| change.place.as_ref().is_some_and(|other| is_same(other, place)))
    }

    /// The name of a criterion in commands: with its feature where several have the id.
    pub fn name(&self, verdict: &Verdict) -> String {
        let standings = self.report.ladder.standings.iter();
        let alike = standings.filter(|other| other.verdict.id == verdict.id).count();
        if alike > 1 { format!("{}/{}", verdict.feature, verdict.id) } else { verdict.id.to_string() }
    }
}

fn is_same(one: &Location, other: &Location) -> bool {
    one.path == other.path && one.span == other.span
}
