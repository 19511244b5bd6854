//! `cargo spec replay` on real repositories.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate, target};

const BEFORE: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL answer within 50 ms\n2. THE shop SHALL be old\n";
const NOW: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL answer within 50 ms\n2. THE shop SHALL take coins\n3. THE shop SHALL take cards\n4. THE shop SHALL take cheques\n5. THE shop SHALL count\n6. THE shop SHALL close\n7. THE shop SHALL sleep\n8. THE shop SHALL sing\n";

/// The code: what is linked to a criterion that goes, and a unit test that does too.
const OLD_CODE: &str = "#[spec_runtime::spec(\"REQ-1.2\")]\npub fn pay(card: bool) -> u32 {\n    if card { 0 } else { 20 }\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn gone() {\n        assert_eq!(super::pay(true), 0);\n    }\n}\n";
const NEW_CODE: &str = "pub mod door;\n\npub fn pay(card: bool) -> u32 {\n    if card { 20 } else { 10 + 10 }\n}\n\npub fn cheque() -> u32 {\n    1\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    fn paid() -> u32 {\n        pay(false)\n    }\n\n    #[test]\n    #[spec_runtime::spec(\"REQ-1.5\")]\n    fn counts() {\n        assert_eq!(paid(), 20);\n    }\n}\n";
const DOOR: &str = "pub fn close() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    #[spec_runtime::spec(\"REQ-1.6\")]\n    fn closes() {\n        super::close();\n    }\n}\n";

const OLD_TESTS: &str = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn answers() {\n    assert!(shop::pay(false) < 50);\n}\n";
const NEW_TESTS: &str = "\nmod helper;\nuse shop::cheque;\n\n#[test]\n#[spec(\"REQ-1.2\")]\nfn takes_coins() {\n    assert_eq!(helper::price(), shop::pay(false));\n}\n\n#[test]\n#[spec(\"REQ-1.3\")]\nfn takes_cards() {\n    assert_eq!(shop::pay(true), 20);\n}\n\nfn value() -> u32 {\n    cheque()\n}\n\n#[test]\n#[spec(\"REQ-1.4\")]\nfn takes_cheques() {\n    assert_eq!(value(), 1);\n}\n\n#[test]\n#[ignore]\n#[spec(\"REQ-1.7\")]\nfn sleeps() {}\n";

fn shop(name: &str) -> (TestCrate, Repository) {
    let files = [("requirements.md", BEFORE), ("src/lib.rs", OLD_CODE), ("tests/rules.rs", OLD_TESTS)];
    let place = TestCrate::package(name, &files);
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    (place, repository)
}

/// Each test and how it did, a line each; a criterion without a test with its name alone.
pub(crate) fn reported(answer: &Answer) -> Vec<String> {
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = Vec::new();
    for criterion in json["criteria"].as_array().expect("criteria") {
        let key = text(&criterion["key"]);
        let tests = criterion["tests"].as_array().expect("tests");
        lines.extend(
            tests.iter().map(|test| format!("{key} {} {}", text(&test["item"]), text(&test["outcome"]))),
        );
        if tests.is_empty() {
            lines.push(key);
        }
    }
    lines
}

#[test]
#[spec("REQ-12.10")]
fn a_test_that_passes_with_the_code_of_before_is_named_and_nothing_is_left_behind_even_when_killed() {
    let (place, repository) = shop("replay");
    place.spec("replay main").succeeds().says("no criterion and no test is new or changed since main");
    place.write("requirements.md", NOW);
    place.write("src/lib.rs", NEW_CODE);
    place.write("src/door.rs", DOOR);
    place.write("tests/rules.rs", OLD_TESTS.to_owned() + NEW_TESTS);
    // It is of tests, though git does not know it yet.
    place.write("tests/helper/mod.rs", "pub fn price() -> u32 {\n    20\n}\n");
    let files = place.files();
    let status = repository.git(&["status", "--porcelain"]);
    let answer = place.spec("replay main --format json").exits(1);
    let expect = [
        "requirements/REQ-1.2 takes_coins never-failed",
        "requirements/REQ-1.3 takes_cards failed",
        "requirements/REQ-1.4 takes_cheques not-built",
        "requirements/REQ-1.5 tests::counts never-failed",
        "requirements/REQ-1.6 tests::closes not-built",
        "requirements/REQ-1.7 sleeps not-run",
        "requirements/REQ-1.8",
    ];
    assert_eq!(reported(&answer), expect, "{}", answer.printed);
    assert!(place.files() == files, "something was written");
    assert_eq!(repository.git(&["status", "--porcelain"]), status);
    assert_eq!(repository.git(&["worktree", "list"]).lines().count(), 1);
    assert_eq!(left(&place), Vec::<String>::new());
    // For people, and from where the branch began.
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    place
        .spec("replay main...")
        .exits(1)
        .says("never failed requirements/REQ-1.2  takes_coins tests/rules.rs:13")
        .says("it passes with the code of main too")
        .says("cannot find function `cheque`")
        .says("2 never failed, 1 failed there, 2 cannot be built there, 1 not run");
    place.spec("replay main..topic").exits(2).says("name one revision");
    place.spec("replay nothing").exits(2).says("there is no revision `nothing`");
    #[cfg(unix)]
    interrupted(&place);
    let base = place.spec("replay topic").succeeds();
    base.says("no criterion and no test is new or changed since topic");
}

