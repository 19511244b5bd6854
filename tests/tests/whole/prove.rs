//! `cargo spec prove`: its output, what it does not repeat, what it refuses, and what it leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use spec_runtime::spec;

use crate::REPOSITORY;
use crate::test_crate::{Answer, TestCrate, has_nextest, target};

/// A document of criteria, which are numbered.
fn document(criteria: &[&str]) -> String {
    let criteria = (1..).zip(criteria).map(|(number, words)| format!("{number}. {words}\n"));
    format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{}", criteria.collect::<String>())
}

/// A crate with a function and a test for each criterion: its words, the function, the body of the test.
fn shop(name: &str, criteria: &[(&str, &str, &str)]) -> TestCrate {
    let words: Vec<_> = criteria.iter().map(|(words, ..)| *words).collect();
    let (mut code, mut tests) =
        ("use spec_runtime::spec;\n".to_owned(), "use shop::*;\nuse spec_runtime::spec;\n".to_owned());
    for (number, (_, function, body)) in (1..).zip(criteria) {
        code += &format!("\n#[spec(\"REQ-1.{number}\")]\n{function}\n");
        tests += &format!("\n#[test]\n#[spec(\"REQ-1.{number}\")]\nfn test_{number}() {{\n    {body}\n}}\n");
    }
    let files =
        [("requirements.md", &*document(&words)), ("src/lib.rs", &*code), ("tests/rules.rs", &*tests)];
    let place = TestCrate::package(name, &files);
    // The results of the last run of these tests.
    let _ = fs::remove_file(place.knock_outs());
    place
}

const ADD: &str = "pub fn add(x: u32) -> u32 {\n    x + 1\n}";
const IS_OPEN: &str = "pub fn is_open(hour: u32) -> bool {\n    hour > 8\n}";

fn two(name: &str) -> TestCrate {
    shop(
        name,
        &[
            ("The shop SHALL add one", ADD, "assert_eq!(add(1), 2);"),
            ("The shop SHALL open at nine", IS_OPEN, "assert!(is_open(9) || add(1) == 2);"),
        ],
    )
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.printed))
}

/// Proves, and says of each criterion `rung`, or why it was refused; with the number of runs in front.
fn proven(place: &TestCrate, arguments: &str) -> String {
    let json = json(&place.spec(&format!("prove --format json {arguments}")));
    let criteria = json["criteria"].as_array().expect("criteria").iter();
    let reported = criteria.map(|criterion| {
        let id = criterion["id"].as_str().unwrap_or_default();
        let word = criterion["refusal"].as_str().or(criterion["rung"].as_str()).unwrap_or_default();
        format!("{id} {word}")
    });
    let runs = if json["runs"] == 0 { "nothing run" } else { "run" };
    format!("{runs}: {}", reported.collect::<Vec<_>>().join(", "))
}

