//! Writes paths as text. Only here `.` and `..` are resolved, so that two names of one file compare equal.

use std::path::{Component, Path, PathBuf};

/// A path without `.` and `..`, as far as its text tells.
pub fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// A path from a folder, with `/` between names, whatever the system writes; `..` leads out of the folder.
pub fn relative(path: &Path, folder: &Path) -> String {
    if let Some(below) = below(path, folder) {
        return below.to_owned();
    }
    let (mut path, mut folder) = (path.components().peekable(), folder.components().peekable());
    while path.peek().is_some() && path.peek() == folder.peek() {
        path.next();
        folder.next();
    }
    let up = folder.filter(|part| matches!(part, Component::Normal(_))).map(|_| "..".into());
    let names = path.map(|part| part.as_os_str().to_string_lossy());
    up.chain(names).collect::<Vec<_>>().join("/")
}

/// The same of a path that goes on where that of the folder ends, as nearly all do.
fn below<'a>(path: &'a Path, folder: &Path) -> Option<&'a str> {
    let (path, folder) = (path.as_os_str().as_encoded_bytes(), folder.as_os_str().as_encoded_bytes());
    let below = path.strip_prefix(folder)?.strip_prefix(b"/")?;
    let mut before = b'/';
    for &byte in below {
        // `//`, `/./` and `/../` are ways to another place, and names rarely begin with a dot.
        if byte == b'\\' || before == b'/' && matches!(byte, b'/' | b'.') {
            return None;
        }
        before = byte;
    }
    str::from_utf8(below).ok().filter(|_| before != b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_of_one_file_are_one_path() {
        for (path, expect) in [
            ("/a/tests/../shared/b.rs", "/a/shared/b.rs"),
            ("/a/./b/.", "/a/b"),
            ("a/b/../../c", "c"),
            ("../a", "../a"),
            ("a/../../b", "../b"),
            ("/a", "/a"),
        ] {
            assert_eq!(normal(Path::new(path)), Path::new(expect), "{path}");
        }
    }

    #[test]
    fn paths_are_reported_from_the_root_of_the_workspace() {
        let check = |path: &str, folder: &str, expect: &str| {
            assert_eq!(relative(Path::new(path), Path::new(folder)), expect);
        };
        check("/w/a/b.rs", "/w", "a/b.rs");
        check("/w", "/w", "");
        check("/other/b.rs", "/w/x", "../../other/b.rs");
        check("/w/b", "/w/x/y", "../../b");
        check("/w/a/../b/./c.rs", "/w", "a/../b/c.rs");
        check("/wide/b.rs", "/w", "../wide/b.rs");
    }
}
