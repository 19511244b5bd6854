//! `cargo spec check --fix` and its dry run.

use std::fs;

use crate::{ACCOUNTS, TestCrate};

/// A criterion was inserted before two that were accepted, so that two links name other numbers.
fn renumbered() -> TestCrate {
    let tests: String = (1..=2)
        .map(|at| format!("#[test]\n#[spec_runtime::spec(\"REQ-1.{at}\")]\nfn test_{at}() {{ assert_eq!(answer({at}), {at}); }}\n"))
        .collect();
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS), ("tests/accounts.rs", &tests)]);
    assert_eq!(place.run("accept --all").code, Some(0));
    let first = "1. WHEN a visitor comes THEN the system SHALL answer `200 OK`\n";
    let at = ACCOUNTS.find("1. ").expect("a criterion");
    let longer = ACCOUNTS.replace("\n2. ", "\n3. ").replace("\n1. ", "\n2. ");
    let longer = format!("{}{first}{}", &longer[..at], &longer[at..]);
    fs::write(place.path("requirements.md"), longer).expect("it is written");
    place
}

/// The files that a dry run names, with what they would hold.
fn drafted(place: &TestCrate) -> Vec<(String, String)> {
    let json = place.run("check --fix --dry-run --format json").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let files = json["files"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let known = |path: String| {
        let known = ["tests/accounts.rs", "spec.lock"].into_iter().find(|known| path.ends_with(known));
        known.unwrap_or_else(|| panic!("{path} is not to be written")).to_owned()
    };
    files.map(|file| (known(text(&file["path"])), text(&file["after"]))).collect()
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let place = renumbered();
    let read = |path: &str| fs::read_to_string(place.path(path)).expect("it is there");
    let before = (read("tests/accounts.rs"), read("spec.lock"));
    let answer = place.run("check --fix --dry-run");
    assert_eq!(answer.code, Some(1), "{answer:?}");
    for line in [
        "--- a/tests/accounts.rs",
        "+++ b/tests/accounts.rs",
        "-#[spec_runtime::spec(\"REQ-1.1\")]",
        "+#[spec_runtime::spec(\"REQ-1.3\")]",
        "--- a/spec.lock",
    ] {
        assert!(answer.out.lines().any(|shown| shown == line), "{line}: {answer:?}");
    }
    assert_eq!((read("tests/accounts.rs"), read("spec.lock")), before);
}

#[test]
fn what_a_dry_run_shows_is_what_is_written() {
    let place = renumbered();
    let drafted = drafted(&place);
    assert_eq!(drafted.len(), 2, "{drafted:?}");
    place.run("check --fix");
    for (path, after) in drafted {
        assert_eq!(fs::read_to_string(place.path(&path)).expect("it is there"), after, "{path}");
    }
    let again = place.run("check --fix --dry-run");
    assert_eq!((again.code, again.out.as_str()), (Some(1), ""), "the first criterion has no test");
    assert_eq!(again.err, "nothing to fix: `cargo spec check` shows the errors that are left\n");
}

#[test]
fn what_left_the_baseline_is_in_the_diff() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    assert_eq!(place.run("baseline").code, Some(0));
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn one() { assert_eq!(answer(1), 1); }\n";
    fs::create_dir_all(place.path("tests")).expect("it is made");
    fs::write(place.path("tests/accounts.rs"), test).expect("it is written");
    let drafted = drafted(&place);
    assert_eq!(drafted.len(), 1, "{drafted:?}");
    place.run("check --fix");
    assert_eq!(fs::read_to_string(place.path(&drafted[0].0)).expect("it is there"), drafted[0].1);
}

#[test]
fn only_the_packages_that_are_named_are_fixed() {
    let first = "- REQ-1: the shop SHALL open\n- REQ-2: the shop SHALL close\n";
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-2\")]\nfn two() { assert_eq!(answer(2), 2); }\n";
    let manifest =
        |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"other\"]\nresolver = \"3\"\n"),
        ("one/Cargo.toml", &manifest("one")),
        ("one/src/lib.rs", test),
        ("one/requirements.md", first),
        ("other/Cargo.toml", &manifest("other")),
        ("other/src/lib.rs", test),
        ("other/requirements.md", first),
    ]);
    // A criterion without a test is not accepted.
    assert_eq!(place.run("accept --all").code, Some(1));
    for package in ["one", "other"] {
        let second =
            "- REQ-1: the shop SHALL open\n- REQ-2: the shop SHALL greet\n- REQ-3: the shop SHALL close\n";
        fs::write(place.path(&format!("{package}/requirements.md")), second).expect("it is written");
    }
    let links =
        || ["one", "other"].map(|package| place.read(&format!("{package}/src/lib.rs")).contains("REQ-3"));
    let shown = place.run("check --fix --dry-run -p one").out;
    assert!(shown.contains("b/one/src/lib.rs") && !shown.contains("b/other/src/lib.rs"), "{shown}");
    assert_eq!(place.run("check --fix -p nobody").code, Some(2));
    let answer = place.run("check --fix -p one");
    assert_eq!(links(), [true, false], "{answer:?}");
    place.run("check --fix --workspace --exclude one");
    assert_eq!(links(), [true, true]);
}