/// A test of a criterion.
fn test(number: usize, body: &str) -> String {
    format!("#[test]\n#[spec(\"REQ-1.{number}\")]\nfn t{number}() {{ {body} }}\n")
}

#[test]
#[spec("REQ-12.10")]
fn one_link_or_one_test_that_does_not_compile_takes_no_other_test_with_it() {
    let document = |criteria: &[&str]| {
        let items =
            criteria.iter().enumerate().map(|(at, text)| format!("{}. THE shop SHALL {text}\n", at + 1));
        format!("### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n{}", items.collect::<String>())
    };
    // The ids of its links are gone: one is that of an attribute which `check` is told to ignore, one comes from a macro.
    let code = "macro_rules! named {\n    ($id:literal, $name:ident) => {\n        #[spec_runtime::spec($id)]\n        pub fn $name() -> u32 { 1 }\n    };\n}\n\
                named!(\"REQ-2.1\", one);\n#[spec_runtime::spec(\"REQ-2.2\")]\npub fn two() -> u32 { 2 }\n";
    let before = "### Requirement 2: Old\n\n#### Acceptance Criteria\n\n1. THE shop SHALL be\n2. THE shop SHALL be old\n";
    let files = [("requirements.md", before), ("src/lib.rs", code)];
    let place = TestCrate::package("replay-pieces", &files);
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    place.write("spec.toml", "[severity]\norphan = \"allow\"\n");
    place.write("requirements.md", document(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]));
    let head = "use spec_runtime::spec;\n";
    let vanished = test(7, "").replace("\"REQ-1.7\"", "\"REQ-1.7\", \"REQ-2.1\"");
    let rules = [
        test(1, "assert_eq!(shop::one(), 1);"),
        test(2, "assert_eq!(shop::two(), 2);"),
        test(3, "assert_eq!(shop::one(), 2);"),
        test(4, "assert_eq!(shop::three(), 3);"),
        test(5, "let _: u32 = \"\";"),
        test(6, ""),
        vanished,
    ];
    place.write("tests/rules.rs", head.to_owned() + &rules.concat());
    // Several tests in one macro, and a file that nobody can read.
    let block = "macro_rules! block {\n    ($($item:item)*) => { $($item)* };\n}\n";
    let inner = test(8, "assert_eq!(shop::three(), 3);") + &test(9, "");
    place.write("tests/block.rs", format!("{head}{block}block! {{\n{inner}}}\n"));
    place.write("tests/whole.rs", format!("{head}{}fn (\n", test(10, "")));
    let answer = place.spec("replay main --format json").exits(1);
    let expect = [
        "REQ-1.1 t1 never-failed",
        "REQ-1.2 t2 never-failed",
        "REQ-1.3 t3 failed",
        "REQ-1.4 t4 not-built",
        "REQ-1.5 t5 not-built",
        "REQ-1.6 t6 never-failed",
        "REQ-1.7 t7 unknown",
        "REQ-1.8 t8 not-built",
        "REQ-1.9 t9 never-failed",
        "REQ-1.10 t10 not-built",
    ];
    assert_eq!(reported(&answer), expect.map(|line| format!("requirements/{line}")), "{}", answer.printed);
    // The first error of each, with its place; and how far it was.
    let answer = answer.says("cannot find function `three` in crate `shop` (tests/rules.rs:13)");
    let answer = answer.says("mismatched types (tests/rules.rs:16)").says("(tests/whole.rs:5)");
    let answer = answer.says("no document defines `REQ-2.1` (tests/rules.rs:21)");
    answer
        .says("building them with the code of main")
        .says("left out that cannot be built")
        .says("running 10 tests, and those beside");
    place.spec("replay main --quiet").exits(1).says_nothing_of("building them");
}

