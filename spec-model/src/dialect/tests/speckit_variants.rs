//! Checks that a spec-kit document is read alike, however it is marked, headed, moved and numbered.

use super::*;
use crate::markdown::MappedText;

const STORY: &str = "### User Story 1 - Moor (Priority: P1)\n\n**Acceptance Scenarios**:\n\n1. **Given** a pier, **When** a boat comes, **Then** it is moored\n";

fn document(text: &str) -> Document {
    read(Source::new("specs/001-quay/spec.md", text), None)
}

/// The ids of all criteria, in order.
fn ids(text: &str) -> String {
    let document = document(text);
    let ids: Vec<_> = document.criteria().map(|(_, criterion)| criterion.id.to_string()).collect();
    ids.join(" ")
}

/// A document with a title, a story and what stands under `## Requirements`.
fn with(title: &str, requirements: &str) -> String {
    format!("# {title}\n\n## User Scenarios\n\n{STORY}\n## Requirements\n\n{requirements}")
}

#[track_caller]
fn check_ids(text: &str, expect: &str) {
    assert_eq!(ids(text), expect, "{text}");
}

/// Each line that holds `SHOUT` begins a criterion with what stands there from that word on, or is told.
#[track_caller]
fn check_read_or_reported(text: &str) {
    let document = document(text);
    for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains("SHOUT")) {
        let is_read = document.criteria().any(|(_, criterion)| {
            let statement = criterion.text.as_str();
            statement.starts_with("SHOUT")
                || criterion.line == at + 1 && statement.contains("SHOUT") && !statement.contains('\n')
        });
        let is_reported = document.diagnostics.iter().any(|found| {
            let location = found.location.as_ref().expect("it has a place");
            found.code.as_str() != "numbering-gap"
                && (location.start.line..=location.end.line).contains(&(at + 1))
        });
        assert!(is_read || is_reported, "{line:?} of\n{text}\n{}", listing(&document));
    }
}

#[test]
fn a_word_in_the_title_silences_nothing() {
    for word in [
        "Checklist",
        "Clarification",
        "Traceability",
        "Edge cases",
        "Assumptions",
        "Glossary",
        "Acceptance tests",
    ] {
        for title in [
            format!("Feature Specification: {word} editor"),
            format!("{word} of the harbour"),
            format!("Feature: {word}"),
            word.to_owned(),
            format!("{word} (P1)"),
        ] {
            check_ids(&with(&title, "- **FR-001**: a MUST b\n- **FR-002**: c\n"), "US1.1 FR-001 FR-002");
        }
    }
}

#[test]
fn a_word_in_a_heading_of_a_group_silences_nothing() {
    for word in [
        "Checklists",
        "Clarification dialog",
        "Traceability",
        "Traceability of nets",
        "Edge case detector",
        "Acceptance test runner",
        "Assumption log",
        "Glossary pages",
        "Open questions",
        "References",
        "Must have (P1)",
        "P1 - Must have",
        "US1: Moor",
        "Phase 2",
        "Dependencies graph",
        "User story map",
    ] {
        for head in
            [format!("### {word}"), format!("#### {word}"), format!("**{word}**"), format!("**{word}**:")]
        {
            let text = with(
                "Quay",
                &format!(
                    "### Gates\n\n- **FR-001**: a\n\n{head}\n\n- **FR-002**: it MUST b\n\n**Nets**\n\n- **FR-003**: it MUST c\n"
                ),
            );
            check_ids(&text, "US1.1 FR-001 FR-002 FR-003");
            assert!(document(&text).diagnostics.is_empty(), "{}", listing(&document(&text)));
        }
    }
}

