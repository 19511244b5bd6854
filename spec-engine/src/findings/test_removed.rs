//! `test-removed`: an accepted test is gone, while its criterion stands.

use spec_model::diagnostic::Diagnostic;

use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(test_removed);

fn test_removed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::TestRemoved(test) = &change.change.kind else { return None };
    let name = change.name();
    let message = format!("the test `{}` of {name} was accepted, and is gone from {}", test.name, test.file);
    Some(Diagnostic::new(change.change.kind.code(), message).helps(change.advice()))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_test_that_is_gone_is_reported_at_its_criterion() {
        check_accepted(
            &[TEST, ("tests/c.rs", b"#[test] #[spec(\"REQ-1.1\")] fn c() { more(); }")],
            &[("tests/c.rs", b"")],
            "test-removed requirements.md:5",
        );
    }
}
