//! Finds the criteria that a change of code can break.
//!
//! 1. `sources`: the items of the sources at a commit and now, and which of them differ;
//! 2. `executed`: which linked functions the tests of each criterion executed in the last run;
//! 3. `beside`: what changed files that are no sources can break;
//! 4. `join`: criteria, links, changes and evidence joined: each affected criterion with its reasons.

mod beside;
mod executed;
mod join;
mod sources;

use std::path::PathBuf;
use std::sync::Arc;

use spec_engine::links::Link;
use spec_engine::verdict::Verdict;

use crate::diff::What;
use crate::focus;

pub use beside::Packages;
pub use join::{Former, find, find_between};

/// The criteria that a change of code can break.
#[derive(Debug)]
pub struct Affected {
    /// The name of the revision.
    pub base: String,
    /// The affected criteria, in the order of the documents.
    pub criteria: Vec<AffectedCriterion>,
    /// The number of criteria that were looked at.
    pub looked_at: usize,
    /// The items that differ, in the order of their files.
    pub changes: Vec<ChangedItem>,
    /// The result of a run of the tests, as far as it is known.
    pub evidence: RunKnown,
    /// The files that differ and are no Rust source and no document, and build scripts.
    pub other_files: Vec<OtherFile>,
    /// The files that could not be looked at.
    pub gaps: Vec<String>,
    /// The root of the workspace, which files are told from.
    pub root: PathBuf,
}

impl Affected {
    /// The tests of the affected criteria that would run.
    pub fn tests(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.criteria.iter().flat_map(AffectedCriterion::tests)
    }
}

/// The result of a run of the tests, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKnown {
    /// Nothing.
    Nothing,
    /// The last run was of other sources than those that are there now.
    OfOtherSources,
    /// The last run was of the sources as they are.
    OfTheseSources,
}

impl RunKnown {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::OfOtherSources => "of-other-sources",
            Self::OfTheseSources => "of-these-sources",
        }
    }
}

/// An affected criterion.
#[derive(Debug)]
pub struct AffectedCriterion {
    /// Its name in the workspace.
    pub key: String,
    /// The verdict on it without a run.
    pub verdict: Verdict,
    /// The reasons why it is affected, the surest first.
    pub reasons: Vec<Reason>,
}

impl AffectedCriterion {
    /// The tests that verify it and would run.
    pub fn tests(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.verdict.links.iter().filter(|link| focus::is_run(link))
    }
}

/// A reason why a criterion is affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind of reason.
    pub why: ReasonKind,
    /// The linked item that it is about: a test, or code that implements the criterion or that a test executed.
    pub item: Option<ItemPlace>,
    /// From there to what has changed, one use after the other; empty, if it is the item itself.
    pub way: Vec<ItemPlace>,
}

/// The kinds of reasons, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// The criterion, one of its tests or one of its links says something else.
    Intent(What),
    /// A function that implements it has changed.
    CodeChanged,
    /// A test of it executed a linked function that has changed, in the last run.
    Executed,
    /// Code or a test of it uses something that has changed, by its name.
    Uses,
    /// A test of it executed a linked function that uses something which has changed.
    ExecutedUses,
    /// A file that decides how its package is built has changed.
    Built,
    /// A file of its package has changed that code may read.
    Data,
    /// Nobody knows which functions its tests execute.
    Unknown,
}

impl ReasonKind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent(what) => what.as_str(),
            Self::CodeChanged => "code-changed",
            Self::Executed => "executes-changed-code",
            Self::Uses => "uses-changed-code",
            Self::ExecutedUses => "executes-code-that-uses-changed-code",
            Self::Built => "build-changed",
            Self::Data => "data-changed",
            Self::Unknown => "unknown",
        }
    }
}

/// The place of an item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemPlace {
    /// Its file, from the root of the workspace.
    pub file: String,
    /// The line that it begins in, from 1; `None`: it is gone.
    pub line: Option<usize>,
    /// Its path in the file; of a file that is no source, nothing.
    pub name: String,
}

/// An item that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedItem {
    /// Its place, or the one that it had.
    pub place: ItemPlace,
    /// The way in which it differs.
    pub how: How,
    /// Is a criterion affected by it, as far as the rule sees?
    pub has_reached: bool,
}

/// The way in which an item differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is new.
    Added,
    /// It says something else.
    Changed,
    /// It is gone.
    Removed,
}

impl How {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// A file that differs and is neither document nor source, but for build scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFile {
    /// Its path, from the root of the workspace.
    pub file: String,
    /// Does it decide how everything is built?
    pub is_of_build: bool,
    /// Does an item name it, which then counts as changed?
    pub is_named: bool,
    /// Does it bear on all that is in a package, or in the workspace?
    pub is_judged: bool,
    /// It is a task list or a design: no code, so that it breaks none.
    pub is_artifact: bool,
}
