//! `criterion-new`: nobody has accepted the criterion yet.

use spec_model::diagnostic::Diagnostic;

use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(criterion_new);

fn criterion_new(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::New = change.change.kind else { return None };
    let message = format!("{} is not accepted yet", change.name());
    Some(Diagnostic::new(change.change.kind.code(), message).helps(change.accept.shown_first()))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_criterion_that_is_not_accepted_is_reported() {
        check_accepted(&[TEST], &[("requirements.md", b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n2. WHEN x THEN the system SHALL z\n3. WHEN q THEN the lamp SHALL glow\n"), ("tests/c.rs", b"#[test] #[spec(\"REQ-1.3\")] fn c() {}")], "criterion-new requirements.md:7");
    }
}
