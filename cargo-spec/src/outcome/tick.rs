//! The result of `tasks tick`: what it did, or would do.

use std::path::PathBuf;

use super::FileDraft;

/// The boxes that say something else now.
#[derive(Debug, Default)]
pub struct TickOutcome {
    /// The boxes, in document order.
    pub boxes: Vec<TickedBox>,
    /// The lists that change.
    pub files: Vec<FileDraft>,
    /// Was nothing written?
    pub is_dry: bool,
    /// Why nothing could be ticked, if no run shows what the tests of these sources do.
    pub lacks_run: Option<&'static str>,
}

/// A box that says something else now.
#[derive(Debug)]
pub struct TickedBox {
    /// The list.
    pub path: PathBuf,
    /// The line of the task, from 1.
    pub line: usize,
    /// The number of the task.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// The sign that stood in the box.
    pub before: char,
    /// The sign that stands there now.
    pub after: char,
    /// Why, in a word.
    pub why: &'static str,
    /// What the task has come to; of a task with parts, nothing.
    pub measured: Option<&'static str>,
}
