//! `untested`, `stub` and `ignored`: no test that would run verifies the criterion.

use spec_model::diagnostic::{Advice, Code, Diagnostic};

use super::not_running::{elsewhere, never_runs};
use super::rule::{CriterionUse, Rule};
use crate::ladder::Rung;
use crate::links::{Role, TestState};

/// Reports what is missing of a criterion.
pub(crate) const RULE: Rule = Rule::Criterion(unmet);

fn unmet(CriterionUse { verdict, name, .. }: &CriterionUse<'_>) -> Option<Diagnostic> {
    // A criterion that an open change adds or removes needs no test.
    if verdict.proposed.is_some() {
        return None;
    }
    let is_first = |role| verdict.links.first().is_some_and(|link| link.item.role == role);
    let (code, message, advice) = match verdict.rung {
        Rung::Tested | Rung::Failing | Rung::Passing | Rung::Exercised | Rung::Proven | Rung::Waived => {
            return None;
        }
        Rung::Untested => (
            Code::Untested,
            format!("no test verifies {}", verdict.id),
            vec![Advice::run(format!("cargo spec gen {}", name()), "writes a failing test for it")],
        ),
        Rung::Stub => (
            Code::Stub,
            format!("only a stub verifies {}", verdict.id),
            vec!["write the test in place of `pending!`".into()],
        ),
        Rung::Ignored if is_first(Role::Verifies(TestState::Elsewhere)) => (
            Code::Ignored,
            format!("only a test of other systems verifies {}", verdict.id),
            elsewhere("write one for this system, or waive it in `spec.toml`"),
        ),
        Rung::Ignored if verdict.links.first().is_some_and(|link| never_runs(link)) => (
            Code::Ignored,
            format!("only a test that never runs verifies {}", verdict.id),
            vec!["a test that does not run shows nothing: move it to where `cargo test` runs it".into()],
        ),
        Rung::Ignored => (
            Code::Ignored,
            format!("only an ignored test verifies {}", verdict.id),
            vec!["a test that does not run shows nothing: fix it and remove `#[ignore]`".into()],
        ),
    };
    let mut finding = Diagnostic::new(code, message)
        .located(verdict.location.clone())
        .concerning(verdict.id.as_str())
        .helps(advice);
    if let Some(link) = verdict.links.first().filter(|link| link.item.role != Role::Implements) {
        finding = finding.related(link.location.clone(), "this one");
    }
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_criterion_without_a_test_is_untested() {
        check(&[("tests/a.rs", b"#[test] #[spec(\"REQ-1.1\")] fn t() {}")], "untested requirements.md:6");
    }

    #[test]
    fn a_test_that_calls_pending_is_a_stub() {
        check(
            &[("tests/a.rs", b"#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() { pending!(\"REQ-1.1\") }")],
            "stub requirements.md:5, stub requirements.md:6",
        );
    }

    #[test]
    fn a_test_that_is_ignored_verifies_nothing() {
        check(
            &[("tests/a.rs", b"#[test] #[ignore] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() {}")],
            "ignored requirements.md:5, ignored requirements.md:6",
        );
    }

    #[test]
    fn a_test_that_would_run_is_enough() {
        check(&[TEST], "");
    }
}
