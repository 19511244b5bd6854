//! Tests of entries that only name requirements which the document defines elsewhere.

use crate::dialect::read;
use crate::source::Source;
use crate::spec::Dialect;

/// The ids of the criteria in the order of the document, and the codes of the findings with their lines.
fn check(dialect: Dialect, text: &str) -> (Vec<String>, Vec<String>) {
    let document = read(Source::new("a.md", text), Some(dialect));
    let ids = document.criteria().map(|(_, criterion)| criterion.id.to_string()).collect();
    let line = |found: &crate::diagnostic::Diagnostic| found.location.as_ref().map_or(0, |at| at.start.line);
    let findings =
        document.diagnostics.iter().map(|found| format!("{}:{}", line(found), found.code.as_str()));
    (ids, findings.collect())
}

const NATIVE: &str = "# Bakery\n\n## REQ-1: Oven\n\n- REQ-1.1: THE oven SHALL heat\n- REQ-1.2: THE oven SHALL cool\n\n## REQ-2: Door\n\n- REQ-2.1: THE door SHALL close\n";
const FLAT: &str = "# Bakery\n\n## Rules\n\n- REQ-1.1: THE oven SHALL heat\n- REQ-1.2: THE oven SHALL cool\n- REQ-2.1: The door is shut by hand\n";
const KIRO: &str = "# Bakery\n\n### Requirement 1: Oven\n\n#### Acceptance Criteria\n\n1. THE oven SHALL heat\n2. THE oven SHALL cool\n\n### Requirement 2: Door\n\n#### Acceptance Criteria\n\n1. THE door SHALL close\n";
const SPEC_KIT: &str = "# Feature Specification: Bakery\n\n## Requirements\n\n- **REQ-1.1**: Oven MUST heat\n- **REQ-1.2**: Oven MUST cool\n- **REQ-2.1**: Door MUST close\n";

#[test]
fn what_only_names_a_criterion_defines_none() {
    let mentions = [
        "## Changelog\n\n- REQ-1.1: reworded on 2026-01-02\n- REQ-2.1: the door is new\n",
        "## 9. Revision History\n\n| Requirement | Change |\n|--|--|\n| REQ-1.1 | hotter than it was before |\n",
        "## Change Log\n\n### 2026-01-02\n\n- **REQ-1.1** — the heat is in degrees\n",
        "### v1.1\n\n- REQ-1.1: reworded\n- REQ-1.2: reworded\n",
        "## Traceability\n\n| Requirement | Test |\n|--|--|\n| REQ-1.1 | tests/oven.rs |\n| REQ-2.1 | tests/door.rs |\n",
        "## Requirements Traceability Matrix\n\n| ID | Name | Test |\n|--|--|--|\n| REQ-1.1 | Heats up as fast as it can | `heats` |\n",
        "## Requirements Traceability Matrix\n\n| ID | Text | Test |\n|--|--|--|\n| REQ-1.2 | THE oven SHALL cool | `cools` |\n",
        "## Test Coverage\n\n| REQ-1.1 | heats |\n|--|--|\n| REQ-2.1 | closes |\n",
        "## Traceability\n\n| Requirements | Test |\n|--|--|\n| REQ-1.1, REQ-1.2 | tests/oven.rs |\n",
        "## Tests\n\n| Requirement | Test |\n|--|--|\n| REQ-1.1 | tests/oven.rs |\n| REQ-1.2 | tests/oven.rs |\n",
        "## Where\n\n- REQ-1.1 → src/oven.rs\n- **REQ-2.1**: `src/door.rs`\n",
        "## State\n\n| ID | State |\n|--|--|\n| REQ-1.1 | ✅ |\n| REQ-2.1 | open |\n",
        "## Ranks\n\n- REQ-1.1: high\n- REQ-1.2: low\n",
        "## Notes\n\n- REQ-1.1: the manual has more of it\n",
        "**Notes:**\n\n- REQ-1.1: this rule is an old one\n",
        "## Related requirements\n\n- REQ-1.1: the oven of the house\n- REQ-2.1: the door of the house\n",
        "Related requirements:\n\n- REQ-1.1: the oven of the house\n- REQ-2.1: the door of the house\n",
        "## More\n\n- See also:\n  - REQ-1.1: the oven of the house\n",
        "## Appendix: Traceability\n\n### REQ-1.1\n\n- tests/oven.rs\n\n### REQ-2.1\n\n- tests/door.rs\n",
    ];
    for (dialect, base) in [
        (Dialect::Native, NATIVE),
        (Dialect::Native, FLAT),
        (Dialect::Kiro, KIRO),
        (Dialect::SpecKit, SPEC_KIT),
    ] {
        for mention in mentions {
            let text = format!("{base}\n{mention}");
            let (ids, findings) = check(dialect, &text);
            let findings: Vec<_> = findings.into_iter().filter(|it| it.ends_with("duplicate-id")).collect();
            assert_eq!(
                (ids.join(" ").as_str(), &findings[..]),
                ("REQ-1.1 REQ-1.2 REQ-2.1", &[][..]),
                "{dialect}: {text}"
            );
        }
    }
    // A change log may stand first.
    for mention in mentions {
        let text = format!("# Bakery\n\n{mention}\n{}", &FLAT[10..]);
        assert_eq!(check(Dialect::Native, &text).0, ["REQ-1.1", "REQ-1.2", "REQ-2.1"], "{text}");
    }
}

