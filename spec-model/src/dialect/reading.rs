//! The result of a dialect's reader, before it is reviewed.

use crate::diagnostic::Diagnostic;
use crate::markdown::NodeId;
use crate::spec::{Note, Requirement, Retired};

/// The result of a dialect for a document.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) requirements: Vec<Requirement>,
    pub(super) notes: Vec<Note>,
    /// The items of which only the number is left.
    pub(super) retired: Vec<Retired>,
    /// The blocks that may say what they like without being requirements: assumptions, notes, the defect of a `bugfix.md`.
    pub(super) aside: Vec<NodeId>,
    /// The blocks that may do so but for sentences with a modal in capitals: risks, dependencies, edge cases.
    pub(super) beside: Vec<NodeId>,
    pub(super) diagnostics: Vec<Diagnostic>,
}
