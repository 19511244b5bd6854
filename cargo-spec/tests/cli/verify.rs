//! `cargo spec tasks verify`, as far as nothing has to be built.

use std::process::Command;

use crate::{ACCOUNTS, TestCrate};

const LIST: &str = "# Plan\n\n- [ ] 1. Store in `src/store.rs`\n  - _Requirements: 1.1_\n- [x] 2. Refuse in `src/refuse.rs`\n  - _Requirements: 1.2_\n- [ ] 3. Look at it in `src/look.rs`\n";

pub(crate) fn git(place: &TestCrate, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(place.path(""))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn write(place: &TestCrate, path: &str, text: &str) {
    std::fs::write(place.path(path), text).expect("it is written");
}

pub(crate) fn commit(place: &TestCrate) {
    git(place, &["add", "--all"]);
    git(place, &["commit", "--quiet", "--message=x"]);
}

/// A package with a task list in a repository.
pub(crate) fn repository() -> TestCrate {
    let place = TestCrate::package(&[
        (".kiro/specs/accounts/requirements.md", ACCOUNTS),
        (".kiro/specs/accounts/tasks.md", LIST),
        ("src/store.rs", ""),
        ("src/other.rs", ""),
        (".gitignore", "target\n"),
    ]);
    git(&place, &["init", "--quiet", "--initial-branch=main"]);
    commit(&place);
    place
}

const RULES: &str =
    "documents = [\"*quirements.md\"]\nrequire = \"exercised\"\n[severity]\norphan = \"error\"\n";

/// Checks the problems of a task, each in a line.
#[track_caller]
fn check(place: &TestCrate, arguments: &str, expect: &[&str]) -> serde_json::Value {
    let answer = place.run(&format!("tasks verify {arguments} --format json"));
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}{}", answer.out, answer.err));
    let list = if json["problems"].is_array() { &json["problems"] } else { &json["collisions"] };
    let line = |entry: &serde_json::Value| {
        format!("{} {}", entry["what"].as_str().expect("a word"), entry["subject"].as_str().expect("a name"))
    };
    let found: Vec<_> = list.as_array().expect("a list").iter().map(line).collect();
    assert_eq!(found, expect, "{}", answer.out);
    assert_eq!(answer.code, Some(i32::from(!expect.is_empty())), "{}", answer.out);
    json
}

