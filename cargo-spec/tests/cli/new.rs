//! `cargo spec new`.

use crate::{Answer, TestCrate, answer, indented};

/// Runs `new` with a criterion, and with other arguments, which are separated by spaces.
fn new(place: &TestCrate, criterion: &str, others: &str) -> Answer {
    let arguments = ["new", criterion].into_iter().chain(others.split_whitespace());
    answer(&mut place.command(arguments), place.path("x").parent().expect("a folder"))
}

#[test]
fn a_line_is_written_into_the_only_document_and_a_first_one_is_made_where_there_is_none() {
    let place = TestCrate::package(&[]);
    let answer = new(&place, "REQ-7: THE shop SHALL close", "--dry-run");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(!place.path("requirements.md").exists(), "nothing was written");
    let answer = new(&place, "REQ-7: THE shop SHALL close", "");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    insta::assert_snapshot!(answer.out, @r"
    created  requirements.md:3  REQ-7
             + - REQ-7: THE shop SHALL close
    Next: `cargo spec init` adds the dependency on `spec-runtime` and the gate; then `cargo spec gen` writes the tests
    ");
    assert_eq!(place.read("requirements.md"), "# Requirements\n\n- REQ-7: THE shop SHALL close\n");
    let answer = new(&place, "THE shop SHALL open", "--format json");
    insta::assert_snapshot!(indented(&answer.out), @r#"
    {
      "version": 1,
      "action": "changed",
      "id": "REQ-8",
      "text": "THE shop SHALL open",
      "path": "requirements.md",
      "line": 4,
      "added": [
        "- REQ-8: THE shop SHALL open"
      ],
      "dry_run": false
    }
    "#);
    let text = place.read("requirements.md");
    assert_eq!(text, "# Requirements\n\n- REQ-7: THE shop SHALL close\n- REQ-8: THE shop SHALL open\n");
    // Once more, nothing is written.
    let answer = new(&place, "THE shop SHALL open", "");
    assert!(
        answer.code == Some(0) && answer.out.starts_with("  found  requirements.md:4  REQ-8"),
        "{answer:?}"
    );
    let answer = new(&place, "REQ-7: THE shop SHALL sing", "");
    assert_eq!(answer.code, Some(2), "{answer:?}");
    insta::assert_snapshot!(answer.err, @r"
    error: `REQ-7` is taken: requirements.md:3
    help: did you mean `REQ-9`?
    ");
    for nothing in ["REQ-9", "REQ-9:", "US1.2", "7", " "] {
        let answer = new(&place, nothing, "");
        assert!(answer.code == Some(2) && answer.err.contains("there are no words"), "{nothing}: {answer:?}");
    }
    assert_eq!(place.read("requirements.md"), text);
}

#[test]
fn of_several_documents_the_one_with_the_requirement_is_meant_or_one_is_named() {
    let kiro = "### Requirement 1: Doors\n\n#### Acceptance Criteria\n\n1. THE shop SHALL open\n";
    let other = kiro.replace("Requirement 1", "Requirement 2");
    let files = [(".kiro/specs/doors/requirements.md", kiro), (".kiro/specs/money/requirements.md", &*other)];
    let place = TestCrate::package(&files);
    let answer = new(&place, "THE shop SHALL close", "");
    assert!(answer.code == Some(2) && answer.err.contains("--feature"), "{answer:?}");
    assert_eq!(new(&place, "REQ-2.2: THE shop SHALL close", "").code, Some(0));
    assert_eq!(place.read(files[1].0), format!("{other}2. THE shop SHALL close\n"));
    assert_eq!(new(&place, "1.2: THE shop SHALL close", "--feature doors").code, Some(0));
    assert_eq!(place.read(files[0].0), format!("{kiro}2. THE shop SHALL close\n"));
    assert_eq!(new(&place, "THE shop SHALL sing", "--feature door").code, Some(2));
    // A file that is not in force stays as it is; a new one is made, if it would be in force.
    std::fs::write(place.path("notes.md"), "# Notes\n").expect("it is written");
    assert_eq!(new(&place, "THE shop SHALL sing", "--file notes.md").code, Some(2));
    assert_eq!(place.read("notes.md"), "# Notes\n");
    assert_eq!(new(&place, "THE shop SHALL sing", "--file .kiro/specs/songs/requirements.md").code, Some(0));
    assert_eq!(new(&place, "THE shop SHALL sing", "--file somewhere.md").code, Some(2));
    assert!(!place.path("somewhere.md").exists());
}

#[test]
fn a_line_and_a_test_is_a_whole_spec_of_which_check_asks_nothing_more() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1\")]\nfn closes() {}\n";
    let place = TestCrate::package(&[("tests/shop.rs", test)]);
    assert_eq!(new(&place, "THE shop SHALL close", "").code, Some(0));
    let answer = place.run("check");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(
        !["design", "tasks", "warning", "note"].iter().any(|word| answer.out.contains(word)),
        "{answer:?}"
    );
}