#[test]
fn what_maps_ids_defines_none() {
    for head in [
        "### FR Coverage Map",
        "### Requirements Traceability Matrix",
        "**Coverage**:",
        "## Coverage (Acceptance Criteria)",
        "**Functional Requirement Coverage (Acceptance Criteria Mapping)**:",
        "### トレーサビリティ",
        "### What the epics do",
    ] {
        for map in [
            "- FR-001: Epic 1\n- FR-002: Epic 2\n",
            "- **FR-001**: Epic 1\n- **FR-002**: User Story 1\n- **SC-001**: User Story 1\n",
            "- User Story 1 shows FR-001.\n- SC-001 shows FR-001.\n",
            "| ID | Epic |\n|--|--|\n| FR-001 | Epic 1 |\n| FR-002 | Epic 2 |\n",
            "- FR-001, FR-002: Epic 1\n",
        ] {
            let text = with(
                "Quay",
                &format!(
                    "- **FR-001**: a\n- **FR-002**: b MUST c\n\n## Success Criteria\n\n- **SC-001**: d\n\n{head}\n\n{map}"
                ),
            );
            check_ids(&text, "US1.1 FR-001 FR-002 SC-001");
            assert!(document(&text).diagnostics.is_empty(), "{text}{}", listing(&document(&text)));
        }
    }
}

#[test]
fn what_is_reported_twice_is_reported() {
    for more in [
        "- **FR-001**: the quay MUST burn\n",
        "- **FR-001**: the quay MUST burn\n- **FR-002**: b\n",
        "FR-001: the quay MUST burn\n",
    ] {
        let text = with("Quay", &format!("- **FR-001**: a\n- **FR-002**: b\n\n### More\n\n{more}"));
        let document_of = document(&text);
        assert!(
            document_of.diagnostics.iter().any(|found| found.code.as_str() == "duplicate-id"),
            "{}",
            listing(&document_of)
        );
    }
}

#[test]
fn an_item_bears_its_id_in_any_dress() {
    for item in [
        "- **FR-002**: b",
        "* FR-002: b",
        "+ **FR-002** b",
        "2. **FR-002**: b",
        "- [ ] **FR-002**: b",
        "- [x] FR-002 - b",
        "- ✅ **FR-002**: b",
        "- <a id=\"fr-2\"></a>**FR-002**: b",
        "- <!-- new --> **FR-002**: b",
        "- **FR\u{2011}002**: b",
        "- **FR–002**: b",
        "- **FR−002**: b",
        "- __FR-002__: b",
        "- `FR-002`: b",
        "- [FR-002](#x): b",
        "- **[FR-002]** b",
        "- (FR-002) b",
        "- **FR-002 (Nets)**: b",
        "- **FR-002. Nets**: b",
        "- **FR-002:** b",
        "- **FR-002** — b",
        "- **FR-002**：b",
        "\n**FR-002**: b",
        "\nFR-002: b",
        "\nFR-002. b",
        "\n• FR-002: b",
        "\n#### FR-002: Nets\n\nb",
        "\n#### FR-002 b",
        "\n**FR-002: Nets**\n\nb",
        "\n| ID | Requirement |\n|--|--|\n| FR-002 | b |",
        "**FR-002**: b",
        "  - **FR-002**: b",
        "\n<!-- c -->\n- **FR-002**: b",
        "- <!-- c -->\n  **FR-002**: b",
        "\n---\n\n- **FR-002**: b",
        "\n<details>\n\n- **FR-002**: b\n\n</details>\n",
    ] {
        check_ids(&with("Quay", &format!("- **FR-001**: a\n{item}\n")), "US1.1 FR-001 FR-002");
        check_ids(
            &with("Quay", &format!("- **FR-001**: a\n{item}\n- **FR-003**: c\n"))
                .replace("b\n- **FR-003", "b\n\n- **FR-003"),
            "US1.1 FR-001 FR-002 FR-003",
        );
    }
}

#[test]
fn ids_of_any_kind_are_kept_where_requirements_are_announced() {
    for id in [
        "BR7",
        "UR-1.2.3",
        "FR-010.1",
        "FR-1.2",
        "FR-008a",
        "FR-038-integ-a",
        "NFR-001",
        "NFR1",
        "UI-001",
        "A11Y-001",
        "SEC-9",
        "REQ-4",
        "REQ-QUAY-001",
        "FR_7",
        "FR6b.1",
        "DATA-12",
        "PERF-1",
    ] {
        for (form, head) in [
            ("- **{}**: a", "### Functional Requirements"),
            ("- {}: a", "## Requirements"),
            ("| {} | a |", "### 機能要件"),
            ("#### {}: a", "## Requirements"),
            ("{}: a", "**Business Rules**"),
        ] {
            let item = form.replace("{}", id);
            let item = if item.starts_with('|') { format!("| ID | Text |\n|--|--|\n{item}") } else { item };
            check_ids(&format!("# Quay\n\n{STORY}\n{head}\n\n{item}\n"), &format!("US1.1 {id}"));
        }
    }
}

