//! `cargo spec next`.

use serde_json::Value;

use crate::{MANIFEST, TestCrate};

const DOCUMENT: &str = "\
# Requirements Document

## Glossary

- **Visitor**: a person without an account

### Requirement 1: Register

#### Acceptance Criteria

1. WHEN a visitor registers THEN the system SHALL answer `201 Created`
2. IF the address is taken THEN the system SHALL answer `409 Conflict`
";

const TESTS: &str = "\
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn answers_201() {
    assert_eq!(shop::register(\"a\"), 201);
}

#[test]
#[spec(\"REQ-1.2\")]
fn answers_409() {
    spec_runtime::pending!(\"REQ-1.2\");
}
";

const CODE: &str = "\
#[spec_runtime::spec(\"REQ-1.1\")]
pub fn register(_: &str) -> u16 {
    201
}
";

/// A package with a spec of two criteria.
fn shop(document: &str, tests: &str) -> TestCrate {
    TestCrate::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", CODE),
        ("tests/spec.rs", tests),
        (".kiro/specs/shop/requirements.md", document),
    ])
}

/// The tests, without a stub.
fn written() -> String {
    TESTS.replace("spec_runtime::pending!(\"REQ-1.2\");", "assert_eq!(shop::register(\"b\"), 409);")
}

/// Returns the next item, which takes at most 1 kB in both forms.
fn next(place: &TestCrate) -> (String, Value) {
    let (human, json) = (place.run("next"), place.run("next --format json"));
    for answer in [&human, &json] {
        assert_eq!((answer.code, &*answer.err), (Some(0), ""), "{answer:?}");
        assert!(answer.out.len() <= 1000, "{} bytes: {}", answer.out.len(), answer.out);
    }
    (human.out, serde_json::from_str(&json.out).expect("it is JSON"))
}

#[test]
fn a_stub_is_next_with_its_words_its_test_and_the_command_that_shows_it_done() {
    let place = shop(DOCUMENT, TESTS);
    let before = place.files();
    let (human, json) = next(&place);
    insta::assert_snapshot!(human);
    let item = &json["next"];
    assert_eq!(
        (&item["id"], &item["rung"], &item["actor"]),
        (&"REQ-1.2".into(), &"stub".into(), &"you".into())
    );
    assert_eq!(item["place"], ".kiro/specs/shop/requirements.md:12");
    assert_eq!(item["tests"][0]["place"], "tests/spec.rs:10");
    assert_eq!(item["done"], "cargo spec test REQ-1.2");
    assert_eq!(place.files(), before);
}

#[test]
fn the_entries_of_the_glossary_that_a_criterion_uses_are_with_it() {
    let untested = TESTS.replace("#[spec(\"REQ-1.1\")]\n", "").replace("pending!(\"REQ-1.2\")", "anything()");
    let (human, json) = next(&shop(DOCUMENT, &untested));
    insta::assert_snapshot!(human);
    assert_eq!(json["next"]["terms"][0]["place"], ".kiro/specs/shop/requirements.md:5");
}

#[test]
fn of_words_that_have_changed_the_old_ones_are_there_and_only_a_person_accepts_them() {
    let tests = written();
    let place = shop(DOCUMENT, &tests);
    assert_eq!(place.run("accept --all").code, Some(0));
    std::fs::write(
        place.path(".kiro/specs/shop/requirements.md"),
        DOCUMENT.replace("409 Conflict", "410 Gone"),
    )
    .expect("it is written");
    let (human, json) = next(&place);
    insta::assert_snapshot!(human);
    assert_eq!((&json["for_you"], &json["for_person"]), (&2.into(), &1.into()));
    assert!(json["next"]["before"].as_str().expect("old words").contains("409 Conflict"));
    assert!(json["next"]["now"].as_str().expect("new words").contains("410 Gone"));
    // A test was changed too: now it is a person's turn.
    std::fs::write(place.path("tests/spec.rs"), tests.replace("409);", "410);")).expect("it is written");
    let (human, json) = next(&place);
    insta::assert_snapshot!(human);
    assert_eq!(json["for_person"], 1);
}

#[test]
fn an_error_of_a_task_list_is_for_whoever_works_on_the_code() {
    let place = shop(DOCUMENT, &written());
    let (_, before) = next(&place);
    let tasks = "# Implementation Plan\n\n- [ ] 1. Register\n  - _Requirements: 9.9_\n";
    std::fs::write(place.path(".kiro/specs/shop/tasks.md"), tasks).expect("it is written");
    let (_, after) = next(&place);
    let number = |json: &Value, key: &str| json[key].as_u64().expect("a number");
    assert_eq!(number(&after, "for_you"), number(&before, "for_you") + 1, "{after}");
    assert_eq!(number(&after, "for_person"), number(&before, "for_person"), "{after}");
}

