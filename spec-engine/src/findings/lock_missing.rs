//! `lock-missing`: there is no lock, though `.gitattributes` or `spec.toml` expects one.

use std::io;
use std::path::Path;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::{Advice, Code, Diagnostic, Severity};

use super::rule::{Rule, WorkspaceUse};
use crate::lock::FILE_NAME;

/// The file that tells git how the lock is merged.
pub(crate) const ATTRIBUTES: &str = ".gitattributes";

/// Reports a workspace that has no lock. Without one nothing is told of what was accepted, so it must not be enough to delete it: Two
/// files remember that there was one: `.gitattributes`, in which the first `cargo spec accept` has written its line, and a `spec.toml` that
/// asks to accept every criterion.
pub(crate) const RULE: Rule = Rule::Workspace(lock_missing);

fn lock_missing(workspace: &WorkspaceUse<'_>) -> Option<Diagnostic> {
    let WorkspaceUse { root, catalogs, attributes, .. } = *workspace;
    let asking = catalogs.iter().find(|catalog| asks_for_acceptance(catalog));
    let attributes = match attributes? {
        Ok(attributes) => attributes,
        Err(error) => return Some(unreadable(root, error)),
    };
    let (what, advice) = if names_lock(attributes) {
        (
            format!("there is no `{FILE_NAME}`, and `.gitattributes` says how it is merged"),
            vec![
                Advice::run(format!("git log -- {FILE_NAME}"), "shows where it was deleted: restore it"),
                "to do without it, remove its line from `.gitattributes`".into(),
            ],
        )
    } else if let Some(catalog) = asking {
        let severity = catalog.config.severity(Code::CriterionNew);
        (
            format!(
                "there is no `{FILE_NAME}`, and `{}` is `{severity}`: nothing is accepted yet",
                Code::CriterionNew
            ),
            vec![
                format!("restore `{FILE_NAME}`, if it was deleted").into(),
                Advice::run("cargo spec review", "shows what there is").after("else"),
                Advice::run("cargo spec accept", "accepts it"),
            ],
        )
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::LockMissing, what).about(root.join(FILE_NAME)).helps(advice))
}

/// Does a `spec.toml` ask for the acceptance of every criterion?
pub(crate) fn asks_for_acceptance(catalog: &Catalog) -> bool {
    catalog.config.severity(Code::CriterionNew) > Severity::Note
}

fn unreadable(root: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("`.gitattributes` could not be read: {error}");
    let help = format!(
        "it may say that there should be a `{FILE_NAME}`, which is not there: make it a readable file, or remove it"
    );
    Diagnostic::new(Code::LockMissing, message).about(root.join(ATTRIBUTES)).help(help)
}

/// Has `.gitattributes` a line for the lock?
fn names_lock(attributes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(attributes);
    text.lines().any(|line| line.split_whitespace().next() == Some(FILE_NAME))
}

#[cfg(test)]
mod tests {
    use spec_model::diagnostic::{Code, Severity};

    use crate::findings::testing::{TEST, check, findings};

    #[test]
    fn a_lock_that_git_is_reported_to_merge_is_missed() {
        check(&[TEST, (".gitattributes", b"spec.lock merge=union\n")], "lock-missing spec.lock");
    }

    #[test]
    fn nobody_misses_a_lock_that_never_was() {
        check(&[TEST], "");
    }

    #[test]
    fn the_configuration_decides_how_bad_it_is() {
        let attributes: (&str, &[u8]) = (".gitattributes", b"spec.lock merge=union\n");
        let config = |severity: &str| format!("[severity]\nlock-missing = \"{severity}\"\n");
        check(&[TEST, attributes, ("spec.toml", config("allow").as_bytes())], "");
        for severity in [Severity::Note, Severity::Warning, Severity::Error] {
            let config = config(severity.as_str());
            let found = findings(&[TEST, attributes, ("spec.toml", config.as_bytes())]).diagnostics;
            let found: Vec<_> = found.iter().map(|finding| (finding.code, finding.severity)).collect();
            assert_eq!(found, [(Code::LockMissing, severity)]);
        }
    }

    #[test]
    fn of_several_configurations_the_strictest_decides() {
        let allow: &[u8] = b"[severity]\nlock-missing = \"allow\"\n";
        let files = |config_of_c: &'static [u8]| -> Vec<(&str, &[u8])> {
            let spec: &[u8] =
                b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the till SHALL ring\n";
            let test: &[u8] = b"#[test] #[spec(\"REQ-1.1\")] fn own() {}";
            vec![
                ("requirements.md", b""),
                ("Cargo.toml", b"[workspace]\nmembers = [\"b\", \"c\"]\n"),
                (".gitattributes", b"spec.lock merge=union\n"),
                ("b/Cargo.toml", b"[package]\nname = \"b\"\n"),
                ("b/requirements.md", spec),
                ("b/spec.toml", allow),
                ("b/tests/t.rs", test),
                ("c/Cargo.toml", b"[package]\nname = \"c\"\n"),
                ("c/requirements.md", spec),
                ("c/spec.toml", config_of_c),
                ("c/tests/t.rs", test),
            ]
        };
        check(&files(b"[severity]\n"), "lock-missing spec.lock");
        check(&files(b"[severity]\nlock-missing = \"allow\"\n"), "");
    }
}
