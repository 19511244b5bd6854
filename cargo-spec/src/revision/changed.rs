//! Asks git for the files that differ between a commit and the working tree.

use std::path::{Path, PathBuf};

use super::git::{command, git};
use super::objects::path;
use crate::error::Error;

/// The files that git does not know and does not ignore.
///
/// # Errors
/// [`Error::Git`], if it cannot tell.
pub fn untracked(top: &Path) -> Result<Vec<PathBuf>, Error> {
    listed(top, &["ls-files", "-z", "--others", "--exclude-standard"])
}

/// The files that differ from a commit, those that are gone and those that git does not know included. A submodule is one.
///
/// # Errors
/// [`Error::Git`], if it cannot tell.
pub fn changed_files(top: &Path, commit: &str) -> Result<Vec<PathBuf>, Error> {
    // The attributes of a repository must not hide its files.
    let diff = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", commit, "--"];
    let mut files = listed(top, &diff)?;
    files.extend(untracked(top)?);
    files.sort();
    files.dedup();
    Ok(files)
}

/// The files that differ between two commits, from the root of the repository.
///
/// # Errors
/// [`Error::Git`], if it cannot tell.
pub fn changed_between(repository: &Path, before: &str, now: &str) -> Result<Vec<PathBuf>, Error> {
    let diff =
        ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", before, now, "--"];
    let files = listed(repository, &diff)?;
    Ok(files.iter().map(|file| file.strip_prefix(repository).unwrap_or(file).to_path_buf()).collect())
}

/// The paths that a command of git lists, each with a zero byte behind it.
fn listed(top: &Path, arguments: &[&str]) -> Result<Vec<PathBuf>, Error> {
    let output = command(top, arguments).output();
    let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        // It says why.
        return git(top, arguments).map(|_| Vec::new());
    }
    let paths = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    Ok(paths.filter_map(path).map(|path| top.join(path)).collect())
}
