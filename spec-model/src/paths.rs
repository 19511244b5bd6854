//! Paths as text: the one place that takes `.` and `..` out of them, so that two names of one file compare equal.

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
}
