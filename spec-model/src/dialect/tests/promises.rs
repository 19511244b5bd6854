use proptest::prelude::*;

use super::*;
use crate::markdown::MappedText;
use crate::source::Span;

/// Every promise about places: inside the document, on character boundaries, and with words.
fn keeps_its_promises(document: &Document) {
    let text = document.source.text();
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    let words = |prose: &MappedText| {
        assert!(!prose.as_str().trim().is_empty(), "no words in {text:?}");
        inside(prose.span());
    };
    for requirement in &document.requirements {
        inside(requirement.span);
        assert!(!requirement.id.as_str().is_empty());
        requirement.story.iter().for_each(words);
        for criterion in &requirement.criteria {
            inside(criterion.span);
            words(&criterion.text);
            criterion.points.iter().for_each(words);
            assert!(
                criterion.line <= criterion.end_line && criterion.end_line <= document.source.line_count()
            );
        }
    }
    document.notes.iter().for_each(|note| words(&note.text));
    for diagnostic in &document.diagnostics {
        inside(diagnostic.location.as_ref().expect("it has a place").span);
    }
}

fn read_in_every_dialect(text: &str) {
    for dialect in
        [None, Some(Dialect::Native), Some(Dialect::Kiro), Some(Dialect::SpecKit), Some(Dialect::OpenSpec)]
    {
        keeps_its_promises(&read(Source::new("requirements.md", text), dialect));
    }
}

/// Pieces that documents are made of, so that random documents reach deep into the grammar.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "(#|##|###|####) (Requirement|User Story|REQ-|FR-|需求|Scenario:|Requirement:)? ?[0-9]{0,2}(\\.[0-9])?[:：]? ?[a-zü]{0,4}",
        Just("#### Acceptance Criteria".to_owned()),
        Just("**Acceptance Criteria:**".to_owned()),
        Just("### Expected Behavior".to_owned()),
        Just("**Acceptance Scenarios**:".to_owned()),
        Just("## REMOVED Requirements".to_owned()),
        "( {0,2}- |1\\. )?(\\*\\*)?(Given|When|Then|And|FR-00[1-3]|SC-1)(\\*\\*)?:? ?[a-zü]{0,4}(, then x)?",
        Just("```gherkin\nFeature: a\nScenario: b\nGiven c".to_owned()),
        Just("```".to_owned()),
        Just("| a | b |\n|---|---|\n| 1.1 | c |".to_owned()),
        "( {0,4}|\t|> )(-|\\*|1\\.|2\\)|3\\.)[ \t](\\[ \\] )?(\\*\\*)?(WHEN|1\\.1|FR-1|R2)?(:|\\*\\*:)? ?(SHALL|必须)? ?[a-zü]{0,4}",
        "1\\.[0-9] (WHEN|THE) x SHALL [a-zé]{1,3}",
        Just("<!--".to_owned()),
        Just("-->".to_owned()),
        Just("---".to_owned()),
        "\\PC{0,12}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_with_true_places(text in "\\PC*") {
        read_in_every_dialect(&text);
    }

    #[test]
    fn any_document_is_read_without_a_panic_and_with_true_places(
        pieces in prop::collection::vec(piece(), 0..16),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")],
    ) {
        read_in_every_dialect(&pieces.join(end));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let (source, _) = Source::from_bytes("requirements.md", bytes);
        keeps_its_promises(&read(source, None));
    }
}

#[test]
fn a_quote_mark_among_the_steps_keeps_places_true() {
    read_in_every_dialect("```gherkin\nScenario: b\nGiven c\n> -\tüa");
}

#[test]
fn an_item_without_an_id_beside_one_with_an_id_is_reported_whatever_its_modal() {
    let reported = |dialect, id: &str, item: &str| {
        let text = format!("## Requirements\n\n- {id}: The mill SHALL grind\n- {item}\n");
        let document = read(Source::new("a.md", text), Some(dialect));
        let found = document.diagnostics.iter().find(|found| found.code == crate::Code::StrayCriteria);
        found.is_some_and(|found| {
            let help = found.advice_text().unwrap_or_default();
            assert!(help.contains(&format!("`{id}`")), "{help}");
            true
        })
    };
    for (dialect, id) in
        [(Dialect::Native, "REQ-1"), (Dialect::SpecKit, "FR-001"), (Dialect::Native, "NFR-7")]
    {
        for item in [
            "The mill must stop",
            "System must lower",
            "Must stop",
            "**The mill** should stop",
            "The mill may rest",
            "The mill MAY rest",
            "Il deve fermarsi",
            "Le moulin doit s'arrêter",
            "Die Mühle muss halten",
            "Die Mühle soll halten",
            "El molino debe parar",
            "Мельница должна стоять",
            "磨坊必须停止",
        ] {
            assert!(reported(dialect, id, item), "{id}: {item}");
        }
        for item in ["It stops in May", "A `must` in code", "A mustard mill", "Grain"] {
            assert!(!reported(dialect, id, item), "{id}: {item}");
        }
    }
}

#[test]
fn a_hundred_thousand_nested_lists_and_quotes_are_read() {
    let head = "### Requirement 1\n\n#### Acceptance Criteria\n\n";
    for marker in ["- ", "> ", "1. "] {
        read_in_every_dialect(&format!("{head}{}THE x SHALL y\n", marker.repeat(100_000)));
    }
}

#[test]
fn ten_megabytes_are_read() {
    let requirement = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN a THEN b SHALL c\n2. THE x SHALL y:\n   - z\n\n";
    let count = 10 * 1024 * 1024 / requirement.len();
    let document = read(Source::new("requirements.md", requirement.repeat(count)), None);
    assert_eq!(document.criteria().count(), 2 * count);
}
