use std::fmt::Write;

use crate::dialect::read;
use crate::source::Source;
use crate::spec::Dialect;

/// Every finding on a line of its own: where, its code, its message, and what the second place says.
fn check(text: &str) -> String {
    let document = read(Source::new("requirements.md", text), None);
    let mut out = String::new();
    for diagnostic in &document.diagnostics {
        let location = diagnostic.location.as_ref().expect("it has a place");
        let quoted = document.source.slice(location.span);
        let (code, message, line) = (diagnostic.code, &diagnostic.message, location.start.line);
        write!(out, "{line}: {code}: {message}: {quoted:?}").expect("a string takes all");
        for label in &diagnostic.labels {
            write!(out, " ({} at {})", label.text, label.location.start.line).expect("a string takes all");
        }
        out.push('\n');
        assert!(!diagnostic.advice.is_empty(), "{code} says what to do");
    }
    out
}

#[test]
fn a_clean_document_has_no_finding() {
    assert_eq!(
        check("### Requirement 1: A\n\n1. THE x SHALL y `[role]` [docs](x.md) [x]\n2. THE x SHALL z\n"),
        ""
    );
}

#[test]
fn an_empty_document_is_reported_once() {
    insta::assert_snapshot!(check("\u{feff}\r\n \r\n"), @r#"1: empty-document: the document is empty: """#);
}

#[test]
fn a_document_without_criteria_is_an_error() {
    insta::assert_snapshot!(check("# Notes\n\nSome words.\n"), @r##"1: no-criteria: no acceptance criterion was found in the document: "# Notes""##);
}

#[test]
fn a_requirement_without_criteria_is_reported_unless_its_parts_have_some() {
    insta::assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n### Requirement 2: B\n\n### Requirement 2.1: C\n\n1. THE x SHALL y\n"
    ));
}

#[test]
fn both_places_of_a_duplicate_id_are_reported() {
    insta::assert_snapshot!(check(
        "### Requirement 1: A\n\n1. THE x SHALL y\n1. THE x SHALL z\n3. THE x SHALL a\n3. THE x SHALL b\n\n### Requirement 1: B\n\n1. THE x SHALL c\n"
    ));
}

#[test]
fn a_gap_and_a_number_out_of_order_are_reported() {
    insta::assert_snapshot!(check(
        "### Requirement 1\n\n1. THE x SHALL y\n3. THE x SHALL z\n4. THE x SHALL z\n\n### Requirement 3\n\n1. THE x SHALL y\n\n### Requirement 2\n\n1. THE x SHALL y\n\n### Requirement 7\n\n1. THE x SHALL y\n"
    ));
}

#[test]
fn numbers_that_go_up_in_tens_are_no_gaps() {
    assert_eq!(check("- REQ-010: THE x SHALL y\n- REQ-020: THE x SHALL y\n- REQ-030: THE x SHALL y\n"), "");
}

#[test]
fn a_block_without_an_end_is_reported_where_it_begins() {
    insta::assert_snapshot!(check("### Requirement 1\n\n1. THE x SHALL y\n\n```json\n{\n"));
    insta::assert_snapshot!(check(
        "### Requirement 1\n\n1. THE x SHALL y\n\n<!-- later\n\n### Requirement 2\n"
    ));
}

#[test]
fn open_questions_and_placeholders_are_reported_where_they_stand() {
    insta::assert_snapshot!(check(
        "### Requirement 1: [Brief Title]\n\nNo [NEEDS CLARIFICATION] marks remain.\n\n1. WHEN [event] THE x SHALL y [NEEDS CLARIFICATION: how\n   fast?]\n"
    ));
}

#[test]
fn a_list_of_criteria_under_no_requirement_is_reported() {
    insta::assert_snapshot!(check(
        "### Requirement 1\n\n1. THE x SHALL y\n\n## Performance\n\n1. WHEN x THEN THE y SHALL z\n\n## Notes\n\n- nothing\n"
    ));
}

#[test]
fn a_number_with_rubbish_behind_it_is_reported() {
    insta::assert_snapshot!(check("### Requirement 1xy: A\n\n1. THE x SHALL y\n"));
}

#[test]
fn what_was_meant_to_be_an_id_is_reported() {
    insta::assert_snapshot!(check(
        "## REQ-1: A\n\n- REQ-1.x: THE x SHALL a\n- REQ-: THE x SHALL b\n- REQ-1: THE x SHALL c\n\n## REQ-2.x: B\n\n- THE x SHALL d\n"
    ));
    insta::assert_snapshot!(check(
        "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. THE x SHALL a\n\n### Requirement X: B\n\n#### Acceptance Criteria\n\n1. THE x SHALL b\n"
    ));
    insta::assert_snapshot!(check(
        "### Requirement:\n\nThe x SHALL a\n\n#### Scenario: B\n\n#### Scenario: C\n\n- **WHEN** d\n- **THEN** e\n"
    ));
}

