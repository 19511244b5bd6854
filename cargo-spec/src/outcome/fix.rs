//! What `check --fix` would write.

use std::path::PathBuf;

/// A file that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDraft {
    /// The file.
    pub path: PathBuf,
    /// What it holds now; `None`: it does not exist.
    pub before: Option<String>,
    /// What it would hold.
    pub after: String,
}
