//! `cargo spec report`: from the evidence of several machines to the forms that CI systems, managers and programs read.

use std::fs;
use std::path::Path;
use std::process::Command;

use spec_runtime::spec;

use crate::test_crate::{Answer, TestCrate, has_nextest};

const DOCUMENT: &str = "\
# The shop

### Requirement 1: Rules

#### Acceptance Criteria

1. The shop SHALL add one
2. The shop SHALL add another one
";

const CODE: &str = "#[spec_runtime::spec(\"REQ-1\")]\npub fn rule(x: u32) -> u32 {\n    x + 1\n}\n";

const TESTS: &str = "\
use shop::rule;
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn adds_one() {
    assert_eq!(rule(1), 2);
}

#[test]
#[spec(\"REQ-1.2\")]
fn adds_another() {
    assert_eq!(rule(2), 3);
}
";

fn shop(name: &str) -> TestCrate {
    TestCrate::package(
        name,
        &[("requirements.md", DOCUMENT), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)],
    )
}

/// Runs some tests as one machine of several would, which leave their evidence in a folder.
fn shard(place: &TestCrate, filter: &str, folder: &str) -> Answer {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--test=rules", "--quiet", filter]);
    place.run(cargo.env("CARGO_SPEC_EVIDENCE", place.path(folder)))
}

/// The only file of a folder with evidence.
fn file(place: &TestCrate, folder: &str) -> std::path::PathBuf {
    let mut files = fs::read_dir(place.path(folder)).expect("it can be read");
    files.next().expect("a file").expect("an entry").path()
}

#[test]
#[spec("REQ-9.1")]
fn the_evidence_of_several_machines_counts_together() {
    let place = shop("report-shards");
    shard(&place, "adds_one", "one").succeeds();
    shard(&place, "adds_another", "two").succeeds();
    place.spec("report --evidence one").exits(1).says("1 exercised, 1 tested").says("not run: adds_another");
    place.spec("report --evidence one --evidence two").succeeds().says("2 criteria: 2 exercised");
    // A machine that ran no test says nothing of it, whatever the order.
    place.spec("report --evidence two --evidence one").succeeds().says("2 criteria: 2 exercised");
    place.edit("tests/rules.rs", "rule(2), 3", "rule(2), 4");
    shard(&place, "adds_another", "three").exits(101);
    place.spec("report --evidence one --evidence three").exits(1).says("1 exercised, 1 failing");
}

#[test]
#[spec("REQ-9.1")]
fn evidence_of_other_sources_does_not_count() {
    let place = shop("report-other-sources");
    place.spec("test --runner cargo --quiet --evidence run").succeeds();
    place.spec("report --evidence run").succeeds().says("2 criteria: 2 exercised");
    let lock = place.read("Cargo.lock");
    place.write("Cargo.lock", format!("{lock}\n# of another machine\n").as_bytes());
    place.spec("report --evidence run").succeeds().says("out of date").says("2 exercised");
    place.write("Cargo.lock", lock.as_bytes());
    let code = place.read("src/lib.rs");
    place.write("src/lib.rs", format!("{code}// Another line.\n").as_bytes());
    place
        .spec("report --evidence run")
        .exits(1)
        .says("of other sources: none of them counts")
        .says("2 tested");
    place.write("src/lib.rs", code.as_bytes());
    place.spec("report --evidence run").succeeds();
}

#[test]
#[spec("REQ-9.2")]
fn what_is_wrong_with_evidence_is_reported_file_by_file() {
    let place = shop("report-problems");
    shard(&place, "adds_", "whole").succeeds();
    let bytes = fs::read(file(&place, "whole")).expect("it can be read");
    let name = file(&place, "whole").file_name().expect("a name").to_os_string();
    let report = |folders: &str| place.spec(&format!("report {folders}"));
    let write = |path: &Path, text: &[u8]| {
        let _ = fs::remove_dir_all(place.path("other"));
        place.write(Path::new("other").join(path), text);
    };
    write(Path::new(&name), &bytes);
    report("--evidence whole --evidence other").succeeds().says("is there twice");
    write(Path::new(&name), &bytes[..bytes.len() - 3]);
    report("--evidence whole --evidence other").succeeds().says("is there twice");
    report("--evidence other").exits(1).says("ends in the middle of a line").says("failing");
    let text = String::from_utf8_lossy(&bytes);
    write("a.spec-evidence".as_ref(), text.replacen("\t2\t", "\t9\t", 1).as_bytes());
    report("--evidence other").exits(1).says("has the form of version 9").says("2 tested");
    write("a.spec-evidence".as_ref(), [&*bytes, b"nonsense\n"].concat().as_slice());
    report("--evidence other")
        .exits(1)
        .says("a line of `a.spec-evidence` cannot be read")
        .says("2 exercised");
    write("a.txt".as_ref(), b"");
    report("--evidence other").exits(1).says("no test has left evidence in `other`");
    report("--evidence nowhere").exits(2).says("nowhere");

    place.edit("requirements.md", "add another one", "add two");
    report("--evidence whole").exits(1).says("compiled with other words").says("1 exercised, 1 tested");
    place.edit("requirements.md", "add two", "add another one");
    place.edit("tests/rules.rs", "use shop::rule;\n", "\nuse shop::rule;\n");
    report("--evidence whole").exits(1).says("a linked test ran at 5:8").says("2 tested");
}

