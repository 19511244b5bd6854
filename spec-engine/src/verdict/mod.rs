//! Joins documents and links into the verdict on each criterion, and every static finding.
//!
//! 1. `answer`: what a [`Snapshot`](crate::snapshot::Snapshot) answers;
//! 2. `join`: links meet criteria, `demands` what they must reach, and `waivers` which of them need no test; `running`: whether a test
//!    would run;
//! 3. `intent_builder`: what is meant; `lock_comparison`: how that differs from what was accepted; `follow`: links go to what they
//!    were accepted for; `changed`: the differences as findings;
//! 4. `baseline`: what of all this the baseline knows.
//!
//! It starts no process: `cargo metadata` alone would take longer than all of this.

mod answer;
mod baseline;
mod changed;
mod demands;
mod follow;
mod intent_builder;
mod join;
mod lock_comparison;
mod running;
mod task_lists;
mod waivers;

pub use self::answer::Findings;
pub use crate::comparison::{Baseline, Found, LockComparison};
pub use crate::findings::sink::Severities;
pub use crate::ladder::{Rung, Verdict, VerdictIx};
pub use crate::snapshot::{Compare, Question, Scope};

use std::path::Path;

use crate::Host;

impl Host {
    /// Checks every package of the workspace that a folder belongs to, with every document that is in force for one of them.
    pub fn check(&self, folder: &Path) -> Findings {
        self.ask(folder, &Question::default())
    }

    /// Answers a question about the workspace that a folder belongs to.
    pub fn ask(&self, folder: &Path, question: &Question<'_>) -> Findings {
        self.snapshot(folder, question).findings()
    }
}

#[cfg(test)]
pub(crate) mod tests;
