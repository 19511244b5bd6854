//! Which files a glob such as `docs/**/*.md` names.

use std::io;
use std::path::{Path, PathBuf};

/// What a glob found.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The files, each once; a file that is named without a wildcard is here whatever it is, a dangling link included.
    pub(super) files: Vec<PathBuf>,
    /// Folders that are there and cannot be listed.
    pub(super) unreadable: Vec<(PathBuf, io::Error)>,
}

/// The files that a glob names below a folder, whatever is in the way of others.
#[cfg(feature = "verdict")]
pub(crate) fn files_of_glob(root: &Path, glob: &str) -> Vec<PathBuf> {
    find(root, glob).files
}

/// Finds what a glob names below a folder.
///
/// `*` and `?` stand for characters of one name, not for the dot at its beginning. `**` stands for any number of folders,
/// without those that hold no sources: it enters no dot folder, no `target`, no `node_modules`, no cache
/// (`CACHEDIR.TAG`) and, since links may run in circles, no linked folder.
pub(super) fn find(root: &Path, glob: &str) -> Matches {
    let mut matches = Matches::default();
    let mut folders = vec![root.to_path_buf()];
    let mut names = glob.split('/').filter(|name| !name.is_empty() && *name != ".").peekable();
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        folders = if name == "**" {
            with_descendants(folders, &mut matches.unreadable)
        } else if name.contains(['*', '?']) {
            let entries = folders.iter().flat_map(|folder| list(folder, &mut matches.unreadable));
            let matching = entries.filter(|path| {
                let entry = path.file_name().unwrap_or_default().to_string_lossy();
                // What is no folder amid a glob holds nothing: the next name finds that out by itself.
                matches_name(name, &entry) && !(is_last && path.is_dir())
            });
            matching.collect()
        } else {
            folders
                .iter()
                .map(|folder| folder.join(name))
                .filter(|path| path.symlink_metadata().is_ok())
                .collect()
        };
        folders.sort_unstable();
        folders.dedup();
        if is_last && name == "**" {
            folders.clear();
        }
    }
    matches.files = folders;
    matches
}

/// What is in a folder; nothing when it is not one.
fn list(folder: &Path, unreadable: &mut Vec<(PathBuf, io::Error)>) -> Vec<PathBuf> {
    match std::fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect()) {
        Ok(entries) => entries,
        Err(error) => {
            if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
                unreadable.push((folder.to_path_buf(), error));
            }
            Vec::new()
        }
    }
}

/// The folders, and every folder below them.
fn with_descendants(folders: Vec<PathBuf>, unreadable: &mut Vec<(PathBuf, io::Error)>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = folders;
    while let Some(folder) = waiting.pop() {
        let is_entered = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.')
                && !matches!(&*name, "target" | "node_modules")
                && path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
                && !path.join("CACHEDIR.TAG").exists()
        };
        waiting.extend(list(&folder, unreadable).into_iter().filter(is_entered));
        found.push(folder);
    }
    found
}

/// Does a glob name a path that is relative to its folder? As [`find`] reads it, but `**` also stands for folders of tools.
pub(super) fn matches(glob: &str, path: &Path) -> bool {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    // Whether the first so many names are what the glob says so far.
    let mut fits = vec![false; names.len() + 1];
    fits[0] = true;
    for pattern in glob.split('/').filter(|name| !name.is_empty() && *name != ".") {
        let mut next = vec![false; names.len() + 1];
        for at in 0..=names.len() {
            let is_reached = if pattern == "**" {
                fits[at] || at > 0 && next[at - 1]
            } else {
                at > 0 && fits[at - 1] && (pattern == names[at - 1] || matches_name(pattern, &names[at - 1]))
            };
            next[at] = is_reached;
        }
        fits = next;
    }
    fits[names.len()]
}

