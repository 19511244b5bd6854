//! Finds the files that a glob such as `docs/**/*.md` names.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::near;
use crate::files::{Files, FolderBoundary, NodeKind};
use crate::order::Order as _;

/// The files and folders that a glob found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matches {
    /// The files, each once; a file that is named without a wildcard is here whatever it is, a dangling link included.
    pub(super) files: Vec<PathBuf>,
    /// Files of the same folders whose names are nearly what the glob says.
    pub(super) near: Vec<PathBuf>,
    /// The reason why files that may be there were not looked at, for each place.
    pub(super) blocked: Vec<(PathBuf, String)>,
    /// Folders that `**` does not enter, with what the glob says behind it.
    pub(super) passed: Vec<Passed>,
}

/// A folder that `**` does not enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(super) folder: PathBuf,
    /// The part of the glob behind the `**`.
    pub(super) rest: String,
    /// The reason why it is not entered.
    pub(super) reason: &'static str,
}

/// The files that a glob names below a folder, whatever is in the way of others.
pub fn files_of_glob(files: &dyn Files, root: &Path, glob: &str) -> Vec<PathBuf> {
    find(files, root, glob, &FolderBoundary::default()).files
}

/// Finds what a glob names below a folder.
///
/// `*` and `?` stand for characters of one name, not for the dot at its beginning. `**` stands for any number of folders,
/// without those of tools: dot folders, the `target` of a manifest, the `node_modules` of a `package.json`, and caches
/// (`CACHEDIR.TAG`). A linked folder is entered unless it lies where the walk comes anyway, or out of the boundary.
pub(super) fn find(files: &dyn Files, root: &Path, glob: &str, boundary: &FolderBoundary) -> Matches {
    let mut matches = Matches::default();
    let mut folders = vec![root.to_path_buf()];
    let names: Vec<_> = glob.split('/').filter(|name| !name.is_empty() && *name != ".").collect();
    // True while every name so far had no wildcards.
    let mut is_fixed = true;
    for (at, &name) in names.iter().enumerate() {
        let is_last = at + 1 == names.len();
        let is_wild = name.contains(['*', '?']);
        if is_last && name != "**" {
            near::add(files, &folders, name, &mut matches.near);
        }
        folders = if name == "**" {
            let rest = names[at + 1..].join("/");
            with_descendants(files, folders, boundary, &rest, &mut matches)
        } else if is_wild {
            let mut entries = Vec::new();
            for folder in &folders {
                let found = list(files, folder, is_fixed, &mut matches.blocked);
                entries.extend(found.into_iter().map(|(path, _)| path));
            }
            entries.retain(|path| {
                let entry = path.file_name().unwrap_or_default().to_string_lossy();
                // A file amid a glob holds nothing: the next name finds that out by itself.
                matches_name(name, &entry) && !(is_last && files.is_folder(path))
            });
            entries
        } else {
            let mut found = Vec::new();
            for folder in folders {
                let path = folder.join(name);
                // A folder that is named like a document may be one of documents itself, which `**` finds.
                let is_entered = is_last && at > 0 && names[at - 1] == "**";
                match files.node_at(&path) {
                    Ok(node)
                        if is_entered && node.kind == NodeKind::Folder && files.exists(&path.join(name)) => {}
                    Ok(_) => found.push(path),
                    Err(error) => block(files, &folder, &error, is_fixed && at > 0, &mut matches.blocked),
                }
            }
            found
        };
        is_fixed &= !is_wild;
        folders.order();
        folders.dedup();
        if is_last && name == "**" {
            folders.clear();
        }
    }
    matches.files = folders;
    matches.near.order();
    matches.near.retain(|path| matches.files.binary_search(path).is_err());
    matches
}

/// Notes why nothing can be found in a folder. One that is not there is in nobody's way.
/// `is_fixed`: it should be a folder, for no wildcard led to it.
fn block(
    files: &dyn Files,
    folder: &Path,
    error: &io::Error,
    is_fixed: bool,
    blocked: &mut Vec<(PathBuf, String)>,
) {
    let is_link = files.node_at(folder).is_ok_and(|found| found.kind == NodeKind::Link);
    let reason = match error.kind() {
        io::ErrorKind::NotFound if is_link && files.node(folder).is_err() => {
            "it is a link that leads nowhere"
        }
        io::ErrorKind::NotFound => return,
        io::ErrorKind::NotADirectory if is_fixed => "it is not a folder",
        io::ErrorKind::NotADirectory => return,
        io::ErrorKind::PermissionDenied => "entering it is not permitted",
        _ if is_link => "it is a link that leads back to itself",
        _ => return blocked.push((folder.to_path_buf(), error.to_string())),
    };
    blocked.push((folder.to_path_buf(), reason.to_owned()));
}

/// The entries of a folder; none when it is not one.
fn list(
    files: &dyn Files,
    folder: &Path,
    is_fixed: bool,
    blocked: &mut Vec<(PathBuf, String)>,
) -> Vec<(PathBuf, NodeKind)> {
    match files.entries(folder) {
        Ok(entries) => entries.into_iter().map(|entry| (folder.join(entry.name), entry.kind)).collect(),
        Err(error) => {
            block(files, folder, &error, is_fixed, blocked);
            Vec::new()
        }
    }
}