#[test]
fn rows_and_items_without_an_id_among_others_with_one_are_reported() {
    insta::assert_snapshot!(check(
        "| ID | Text |\n|--|--|\n| SEC-001 | The x shall a |\n| SEC- | The x shall b |\n| SEC-002 | The x shall c |\n| Total | 3 |\n"
    ));
    insta::assert_snapshot!(check(
        "- REQ-001: the x shall a\n- the x shall b\n- and words\n- REQ-002: the x shall c\n"
    ));
    insta::assert_snapshot!(check(
        "## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST a\n- **FR-**: System MUST b\n- System MUST c\n\n### User Story 1 - D\n"
    ));
}

#[test]
fn a_number_whose_parts_are_requirements_is_not_missing() {
    assert_eq!(
        check(
            "## REQ-2: A\n\n- THE x SHALL a\n\n## REQ-3.1: B\n\n- THE x SHALL b\n\n## REQ-4: C\n\n- THE x SHALL c\n"
        ),
        ""
    );
}

#[test]
fn brackets_that_are_no_placeholders_are_left_alone() {
    assert_eq!(
        check(
            "## REQ-1: A\n\nSee the [feature].\n\n[feature]: x.md\n\n- THE x SHALL return [name, date] and items[todo]\n"
        ),
        ""
    );
}

#[test]
fn marks_of_a_merge_conflict_are_no_words() {
    let text =
        "### Requirement 1: A\n\n1. THE x SHALL y\n<<<<<<< HEAD\n=======\n2. THE x SHALL z\n>>>>>>> topic\n";
    insta::assert_snapshot!(check(text), @r#"4: conflict-marks: the document has the marks of a merge conflict: "<<<<<<< HEAD""#);
    assert_eq!(
        check("### Requirement 1: A\n\n1. THE x SHALL merge\n\n```\n<<<<<<< HEAD\n>>>>>>> topic\n```\n"),
        ""
    );
}

#[test]
fn a_template_that_was_only_copied_is_reported_bracket_by_bracket() {
    for (text, expect) in [
        ("# Feature Specification: [FEATURE NAME]", 1),
        ("**Branch**: `[###-feature-name]`", 1),
        ("**Created**: [DATE], **Input**: \"$ARGUMENTS\"", 2),
        ("[Describe it - e.g., \"done by [specific action] and shows [specific value]\"]", 1),
        ("1. **Given** [initial state], **When** [action], **Then** [expected outcome]", 3),
        ("- **FR-004**: System MUST [keep something, e.g., \"names\"]", 1),
        ("- **SC-003**: [Some other metric, e.g., \"90% find [X]\"]", 1),
        ("- **SC-004**: [User satisfaction metric]", 1),
        ("- [Assumption about users]", 1),
        ("- **[Entity 1]**: [What it is, `key` attributes]", 2),
        ("- See [the docs [of [role]] here](a.md) and [role]", 1),
        ("- `items[0]` and `[role]` and [x] and [a, b]", 0),
        ("- [link](a.md), ![date](a.png), [date][1]", 0),
    ] {
        let document = read(Source::new("specs/001-a/spec.md", text), None);
        let reported =
            document.diagnostics.iter().filter(|found| found.code.as_str() == "unfilled-placeholder");
        assert_eq!(reported.count(), expect, "{text}");
    }
}

#[test]
fn a_nul_byte_is_reported_wherever_it_stands() {
    for (text, line) in [
        ("## REQ-1: A\n\n- REQ-1.1: THE mill SHALL we\0igh\n- REQ-1.2: THE mill SHALL rest\n", 3),
        ("## REQ-1: A\0\n\n- REQ-1.1: THE mill SHALL weigh\n", 1),
        ("## REQ-1: A\n\nWords\0\0\n\n- REQ-1.1: THE mill SHALL weigh\n", 3),
        ("## REQ-1: A\n\n- REQ-1.1: THE mill SHALL weigh\n\0\0", 4),
    ] {
        let document = read(Source::new("a.md", text), Some(Dialect::Native));
        let reported: Vec<_> =
            document.diagnostics.iter().filter(|found| found.code.as_str().contains("nul")).collect();
        let lines: Vec<_> =
            reported.iter().filter_map(|found| found.location.as_ref()).map(|at| at.start.line).collect();
        assert_eq!(lines, [line], "{text:?}");
    }
}
