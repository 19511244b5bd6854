//! Compares the intent of two states of a repository.
//!
//! 1. `side`: a state: a revision, or the working tree;
//!    `revision_state`: a revision, read from git's objects;
//! 2. `entries`: what differs, one by one;
//! 3. `edited`: what somebody wrote into `spec.lock` by hand.

mod edited;
mod entries;
mod revision_state;
mod side;

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;
use spec_engine::intent::Key;
use spec_model::diagnostic::Location;

use crate::layout::path_text;
use crate::test_beside::TestBeside;

pub use revision_state::RevisionState;
pub use side::DiffSide;
pub(crate) use side::without;

/// The differences between two states.
#[derive(Debug, Default)]
pub struct Diff {
    /// The name of the state before.
    pub before: String,
    /// The name of the state now.
    pub now: String,
    /// The differences: of criteria, then tests, then links, then the lock, each in the order of the documents.
    pub entries: Vec<DiffEntry>,
    /// The things that could not be looked at, each with the next step.
    pub gaps: Vec<String>,
    /// The root of the workspace now, which paths are shown from.
    pub root: PathBuf,
}

/// A rule that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The file that says so.
    pub file: PathBuf,
    /// The difference, in words.
    pub what: String,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffEntry {
    /// The kind of the difference.
    pub what: What,
    /// Its subject.
    pub subject: Subject,
    /// The name that the criterion had, if it has another one.
    pub was: Option<Key>,
    /// The test or the code, and its file.
    pub item: Option<(String, String)>,
    /// The reasons why it is weaker.
    pub reasons: Vec<String>,
    /// The text before.
    pub before: Option<String>,
    /// The text now.
    pub after: Option<String>,
    /// Its place now.
    pub place: Option<Location>,
    /// Of a test that is new or changed: it beside its criteria.
    pub beside: Option<TestBeside>,
}

/// The subject of a difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The criteria; of what is gone, the names that it had.
    Criteria(Vec<Key>),
    /// A file, or what the baseline names.
    Named(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Criteria(keys) => {
                let keys: Vec<_> = keys.iter().map(Key::as_str).collect();
                f.write_str(&keys.join(", "))
            }
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// The ways in which two states can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it, and `as_str` writes them")]
pub enum What {
    CriterionSoftened,
    CriterionLimited,
    CriterionChanged,
    ContextChanged,
    CriterionRemoved,
    CriterionAdded,
    CriterionMoved,
    WaiverAdded,
    WaiverChanged,
    WaiverRemoved,
    TestWeakened,
    TestChanged,
    TestRemoved,
    TestAdded,
    LinkRemoved,
    LinkAdded,
    LockEdited,
    BaselineGrown,
    RuleChanged,
}

impl What {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CriterionSoftened => "criterion-softened",
            Self::CriterionLimited => "criterion-limited",
            Self::CriterionChanged => "criterion-changed",
            Self::ContextChanged => "context-changed",
            Self::CriterionRemoved => "criterion-removed",
            Self::CriterionAdded => "criterion-added",
            Self::CriterionMoved => "criterion-moved",
            Self::WaiverAdded => "waiver-added",
            Self::WaiverChanged => "waiver-changed",
            Self::WaiverRemoved => "waiver-removed",
            Self::TestWeakened => "test-weakened",
            Self::TestChanged => "test-changed",
            Self::TestRemoved => "test-removed",
            Self::TestAdded => "test-added",
            Self::LinkRemoved => "link-removed",
            Self::LinkAdded => "link-added",
            Self::LockEdited => "lock-edited",
            Self::BaselineGrown => "baseline-grown",
            Self::RuleChanged => "rule-changed",
        }
    }

    /// Returns the word by which policies name it.
    pub const fn policy(self) -> Deny {
        match self {
            Self::CriterionSoftened | Self::CriterionLimited => Deny::Softened,
            Self::TestWeakened => Deny::Weakened,
            Self::CriterionRemoved | Self::TestRemoved | Self::LinkRemoved => Deny::Removed,
            Self::WaiverAdded | Self::WaiverChanged => Deny::Waived,
            Self::CriterionChanged | Self::ContextChanged | Self::TestChanged | Self::WaiverRemoved => {
                Deny::Changed
            }
            Self::CriterionAdded | Self::TestAdded | Self::LinkAdded => Deny::Added,
            Self::CriterionMoved => Deny::Moved,
            Self::LockEdited | Self::BaselineGrown => Deny::Lock,
            Self::RuleChanged => Deny::Rules,
        }
    }
}

/// A kind of change that a policy does not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Deny {
    /// Criteria that ask for less.
    Softened,
    /// Tests that check less.
    Weakened,
    /// New and changed waivers: criteria that `[waive]` in `spec.toml` verifies without a test.
    Waived,
    /// Criteria, tests and links that are gone.
    Removed,
    /// Criteria and tests that changed, and are not weaker.
    Changed,
    /// Criteria, tests and links that are new.
    Added,
    /// Criteria under other numbers.
    Moved,
    /// Edits of `spec.lock` by hand, and a baseline that has grown.
    Lock,
    /// Rules that decide whether a run is green: `spec.toml`, gates, which tests run and how, the steps of CI.
    Rules,
}

impl Diff {
    /// Compares two states.
    pub fn new(before: &DiffSide, now: &DiffSide) -> Self {
        let mut entries = entries::entries(before, now);
        entries.extend(edited::entries(before, now));
        entries.sort_by_key(|entry| entry.what);
        Self {
            before: before.name.clone(),
            now: now.name.clone(),
            entries,
            gaps: before.gaps.iter().chain(&now.gaps).chain(&now.gaps_now).cloned().collect(),
            root: now.root.clone(),
        }
    }

    /// Adds what differs in the rules.
    #[must_use]
    pub fn with_rules(mut self, rules: Vec<RuleChange>) -> Self {
        for RuleChange { file, what } in rules {
            self.entries.push(DiffEntry {
                what: What::RuleChanged,
                subject: Subject::Named(path_text(file.strip_prefix(&self.root).unwrap_or(&file))),
                was: None,
                item: None,
                reasons: vec![what],
                before: None,
                after: None,
                place: None,
                beside: None,
            });
        }
        self
    }

    /// Is there anything that a policy does not let through? What could not be looked at may be anything.
    pub fn is_denied(&self, policy: &[Deny]) -> bool {
        !policy.is_empty() && !self.gaps.is_empty()
            || self.entries.iter().any(|entry| policy.contains(&entry.what.policy()))
    }

    /// Counts the differences under each policy's word, in the order of importance.
    pub fn tally(&self) -> Vec<(Deny, usize)> {
        let number = |deny: &Deny| self.entries.iter().filter(|entry| entry.what.policy() == *deny).count();
        let all = Deny::value_variants().iter().map(|deny| (*deny, number(deny)));
        all.filter(|(_, number)| *number > 0).collect()
    }
}