/// The folders, and every folder below them.
fn with_descendants(
    files: &dyn Files,
    folders: Vec<PathBuf>,
    boundary: &FolderBoundary,
    rest: &str,
    matches: &mut Matches,
) -> Vec<PathBuf> {
    let tops: Vec<_> = folders.iter().filter_map(|folder| files.real(folder).ok()).collect();
    let mut entered: HashSet<PathBuf> = HashSet::new();
    let mut found = Vec::new();
    let mut waiting = folders;
    let mut is_top = true;
    while let Some(folder) = waiting.pop() {
        for (path, kind) in list(files, &folder, is_top, &mut matches.blocked) {
            if kind == NodeKind::Link {
                match linked(files, &path, boundary, &tops) {
                    Ok(Some(real)) => waiting.extend(entered.insert(real).then_some(path)),
                    Ok(None) => {}
                    Err(reason) => matches.blocked.push((path, reason)),
                }
            } else if kind == NodeKind::Folder {
                match passed_by(files, &path) {
                    None => waiting.push(path),
                    Some("") => {}
                    Some(reason) => {
                        matches.passed.push(Passed { folder: path, rest: rest.to_owned(), reason });
                    }
                }
            }
        }
        is_top = false;
        found.push(folder);
    }
    found
}

/// The real place of a linked folder, if it is to be entered.
///
/// # Errors
/// The reason why it cannot be linked.
fn linked(
    files: &dyn Files,
    link: &Path,
    boundary: &FolderBoundary,
    tops: &[PathBuf],
) -> Result<Option<PathBuf>, String> {
    let name = link.file_name().unwrap_or_default().to_string_lossy();
    match files.node(link) {
        Ok(node) if node.kind != NodeKind::Folder || name.starts_with('.') => return Ok(None),
        Ok(_) => {}
        // A file's name is compared with the glob, wherever it leads to.
        Err(_) if name.contains('.') => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err("it is a link that leads nowhere".to_owned());
        }
        Err(_) => return Err("it is a link that leads back to itself".to_owned()),
    }
    boundary.holds(files, link).map_err(|error| error.to_string())?;
    let real = files.real(link).map_err(|error| error.to_string())?;
    let is_walked = tops.iter().any(|top| real.starts_with(top) || top.starts_with(&real));
    Ok((!is_walked).then_some(real))
}

/// Returns the reason why `**` does not enter a folder: empty, if nobody keeps documents there. `None`, if it is entered.
fn passed_by(files: &dyn Files, folder: &Path) -> Option<&'static str> {
    const REPOSITORIES: [&str; 6] = [".git", ".hg", ".jj", ".svn", ".sl", ".pijul"];
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let beside = |name: &str| files.exists(&folder.with_file_name(name));
    let is_tagged = || files.exists(&folder.join("CACHEDIR.TAG"));
    match &*name {
        name if REPOSITORIES.contains(&name) => Some(""),
        "target" if beside("Cargo.toml") => Some(if is_tagged() { "" } else { "it is cargo's `target`" }),
        "node_modules" if beside("package.json") => Some(""),
        name if name.starts_with('.') => Some("its name begins with a dot"),
        _ if is_tagged() => Some("`CACHEDIR.TAG` says that it is a cache"),
        _ => None,
    }
}

/// The files in a folder that `**` passed by, which a glob would name in it: so many at most.
pub(super) fn in_passed(files: &dyn Files, passed: &Passed, at_most: usize) -> Vec<PathBuf> {
    // So many folders are looked into at most: what is passed by may be as large as it likes.
    const FOLDERS: usize = 2_000;
    let (mut found, mut looked) = (Vec::new(), 0);
    let mut waiting = vec![passed.folder.clone()];
    while let Some(folder) = waiting.pop() {
        looked += 1;
        if looked > FOLDERS || found.len() >= at_most {
            break;
        }
        for (path, kind) in list(files, &folder, false, &mut Vec::new()) {
            if kind == NodeKind::Folder {
                if passed_by(files, &path) != Some("") {
                    waiting.push(path);
                }
            } else if path.strip_prefix(&passed.folder).is_ok_and(|own| {
                let own: PathBuf = own
                    .iter()
                    .map(|name| name.to_string_lossy().trim_start_matches('.').to_owned())
                    .collect();
                matches(&format!("**/{}", passed.rest), &own)
            }) {
                found.push(path);
            }
        }
    }
    found.order();
    found.truncate(at_most);
    found
}

/// Does a glob name a path that is relative to its folder? As [`find`] reads it, but `**` also stands for folders of tools.
pub(super) fn matches(glob: &str, path: &Path) -> bool {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    // True at each number of first names that fit the glob so far.
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
pub(super) fn matches_name(pattern: &str, name: &str) -> bool {
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
    use crate::files::Disk;

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
        let found = find(&Disk, folder.path(), glob, &FolderBoundary::of(&Disk, folder.path())).files;
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
        // `target` and `node_modules` are those of tools beside the files that say so.
        check(
            TREE,
            "**/*.md",
            &["docs/a.md", "docs/deep/er/c.md", "node_modules/x/g.md", "requirements.md", "target/f.md"],
        );
        let tree =
            ["Cargo.toml", "target/a.md", "package.json", "node_modules/b.md", "d/CACHEDIR.TAG", "d/c.md"];
        check(&tree, "**/*.md", &[]);
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