/// Returns the folder where the command works for a place.
fn folder(place: &TestCrate) -> PathBuf {
    let root = place.path("").canonicalize().expect("it is there");
    let own = spec_model::spec::Fingerprint::as_written(&root.to_string_lossy()).to_string();
    target().join("cargo-spec/replay").join(own)
}

/// Lists the files that are left there, but for the built ones.
pub(crate) fn left(place: &TestCrate) -> Vec<String> {
    let inner = fs::read_dir(folder(place)).expect("a folder").flatten();
    let names = inner.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name != "target").collect()
}

/// It is killed while a test runs that never ends.
#[cfg(unix)]
fn interrupted(place: &TestCrate) {
    let endless = "let mark = concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/runs\");\n    std::fs::write(mark, std::process::id().to_string()).unwrap();\n    loop {}";
    let before = place.read("tests/rules.rs");
    place.edit("tests/rules.rs", "assert_eq!(shop::pay(true), 20);", endless);
    let mut command = place.command();
    let command = place.prepared(command.args(["spec", "replay", "main"]), &target());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let mark = loop {
        assert!(child.try_wait().expect("it can be asked").is_none(), "it has ended by itself");
        let text = fs::read_to_string(folder(place).join("tree/runs")).unwrap_or_default();
        if !text.is_empty() {
            break text;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("it can be sent").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert_eq!(left(place), Vec::<String>::new());
    let is_running =
        || fs::read_to_string(format!("/proc/{mark}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
    let begun = std::time::Instant::now();
    while is_running() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the test has outlived the command");
        std::thread::sleep(Duration::from_millis(20));
    }
    place.write("tests/rules.rs", before);
}

#[test]
#[spec("REQ-12.10")]
fn of_criteria_that_stayed_the_new_and_changed_tests_are_replayed_and_the_others_are_counted() {
    let (place, repository) = shop("replay-tests");
    let more = "\n#[test]\n#[spec(\"REQ-1.1\")]\nfn stays() {}\n";
    place.write("tests/rules.rs", OLD_TESTS.to_owned() + more);
    repository.git(&["commit", "--quiet", "--all", "--message=x"]);
    // The criteria and their code are as they were.
    place.write("tests/rules.rs", OLD_TESTS.replace("< 50", "<= 50") + more);
    place.write(
        "tests/new.rs",
        "#[test]\n#[spec_runtime::spec(\"REQ-1.2\")]\nfn fails() {\n    assert_eq!(shop::pay(true), 20);\n}\n",
    );
    let answer = place.spec("replay main --format json").exits(1);
    let expect = ["requirements/REQ-1.1 answers never-failed", "requirements/REQ-1.2 fails failed"];
    assert_eq!(reported(&answer), expect, "{}", answer.printed);
    answer.says("\"tests-changed\"").says("\"unchanged\":1");
    // A file that git ignores has no state of before.
    place.write(".gitignore", "/tests/new.rs\n");
    place.write("tests/rules.rs", OLD_TESTS.to_owned() + more);
    let answer = place.spec("replay main").succeeds();
    answer
        .says("not replayed: `fails` in tests/new.rs. git ignores the file: add it to replay the test.")
        .says("not replayed: 2 tests, which are as they were at main");
}

#[test]
fn a_folder_to_build_in_may_be_named_as_cargo_and_the_runner_take_it() {
    let (place, _) = shop("replay-target");
    place.write("requirements.md", BEFORE.replace("2. THE shop SHALL be old", "2. THE shop SHALL be new"));
    let more = "\n#[test]\n#[spec(\"REQ-1.2\")]\nfn is_new() {\n    assert_eq!(shop::pay(false), 20);\n}\n";
    place.write("tests/rules.rs", OLD_TESTS.to_owned() + more);
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("built").display().to_string();
    for arguments in [format!("--target-dir {folder}"), format!("-- --target-dir={folder} --")] {
        let answer = place.spec(&format!("replay main --runner cargo --format json {arguments}")).exits(1);
        assert_eq!(reported(&answer), ["requirements/REQ-1.2 is_new never-failed"], "{}", answer.printed);
        assert!(fs::read_dir(&folder).expect("it was built there").next().is_some());
    }
}