#[test]
fn what_names_something_else_is_no_requirement() {
    for (head, items) in [
        ("Context", "- **D1 (plans)**: a\n- **R2**: b"),
        ("Requirements", "- **P1**: a\n- **P2**: b"),
        ("Risks", "- **R1**: a\n- **RISK-001**: b"),
        ("Assumptions", "- **A-001**: a\n- **A-002**: b"),
        ("Non-Goals", "- **NG-001**: a\n- **NG-002**: b"),
        ("Open Questions", "- **Q1**: a\n- **OQ-001**: b"),
        ("Tasks", "- T001: a\n- T002: b"),
        ("Decisions", "- **ADR-001**: a\n- **ADR-002**: b"),
        ("Formats", "- **UTF-8**: a\n- **ISO-8601**: b"),
    ] {
        let text = format!("# Quay\n\n{STORY}\n## {head}\n\n{items}\n");
        check_ids(&text, "US1.1");
        assert!(document(&text).diagnostics.is_empty(), "{text}{}", listing(&document(&text)));
    }
}

#[test]
fn items_below_items_are_their_own_where_they_bear_ids() {
    let text = with(
        "Quay",
        "- **FR-010**: a MUST b\n  - **FR-010.1**: c\n    - d\n  - **FR-010.2**: e\n  - f\n- **FR-011**: g\n  - FR-010: names it\n",
    );
    let found = document(&text);
    check_ids(&text, "US1.1 FR-010 FR-010.1 FR-010.2 FR-011");
    let points: Vec<Vec<_>> = found
        .criteria()
        .map(|(_, criterion)| criterion.points.iter().map(MappedText::as_str).collect())
        .collect();
    assert_eq!(points, [vec![], vec!["f"], vec!["d"], vec![], vec!["FR-010: names it"]]);
}

#[test]
fn stories_are_reported_in_many_shapes() {
    let scenarios = "1. **Given** a, **When** b, **Then** c\n2. **Given** d, **When** e, **Then** f\n";
    for head in [
        "### US-1: Moor (P0)",
        "### US1 — Moor",
        "### User Story 1 – Moor",
        "### Story 1: Moor",
        "### 🎯 User Story 1 - Moor",
        "#### User Story #1: Moor",
    ] {
        for label in [
            "**Acceptance Scenarios**:",
            "**Acceptance**:",
            "**Acceptance Criteria:**",
            "#### Acceptance Scenarios",
            "##### Acceptance",
            "Acceptance scenarios:",
            "**Scenarios**",
            "**AC**:",
            "",
        ] {
            check_ids(
                &format!(
                    "# Quay\n\n## Stories\n\n{head}\n\nAs a sailor, I moor.\n\n{label}\n\n{scenarios}\n## Requirements\n\n- **FR-001**: a\n"
                ),
                "US1.1 US1.2 FR-001",
            );
        }
        for steps in [
            "**Given** a,\n**When** b,\n**Then** c.\n\n**Given** d,\n**When** e,\n**Then** f.\n",
            "**Given** a\n\n**When** b\n\n**Then** c\n\n**Given** d\n\n**When** e\n\n**Then** f\n",
            "- **Given** a\n- **When** b\n- **Then** c\n\n- **Given** d\n- **When** e\n- **Then** f\n",
            "**Scenario 1**: first\n\n- Given a\n- When b\n- Then c\n\n**Scenario 2**: second\n\n- Given d\n- When e\n- Then f\n",
            "#### Scenario 1: first\n\n**When** b\n**Then** c\n\n#### Scenario 2: second\n\n**When** e\n**Then** f\n",
            "```gherkin\nScenario: first\n  Given a\n  When b\n  Then c\n\nScenario: second\n  Given d\n  When e\n  Then f\n```\n",
        ] {
            check_ids(&format!("# Quay\n\n{head}\n\nA sailor moors.\n\n{steps}"), "US1.1 US1.2");
        }
    }
    check_ids(
        "# Quay\n\n## 3. User stories\n\n### US-1 Moor\n\n> As a sailor, I moor.\n\n**Acceptance**:\n- The boat is tied.\n- A lamp is on.\n\n### US-2 Leave\n\n**Acceptance**:\n- The boat is free.\n",
        "US1.1 US1.2 US2.1",
    );
}

