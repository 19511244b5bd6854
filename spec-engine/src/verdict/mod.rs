//! The join of documents and links: the verdict on each criterion, and every static finding.
//!
//! 1. `question`: what is asked; `answer`: what a host answers;
//! 2. `roots`: which documents are in force for which package;
//! 3. `reach`: which of the scanned files a target includes;
//! 4. `join`: links meet criteria, `demands` what they must reach, and `waivers` which of them need no test; `fate`: whether a test
//!    would run;
//! 5. `intent_builder`: what is meant; `lock_comparison`: how that differs from what was accepted; `follow`: links go to what they
//!    were accepted for; `changed`: the differences as findings;
//! 6. `baseline`: what of all this the baseline knows.
//!
//! It starts no process: `cargo metadata` alone would take longer than all of this.

mod answer;
mod baseline;
mod changed;
mod criterion_map;
mod demands;
mod fate;
mod follow;
mod intent_builder;
mod join;
mod lock_comparison;
mod question;
mod reach;
mod roots;
mod running;
mod waivers;

pub use self::answer::Findings;
pub use self::question::{Compare, Question, Scope};
pub use crate::comparison::{Baseline, Found, LockComparison};
pub use crate::findings::sink::Severities;
pub use crate::ladder::{Rung, Verdict, VerdictIx};
use roots::Roots;

use std::path::Path;

use spec_model::catalog::Places;

use crate::Host;
use crate::findings::documents;
use crate::workspace::{Package, Workspace};

impl Host {
    /// Checks every package of the workspace that a folder belongs to, with every document that is in force for one of them.
    pub fn check(&self, folder: &Path) -> Findings {
        self.ask(folder, &Question::default())
    }

    /// Answers a question about the workspace that a folder belongs to.
    pub fn ask(&self, folder: &Path, question: &Question<'_>) -> Findings {
        let files = self.files();
        let places_of = |packages: &[Package]| {
            Places::for_packages(files, packages.iter().map(|package| &*package.folder))
        };
        let mut workspace = Workspace::of(files, folder);
        workspace.generated = question.generated.to_vec();
        if question.platform.is_some() {
            workspace = workspace.for_platform(question.platform);
        }
        if question.scope == Scope::Workspace {
            return join::join(
                self,
                &workspace,
                || Roots::new(places_of(&workspace.packages), None),
                question,
            );
        }
        let own = Places::for_package(files, folder);
        if own.documents.is_empty() && own.diagnostics.is_empty() {
            let none = vec![documents::no_documents(&own.root, &own.config, &own.looked_in)];
            return Findings { diagnostics: none.clone(), hiding: none, ..Findings::default() };
        }
        let is_meant = |places: &Places| {
            places.rests_on(&own.root)
                || own.shared.as_ref().is_some_and(|shared| places.rests_on(&shared.root))
        };
        let packages = std::mem::take(&mut workspace.packages);
        let members = places_of(&packages).into_iter().zip(packages);
        let (places, packages): (_, Vec<_>) = members.filter(|(places, _)| is_meant(places)).unzip();
        workspace.packages = packages;
        join::join(self, &workspace, || Roots::new(places, Some(own)), question)
    }
}

#[cfg(test)]
mod tests;
