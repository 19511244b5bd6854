//! The result of `init`: what it did, or would do.

use std::path::PathBuf;

use crate::manifest::DependencyScope;

/// The steps that will be done, in this order.
#[derive(Debug)]
pub struct InitPlan {
    /// The package's name.
    pub package: String,
    /// One for each thing that must be there.
    pub steps: Vec<InitStep>,
    /// The code that may use the runtime; `None`: nothing but files for agents is asked for.
    pub scope: Option<DependencyScope>,
}

/// One thing that must be there.
#[derive(Debug)]
pub struct InitStep {
    /// The file.
    pub path: PathBuf,
    /// A description of it.
    pub what: String,
    /// The action on it.
    pub action: FileAction,
}

/// The action on a file.
#[derive(Debug, PartialEq, Eq)]
pub enum FileAction {
    /// It is as it must be.
    Keep,
    /// It is written.
    Write {
        /// The present content; `None`: it does not exist.
        before: Option<Vec<u8>>,
        /// The new content.
        after: Vec<u8>,
    },
    /// It is removed.
    Remove {
        /// The present content.
        before: Vec<u8>,
    },
}

impl InitStep {
    /// The word for what is done, or would be.
    pub fn word(&self, dry_run: bool) -> &'static str {
        match (&self.action, dry_run) {
            (FileAction::Keep, _) => "found",
            (FileAction::Remove { .. }, false) => "removed",
            (FileAction::Remove { .. }, true) => "remove",
            (FileAction::Write { before: None, .. }, false) => "created",
            (FileAction::Write { before: None, .. }, true) => "create",
            (FileAction::Write { before: Some(_), .. }, false) => "changed",
            (FileAction::Write { before: Some(_), .. }, true) => "change",
        }
    }
}

impl InitPlan {
    /// Is everything there already?
    pub fn is_empty(&self) -> bool {
        self.steps.iter().all(|step| step.action == FileAction::Keep)
    }
}