#[test]
fn criteria_of_stories_may_stand_below_one_heading() {
    let stories = "### US-1\n\n- [ ] hot\n- [ ] red\n\n### US-2\n\n1. cold\n";
    check_ids(
        &format!(
            "# Quay\n\n## Stories\n\n- **US-1**: a\n- **US-2**: b\n\n## Acceptance Criteria\n\n{stories}"
        ),
        "US1.1 US1.2 US2.1",
    );
}

#[test]
fn scenarios_without_a_story_are_read() {
    for (text, expect) in [
        (
            "## Scenarios\n\n### Moor\n\n**When** a\n**Then** b\n\n### Leave\n\n**When** c\n**Then** d\n",
            "US1.1 US1.2",
        ),
        ("## Acceptance Criteria\n\n1. a\n2. b\n", "US1.1 US1.2"),
        (
            "### Primary User Story\n\nA sailor moors.\n\n### Acceptance Scenarios\n\n1. **Given** a, **When** b, **Then** c\n",
            "US1.1",
        ),
        ("## User Scenarios\n\n- Given a, when b, then c\n", "US1.1"),
        (
            "## User Scenarios\n\n### Scenario 1: Moor\n\n- Given a\n- When b\n- Then c\n\n### Scenario 2: Leave\n\n- Given d\n- When e\n- Then f\n",
            "US1.1 US1.2",
        ),
    ] {
        check_ids(&format!("# Feature Specification: Quay\n\n{text}"), expect);
    }
}

#[test]
fn one_list_behind_all_stories_is_of_none() {
    for stories in
        ["### US-1: a\n\n### US-2: b\n", "### User Story 1 - a\n\nc\n\n### User Story 2 - b\n\nd\n"]
    {
        for head in ["## Acceptance Criteria", "## Acceptance Scenarios", "### Acceptance Criteria"] {
            let found = ids(&format!("# Quay\n\n## User stories\n\n{stories}\n{head}\n\n1. e\n2. f\n"));
            assert!(
                !found.contains("US1.") && !found.contains("US2.") && found.split(' ').count() == 2,
                "{found}"
            );
        }
    }
}

#[test]
fn a_requirement_is_read_or_reported_wherever_it_stands() {
    let statement = "SHOUT: the quay MUST shout";
    let items = [
        "- {}",
        "* {}",
        "1. {}",
        "- [ ] {}",
        "- **Quay**: {}",
        "{}",
        "- ✅ {}",
        "> {}",
        "> - {}",
        "<details>\n- {}\n</details>",
        "| x |\n|--|\n| {} |",
        "- **FR-009**: {}",
        "**FR-009**: {}",
        "- **XY9**: {}",
        "- <!-- c --> {}",
        "<!-- c --> {}",
        "- <b>{}</b>",
        "• {}",
        "– {}",
        "\u{a0}- {}",
        "\u{200b}- {}",
        "- a\n  - {}",
        "- a\n{}",
    ];
    for head in [
        "## Requirements",
        "### Functional Requirements",
        "#### Nets",
        "**Nets**",
        "## Checklist editor",
        "# Nets",
        "## Success Criteria",
        "### Constraints",
        "## Nets (P1)",
    ] {
        for item in items {
            for before in ["", "- **FR-001**: a\n\n", "Words.\n\n", "### US-7: Nets\n\n"] {
                for behind in ["", "\n- **FR-004**: b\n"] {
                    let text = format!(
                        "# Quay\n\n{STORY}\n{head}\n\n{before}{}\n{behind}",
                        item.replace("{}", statement)
                    );
                    check_read_or_reported(&text);
                }
            }
        }
    }
}

