//! A question about a workspace, and how much of it the question covers.

use std::path::PathBuf;

use crate::platform::Platform;

/// The question about a workspace.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// The part of it that is looked at.
    pub scope: Scope,
    /// The choice to compare with the accepted criteria, or not to.
    pub compare: Compare,
    /// Files that build scripts have written and sources of the packages include.
    pub generated: &'a [PathBuf],
    /// The system that the tests run on, where it is not the one of this build.
    pub platform: Option<&'a Platform>,
}

/// The part of a workspace that is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Every package, with every document that is in force for one of them.
    #[default]
    Workspace,
    /// The documents in force for one package: its own and the shared ones, and the packages for which one of these is in force. Where
    /// there is no document, that is a finding.
    Package,
}

/// When it is asked what was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// If there is a lock.
    #[default]
    IfLocked,
    /// In any case: the `comparison` of the findings is there even if nothing was accepted yet.
    Always,
    /// In any case, but what is meant and what was accepted are not compared: both are there, and no change of them.
    Never,
}
