//! Compares the JSON that programs read with its documentation, key by key.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::verify::{commit, git, repository, write};
use crate::{ACCOUNTS, MANIFEST, TestCrate};

/// The paths of all that is no object: `documents[].path`. An empty array is one of its items.
fn paths(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                paths(value, &at, found);
            }
        }
        Value::Array(values) if !values.is_empty() => {
            values.iter().for_each(|value| paths(value, &format!("{at}[]"), found));
        }
        Value::Array(_) => _ = found.insert(format!("{at}[]")),
        _ => _ = found.insert(at.to_owned()),
    }
}

/// The paths that a section of the documentation lists, with those of the section that a row refers to.
fn documented(section: &str) -> BTreeSet<String> {
    let page = include_str!("../../../docs/json.md");
    let is_meant = |part: &&str| part.lines().next().is_some_and(|title| title.replace('`', "") == section);
    let section = page.split("\n## ").find(is_meant).expect("the section is there");
    let mut paths = BTreeSet::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.trim_matches('|').split(" | ");
        let (keys, meaning) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let mut parent = String::new();
        for key in keys.split(", ").map(|key| key.trim().trim_matches('`')) {
            let path = match key.strip_prefix('.') {
                Some(beside) => format!("{parent}{beside}"),
                None => key.to_owned(),
            };
            parent = path.rsplit_once('.').map(|(parent, _)| format!("{parent}.")).unwrap_or_default();
            match meaning.split_once("](#").and_then(|(_, rest)| rest.split_once(')')) {
                Some((referred, _)) => {
                    let title = format!("{}{}", referred[..1].to_uppercase(), &referred[1..]);
                    paths.extend(documented(&title).iter().map(|below| format!("{path}.{below}")));
                }
                None => _ = paths.insert(path),
            }
        }
    }
    paths
}

const WAIVER: &str = "[waive]\n\"REQ-1.2\" = { by = \"analysis\", reason = \"it follows\" }\n";

const TASKS: &str = "# Implementation Plan\n\n- [x] 1. Register\n  - _Requirements: 1.1, 1.2_\n";

const DESIGN: &str = "# Design Document\n\n## Register\n\nThe store keeps accounts (Requirement 1.1).\n\n\
    ## Correctness Properties\n\n### Property 1: Once\n\n*For any* address, one account.\n\n**Validates: Requirements 1.1**\n";

/// A lock with a baseline.
fn lock(baseline: &str) -> String {
    format!("# A baseline\nversion 1\n\n[]\n{baseline}\n# end\n")
}

/// Checks that the output of the runs, all together, has exactly the keys that the documentation lists.
fn check(section: &str, place: &TestCrate, runs: &[&str]) {
    check_but(section, place, runs, &[]);
}

