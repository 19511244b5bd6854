//! `criterion-changed` and `criterion-softened`: the criterion differs from what was accepted, or asks for less.

use spec_model::diagnostic::{Advice, Diagnostic};

use super::advice::marked;
use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(criterion_changed);

fn criterion_changed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::Reworded(softenings) = &change.change.kind else { return None };
    let (code, name) = (change.change.kind.code(), change.name());
    let advice = match change.has_same_tests {
        true => vec![
            change.accept.command("").after("change its tests too, then"),
            Advice::run(format!("cargo spec accept {name} --tests-unchanged REASON"), "")
                .after("if none needs to,"),
        ],
        false => change.advice(),
    };
    let (old, new) =
        (change.before().map_or("", |old| &old.wording), change.after().map_or("", |new| &new.wording));
    let marked = marked(old, new);
    if softenings.is_empty() {
        let message = format!("{name} says something else than was accepted: {marked}");
        return Some(Diagnostic::new(code, message).helps(advice));
    }
    let less: Vec<_> = softenings.iter().map(|softening| &*softening.message).collect();
    let message = format!("{name} asks for less than was accepted: {}", less.join("; "));
    Some(Diagnostic::new(code, message).label(marked).helps(advice))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn other_words_are_reported() {
        check_accepted(&[TEST], &[("requirements.md", b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL yell\n2. WHEN x THEN the system SHALL z\n")], "criterion-changed requirements.md:5");
    }

    #[test]
    fn a_weaker_modal_is_a_softening() {
        check_accepted(&[TEST], &[("requirements.md", b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system MAY y\n2. WHEN x THEN the system SHALL z\n")], "criterion-softened requirements.md:5");
    }
}
