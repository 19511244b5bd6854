//! The notes of reports on the size of documents.

use crate::merging::Repository;
use crate::test_crate::TestCrate;

/// Two criteria, of which `second` is one, and a section in which there is nothing to check.
fn document(second: &str) -> String {
    let glossary = "- **Till**: where money is\n".repeat(12);
    format!(
        "# Requirements Document\n\n## Glossary\n\n{glossary}\n## Requirements\n\n### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n\
         1. THE shop SHALL take coins\n2. {second}\n"
    )
}

const PATH: &str = ".kiro/specs/pay/requirements.md";
const TEST: &str = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\", \"REQ-1.2\")]\nfn pays() {}\n";

#[test]
fn a_report_says_once_how_large_documents_are_what_is_old_and_what_says_nothing_to_check() {
    let text = document("THE shop SHALL take cards");
    let place = TestCrate::package("size", &[(PATH, &*text), ("tests/rules.rs", TEST)]);
    place.write(".kiro/specs/pay/design.md", "x\n".repeat(79));
    let report = |form: &str| place.spec(&format!("report --format {form}"));
    let json =
        |answer: &str| serde_json::from_str::<serde_json::Value>(answer).expect("JSON")["size"].clone();
    let size = json(&report("json").out);
    let of_document = &size["documents"][0];
    assert_eq!((&of_document["lines"], &of_document["files"]), (&104.into(), &2.into()), "{size}");
    assert_eq!((&of_document["criteria"], &of_document["code_lines"]), (&2.into(), &3.into()), "{size}");
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    // The commits of these tests are of the year 2000.
    repository.git(&["commit", "--quiet", "--message=x"]);
    place.write(PATH, document("THE shop SHALL take no cards"));
    let size = json(&report("json").out);
    assert_eq!(size["untouched"][0]["id"], "REQ-1.1", "{size}");
    assert_eq!(size["untouched"].as_array().map(Vec::len), Some(1), "{size}");
    assert_eq!(size["silent_sections"][0]["title"], "Glossary", "{size}");
    assert_eq!(size["silent_sections"].as_array().map(Vec::len), Some(1), "{size}");
    for form in ["human", "markdown", "html"] {
        let printed = report(form).out.replace('\n', " ").replace("      ", "");
        for words in [
            "104 lines in 2 documents for 2 criteria, 52.0 each",
            "not changed in a year: 1 criterion",
            "Glossary",
        ] {
            assert_eq!(printed.matches(words).count(), 1, "{form}: {words}: {printed}");
        }
    }
    // Code that was there before the document is no part of its change.
    assert_eq!(size["documents"][0]["changed_lines"], 3, "{size}");
    place.write("tests/rules.rs", format!("{TEST}// 1\n// 2\n"));
    assert_eq!(json(&report("json").out)["documents"][0]["changed_lines"], 5);
    assert!(report("human").out.contains("for each line that changed"));
    // It fails nothing, and no other verb says it.
    place.spec("check").succeeds().says_nothing_of("Glossary");
}