/// Does a name match a pattern of `*` and `?`? Each star takes as little as it can and more when the rest fails.
fn matches_name(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (mut pattern, mut name) = (pattern, name);
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let mut pattern_chars = pattern.chars();
        let mut name_chars = name.chars();
        match (pattern_chars.next(), name_chars.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                pattern = pattern_chars.as_str();
                retry = Some((pattern, name));
            }
            (Some(p), Some(n)) if p == '?' || p == n => {
                pattern = pattern_chars.as_str();
                name = name_chars.as_str();
            }
            _ => {
                let Some((behind_star, taken)) = retry else { return false };
                let mut taken = taken.chars();
                if taken.next().is_none() {
                    return false;
                }
                pattern = behind_star;
                name = taken.as_str();
                retry = Some((pattern, name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files that a glob finds in a tree of files (each `name` or `link -> target`), relative to it.
    fn check(tree: &[&str], glob: &str, expect: &[&str]) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for file in tree {
            let (name, target) = file.split_once(" -> ").map_or((*file, None), |(name, to)| (name, Some(to)));
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("it is below the folder"))
                .expect("folders can be made");
            match target {
                #[cfg(unix)]
                Some(target) => std::os::unix::fs::symlink(target, path).expect("links can be made"),
                #[cfg(not(unix))]
                Some(_) => return,
                None => std::fs::write(path, "").expect("files can be made"),
            }
        }
        let found = find(folder.path(), glob).files;
        let found: Vec<_> = found
            .iter()
            .map(|path| {
                path.strip_prefix(folder.path())
                    .expect("it is below the folder")
                    .to_string_lossy()
                    .replace('\\', "/")
            })
            .collect();
        assert_eq!(found, expect, "{glob}");
    }

    const TREE: &[&str] = &[
        "requirements.md",
        "docs/a.md",
        "docs/b.txt",
        "docs/deep/er/c.md",
        "docs/.hidden/d.md",
        "docs/.e.md",
        "target/f.md",
        "node_modules/x/g.md",
        ".kiro/specs/pay/requirements.md",
        ".kiro/specs/log-in/requirements.md",
    ];

    #[test]
    fn a_name_without_wildcard_is_found_where_it_is() {
        check(TREE, "requirements.md", &["requirements.md"]);
        check(TREE, "docs/deep/er/c.md", &["docs/deep/er/c.md"]);
        check(TREE, "docs/missing.md", &[]);
        check(TREE, "docs/deep", &["docs/deep"]);
    }

    #[test]
    fn a_star_stands_for_part_of_one_name() {
        check(TREE, "docs/*.md", &["docs/a.md"]);
        check(TREE, "docs/*", &["docs/a.md", "docs/b.txt"]);
        check(TREE, "docs/?.*", &["docs/a.md", "docs/b.txt"]);
        check(TREE, "docs/.*.md", &["docs/.e.md"]);
        check(
            TREE,
            ".kiro/specs/*/requirements.md",
            &[".kiro/specs/log-in/requirements.md", ".kiro/specs/pay/requirements.md"],
        );
    }

    #[test]
    fn two_stars_stand_for_folders_but_not_for_those_of_tools() {
        check(TREE, "**/*.md", &["docs/a.md", "docs/deep/er/c.md", "requirements.md"]);
        check(TREE, "docs/**/c.md", &["docs/deep/er/c.md"]);
        check(TREE, "**/**/a.md", &["docs/a.md"]);
        check(TREE, "docs/**", &[]);
    }

    #[test]
    fn a_path_matches_a_glob_as_it_would_be_found() {
        let check = |glob: &str, path: &str, expect| {
            assert_eq!(matches(glob, Path::new(path)), expect, "{glob} {path}");
        };
        for path in TREE {
            check(path, path, true);
            check("**/*.md", path, path.ends_with(".md") && !path.contains("/.e"));
        }
        check("docs/*.md", "docs/a.md", true);
        check("docs/*.md", "docs/deep/er/c.md", false);
        check("docs/**/c.md", "docs/deep/er/c.md", true);
        check("docs/**/er/*.md", "docs/deep/er/c.md", true);
        check("docs/**", "docs/a.md", true);
        check("**/**/a.md", "a.md", true);
        check(".kiro/specs/*/requirements.md", ".kiro/specs/pay/requirements.md", true);
        check("./docs/a.md", "docs/a.md", true);
        check("docs", "docs/a.md", false);
        check("docs/a.md/b", "docs/a.md", false);
    }

    #[test]
    fn linked_folders_are_entered_by_name_and_by_one_star_but_not_by_two() {
        let tree =
            ["specs/real/spec.md", "specs/linked -> real", "specs/loop -> .", "specs/nowhere -> missing"];
        check(&tree, "specs/linked/spec.md", &["specs/linked/spec.md"]);
        check(&tree, "specs/*/spec.md", &["specs/linked/spec.md", "specs/real/spec.md"]);
        check(&tree, "**/spec.md", &["specs/real/spec.md"]);
        check(&tree, "specs/nowhere", &["specs/nowhere"]);
    }

    #[test]
    fn a_star_takes_back_what_it_took() {
        assert!(matches_name("a*b*c", "a-b-b-c"));
        assert!(matches_name("*", ""));
        assert!(!matches_name("a*b", "a-b-c"));
        assert!(!matches_name("?", ""));
        assert!(!matches_name(&"*a".repeat(50), &"a".repeat(49)));
    }
}