#[test]
fn a_criterion_without_a_test_is_reported_and_so_is_the_box() {
    let place = repository();
    check(&place, "1", &["criterion-below REQ-1.1"]);
    let json = check(&place, "accounts/2", &["criterion-below REQ-1.2", "box-ticked task 2"]);
    assert!(json["not_looked_at"][0].as_str().is_some_and(|reason| reason.contains("--base")), "{json}");
    let json = check(&place, "3", &[]);
    assert_eq!(json["is_done"], false);
    assert_eq!(place.run("tasks verify 4").code, Some(2));
    assert_eq!(place.run("tasks verify").code, Some(2));
    assert_eq!(place.run("tasks verify 3 --base nowhere").code, Some(2));
    let answer = place.run("tasks verify 2");
    insta::assert_snapshot!(answer.out, @r"
    Task 2  Refuse in `src/refuse.rs`  .kiro/specs/accounts/tasks.md:5
      untested REQ-1.2
    criterion-below REQ-1.2: it is untested, and must be passing
    box-ticked task 2: its box is ticked though that does not hold
    not looked at: files outside of the boundary, criteria and tests that ask for
      less, tests that never failed: name the revision that the task was begun at
      with `--base`
    task 2 is not done: 2 problems
    ");
}

#[test]
fn a_criterion_that_no_document_defines_keeps_a_task_from_being_done() {
    let place = repository();
    let list = "- [x] 1. Store\n  - _Requirements: 9.9_\n- [ ] 2. Later\n  - [ ] 2.1 Rest\n  - [ ] 2.2 Wake\n    - _Requirements: 8_\n";
    write(&place, ".kiro/specs/accounts/tasks.md", list);
    let json = check(&place, "1", &["criterion-undefined REQ-9.9", "box-ticked task 1"]);
    assert_eq!(json["is_done"], false);
    check(&place, "2", &["criterion-undefined REQ-8"]);
    check(&place, "2.1", &[]);
    let answer = place.run("tasks tick --proven");
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert_eq!(place.read(".kiro/specs/accounts/tasks.md"), list.replace("[x]", "[ ]"));
}

#[test]
fn what_is_touched_outside_of_the_boundary_is_reported_with_a_line_that_widens_it() {
    let place = repository();
    check(&place, "3 --base main", &[]);
    write(&place, "src/look.rs", "pub fn look() {}\n");
    write(&place, "src/lib.rs", "pub mod look;\n");
    write(&place, ".kiro/specs/accounts/tasks.md", &LIST.replace("[ ] 3", "[-] 3"));
    check(&place, "3 --base main", &[]);
    write(&place, "src/other.rs", "// New.\n");
    let json = check(&place, "3 --base main", &["file-outside src/other.rs"]);
    assert_eq!(json["widening"], "  - Files: `src/other.rs`");
    git(&place, &["switch", "--quiet", "--create", "branch"]);
    commit(&place);
    check(&place, "3 --base main...", &["file-outside src/other.rs"]);
    let widened = format!("{LIST}{}\n", json["widening"].as_str().expect("a line"));
    write(&place, ".kiro/specs/accounts/tasks.md", &widened);
    check(&place, "3 --base main", &[]);
    write(&place, "build.rs", "fn main() {}\n");
    let json = check(&place, "3 --base main", &["file-outside build.rs"]);
    write(
        &place,
        ".kiro/specs/accounts/tasks.md",
        &format!("{widened}{}\n", json["widening"].as_str().expect("a line")),
    );
    check(&place, "3 --base main", &[]);
}

#[test]
fn a_criterion_that_asks_for_less_is_reported_once() {
    let place = repository();
    let softer = ACCOUNTS.replace(
        "1. WHEN a visitor registers THEN the system SHALL",
        "1. WHEN a visitor registers THEN the system SHOULD",
    );
    write(&place, ".kiro/specs/accounts/requirements.md", &softer);
    check(&place, "3 --base main", &["criterion-softened accounts/REQ-1.1"]);
    let second = ACCOUNTS.find("2. IF").expect("it is there");
    write(&place, ".kiro/specs/accounts/requirements.md", &ACCOUNTS[..second]);
    check(&place, "3 --base main", &["criterion-removed accounts/REQ-1.2"]);
    write(&place, ".kiro/specs/accounts/requirements.md", ACCOUNTS);
    write(&place, "spec.toml", "[waive]\n\"REQ-1.1\" = { by = \"analysis\", reason = \"it follows\" }\n");
    check(&place, "3 --base main", &["waiver-added accounts/REQ-1.1"]);
    write(&place, "spec.toml", "# Nothing is asked for here.\n[gen]\nproperties = false\n");
    check(&place, "3 --base main", &["file-outside spec.toml"]);
}

#[test]
fn rules_that_were_changed_are_reported_whatever_the_boundary_is() {
    let place = TestCrate::package(&[
        ("requirements.md", ACCOUNTS),
        (
            "tasks.md",
            "- [ ] 1. Look in `src/look.rs`\n  - _Boundary: Cargo.toml, spec.toml, tests_\n- [ ] 2. Look\n",
        ),
        ("src/look.rs", ""),
        ("spec.toml", RULES),
        ("tests/spec/main.rs", "spec_runtime::gate!();\n"),
        (
            "tests/rules.rs",
            "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn rules() { assert_eq!(answer(1), 1); }\n",
        ),
    ]);
    git(&place, &["init", "--quiet", "--initial-branch=main"]);
    commit(&place);
    let manifest = place.read("Cargo.toml");
    let without = |key: &str| manifest.replacen("[package]\n", &format!("[package]\n{key} = false\n"), 1);
    let needs = format!("{manifest}[[test]]\nname = \"rules\"\nrequired-features = [\"slow\"]\n");
    let target = |name: &str, key: &str| format!("{manifest}[[test]]\nname = \"{name}\"\n{key} = false\n");
    let (gate, rules) = ("rules-changed tests/spec/main.rs", "rules-changed tests/rules.rs");
    let weaker = "test-weakened `rules` in tests/rules.rs (requirements/REQ-1.1)";
    let gone = "test-removed `rules` in tests/rules.rs (requirements/REQ-1.1)";
    for (path, text, expect) in [
        ("spec.toml", format!("# Ours.\n{}", RULES.replace(" = ", "=")), &[][..]),
        ("spec.toml", RULES.replace("exercised", "passing"), &["rules-changed spec.toml"]),
        (
            "spec.toml",
            RULES.replace("orphan = \"error\"", "untested = \"allow\""),
            &["rules-changed spec.toml"],
        ),
        ("spec.toml", RULES.replace("*quire", "re*"), &["rules-changed spec.toml"]),
        ("tests/spec/main.rs", "//! Nothing.\n".to_owned(), &[gate]),
        ("tests/spec/main.rs", "#[cfg(any())]\nspec_runtime::gate!();\n".to_owned(), &[gate]),
        ("tests/spec/main.rs", "mod more;\n\nspec_runtime::gate!(ours);\n".to_owned(), &[]),
        ("Cargo.toml", target("rules", "harness"), &[rules]),
        ("Cargo.toml", target("rules", "test"), &[rules]),
        ("Cargo.toml", target("spec", "test"), &[gate]),
        ("Cargo.toml", target("other", "harness"), &[]),
        ("Cargo.toml", without("autobins"), &[]),
        ("Cargo.toml", without("autotests"), &[gone, gate]),
        ("Cargo.toml", format!("{needs}[features]\nslow = []\n"), &[weaker]),
    ] {
        let before = place.read(path);
        write(&place, path, &text);
        for task in ["1", "2"] {
            check(&place, &format!("{task} --base main"), expect);
        }
        write(&place, path, &before);
    }
    std::fs::remove_file(place.path("spec.toml")).expect("it is removed");
    let json = check(&place, "2 --base main", &["rules-changed spec.toml"; 2]);
    let message = json["problems"][0]["message"].as_str().expect("text");
    assert!(
        message.contains("`documents` was `*quirements.md`") && message.contains("restore it"),
        "{message}"
    );
}

#[test]
fn a_shared_file_is_inside_only_in_a_package_that_the_task_touches() {
    let manifest =
        |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    let place = TestCrate::with(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"one\", \"other\"]\nresolver = \"3\"\n"),
        ("requirements.md", ACCOUNTS),
        ("tasks.md", "- [ ] 1. Look in `one/src/look.rs`\n"),
        ("one/Cargo.toml", &manifest("one")),
        ("one/src/lib.rs", ""),
        ("other/Cargo.toml", &manifest("other")),
        ("other/src/lib.rs", ""),
    ]);
    git(&place, &["init", "--quiet", "--initial-branch=main"]);
    commit(&place);
    for path in ["one/src/lib.rs", "other/src/lib.rs"] {
        write(&place, path, "// New.\n");
    }
    for path in ["Cargo.toml", "one/Cargo.toml", "other/Cargo.toml"] {
        write(&place, path, &format!("{}\n# New.\n", place.read(path)));
    }
    let outside = ["file-outside other/Cargo.toml", "file-outside other/src/lib.rs"];
    check(&place, "1 --base main", &outside);
    write(&place, "one/src/look.rs", "");
    check(&place, "1 --base main", &outside);
}

