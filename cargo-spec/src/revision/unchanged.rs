//! The folders that are in the working tree, or at another commit, as they were at a commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::git::{command, command_without_filters};

/// A folder with the files of a repository, compared with a commit.
#[derive(Debug, Default)]
pub(super) struct Unchanged {
    /// Its root; `None`: nothing is known of it.
    top: Option<PathBuf>,
    /// The folders in which anything differs, from the root.
    changed: HashSet<PathBuf>,
}

impl Unchanged {
    /// Compares them. Where git cannot, everything may differ. `others` are files that are to be written in any case.
    pub(super) fn since(top: &Path, commit: &str, others: &[&Path]) -> Self {
        // Whether the files of a submodule differ says its own commit; git would look at them by another run, with their settings.
        let arguments =
            ["diff-index", "--name-only", "-z", "--no-renames", "--ignore-submodules=dirty", commit, "--"];
        let differing = command_without_filters(top, &arguments).and_then(paths);
        let untracked = list(top, &["ls-files", "-z", "--others", "--exclude-standard", "--full-name"]);
        let (Some(differing), Some(untracked), Some(unseen)) = (differing, untracked, unseen(top)) else {
            return Self::default();
        };
        let own = differing.iter().chain(&untracked).chain(&unseen).map(PathBuf::as_path);
        Self::new(top, own.chain(others.iter().copied()))
    }

    /// Compares two commits of a repository; what stood at `other` is in the folder `top`.
    pub(super) fn between(
        repository: &Path,
        top: &Path,
        other: &str,
        commit: &str,
        others: &[&Path],
    ) -> Self {
        let arguments = ["diff-tree", "-r", "--name-only", "-z", "--no-renames", other, commit, "--"];
        let Some(differing) = list(repository, &arguments) else { return Self::default() };
        Self::new(top, differing.iter().map(PathBuf::as_path).chain(others.iter().copied()))
    }

    fn new<'p>(top: &Path, paths: impl Iterator<Item = &'p Path>) -> Self {
        let mut changed = HashSet::new();
        for path in paths {
            for folder in path.ancestors().skip(1) {
                if !changed.insert(folder.to_path_buf()) {
                    break;
                }
            }
        }
        Self { top: Some(top.to_path_buf()), changed }
    }

    /// The outermost folder above a file that is as it was: from the root, and where it is.
    pub(super) fn folder(&self, file: &Path) -> Option<(PathBuf, PathBuf)> {
        let top = self.top.as_ref()?;
        let mut folders: Vec<&Path> =
            file.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
        folders.reverse();
        let folder = folders.into_iter().find(|folder| !self.changed.contains(*folder))?;
        let there = top.join(folder);
        there.is_dir().then(|| (folder.to_path_buf(), there))
    }
}

/// The files that git does not look at: those of a sparse checkout that are not there, and those that are taken for unchanged.
fn unseen(top: &Path) -> Option<Vec<PathBuf>> {
    let output =
        command(top, &["ls-files", "-v", "-z"]).output().ok().filter(|output| output.status.success())?;
    let entries = output.stdout.split(|byte| *byte == 0);
    let unseen =
        entries.filter(|entry| matches!(entry, [tag, b' ', ..] if *tag == b'S' || tag.is_ascii_lowercase()));
    unseen.map(|entry| super::tree::path(&entry[2..])).collect()
}

fn list(top: &Path, arguments: &[&str]) -> Option<Vec<PathBuf>> {
    paths(command(top, arguments))
}

fn paths(mut command: Command) -> Option<Vec<PathBuf>> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    let paths = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    paths.map(super::tree::path).collect()
}