#[test]
#[spec("REQ-9.3")]
fn without_a_folder_the_last_run_is_reported() {
    let place = shop("report-last");
    let spec = |arguments: &str| place.spec(arguments);
    spec("report").exits(1).says("no test results yet").says("2 tested");
    spec("test --quiet").succeeds();
    spec("report").succeeds().says("2 exercised");
    place.edit("tests/rules.rs", "rule(2), 3", "rule(2), 4");
    spec("test --quiet").exits(1);
    spec("report").exits(1).says("1 exercised, 1 failing");
    spec("report --evidence elsewhere").exits(2);
}

#[test]
#[spec("REQ-9.4")]
fn every_form_is_written_whole_and_says_the_same_each_time() {
    let place = shop("report-forms");
    shard(&place, "adds_one", "evidence").succeeds();
    let begins = [
        ("human", "exercised  REQ-1.1"),
        ("json", "{\"version\":1,"),
        ("html", "<!doctype html>"),
        ("markdown", "## ❌ 1 of 2 criteria is below passing"),
        ("junit", "<?xml"),
        ("sarif", "{\"$schema\":"),
        ("github", "::error "),
    ];
    place.spec("report --evidence evidence --output made/report.html").exits(2).says("there is no folder");
    fs::create_dir(place.path("made")).expect("it is made");
    for (format, beginning) in begins {
        let report = format!("report --evidence evidence --format {format}");
        let printed = place.spec(&report).exits(1).out;
        place.spec(&format!("{report} --output made/report.{format}")).exits(1).says("wrote made/report.");
        let written = place.read(&format!("made/report.{format}"));
        let here = place.path("").display().to_string();
        assert_eq!(written.replace(here.trim_end_matches('/'), "[here]"), printed);
        if format == "human" {
            assert!(printed.contains(beginning), "{printed}");
        } else {
            assert!(printed.starts_with(beginning), "{printed}");
        }
        for word in ["REQ-1.2", "requirements.md"].iter().filter(|_| format != "human") {
            assert!(printed.contains(word), "{format}: {word}");
        }
    }
    assert_eq!(fs::read_dir(place.path("made")).expect("it is there").count(), begins.len());
    place.spec("report --evidence evidence --output requirements.md/report.html").exits(2);
    place.spec("report --evidence evidence --format pdf").exits(2).says("possible values");
    place.spec("check --format html").exits(2).says("possible values: human, json");
}

/// The commands of a job of the workflow in the book, with what stands in for `matrix.shard`.
fn commands(job: &str, shard: &str) -> Vec<String> {
    let workflow = crate::book::workflow();
    let (_, job) = workflow.split_once(&format!("\n  {job}:\n")).expect("the job");
    // A line that is no deeper than the name of the job is that of the next one.
    let job = job.lines().take_while(|line| line.starts_with("   "));
    let commands = job.filter_map(|line| line.trim_start().strip_prefix("- run: "));
    commands.map(|command| command.replace("${{ matrix.shard }}", shard)).collect()
}

