//! A state of the workspace, of which two are compared.

use spec_engine::Host;

use crate::diff::DiffSide;

/// A state of the workspace: its files, and what is meant in it.
#[derive(Clone, Copy, Debug)]
pub struct WorkspaceState<'a> {
    /// Its files.
    pub host: &'a Host,
    /// The intent of the state.
    pub side: &'a DiffSide,
}