#[test]
fn what_surrounds_the_requirements_may_say_what_shall_be() {
    for head in [
        "Assumptions",
        "Glossary",
        "Key Entities *(include if needed)*",
        "Out of Scope",
        "Assumptions & Dependencies",
        "Notes",
        "Edge Cases",
        "前提条件",
        "假设",
        "가정",
    ] {
        let text = with(
            "Quay",
            &format!(
                "- **FR-001**: a MUST b\n\n## {head}\n\n- Sailors should have read the sign\n- **Deck**: what must be dry\n- A boat shall float\n"
            ),
        );
        check_ids(&text, "US1.1 FR-001");
        assert!(document(&text).diagnostics.is_empty(), "{text}{}", listing(&document(&text)));
    }
}

#[test]
fn numbers_that_are_meant_are_no_gaps() {
    let gaps = |ids: &[&str]| {
        let items: String = ids.iter().map(|id| format!("- **{id}**: the quay MUST {id}\n")).collect();
        let found = document(&with("Quay", &items));
        found.diagnostics.iter().filter(|found| found.code.as_str() == "numbering-gap").count()
    };
    for (ids, expect) in [
        (&["FR-100", "FR-101", "FR-200", "FR-201", "FR-300"][..], 0),
        (&["FR-001", "FR-002", "FR-101", "FR-102", "FR-201"], 0),
        (&["FR-001", "FR-002", "FR-010", "FR-011", "FR-020"], 0),
        (&["FR-001", "FR-002", "FR-003a", "FR-003b", "FR-004"], 0),
        (&["FR-001", "FR-002-a", "FR-002-b", "FR-003"], 0),
        (&["FR-001", "FR-002A", "FR-002B", "FR-003"], 0),
        (&["FR-001", "FR-002.1", "FR-002.2", "FR-003"], 0),
        (&["FR-001", "FR-002", "FR-004", "FR-005"], 1),
        (&["FR-001", "FR-002", "FR-003", "FR-010", "FR-011"], 1),
        (&["FR-001", "FR-002", "FR-003", "FR-020", "FR-004", "FR-005", "FR-006"], 1),
        (&["FR-001", "FR-002", "FR-003", "FR-004", "FR-006", "FR-007", "FR-005", "FR-008"], 1),
        (&["FR-001", "FR-002", "FR-005", "FR-006", "FR-007", "FR-003", "FR-004", "FR-008"], 1),
    ] {
        assert_eq!(gaps(ids), expect, "{ids:?}");
    }
}

#[test]
fn what_is_gone_keeps_its_number_and_asks_for_nothing() {
    for item in [
        "- ~~**FR-002**: it MUST b~~",
        "- ~~FR-002: it MUST b~~",
        "- **FR-002**: ~~it MUST b~~",
        "- **~~FR-002~~**: ~~it MUST b~~",
        "- **FR-002**: *(removed)*",
        "- **FR-002**: (removed in favour of FR-001)",
        "- **FR-002** — Removed.",
        "- **FR-002**: N/A",
        "- **FR-002**: 削除",
        "- **FR-002** *(deprecated)*: it MUST b",
        "- **FR-002** [REMOVED]: it MUST b",
        "- **FR-002 (Deprecated)**: it MUST b",
        "- **FR-002**: it MUST b (superseded by FR-003)",
        "- FR-002 (removed): it MUST b",
        "- [REMOVED] **FR-002**: it MUST b",
        "- **[REMOVED] FR-002**: it MUST b",
        "\n#### FR-002: Nets (removed)\n\nIt MUST b.",
        "\n#### ~~FR-002: Nets~~",
        "\n**FR-002**: *withdrawn*\n",
        "\n| ID | Text |\n|--|--|\n| FR-002 | ~~it MUST b~~ |\n",
        "\n| ID | Text |\n|--|--|\n| ~~FR-002~~ | it MUST b |\n",
        "\n| ID | Text |\n|--|--|\n| FR-002 [REMOVED] | it MUST b |\n",
        "\n| ID | Text |\n|--|--|\n| FR-002 | it MUST b (removed) |\n",
    ] {
        let text = with("Quay", &format!("- **FR-001**: a\n{item}\n- **FR-003**: c\n"));
        check_ids(&text, "US1.1 FR-001 FR-003");
        let found = document(&text);
        assert!(found.diagnostics.is_empty(), "{text}{}", listing(&found));
        assert_eq!(found.retired.len(), 1, "{text}");
    }
    for item in [
        "- **FR-002**: Removed boats MUST be told",
        "- **FR-002**: it MUST ~~sing~~ hum",
        "- **FR-002**: it MUST list removed boats",
        "- **FR-002**: it MUST show boats as (removed)",
        "- **FR-002** (removed) boats MUST be told",
        "- **FR-002** (deleted): boats MUST be told",
        "- **FR-002 (削除)**: a MUST b",
    ] {
        check_ids(&with("Quay", &format!("- **FR-001**: a\n{item}\n")), "US1.1 FR-001 FR-002");
    }
    let scenarios = "1. **Given** a, **When** b, **Then** c\n2. *(removed)*\n3. **Given** d, **When** e, **Then** f\n4. ~~**Given** g, **When** h, **Then** i~~\n5. **Given** j, **When** k, **Then** l\n";
    let text = format!(
        "# Quay\n\n### User Story 1 - A\n\n{scenarios}\n### User Story 2 - B (removed)\n\n### ~~User Story 3 - C~~\n\n### User Story 4 - D\n\n1. **Given** a, **When** b, **Then** c\n"
    );
    check_ids(&text, "US1.1 US1.3 US1.5 US4.1");
    assert!(document(&text).diagnostics.is_empty(), "{}", listing(&document(&text)));
}

