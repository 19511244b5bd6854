//! `spec.lock`: what people have accepted. It lies at the root of the workspace and is committed.
//!
//! ```text
//! # What people have accepted. Kept by `cargo spec accept`, not by hand.
//! version 1
//!
//! [checkout/REQ-1.2]
//! checkout/REQ-1.2    text    6250a834fc7720ef    the system SHALL answer
//! checkout/REQ-1.2    near    0b1c6f5a7d2e3189    § is for regulars only.
//! checkout/REQ-1.2    test    af63dc4c8601ec8c    tests/spec.rs    answers    # [ test ] fn _ ( ) { … }
//! checkout/REQ-1.2    help    0885ab45c2cbdbd8    tests/spec.rs    check      fn _ ( … ) { … }
//! checkout/REQ-1.2    same    only the spelling was changed
//! checkout/REQ-1.2    seal    5c0f3b1f2a8e6d47    90b1c6f5a7d2e318
//!
//! [checkout/REQ-1.3]
//! checkout/REQ-1.3    gone    0b7a1d5e9c3f2a68    3e5d7c9b1a2f4068
//!
//! [checkout/SC-001]
//! checkout/SC-001     text    1c9a77d0e2f0b1aa    90 % of users SHALL …
//! checkout/SC-001     waive   measurement         asked in the yearly survey
//!
//! []
//! strict  checkout
//! known   search/REQ-2.1    untested    1
//!
//! # end
//! ```
//!
//! Tabs separate the fields. Each line is complete by itself, so that no merge can separate what belongs together. Each
//! criterion has a heading, also one that is not accepted yet. So branches that accept different criteria change different
//! places. The last line shows that the file was not cut off. The block without a name is the baseline: the findings of the
//! day when it was recorded. There are no times, names of people or paths of machines in it.
//!
//! A line `near` has what stands around a criterion and is a part of its meaning. A line `same` says why the tests of a
//! criterion stayed as they were when its words changed. A line `seal` has the lineage of
//! the criterion and a hash of its lines. The lineage stays the same when number and words change. A line `gone` has the
//! lineage of a criterion whose removal people accepted.
//!
//! 1. `read`: text into a [`Lock`], or what is wrong with it;
//! 2. `line`: the fields of a line; `seal`: the hash of the lines of a criterion;
//! 3. `write`: a [`Lock`] into text; `file`: the file, read;
//! 4. `findings`: what is wrong with a file.

mod file;
mod findings;
mod line;
mod read;
mod seal;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use file::{HandEdits, LockFile};
pub use read::{read, read_edited};
pub use seal::Seal;
pub use write::{baseline_line, lines_of};

use spec_model::index::IndexVec;
use spec_model::source::Span;
use spec_model::spec::Fingerprint;

use crate::intent::{Before, BeforeIx, CriterionIntent, Key};

/// The name of the file.
pub const FILE_NAME: &str = "spec.lock";

/// The criteria that people have accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The accepted criteria, in the order of their keys.
    pub criteria: IndexVec<BeforeIx, AcceptedCriterion>,
    /// The lineages of criteria that people accepted to be gone, by the number that each had.
    pub gone: BTreeMap<Key, BTreeSet<Fingerprint>>,
    /// Criteria that were there when it was written last, accepted or not.
    pub known: BTreeSet<Key>,
    /// Was a baseline recorded? It may have shrunk to nothing since, which is not the same as none.
    pub has_baseline: bool,
    /// Findings that were there when the baseline was recorded: how often each.
    pub known_findings: BTreeMap<BaselineEntry, usize>,
    /// The features that may have no known findings.
    pub strict: BTreeSet<String>,
}

/// An accepted criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedCriterion {
    /// The intent that people have accepted.
    pub intent: CriterionIntent,
    /// Its lines in the file; `None`: it was not read from one.
    pub lines: Option<Lines>,
}

/// The lines of an accepted criterion in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The place of its words.
    pub words: Span,
    /// The state of the seal on its lines.
    pub seal: Seal,
}

impl AcceptedCriterion {
    /// Returns the state of the seal on its lines, if it was read.
    pub fn seal(&self) -> Option<Seal> {
        self.lines.map(|lines| lines.seal)
    }
}

impl From<CriterionIntent> for AcceptedCriterion {
    fn from(intent: CriterionIntent) -> Self {
        Self { intent, lines: None }
    }
}

impl Lock {
    /// Returns the intent that people have accepted of each criterion.
    pub fn intents(&self) -> impl Iterator<Item = &CriterionIntent> {
        self.criteria.iter().map(|accepted| &accepted.intent)
    }

    /// A lock that accepts some criteria, and nothing else.
    pub fn of(criteria: impl IntoIterator<Item = CriterionIntent>) -> Self {
        Self { criteria: criteria.into_iter().map(AcceptedCriterion::from).collect(), ..Self::default() }
    }

    /// The same, wherever its lines stood in a file.
    #[must_use]
    pub fn without_lines(mut self) -> Self {
        self.criteria.iter_mut().for_each(|accepted| accepted.lines = None);
        self
    }

    /// Returns the accepted criteria, as the state that another is compared with.
    pub fn as_before(&self) -> Before<'_> {
        self.intents().collect()
    }
}

/// A finding that was there when the baseline was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaselineEntry {
    /// Its subject: the key of a criterion, or a file from the root of the workspace.
    pub subject: String,
    /// The code of the finding.
    pub code: String,
}

#[cfg(test)]
mod tests;
