//! Runs tests for whoever reads through a pipe: what is wrong alone, in few bytes.

use crate::test_crate::{Answer, TestCrate, target};

/// So many criteria have a stub.
const STUBS: usize = 30;

fn shop(name: &str) -> TestCrate {
    let rest = "and shows everything that the visitor has asked for, in the language of the visitor, at once";
    let criteria =
        (1..=STUBS + 2).map(|number| format!("{number}. THE shop SHALL keep rule {number} {rest}\n"));
    let document =
        format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{}", criteria.collect::<String>());
    let head = "#[test]\n#[spec_runtime::spec(\"REQ-1.";
    let stubs = (3..=STUBS + 2)
        .map(|number| format!("{head}{number}\")]\nfn rule_{number}() {{\n    spec_runtime::pending!(\"REQ-1.{number}\");\n}}\n\n"));
    let tests = format!(
        "{head}1\")]\nfn passes() {{}}\n\n{head}2\")]\nfn fails() {{\n    assert_eq!(1 + 1, 3, \"the sum\");\n}}\n\n{}",
        stubs.collect::<String>()
    );
    TestCrate::package(name, &[("requirements.md", &*document), ("tests/rules.rs", &*tests)])
}

/// Runs a verb through a pipe, without the width of a terminal.
fn piped(place: &TestCrate, arguments: &str) -> Answer {
    let mut command = place.command();
    let command = place.prepared(&mut command, &target()).arg("spec").args(arguments.split_whitespace());
    place.answer(command.env_remove("COLUMNS"))
}

#[test]
fn through_a_pipe_only_what_is_wrong_is_shown_in_at_most_two_kilobytes() {
    let place = shop("piped-all");
    // The compiled code is not what the tests say.
    piped(&place, "test --runner cargo");
    let answer = piped(&place, "test --runner cargo").exits(1);
    let mut lines = answer.out.lines();
    assert!(
        lines
            .next()
            .is_some_and(|line| line.starts_with("failing  REQ-1.2  THE shop SHALL keep rule 2 and shows"))
    );
    assert_eq!(lines.next(), Some("  tests/rules.rs:8:5  fails: assertion `left == right` failed: the sum"));
    assert!(answer.out.len() <= 2000, "{} bytes: {}", answer.out.len(), answer.out);
    answer
        .says("at once\n")
        .says(" more: `-v` shows all")
        .says("1 failing, 30 stub")
        .says("Next: ")
        .says_nothing_of("REQ-1.1 ");
    assert!(piped(&place, "test --runner cargo -v").exits(1).out.len() > 2000);
}

#[test]
fn the_tests_of_one_criterion_are_run_alone() {
    let place = shop("piped-one");
    piped(&place, "test 1.1 --runner cargo")
        .succeeds()
        .says("1 criterion: 1 passing")
        .says_nothing_of("REQ-1.2");
    piped(&place, "test REQ-1.2 --runner cargo")
        .exits(1)
        .says("tests/rules.rs:8:5")
        .says_nothing_of("REQ-1.3");
    piped(&place, "test 1.9999 --runner cargo").exits(2).says("no document defines `1.9999`");
    let json = piped(&place, "test 1.2 --runner cargo --format json").exits(1);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(
        json["criteria"][0]["tests"][0]["panic"],
        "tests/rules.rs:8:5: assertion `left == right` failed: the sum"
    );
    assert!(json["next"].as_str().is_some_and(|next| next.contains("fix what fails")), "{json}");
    let below = piped(&place, "test 1.1 1.2 --below passing --runner cargo --format json").exits(1);
    let below: serde_json::Value = serde_json::from_str(&below.out).expect("it is JSON");
    assert_eq!(below["criteria"].as_array().map(Vec::len), Some(1));
    assert_eq!(below["criteria"][0]["id"], "REQ-1.2");
}
