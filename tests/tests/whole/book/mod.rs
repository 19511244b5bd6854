//! Runs every command of README.md and the book, in the order of the pages. Their output is compared with what the
//! pages show.
//!
//! A comment before a block says what is done with it:
//!
//! - `<!-- run: PLACE -->`: the commands of the block are run there. In a `console` block they follow `$`, and `…` at the end of a line
//!   stands for any text.
//! - `<!-- not run: REASON -->`: they are not.
//! - `<!-- file: PATH, PLACE -->`: the block is written into this file.
//! - `<!-- shown: PATH, PLACE -->`: the block is found in this file.

mod blocks;
mod links;
mod pictures;

use std::collections::HashMap;
use std::path::Path;

use crate::REPOSITORY;
use crate::merging::Repository;
use crate::story;
use crate::test_crate::{Answer, TestCrate};
use blocks::{blocks, is_as_shown};
use spec_model::Source;
use spec_model::config::Config;

/// README.md, and the chapters in the order of the book.
fn pages() -> Vec<(String, String)> {
    let read = |path: String| {
        let text =
            std::fs::read_to_string(REPOSITORY.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, text)
    };
    let chapters = links::chapters().into_iter().map(|chapter| format!("docs/{chapter}"));
    std::iter::once("README.md".to_owned()).chain(chapters).map(read).collect()
}

/// The places that commands run in, each made when it is first needed.
#[derive(Default)]
struct Places(HashMap<String, TestCrate>);

impl Places {
    /// The place that a page names. Pages share the copy of the repository and the crate of the guide; all else is the page's own.
    fn get(&mut self, page: &str, name: &str) -> &TestCrate {
        let is_shared = matches!(name, "in a copy of this repository" | "in the crate of the guide");
        let key = if is_shared { name.to_owned() } else { format!("{page}: {name}") };
        /// One repository, with two worktrees.
        const AGENTS: [&str; 3] = [
            "in the main checkout of the two agents",
            "in the worktree of the first agent",
            "in the worktree of the second agent",
        ];
        if AGENTS.contains(&name) && !self.0.contains_key(&key) {
            let checkouts = story::agents("book-agents");
            story::soften(&checkouts[1]);
            let named = AGENTS.iter().zip(checkouts);
            self.0.extend(named.map(|(name, checkout)| (format!("{page}: {name}"), checkout.place)));
        }
        let number = self.0.len();
        self.0.entry(key).or_insert_with(|| match name {
            "in a copy of this repository" => TestCrate::copy_of_repository("book-clone"),
            "in the crate of the guide" => new_crate("greeter", "book-guide"),
            "in a new crate" | "in a new library" => new_crate("new", &format!("book-new-{number}")),
            "where an agent has softened a criterion and weakened its test" => softened("book-softened"),
            "in a crate whose document is older than its tests" => late(),
            "where somebody has put a criterion in front of others" => {
                let [main, ..] = story::agents("book-renumbered");
                story::renumber(&main);
                main.place
            }
            _ => panic!("{page}: no such place: {name}"),
        })
    }
}

/// A crate as `cargo new --lib` makes it, with nothing in it.
fn new_crate(package: &str, name: &str) -> TestCrate {
    let place = TestCrate::empty(name);
    place.write(
        "Cargo.toml",
        format!("[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n"),
    );
    place.write("src/lib.rs", "");
    place.with_lock()
}

