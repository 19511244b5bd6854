//! The request for a build with changed operators.

use std::path::Path;

use cargo_metadata::Metadata;

use crate::build_apart::BuildProgress;

/// The functions that are changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum OperatorScope {
    /// Functions with a link.
    #[default]
    Linked,
    /// Also what these call in the same crate, by name.
    Crate,
}

/// The request for a build with changed operators.
#[derive(Debug)]
pub struct DeepRequest<'a> {
    /// The workspace.
    pub metadata: &'a Metadata,
    /// The folder of its manifest.
    pub root: &'a Path,
    /// The folder for the copy and for what is built.
    pub folder: &'a Path,
    /// The functions that are changed.
    pub scope: OperatorScope,
    /// Is nothing of earlier runs to count?
    pub is_fresh: bool,
    /// The display of the progress.
    pub progress: &'a BuildProgress,
}
