//! `waiver-not-needed`: a criterion is waived, though a test verifies it.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{CriterionUse, Rule};
use crate::links::{Role, TestState};

/// Reports the waiver of a criterion that a test verifies.
pub(crate) const RULE: Rule = Rule::Criterion(waiver_not_needed);

fn waiver_not_needed(CriterionUse { verdict, waiver, .. }: &CriterionUse<'_>) -> Option<Diagnostic> {
    let place = (*waiver)?.clone();
    let test = verdict.links.iter().find(|link| link.item.role != Role::Implements);
    test.map(|test| {
        let (id, path) = (&verdict.id, &test.item.path);
        let (message, help) = if test.item.role == Role::Verifies(TestState::Stub) {
            (
                format!("{id} is waived, and its stub `{path}` fails all the same"),
                "remove the stub, or the waiver and write the test",
            )
        } else {
            (
                format!("{id} is waived, but the test `{path}` verifies it"),
                "remove the waiver: the test says more",
            )
        };
        Diagnostic::new(Code::WaiverNotNeeded, message)
            .located(place)
            .concerning(id.as_str())
            .related(test.location.clone(), "this one")
            .help(help)
    })
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_waiver_of_what_a_test_verifies_is_reported_where_it_stands() {
        check(
            &[
                TEST,
                (
                    "spec.toml",
                    b"[waive]\n\"REQ-1.1\" = { by = \"inspection\", reason = \"a person looks\" }\n",
                ),
            ],
            "waiver-not-needed spec.toml:2",
        );
    }

    #[test]
    fn a_waiver_of_what_has_no_test_is_needed() {
        check(
            &[
                ("tests/a.rs", b"#[test] #[spec(\"REQ-1.2\")] fn t() {}"),
                (
                    "spec.toml",
                    b"[waive]\n\"REQ-1.1\" = { by = \"inspection\", reason = \"a person looks\" }\n",
                ),
            ],
            "",
        );
    }
}
