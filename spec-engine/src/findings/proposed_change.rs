//! `proposed-change`: a test verifies what an open change of OpenSpec removes.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{CriterionUse, Rule};
use crate::links::Role;

/// Reports the tests of a criterion that an open change takes away.
pub(crate) const RULE: Rule = Rule::Criterion(proposed_change);

fn proposed_change(CriterionUse { verdict, .. }: &CriterionUse<'_>) -> Option<Diagnostic> {
    let proposed = verdict.proposed.as_ref().filter(|proposed| proposed.removes)?;
    let mut tests = verdict.links.iter().filter(|link| link.item.role != Role::Implements);
    let first = tests.next()?;
    let more = tests.count();
    let others = if more > 0 { format!(", as {more} more do") } else { String::new() };
    let message = format!(
        "this test verifies {}, which the open change `{}` removes{others}",
        verdict.id,
        proposed.change.escape_debug()
    );
    Some(
        Diagnostic::new(Code::ProposedChange, message)
            .located(first.location.clone())
            .concerning(verdict.id.as_str())
            .related(verdict.location.clone(), "in force until the change is archived")
            .help("keep it until then; afterwards remove it, or link it to what takes the place"),
    )
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::check;

    const BASE: (&str, &[u8]) = (
        "openspec/specs/tram/spec.md",
        b"# Tram\n\n## Requirements\n\n### Requirement: Ring\nIt SHALL ring.\n\n#### Scenario: Bend\n- **WHEN** a\n- **THEN** b\n",
    );
    const TEST: (&str, &[u8]) = ("tests/a.rs", b"#[test] #[spec(\"ring.bend\")] fn a() { run(1); }");
    const NONE: (&str, &[u8]) = ("requirements.md", b"");

    fn change(section: &str, rest: &str) -> String {
        format!("## {section} Requirements\n\n### Requirement: Ring\n{rest}")
    }

    #[test]
    fn the_test_of_what_a_change_removes_is_reported() {
        let path = "openspec/changes/quiet/specs/tram/spec.md";
        let removed = change("REMOVED", "**Reason**: noise\n");
        check(&[NONE, BASE, TEST, (path, removed.as_bytes())], "proposed-change tests/a.rs:1");
        check(&[NONE, BASE, (path, removed.as_bytes())], "");
        let modified =
            change("MODIFIED", "It SHALL ring.\n\n#### Scenario: Bend\n- **WHEN** a\n- **THEN** c\n");
        check(&[NONE, BASE, TEST, (path, modified.as_bytes())], "");
        check(&[NONE, BASE, (path, modified.as_bytes())], "");
        check(&[NONE, BASE], "untested openspec/specs/tram/spec.md:8");
    }
}
