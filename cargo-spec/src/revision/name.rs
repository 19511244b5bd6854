//! Parses the names of revisions that people write.

use std::path::Path;

use super::git;
use crate::error::Error;
use crate::on_disk;

/// Two states that are to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The name of the one before.
    pub before: String,
    /// The name of the one now; `None`: the working tree.
    pub now: Option<String>,
    /// Does it begin where the two parted?
    pub from_merge_base: bool,
}

impl Range {
    /// Reads `BASE`, `BASE HEAD`, `BASE..HEAD` and `BASE...HEAD`, as `git diff` does: a side that is left out is `HEAD`.
    pub fn read(base: &str, head: Option<&str>) -> Self {
        let side = |side: &str| if side.is_empty() { "HEAD".to_owned() } else { side.to_owned() };
        for (dots, from_merge_base) in [("...", true), ("..", false)] {
            if let Some((before, now)) = base.split_once(dots)
                && head.is_none()
            {
                return Self { before: side(before), now: Some(side(now)), from_merge_base };
            }
        }
        Self { before: base.to_owned(), now: head.map(str::to_owned), from_merge_base: false }
    }

    /// The same up to the working tree, which is where the `what` are: `BASE`, or `BASE...` for where the branch began.
    ///
    /// # Errors
    /// [`Error::Git`], if another revision is named.
    pub fn to_working_tree(self, what: &str) -> Result<Self, Error> {
        let is_now = |now: &str| now == "HEAD" && self.from_merge_base;
        if self.now.as_deref().is_some_and(|now| !is_now(now)) {
            return Err(Error::Git(format!(
                "the {what} are those of the working tree: name one revision, or `BASE...` for where the branch began"
            )));
        }
        Ok(Self { now: None, ..self })
    }
}

/// The commit that a revision names.
///
/// # Errors
/// [`Error::Git`], if there is none, with what to do about it.
pub fn commit(folder: &Path, revision: &str) -> Result<String, Error> {
    // The text behind it is a revision, whatever it looks like.
    let name = format!("{revision}^{{commit}}");
    match git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]) {
        Ok(commit) => Ok(commit.trim_end().to_owned()),
        Err(_) if revision.is_empty() => Err(Error::Git("no revision is named".to_owned())),
        Err(_) if git(folder, &["rev-list", "--all", "--max-count=1"])?.trim().is_empty() => {
            Err(Error::Git("there is no commit in this repository yet".to_owned()))
        }
        Err(_) => {
            let is_shallow = git(folder, &["rev-parse", "--is-shallow-repository"])?.trim_end() == "true";
            let fetch = match revision.strip_prefix("origin/") {
                _ if revision.contains(['~', '^', '@', ':']) || revision == "HEAD" => {
                    "--unshallow".to_owned()
                }
                Some(branch) => format!("origin {branch}:refs/remotes/origin/{branch}"),
                None => format!("origin {revision}:{revision}"),
            };
            Err(Error::Git(if is_shallow {
                format!(
                    "there is no revision `{revision}` in this shallow clone: `git fetch {fetch}` brings it (in a workflow, \
                     `fetch-depth: 0` of the checkout)"
                )
            } else {
                format!(
                    "there is no revision `{revision}` in this clone; `git fetch` brings what has come since"
                )
            }))
        }
    }
}

/// Is a folder the root of a working tree, as that of a submodule is, whose repository has a commit?
pub(super) fn has(folder: &Path, commit: &str) -> bool {
    let commit = format!("{commit}^{{commit}}");
    on_disk::exists(folder.join(".git"))
        && git(folder, &["rev-parse", "--verify", "--quiet", &commit]).is_ok()
}

/// The commit at which two revisions parted.
///
/// # Errors
/// [`Error::Git`], if this clone knows none.
pub fn merge_base(folder: &Path, one: &str, other: &str) -> Result<String, Error> {
    let commits = (commit(folder, one)?, commit(folder, other)?);
    let parted = git(folder, &["merge-base", &commits.0, &commits.1]);
    let parted = parted.map_err(|_| {
        let is_shallow = git(folder, &["rev-parse", "--is-shallow-repository"])
            .is_ok_and(|answer| answer.trim_end() == "true");
        let help = if is_shallow { ", which is shallow: `git fetch --unshallow` brings it" } else { "" };
        Error::Git(format!("`{one}` and `{other}` have no commit in common in this clone{help}"))
    })?;
    Ok(parted.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_git_reads_them() {
        let check =
            |base: &str, head: Option<&str>, before: &str, now: Option<&str>, from_merge_base: bool| {
                let expect =
                    Range { before: before.to_owned(), now: now.map(str::to_owned), from_merge_base };
                assert_eq!(Range::read(base, head), expect);
            };
        check("main", None, "main", None, false);
        check("main", Some("b"), "main", Some("b"), false);
        check("main..b", None, "main", Some("b"), false);
        check("main...", None, "main", Some("HEAD"), true);
        check("..b", None, "HEAD", Some("b"), false);
    }
}
