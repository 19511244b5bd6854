//! The result of `check --fix`: what it wrote, or would write.

use std::path::PathBuf;

use spec_model::diagnostic::Label;
use spec_model::{Code, Diagnostic};

use super::Waiting;
use crate::write::unfinished::Completed;

/// The findings that were fixed, and those that were not.
#[derive(Debug, Default)]
pub struct FixOutcome {
    /// The fixes that were applied, one after the other.
    pub applied: Vec<AppliedFix>,
    /// The findings whose fixes a person has to decide on.
    pub left: Vec<Diagnostic>,
    /// Is there an error among the findings that are left?
    pub fails: bool,
    /// The criteria that were renumbered and whose numbers are not free.
    pub waiting: Vec<Waiting>,
    /// The reason why nothing was applied, if something may be hidden.
    pub hidden: Option<String>,
    /// The rest of a run that was stopped.
    pub completed: Completed,
    /// The labels that the fixes leave to a person to look at.
    pub doubtful: Vec<Label>,
    /// Did git learn how to merge the lock?
    pub has_attributes: bool,
    /// The lock.
    pub lock: PathBuf,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFix {
    /// The finding.
    pub code: Code,
    /// The action of the fix, in the imperative.
    pub title: String,
    /// The text that it replaced.
    pub edits: Vec<AppliedEdit>,
}

/// A text in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedEdit {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, as it was counted before.
    pub line: usize,
    /// The text that stood there.
    pub before: String,
    /// The text that stands there.
    pub after: String,
}

/// A file that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDraft {
    /// The file.
    pub path: PathBuf,
    /// The present content; `None`: it does not exist.
    pub before: Option<String>,
    /// The new content.
    pub after: String,
}
