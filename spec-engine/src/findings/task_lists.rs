//! Finds problems of task lists: of each by itself, and beside the documents of its feature.

use std::io;
use std::path::Path;
use std::sync::Arc;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::tasks::{self, Beside, TaskList};

/// The findings about task lists. The rules are in `spec_model::tasks`.
///
/// `shared`: the catalog of the workspace's root, where it is another one.
pub(crate) fn task_lists(
    catalog: &Catalog,
    shared: Option<&Catalog>,
    lists: &[Arc<TaskList>],
) -> Vec<Diagnostic> {
    if lists.is_empty() {
        return Vec::new();
    }
    let of_root = shared.into_iter().flat_map(|shared| &shared.documents);
    let beside = Beside::new(catalog.documents.iter().map(|document| &**document))
        .with_shared(of_root.map(|document| &**document));
    let mut found = Vec::new();
    for list in lists {
        found.extend(list.diagnostics.iter().cloned());
        found.extend(tasks::against(list, &beside.of(list)));
    }
    found
}

/// A task list that could not be read. It hides no criterion.
pub(crate) fn unread(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::MalformedTask, format!("the task list could not be read: {error}"))
        .about(path)
        .help("nothing is known of its tasks: make it a readable file, or remove it")
}

#[cfg(test)]
mod tests {
    use crate::Host;
    use crate::verdict::tests::{folder, listed};

    const DOCUMENT: &str =
        "### Requirement 1: Coins\n\n#### Acceptance Criteria\n\n1. THE till SHALL count coins\n";
    const TESTS: &str = "#[test] #[spec(\"REQ-1.1\")] fn counts() {}";

    #[track_caller]
    fn check(tasks: &str, expect: &str) {
        let files = [
            ("Cargo.toml", "[package]\nname = \"till\"\n"),
            (".kiro/specs/coins/requirements.md", DOCUMENT),
            (".kiro/specs/coins/tasks.md", tasks),
            ("tests/t.rs", TESTS),
        ];
        let folder = folder(&files);
        let listed = listed(&Host::default().check(folder.path()), folder.path());
        let listed: Vec<_> = listed.lines().filter(|line| line.contains("tasks.md")).collect();
        assert_eq!(listed.join("\n"), expect, "{tasks}");
    }

    #[test]
    fn a_task_list_is_checked_beside_the_documents_of_its_feature() {
        check("- [x] 1. Count\n  - _Requirements: 1.1_\n", "");
        check(
            "- [x] 1. Count\n  - _Requirements: 1_\n- [ ] 2. Ring\n  - _Requirements: 1.2_\n",
            "task-unknown-criterion .kiro/specs/coins/tasks.md:4",
        );
        check(
            "- [x] 1. Count\n- [ ] 1. Ring\n  - _Requirements: 1_\n",
            "task-number-twice .kiro/specs/coins/tasks.md:2\ntask-without-criterion .kiro/specs/coins/tasks.md:1",
        );
    }

    #[cfg(unix)]
    #[test]
    fn lists_and_designs_that_a_link_brings_from_elsewhere_are_reported() {
        let folder = folder(&[
            ("elsewhere/tasks.md", "- [x] 1. Count\n  - _Requirements: 1.9_\n"),
            ("till/Cargo.toml", "[package]\nname = \"till\"\n"),
            ("till/.kiro/specs/coins/requirements.md", DOCUMENT),
            ("till/.kiro/specs/coins/tasks.md", "-> ../../../../elsewhere/tasks.md"),
            ("till/.kiro/specs/coins/design.md", "-> ../../../../elsewhere/tasks.md"),
            ("till/tests/t.rs", TESTS),
        ]);
        let till = folder.path().join("till");
        let listed = listed(&Host::default().check(&till), &till);
        let codes: Vec<_> = listed.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(codes, ["malformed-task", "malformed-design"], "{listed}");
    }

    #[test]
    fn a_list_is_read_again_after_it_was_written() {
        let path = ".kiro/specs/coins/tasks.md";
        let folder = folder(&[
            ("Cargo.toml", "[package]\nname = \"till\"\n"),
            (".kiro/specs/coins/requirements.md", DOCUMENT),
            (path, "- [ ] 1. Count\n  - _Requirements: 1.1_\n"),
            ("tests/t.rs", TESTS),
        ]);
        let host = Host::default();
        assert_eq!(listed(&host.check(folder.path()), folder.path()), "REQ-1.1 tested counts");
        std::fs::write(folder.path().join(path), "- [ ] 1. Count\n  - _Requirements: 1.9_\n")
            .expect("it is written");
        host.forget(&folder.path().join(path));
        assert!(listed(&host.check(folder.path()), folder.path()).contains("task-unknown-criterion"));
    }
}
