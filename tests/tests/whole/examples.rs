//! The examples as a reader finds them.

use spec_runtime::spec;

use crate::REPOSITORY;
use crate::test_crate::TestCrate;

const FINISHED: [(&str, &str); 4] = [("native", "13"), ("kiro", "11"), ("spec-kit", "10"), ("openspec", "8")];

#[test]
fn the_documents_of_the_examples_are_read_without_a_finding() {
    for (example, criteria) in FINISHED.into_iter().chain([("unfinished", "11")]) {
        let place = TestCrate::copy(example, &format!("list-{example}"));
        let answer = place.spec("list").succeeds().says(&format!("\n{criteria} criteria in "));
        answer.says_nothing_of("warning").says_nothing_of("error");
    }
}

#[test]
fn every_example_has_a_readme_of_about_ten_lines() {
    for (example, _) in FINISHED.into_iter().chain([("unfinished", "")]) {
        let readme = REPOSITORY.join("examples").join(example).join("README.md");
        let lines = std::fs::read_to_string(&readme).expect("it is there").lines().count();
        assert!((8..=15).contains(&lines), "{example}: {lines} lines");
    }
}

#[test]
#[spec("REQ-6.1")]
fn the_finished_examples_are_green() {
    for (example, _) in FINISHED {
        let place = TestCrate::copy(example, &format!("green-{example}"));
        place.cargo("test").succeeds().says("test result: ok").says_nothing_of("warning");
        place.spec("check").succeeds();
        place.spec("gen --check").succeeds();
        place.spec("accept --all --dry-run").succeeds().says("nothing to accept");
    }
}

#[test]
#[spec("REQ-10.1")]
fn the_finished_examples_are_proven_but_for_what_one_of_them_shows() {
    for (example, criteria) in FINISHED {
        let place = TestCrate::copy(example, &format!("proven-{example}"));
        let answer = place.spec("prove");
        if example == "kiro" {
            answer.exits(1).says("11 criteria: 10 proven, 1 exercised;").says("fn sign_out → ()  missed by");
        } else {
            answer.succeeds().says(&format!("{criteria} criteria: {criteria} proven;"));
        }
        assert!(!place.path("tests/proptest-regressions").exists(), "knock-outs leave nothing behind");
    }
}

#[test]
#[spec("REQ-5.4")]
fn a_release_build_is_the_same_without_the_attributes() {
    let place = TestCrate::copy("kiro", "release");
    let assembly = || {
        place.cargo("rustc --release --lib -- --emit=asm=assembly.s -Ccodegen-units=1").succeeds();
        place.read("assembly.s")
    };
    let with = assembly();
    assert!(with.contains("sign_out_everywhere"), "there is something to compare");
    let library = place.read("src/lib.rs");
    // The lines stay, so that every item is where it was.
    let without = library.lines().map(|line| if line.trim().starts_with("#[spec(") { "" } else { line });
    let without: Vec<_> = without.filter(|line| *line != "use spec_runtime::spec;").collect();
    assert!(!without.concat().contains("spec("));
    place.write(
        "src/lib.rs",
        without.join("\n").replace("use std::time::Duration;\n", "use std::time::Duration;\n\n"),
    );
    assert!(with == assembly(), "the machine code differs");
}
