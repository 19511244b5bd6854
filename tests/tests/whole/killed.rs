//! Checks what a killed command leaves: whole files, and nothing that the next run does not repair.

use std::fs;
use std::process::{Command, Stdio};

use spec_runtime::spec;

use crate::acceptance::shop;
use crate::merging::Repository;
use crate::test_crate::{TestCrate, target};

/// The calls to the system that make, change or move a file.
const CALLS: [&str; 11] = [
    "write",
    "openat",
    "fsync",
    "fchmod",
    "symlink",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "link",
    "linkat",
];

/// Where it is not installed, nothing is shown.
fn has_strace() -> bool {
    Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Kills the command at one of its calls to the system, by `strace`, which counts them. Says whether it ended by itself before.
fn survives(place: &TestCrate, arguments: &str, call: &str, number: usize) -> bool {
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={call}:signal=KILL:when={number}"))
        .arg(place.command().get_program())
        .arg("spec")
        .args(arguments.split(' '));
    let command = place.prepared(&mut strace, &target());
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
    // Most files are opened to be read.
    status.success() || number > 60 && call == "openat"
}

/// The temporary files and their marks.
fn temporary(place: &TestCrate) -> Vec<String> {
    let entries = fs::read_dir(place.path("")).expect("the folder can be read");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".cargo-spec-")).collect()
}

#[test]
#[spec("REQ-12.1")]
fn a_lock_is_whole_whenever_the_command_is_killed() {
    if !has_strace() {
        return;
    }
    let place = shop("accept-killed", 3);
    place.spec("accept REQ-1.1").succeeds();
    let old = place.read("spec.lock");
    place.spec("accept REQ-1.2").succeeds();
    let new = place.read("spec.lock");
    let (mut seen_old, mut seen_new, mut has_left) = (false, false, false);
    for call in CALLS {
        for number in 1.. {
            place.write("spec.lock", &old);
            let is_over = survives(&place, "accept REQ-1.2", call, number);
            let lock = place.read("spec.lock");
            assert!(lock == old || lock == new, "{call} {number}:\n{lock}");
            (seen_old, seen_new) = (seen_old || lock == old, seen_new || lock == new);
            has_left |= !temporary(&place).is_empty();
            if is_over {
                break;
            }
        }
    }
    assert!(seen_old && seen_new && has_left);
    place.spec("accept --all").succeeds();
    assert_eq!(temporary(&place), [""; 0], "the next run removes what the killed ones have left");
}

#[test]
#[spec("REQ-12.1")]
fn what_was_killed_before_git_learned_to_merge_is_finished_by_the_next_run() {
    if !has_strace() {
        return;
    }
    let place = shop("accept-killed-before-git", 2);
    Repository::new(place.path(""));
    let own = "*.png binary\n";
    let merges = format!("{own}spec.lock merge=union\n");
    for (killed, next) in [
        ("accept --all", "accept --all"),
        ("accept REQ-1.1", "accept REQ-1.2"),
        ("accept --all", "baseline"),
        ("baseline", "baseline"),
        ("baseline", "check --fix"),
        ("accept REQ-1.1", "check --fix"),
    ] {
        let mut is_between = false;
        for number in 1.. {
            let _ = fs::remove_file(place.path("spec.lock"));
            place.write(".gitattributes", own);
            let is_over = survives(&place, killed, "symlink", number);
            let attributes = place.read(".gitattributes");
            assert!(attributes == own || attributes == merges, "{killed}: {attributes}");
            if attributes == own && place.path("spec.lock").exists() {
                is_between = true;
                place.spec(next).succeeds().says("commit .gitattributes");
                assert_eq!(place.read(".gitattributes"), merges, "{killed}, then {next}");
            }
            if is_over {
                break;
            }
        }
        assert!(is_between, "{killed} was never killed between the two");
    }
    assert_eq!(temporary(&place), [""; 0]);
}
