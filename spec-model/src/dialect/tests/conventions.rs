//! Checks that sentences about the words for requirements are no requirements.

use crate::dialect::read;
use crate::source::Source;
use crate::spec::Dialect;

#[test]
fn what_the_key_words_mean_is_no_requirement_in_any_dialect() {
    let conventions = [
        "The key words \"MUST\" and \"SHALL NOT\" in this document are to be interpreted as described in RFC 2119.",
        "The key words \"MUST\",\n\"SHALL NOT\" and\n\"MAY\" are to be interpreted as described in\n[RFC 2119](a.html).",
        "> The key words \"MUST\",\n> \"SHALL\" are to be read as in BCP 14 [RFC2119] [RFC8174]\n> when, and only when, they are in capitals.",
        "- The key words MUST and SHALL are to be interpreted as in RFC 2119",
        "MUST, SHALL and MAY are used as defined in RFC 2119.",
        "- **MUST**: an absolute requirement\n- **SHALL**: the same as MUST",
        "| Word | Meaning |\n|--|--|\n| MUST | see RFC 2119 |\n| SHALL | the same as MUST in RFC 2119 |",
    ];
    for (dialect, above, below) in [
        (Dialect::Native, "# Mill\n\n## Words\n\n", "## REQ-1: Weigh\n\n- REQ-1.1: THE mill SHALL weigh\n"),
        (Dialect::Native, "# Mill\n\n## REQ-1: Weigh\n\n", "- REQ-1.1: THE mill SHALL weigh\n"),
        (
            Dialect::Kiro,
            "# Mill\n\n## Words\n\n",
            "### Requirement 1: Weigh\n\n#### Acceptance Criteria\n\n1. THE mill SHALL weigh\n",
        ),
        (Dialect::SpecKit, "# Mill\n\n## Requirements\n\n", "- **FR-001**: System MUST weigh\n"),
        (
            Dialect::OpenSpec,
            "# Mill\n\n## Purpose\n\n",
            "## Requirements\n\n### Requirement: Weigh\nIt SHALL weigh.\n\n#### Scenario: Sack\n- **WHEN** a\n- **THEN** b\n",
        ),
    ] {
        for convention in conventions {
            if convention.starts_with('|') && above.contains("REQ-1") {
                continue;
            }
            let text = format!("{above}{convention}\n\n{below}");
            let document = read(Source::new("spec.md", text.as_str()), Some(dialect));
            assert_eq!(document.criteria().count(), 1, "{dialect}: {text}");
            assert!(document.diagnostics.is_empty(), "{dialect}: {text}{:?}", document.diagnostics);
            // The words behind it are a sentence of their own.
            let more = format!("{above}{convention} THE mill SHALL stop.\n\n{below}");
            let is_prose = convention.ends_with(['.', ')']) && !convention.starts_with(['-', '>', '|']);
            if is_prose && !above.contains("REQ-1") {
                let document = read(Source::new("spec.md", more.as_str()), Some(dialect));
                assert_eq!(document.diagnostics.len(), 1, "{dialect}: {more}{:?}", document.diagnostics);
            }
        }
    }
}
