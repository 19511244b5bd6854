//! The result of `new`: what it added, or would add.

use std::path::PathBuf;

/// A criterion that is in a document now.
#[derive(Debug)]
pub struct NewOutcome {
    /// The document.
    pub path: PathBuf,
    /// Its line there, from 1.
    pub line: usize,
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The lines that were written; none, if it was there.
    pub added: Vec<String>,
    /// Is the document itself new?
    pub is_first: bool,
    /// Was nothing written, though there was something to write?
    pub dry_run: bool,
}

impl NewOutcome {
    /// The word for what was done, or would be.
    pub fn word(&self) -> &'static str {
        match (self.added.is_empty(), self.is_first, self.dry_run) {
            (true, ..) => "found",
            (_, true, false) => "created",
            (_, true, true) => "create",
            (_, false, false) => "changed",
            (_, false, true) => "change",
        }
    }
}
