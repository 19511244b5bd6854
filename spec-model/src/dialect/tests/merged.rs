//! Statements that stand in one line with another one, or behind a line end that Markdown does not know: read, or told.

use super::moved::is_told;
use super::*;

/// A document of each dialect; the line stands in the place of `@`.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "requirements.md",
        "# Mill\n\n## REQ-1: Grain\n\n@\n\n## REQ-2: Night\n\n- REQ-2.1: THE mill SHALL rest\n",
    ),
    ("docs/limits.md", "# Limits\n\n@\n\n- FR-090: The mill shall rest\n"),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Grain\n\n#### Acceptance Criteria\n\n@\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n## Requirements\n\n### Functional Requirements\n\n@\n- **FR-090**: System MUST rest\n",
    ),
    ("openspec/specs/mill/spec.md", "# Mill\n\n## Requirements\n\n### Requirement: Weigh\n@\n"),
];

/// Asserts that the words of the second statement of a line are those of a criterion of their own, or that its line is told.
fn check_each(lines: &[&str], second: &str) {
    for &(path, text) in DOCUMENTS {
        for line in lines {
            let text = text.replace('@', line);
            let document = read(Source::new(path, text.as_str()), None);
            let place = text[..text.find(second).expect("it is there")].matches('\n').count();
            let is_read = document.criteria().any(|(_, it)| it.text.as_str() == second);
            assert!(
                is_read || is_told(&document, &(place..place + 1)),
                "{path} {line:?}\n{}",
                listing(&document)
            );
        }
    }
}

#[test]
fn a_second_id_in_an_item_is_no_part_of_the_first() {
    let lines = [
        "- **FR-002**: System MUST ring; **FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring<br>**FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring<br />FR-003: System MUST stop",
        "- FR-002: System MUST ring. FR-003: System MUST stop",
        "- FR-002: System MUST ring. FR-003 System MUST stop",
        "- FR-002: System MUST ring FR-003 — System MUST stop",
        "- **FR-002**: System MUST ring.**FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring (**FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring\n  - again; **FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring, and **FR-003**: System MUST stop",
        "- **FR-002**: System MUST ring | **FR-003**: System MUST stop",
        "FR-002: System MUST ring; FR-003: System MUST stop",
        "### FR-002: System MUST ring; FR-003: System MUST stop",
        "| ID | Text |\n|---|---|\n| FR-002 | System MUST ring<br>FR-003: System MUST stop |",
    ];
    check_each(&lines, "System MUST stop");
}

#[test]
fn a_second_number_in_an_item_is_no_part_of_the_first() {
    let lines = [
        "1. the mill rings. 2. The mill SHALL stop",
        "1. THE mill SHALL ring. 2) The mill SHALL stop",
        "2. the mill rings; 3. The mill SHALL stop",
        "1. THE mill SHALL ring (2) The mill SHALL stop",
        "①THE mill SHALL ring；②The mill SHALL stop",
        "1. THE mill SHALL ring<br>2. The mill SHALL stop",
    ];
    check_each(&lines, "The mill SHALL stop");
}
