//! Checks by `strace` that each verb opens each file of a user at most once. Without a working `strace` the tests pass,
//! and say so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::test_crate::{Answer, TestCrate, target};

/// May processes be traced here?
#[expect(clippy::print_stdout, reason = "the output of a test is the place for it")]
fn has_strace() -> bool {
    let traced = Command::new("strace").args(["-f", "-y", "-o", "/dev/null", "true"]).output();
    let is_traced = traced.is_ok_and(|output| output.status.success());
    if !is_traced {
        println!("skipped: strace is not installed, or may trace nothing");
    }
    is_traced
}

/// Counts the times that the command itself, not its children, has opened each file below a folder.
fn opened(trace: &str, below: &Path) -> BTreeMap<String, usize> {
    let of = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let command = trace.lines().next().map(of).unwrap_or_default();
    let started: BTreeSet<_> = trace.lines().filter(|line| line.contains("execve")).map(of).collect();
    let mut opened = BTreeMap::new();
    for line in trace.lines().filter(|line| line.contains("open")) {
        let process = of(line);
        if process != command && started.contains(&process) {
            continue;
        }
        // `… = 3</path>`: what was opened, whatever way led to it.
        let Some((_, path)) = line.rsplit_once("</").filter(|_| line.contains(" = ")) else { continue };
        let path = Path::new("/").join(path.trim_end_matches('>'));
        if let Ok(name) = path.strip_prefix(below)
            && !name.starts_with("target")
            && path.is_file()
        {
            *opened.entry(name.to_string_lossy().into_owned()).or_default() += 1;
        }
    }
    opened
}

#[track_caller]
fn opens_nothing_twice(place: &TestCrate, arguments: &str) -> Answer {
    let folder = place.path("").canonicalize().expect("the folder is there");
    // Tests run at once: each has a trace of its own.
    let name = folder.file_name().unwrap_or_default().display();
    let trace = target().join(format!("opened-{name}-{}", std::process::id()));
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-e", "trace=open,openat,openat2,execve", "-o"]).arg(&trace);
    command.arg(place.command().get_program()).arg("spec").args(arguments.split_whitespace());
    let answer = place.run(&mut command);
    let text = std::fs::read(&trace).expect("it was traced");
    std::fs::remove_file(&trace).expect("it can go");
    let opened = opened(&String::from_utf8_lossy(&text), &folder);
    assert!(opened.contains_key("Cargo.toml"), "{arguments}: {opened:?}\n{}", answer.printed);
    let twice: Vec<_> = opened.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "`{arguments}` opens more than once: {twice:?}\n{}", answer.printed);
    answer
}

#[test]
fn no_verb_that_reads_opens_a_file_twice() {
    if !has_strace() {
        return;
    }
    let verbs = [
        "check",
        "check --format json",
        "check --format sarif",
        "list",
        "list -v",
        "show REQ-1",
        "gen --check",
        "gen --diff",
        "gen --dry-run",
        "gen --prune --dry-run",
        "accept --all --dry-run",
        "review",
        "report",
        "report --format html",
        "report --format sarif",
        "baseline --dry-run",
    ];
    for example in ["native", "kiro", "unfinished"] {
        let place = TestCrate::copy(example, &format!("once-{example}"));
        for verb in verbs {
            opens_nothing_twice(&place, verb);
        }
    }
    let place = TestCrate::copy("native", "once-nothing-to-do");
    opens_nothing_twice(&place, "accept --all").succeeds();
}

#[test]
fn excerpts_of_findings_open_no_file_again() {
    if !has_strace() {
        return;
    }
    let place = TestCrate::copy("kiro", "once-excerpts");
    place.write("src/stray.rs", "#[spec_runtime::spec(\"REQ-77.7\")]\npub fn stray() {}\n");
    place.edit("src/lib.rs", "use ", "mod stray;\nuse ");
    place.write("spec.toml", "documents = [\".kiro/specs/*/requirements.md\"]\nunknown = 1\n");
    let printed = opens_nothing_twice(&place, "check").exits(1);
    printed.says("REQ-77.7").says("src/stray.rs:1:").says("spec.toml");
    opens_nothing_twice(&place, "list");
    opens_nothing_twice(&place, "report");
}
