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

/// Returns whether it is installed; without it, nothing is shown.
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

/// A document of which a criterion was put in front, and what names the criteria behind it: code, tests, tasks and a design.
fn renumbered(name: &str) -> TestCrate {
    let criteria = |numbers: &[(usize, &str)]| {
        let lines: String =
            numbers.iter().map(|(number, word)| format!("{number}. THE shop SHALL {word} coins\n")).collect();
        format!("# Requirements\n\n### Requirement 1: Coins\n\n#### Acceptance Criteria\n\n{lines}")
    };
    let test = |id: usize, word: &str| {
        format!(
            "#[test]\n#[spec_runtime::spec(\"REQ-1.{id}\")]\nfn {word}() {{ assert!(shop::{word}()); }}\n"
        )
    };
    let code = |id: usize, word: &str| {
        format!("#[spec_runtime::spec(\"REQ-1.{id}\")]\npub fn {word}() -> bool {{ true }}\n")
    };
    let folder = ".kiro/specs/coins";
    let place = TestCrate::package(
        name,
        &[
            (&format!("{folder}/requirements.md"), &criteria(&[(1, "take"), (2, "count"), (3, "sort")])),
            // Neither names the last criterion, whose number is new.
            (
                &format!("{folder}/tasks.md"),
                "# Plan\n\n- [ ] 1. Take\n  - _Requirements: 1.1_\n- [ ] 2. Count\n  - _Requirements: 1.2_\n",
            ),
            (
                &format!("{folder}/design.md"),
                "# Design\n\n### Property 1: Count\n\n*For any* coins, all are counted.\n\n**Validates: Requirements 1.1, 1.2**\n",
            ),
            ("src/lib.rs", &[code(1, "take"), code(2, "count"), code(3, "sort")].concat()),
            ("tests/one.rs", &[test(1, "take"), test(2, "count")].concat()),
            ("tests/two.rs", &test(3, "sort")),
        ],
    );
    place.spec("accept --all --force").succeeds();
    let more = criteria(&[(1, "weigh"), (2, "take"), (3, "count"), (4, "sort")]);
    place.write(format!("{folder}/requirements.md"), more);
    place
}

#[test]
#[spec("REQ-12.1")]
fn a_renumbering_that_was_killed_between_two_files_is_completed_by_the_next_fix() {
    if !has_strace() {
        return;
    }
    let place = renumbered("fix-killed");
    let before = place.files();
    place.spec("check --fix");
    let after = place.files();
    let tasks = place.read(".kiro/specs/coins/tasks.md");
    assert!(
        tasks.contains("Take\n  - _Requirements: 1.2_") && tasks.contains("Count\n  - _Requirements: 1.3_")
    );
    assert!(place.read(".kiro/specs/coins/design.md").contains("Requirements 1.2, 1.3"));
    let reset = || {
        for path in place.files().into_keys().filter(|path| !before.contains_key(path)) {
            fs::remove_file(place.path(&path)).expect("it is there");
        }
        before.iter().for_each(|(path, bytes)| place.write(path, bytes));
    };
    let mut halves = 0;
    for call in ["rename", "renameat2", "unlink", "unlinkat", "link", "linkat"] {
        for number in 1.. {
            reset();
            let is_over = survives(&place, "check --fix", call, number);
            // `check` finds what it finds, and exits with 1 for that.
            let is_over = is_over || place.files() == after;
            let is_half = place.path(".cargo-spec-unfinished").exists();
            if is_half {
                halves += 1;
                place.spec("check").says("`cargo spec check --fix` writes the rest");
            }
            place.spec("check --fix");
            // If there is nothing left to write, nothing is removed either.
            assert!(!is_half || temporary(&place).is_empty(), "{call} {number}");
            let now = place.files();
            for (path, bytes) in &after {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let now = now.get(path).map(|bytes| text(bytes)).unwrap_or_default();
                assert_eq!(now, text(bytes), "{call} {number}: {}", path.display());
            }
            if is_over || number > 40 {
                break;
            }
        }
    }
    assert!(halves > 3, "{halves}");
}

#[test]
fn a_link_that_nobody_accepted_and_whose_number_another_criterion_took_is_told() {
    let place = renumbered("fix-unaccepted");
    let new = "#[test]\n#[spec_runtime::spec(\"REQ-1.2\")]\nfn counts_too() { assert!(shop::count()); }\n";
    place.write("tests/new.rs", new);
    let words = "`counts_too` names REQ-1.2, which nobody has accepted: does it mean what is REQ-1.3 now?";
    place.spec("check").says(words);
    place.spec("check --fix").says(words);
    assert_eq!(place.read("tests/new.rs"), new, "nobody knows");
}
