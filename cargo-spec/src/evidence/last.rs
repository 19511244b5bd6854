//! The evidence of the last run, kept in the target folder until another run ends.
//!
//! Each run writes into a folder of its own. When it has ended, a rename makes that the last one: `run-7`, where no greater number is. Two
//! runs at once do not meet; whichever ends later is the last one. Clocks decide nothing: they are set back and forward.

use std::io;
use std::path::{Path, PathBuf};

use spec_model::files::{Disk, Files as _, FolderEntry};
use spec_model::spec::Fingerprint;
use tempfile::TempDir;

use super::read::Evidence;
use crate::error::Error;
use crate::on_disk;
use crate::write::{made, own};

/// The folder of a workspace's runs. Several workspaces may share a target folder.
pub fn runs(target: &Path, workspace: &Path) -> PathBuf {
    let workspace = Fingerprint::as_written(&workspace.to_string_lossy());
    target.join("cargo-spec").join("runs").join(workspace.to_string())
}

/// The evidence of the last run that ended, if there was one.
pub fn last(runs: &Path) -> Option<PathBuf> {
    numbered(runs).into_iter().max().map(|(_, folder)| folder)
}

/// The number of the last run that ended, if there was one.
pub fn number(runs: &Path) -> Option<u64> {
    numbered(runs).into_iter().map(|(number, _)| number).max()
}

/// The folder for a run that begins. Dropped, it is removed.
///
/// # Errors
/// If the folder cannot be made: the target folder may be full, or read-only.
pub fn begin(runs: &Path) -> io::Result<TempDir> {
    made::sweep(runs, RUNNING);
    let run = own::temporary_folder(runs, RUNNING)?;
    made::mark(run.path())?;
    Ok(run)
}

const RUNNING: &str = "running-";
const ENDED: &str = "run-";

/// Makes a run that has ended the last one, and removes those before it. The folder must not be empty, or two runs could take one
/// number.
///
/// # Errors
/// If it cannot be renamed.
pub fn end(run: TempDir, runs: &Path) -> io::Result<PathBuf> {
    let mut before = numbered(runs);
    let mut number = before.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let folder = run.keep();
    loop {
        let last = runs.join(format!("{ENDED}{number}"));
        match own::rename(&folder, &last) {
            // Another run took the number.
            Err(_) if on_disk::exists(&last) => number += 1,
            Err(error) => return Err(error),
            Ok(()) => {
                before.retain(|(other, _)| *other < number);
                before.iter().for_each(|(_, folder)| drop(made::remove(folder)));
                return Ok(last);
            }
        }
    }
}

/// The runs that ended, with their numbers.
fn numbered(runs: &Path) -> Vec<(u64, PathBuf)> {
    let entries = Disk.entries(runs).unwrap_or_default();
    let number = |entry: &FolderEntry| entry.name.to_str()?.strip_prefix(ENDED)?.parse().ok();
    entries.into_iter().filter_map(|entry| Some((number(&entry)?, runs.join(entry.name)))).collect()
}

/// The evidence of the last run. While it is read, another run may end and take its place.
pub fn read(runs: &Path, root: &Path) -> Result<Option<Evidence>, Error> {
    loop {
        let Some(folder) = last(runs) else { return Ok(None) };
        match Evidence::read(std::slice::from_ref(&folder), root) {
            Err(_) if !on_disk::exists(&folder) => {}
            evidence => return evidence.map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A run that leaves a word.
    fn run(runs: &Path, word: &str) -> TempDir {
        let run = begin(runs).expect("it begins");
        fs::write(run.path().join("word"), word).expect("it is written");
        run
    }

    fn word(runs: &Path) -> Option<String> {
        fs::read_to_string(last(runs)?.join("word")).ok()
    }

    #[test]
    fn the_run_that_ends_last_is_the_last_one_whichever_began_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = runs(folder.path(), Path::new("/repo"));
        assert_eq!(last(&runs), None);
        let (first, second) = (run(&runs, "first"), run(&runs, "second"));
        assert_eq!(last(&runs), None, "neither has ended");
        end(second, &runs).expect("it ends");
        assert_eq!(word(&runs).as_deref(), Some("second"));
        end(first, &runs).expect("it ends");
        assert_eq!(word(&runs).as_deref(), Some("first"));
        drop(run(&runs, "broken off"));
        assert_eq!(word(&runs).as_deref(), Some("first"));
        assert_eq!(fs::read_dir(&runs).expect("it can be read").count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_killed_run_has_left_goes_when_the_next_one_begins() {
        let folder = tempfile::tempdir().expect("a folder");
        let runs = runs(folder.path(), Path::new("/repo"));
        let (killed, running) = (run(&runs, "killed").keep(), run(&runs, "running"));
        made::leave(&killed);
        drop(begin(&runs).expect("it begins"));
        assert!(!killed.exists() && running.path().exists());
    }

    #[test]
    fn workspaces_that_share_a_target_folder_do_not_share_runs() {
        let target = Path::new("/target");
        assert_ne!(runs(target, Path::new("/one")), runs(target, Path::new("/other")));
    }
}