#[test]
fn the_workflow_of_the_book_reports_what_its_machines_have_shown() {
    if !has_nextest() {
        return;
    }
    let place = shop("report-workflow");
    let spec = format!("{} ", place.command().get_program().display());
    let run = |command: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", &command.replace("cargo-spec ", &spec)]);
        shell.env("GITHUB_STEP_SUMMARY", place.path("summary.md"));
        place.run(shell.env("CARGO_SPEC_EVIDENCE", place.path("evidence")))
    };
    for shard in ["1", "2"] {
        for command in commands("test", shard) {
            run(&command).succeeds();
        }
        // Evidence that a machine uploads is what another downloads.
        let downloaded = place.path("downloaded");
        fs::create_dir_all(&downloaded).expect("it is made");
        fs::rename(place.path("evidence"), downloaded.join(format!("evidence-{shard}")))
            .expect("it is there");
    }
    fs::rename(place.path("downloaded"), place.path("evidence")).expect("it is moved");
    let commands = commands("report", "");
    let reports: Vec<_> = commands.iter().filter(|command| !command.starts_with("cargo install")).collect();
    assert_eq!(reports.len(), 3, "{commands:?}");
    for command in reports {
        run(command).succeeds();
    }
    assert!(place.read("summary.md").starts_with("## ✅ All 2 criteria are at least passing"));
    assert!(place.read("report.html").contains("2 exercised"));
}

#[test]
#[spec("REQ-9.5")]
fn what_knock_outs_have_shown_is_reported_until_the_sources_change() {
    let place = shop("report-proofs");
    place.edit("tests/rules.rs", "assert_eq!(rule(2), 3)", "rule(2)");
    place.edit("tests/rules.rs", "rule(2);", "let _ = rule(2);");
    // Without a run of all tests, what `prove` has run is known.
    prove_alone(&place);
    place.spec("prove --quiet").exits(1);
    place.spec("test --quiet").succeeds().says("1 proven, 1 exercised");
    let report = place.spec("report --format json").succeeds();
    let json: serde_json::Value = serde_json::from_str(&report.out).expect("it is JSON");
    let way = &json["criteria"][1]["missed"][0];
    assert_eq!(
        (&way["item"], &way["tests"][0]["item"]),
        (&"rule".into(), &"adds_another".into()),
        "{json:#}"
    );
    place.spec("report --format html").succeeds().says("Missed by the tests").says("fn rule →");
    place.spec("report --format markdown").succeeds().says("missed: `fn rule →");
    // Another test of the same criterion would have to be tried as well.
    place.write("tests/more.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn more() {}\n");
    place.spec("test --quiet").succeeds().says("2 exercised");
    place.spec("report").succeeds().says("`prove` results are out of date");
}

/// The report where nothing but `prove` has run.
fn prove_alone(place: &TestCrate) {
    place.spec("prove --quiet REQ-1.1").succeeds();
    place.spec("report").exits(1).says("1 proven, 1 tested").says("no test results yet");
    place.spec("prove --quiet").exits(1);
    let report = place.spec("report").succeeds().says("1 proven, 1 exercised");
    report.says_nothing_of("no test results").says_nothing_of("no test told");
}

#[test]
fn a_test_that_failed_and_verifies_nothing_is_named() {
    let place = shop("report-others");
    place.write(
        "tests/others.rs",
        "#[test]\nfn one_that_fails() {\n    panic!();\n}\n\n#[test]\nfn one_that_passes() {}\n",
    );
    let runners = if has_nextest() { &["cargo", "nextest"][..] } else { &["cargo"] };
    for runner in runners {
        let answer = place.spec(&format!("test --runner {runner}")).exits(1);
        answer.says("1 other test failed: `one_that_fails`").says_nothing_of("passes`");
        place
            .spec("report --format markdown")
            .exits(1)
            .says("## ❌")
            .says("1 other test failed: ")
            .says("fails");
        let json: serde_json::Value =
            serde_json::from_str(&place.spec("report --format json").exits(1).out).expect("it is JSON");
        assert_eq!(json["other_failures"], serde_json::json!(["one_that_fails"]));
    }
    // No criterion that an error is about has a good mark.
    place.write("tests/others.rs", "");
    place.spec("accept --all").succeeds();
    place.edit("requirements.md", "add one", "add one at least");
    place.spec("test").exits(1);
    place
        .spec("report --format markdown")
        .exits(1)
        .says("| ❌&nbsp;exercised, suspect | `REQ-1.1`")
        .says("| ✅&nbsp;exercised | `REQ-1.2`");
    place.write("tests/others.rs", "#[test]\nfn ends() {\n    panic!();\n}\n");
    place.edit("requirements.md", "add one at least", "add one");
    place.edit("tests/others.rs", "panic!()", "std::process::exit(3)");
    place.spec("test --runner cargo").exits(1).says("a test program failed, and named no test");
    place.spec("test --runner cargo --test rules -- adds").succeeds().says_nothing_of("other test");
}