#[test]
fn a_dry_run_names_the_fixes_that_a_person_has_to_choose() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.9\")]\nfn one() { assert_eq!(answer(1), 1); }\n";
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS), ("tests/accounts.rs", test)]);
    let choices = |err: &str| -> Vec<_> {
        err.lines().filter(|line| line.contains("choose")).map(str::to_owned).collect()
    };
    let dry = place.run("check --fix --dry-run");
    assert_eq!((dry.code, &*dry.out), (Some(1), ""), "{dry:?}");
    assert_eq!(choices(&dry.err).len(), 1, "{dry:?}");
    assert_eq!(choices(&dry.err), choices(&place.run("check --fix").err));
}

#[test]
fn a_form_that_has_no_diff_is_refused() {
    let place = renumbered();
    for form in ["sarif", "github"] {
        let answer = place.run(&format!("check --fix --dry-run --format {form}"));
        assert_eq!((answer.code, &*answer.out), (Some(2), ""), "{answer:?}");
        assert!(answer.err.contains(form) && answer.err.contains("--format json"), "{answer:?}");
    }
}

#[test]
fn a_dry_run_without_fix_is_refused() {
    assert_eq!(TestCrate::package(&[("requirements.md", ACCOUNTS)]).run("check --dry-run").code, Some(2));
}

#[test]
fn what_a_person_has_to_decide_is_listed_and_left() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.7\")]\nfn one() { assert_eq!(answer(1), 1); }\n";
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS), ("tests/accounts.rs", test)]);
    let answer = place.run("check --fix");
    assert_eq!(answer.code, Some(1), "{answer:?}");
    assert!(answer.err.contains("choose  tests/accounts.rs:2  orphan: name `REQ-1."), "{answer:?}");
    assert_eq!(fs::read_to_string(place.path("tests/accounts.rs")).expect("it is there"), test);
}

#[test]
fn the_findings_carry_what_fix_writes() {
    let place = renumbered();
    let json = place.run("check --format json").out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let findings = json["diagnostics"].as_array().expect("a list");
    let moved = findings.iter().find(|finding| finding["code"] == "criterion-moved").expect("a move");
    let fix = &moved["fixes"][0];
    assert_eq!(fix["applicability"], "safe");
    let edits = fix["edits"].as_array().expect("a list");
    assert!(edits.iter().any(|edit| edit["replacement"] == "\"REQ-1.3\""), "{fix}");
    let sarif = place.run("check --format sarif").out;
    assert!(sarif.contains("\"applicability\":\"safe\""), "{sarif}");
}

#[test]
fn nothing_is_fixed_while_something_may_be_hidden() {
    let place = renumbered();
    fs::write(place.path("tests/broken.rs"), "#[spec(\"REQ-1.1\")] fn f() { \"").expect("it is written");
    let read = |path: &str| fs::read_to_string(place.path(path)).expect("it is there");
    let before = (read("tests/accounts.rs"), read("spec.lock"));
    let answer = place.run("check --fix");
    assert!(answer.err.contains("nothing was fixed: not everything could be read"), "{answer:?}");
    assert_eq!((read("tests/accounts.rs"), read("spec.lock")), before);
}

#[test]
fn links_alone_are_rewritten_for_who_may_not_change_the_lock() {
    let place = renumbered();
    let others = |place: &TestCrate| -> Vec<_> {
        let is_rust = |path: &std::path::Path| path.extension().is_some_and(|extension| extension == "rs");
        let files = place.files().into_iter().filter(|(path, _, _)| !is_rust(path));
        files.map(|(path, bytes, _)| (path, bytes)).collect()
    };
    let before = (others(&place), place.files());
    let next = |place: &TestCrate| place.run("next").out;
    assert!(next(&place).contains("Next: `cargo spec check --fix --links`"), "{}", next(&place));
    let dry = place.run("check --fix --links --dry-run");
    assert_eq!((dry.code, place.files()), (Some(1), before.1.clone()), "{dry:?}");
    assert!(dry.out.contains("+++ b/tests/accounts.rs") && !dry.out.contains("spec.lock"), "{dry:?}");
    let answer = place.run("check --fix --links");
    assert!(answer.err.contains("fixed  tests/accounts.rs"), "{answer:?}");
    assert!(answer.out.contains("an agent asks a person to run it"), "{answer:?}");
    assert_eq!(others(&place), before.0);
    let linked = place.files();
    assert_ne!(linked, before.1);
    let dry = place.run("check --fix --links --dry-run");
    assert_eq!(dry.out, "", "{dry:?}");
    // A second run has nothing to do: the numbers are not moved twice.
    place.run("check --fix --links");
    assert_eq!(place.files(), linked);
    assert!(!next(&place).contains("--links"), "{}", next(&place));
    // A person's run brings the lock after.
    place.run("check --fix");
    let whole = place.files();
    assert!(!place.run("check").out.contains("criterion-moved"));
    let direct = renumbered();
    direct.run("check --fix");
    assert_eq!(
        whole.iter().map(|(_, bytes, _)| bytes).collect::<Vec<_>>(),
        direct.files().iter().map(|(_, bytes, _)| bytes).collect::<Vec<_>>()
    );
}
