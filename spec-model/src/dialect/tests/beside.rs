//! Tests of what stands beside the requirements of a spec-kit document: risks, assumptions, dependencies, edge cases.

use super::listing;
use crate::dialect::read;
use crate::source::Source;
use crate::spec::Dialect;
use crate::spec::Document;

fn document(text: &str) -> Document {
    read(Source::new("spec.md", text), Some(Dialect::SpecKit))
}

fn ids(document: &Document) -> String {
    document.criteria().map(|(_, criterion)| criterion.id.as_str()).collect::<Vec<_>>().join(" ")
}

const BASE: &str = "# Feature Specification: Bell\n\n## Requirements\n\n- **FR-001**: System MUST ring\n\n";

#[test]
fn risks_and_assumptions_are_no_requirements_but_what_must_be_is_reported() {
    for heading in [
        "## Risks",
        "## Risks & Mitigations",
        "## Risk Register",
        "## Assumptions",
        "## Dependencies",
        "### Edge Cases",
        "## Out of Scope",
    ] {
        for entry in [
            "- **R-1**: The bell may crack",
            "- R1: Fire",
            "- R-2 — Rust",
            "- **A-1**: Ringers wake early",
            "- **D-1**: The rope of the house",
            "- What MUST ring when it rains?",
            "- Ringers must wake early",
            "| ID | Risk |\n|--|--|\n| R-1 | The bell cracks |\n| R-2 | Fire |",
        ] {
            let text = format!("{BASE}{heading}\n\n{entry}\n");
            assert_eq!(ids(&document(&text)), "FR-001", "{text}");
            assert!(document(&text).diagnostics.is_empty(), "{text}{}", listing(&document(&text)));
        }
        for entry in [
            "- **FR-002**: System MUST rest",
            "- **NFR-002**: The bell is quick to ring at night",
            "- **SC-002**: Nine of ten hear it ring",
            "- **REQ-2**: The bell rests at night",
            "- **AC-2**: It rests at night",
            "- **US-2**: A story of the bell",
        ] {
            let text = format!("{BASE}{heading}\n\n{entry}\n");
            let found = document(&text);
            let is_read = found.requirements.iter().any(|requirement| requirement.id.as_str().ends_with('2'));
            assert!(is_read || !found.diagnostics.is_empty(), "{text}{}", listing(&found));
        }
        if heading.contains("Out of") {
            continue;
        }
        for entry in [
            "- System MUST rest",
            "- **Night**: the bell SHALL NOT ring",
            "The bell MUST rest at night.",
            "- **R-1**: The bell MUST NOT crack",
        ] {
            let text = format!("{BASE}{heading}\n\n{entry}\n");
            assert_eq!(ids(&document(&text)), "FR-001", "{text}");
            let found = document(&text);
            assert_eq!(found.diagnostics.len(), 1, "{text}{}", listing(&found));
        }
    }
}
