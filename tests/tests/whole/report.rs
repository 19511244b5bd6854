//! `cargo spec report`: from the evidence of several machines to what CI systems, managers and programs read.

use std::fs;
use std::path::Path;
use std::process::Command;

use spec_runtime::spec;

use crate::place::{Answer, Place};

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

fn shop(name: &str) -> Place {
    Place::package(name, &[("requirements.md", DOCUMENT), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)])
}

/// Runs some tests as one machine of several would, which leave their evidence in a folder.
fn shard(place: &Place, filter: &str, folder: &str) -> Answer {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--test=rules", "--quiet", filter]);
    place.run(cargo.env("CARGO_SPEC_EVIDENCE", place.path(folder)))
}

/// The only file of a folder with evidence.
fn file(place: &Place, folder: &str) -> std::path::PathBuf {
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
#[spec("REQ-9.2")]
fn what_is_wrong_with_evidence_is_told_file_by_file() {
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
    write("a.spec-evidence".as_ref(), text.replacen("\t1\t", "\t9\t", 1).as_bytes());
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
    let target = tempfile::tempdir().expect("a folder");
    let spec = |arguments: &str| {
        let mut command = place.command();
        command.arg("spec").args(arguments.split_whitespace());
        // Where no other test has run anything yet.
        place.run_in(&mut command, target.path())
    };
    spec("report").exits(1).says("there is no evidence of a run").says("2 tested");
    spec("test --quiet").succeeds();
    spec("report").succeeds().says("2 exercised");
    place.edit("tests/rules.rs", "rule(2), 3", "rule(2), 4");
    spec("test --quiet").exits(1);
    spec("report").exits(1).says("1 exercised, 1 failing");
    spec("report --evidence elsewhere").exits(2);
}
