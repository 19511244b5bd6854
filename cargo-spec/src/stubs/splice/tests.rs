use super::super::stub::Wanted;
use super::*;
use spec_model::{Document, Source, dialect};
use std::path::Path;

fn document(markdown: &str) -> Document {
    dialect::read(
        Source::new(Path::new("specs/accounts/spec.md"), markdown),
        Some(spec_model::Dialect::Native),
    )
}

fn all(document: &Document) -> (Vec<Placed>, Vec<String>) {
    let mut stubs = Vec::new();
    let mut headings = Vec::new();
    for (requirement, r) in document.requirements.iter().enumerate() {
        headings.push(if r.title.is_empty() { r.id.to_string() } else { format!("{} · {}", r.id, r.title) });
        for c in &r.criteria {
            let place = Place { requirement, criterion: stubs.len() };
            stubs.push(Placed {
                place,
                stub: Stub::new(Wanted {
                    id: c.id.to_string(),
                    title: r.title.clone(),
                    scenario: None,
                    text: c.text.as_str().to_owned(),
                    points: c.points.iter().map(|p| p.as_str().to_owned()).collect(),
                    examples: c.examples.clone(),
                }),
            });
        }
    }
    (stubs, headings)
}

/// The text of `existing` with stubs for what it does not link to.
fn spliced(markdown: &str, existing: &str) -> Result<Spliced, NotRust> {
    let document = document(markdown);
    let (stubs, headings) = all(&document);
    let place_of =
        |id: &str| stubs.iter().find(|placed| placed.stub.wanted.id == id).map(|placed| placed.place);
    let order = Order { headings, place_of: &place_of };
    let setting = Setting {
        runtime: "spec_runtime".to_owned(),
        async_test: None,
        has_proptest: false,
        header: "The acceptance criteria of `accounts` as tests.".to_owned(),
    };
    let missing: Vec<_> = stubs
        .iter()
        .filter(|placed| !existing.contains(&format!("(\"{}\")", placed.stub.wanted.id)))
        .cloned()
        .collect();
    splice(existing, &missing, &order, &setting)
}

const ACCOUNTS: &str = "\
## REQ-3: Register

1. WHEN a visitor registers THEN the system SHALL answer `201 Created`
2. WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms

## REQ-4: Sign in

1. The system SHALL accept passwords of at least 8 characters for any user
";

#[test]
fn a_new_file_has_a_stub_for_each_criterion() {
    insta::assert_snapshot!(spliced(ACCOUNTS, "").expect("it is spliced").text);
}
