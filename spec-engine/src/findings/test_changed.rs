//! `test-changed` and `test-weakened`: a test or its helpers differ from what was accepted, or check less.

use spec_model::diagnostic::Diagnostic;

use super::advice::otherwise;
use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(test_changed);

fn test_changed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let (kind, name, advice) = (&change.change.kind, change.name(), change.advice());
    let finding = |message: String| Diagnostic::new(kind.code(), message);
    let finding = match kind {
        ChangeKind::TestChanged { before, now, weakenings } => {
            let what = format!("the test `{}` of {name}", now.name);
            finding(otherwise(&what, before, now, weakenings))
        }
        ChangeKind::HelperChanged { now: Some(file), .. } if file.name.is_empty() => {
            finding(format!("`{}`, which tests of {name} use, is not as it was accepted", file.file))
                .label("another text than when the tests were accepted")
        }
        ChangeKind::HelperChanged { before: Some(file), .. } if file.name.is_empty() => {
            finding(format!("`{}`, which tests of {name} used, is gone or not used any more", file.file))
        }
        ChangeKind::HelperChanged { before: Some(before), now: Some(now), weakenings } => {
            let what = format!("`{}`, which tests of {name} use,", now.name);
            finding(otherwise(&what, before, now, weakenings))
        }
        ChangeKind::HelperChanged { before: Some(helper), .. } => {
            finding(format!("`{}`, which tests of {name} use, is gone from {}", helper.name, helper.file))
                .label("what it does now is not recorded in the lock")
        }
        ChangeKind::HelperChanged { now: helper, .. } => {
            let helper = helper.as_ref().map_or("", |helper| &helper.name);
            finding(format!("tests of {name} use a `{helper}` that is not accepted yet"))
        }
        _ => return None,
    };
    Some(finding.helps(advice))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_test_that_says_something_else_is_reported() {
        check_accepted(
            &[TEST],
            &[("tests/both.rs", b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() { run(2); }")],
            "test-changed tests/both.rs:1",
        );
    }

    #[test]
    fn a_test_without_its_assertion_checks_less() {
        check_accepted(
            &[(
                "tests/both.rs",
                b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() { assert_eq!(run(1), 2); }",
            )],
            &[("tests/both.rs", b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() { run(1); }")],
            "test-weakened tests/both.rs:1",
        );
    }
}