#[test]
fn a_list_of_related_requirements_may_name_the_one_that_it_stands_in() {
    for list in [
        "**Related requirements:**\n\n- REQ-1: Bread\n- REQ-2: Floor\n",
        "Related requirements:\n- REQ-1: Bread\n- REQ-2: Floor\n",
        "See also:\n\n- REQ-1: how the loaf is weighed\n- REQ-2: the broom\n",
        "- Related requirements:\n  - REQ-1\n  - REQ-2\n",
        "**Related:** REQ-1, REQ-2\n",
    ] {
        let text = format!(
            "## REQ-1: Bread\n\n- REQ-1.1: THE oven SHALL bake\n\n{list}\n## REQ-2: Floor\n\n- REQ-2.1: THE oven SHALL stand\n"
        );
        let (ids, findings) = check(Dialect::Native, &text);
        assert_eq!(
            (ids, findings),
            (vec!["REQ-1.1".into(), "REQ-2.1".into()], Vec::<String>::new()),
            "{text}"
        );
    }
}

#[test]
fn the_id_of_the_requirement_before_the_words_of_an_item_is_none_of_them() {
    for (item, id, is_reported) in [
        ("- REQ-1 The oven shall cool", "REQ-1.2", true),
        ("- REQ-1: The oven shall cool", "REQ-1.2", true),
        ("- **REQ-1** The oven shall cool", "REQ-1.2", true),
    ] {
        let text = format!("## REQ-1: Bread\n\n- REQ-1.1: THE oven SHALL bake\n{item}\n");
        let document = read(Source::new("requirements.md", text.as_str()), Some(Dialect::Native));
        let last = document.criteria().last().map(|(_, it)| (it.id.to_string(), it.text.as_str().to_owned()));
        assert_eq!(last, Some((id.to_owned(), "The oven shall cool".to_owned())), "{item}");
        assert_eq!(!document.diagnostics.is_empty(), is_reported, "{item}");
    }
}

#[test]
fn rows_of_risks_are_no_requirements() {
    let text = "## Functional\n\n- FR-1: The oven MUST bake\n\n## Risks\n\n| ID | Risk |\n|---|---|\n| R-1 | It may break |\n| R-2 | No wood |\n\n## Decisions\n\n- ADR-1: We use oak\n";
    assert_eq!(check(Dialect::Native, text), (vec!["FR-1".into()], Vec::new()));
}

