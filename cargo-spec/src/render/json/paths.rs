//! The paths of the JSON forms: from the root of the workspace, unless somebody wants them absolute.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::layout::path_text;

/// The root of the workspace, once it is known.
static ROOT: OnceLock<PathBuf> = OnceLock::new();

/// From now on paths are those from a folder. Without it they are as they are.
pub fn relative_to(root: PathBuf) {
    // The first one counts: a command works in one workspace.
    let _ = ROOT.set(root);
}

/// A path as JSON has it, with `/` between its parts. One that leads out of the workspace stays as it is.
pub fn shown_path(path: &Path) -> String {
    from(ROOT.get().map(PathBuf::as_path), path)
}

fn from(root: Option<&Path>, path: &Path) -> String {
    match root.and_then(|root| path.strip_prefix(root).ok()) {
        Some(rest) if rest.as_os_str().is_empty() => ".".to_owned(),
        Some(rest) => path_text(rest),
        None => path_text(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_the_workspace_is_shown_from_its_root() {
        let check = |root: Option<&str>, path: &str, expect: &str| {
            assert_eq!(from(root.map(Path::new), Path::new(path)), expect);
        };
        check(Some("/a"), "/a/src/lib.rs", "src/lib.rs");
        check(Some("/a"), "/a", ".");
        check(Some("/a"), "/ab/lib.rs", "/ab/lib.rs");
        check(Some("/a"), "given.md", "given.md");
        check(None, "/a/src/lib.rs", "/a/src/lib.rs");
    }
}
