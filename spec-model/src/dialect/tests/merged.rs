//! Tests of statements that share a line, or follow a line end that Markdown does not know. Each is read or reported.

use super::moved::is_reported;
use super::*;

/// A document of each dialect; the line stands in the place of `@`.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "requirements.md",
        "# Mill\n\n## REQ-1: Grain\n\n@\n\n## REQ-2: Night\n\n- REQ-2.1: THE mill SHALL rest\n\n## REQ-3: Day\n\n1. THE mill SHALL wake\u{b}2. THE mill SHALL sing\n",
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

/// Asserts that the second statement of a line is a criterion of its own, or that its line is reported.
fn check_each(lines: &[&str], second: &str) {
    for &(path, text) in DOCUMENTS {
        for line in lines {
            let text = text.replace('@', line);
            let document = read(Source::new(path, text.as_str()), None);
            let place = text[..text.find(second).expect("it is there")].matches('\n').count();
            let is_read = document.criteria().any(|(_, it)| it.text.as_str() == second);
            assert!(
                is_read || is_reported(&document, &(place..place + 1)),
                "{path} {line:?}\n{}",
                listing(&document)
            );
        }
    }
}

/// Asserts that the last of the lines is told.
fn check_reported(lines: &[&str]) {
    for &(path, text) in DOCUMENTS {
        let place = text[..text.find('@').expect("it has a place")].matches('\n').count();
        for line in lines {
            let document = read(Source::new(path, text.replace('@', line)), None);
            let last = place + line.matches('\n').count();
            assert!(is_reported(&document, &(last..last + 1)), "{path} {line:?}\n{}", listing(&document));
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

#[test]
fn a_line_ends_where_people_see_it() {
    for end in
        ["\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\u{c}", "\r", "\u{2028}\n", "\n\u{c}", "\u{85}\u{85}"]
    {
        let lines = [
            "- FR-002: System MUST ring@- FR-003: System MUST stop",
            "FR-002: System MUST ring@@FR-003: System MUST stop",
            "- **FR-002**: System MUST ring@**FR-003**: System MUST stop",
            "some words@### FR-003: System MUST stop",
        ];
        let lines = lines.map(|line| line.replace('@', end));
        check_each(&lines.each_ref().map(String::as_str), "System MUST stop");
    }
}

#[test]
fn words_of_one_criterion_stay_together_and_its_place_is_that_of_its_bytes() {
    let document = read(
        Source::new(
            "requirements.md",
            "## REQ-1: Grain\u{c}\n\n- REQ-1.1: THE mill SHALL\u{2028}ring\u{85}- REQ-1.2: THE mill SHALL stop\n\n\u{c}## REQ-2: Night\r\rTHE mill SHALL rest\n\n## REQ-3: Day\n\n1. THE mill SHALL wake\u{b}2. THE mill SHALL sing\n",
        ),
        None,
    );
    insta::assert_snapshot!(listing(&document), @"
    native
    REQ-1 Grain
      REQ-1.1 [3] THE mill SHALL / ring
      REQ-1.2 [3] THE mill SHALL stop
    REQ-2 Night
      REQ-2 [5] THE mill SHALL rest
    REQ-3 Day
      REQ-3.1 [9] THE mill SHALL wake
      REQ-3.2 [9] THE mill SHALL sing
    ");
    for (_, criterion) in document.criteria() {
        assert!(
            document
                .source
                .slice(criterion.span)
                .ends_with(criterion.text.as_str().rsplit('\n').next().unwrap_or_default())
        );
    }
}

#[test]
fn an_id_without_words_is_reported() {
    let lines = [
        "- FR-46",
        "- **FR-46**",
        "- **FR-46**:",
        "- FR-46.",
        "1. FR-46",
        "- [ ] FR-46",
        "FR-46",
        "- REQ-7.46:",
        "- FR-045: The system shall ring\n- FR-46",
        "| ID | Text |\n|---|---|\n| FR-46 | |",
    ];
    check_reported(&lines);
}

#[test]
fn an_id_in_small_letters_is_reported() {
    let lines = [
        "- fr-45: System MUST stop",
        "- **fr-45**: System MUST stop",
        "fr-45: System MUST stop",
        "- Fr-45 System MUST stop",
        "- nfr-3.1: fast",
        "- sc-001: fast",
        "- uc_2 — login",
        "- **ac-3** the mill SHALL stop",
        "| ID | Text |\n|---|---|\n| fr-45 | System MUST stop |",
    ];
    check_reported(&lines);
}

#[test]
fn ids_that_are_only_named_are_not_reported() {
    for line in
        ["- FR-090", "- fr-090: see above", "Covers:\n\n- FR-090", "fr-90s are old", "- pr-12 is merged"]
    {
        let text = DOCUMENTS[1].1.replace('@', &format!("## More\n\n{line}\n\n## Rest"));
        let document = read(Source::new("docs/limits.md", text.as_str()), None);
        let reported = document.diagnostics.iter().find(|found| found.code == crate::Code::UnreadText);
        assert_eq!(reported, None, "{text}");
    }
}
