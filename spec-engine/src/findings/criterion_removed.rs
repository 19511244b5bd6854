//! `criterion-removed`: an accepted criterion is gone; and `orphan` for the links that still name it.

use spec_model::diagnostic::{Code, Diagnostic};

use super::advice::Accept;
use super::rule::{ChangeUse, Rule};
use crate::comparison::LockComparison;
use crate::intent::{ChangeKind, CriterionIntent, ItemState};
use crate::links::Role;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(criterion_removed);

fn criterion_removed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::Removed(tests) = &change.change.kind else { return None };
    let message = format!("{} was accepted, and is gone", change.name());
    let finding = Diagnostic::new(change.change.kind.code(), message)
        .help(change.accept.command("").after("if that is intended,"))
        .help("else restore it");
    let links = tests.iter().filter_map(|test| test.link.as_ref());
    Some(
        links.fold(finding, |finding, link| {
            finding.related(link.location.clone(), "this link still means it")
        }),
    )
}

/// Reports a link that means a criterion which is gone, as `orphan`. `is_taken`: has another one its number?
pub(crate) fn link_of_gone(
    comparison: &LockComparison,
    gone: &CriterionIntent,
    item: &ItemState,
    is_taken: bool,
) -> Option<Diagnostic> {
    let link = item.link.as_ref()?;
    let (name, words) = (comparison.name(&gone.key), excerpt(&gone.wording));
    let message = format!("`{name}` is gone: it was accepted as \"{words}\"");
    let mut finding = Diagnostic::new(Code::Orphan, message).located(link.location.clone());
    if is_taken {
        finding = finding.label(format!("{name} is another criterion now; this link does not count for it"));
    }
    let what = if link.item.role == Role::Implements { "remove the link" } else { "delete the test" };
    let edit = format!("{what}, or link `{}` to another criterion", item.name);
    Some(finding.help(edit).help(Accept(&[name]).command("").after("then")))
}

/// The first words of a text, on one line.
fn excerpt(text: &str) -> String {
    const MAX: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_criterion_that_is_gone_is_reported_with_the_links_that_mean_it() {
        check_accepted(
            &[TEST],
            &[(
                "requirements.md",
                b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n",
            )],
            "criterion-removed spec.lock:11, orphan tests/both.rs:1",
        );
    }
}
