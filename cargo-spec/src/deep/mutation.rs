//! A change of one operator in the text of a function.

use std::ops::Range;

/// A small mistake that somebody could have made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mutation {
    /// The bytes that the switch goes around.
    pub(super) span: Range<usize>,
    /// The effect of the switch.
    pub(super) change: Change,
    /// The bytes that a reader sees change.
    pub(super) place: Range<usize>,
    /// The text that a reader sees in their place.
    pub(super) inserted: String,
    /// Its name: `< → <=`.
    pub(super) label: String,
}

/// The effect of a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another expression, on one line, is evaluated.
    Instead(String),
    /// A statement is left out.
    Skipped,
    /// A loop is left as its body begins. The span is empty.
    Left,
}