#[test]
fn what_is_wrong_comes_with_what_to_do() {
    let place = repository();
    let answer = place.run("tasks verify 3 --base main");
    assert!(
        answer.out.contains("task 3 cannot be measured: it names no criterion; add `_Requirements: …_`"),
        "{answer:?}"
    );
    let second = ACCOUNTS.find("2. IF").expect("it is there");
    write(&place, ".kiro/specs/accounts/requirements.md", &ACCOUNTS[..second]);
    let json = check(&place, "3 --base main", &["criterion-removed accounts/REQ-1.2"]);
    let message = json["problems"][0]["message"].as_str().expect("text");
    assert_eq!(message, "it is gone; restore it, or have a person run `cargo spec accept accounts/REQ-1.2`");
    for option in ["--runner cargo", "--release", "--features x"] {
        let answer = place.run(&format!("tasks verify --branches main main {option}"));
        assert!(answer.code == Some(2) && answer.err.contains("cannot be used with"), "{answer:?}");
    }
}

#[test]
fn branches_that_collide_are_reported_before_they_are_merged() {
    let place = repository();
    let branch = |name: &str, path: &str, text: &str| {
        git(&place, &["switch", "--quiet", "--create", name, "main"]);
        write(&place, path, text);
        commit(&place);
    };
    let words = |from: &str, to: &str| ACCOUNTS.replace(from, to);
    branch("store", "src/store.rs", "pub fn store() {}\n");
    branch("look", "src/look.rs", "pub fn look() {}\n");
    branch("again", "src/store.rs", "pub fn again() {}\n");
    branch("created", ".kiro/specs/accounts/requirements.md", &words("201 Created", "200 OK"));
    branch("taken", ".kiro/specs/accounts/requirements.md", &words("409 Conflict", "400 Bad Request"));
    git(&place, &["switch", "--quiet", "main"]);
    check(&place, "--branches store look created", &[]);
    let json = check(&place, "--branches store look again", &["text src/store.rs"]);
    assert_eq!(json["collisions"][0]["tasks"], serde_json::json!(["accounts/1"]));
    // Neighbouring lines: git cannot merge them, and no criterion was changed by both.
    check(&place, "--branches created taken", &["text .kiro/specs/accounts/requirements.md"]);
    branch("gone", ".kiro/specs/accounts/requirements.md", &words("201 Created", "204 No Content"));
    git(&place, &["switch", "--quiet", "main"]);
    check(
        &place,
        "--branches created gone",
        &["text .kiro/specs/accounts/requirements.md", "criterion accounts/REQ-1.1"],
    );
    assert_eq!(place.run("tasks verify --branches main nowhere").code, Some(2));
}

