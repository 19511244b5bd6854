//! Every command of README.md, run in the order of the page, and what it is said to print compared with what it prints.
//!
//! A comment before a block of commands says where it is run (`<!-- run: in … -->`), or why it is not
//! (`<!-- not run: … -->`). In a `console` block, commands follow `$`, and a line `…` stands for any number of lines.

use std::path::Path;

use crate::REPOSITORY;
use crate::merging::Repository;
use crate::place::{Answer, Place};

/// A block of commands.
#[derive(Debug)]
struct Block {
    /// The comment before it.
    directive: String,
    /// Each command with the output shown below it, if any is.
    commands: Vec<(String, Option<String>)>,
}

fn readme() -> String {
    std::fs::read_to_string(REPOSITORY.join("README.md")).expect("it is there")
}

/// The blocks of commands of a page.
fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut directive, mut lines) = (Vec::new(), String::new(), page.lines());
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if let Some(comment) = line.strip_prefix("<!-- ") {
                directive = comment.trim_end_matches(" -->").to_owned();
            } else if !line.is_empty() {
                directive.clear();
            }
            continue;
        };
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let commands = match language {
            "console" => with_output(&body),
            "sh" => body.iter().map(|line| (without_remark(line).to_owned(), None)).collect(),
            _ => continue,
        };
        blocks.push(Block { directive: std::mem::take(&mut directive), commands });
    }
    blocks
}

fn without_remark(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line).trim()
}

fn with_output(lines: &[&str]) -> Vec<(String, Option<String>)> {
    let mut commands: Vec<(String, Option<String>)> = Vec::new();
    for line in lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), Some(String::new()))),
            (None, Some((_, Some(output)))) => *output += &format!("{line}\n"),
            (None, _) => panic!("output before a command: {line}"),
        }
    }
    commands
}

/// Is `said` what was shown, where a line `…` stands for any number of lines?
fn is_as_shown(shown: &str, said: &str) -> bool {
    let mut rest = said.trim();
    let parts: Vec<_> = shown.split("…\n").map(str::trim).collect();
    for (at, part) in parts.iter().enumerate() {
        match rest.find(part) {
            Some(0) => rest = &rest[part.len()..],
            Some(found) if at > 0 => rest = &rest[found + part.len()..],
            _ => return false,
        }
    }
    rest.trim().is_empty() || parts.last().is_some_and(|last| last.is_empty())
}

fn run(place: &Place, command: &str) -> Answer {
    match command.strip_prefix("cargo ").expect("only cargo is needed") {
        // The command under test was installed from nowhere.
        "spec init" => place.spec(&format!("init --path {}", REPOSITORY.display())),
        spec if spec.starts_with("spec ") => place.spec(&spec["spec ".len()..]),
        arguments => place.cargo(arguments),
    }
}

/// An example whose spec was accepted, and then softened on a branch, together with its test.
fn story() -> Place {
    let place = Place::copy("kiro", "readme-story");
    let repository = Repository::new(place.path(""));
    place.spec("accept --all").succeeds();
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=The spec, accepted"]);
    let document = ".kiro/specs/session-store/requirements.md";
    place.edit(document, "SHALL end all sessions of the member", "SHOULD end most sessions of the member");
    place.edit(
        "tests/spec/session_store.rs",
        "assert_eq!([phone, laptop, bens].map(|token| store.look_up(token, START)), [None, None, Some(BEN)]);",
        "assert!(store.look_up(bens, START).is_some());",
    );
    place
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    let mut not_run = Vec::new();
    let clone = Place::copy_of_repository("readme-clone");
    let outside = tempfile::tempdir().expect("a folder");
    let new = Place::at(outside.path().join("new"));
    new.write("Cargo.toml", "[package]\nname = \"new\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    new.write("src/lib.rs", "");
    let story = story();
    for Block { directive, commands } in blocks(&readme()) {
        let place = match directive.split_once(": ") {
            Some(("run", "in a copy of this repository")) => &clone,
            Some(("run", "in a new crate")) => &new,
            Some(("run", "where an agent has softened a criterion and weakened its test")) => &story,
            Some(("not run", reason)) => {
                not_run.extend(commands.into_iter().map(|(command, _)| (command, reason.to_owned())));
                continue;
            }
            _ => panic!("no comment says where to run {commands:?}: {directive:?}"),
        };
        for (command, shown) in commands {
            let answer = run(place, &command);
            if let Some(shown) = shown {
                assert!(
                    is_as_shown(&shown, &answer.said),
                    "`{command}` is said to print\n{shown}\nbut prints\n{}",
                    answer.said
                );
            } else {
                answer.succeeds();
            }
        }
    }
    for (command, reason) in &not_run {
        println!("not run: {command}: {reason}");
    }
    assert_eq!(not_run.len(), 4, "every command that is not run needs a reason, and a look here");
}

#[test]
fn what_is_shown_of_files_is_in_them() {
    let clone = Place::copy_of_repository("readme-files");
    clone.spec("gen --manifest-path examples/unfinished/Cargo.toml").succeeds();
    let page = readme();
    for (language, file) in [
        ("markdown", "examples/unfinished/.kiro/specs/checkout/requirements.md"),
        ("rust", "examples/unfinished/tests/spec/checkout.rs"),
    ] {
        let (_, block) = page.split_once(&format!("```{language}\n")).expect("the block is there");
        let (block, _) = block.split_once("```").expect("the block ends");
        assert!(clone.read(file).contains(block), "this is not in {file}:\n{block}");
    }
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/acceptance.md",
        "docs/diagnostics.md",
        "docs/json.md",
        "docs/proofs.md",
    ] {
        let path = REPOSITORY.join(page);
        let text = std::fs::read_to_string(&path).expect("it is there");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or(target);
            if file.contains("://") || file.is_empty() {
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new("."));
            assert!(folder.join(file).exists(), "{page}: {target} is not there");
        }
    }
}

#[test]
fn the_alias_runs_the_command_in_a_clone() {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    let output = cargo.args(["spec", "--version"]).current_dir(&*REPOSITORY).output().expect("cargo runs");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("cargo-spec "), "{output:?}");
}

#[test]
fn nothing_tells_a_user_to_install_somebody_elses_package() {
    for page in ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(REPOSITORY.join(page)).expect("it is there");
        for line in text.lines().filter(|line| line.contains("cargo install")) {
            assert!(line.contains("--git ") || line.contains("--path "), "{page}: {line}");
        }
    }
}
