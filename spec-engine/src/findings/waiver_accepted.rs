//! `waiver-new`, `waiver-changed` and `waiver-removed`: a waiver differs from what was accepted.

use spec_model::diagnostic::Diagnostic;
use spec_model::waiver::Waiver;

use super::advice::marked;
use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(waiver_accepted);

fn waiver_accepted(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::Waived { before, now } = &change.change.kind else { return None };
    let (name, old, new) = (change.name(), shown(before.as_ref()), shown(now.as_ref()));
    let message = match (before, now) {
        (None, _) => format!("the waiver of {name} is not accepted yet ({new})"),
        (_, None) => format!("{name} is waived no more (it was by {old})"),
        _ => format!("the waiver of {name} differs from the accepted one: {}", marked(&old, &new)),
    };
    Some(Diagnostic::new(change.change.kind.code(), message).helps(change.advice()))
}

/// The name of a waiver in messages: `measurement: asked in the yearly survey`.
fn shown(waiver: Option<&Waiver>) -> String {
    waiver.map(|waiver| waiver.to_string().escape_debug().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::check_accepted;

    #[test]
    fn a_waiver_that_is_not_accepted_is_reported() {
        check_accepted(
            &[("tests/a.rs", b"#[test] #[spec(\"REQ-1.2\")] fn t() {}")],
            &[(
                "spec.toml",
                b"[waive]\n\"REQ-1.1\" = { by = \"inspection\", reason = \"a person looks\" }\n",
            )],
            "waiver-new requirements.md:5",
        );
    }

    #[test]
    fn another_reason_is_reported() {
        check_accepted(
            &[
                ("tests/a.rs", b"#[test] #[spec(\"REQ-1.2\")] fn t() {}"),
                (
                    "spec.toml",
                    b"[waive]\n\"REQ-1.1\" = { by = \"inspection\", reason = \"a person looks\" }\n",
                ),
            ],
            &[(
                "spec.toml",
                b"[waive]\n\"REQ-1.1\" = { by = \"inspection\", reason = \"a person listens\" }\n",
            )],
            "waiver-changed requirements.md:5",
        );
    }
}
