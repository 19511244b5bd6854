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
    /// The reason why nothing could be ticked, if no run shows the results of these tests.
    pub lacks_run: Option<&'static str>,
}

/// The reason why a box should show something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TickReason {
    /// The task is measured done.
    Done,
    /// The task is ticked, and a criterion of it is missing.
    Phantom,
    /// The leaves of the task say so.
    Parts,
}

impl TickReason {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Phantom => "phantom",
            Self::Parts => "parts",
        }
    }
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
    /// The reason.
    pub why: TickReason,
    /// The measured state of the task; of a task with parts, nothing.
    pub measured: Option<&'static str>,
}