/// Of a criterion, what came of each variant.
fn outcomes(answer: &Answer, criterion: usize) -> BTreeMap<String, String> {
    let json = json(answer);
    let items = json["criteria"][criterion]["items"].as_array().expect("items").iter();
    let variants = items.flat_map(|item| item["variants"].as_array().expect("variants"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    variants.map(|variant| (text(&variant["returns"]), text(&variant["outcome"]))).collect()
}

#[test]
#[spec("REQ-10.1")]
fn missed_knock_outs_are_reported_line_by_line() {
    let place = two("prove-told");
    let answer = place.spec("prove").exits(1);
    let reported = "\
REQ-1.2  The shop SHALL open at nine                       exercised, not proven
    src/lib.rs:8  fn is_open → true   equivalent: it returns this anyway
    src/lib.rs:8  fn is_open → false  missed by tests/rules.rs:11
    src/lib.rs:8  fn is_open → !it    missed by tests/rules.rs:11
REQ-1.1  The shop SHALL add one                                           proven

2 criteria: 1 proven, 1 exercised; 7 knock-outs, 2 missed
Next: have the tests check what they missed, then `cargo spec prove`
";
    assert_eq!(answer.out, reported);
    place.spec("prove --quiet").exits(1).says("7 knock-outs, 2 missed");
    place.spec("next").exits(0).says("REQ-1.2").says("no test noticed").says("cargo spec prove REQ-1.2");
    let json = place.spec("prove --format json").exits(1);
    assert_eq!(outcomes(&json, 1)["false"], "missed");
    documented(&serde_json::from_str(&json.out).expect("it is JSON"));
}

#[test]
fn an_error_instead_of_the_work_and_one_instead_of_another_error_are_told_apart() {
    let refuse = "pub fn refuse() -> Result<u32, String> {\n    Err(\"no\".to_owned())\n}\n";
    let place = shop("prove-errors", &[("The shop SHALL refuse", refuse, "assert!(refuse().is_err());")]);
    place
        .spec("prove -v")
        .exits(1)
        .says(
            "fn refuse → Err(\"xyzzy\".into()) instead of its work   equivalent: it returns an error anyway",
        )
        .says("fn refuse → Err(\"xyzzy\".into()) instead of its error  missed by ");
}

/// Every key is in the section of the page about the JSON, or in that of places.
fn documented(value: &Value) {
    let page = fs::read_to_string(REPOSITORY.join("docs/json.md")).expect("it is there");
    let section = |title: &str| {
        let (_, rest) = page.split_once(&format!("\n## {title}\n")).expect("it has a section");
        rest.split("\n## ").next().unwrap_or_default()
    };
    let code = ["`prove`", "Places"].iter().flat_map(|title| section(title).split('`').skip(1).step_by(2));
    let known: Vec<_> = code.flat_map(|code| code.split(['.', '[', ']'])).collect();
    let mut values = vec![value];
    while let Some(value) = values.pop() {
        values.extend(value.as_array().into_iter().flatten());
        for (key, value) in value.as_object().into_iter().flatten() {
            assert!(known.contains(&key.as_str()) || key == "version", "nothing is said of {key}");
            values.push(value);
        }
    }
}

#[test]
#[spec("REQ-10.2")]
fn a_second_run_without_changes_runs_nothing() {
    let place = two("prove-again");
    assert_eq!(proven(&place, ""), "run: REQ-1.1 proven, REQ-1.2 exercised");
    assert_eq!(proven(&place, ""), "nothing run: REQ-1.1 proven, REQ-1.2 exercised");
    assert_eq!(proven(&place, "REQ-1.2"), "nothing run: REQ-1.2 exercised");
    assert_eq!(proven(&place, "REQ-1.2 --fresh"), "run: REQ-1.2 exercised");
    assert_eq!(proven(&place, "--cached"), "nothing run: REQ-1.1 proven, REQ-1.2 exercised");
    // A result that was edited is no knowledge.
    let runs = place.knock_outs();
    let text = fs::read_to_string(&runs).expect("it is there");
    fs::write(&runs, text.replace("\"Failed\"", "\"Passed\"")).expect("it is written");
    assert_eq!(proven(&place, ""), "run: REQ-1.1 proven, REQ-1.2 exercised");
    // The rest of the last line of a killed run is no knowledge, and not in the way of any.
    let text = fs::read(&runs).expect("it is there");
    fs::write(&runs, &text[..text.len() - 20]).expect("it is written");
    assert_eq!(proven(&place, ""), "run: REQ-1.1 proven, REQ-1.2 exercised");
    assert_eq!(proven(&place, ""), "nothing run: REQ-1.1 proven, REQ-1.2 exercised");
    // The swept lines are those that nobody had a use for, and none that was found out just now.
    let junk = |n| format!("{{\"key\":\"{n}\",\"known\":{{\"Ended\":\"Passed\"}}}}\n");
    fs::write(&runs, (0..1_100).map(junk).collect::<String>()).expect("it is written");
    assert_eq!(proven(&place, ""), "run: REQ-1.1 proven, REQ-1.2 exercised");
    assert!(fs::read_to_string(&runs).expect("it is there").lines().count() < 50);
    assert_eq!(proven(&place, ""), "nothing run: REQ-1.1 proven, REQ-1.2 exercised");
    place.edit("tests/rules.rs", " || add(1) == 2", "");
    place.edit("tests/rules.rs", "assert!(is_open(9)", "assert!(is_open(9) && !is_open(8)");
    assert_eq!(proven(&place, ""), "run: REQ-1.1 proven, REQ-1.2 proven");
}

#[test]
#[spec("REQ-10.3")]
fn what_was_done_before_a_kill_is_not_done_again() {
    let slow = "std::thread::sleep(std::time::Duration::from_millis(150)); assert_eq!(add(1), 2);";
    let place = shop(
        "prove-killed",
        &[
            ("The shop SHALL add one", ADD, slow),
            ("The shop SHALL open at nine", IS_OPEN, "assert!(is_open(9) && !is_open(8));"),
        ],
    );
    let whole =
        json(&place.spec("prove --jobs 1 --format json").succeeds())["runs"].as_u64().expect("a number");
    fs::remove_file(place.knock_outs()).expect("it is there");
    let mut command = place.command();
    command.args(["spec", "prove", "--quiet", "--jobs=1"]);
    let mut child = place
        .prepared(&mut command, &target())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let begun = Instant::now();
    let lines = || fs::read_to_string(place.knock_outs()).unwrap_or_default().lines().count();
    while lines() < 4 {
        assert!(begun.elapsed() < Duration::from_secs(100), "nothing is kept");
        thread::sleep(Duration::from_millis(20));
    }
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    // Three runs are a line, and one more may have been torn.
    let done = lines() as u64 + 2;
    let rest =
        json(&place.spec("prove --jobs 1 --format json").succeeds())["runs"].as_u64().expect("a number");
    assert!(rest > 0 && rest <= whole - done + 1, "{rest} of {whole}, {done} done");
}

#[test]
#[spec("REQ-10.4")]
fn shards_together_say_what_the_whole_says() {
    let place = two("prove-shards");
    place.spec("prove --quiet --shard 1/2 --evidence one").succeeds().says("1 criterion: 1 proven");
    place.spec("prove --quiet --shard 2/2 --evidence two").exits(1).says("1 criterion: 1 exercised");
    place.spec("test --runner cargo --quiet --evidence tests-of-all").succeeds();
    place.spec("report --evidence tests-of-all").succeeds().says("2 exercised");
    place
        .spec("report --evidence tests-of-all --evidence one --evidence two")
        .succeeds()
        .says("1 proven, 1 exercised");
    place.spec("report --evidence tests-of-all --evidence two").succeeds().says("2 criteria: 2 exercised");
    // On one machine they are kept together, whichever comes first.
    place.spec("report").succeeds().says("1 proven, 1 exercised");
    place.spec("test --runner cargo --quiet").succeeds().says("1 proven, 1 exercised");
    for shard in ["0/3", "4/3", "1", "x/y", "1/0"] {
        place.spec(&format!("prove --shard {shard}")).exits(2).says("--shard");
    }
    place.spec("prove --jobs 0").exits(2).says("a number from 1 on");
    place.spec("prove REQ-9.9").exits(2).says("no document defines `REQ-9.9`");
}

#[test]
fn two_runs_at_once_keep_what_both_have_shown() {
    let place = two("prove-at-once");
    let prove = |id: &str| place.spec(&format!("prove --quiet {id}"));
    thread::scope(|scope| {
        let other = scope.spawn(|| prove("REQ-1.2"));
        prove("REQ-1.1").succeeds().says("1 proven");
        other.join().expect("it does not panic").exits(1).says("2 missed");
    });
    place.spec("test --runner cargo --quiet").succeeds().says("1 proven, 1 exercised");
    place.spec("report --format json").succeeds().says("\"returns\":\"false\"");
}

#[test]
#[spec("REQ-10.5")]
fn only_what_has_changed_since_a_revision_is_proven() {
    let place = two("prove-since");
    let git = |arguments: &str| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(arguments.split_whitespace());
        place.run(&mut git).succeeds()
    };
    fs::remove_dir(place.path(".git")).expect("it is empty");
    git("init -q");
    git("add .");
    git("commit -q -m one");
    assert_eq!(proven(&place, "--since HEAD"), "nothing run: ");
    place.edit("src/lib.rs", "hour > 8", "hour >= 9");
    assert_eq!(proven(&place, "--since HEAD"), "run: REQ-1.2 exercised");
    // A test that a criterion has lost is a change too, and no attribute of git hides one.
    let more = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn more() {}\n";
    place.write("tests/more.rs", more);
    place.write(".gitattributes", "*.rs -diff\n");
    let both = proven(&place, "--since HEAD");
    assert!(both.contains("REQ-1.1") && both.ends_with("REQ-1.2 exercised"), "{both}");
    git("add .");
    git("commit -q -m two");
    fs::remove_file(place.path("tests/more.rs")).expect("it is removed");
    assert!(proven(&place, "--since HEAD").contains(": REQ-1.1"));
    place.spec("prove --since nowhere").exits(2).says("there is no revision `nowhere`");
}

#[test]
#[spec("REQ-10.6")]
fn tests_that_fail_or_pass_by_chance_are_refused_by_name() {
    let flaky = "let n = std::fs::read_to_string(env!(\"COUNT\")).unwrap_or_default().len();
    std::fs::write(env!(\"COUNT\"), \"x\".repeat(n + 1)).unwrap();
    assert_eq!(add(1) + n as u32 % 2, 2);";
    let place = shop(
        "prove-flaky",
        &[
            ("The shop SHALL add one", ADD, flaky),
            ("The shop SHALL open at nine", IS_OPEN, "assert!(is_open(8));"),
            (
                "The shop SHALL close",
                "pub fn is_shut(hour: u32) -> bool {\n    hour > 20\n}",
                "assert!(is_shut(21) && !is_shut(20));",
            ),
        ],
    );
    place.write(
        "build.rs",
        "fn main() { println!(\"cargo:rustc-env=COUNT={}/count\", std::env::var(\"OUT_DIR\").unwrap()); }\n",
    );
    assert_eq!(proven(&place, ""), "run: REQ-1.1 flaky, REQ-1.2 failing, REQ-1.3 proven");
    place
        .spec("prove")
        .exits(1)
        .says("flaky: it passes and fails")
        .says("tests/rules.rs:5  test_1")
        .says("test_1")
        .says("test_2");
}

#[test]
fn a_test_that_bears_no_company_is_not_taken_for_one_that_notices() {
    // As tests do that want a port for themselves: whoever comes second fails.
    let alone = "let file = std::path::Path::new(env!(\"OUT_DIR\")).join(\"alone\");
    std::fs::File::create_new(&file).expect(\"nobody else is here\");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let _ = add(1);
    std::fs::remove_file(&file).expect(\"it is mine\");";
    let place = shop("prove-alone", &[("The shop SHALL add one", ADD, alone)]);
    place.write("build.rs", "fn main() { println!(\"cargo:rerun-if-changed=build.rs\"); }\n");
    let answer = place.spec("prove --jobs 4 --format json").exits(1);
    let outcomes = outcomes(&answer, 0);
    assert!(outcomes.values().all(|outcome| outcome == "missed"), "{outcomes:?}");
}

#[test]
#[spec("REQ-10.7")]
fn what_never_ends_and_what_aborts_is_noticed_and_said_to_be_so() {
    let place = shop(
        "prove-ends",
        &[
            (
                "The shop SHALL serve all",
                "pub fn has_more(n: &mut u32) -> bool {\n    *n += 1;\n    *n < 3\n}",
                "let mut n = 0;\n    while has_more(&mut n) {}\n    assert_eq!(n, 3);",
            ),
            (
                "The shop SHALL add one",
                ADD,
                "if add(1) == 0 { std::process::abort(); }\n    assert_eq!(add(1), 2);",
            ),
            (
                "The shop SHALL go down",
                "pub fn down(n: u64) -> u64 {\n    n - 1\n}",
                "fn deep(n: u64) -> u64 { let room = [n; 64]; if n == 0 { 0 } else { deep(down(n)) + std::hint::black_box(room)[5] } }\n    assert_eq!(deep(2), 3);",
            ),
        ],
    );
    let answer = place.spec("prove --format json").succeeds();
    assert_eq!(outcomes(&answer, 0)["true"], "timed-out");
    assert_eq!(outcomes(&answer, 1)["0"], "aborted");
    assert!(outcomes(&answer, 2).values().any(|outcome| outcome == "aborted"), "{}", answer.out);
    place.spec("prove -v").succeeds().says("caught: the test never ended").says("caught: the test aborted");
}

#[test]
fn what_the_source_says_may_go_unnoticed_is_no_matter() {
    let place = two("prove-accepted");
    place.edit("tests/rules.rs", "assert!(is_open(9) || add(1) == 2)", "assert!(is_open(9) || is_open(8))");
    place.edit("tests/rules.rs", "assert!(is_open(9) ||", "let _ = is_open(8);\n    assert!(is_open(9) ||");
    place.edit(
        "src/lib.rs",
        "#[spec(\"REQ-1.2\")]",
        "#[spec(\"REQ-1.2\", unnoticed(\"true\", reason = \"who cares\"))]",
    );
    place.spec("prove -v").succeeds().says("2 proven").says("may be missed: who cares");
    place.edit("src/lib.rs", "unnoticed(\"true\"", "unnoticed(\"false\"");
    place.spec("prove").exits(1).says("is not needed").says("missed by");
    place.write("spec.toml", "require = \"passing\"\n");
    place.spec("prove").succeeds().says("missed by");
}

#[test]
fn evidence_that_somebody_collects_is_not_that_of_knocked_out_code() {
    let place = two("prove-collects");
    let mut prove = place.command();
    prove.args(["spec", "prove", "--quiet"]).env("CARGO_SPEC_EVIDENCE", place.path("evidence"));
    place.run(&mut prove).exits(1).says("1 proven");
    assert!(!place.path("evidence").exists());
}

#[test]
fn a_pipe_gets_no_progress() {
    let place = two("prove-pipe");
    let answer = place.spec("prove --color never").exits(1);
    assert!(!answer.printed.contains(['\r', '\u{1b}']), "{:?}", answer.printed);
}

#[test]
fn nextest_makes_no_difference() {
    let place = two("prove-nextest");
    place.edit("tests/rules.rs", "assert!(is_open(9) || add(1) == 2)", "assert!(is_open(9) && !is_open(8))");
    // A cargo that does not know nextest.
    let cargo = format!("#!/bin/sh\n[ \"$1\" = nextest ] && exit 101\nexec '{}' \"$@\"\n", env!("CARGO"));
    place.write("bin/cargo", cargo);
    let run = |arguments: &[&str]| {
        let mut command = place.command();
        command.arg("spec").args(arguments).env_remove("CARGO");
        if cfg!(unix) {
            command.env("CARGO", place.path("bin/cargo"));
        }
        place.run(&mut command)
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(place.path("bin/cargo"), mode).expect("it may be run");
    }
    run(&["test"]).succeeds().says("2 exercised");
    run(&["prove"]).succeeds().says("2 proven");
    run(&["test", "--runner", "nextest"]).exits(2);
    if has_nextest() {
        place.spec("test --runner nextest").succeeds().says("2 proven");
    }
}

#[cfg(unix)]
#[test]
#[spec("REQ-10.8")]
fn who_presses_ctrl_c_leaves_no_child_behind() {
    let place = shop(
        "prove-interrupted",
        &[(
            "The shop SHALL wait",
            "pub fn wait() -> bool {\n    true\n}",
            // A test that has started something, and waits for it for ever when it is knocked out.
            "let time = if wait() { \"0\" } else { \"987\" };
    assert!(std::process::Command::new(\"sleep\").arg(time).status().unwrap().success());",
        )],
    );
    let sleepers = || {
        let all = Command::new("ps").args(["-A", "-o", "args"]).output().expect("ps runs");
        String::from_utf8_lossy(&all.stdout).lines().filter(|line| line.trim() == "sleep 987").count()
    };
    let mut command = place.command();
    command.args(["spec", "prove", "--quiet"]);
    place.prepared(&mut command, &target()).stdout(Stdio::null()).stderr(Stdio::null());
    for (how, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = command.spawn().expect("it starts");
        let begun = Instant::now();
        while sleepers() == 0 {
            assert!(begun.elapsed() < Duration::from_secs(100), "nothing is knocked out");
            thread::sleep(Duration::from_millis(50));
        }
        Command::new("kill").args([how, &child.id().to_string()]).status().expect("kill runs");
        assert_eq!(child.wait().expect("it ends").code(), Some(code));
        thread::sleep(Duration::from_millis(100));
        assert_eq!(sleepers(), 0);
    }
    // A test that takes too long goes with all that it has started.
    place.spec("prove -v").succeeds().says("caught: the test never ended");
    assert_eq!(sleepers(), 0);
}

/// The files that tests find where cargo runs them.
const ENVIRONMENT: &str = "\
    let here = std::env::var_os(\"CARGO_MANIFEST_DIR\").expect(\"cargo tells\");
    assert_eq!(std::env::current_dir().unwrap(), std::path::PathBuf::from(&here));
    assert_eq!(std::env::var(\"CARGO_PKG_NAME\").unwrap(), \"shop\");
    assert!(std::path::Path::new(\"requirements.md\").exists());
    assert_eq!(std::fs::read_to_string(concat!(env!(\"OUT_DIR\"), \"/made\")).unwrap(), \"made\");
    let out = std::process::Command::new(env!(\"CARGO_BIN_EXE_tool\")).output().unwrap();
    assert_eq!(out.stdout, b\"2\");";

#[test]
fn tests_find_what_they_find_when_cargo_runs_them() {
    let place = shop(
        "prove-environment",
        &[
            ("The shop SHALL add one", ADD, ENVIRONMENT),
            (
                "The shop SHALL be large",
                "#[cfg(feature = \"large\")]\npub fn size() -> u32 {\n    9\n}",
                "#[cfg(feature = \"large\")]\n    assert_eq!(size(), 9);",
            ),
            (
                "The shop SHALL have another one",
                "pub fn another() -> u32 {\n    3\n}",
                "assert_eq!(another(), 3);",
            ),
            ("The shop SHALL make more", "pub fn nothing() {}", "nothing();"),
        ],
    );
    place.write("src/bin/tool.rs", "fn main() { print!(\"{}\", shop::add(1)); }\n");
    place.write(
        "build.rs",
        "fn main() {\n    let out = std::env::var_os(\"OUT_DIR\").unwrap();\n    std::fs::write(std::path::Path::new(&out).join(\"made\"), \"made\").unwrap();\n    println!(\"cargo:rerun-if-changed=build.rs\");\n}\n",
    );
    // Harnesses of their own: one that has nothing to do with the criteria and never ends, and one that has.
    let own = |name: &str| format!("\n[[test]]\nname = \"{name}\"\nharness = false\n");
    let manifest = place.read("Cargo.toml").replace(
        "[workspace]",
        &format!(
            "[features]\nlarge = []\n{}{}\n[workspace]\nmembers = [\"maker\"]",
            own("forever"),
            own("own")
        ),
    );
    place.write("Cargo.toml", manifest);
    place.write(
        "tests/forever.rs",
        "fn main() {\n    loop {\n        std::thread::sleep(std::time::Duration::from_secs(1));\n    }\n}\n",
    );
    place.write("tests/own.rs", "use spec_runtime::spec;\n\n#[spec(\"REQ-1.3\", test)]\nfn glance() {\n    shop::another();\n}\n\n#[spec(\"REQ-1.3\", test)]\nfn check() {\n    assert_eq!(shop::another(), 3);\n}\n\nfn main() {\n    glance();\n    check();\n}\n");
    // Another package of the workspace, whose programs need what the compiler brings.
    let runtime = place
        .read("Cargo.toml")
        .lines()
        .find(|line| line.starts_with("spec-runtime"))
        .expect("a line")
        .to_owned();
    place.write(
        "maker/Cargo.toml",
        format!("[package]\nname = \"maker\"\nversion = \"0.1.0-prove-environment\"\nedition = \"2024\"\n\n[lib]\nproc-macro = true\n\n[dependencies]\n{runtime}\n"),
    );
    place.write(
        "maker/src/lib.rs",
        "extern crate proc_macro;\nuse proc_macro::TokenStream;\n\n#[proc_macro]\npub fn make(input: TokenStream) -> TokenStream {\n    text(input.to_string()).parse().unwrap()\n}\n\n#[spec_runtime::spec(\"REQ-1.4\")]\nfn text(of: String) -> String {\n    of + \"!\"\n}\n\n#[test]\n#[spec_runtime::spec(\"REQ-1.4\")]\nfn makes() {\n    assert!(std::env::var(\"CARGO_MANIFEST_DIR\").unwrap().ends_with(\"maker\"));\n    assert_eq!(text(\"a\".to_owned()), \"a!\");\n}\n",
    );
    place.edit("tests/rules.rs", "#[test]\n#[spec(\"REQ-1.4\")]", "#[test]");
    place.edit("src/lib.rs", "#[spec(\"REQ-1.4\")]\n", "");
    assert_eq!(
        proven(&place, "--workspace --features shop/large"),
        "run: REQ-1.1 proven, REQ-1.2 proven, REQ-1.3 proven, REQ-1.4 proven"
    );
    let without = proven(&place, "REQ-1.1 REQ-1.2 -p shop");
    assert_eq!(without, "run: REQ-1.1 proven, REQ-1.2 not executed");
    // Arguments for the programs narrow the run.
    assert_eq!(
        proven(&place, "REQ-1.1 REQ-1.3 -p shop --test rules -- --quiet"),
        "run: REQ-1.1 proven, REQ-1.3 proven"
    );
    // Of two tests that one process runs the second notices.
    assert_eq!(proven(&place, "REQ-1.3 -p shop --test own"), "run: REQ-1.3 proven");
}

#[test]
#[spec("REQ-11.1")]
fn a_function_with_two_attributes_is_knocked_out_once_and_that_counts_for_the_criteria_of_both() {
    let criteria = [
        ("The shop SHALL add one", "pub fn zero() -> u32 { 0 }", "assert_eq!(add(1), 2);"),
        ("The shop SHALL add to two", "pub fn none() {}", "assert_eq!(add(2), 3);"),
    ];
    let place = shop("prove-two-attributes", &criteria);
    let knocked_out = |attributes: &str| {
        let code = format!("{attributes}\n{ADD}\n");
        place.write("src/lib.rs", &code);
        let _ = fs::remove_file(place.knock_outs());
        let json = json(&place.spec("prove --format json").succeeds());
        let criteria = json["criteria"].as_array().expect("criteria").clone();
        assert_eq!(criteria.len(), 2, "{json}");
        criteria.into_iter().map(|mut criterion| criterion["items"].take()).collect::<Vec<_>>()
    };
    let one = "#[spec_runtime::spec(\"REQ-1.1\", \"REQ-1.2\")]";
    let names = |items: &[Value]| -> Vec<String> {
        let items = items.iter().flat_map(|items| items.as_array().expect("items"));
        items.map(|item| format!("{} {}", item["item"], item["variants"])).collect()
    };
    let expect = names(&knocked_out(one));
    assert_eq!(expect.len(), 2, "{expect:?}");
    for attributes in [
        "#[spec_runtime::spec(\"REQ-1.1\")] #[spec_runtime::spec(\"REQ-1.2\")]",
        "#[spec_runtime::spec(\"REQ-1.2\")]\n#[inline]\n#[spec_runtime::spec(\"REQ-1.1\")]",
        "#[cfg_attr(all(), spec_runtime::spec(\"REQ-1.1\"))]\n#[cfg_attr(all(), spec_runtime::spec(\"REQ-1.2\"))]",
    ] {
        assert_eq!(names(&knocked_out(attributes)), expect, "{attributes}");
    }
}
