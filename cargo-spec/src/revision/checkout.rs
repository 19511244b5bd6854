//! All files of a commit, as git would check them out, in a folder of their own.
//!
//! The repository's own index and its list of working trees are not touched, and no hook runs.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::git::command;
use crate::error::Error;

/// Writes the files of a commit into a folder, which is made. Submodules stay empty.
///
/// # Errors
/// [`Error::Git`], if git cannot; [`Error::Run`], if the folder cannot be made.
pub fn check_out(top: &Path, commit: &str, folder: &Path) -> Result<(), Error> {
    // Where a repository ends, so does the search for documents.
    let own = folder.join(".git");
    fs::create_dir_all(&own).map_err(Error::Run)?;
    let index = own.join("index");
    let mut prefix = OsString::from("--prefix=");
    prefix.push(folder);
    prefix.push("/");
    let run = |mut git: Command| {
        let output = git.env("GIT_INDEX_FILE", &index).output();
        let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        Err(Error::Git(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()))
    };
    run(command(top, &["read-tree", commit]))?;
    let mut write = command(top, &["checkout-index", "--all", "--quiet"]);
    write.arg(prefix);
    run(write)
}