/// An example whose spec was accepted, and then softened on a branch, together with its test.
fn softened(name: &str) -> TestCrate {
    let place = TestCrate::copy("kiro", name);
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

/// A crate that got its document late: one of three criteria has a test.
fn late() -> TestCrate {
    TestCrate::package(
        "book-late",
        &[
            (
                "requirements.md",
                "# Shop\n\n## REQ-1: Pay\n\n- REQ-1.1: The shop SHALL take coins\n- REQ-1.2: The shop SHALL take cards\n\
                 - REQ-1.3: The shop SHALL take cheques\n",
            ),
            ("tests/rules.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn takes_coins() {}\n"),
        ],
    )
}

fn run(place: &TestCrate, command: &str) -> Answer {
    match command.strip_prefix("cargo ").expect("only cargo is needed") {
        // The command under test was installed from nowhere.
        init if init.starts_with("spec init") => {
            place.spec(&format!("{} --path {}", &init["spec ".len()..], REPOSITORY.display()))
        }
        spec if spec.starts_with("spec ") => place.spec(&spec["spec ".len()..]),
        arguments => place.cargo(arguments),
    }
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    let (mut places, mut number) = (Places::default(), 0);
    let (mut not_run, mut wrong) = (Vec::new(), Vec::new());
    for (page, text) in pages() {
        for block in blocks(&text) {
            let commands = block.commands();
            let (what, rest) = block.directive.split_once(": ").unwrap_or_default();
            match (what, &commands) {
                ("run", Some(commands)) => {
                    let place = places.get(&page, rest);
                    for (command, shown) in commands {
                        let answer = run(place, command);
                        number += 1;
                        match shown {
                            None => drop(answer.succeeds()),
                            Some(shown) if is_as_shown(shown, &answer.printed) => {}
                            Some(shown) => wrong.push(format!(
                                "{page}: `{command}` is said to print\n{shown}\nbut prints\n{}",
                                answer.printed
                            )),
                        }
                    }
                }
                ("not run", Some(commands)) => {
                    not_run.extend(commands.iter().map(|(command, _)| (command.clone(), rest.to_owned())));
                }
                ("file" | "shown", None) => {
                    let (path, place) = rest.split_once(", ").expect("a path and a place");
                    let place = places.get(&page, place);
                    if what == "file" {
                        place.write(path, block.text());
                    } else {
                        let text = block.text();
                        assert!(place.read(path).contains(&text), "{page}: this is not in {path}:\n{text}");
                    }
                }
                (_, Some(commands)) => panic!("{page}: no comment says where to run {commands:?}"),
                (_, None) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(number > 30, "{number} commands");
    for (command, reason) in &not_run {
        println!("not run: {command}: {reason}");
    }
    assert_eq!(not_run.len(), 10, "every command that is not run needs a reason, and a look here");
}

#[test]
fn every_configuration_that_is_shown_is_read_without_a_finding() {
    let mut number = 0;
    for (page, text) in pages() {
        // A manifest is TOML, too, and so is the configuration of an editor.
        let is_of_others = |text: &str| text.contains("dependencies]") || text.contains("[language-server.");
        let of_toml = |block: &blocks::Block| block.language == "toml" && !is_of_others(&block.text());
        for block in blocks(&text).into_iter().filter(of_toml) {
            let (_, findings) = Config::read(&Source::new("spec.toml", block.text()));
            assert!(findings.is_empty(), "{page}: {findings:?}");
            number += 1;
        }
    }
    assert!(number > 4, "{number} configurations");
}

/// The steps of the chapter about CI, but those that build: of these only the words are known to the command.
#[test]
fn the_steps_of_ci_are_commands_that_object_to_a_softened_criterion() {
    let place = softened("book-ci");
    let repository = Repository::of(place.path(""));
    repository.git(&["switch", "--quiet", "--create=branch"]);
    repository.git(&["commit", "--quiet", "--all", "--message=Softened"]);
    let page = std::fs::read_to_string(REPOSITORY.join("docs/ci.md")).expect("it is there");
    let block = blocks(&page).into_iter().find(|block| block.language == "yaml").expect("the steps");
    let mut codes = Vec::new();
    for line in &block.lines {
        let command = line.strip_prefix("- run: cargo-spec ").expect("a step");
        let command = blocks::without_remark(command).replace("origin/main", "main");
        let verb = command.split(' ').next().unwrap_or_default().to_owned();
        let builds = matches!(&*verb, "test" | "replay" | "prove");
        let command = if builds { format!("{command} --help") } else { command };
        codes.push((verb, place.spec(&command).code));
    }
    let codes: Vec<_> = codes.iter().map(|(verb, code)| (&**verb, *code)).collect();
    let zero = Some(0);
    let expected = [
        ("check", Some(1)),
        ("gen", zero),
        ("test", zero),
        ("diff", Some(1)),
        ("replay", zero),
        ("prove", zero),
    ];
    assert_eq!(codes, expected);
}

#[test]
fn what_is_shown_of_files_is_in_them() {
    let clone = TestCrate::copy_of_repository("readme-files");
    clone.spec("gen --manifest-path examples/unfinished/Cargo.toml").succeeds();
    let page = std::fs::read_to_string(REPOSITORY.join("README.md")).expect("it is there");
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
fn the_alias_runs_the_command_in_a_clone() {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    let output = cargo.args(["spec", "--version"]).current_dir(&*REPOSITORY).output().expect("cargo runs");
    // The progress that cargo shows is on the other stream.
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("cargo-spec "), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("Finished"), "{output:?}");
}

#[test]
fn nothing_tells_a_user_to_install_somebody_elses_package() {
    let others = ["CONTRIBUTING.md", "ARCHITECTURE.md"]
        .map(|page| (page.to_owned(), std::fs::read_to_string(REPOSITORY.join(page)).expect("it is there")));
    for (page, text) in pages().into_iter().chain(others) {
        for line in text.lines().filter(|line| line.contains("cargo install")) {
            assert!(line.contains("--git ") || line.contains("--path "), "{page}: {line}");
        }
    }
}

/// The workflow of the chapter about reports, for the test that runs it.
pub(crate) fn workflow() -> String {
    let page = std::fs::read_to_string(REPOSITORY.join("docs/reports.md")).expect("it is there");
    let block = blocks(&page).into_iter().find(|block| block.language == "yaml").expect("the workflow");
    block.text()
}

/// Is the path inside of the folder?
fn is_within(path: &Path, folder: &Path) -> bool {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.into_iter().collect::<std::path::PathBuf>().starts_with(folder)
}
