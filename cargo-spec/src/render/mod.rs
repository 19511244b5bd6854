//! From what the verbs found to text: one folder per form. Nothing here decides.

pub mod error;
pub mod github;
pub mod human;
pub mod json;
pub mod tally;