#[test]
fn an_item_may_have_several_ids_or_only_sub_points() {
    for item in [
        "- **FR-002**/**FR-003**: b",
        "- **FR-002/003**: b",
        "- **FR-002**, **FR-003**: b",
        "- FR-002 / FR-003: b",
        "- **FR-002** & **FR-003**: b",
    ] {
        let text = with("Quay", &format!("- **FR-001**: a\n{item}\n"));
        check_ids(&text, "US1.1 FR-001 FR-002 FR-003");
        assert!(
            document(&text).criteria().all(|(_, criterion)| criterion.text.as_str().len() == 1
                || criterion.is_scenario
                || criterion.text.as_str().contains("Given")),
            "{}",
            listing(&document(&text))
        );
    }
    let found = document(&with("Quay", "- **FR-001**:\n  - a\n  - b\n- **FR-002**\n  it MUST c\n"));
    let texts: Vec<_> = found.criteria().skip(1).map(|(_, criterion)| criterion.text.as_str()).collect();
    assert_eq!(texts, ["a\nb", "it MUST c"]);
}

#[test]
fn a_name_in_bold_beside_the_id_is_no_part_of_the_words() {
    for (item, title, text) in [
        ("- **FR-001 (Nets)**: it MUST b", "Nets", "it MUST b"),
        ("- **FR-001 (Must have)**: it MUST b", "Must have", "it MUST b"),
        ("- **FR-001（網）**：it MUST b", "網", "it MUST b"),
        ("- **FR-001 (Nets):** it MUST b", "Nets", "it MUST b"),
        ("- **FR-001 Nets**: it MUST b", "Nets", "it MUST b"),
        ("- **FR-001: Nets** — it MUST b", "Nets", "it MUST b"),
        ("- **FR-001. Nets.** It MUST b", "Nets", "It MUST b"),
        ("- **FR-001 (M)** it MUST b", "M", "it MUST b"),
        ("- **FR-001**: it MUST b", "", "it MUST b"),
        ("- **FR-001: it MUST b**", "", "**it MUST b**"),
        ("- **FR-001: it MUST b** because c", "", "**it MUST b** because c"),
    ] {
        let found = document(&with("Quay", &format!("{item}\n")));
        let (requirement, criterion) = found.criteria().last().expect("it has criteria");
        assert_eq!((requirement.title.as_str(), criterion.text.as_str()), (title, text), "{item}");
        let is_kept = criterion.attachments.iter().any(|attachment| attachment.text.as_str() == title);
        assert_eq!(is_kept, !title.is_empty(), "{item}");
    }
}
