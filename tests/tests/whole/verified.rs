//! `cargo spec tasks tick` and `tasks verify` where tests really run.

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const SPEC: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL round\n2. THE shop SHALL add\n3. THE shop SHALL greet\n";

const LIST: &str = "# Plan\r\n\r\n- [ ] 1. Money\r\n  - [-] 1.1 Round in `src/round.rs`\r\n    - _Requirements: 1.1_\r\n  - [ ] 1.2 Add in `src/add.rs`\r\n    - _Requirements: 1.2_\r\n- [x] 2. Greet in `src/greet.rs`\r\n  - _Requirements: 1.3_\r\n";

const ROUND: &str =
    "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn round(price: u32) -> u32 {\n    price / 5 * 5\n}\n";

fn test(id: &str, name: &str, body: &str) -> String {
    format!("#[test]\n#[spec_runtime::spec(\"{id}\")]\nfn {name}() {{\n    {body}\n}}\n\n")
}

/// A shop whose task 1.1 was done at the first commit, and whose task 1.2 was done after it.
fn shop(name: &str) -> (TestCrate, Repository) {
    let rounds = test("REQ-1.1", "rounds", "assert_eq!(shop::round::round(7), 5);");
    let place = TestCrate::package(
        name,
        &[
            (".kiro/specs/shop/requirements.md", SPEC),
            (".kiro/specs/shop/tasks.md", LIST),
            ("src/lib.rs", "pub mod add;\npub mod round;\n"),
            ("src/add.rs", "pub fn add(one: u32, _other: u32) -> u32 {\n    one\n}\n"),
            ("src/round.rs", ROUND),
            ("tests/rules.rs", &rounds),
            (".gitignore", "target\n"),
        ],
    );
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    place.write(
        "src/add.rs",
        "#[spec_runtime::spec(\"REQ-1.2\")]\npub fn add(one: u32, other: u32) -> u32 {\n    one + other\n}\n",
    );
    place.write("tests/rules.rs", rounds + &test("REQ-1.2", "adds", "assert_eq!(shop::add::add(5, 2), 7);"));
    (place, repository)
}

/// The problems with a task, each in a line.
#[track_caller]
fn check(answer: &Answer, expect: &[&str]) {
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed));
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let problems = json["problems"].as_array().expect("problems").iter();
    let found: Vec<_> =
        problems.map(|problem| format!("{} {}", text(&problem["what"]), text(&problem["subject"]))).collect();
    assert_eq!(found, expect, "{}", answer.printed);
    assert_eq!(answer.code, Some(i32::from(!expect.is_empty())), "{}", answer.printed);
}

#[test]
fn a_box_is_ticked_by_what_a_run_has_shown_and_a_task_is_verified_by_its_own_tests() {
    let (place, _repository) = shop("tasks-verified");
    let verify =
        |task: &str| place.spec(&format!("tasks verify {task} --base main --runner cargo --format json"));
    check(&verify("1.2"), &[]);
    place
        .spec("tasks verify 1.2 --runner cargo")
        .succeeds()
        .says("is done, and its box is open")
        .says("--base");
    // Nothing of 1.1 was done since: the file of 1.2 is none of its business.
    check(&verify("1.1"), &["file-outside src/add.rs"]);
    check(&verify("1"), &[]);
    check(
        &verify("2"),
        &[
            "criterion-below REQ-1.3",
            "file-outside src/add.rs",
            "file-outside tests/rules.rs",
            "box-ticked task 2",
        ],
    );
    // Without a run, nothing is ticked.
    place.spec("tasks tick --proven --dry-run").succeeds().says("0 boxes ticked, 1 unticked");
    place.spec("test --runner cargo");
    place.spec("tasks tick --proven").succeeds().says("3 boxes ticked, 1 unticked");
    let ticked = LIST
        .replace("[ ] 1. ", "[x] 1. ")
        .replace("[-] 1.1", "[x] 1.1")
        .replace("[ ] 1.2", "[x] 1.2")
        .replace("[x] 2. ", "[ ] 2. ");
    assert_eq!(place.read(".kiro/specs/shop/tasks.md"), ticked);
    place.spec("tasks tick --proven").succeeds().says("every box says what was measured");
    check(&verify("1.2"), &[]);
    // The results of a run of other sources tick nothing.
    place.edit("src/round.rs", "price / 5 * 5", "price");
    place.write(".kiro/specs/shop/tasks.md", LIST);
    place.spec("tasks tick --proven --dry-run").succeeds().says("0 boxes ticked, 1 unticked");
}

#[test]
fn a_new_test_that_passed_before_and_a_weaker_test_of_another_task_are_reported() {
    let (place, _repository) = shop("tasks-tampered");
    let verify =
        |task: &str| place.spec(&format!("tasks verify {task} --base main --runner cargo --format json"));
    place.edit(
        "tests/rules.rs",
        "assert_eq!(shop::add::add(5, 2), 7);",
        "assert!(shop::add::add(5, 0) == 5);",
    );
    check(&verify("1.2"), &["test-never-failed `adds` in tests/rules.rs"]);
    place.edit(
        "tests/rules.rs",
        "assert!(shop::add::add(5, 0) == 5);",
        "assert_eq!(shop::add::add(5, 2), 8);",
    );
    check(&verify("1.2"), &["criterion-below REQ-1.2"]);
    place.edit(
        "tests/rules.rs",
        "assert_eq!(shop::add::add(5, 2), 8);",
        "assert_eq!(shop::add::add(5, 2), 7);",
    );
    place.edit("tests/rules.rs", "assert_eq!(shop::round::round(7), 5);", "let _ = shop::round::round(7);");
    check(&verify("1.2"), &["test-weakened `rounds` in tests/rules.rs (shop/REQ-1.1)"]);
}
