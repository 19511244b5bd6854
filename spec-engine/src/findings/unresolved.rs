//! `orphan`, `ambiguous-id` and `malformed-link`: a link leads to no criterion.

use spec_model::catalog::ResolveError;
use spec_model::diagnostic::{Advice, Code, Diagnostic, Edit, Fix};

use super::rule::{LinkFate, LinkUse, Rule};
use crate::links::Link;

/// Reports a link whose id names nothing.
pub(crate) const RULE: Rule = Rule::Link(unresolved);

fn unresolved(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    let LinkFate::Unresolved(error) = fate else { return None };
    let code = match error {
        ResolveError::Malformed { .. } => Code::MalformedLink,
        ResolveError::Unknown { .. } | ResolveError::Retired { .. } => Code::Orphan,
        ResolveError::Ambiguous { .. } => Code::AmbiguousId,
    };
    let (message, advice) = unresolved_id(&link.id, error);
    let mut finding = Diagnostic::new(code, message).located(link.location.clone()).help(advice);
    finding.fixes = renames(link, error);
    Some(finding)
}

/// Other ids in place of the one that names nothing. Which of them is meant, only a person knows.
fn renames(link: &Link, error: &ResolveError) -> Vec<Fix> {
    /// More are no help.
    const MAX_FIXES: usize = 3;
    let names = match error {
        ResolveError::Unknown { similar } => similar.as_slice(),
        ResolveError::Ambiguous { candidates } => candidates.as_slice(),
        ResolveError::Malformed { .. } | ResolveError::Retired { .. } => &[],
    };
    let fixes = names.iter().take(MAX_FIXES).map(|name| {
        let edit = Edit::new(link.location.clone(), format!("{name:?}"));
        Fix::needs_person(format!("name `{name}`"), vec![edit])
    });
    fixes.collect()
}

/// So many things are named that an id may mean.
const MAX_CANDIDATES: usize = 20;

/// Explains the mistake in an id that names nothing, and the next step.
pub(crate) fn unresolved_id(id: &str, error: &ResolveError) -> (String, Advice) {
    let id = id.escape_debug();
    match error {
        ResolveError::Malformed { reason } => {
            (format!("`{id}` is not an id: {reason}"), "ids look like `REQ-1.2`, `FR-003`, `US1.2`".into())
        }
        ResolveError::Unknown { similar } => (
            format!("no document defines `{id}`"),
            match similar.as_slice() {
                [] => Advice::run("cargo spec list", "shows the ids that there are"),
                similar => Advice::choose(similar),
            },
        ),
        ResolveError::Retired { place } => (
            format!("`{id}` was retired: the document only keeps its number"),
            format!("see {place}; remove the link, or name what has taken its place").into(),
        ),
        ResolveError::Ambiguous { candidates } => {
            let reported: Vec<_> =
                candidates.iter().take(MAX_CANDIDATES).map(|name| format!("`{name}`")).collect();
            let more = match candidates.len().saturating_sub(MAX_CANDIDATES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            (
                format!("several features define `{id}`"),
                format!("choose one: {}{more}", reported.join(", ")).into(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn an_id_that_no_document_defines_is_an_orphan() {
        check(&[TEST, ("src/lib.rs", b"#[spec(\"REQ-1.3\")]\nfn f() {}")], "orphan src/lib.rs:1");
    }

    #[test]
    fn what_is_no_id_is_malformed() {
        check(
            &[TEST, ("src/lib.rs", b"#[spec(\"the first one\")]\nfn f() {}")],
            "malformed-link src/lib.rs:1",
        );
    }

    #[test]
    fn an_id_of_two_features_is_ambiguous() {
        check(&[TEST, (".kiro/specs/b/requirements.md", b"### Requirement 1: B\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL w\n"), (".kiro/specs/a/requirements.md", b"### Requirement 1: B\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL w\n"), ("src/lib.rs", b"#[spec(\"REQ-1.1\")]\nfn f() {}")], "ambiguous-id src/lib.rs:1, ambiguous-id tests/both.rs:1, untested .kiro/specs/a/requirements.md:5, untested .kiro/specs/b/requirements.md:5, untested requirements.md:5");
    }

    #[test]
    fn a_property_that_no_design_has_is_an_orphan_at_each_link() {
        let design = b"# Design\n\n### Property 1: A\n\n**Validates: Requirements 1.1, 1.2**\n";
        let tests = b"#[test] #[spec(\"Property 1\", \"Property 9\")] fn a() { run(1); }\n#[test] #[spec(\"Property 9\")] fn b() { run(2); }";
        check(
            &[("design.md", design), ("tests/property.rs", tests)],
            "orphan tests/property.rs:1, orphan tests/property.rs:2",
        );
    }
}
