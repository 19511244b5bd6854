//! Plays an agent that knows nothing but the skill: each command in it is run, in its order, in a crate of its own.

use crate::test_crate::TestCrate;

const DOCUMENT: &str = "\
# Requirements Document

### Requirement 1: Doubles

#### Acceptance Criteria

1. WHEN a number is given THEN the system SHALL answer its double
";

const TASKS: &str = "# Implementation Plan\n\n- [ ] 1. Doubles\n  - _Requirements: 1.1_\n";

const TEST: &str = "\
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn a_number_is_doubled() {
    assert_eq!((shop::double(2), shop::double(5)), (4, 10));
}
";

const CODE: &str = "\
use spec_runtime::spec;

/// Doubles a number.
#[spec(\"REQ-1.1\")]
pub fn double(number: u32) -> u32 {
    number * 2
}
";

/// The commands of the skill, in its order.
fn commands(skill: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let mut is_code = false;
    for line in skill.lines().map(str::trim) {
        match line {
            "```sh" => is_code = true,
            "```" => is_code = false,
            line if is_code => {
                commands.push(line.strip_prefix("cargo spec ").expect("a command of this program"));
            }
            _ => {}
        }
    }
    commands
}

#[test]
fn who_knows_only_the_skill_brings_a_criterion_to_its_proof() {
    let place = TestCrate::package(
        "skill",
        &[(".kiro/specs/shop/requirements.md", DOCUMENT), (".kiro/specs/shop/tasks.md", TASKS)],
    );
    place.spec("init --agents skill").succeeds();
    let skill = place.read(".agents/skills/cargo-spec/SKILL.md");
    let lock = "spec.lock";
    let mut tests_run = 0;
    let mut run = Vec::new();
    for command in commands(&skill) {
        let answer = place.spec(command);
        run.push(command.split(" REQ").next().unwrap_or_default());
        match command {
            "next" => drop(answer.succeeds().says("REQ-1.1  untested").says("cargo spec gen REQ-1.1")),
            "tasks next" => drop(answer.succeeds().says("tasks brief 1")),
            "tasks brief 1" => drop(answer.succeeds().says("SHALL answer its")),
            "show REQ-1.1" => drop(answer.succeeds().says("SHALL answer its")),
            "gen REQ-1.1" => drop(answer.succeeds()),
            "test REQ-1.1" if tests_run == 0 => {
                tests_run += 1;
                drop(answer.exits(1).says("1 stub"));
                // The agent writes the test and the code.
                let stub = place.files().into_keys().find(|path| {
                    let text = std::fs::read_to_string(place.path(path)).unwrap_or_default();
                    path.extension().is_some_and(|extension| extension == "rs") && text.contains("pending!(")
                });
                place.write(stub.expect("the stub is in a file"), TEST);
                place.write("src/lib.rs", CODE);
            }
            "test REQ-1.1" => {
                tests_run += 1;
                drop(answer.succeeds().says("1 criterion: 1 exercised"));
            }
            "prove REQ-1.1" => drop(answer.succeeds().says("1 proven")),
            "check" | "tasks verify 1" | "check --fix --links" => drop(answer.succeeds()),
            other => panic!("the skill has another command: {other}"),
        }
        assert!(!place.path(lock).exists(), "nothing is accepted by {command}");
    }
    let expect = [
        "next",
        "tasks next",
        "tasks brief 1",
        "show",
        "gen",
        "test",
        "test",
        "prove",
        "check",
        "tasks verify 1",
        "check --fix --links",
    ];
    assert_eq!(run, expect);
}
