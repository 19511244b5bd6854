//! `test-new`: nobody has accepted the test yet.

use spec_model::diagnostic::Diagnostic;

use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(test_new);

fn test_new(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::TestNew(test) = &change.change.kind else { return None };
    let message = format!("the test `{}` of {} is not accepted yet", test.name, change.name());
    Some(Diagnostic::new(change.change.kind.code(), message).helps(change.accept.shown_first()))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_test_that_is_not_accepted_is_reported() {
        check_accepted(
            &[TEST],
            &[("tests/c.rs", b"#[test] #[spec(\"REQ-1.1\")] fn c() { more(); }")],
            "test-new tests/c.rs:1",
        );
    }
}
