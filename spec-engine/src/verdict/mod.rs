//! The join of documents and links: the verdict on each criterion, and every static finding.
//!
//! 1. `workspace`: which packages there are; `targets` and `features`: what their manifests say of these;
//! 2. `walk`: their Rust files, scanned;
//! 3. `reach`: which of these files a target includes;
//! 4. `join`: links meet criteria, `demands` what they must reach, and `waivers` which of them need no test; `fate`: whether a test
//!    would run;
//! 5. `intent_builder`: what is meant; `lock_comparison`: how that differs from what was accepted, or `missing`, that nobody knows; `follow`: links
//!    go to what they were accepted for; `changed`: the differences as findings;
//! 6. `baseline`: what of all this the baseline knows.
//!
//! It starts no process: `cargo metadata` alone would take longer than all of this.

mod baseline;
mod changed;
mod demands;
mod fate;
mod features;
mod follow;
mod intent_builder;
mod join;
mod lock_comparison;
mod macros;
mod reach;
mod roots;
mod running;
mod targets;
mod waivers;
pub(crate) mod walk;
mod workspace;

pub use crate::findings::sink::Severities;
pub use crate::ladder::{Rung, Verdict};
pub use baseline::{Baseline, Found};
pub use lock_comparison::LockComparison;
use roots::Roots;
pub use workspace::{Package, Workspace};

use std::path::{Path, PathBuf};

use spec_model::catalog::Places;
use spec_model::diagnostic::{Diagnostic, Location};

use crate::Host;
use crate::findings::documents;
use crate::findings::sink::Sink;
use crate::platform::Platform;

/// What a check of a package or workspace found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every finding, documents first, then links, then verdicts, each in the order of path and place. The severities are
    /// those of the configuration; what it allows is not here.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that hide content, whatever `spec.toml` or the baseline says of them: what seems to be gone is not gone then.
    pub hiding: Vec<Diagnostic>,
    /// The verdict on each criterion, in the order of the documents.
    pub verdicts: Vec<Verdict>,
    /// Where the requirements are that ask for something themselves, beside their criteria: what is meant of them stands behind that of
    /// the criteria in [`LockComparison::now`].
    pub statements: Vec<Location>,
    /// Those that were there when the baseline was recorded: they fail nothing, and are not among `diagnostics`.
    pub known: Vec<Diagnostic>,
    /// What was accepted, if anything was, or if it was asked for.
    pub comparison: Option<LockComparison>,
}

impl Findings {
    /// The lists, each to be written by the one sink.
    fn sink(&mut self) -> Sink<'_> {
        Sink { diagnostics: &mut self.diagnostics, hiding: &mut self.hiding, known: &mut self.known }
    }

    /// Keeps what concerns the files that are asked about, and what concerns none.
    pub fn narrow(&mut self, is_asked: impl Fn(&Path) -> bool) {
        self.sink().narrow(&is_asked);
        self.verdicts.retain(|verdict| is_asked(&verdict.location.path));
    }

    /// Where a criterion of [`LockComparison::now`] stands, or a requirement.
    pub fn place(&self, at: usize) -> &Location {
        match self.verdicts.get(at) {
            Some(verdict) => &verdict.location,
            None => &self.statements[at - self.verdicts.len()],
        }
    }
}

/// What is asked about a workspace.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// How much of it is looked at.
    pub scope: Scope,
    /// Whether it is asked what was accepted.
    pub compare: Compare,
    /// Files that build scripts have written and sources of the packages include.
    pub generated: &'a [PathBuf],
    /// The system that the tests run on, where it is not the one of this build.
    pub platform: Option<&'a Platform>,
}

/// How much of a workspace is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every package, with every document that is in force for one of them.
    #[default]
    Workspace,
    /// What is in force for one package: its documents and the shared ones, and the packages for which one of these is in force. Where
    /// there is no document, that is a finding.
    Package,
}

/// When it is asked what was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// If there is a lock.
    #[default]
    IfLocked,
    /// In any case: [`Findings::comparison`] is there even if nothing was accepted yet.
    Always,
    /// In any case, but what is meant and what was accepted are not compared: both are there, and no change of them.
    Never,
}

/// Answers a question about the workspace that a folder belongs to.
pub(crate) fn answer(host: &Host, folder: &Path, question: &Question<'_>) -> Findings {
    let files = host.files();
    let places_of =
        |packages: &[Package]| Places::for_packages(files, packages.iter().map(|package| &*package.folder));
    let mut workspace = Workspace::of(files, folder);
    workspace.generated = question.generated.to_vec();
    if question.platform.is_some() {
        workspace = workspace.for_platform(question.platform);
    }
    if question.scope == Scope::Workspace {
        return join::join(host, &workspace, || Roots::new(places_of(&workspace.packages), None), question);
    }
    let own = Places::for_package(files, folder);
    if own.documents.is_empty() && own.diagnostics.is_empty() {
        let none = vec![documents::no_documents(&own.root, &own.config, &own.looked_in)];
        return Findings { diagnostics: none.clone(), hiding: none, ..Findings::default() };
    }
    let is_meant = |places: &Places| {
        places.rests_on(&own.root) || own.shared.as_ref().is_some_and(|shared| places.rests_on(&shared.root))
    };
    let packages = std::mem::take(&mut workspace.packages);
    let members = places_of(&packages).into_iter().zip(packages);
    let (places, packages): (_, Vec<_>) = members.filter(|(places, _)| is_meant(places)).unzip();
    workspace.packages = packages;
    join::join(host, &workspace, || Roots::new(places, Some(own)), question)
}

#[cfg(test)]
mod tests;
