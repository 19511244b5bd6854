//! From what the verbs found to text: one file per form. Nothing here decides.

pub mod error;
pub mod json;