#[test]
fn an_id_with_two_statements_is_reported() {
    for (more, expect) in [
        ("- REQ-1.1: THE oven SHALL glow\n", "duplicate-id"),
        ("## More\n\n- REQ-1.1: THE oven SHALL glow\n", "duplicate-id"),
        ("## More\n\n- REQ-1.1: The oven is swept in the evening\n", "duplicate-id"),
        ("## More\n\n| ID | Text |\n|--|--|\n| REQ-1.1 | THE oven SHALL glow |\n", "duplicate-id"),
        ("## Notes\n\n- REQ-1.1: THE oven SHALL glow\n", "duplicate-id"),
        ("## Changelog\n\n- REQ-1.1: now THE oven SHALL glow\n", "unread-text"),
        (
            "## Traceability\n\n| ID | Text | Test |\n|--|--|--|\n| REQ-1.1 | THE oven SHALL heat fast | `heats` |\n",
            "unread-text",
        ),
        ("## Changelog\n\n- REQ-1.9: added\n", "unread-text"),
        (
            "## Traceability\n\n| ID | Test |\n|--|--|\n| REQ-1.1 | `heats` |\n| REQ-1.9 | `glows` |\n",
            "unread-text",
        ),
    ] {
        for (dialect, base) in [(Dialect::Native, FLAT), (Dialect::Kiro, KIRO)] {
            let text = format!("{base}\n{more}");
            let (_, findings) = check(dialect, &text);
            assert!(findings.iter().any(|found| found.ends_with(expect)), "{dialect}: {text}{findings:?}");
        }
    }
}

#[test]
fn a_list_directly_below_the_heading_of_all_requirements_is_reported() {
    let valid = "\n### Requirement 1: Oven\n\n#### Acceptance Criteria\n\n1. THE oven SHALL heat\n";
    for heading in
        ["Requirements", "User Requirements (draft)", "Functional Requirements", "需求", "Requisitos"]
    {
        for list in [
            "- THE oven SHALL cool\n",
            "1. WHEN it is full THEN the oven SHALL cool\n2. THE door SHALL close\n",
            "- The oven must cool\n- It is red\n",
            "1. The oven should cool\n",
            "- **1.1** THE oven SHALL cool\n",
        ] {
            for below in ["", valid] {
                let text = format!("# Requirements Document\n\n## {heading}\n\n{list}{below}");
                for dialect in [Dialect::Kiro, Dialect::Native] {
                    let (_, findings) = check(dialect, &text);
                    assert!(
                        findings.contains(&"5:stray-criteria".to_owned()),
                        "{dialect}: {text}{findings:?}"
                    );
                }
            }
        }
        let text = format!("# Requirements Document\n\n## {heading}\n\n- Rust 1.85\n- A lock\n{valid}");
        assert_eq!(check(Dialect::Kiro, &text).1, [""; 0], "{text}");
    }
}

#[test]
fn the_first_row_and_a_cell_of_several_ids_are_read() {
    for (dialect, above) in [
        (Dialect::Native, "# Bakery\n\n"),
        (Dialect::Kiro, "# Bakery\n\n### Requirement 1: Oven\n\n#### Acceptance Criteria\n\n"),
        (Dialect::SpecKit, "# Feature Specification: Bakery\n\n## Requirements\n\n"),
    ] {
        for (table, expect) in [
            ("| FR-1 | Oven MUST heat |\n|--|--|\n| FR-2 | Oven MUST cool |\n", "FR-1 FR-2"),
            ("| FR-1 | Oven MUST heat |\n|--|--|\n", "FR-1"),
            (
                "| ID | Text |\n|--|--|\n| FR-1, FR-2 | Oven MUST heat |\n| FR-3 / FR-4 | Oven MUST cool |\n",
                "FR-1 FR-2 FR-3 FR-4",
            ),
            ("| ID | Text |\n|--|--|\n| FR-1; FR-2 | Oven MUST heat |\n", "FR-1 FR-2"),
        ] {
            let (ids, findings) = check(dialect, &format!("{above}{table}"));
            assert_eq!(
                (ids.join(" ").as_str(), findings.len()),
                (expect, 0),
                "{dialect}: {table}{findings:?}"
            );
        }
    }
}

#[test]
fn a_requirement_that_was_copied_keeps_its_criteria_and_is_reported_as_a_duplicate() {
    for (dialect, text) in [(Dialect::Native, NATIVE), (Dialect::Kiro, KIRO)] {
        let copy = &text[text.find("REQ-1: Oven").or(text.find("Requirement 1")).expect("a heading") - 4..];
        let (ids, findings) = check(dialect, &format!("{text}\n{}", copy.trim_start()));
        assert_eq!(ids.len(), 6, "{dialect:?}: {ids:?}");
        let duplicates = findings.iter().filter(|finding| finding.ends_with("duplicate-id")).count();
        assert!(duplicates >= 2, "{dialect:?}: {findings:?}");
        assert!(
            !findings.iter().any(|finding| finding.ends_with("unread-text")),
            "{dialect:?}: {findings:?}"
        );
    }
}
