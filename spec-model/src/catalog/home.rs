//! The folder of a feature: where its task list and its designs stand.

use std::path::Path;

/// The folder in which the task list and the designs of a requirements document stand: its own, or that of the change that it is a part of.
pub fn home(document: &Path) -> Option<&Path> {
    change_folder(document).or_else(|| document.parent())
}

/// The folder of the open change that a document is a part of: `openspec/changes/CHANGE` of `openspec/changes/CHANGE/specs/…/spec.md`.
pub(super) fn change_folder(document: &Path) -> Option<&Path> {
    let is_named = |path: &Path, name: &str| path.file_name().is_some_and(|own| own == name);
    document.ancestors().skip(2).find(|folder| {
        let is_change = folder.parent().is_some_and(|changes| {
            is_named(changes, "changes") && changes.parent().is_some_and(|above| is_named(above, "openspec"))
        });
        let specs = || document.strip_prefix(folder).ok()?.iter().next();
        is_change && !is_named(folder, "archive") && specs().is_some_and(|specs| specs == "specs")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_change_asks_for_has_its_tasks_in_the_folder_of_the_change() {
        for (document, expect) in [
            ("/w/.kiro/specs/oven/requirements.md", "/w/.kiro/specs/oven"),
            ("requirements.md", ""),
            ("openspec/specs/oven/spec.md", "openspec/specs/oven"),
            ("/w/openspec/changes/hot/specs/oven/spec.md", "/w/openspec/changes/hot"),
            ("openspec/changes/hot/specs/bakery/oven/spec.md", "openspec/changes/hot"),
            ("docs/openspec/changes/specs/specs/changes/spec.md", "docs/openspec/changes/specs"),
            // Neither of these is a part of an open change.
            ("openspec/changes/archive/specs/oven/spec.md", "openspec/changes/archive/specs/oven"),
            ("openspec/changes/hot/tasks.md", "openspec/changes/hot"),
            ("changes/hot/specs/oven/spec.md", "changes/hot/specs/oven"),
        ] {
            assert_eq!(home(Path::new(document)), Some(Path::new(expect)), "{document}");
        }
    }
}
