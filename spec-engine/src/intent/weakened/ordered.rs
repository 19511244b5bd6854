//! Finds values that are sorted before they are compared, so that their order is no longer checked.

use super::assertion::Assertion;
use super::claim::{Claim, weight};
use super::{Weakening, WeakeningKind};
use crate::intent::tokens::Tokens;

fn is_sorting(token: &str) -> bool {
    token.starts_with("sort") || token.starts_with("dedup")
}

/// Is anything sorted, or something whose order never counts?
pub(super) fn is_sorted(tokens: &Tokens<'_>) -> bool {
    tokens.all.iter().any(|token| is_sorting(token) || token.contains("sorted") || token.ends_with("Set"))
}

pub(super) fn compare(
    before: &Tokens<'_>,
    now: &Tokens<'_>,
    (old, new): (&[Assertion], &[Assertion]),
    found: &mut Vec<Weakening>,
) {
    // It was sorted, or order never counted.
    if is_sorted(before) {
        return;
    }
    for at in 2..now.all.len() {
        let name = now.get(at - 2);
        let is_statement = at > 2 && matches!(now.get(at - 3), ";" | "{" | "}");
        if !is_sorting(now.get(at)) || now.get(at - 1) != "." || !is_statement {
            continue;
        }
        let is_expected = |assertion: &Assertion| match (&assertion.claim, &assertion.expanded) {
            (Claim::Equal(subject, _), Claim::Equal(_, value)) => {
                let is_old =
                    |old: &Assertion| matches!(&old.expanded, Claim::Equal(_, other) if other == value);
                subject.first().is_some_and(|first| first == name)
                    && weight(value) == 0
                    && old.iter().any(is_old)
            }
            _ => false,
        };
        if new.iter().any(is_expected) {
            let message = format!("`{name}` is sorted before it is compared");
            found.push(Weakening { kind: WeakeningKind::AssertionLoosened, message });
        }
    }
}
