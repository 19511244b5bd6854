//! `thin-test`: the tests of a criterion would pass without something that it asks for.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{Rule, TestsUse};
use crate::links::{Role, TestState};
use crate::thin::ThinReason;

/// Reports each reason by itself. The rules are in [`crate::thin`].
pub(crate) const RULE: Rule = Rule::Tests(thin_test);

fn thin_test(TestsUse { verdict, reasons }: &TestsUse<'_>) -> Vec<Diagnostic> {
    let live = |role| role == Role::Verifies(TestState::Live);
    let Some(test) = verdict.links.iter().find(|link| live(link.item.role)) else { return Vec::new() };
    let finding = |reason: &ThinReason| {
        Diagnostic::new(Code::ThinTest, format!("{}: {}", verdict.id, reason.message))
            .located(test.location.clone())
            .related(verdict.location.clone(), "the criterion")
            .concerning(verdict.id.as_str())
            .help(reason.advice.clone())
    };
    reasons.iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{check, check_accepted, findings};

    const SPEC: (&str, &[u8]) = (
        "requirements.md",
        b"### Requirement 1: Cart\n\n#### Acceptance Criteria\n\n1. THE cart SHALL hold at most 40 items\n",
    );
    const FAR: (&str, &[u8]) = (
        "tests/cart.rs",
        b"#[test]\n#[spec(\"REQ-1.1\")]\nfn far() { assert!(add(2)); assert!(!add(500)); }",
    );

    #[test]
    fn a_test_that_is_far_from_the_bound_is_noted_with_a_lock_and_without() {
        check(&[SPEC, FAR], "thin-test tests/cart.rs:2");
        check_accepted(&[SPEC, FAR], &[], "thin-test tests/cart.rs:2");
        let found = findings(&[SPEC, FAR]).diagnostics;
        assert_eq!(
            found[0].message,
            "REQ-1.1: no test is at the bound `at most 40 items`: 40 and 41 occur in none"
        );
    }

    #[test]
    fn helpers_of_the_test_and_other_tests_of_the_criterion_count() {
        let helped: &[u8] =
            b"#[test]\n#[spec(\"REQ-1.1\")]\nfn t() { each(add); }\nfn each(add: F) { assert!(add(40)); assert!(!add(41)); }";
        check(&[SPEC, ("tests/cart.rs", helped)], "");
        check_accepted(&[SPEC, ("tests/cart.rs", helped)], &[], "");
        let near: &[u8] =
            b"#[test]\n#[spec(\"REQ-1.1\")]\nfn near() { assert!(add(40)); assert!(!add(41)); }";
        check(&[SPEC, FAR, ("tests/more.rs", near)], "");
        // The code that is tested is no part of the test.
        let own: &[u8] = b"fn add(n: u32) -> bool { n <= 40 && n < 41 }\n#[cfg(test)] mod tests {\n#[test]\n#[spec(\"REQ-1.1\")]\nfn t() { assert!(super::add(2)); } }";
        check(&[SPEC, ("src/lib.rs", own)], "thin-test src/lib.rs:4");
        check_accepted(&[SPEC, ("src/lib.rs", own)], &[], "thin-test src/lib.rs:4");
    }

    #[test]
    fn the_configuration_makes_it_an_error_or_nothing() {
        check(&[SPEC, FAR, ("spec.toml", b"[severity]\nthin-test = \"allow\"\n")], "");
        let error = findings(&[SPEC, FAR, ("spec.toml", b"[severity]\nthin-test = \"error\"\n")]);
        assert_eq!(error.diagnostics[0].severity, spec_model::diagnostic::Severity::Error);
    }

    #[test]
    fn a_test_of_many_criteria_is_noted_once() {
        let items: String = (1..=5).map(|number| format!("{number}. THE cart SHALL be fine\n")).collect();
        let spec = format!("### Requirement 1: Cart\n\n#### Acceptance Criteria\n\n{items}");
        let all: &[u8] =
            b"#[test]\n#[spec(\"REQ-1.1\", \"REQ-1.2\", \"REQ-1.3\", \"REQ-1.4\", \"REQ-1.5\")]\nfn all() { f(); }";
        check(&[("requirements.md", spec.as_bytes()), ("tests/cart.rs", all)], "thin-test tests/cart.rs:2");
    }
}
