//! Writes all files of a commit into a folder of its own, as git would check them out.
//!
//! The repository's own index and its list of working trees are not touched, and no hook runs. Filters do that the user has set up, as for
//! Git LFS: without them a file would not be what the code expects.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::git::{command, lacking};
use super::name::has;
use crate::error::Error;
use crate::write::own;

/// Writes the files of a commit into a folder, which is made. Submodules too, as far as the working tree has them; says which it has not.
///
/// # Errors
/// [`Error::Git`], if git cannot; [`Error::PartialClone`], if the files are not in this clone; [`Error::Run`], if the folder cannot be made.
pub fn check_out(top: &Path, commit: &str, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    // The search for documents ends where the repository ends.
    let git = folder.join(".git");
    own::make_folder(&git).map_err(Error::Run)?;
    let index = git.join("index");
    let mut prefix = OsString::from("--prefix=");
    prefix.push(folder);
    prefix.push("/");
    let run = |arguments: &[&str], last: Option<OsString>| -> Result<Output, Error> {
        let mut git = command(top, arguments);
        let output = git.args(last).env("GIT_INDEX_FILE", &index).output();
        let output = output.map_err(|error| Error::Git(format!("git cannot be started: {error}")))?;
        match output.status.success() {
            true => Ok(output),
            false => Err(lacking(top, "a file of the revision", &output.stderr)),
        }
    };
    run(&["read-tree", commit], None)?;
    run(&["checkout-index", "--all", "--quiet"], Some(prefix))?;
    let listed = run(&["ls-files", "--stage", "-z"], None)?;
    let mut missing = Vec::new();
    for (path, commit) in listed.stdout.split(|byte| *byte == 0).filter_map(submodule) {
        let there = top.join(&path);
        if has(&there, commit) {
            let below = check_out(&there, commit, &folder.join(&path))?;
            missing.extend(below.into_iter().map(|own| path.join(own)));
        } else {
            missing.push(path);
        }
    }
    Ok(missing)
}

/// Mode, object and stage, a tab, and the path, of which that is asked which is a submodule.
fn submodule(entry: &[u8]) -> Option<(PathBuf, &str)> {
    let tab = entry.iter().position(|byte| *byte == b'\t')?;
    let mut fields = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
    let (mode, object) = (fields.next()?, fields.next()?);
    (mode == "160000").then(|| Some((super::objects::path(&entry[tab + 1..])?, object)))?
}
