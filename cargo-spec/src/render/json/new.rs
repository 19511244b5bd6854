//! `new` for programs.

use serde::Serialize;

use super::VERSION;
use super::shown_path;
use crate::outcome::NewOutcome;

/// The output of `new` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewJson<'a> {
    version: u32,
    action: &'static str,
    id: &'a str,
    text: &'a str,
    path: String,
    line: usize,
    added: &'a [String],
    dry_run: bool,
}

impl<'a> NewJson<'a> {
    /// The text that was written, or would be.
    pub fn new(new: &'a NewOutcome) -> Self {
        Self {
            version: VERSION,
            action: new.word(),
            id: &new.id,
            text: &new.text,
            path: shown_path(&new.path),
            line: new.line,
            added: &new.added,
            dry_run: new.dry_run,
        }
    }
}
