//! Tests of criteria added to documents of every kind. `|` marks the place where the lines come.

use std::path::Path;

use spec_model::{Document, Source, dialect};

use super::line::{Refusal, Wanted};

fn document(path: &str, text: &str) -> Document {
    dialect::read(Source::new(Path::new(path), text), None)
}

fn added(path: &str, text: &str, new: &str) -> Result<(String, String), Refusal> {
    let wanted = Wanted::read(new).expect("words");
    wanted.add_to(&document(path, text)).map(|written| (written.id, written.text))
}

/// Adds a criterion; `expect` is the text with what is added between `‹` and `›`.
#[track_caller]
fn check(path: &str, new: &str, id: &str, expect: &str) {
    let start = expect.find('‹').expect("a place");
    let end = expect.find('›').expect("a place");
    let before = format!("{}{}", &expect[..start], &expect[end + '›'.len_utf8()..]);
    let after = expect.replace(['‹', '›'], "");
    for line_end in ["\n", "\r\n"] {
        let lines = |text: &str| text.replace('\n', line_end);
        let written = added(path, &lines(&before), new);
        assert_eq!(written, Ok((id.to_owned(), lines(&after))), "{path} {new}");
        // Once more changes nothing.
        let document = document(path, &lines(&after));
        assert!(Wanted::read(new).expect("words").found(&document).is_some(), "{path} {new}");
    }
}

const FLAT: &str = "requirements.md";
const KIRO: &str = ".kiro/specs/shop/requirements.md";
const SPEC_KIT: &str = "specs/001-shop/spec.md";

#[test]
fn a_line_is_written_as_the_lines_before_it_are() {
    check(
        FLAT,
        "REQ-2: The shop SHALL close",
        "REQ-2",
        "# Shop\n\n- REQ-1: The shop SHALL open\n‹- REQ-2: The shop SHALL close\n›",
    );
    check(
        FLAT,
        "The shop SHALL close",
        "REQ-2",
        "# Shop\n\n- REQ-1: The shop SHALL open\n‹- REQ-2: The shop SHALL close\n›\nThe end.\n",
    );
    check(
        FLAT,
        "REQ-7: The shop SHALL close",
        "REQ-7",
        "# Shop\n\n- **REQ-1**: The shop SHALL open\n  - with a key\n‹- **REQ-7**: The shop SHALL close\n›",
    );
    check(
        FLAT,
        "REQ-3: The shop SHALL close",
        "REQ-3",
        "# Shop\n\n* REQ-1: The shop SHALL open\n\n* REQ-2: The shop SHALL sell\n‹\n* REQ-3: The shop SHALL close\n›",
    );
    // No line end at the end.
    check(
        FLAT,
        "REQ-2: The shop SHALL close",
        "REQ-2",
        "# Shop\n\n- REQ-1: The shop SHALL open‹\n- REQ-2: The shop SHALL close›",
    );
    check(
        FLAT,
        "REQ-1.3: The shop SHALL close",
        "REQ-1.3",
        "## REQ-1: Doors\n\n- REQ-1.1: The shop SHALL open\n- REQ-1.2: The shop SHALL\n  ring\n‹- REQ-1.3: The shop SHALL close\n›\n## REQ-2: Money\n\n- REQ-2.1: The shop SHALL pay\n",
    );
    check(
        SPEC_KIT,
        "The shop MUST close",
        "FR-010",
        "# Feature Specification: Shop\n\n## Requirements *(mandatory)*\n\n### Functional Requirements\n\n- **FR-008**: The shop MUST open\n- **FR-009**: The shop MUST sell\n‹- **FR-010**: The shop MUST close\n›\n## Success Criteria *(mandatory)*\n\n### Measurable Outcomes\n\n- **SC-001**: All is sold in 3 days\n",
    );
    check(
        SPEC_KIT,
        "SC-002: Nobody waits for 3 minutes",
        "SC-002",
        "# Feature Specification: Shop\n\n## Requirements *(mandatory)*\n\n### Functional Requirements\n\n- **FR-008**: The shop MUST open\n\n## Success Criteria *(mandatory)*\n\n### Measurable Outcomes\n\n- **SC-001**: All is sold in 3 days\n‹- **SC-002**: Nobody waits for 3 minutes\n›",
    );
}