#[test]
fn what_cannot_be_read_comes_before_all_else() {
    let place = shop(DOCUMENT, &TESTS.replace("spec(\"REQ-1.2\")", "spec(\"REQ-1.9\")"));
    let (human, json) = next(&place);
    insta::assert_snapshot!(human);
    assert_eq!(json["next"]["done"], "cargo spec check");
}

#[test]
fn whatever_documents_say_the_answer_takes_at_most_a_kilobyte() {
    for word in ["Überweisung ", "登録された利用者 ", "\u{202e}\u{9b} ", "\\\" ", "::error::[[ ", "👩‍👩‍👧 "]
    {
        let long = word.repeat(700);
        let document = DOCUMENT.replace("the address", &long).replace("a person", &long);
        let (human, _) = next(&shop(&document, TESTS));
        assert!(human.contains("REQ-1.2") && human.contains("cargo spec show REQ-1.2"), "{human}");
        let place = shop(&document, &written());
        assert_eq!(place.run("accept --all").code, Some(0));
        std::fs::write(
            place.path(".kiro/specs/shop/requirements.md"),
            document.replace("409 Conflict", "410 Gone"),
        )
        .expect("it is written");
        next(&place);
    }
}

/// A list whose first task is about the second criterion.
const TASKS: &str = "\
# Implementation Plan

- [ ] 1. Refuse
  - _Requirements: 1.2_
- [ ] 2. Register
  - _Requirements: 1.1_
";

#[test]
fn of_criteria_that_are_alike_those_of_the_first_task_come_first_in_every_answer() {
    let place = shop(DOCUMENT, "");
    let first = |place: &TestCrate| {
        let (human, json) = next(place);
        let tasks: Value =
            serde_json::from_str(&place.run("tasks next --format json").out).expect("it is JSON");
        for key in ["id", "task", "step", "done"] {
            assert_eq!(tasks["next"][key], json["next"][key], "{key}: {tasks}");
        }
        (human, json["next"].clone())
    };
    let (_, without) = first(&place);
    assert_eq!((&without["id"], &without["task"]), (&"REQ-1.1".into(), &Value::Null));
    let write = |tasks: &str| {
        std::fs::write(place.path(".kiro/specs/shop/tasks.md"), tasks).expect("it is written");
    };
    write(TASKS);
    let (human, with) = first(&place);
    assert_eq!(with["id"], "REQ-1.2");
    assert_eq!(with["task"], serde_json::json!({ "place": ".kiro/specs/shop/tasks.md:3", "text": "1" }));
    assert!(human.contains("  task  .kiro/specs/shop/tasks.md:3  1\n"), "{human}");
    assert!(place.run("tasks next").out.contains("`cargo spec tasks brief 1`"));
    // A task that waits comes behind those that can be begun.
    write(&TASKS.replace("1. Refuse\n", "1. Refuse\n  - _Depends: 2_\n"));
    let (_, waits) = first(&place);
    assert_eq!((&waits["id"], &waits["task"]["text"]), (&"REQ-1.1".into(), &"2".into()));
}

#[test]
fn an_error_takes_at_most_a_kilobyte() {
    let place = shop(DOCUMENT, TESTS);
    for name in ["x".repeat(5000), "\u{202e}注\"".repeat(500)] {
        for form in ["human", "json"] {
            let answer = place.command(["next", "--format", form, "-p", &name]).output().expect("it runs");
            assert_eq!(answer.status.code(), Some(2), "{answer:?}");
            let length = answer.stdout.len() + answer.stderr.len();
            assert!((40..=1000).contains(&length), "{length} bytes: {answer:?}");
        }
    }
}

#[test]
fn a_question_that_a_document_leaves_open_is_for_a_person() {
    let place = shop(DOCUMENT, &written());
    let (_, before) = next(&place);
    let open = DOCUMENT.replace("`409 Conflict`", "`409 Conflict` [NEEDS CLARIFICATION: or 422?]");
    let place = shop(&open, &written());
    let (_, after) = next(&place);
    let number = |json: &Value, key: &str| json[key].as_u64().expect("a number");
    assert_eq!(number(&after, "for_person"), number(&before, "for_person") + 1, "{after}");
    assert_eq!(number(&after, "for_you"), number(&before, "for_you"), "{after}");
}
