use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::files::{FileKind, FileNode, Files, FolderEntry, Memory};

/// Files whose documents in force had another text when the change was committed.
struct WithHistory {
    now: Memory,
    then: Option<String>,
}

impl Files for WithHistory {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        self.now.read(path, kind)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        self.now.node(path)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.now.node_at(path)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        self.now.entries(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.now.real(path)
    }

    fn at_last_commit_of(&self, edited: &Path, _: &str, path: &Path) -> Option<Vec<u8>> {
        assert!(
            edited.ends_with("changes/louder/specs/tram/spec.md")
                && path.ends_with("openspec/specs/tram/spec.md")
        );
        self.then.clone().map(String::into_bytes)
    }
}

/// Requirements of one line each: `Ring | The tram SHALL ring. | Bend: once | Stop: twice`.
fn requirements(list: &[&str]) -> String {
    let requirement = |line: &&str| {
        let mut parts = line.split(" | ");
        let name = parts.next().unwrap_or_default();
        let statement = parts.next().unwrap_or_default();
        let scenario = |part: &str| {
            let (name, rings) = part.split_once(": ").unwrap_or((part, "once"));
            format!("\n#### Scenario: {name}\n- **WHEN** it comes\n- **THEN** the bell rings {rings}\n")
        };
        format!("\n### Requirement: {name}\n{statement}\n{}", parts.map(scenario).collect::<String>())
    };
    list.iter().map(requirement).collect()
}

/// The findings of a change: their messages and their related places. The document in force was `then` and is `now`.
fn found(then: &[&str], now: &[&str], change: &str) -> Vec<String> {
    let base = |list: &[&str]| format!("# Tram\n\n## Requirements\n{}", requirements(list));
    let memory = Memory::from_iter([
        ("/r/Cargo.toml", "[package]\nname = \"r\"\n".to_owned()),
        ("/r/.git/HEAD", String::new()),
        ("/r/openspec/specs/tram/spec.md", base(now)),
        ("/r/openspec/changes/louder/specs/tram/spec.md", change.to_owned()),
    ]);
    let then = (!then.is_empty()).then(|| base(then));
    let catalog = Catalog::for_package(&WithHistory { now: memory, then }, Path::new("/r"));
    let findings = catalog.documents.iter().flat_map(|document| &document.diagnostics);
    findings
        .map(|it| {
            let there = it.labels.first().map(|label| label.location.start.line).unwrap_or_default();
            format!("{}: {} (line {there})", it.code, it.message)
        })
        .collect()
}

#[track_caller]
fn check(then: &[&str], now: &[&str], change: &str, expect: &[&str]) {
    assert_eq!(found(then, now, change), expect, "{then:?} → {now:?}");
}

fn section(name: &str, list: &[&str]) -> String {
    format!("## {name} Requirements\n{}", requirements(list))
}

const RING: &str = "Ring | The tram SHALL ring. | Bend: once | Stop: once";

#[test]
fn what_is_as_it_was_is_not_reported() {
    let other = "Halt | The tram SHALL halt. | Red: once";
    let new = "Halt | The tram SHALL halt at once. | Red: once";
    for name in ["MODIFIED", "REMOVED"] {
        check(&[RING], &[RING], &section(name, &[RING]), &[]);
        // Another requirement was reworded.
        check(&[RING, other], &[RING, new], &section(name, &[RING]), &[]);
        // Nobody knows how it was.
        check(
            &[],
            &[RING],
            &section(name, &["Ring | The tram SHALL ring. | Bend: thrice | Stop: once"]),
            &[],
        );
    }
    // Marks and line breaks are no words.
    check(
        &[RING],
        &["Ring | The tram\n**SHALL** ring. | Bend: _once_ | Stop: once"],
        &section("MODIFIED", &["Ring | The tram SHALL ring. | Bend: thrice | Stop: once"]),
        &[],
    );
}

#[test]
fn a_criterion_that_was_reworded_since_is_reported() {
    let change = section("MODIFIED", &["Ring | The tram SHALL ring. | Bend: thrice | Stop: once"]);
    let finding = "change-base-drift: “Ring” was reworded after the change was written";
    for (now, line) in [
        ("Ring | The tram SHALL ring. | Bend: once | Stop: twice", 12),
        ("Ring | The tram SHALL ring. | Bend: twice | Stop: once", 8),
        ("Ring | The tram SHALL ring out. | Bend: once | Stop: once", 6),
    ] {
        check(&[RING], &[now], &change, &[&format!("{finding} (line {line})")]);
    }
}

#[test]
fn what_the_change_takes_over_is_not_reported() {
    let now = "Ring | The tram SHALL ring out. | Bend: once | Stop: twice";
    let change = section("MODIFIED", &["Ring | The tram SHALL ring out. | Bend: thrice | Stop: twice"]);
    check(&[RING], &[now], &change, &[]);
}

#[test]
fn what_is_added_and_in_force_already_lacks_no_scenario() {
    let now = "Ring | The tram SHALL ring. | Bend: once | Stop: once | Fog: once";
    let change = section("ADDED", &["Ring | The tram SHALL ring. | Bend: once"]);
    check(&[now], &[now], &change, &["change-base-drift: what is added is in force already (line 0)"]);
}

#[test]
fn a_scenario_that_came_or_went_since_is_reported_once() {
    let change = section("MODIFIED", &["Ring | The tram SHALL ring. | Bend: thrice | Stop: once"]);
    check(
        &[RING],
        &["Ring | The tram SHALL ring. | Bend: once | Stop: once | Fog: once"],
        &change,
        &[
            "change-base-drift: the modified requirement “Ring” lacks the scenario `fog`, which is in force (line 16)",
        ],
    );
    check(
        &[RING],
        &["Ring | The tram SHALL ring. | Bend: once"],
        &change,
        &["change-base-drift: “Ring” was reworded after the change was written (line 5)"],
    );
    // None of its scenarios is kept, but for one that was not there.
    check(
        &["Ring | The tram SHALL ring. | Bend: once"],
        &["Ring | The tram SHALL ring. | Bend: once | Fog: once"],
        &section("MODIFIED", &["Ring | The tram SHALL ring. | Snow: once"]),
        &["change-base-drift: “Ring” was reworded after the change was written (line 12)"],
    );
}

#[test]
fn what_a_change_removes_or_renames_is_compared_too() {
    let now = "Ring | The tram SHALL ring. | Bend: once | Stop: twice";
    let finding = &["change-base-drift: “Ring” was reworded after the change was written (line 12)"];
    check(&[RING], &[now], &section("REMOVED", &["Ring | **Reason**: nobody hears it."]), finding);
    let renamed =
        "## RENAMED Requirements\n\n- FROM: `### Requirement: Ring`\n- TO: `### Requirement: Ring out`\n";
    check(&[RING], &[now], renamed, finding);
    check(&[RING], &[RING], renamed, &[]);
    // A requirement that is renamed and modified has the new name.
    let modified = |stop: &str| {
        let list = format!("Ring out | The tram SHALL ring. | Bend: thrice | Stop: {stop}");
        format!("{renamed}\n{}", section("MODIFIED", &[&*list]))
    };
    check(&[RING], &[now], &modified("once"), &[&finding[0].replace("“Ring”", "“Ring out”")]);
}