#[test]
fn where_requirements_have_headings_a_new_one_gets_one() {
    let kiro = |new: &str, id: &str, second: &str, end: &str| {
        check(
            KIRO,
            new,
            id,
            &format!(
                "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Doors\n\n**User Story:** As a guest, I want in, so that I can buy.\n\n#### Acceptance Criteria\n\n1. WHEN it rings THEN the shop SHALL open\n{second}\n### Requirement 2: Money\n\n#### Acceptance Criteria\n\n1. THE shop SHALL pay\n{end}"
            ),
        );
    };
    kiro("1.2: THE shop SHALL close", "REQ-1.2", "‹2. THE shop SHALL close\n›", "");
    kiro("REQ-2.2: THE shop SHALL close", "REQ-2.2", "", "‹2. THE shop SHALL close\n›");
    kiro(
        "REQ-3: THE shop SHALL close",
        "REQ-3.1",
        "",
        "‹\n### Requirement 3\n\n#### Acceptance Criteria\n\n1. THE shop SHALL close\n›",
    );
    kiro(
        "THE shop SHALL close",
        "REQ-3.1",
        "",
        "‹\n### Requirement 3\n\n#### Acceptance Criteria\n\n1. THE shop SHALL close\n›\n## Notes\n\nNone.\n",
    );
}

#[test]
fn an_id_is_read_however_it_is_written() {
    for (new, feature, id) in [
        ("2.2 WHEN it rings THE shop SHALL open", None, Some("REQ-2.2")),
        ("2.2: it rings", None, Some("REQ-2.2")),
        ("cart/REQ-2.2: THE shop SHALL open", Some("cart"), Some("REQ-2.2")),
        ("Cart/2.2: THE shop SHALL open", Some("cart"), Some("REQ-2.2")),
        ("a/b/FR-001: THE shop SHALL open", Some("a/b"), Some("FR-001")),
        // These numbers and slashes belong to the words.
        ("2.5 seconds are enough", None, None),
        ("3 tries are enough", None, None),
        ("2.5 MB are enough", None, None),
        ("1 WHEN it rings THE shop SHALL open", None, None),
        ("The and/or sign: it rings", None, None),
        ("in/out: it rings", None, None),
    ] {
        let wanted = Wanted::read(new).expect("words");
        assert_eq!(
            (wanted.feature.as_deref(), wanted.id.as_ref().map(spec_model::id::Id::as_str)),
            (feature, id),
            "{new}"
        );
    }
}

#[test]
fn a_criterion_of_a_requirement_that_is_not_there_is_refused() {
    let kiro = "### Requirement 1: Doors\n\n#### Acceptance Criteria\n\n1. THE shop SHALL open\n";
    for id in ["REQ-1.4.1", "REQ-99.7", "FR-1.2"] {
        assert_eq!(
            added(KIRO, kiro, &format!("{id}: THE shop SHALL sing")),
            Err(Refusal::NoRequirement),
            "{id}"
        );
    }
    let flat = "- REQ-1: The shop SHALL open\n";
    let (id, _) = added(FLAT, flat, "REQ-2.1: The shop SHALL close").expect("it is written");
    assert_eq!(id, "REQ-2.1");
}

#[test]
fn an_id_that_is_taken_is_refused_with_the_next_free_one() {
    let check = |path: &str, text: &str, new: &str, expect: Refusal| {
        assert_eq!(added(path, text, new), Err(expect), "{new}");
    };
    let taken = |line, next: &str| Refusal::Taken { line, next: Some(next.to_owned()) };
    let flat = "- REQ-1: The shop SHALL open\n- REQ-4: The shop SHALL close\n";
    check(FLAT, flat, "REQ-1: The shop SHALL sing", taken(1, "REQ-5"));
    let kiro = "### Requirement 1: Doors\n\n#### Acceptance Criteria\n\n1. THE shop SHALL open\n2. THE shop SHALL close\n";
    check(KIRO, kiro, "REQ-1: THE shop SHALL sing", taken(1, "REQ-1.3"));
    check(KIRO, kiro, "REQ-1.2: THE shop SHALL sing", taken(6, "REQ-1.3"));
    check(KIRO, kiro, "REQ-1.7: THE shop SHALL sing", Refusal::Next("REQ-1.3".to_owned()));
}

#[test]
fn what_is_there_is_found_however_it_is_laid_out() {
    let document = document(FLAT, "- REQ-1: The shop\n  SHALL open\n");
    let found = |new: &str| {
        let found = Wanted::read(new).and_then(|wanted| Some(wanted.found(&document)?.id.clone()));
        found.map(|id| id.as_str().to_owned())
    };
    assert_eq!(found("REQ-1: The shop SHALL   open").as_deref(), Some("REQ-1"));
    assert_eq!(found("The shop SHALL open").as_deref(), Some("REQ-1"));
    assert_eq!(found("REQ-2: The shop SHALL open"), None);
    assert!(
        Wanted::read("REQ-2: ").is_none()
            && Wanted::read("").is_none()
            && Wanted::read("a \u{1b}[m").is_none()
    );
    let written = Wanted::read("THE shop SHALL open").expect("words").first();
    assert_eq!((&*written.id, &*written.text), ("REQ-1", "# Requirements\n\n- REQ-1: THE shop SHALL open\n"));
}
