//! The files that only people change: the lock, the rules, accepted documents, and the hooks themselves.

use std::path::{Path, PathBuf};

use spec_model::paths::normal;

use crate::{on_disk, percent};

/// A file that only people change, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectedFile {
    /// Its path, as the tool names it.
    pub written: String,
    /// The kind of the file.
    pub what: Protected,
}

/// The kind of a protected file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protected {
    /// `spec.lock`.
    Lock,
    /// `spec.toml`.
    Rules,
    /// A file that starts these hooks.
    Hooks,
    /// A document with criteria, where a lock keeps what was accepted.
    Document,
}

impl Protected {
    /// Returns the reason why it is not written, and the thing to ask a person for.
    pub fn words(self) -> &'static str {
        match self {
            Self::Lock => "it keeps what people accepted: ask a person to run `cargo spec review`",
            Self::Rules => "it decides what counts as done: ask a person to change it",
            Self::Hooks => "it starts the hooks: ask a person to change it",
            Self::Document => {
                "people accepted what it asks for: ask a person to change the criterion, and to run `cargo spec review`"
            }
        }
    }
}

/// Does a path lead into a file of hooks?
fn is_of_hooks(path: &str) -> bool {
    let ends =
        [".claude/settings.json", ".claude/settings.local.json", ".codex/hooks.json", ".codex/config.toml"];
    let folders = ["/.github/hooks/", "/.kiro/hooks/", "/.claude/cargo-spec-plugin/"];
    ends.iter().any(|end| path.ends_with(&format!("/{end}")))
        || folders.iter().any(|folder| path.contains(folder))
}

/// The folders that hold files of hooks, or folders of these.
const FOLDERS_OF_HOOKS: [&str; 7] =
    [".claude", ".claude/cargo-spec-plugin", ".codex", ".github", ".github/hooks", ".kiro", ".kiro/hooks"];

/// Finds a protected file in a folder that is removed or rewritten as a whole. The folder is as for [`find`].
pub fn find_within(written: &str, folder: &Path) -> Option<ProtectedFile> {
    let path = normal(&folder.join(written.trim().replace('\\', "/")));
    let is_hooks = FOLDERS_OF_HOOKS.iter().any(|hooks| path.ends_with(hooks));
    let what = match () {
        () if !on_disk::is_folder(&path) => return None,
        () if is_hooks => Protected::Hooks,
        () if on_disk::is_file(path.join("spec.lock")) => Protected::Lock,
        () if on_disk::is_file(path.join("spec.toml")) => Protected::Rules,
        () => return None,
    };
    Some(ProtectedFile { written: written.to_owned(), what })
}

/// Finds the protected file that a path leads to. `folder`: what it is relative to. `is_document`: whether a path is a document of criteria.
pub fn find(written: &str, folder: &Path, is_document: impl Fn(&Path) -> bool) -> Option<ProtectedFile> {
    let text = written.trim();
    let decoded = text.strip_prefix("file://").map(|path| percent::decoded(path).unwrap_or(path.to_owned()));
    let text = decoded.as_deref().unwrap_or(text).replace('\\', "/");
    if text.is_empty() || text.contains('\0') {
        return None;
    }
    let lexical = normal(&folder.join(&text));
    let candidates = [Some(lexical.clone()), real(&lexical), real(&folder.join(&text))];
    let found = candidates.into_iter().flatten().find_map(|path| kind(&path, &is_document));
    found.map(|what| ProtectedFile { written: written.to_owned(), what })
}

fn kind(path: &Path, is_document: &impl Fn(&Path) -> bool) -> Option<Protected> {
    let shown = path.to_string_lossy().replace('\\', "/");
    let folded = shown.to_lowercase();
    // If a file system does not tell cases apart, the other spelling leads to the same file.
    let is_folded = cfg!(any(windows, target_os = "macos"))
        || folded != shown && on_disk::exists(path) && on_disk::exists(Path::new(&folded));
    let shown = if is_folded { folded } else { shown };
    let name = shown.rsplit('/').next().unwrap_or(&shown);
    match name {
        "spec.lock" => Some(Protected::Lock),
        "spec.toml" => Some(Protected::Rules),
        _ if is_of_hooks(&shown) => Some(Protected::Hooks),
        _ if name.ends_with(".md") && is_document(path) => Some(Protected::Document),
        _ => None,
    }
}

/// A path without links: those of the folders too, where the file is not there yet.
fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(real) = on_disk::real(path) {
        return Some(real);
    }
    let folder = on_disk::real(path.parent()?).ok()?;
    Some(folder.join(path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protected_file_is_seen_however_its_path_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = on_disk::real(folder.path()).expect("it is there");
        std::fs::create_dir_all(root.join("src")).expect("it is made");
        std::fs::write(root.join("spec.lock"), "").expect("it is written");
        let document = root.join("requirements.md");
        std::fs::write(&document, "").expect("it is written");
        let check = |written: &str, from: &str, expect: Option<Protected>| {
            let found = find(written, &root.join(from), |path| path == document).map(|file| file.what);
            assert_eq!(found, expect, "{written}");
        };
        let absolute = root.join("spec.lock").to_string_lossy().into_owned();
        for written in [
            "spec.lock",
            "./spec.lock",
            "src/../spec.lock",
            ".//spec.lock",
            " spec.lock ",
            &absolute,
            &format!("file://{absolute}"),
            &format!("file://{}", absolute.replace("spec.lock", "spec%2Elock")),
            &format!("file://{}", absolute.replace("spec.lock", "%/../spec.lock")),
        ] {
            check(written, "", Some(Protected::Lock));
        }
        check("../spec.lock", "src", Some(Protected::Lock));
        check("..\\spec.lock", "src", Some(Protected::Lock));
        check("other/spec.lock", "", Some(Protected::Lock));
        check("spec.toml", "", Some(Protected::Rules));
        check("src/../requirements.md", "", Some(Protected::Document));
        check(".claude/settings.json", "", Some(Protected::Hooks));
        check(".github/hooks/cargo-spec.json", "", Some(Protected::Hooks));
        check(".kiro/hooks/any.json", "", Some(Protected::Hooks));
        for written in
            ["src/lib.rs", "README.md", "spec.lock.md", "aspec.lock", "", "\0", ".claude/agents/a.md"]
        {
            check(written, "", None);
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("spec.lock"), root.join("link")).expect("it is made");
            std::os::unix::fs::symlink(&root, root.join("src/up")).expect("it is made");
            check("link", "", Some(Protected::Lock));
            check("src/up/spec.toml", "", Some(Protected::Rules));
        }
    }
}
