//! Asks git how two branches would merge.

use std::path::{Path, PathBuf};

use super::git::{command, git};
use super::objects::path;
use crate::error::Error;

/// The files that git cannot merge by itself, from the root of the repository. No file of the working tree changes.
///
/// # Errors
/// [`Error::Git`], if it cannot tell.
pub fn conflicts(repository: &Path, one: &str, other: &str) -> Result<Vec<PathBuf>, Error> {
    /// The exit code that says that there are conflicts.
    const CONFLICTS: i32 = 1;
    let merge = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", one, other];
    let output = command(repository, &merge).output();
    let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
    match output.status.code() {
        Some(0) => Ok(Vec::new()),
        // The tree stands first.
        Some(CONFLICTS) if !output.stdout.is_empty() => {
            let names = output.stdout.split(|byte| *byte == 0).skip(1).filter(|name| !name.is_empty());
            let mut files: Vec<_> = names.filter_map(path).collect();
            files.sort();
            files.dedup();
            Ok(files)
        }
        // It says why.
        _ => git(repository, &merge).map(|_| Vec::new()),
    }
}
