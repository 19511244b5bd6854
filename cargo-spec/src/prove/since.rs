//! Finds the lines that changed since a revision, from git's diff.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use spec_engine::intent::{changes, links};
use spec_engine::verdict::Verdict;
use spec_model::diagnostic::Location;
use spec_model::files::{self, FileKind};

use crate::diff::DiffSide;
use crate::error::Error;
use crate::on_disk;
use crate::revision::{commit, git, untracked};

/// The lines that are other ones than at a revision, in the files of the working tree.
#[derive(Debug, Default)]
pub struct Changes {
    /// From 1. Where lines were only taken away, those on both sides.
    lines: HashMap<PathBuf, Vec<RangeInclusive<usize>>>,
    /// The criteria that have lost something: a test, or code that implemented them.
    poorer: HashSet<Location>,
}

/// The command that tells lines.
const DIFF: [&str; 10] = [
    "-c",
    "core.quotepath=off",
    "diff",
    "--unified=0",
    "--no-color",
    "--no-ext-diff",
    // The attributes of a repository must not hide its files.
    "--no-textconv",
    "--text",
    "--no-renames",
    "--no-prefix",
];

impl Changes {
    /// Finds the changes in a repository, untracked files included.
    ///
    /// # Errors
    /// [`Error::Git`], if git cannot tell: there is no repository, or no such revision.
    pub fn since(revision: &str, folder: &Path) -> Result<Self, Error> {
        let top = git(folder, &["rev-parse", "--show-toplevel"])?;
        let top = Path::new(top.trim_end());
        let commit = commit(folder, revision)?;
        let mut diff = DIFF.to_vec();
        diff.extend([&*commit, "--"]);
        let mut changes = Self::of_diff(&git(top, &diff)?, top);
        for path in untracked(top)? {
            changes.lines.entry(path).or_default().push(1..=usize::MAX);
        }
        Ok(changes)
    }

    /// Finds the changes in some files below a folder since a commit. A file that was not there then has changed as a whole.
    ///
    /// # Errors
    /// [`Error::Git`], if git cannot tell.
    pub fn in_files(commit: &str, folder: &Path, files: &[&Path]) -> Result<Self, Error> {
        let below = files.iter().filter_map(|file| file.strip_prefix(folder).ok());
        let below: Vec<_> = below.map(|file| format!(":(literal){}", file.display())).collect();
        let mut diff = DIFF.to_vec();
        diff.extend(["--relative", commit, "--"]);
        diff.extend(below.iter().map(String::as_str));
        Ok(Self::of_diff(&git(folder, &diff)?, folder))
    }

    /// Adds the criteria that say something else, or that tests and code were linked to.
    #[must_use]
    pub fn with_intent(mut self, before: &DiffSide, now: &DiffSide) -> Self {
        let (before, now) = (before.intent.as_before(), &now.intent);
        let changed = changes(&before, now).into_iter().filter_map(|change| change.now);
        let unlinked = links(&before, now).into_iter().map(|link| link.now);
        self.poorer.extend(changed.chain(unlinked).map(|at| now.criteria[at].place.clone()));
        self
    }

    fn of_diff(diff: &str, top: &Path) -> Self {
        let mut changes = Self::default();
        let (mut path, mut is_header) = (None, true);
        for line in diff.lines() {
            if line.starts_with("diff --git ") {
                (path, is_header) = (None, true);
            } else if let Some(name) = line.strip_prefix("+++ ").filter(|_| is_header) {
                // A name with white space has a tab behind it, so that its end is known.
                let name = name.strip_suffix('\t').unwrap_or(name);
                path = Some(top.join(name));
            } else if let Some(hunk) = line.strip_prefix("@@ ") {
                is_header = false;
                if let (Some(path), Some(lines)) = (&path, new_lines(hunk)) {
                    changes.lines.entry(path.clone()).or_default().push(lines);
                }
            }
        }
        changes
    }

    /// Has a criterion changed, or anything that is linked to it?
    pub fn concern(&self, verdict: &Verdict) -> bool {
        let location = &verdict.location;
        let document = self.touch(&location.path, location.start.line..=location.end.line);
        document
            || self.poorer.contains(location)
            || verdict.links.iter().any(|link| {
                let path = &link.location.path;
                self.has(path) && self.touch(path, lines_of(path, link.item.span.range()))
            })
    }

    /// Has anything changed in a file? A symbolic link may lead to it.
    fn has(&self, path: &Path) -> bool {
        self.lines.contains_key(path) || on_disk::real(path).is_ok_and(|path| self.lines.contains_key(&path))
    }

    /// Have lines of a file changed?
    pub fn touch(&self, path: &Path, lines: RangeInclusive<usize>) -> bool {
        let changed = self.lines.get(path).or_else(|| self.lines.get(&on_disk::real(path).ok()?));
        let changed = changed.into_iter().flatten();
        changed.into_iter().any(|changed| changed.start() <= lines.end() && lines.start() <= changed.end())
    }
}

/// The lines of some bytes of a file.
fn lines_of(path: &Path, bytes: std::ops::Range<usize>) -> RangeInclusive<usize> {
    let text = files::read(path, FileKind::Source).unwrap_or_default();
    let line = |end: usize| 1 + text.iter().take(end).filter(|byte| **byte == b'\n').count();
    line(bytes.start)..=line(bytes.end)
}

/// The lines of a hunk in the new file: `-3,2 +3,0 @@`.
fn new_lines(hunk: &str) -> Option<RangeInclusive<usize>> {
    let new = hunk.split(' ').nth(1)?.strip_prefix('+')?;
    let (start, length) = new.split_once(',').unwrap_or((new, "1"));
    let (start, length): (usize, usize) = (start.parse().ok()?, length.parse().ok()?);
    // Behind line `start` some are gone.
    Some(if length == 0 { start..=start + 1 } else { start..=start + length - 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_diff_are_those_of_the_new_files() {
        let diff = "diff --git a b c.rs a b c.rs\n--- a b c.rs\t\n+++ a b c.rs\t\n@@ -3 +3,2 @@ fn x\n-a\n+b\n+++ c\n@@ -9,2 +10,0 @@\n-a\n-b\ndiff --git gone gone\n--- gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n";
        let changes = Changes::of_diff(diff, Path::new("/repo"));
        assert_eq!(changes.lines[Path::new("/repo/a b c.rs")], [3..=4, 10..=11]);
        let touches = |lines| changes.touch(Path::new("/repo/a b c.rs"), lines);
        assert!(touches(1..=3) && touches(4..=4) && touches(11..=20));
        assert!(!touches(1..=2) && !touches(5..=9) && !touches(12..=20));
    }
}