/// The same, but for what is below arrays that are always empty.
fn check_but(section: &str, place: &TestCrate, runs: &[&str], empty: &[&str]) {
    let mut found = BTreeSet::new();
    for arguments in runs {
        let answer = place.run(&format!("{arguments} --format json"));
        let json = serde_json::from_str(&answer.out).expect("it is JSON");
        paths(&json, "", &mut found);
    }
    let expect = &documented(section) | &documented("Every object");
    // A value that is `null` or empty in one run has keys in another.
    let is_known = |path: &&String| {
        let inside = |documented: &String| {
            documented
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        expect.iter().any(inside)
    };
    let unknown: Vec<_> = found.iter().filter(|path| !is_known(path)).collect();
    assert!(unknown.is_empty(), "docs/json.md says nothing about {unknown:?} of `{section}`");
    let is_below =
        |path: &String| empty.iter().any(|array| path.starts_with(array) && found.contains(*array));
    let missing: Vec<_> = expect.difference(&found).filter(|path| !is_below(path)).collect();
    assert!(missing.is_empty(), "docs/json.md tells of {missing:?}, which `{section}` does not print");
}

#[test]
fn what_is_printed_is_what_is_documented() {
    let again = "\n### Requirement 1: Again\n";
    let twice = format!("{ACCOUNTS}   - a point\n{again}{again}");
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn registers() {}\n";
    // One of two findings that are alike is known, and one that is no more.
    let lock = lock("strict\tother\nknown\trequirements.md\tduplicate-id\t1\nknown\tgone.md\torphan\t1\n");
    let place = TestCrate::package(&[
        ("requirements.md", &twice),
        ("tests/registers.rs", test),
        ("spec.lock", &lock),
    ]);
    check_but("check", &place, &["check"], &["known[].fixes[]"]);
    check("init", &place, &["init --dry-run --git https://example.org/spec"]);
    check("Errors", &place, &["show nothing"]);
    // A finding about several places exists in documents only: an error of `spec.toml` has none.
    std::fs::write(place.path("spec.toml"), format!("dialect = \"kir\"\n{WAIVER}")).expect("it is written");
    check_but("list", &place, &["list"], &["diagnostics[].fixes[]"]);
    std::fs::write(place.path("tasks.md"), TASKS).expect("it is written");
    std::fs::write(place.path("design.md"), DESIGN).expect("it is written");
    check_but(
        "show",
        &place,
        &["show REQ-1"],
        &["diagnostics[].related[]", "diagnostics[].fixes[]", "links_of_removed[]"],
    );
    let runs = ["", " --grow", " --strict requirements"].map(|more| format!("baseline --dry-run{more}"));
    let runs = runs.each_ref().map(String::as_str);
    check_but("baseline", &place, &runs, &["others[].related[]", "others[].fixes[]"]);
}

#[test]
fn what_gen_prints_is_what_is_documented() {
    let place =
        TestCrate::package(&[("Cargo.toml", MANIFEST), ("requirements.md", ACCOUNTS), (".git/HEAD", "")]);
    assert_eq!(place.run("gen").code, Some(0));
    let write = |path: &str, text: &str| std::fs::write(place.path(path), text).expect("it is written");
    // One criterion is new, of two the stubs are left; somebody has worked on the second.
    let document = ACCOUNTS.replace("Requirement 1:", "Requirement 2:");
    write("requirements.md", &document);
    let stubs = place.read("tests/spec/requirements.rs");
    write("tests/spec/requirements.rs", &stubs.replace("// When: the address is taken", "// When: it is"));
    check("gen", &place, &["gen --prune --dry-run"]);
}

#[test]
fn what_report_prints_is_what_is_documented() {
    let place = TestCrate::package(&[
        ("requirements.md", &format!("{ACCOUNTS}3. THE system SHALL rest\n")),
        ("spec.lock", &lock("known\trequirements/REQ-1.3\tuntested\t1\n")),
        ("spec.toml", WAIVER),
        ("tasks.md", TASKS),
        ("design.md", DESIGN),
        ("src/lib.rs", "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn register() {}\n"),
        (
            "tests/registers.rs",
            "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn fails() {}\n\
             #[test]\n#[spec_runtime::spec(\"REQ-1.2\")]\nfn passes() {}\n",
        ),
        (
            "evidence/a.spec-evidence",
            "spec-evidence\t2\t7\tmany\tx\n\
             site\t1\t1:22 src/lib.rs\\t\nsite\t2\t2:22 tests/registers.rs\\t\nsite\t3\t5:22 tests/registers.rs\\t\n\
             began\t1\t2\tfails\nended\t1\tpanicked\nbegan\t2\t3\tpasses\nran\t2\t1\nended\t2\treturned\n",
        ),
    ]);
    // Unnoticed changes are known only of programs that were built.
    check_but(
        "test and report",
        &place,
        &["report --evidence evidence"],
        &[
            "criteria[].missed[]",
            "known[].related[]",
            "known[].fixes[]",
            "diagnostics[].fixes[]",
            "size.untouched",
            "size.silent_sections[]",
        ],
    );
}

#[test]
fn what_review_prints_is_what_is_documented() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn registers() {\n    assert_eq!(one(), 1);\n}\nfn one() -> i32 { 1 }\n";
    let place = TestCrate::package(&[
        ("Cargo.toml", MANIFEST),
        ("requirements.md", ACCOUNTS),
        ("tests/registers.rs", test),
    ]);
    assert_eq!(place.run("accept REQ-1 --force").code, Some(0));
    let write = |path: &str, text: &str| std::fs::write(place.path(path), text).expect("it is written");
    write("requirements.md", &ACCOUNTS.replace("SHALL answer `201", "MAY answer `201"));
    write("tests/registers.rs", &test.replace("assert_eq!(one(), 1)", "one()"));
    check("review", &place, &["review"]);
}

#[test]
fn what_tasks_tick_prints_is_what_is_documented() {
    let list = "- [x] 1. Store\n  - [x] 1.1 Keep\n    - _Requirements: 1.1_\n";
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/tasks.md", list),
    ]);
    check("tasks tick", &place, &["tasks tick --proven --dry-run"]);
}

#[test]
fn what_tasks_verify_prints_is_what_is_documented() {
    let place = repository();
    let text: String = (0..30).map(|line| format!("// {line}\n")).collect();
    write(&place, "src/store.rs", &text);
    write(&place, "src/lib.rs", &text);
    commit(&place);
    for (name, line) in [("one", "// 2\n"), ("other", "// 27\n")] {
        git(&place, &["switch", "--quiet", "--create", name, "main"]);
        write(&place, "src/store.rs", &text.replace(line, "// changed\n"));
        write(&place, "src/lib.rs", &text.replace(line, "// changed\n"));
        commit(&place);
    }
    let runs = ["tasks verify 1", "tasks verify 2 --base main", "tasks verify --branches one other"];
    check_but("tasks verify", &place, &runs, &["contended[].tasks[]"]);
}

#[test]
fn what_next_prints_is_what_is_documented() {
    let linked = "#[spec_runtime::spec(\"REQ-1.1\")]\n";
    let test = format!("#[test]\n{linked}fn registers() {{\n    assert_eq!(shop::register(), 1);\n}}\n");
    let document = format!("# Requirements\n\n## Glossary\n\n- **Visitor**: a person\n{}", &ACCOUNTS[14..]);
    let place = TestCrate::package(&[
        ("Cargo.toml", MANIFEST),
        ("requirements.md", &document),
        ("src/lib.rs", &format!("{linked}pub fn register() -> u8 {{\n    1\n}}\n")),
        ("tests/registers.rs", &test),
        ("tasks.md", TASKS),
    ]);
    assert_eq!(place.run("accept REQ-1 --force").code, Some(0));
    let changed = document.replace("201 Created", "202 Accepted");
    std::fs::write(place.path("requirements.md"), changed).expect("it is written");
    check("next", &place, &["next"]);
}
