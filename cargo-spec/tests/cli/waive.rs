//! `[waive]` in `spec.toml`: criteria that are verified without a test.

use std::fs;
use std::process::Command;

use crate::{MANIFEST, TestCrate};

const DOCUMENT: &str = "\
# Shop

## REQ-1: Pay

- REQ-1.1: THE shop SHALL take cards
- REQ-1.2: 90 % of buyers SHALL find the till at first

## REQ-2: Look

- REQ-2.1: THE shop SHALL look tidy
- REQ-2.2: THE shop SHALL smell of bread
";

const WAIVERS: &str = "\
[waive]
\"REQ-1.2\" = { by = \"measurement\", reason = \"asked in the yearly survey\" }
REQ-2 = { by = \"inspection\", reason = \"a person looks\" }
";

const TEST: &str = "\
use spec_runtime::spec;

spec_runtime::gate!();

#[test]
#[spec(\"REQ-1.1\")]
fn takes_cards() {
    assert!(shop::takes(\"card\"));
}
";

fn shop(waivers: &str) -> TestCrate {
    TestCrate::package(&[
        ("Cargo.toml", MANIFEST),
        ("requirements.md", DOCUMENT),
        ("spec.toml", waivers),
        ("tests/spec/main.rs", TEST),
    ])
}

fn git(place: &TestCrate, arguments: &[&str]) {
    let identity = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=",
    ];
    let status = Command::new("git").args(identity).args(arguments).current_dir(place.path("")).output();
    assert!(status.expect("git runs").status.success(), "{arguments:?}");
}

#[test]
fn a_waived_criterion_needs_no_test_and_is_counted_apart() {
    let place = shop(WAIVERS);
    let answer = place.run("check");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(answer.out.contains("4 criteria: 1 tested, 3 waived"), "{answer:?}");
    let json = place.run("check --format json").out;
    assert!(json.contains("\"waived\":3") && json.contains("\"untested\":0"), "{json}");
    let listed = place.run("list").out;
    assert!(listed.contains("  REQ-1.2  measurement: asked in the yearly survey"), "{listed}");
    let shown = place.run("show REQ-1.2").out;
    assert!(shown.contains("REQ-1.2 is waived"), "{shown}");
    assert!(shown.contains("measurement: asked in the yearly survey"), "{shown}");
    assert!(place.run("show REQ-2.1 --format json").out.contains("\"by\":\"inspection\""));
}

#[test]
fn code_scanning_sees_a_waiver_as_a_suppressed_result() {
    for (waivers, expect) in [(WAIVERS, vec!["REQ-1.2", "REQ-2.1", "REQ-2.2"]), ("", vec![])] {
        let place = shop(waivers);
        for verb in ["check", "report"] {
            let log = place.run(&format!("{verb} --format sarif")).out;
            let log: serde_json::Value = serde_json::from_str(&log).expect("it is JSON");
            let results = log["runs"][0]["results"].as_array().expect("results");
            let waived = results.iter().filter(|result| !result["suppressions"].is_null());
            let waived: Vec<_> =
                waived.map(|result| result["message"]["text"].as_str().unwrap_or_default()).collect();
            assert_eq!(waived.len(), expect.len(), "{verb}: {log}");
            for (printed, id) in waived.iter().zip(&expect) {
                assert!(printed.starts_with(&format!("{id} is waived: ")), "{verb}: {printed}");
            }
        }
    }
}

#[test]
fn no_stub_is_written_for_a_waived_criterion() {
    let place = shop(WAIVERS);
    let answer = place.run("gen --check");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let place = shop("");
    assert_eq!(place.run("gen --check").code, Some(1));
}

#[test]
fn a_waiver_that_names_nothing_is_an_error() {
    for (waivers, printed) in [
        ("[waive]\n\"REQ-1.3\" = { by = \"analysis\", reason = \"x\" }\n", "no document defines `REQ-1.3`"),
        ("[waive]\npay = { by = \"analysis\", reason = \"x\" }\n", "`pay` is neither a feature nor an id"),
        (
            "[waive]\n\"REQ-1.2\" = { by = \"analysis\", reason = \"x\" }\n\"1.2\" = { by = \"analysis\", reason = \"y\" }\n",
            "`1.2` is waived twice",
        ),
    ] {
        let answer = shop(waivers).run("check");
        assert_eq!(answer.code, Some(1), "{answer:?}");
        assert!(answer.out.contains(printed), "{answer:?}");
    }
}

#[test]
fn a_test_says_more_than_a_waiver() {
    let place = shop(
        "[waive]\nREQ-1 = { by = \"analysis\", reason = \"x\" }\nREQ-2 = { by = \"analysis\", reason = \"x\" }\n",
    );
    let answer = place.run("check");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(answer.out.contains("REQ-1.1 is waived, but the test `takes_cards` verifies it"), "{answer:?}");
    assert!(answer.out.contains("1 tested, 3 waived"), "{answer:?}");
}

#[test]
fn a_waiver_is_accepted_like_text_and_reported_by_diff() {
    let place = shop("[waive]\nREQ-2 = { by = \"inspection\", reason = \"a person looks\" }\n");
    git(&place, &["init", "-q", "."]);
    let accepted = place.run("accept REQ-1.1 REQ-1.2 REQ-2.1 REQ-2.2 --force");
    assert_eq!(accepted.code, Some(0), "{accepted:?}");
    assert!(place.read("spec.lock").contains("waive\tinspection\ta person looks"));
    git(&place, &["add", "-A"]);
    git(&place, &["commit", "-q", "-m", "accept"]);

    fs::write(place.path("spec.toml"), WAIVERS).expect("it is written");
    let check = place.run("check");
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.out.contains("error[waiver-new]: the waiver of REQ-1.2 is not accepted yet"), "{check:?}");
    let diff = place.run("diff HEAD --deny waived");
    assert_eq!(diff.code, Some(1), "{diff:?}");
    assert!(diff.out.contains("1 waived"), "{diff:?}");
    assert!(place.run("diff HEAD --format json").out.contains("\"waiver-added\""));
    assert_eq!(place.run("accept REQ-1.2 --force").code, Some(0));
    let check = place.run("check");
    assert_eq!(check.code, Some(0), "{check:?}");

    let other = WAIVERS.replace("yearly", "monthly");
    fs::write(place.path("spec.toml"), &other).expect("it is written");
    assert!(place.run("check").out.contains("error[waiver-changed]"), "{other}");
    fs::write(
        place.path("spec.toml"),
        "[waive]\nREQ-2 = { by = \"inspection\", reason = \"a person looks\" }\n",
    )
    .expect("it is written");
    assert!(place.run("check").out.contains("warning[waiver-removed]"));
}

#[test]
fn a_lock_edited_by_hand_to_hold_a_waiver_is_reported() {
    let place = shop("[waive]\nREQ-2 = { by = \"inspection\", reason = \"a person looks\" }\n");
    git(&place, &["init", "-q", "."]);
    place.run("accept REQ-1.1 REQ-1.2 REQ-2.1 REQ-2.2 --force");
    git(&place, &["add", "-A"]);
    git(&place, &["commit", "-q", "-m", "accept"]);
    let lock = place.read("spec.lock").replace("a person looks", "a robot looks");
    fs::write(place.path("spec.lock"), lock).expect("it is written");
    let diff = place.run("diff HEAD --deny lock");
    assert_eq!(diff.code, Some(1), "{diff:?}");
    assert!(diff.out.contains("it holds a waiver that is in no `spec.toml`"), "{diff:?}");
}

#[test]
fn gen_says_of_a_waived_criterion_that_it_is_waived() {
    let place = shop(
        "[waive]\n\"REQ-1.2\" = { by = \"measurement\", reason = \"asked\" }\nREQ-2 = { by = \"inspection\", reason = \"seen\" }\n",
    );
    let answer = place.run("gen --check");
    assert_eq!(answer.code, Some(0));
    assert_eq!(answer.out.lines().next(), Some("Nothing to add: 1 criterion has a test; 3 are waived."));
}
