//! `cargo spec check`.

use std::path::PathBuf;

use serde_json::Value;

use crate::{ACCOUNTS, TestCrate, answer};

#[test]
fn a_package_without_documents_has_nothing_to_read_whatever_the_others_have() {
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/requirements.md", ACCOUNTS),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
    ]);
    let check = |arguments: &str, code: i32| {
        let answer = place.run(arguments);
        let says_so = answer.err.contains("there is nothing to read");
        assert_eq!((answer.code, says_so), (Some(code), code == 2), "{arguments}: {answer:?}");
    };
    check("check", 1);
    check("check -p a", 1);
    check("check -p b", 2);
    check("check -p a -p b", 1);
    check("list -p b", 2);
}

/// Two criteria of which one is tested, and a baseline that lists both, and a file that is gone.
fn stale() -> TestCrate {
    let lock = "# What people have accepted. Kept by `cargo spec accept`, not by hand.\nversion 1\n\n[]\n\
                known\tgone.md\torphan\t1\nknown\trequirements/REQ-1.1\tuntested\t1\n\
                known\trequirements/REQ-1.2\tuntested\t1\n\n# end\n";
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn registers() {}\n";
    TestCrate::package(&[
        ("requirements.md", ACCOUNTS),
        ("tests/registers.rs", test),
        ("spec.lock", lock),
        (".git/HEAD", ""),
    ])
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let place = stale();
    let before = place.files();
    for arguments in
        ["check", "check -v", "check --format json", "check --format sarif", "check --format github"]
    {
        for variable in [None, Some(("CI", "true")), Some(("CI", "false"))] {
            let mut command = place.command(arguments.split(' '));
            let answer = answer(command.env_remove("CI").envs(variable), &place.path(""));
            assert_eq!(answer.code, Some(0), "{answer:?}");
            assert!(answer.out.contains("baseline-stale"), "{answer:?}");
            assert_eq!(place.files(), before, "{arguments} {variable:?}");
        }
    }
    let fixed = place.run("check --fix");
    assert_eq!(fixed.code, Some(0), "{fixed:?}");
    assert!(
        !fixed.out.contains("baseline-stale")
            && fixed.err.contains("take `untested` of requirements/REQ-1.1 out"),
        "{fixed:?}"
    );
    let lock = place.read("spec.lock");
    assert!(
        lock.contains("REQ-1.2\tuntested")
            && !lock.contains("REQ-1.1\tuntested")
            && !lock.contains("gone.md"),
        "{lock}"
    );
    assert!(!place.run("check").out.contains("baseline-stale"));
}

#[test]
fn findings_are_annotations_and_sarif_as_those_of_a_report_are() {
    let place = TestCrate::package(&[
        ("requirements.md", ACCOUNTS),
        ("src/lib.rs", "#[spec(\"REQ-9\")]\nfn f() {}\n"),
        (".git/HEAD", ""),
    ]);
    let github = place.run("check --format github");
    assert_eq!(github.code, Some(1), "{github:?}");
    let lines: Vec<_> = github.out.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("::error file=src/lib.rs,line=1,")), "{github:?}");
    assert!(lines.iter().any(|line| line.starts_with("::error file=requirements.md,line=")), "{github:?}");
    assert_eq!(lines.last(), Some(&"::notice title=cargo spec::2 criteria: 2 untested; 3 errors"));
    let sarif = place.run("check --format sarif");
    assert_eq!(sarif.code, Some(1), "{sarif:?}");
    let log: Value = serde_json::from_str(&sarif.out).expect("it is JSON");
    let results = log["runs"][0]["results"].as_array().expect("they are a list");
    let uri = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        PathBuf::from(place.as_str().expect("each has a place"))
    };
    assert_eq!(results.len(), 3);
    assert!(results.iter().map(uri).all(|path| path.is_relative() && place.path("").join(path).is_file()));
}

#[test]
fn a_package_is_left_out_with_what_concerns_it() {
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("a/requirements.md", ACCOUNTS),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
        ("b/requirements.md", &ACCOUNTS.replace("1. WHEN", "1. Whenever")),
    ]);
    let printed = |arguments: &str| {
        let answer = place.run(arguments);
        assert_eq!(answer.code, Some(1), "{answer:?}");
        ["a/requirements.md", "b/requirements.md"].map(|path| answer.out.contains(path))
    };
    assert_eq!(printed("check"), [true, true]);
    assert_eq!(printed("check --workspace --exclude b"), [true, false]);
    assert_eq!(printed("check --workspace --exclude=a"), [false, true]);
    let alone = place.run("check --exclude b");
    assert!(alone.code == Some(2) && alone.err.contains("--workspace"), "{alone:?}");
    let unknown = place.run("check --workspace --exclude c");
    assert!(unknown.code == Some(2) && unknown.err.contains("the members are `a`, `b`"), "{unknown:?}");
}

#[test]
fn what_is_not_set_up_yet_is_reported_to_set_it_up_first() {
    let document = ("requirements.md", "- REQ-1: The shop SHALL greet.\n");
    let alone = TestCrate::package(&[document]);
    let member = |name: &str| format!("[package]\nname = \"{name}\"\n");
    let several = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        document,
        ("a/Cargo.toml", &member("a")),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", &member("b")),
        ("b/src/lib.rs", ""),
    ]);
    for (place, command) in [(&alone, "init"), (&several, "init -p NAME")] {
        let answer = place.run("check");
        let next = format!("Next: `cargo spec {command}` adds the dependency");
        assert!(answer.out.contains(&next), "{answer:?}");
    }
    alone.run("init --git https://example.org/spec");
    assert!(alone.run("check").out.contains("Next: `cargo spec gen`"), "{:?}", alone.run("check"));
}
