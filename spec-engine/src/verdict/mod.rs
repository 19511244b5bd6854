//! Joins documents and links into the verdict on each criterion, and every static finding.
//!
//! 1. `answer`: what a [`Snapshot`] answers;
//! 2. `join`: finds the criteria that links name; `running`: whether a test would run;
//! 3. `judge`: gives each criterion its verdict, with `demands` and `waivers`, and later asks the rules; `test_texts`
//!    finds the texts of tests for those; `task_lists` does so for tasks;
//! 4. `intent_builder`: gathers what criteria and tests say; `lock_comparison`: compares that with what was accepted; `follow`: gives
//!    links to the criteria that they were accepted for; `changed`: makes findings of the differences;
//! 5. `baseline`: sets aside what was known when the baseline was recorded.
//!
//! It starts no process: `cargo metadata` alone would take longer than all of this.

mod answer;
mod baseline;
mod changed;
mod demands;
mod follow;
mod intent_builder;
mod join;
mod judge;
mod lock_comparison;
mod running;
mod task_lists;
mod test_texts;
mod waivers;

pub use self::answer::Findings;
pub use crate::comparison::{Baseline, Found, LockComparison};
pub use crate::findings::sink::Severities;
pub use crate::findings::task_done_unproven::{ClaimedCriterion, TaskClaim};
pub use crate::ladder::{Acceptance, Rung, Verdict, VerdictIx, shown_id};
pub use crate::snapshot::{Compare, Question, Scope};

use std::path::Path;

use spec_model::index::IndexVec;

use self::intent_builder::IntentBuilder;
use self::judge::Judged;
use self::test_texts::TestTexts;
use crate::Host;
use crate::findings::rule::WorkspaceUse;
use crate::findings::{self as rules, configuration, documents};
use crate::ladder::mark_shared_ids;
use crate::snapshot::Snapshot;

impl Host {
    /// Checks every package of the workspace that a folder belongs to, with every document in force for them.
    pub fn check(&self, folder: &Path) -> Findings {
        self.ask(folder, &Question::default())
    }

    /// Answers a question about the workspace that a folder belongs to.
    pub fn ask(&self, folder: &Path, question: &Question<'_>) -> Findings {
        self.snapshot(folder, question).findings()
    }
}

impl Snapshot {
    /// The verdicts and the findings: links joined with documents, and with what was accepted.
    pub fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        if let Some(none) = &self.no_documents {
            findings.report(Severities::OfCodes, [none.clone()]);
            return findings;
        }
        let catalogs = self.catalogs();
        // Mistakes in the manifests are reported first: everything else rests on them.
        findings.report(Severities::Strictest(&catalogs), self.workspace.diagnostics.iter().cloned());
        let (mut verdicts, mut judged) = (IndexVec::default(), Vec::new());
        let mut intent = self.accepted.is_some().then(|| IntentBuilder::new(self));
        let names: Vec<_> = self.workspace.packages.iter().map(|package| &*package.name).collect();
        for mut joined in self.joined().into_iter().filter(|joined| joined.root.is_asked) {
            joined.diagnostics.extend(configuration::unknown_package(joined.catalog, &names));
            judged.push(Judged::new(joined, &mut verdicts, intent.as_mut()));
        }
        mark_shared_ids(&mut verdicts);
        let accepted = self.accepted.as_deref().zip(intent);
        let mut comparison =
            accepted.map(|(accepted, intent)| lock_comparison::compare(self, accepted, intent.finish()));
        let explained =
            comparison.as_ref().map(|comparison| lock_comparison::apply(self, comparison, &mut verdicts));
        let explained = explained.unwrap_or_default();
        let texts = TestTexts::new(self);
        for judged in judged {
            let severities = Severities::Of(&judged.joined.catalog.config);
            let (found, claims) = judged.findings(&texts, &self.workspace, &verdicts, &explained);
            findings.report(severities, found);
            findings.claims.extend(claims);
        }
        findings.verdicts = verdicts;
        let attributes = self.attributes.as_ref();
        let (root, test_settings) = (&*self.workspace.root, &self.test_settings);
        let workspace = WorkspaceUse { root, catalogs: &catalogs, attributes, test_settings };
        let of_workspace = documents::unread_at_root(&self.documents_of_root, &catalogs).into_iter();
        let of_workspace = of_workspace.chain(rules::of_workspace(&workspace));
        findings.report(Severities::Strictest(&catalogs), of_workspace);
        if let Some(comparison) = &mut comparison {
            lock_comparison::report(self, comparison, &mut findings);
        }
        findings.comparison = comparison;
        findings
    }
}

#[cfg(test)]
pub(crate) mod tests;