#[test]
fn a_file_that_both_touch_is_reported_though_git_would_merge_it() {
    let place = repository();
    let text: String = (0..30).map(|line| format!("// {line}\n")).collect();
    write(&place, "src/store.rs", &text);
    write(&place, "src/lib.rs", &text);
    commit(&place);
    for (name, line) in [("one", "// 2\n"), ("other", "// 27\n")] {
        git(&place, &["switch", "--quiet", "--create", name, "main"]);
        for path in ["src/store.rs", "src/lib.rs"] {
            write(&place, path, &text.replace(line, "// changed\n"));
        }
        commit(&place);
    }
    let json = check(&place, "--branches one other", &["file src/store.rs"]);
    assert_eq!(json["contended"][0]["subject"], "src/lib.rs");
}

#[test]
fn branches_that_do_the_same_work_in_files_of_their_own_collide() {
    let place = repository();
    let branch = |name: &str, files: &[(&str, &str)]| {
        git(&place, &["switch", "--quiet", "--create", name, "main"]);
        std::fs::create_dir_all(place.path("tests")).expect("it is made");
        files.iter().for_each(|(path, text)| write(&place, path, text));
        commit(&place);
    };
    let test = |id: &str, name: &str| {
        format!("#[test]\n#[spec_runtime::spec(\"{id}\")]\nfn {name}() {{ assert_eq!(answer(1), 1); }}\n")
    };
    let list = ".kiro/specs/accounts/tasks.md";
    let ticked = LIST.replace("[ ] 1.", "[x] 1.");
    branch("one", &[("tests/one.rs", &test("REQ-1.1", "one"))]);
    branch("other", &[("tests/other.rs", &test("REQ-1.1", "other"))]);
    branch("same", &[("tests/one.rs", &test("REQ-1.1", "one"))]);
    branch("second", &[("tests/second.rs", &test("REQ-1.2", "second"))]);
    branch("ticked", &[(list, &ticked), ("src/one.rs", "")]);
    branch("begun", &[(list, &LIST.replace("[ ] 1.", "[-] 1.")), ("src/begun.rs", "")]);
    branch("also", &[(list, &ticked), ("src/also.rs", "")]);
    branch("stranger", &[("src/store.rs", "pub fn stranger() {}\n")]);
    branch("third", &[(list, &LIST.replace("[ ] 3.", "[x] 3.")), ("src/look.rs", "")]);
    git(&place, &["switch", "--quiet", "main"]);
    for (branches, expect) in [
        ("one other", &["test accounts/REQ-1.1"][..]),
        ("one second", &[]),
        ("one third", &[]),
        // Two equal changes merge by themselves.
        ("one same", &[]),
        ("ticked also", &["task accounts/1"]),
        ("ticked begun", &["text .kiro/specs/accounts/tasks.md", "task accounts/1"]),
        ("ticked stranger", &["boundary src/store.rs"]),
        ("stranger ticked", &["boundary src/store.rs"]),
        ("third stranger", &[]),
        ("ticked third", &[]),
    ] {
        check(&place, &format!("--branches {branches}"), expect);
    }
    let answer = place.run("tasks verify --branches one other");
    assert!(
        answer.out.contains("test one and other: accounts/REQ-1.1: both add a test for it"),
        "{answer:?}"
    );
    assert!(answer.out.contains("merge one first, then rebase the other"), "{answer:?}");
}

#[test]
fn what_is_not_there_is_named_with_what_would_help() {
    let place = repository();
    let says = |arguments: &str, words: &str| {
        let answer = place.run(arguments);
        assert!(answer.code == Some(2) && answer.err.contains(words), "{arguments}: {answer:?}");
    };
    says("tasks verify 77777", "no task has the number 77777\nhelp: `cargo spec tasks` shows every task");
    says("affected nowhere", "there is no revision `nowhere` in this clone");
    says("tasks verify 3 --base nowhere", "there is no revision `nowhere` in this clone");
    let bare = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    git(&bare, &["init", "--quiet", "--initial-branch=main"]);
    let answer = bare.run("tasks verify 1");
    assert!(answer.code == Some(2) && answer.err.contains("there is no task list"), "{answer:?}");
    for arguments in ["affected HEAD", "tasks verify --branches one other"] {
        let answer = bare.run(arguments);
        assert!(answer.err.contains("there is no commit in this repository yet"), "{arguments}: {answer:?}");
    }
}
