//! The folders that are in the working tree as they were at a commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::git::command;

/// A working tree, compared with a commit.
#[derive(Debug, Default)]
pub(super) struct Unchanged {
    /// Its root; `None`: nothing is known of it.
    top: Option<PathBuf>,
    /// The folders in which anything differs, from the root.
    changed: HashSet<PathBuf>,
}

impl Unchanged {
    /// Compares them. Where git cannot, everything may differ.
    pub(super) fn since(top: &Path, commit: &str) -> Self {
        let differing = list(top, &["diff-index", "--name-only", "-z", "--no-renames", commit, "--"]);
        let untracked = list(top, &["ls-files", "-z", "--others", "--exclude-standard", "--full-name"]);
        let (Some(differing), Some(untracked)) = (differing, untracked) else { return Self::default() };
        let mut changed = HashSet::new();
        for path in differing.iter().chain(&untracked) {
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

fn list(top: &Path, arguments: &[&str]) -> Option<Vec<PathBuf>> {
    let output = command(top, arguments).output().ok().filter(|output| output.status.success())?;
    let paths = output.stdout.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    paths.map(super::tree::path).collect()
}
