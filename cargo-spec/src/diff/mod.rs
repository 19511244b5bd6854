//! Compares the intent of two states of a repository.
//!
//! 1. `side`: a state: a revision, or the working tree;
//! 2. `entries`: what differs, one by one;
//! 3. `edited`: what somebody wrote into `spec.lock` by hand.

mod edited;
mod entries;
mod side;

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;
use spec_engine::intent::Key;
use spec_model::diagnostic::Location;

use crate::layout::path_text;
use crate::test_beside::TestBeside;

pub use side::DiffSide;
pub(crate) use side::without;

/// What differs.
#[derive(Debug, Default)]
pub struct Diff {
    /// What the state before is called.
    pub before: String,
    /// What the state now is called.
    pub now: String,
    /// What differs: criteria, then tests, then links, then the lock, each in the order of the documents.
    pub entries: Vec<DiffEntry>,
    /// What could not be looked at, and what to do about it.
    pub gaps: Vec<String>,
    /// The root of the workspace now, which paths are shown from.
    pub root: PathBuf,
}

/// A rule that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The file that says so.
    pub file: PathBuf,
    /// What differs.
    pub what: String,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct DiffEntry {
    /// What it is.
    pub what: What,
    /// What it is about.
    pub subject: Subject,
    /// The name that the criterion had, if it has another one.
    pub was: Option<Key>,
    /// The test or the code, and its file.
    pub item: Option<(String, String)>,
    /// What makes it weaker.
    pub reasons: Vec<String>,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
    /// Where it is now.
    pub place: Option<Location>,
    /// Of a test that is new or changed: it beside its criteria.
    pub beside: Option<TestBeside>,
}

/// What something that differs is about.
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

    /// What policies call it.
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

/// What a policy does not let through.
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
    /// What decides whether a run is green: `spec.toml`, gates, which tests run and how, the steps of CI.
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

    /// How often each policy's word is met, in the order of what matters most.
    pub fn tally(&self) -> Vec<(Deny, usize)> {
        let number = |deny: &Deny| self.entries.iter().filter(|entry| entry.what.policy() == *deny).count();
        let all = Deny::value_variants().iter().map(|deny| (*deny, number(deny)));
        all.filter(|(_, number)| *number > 0).collect()
    }
}
