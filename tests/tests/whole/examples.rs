//! The examples as a reader finds them.

use spec_runtime::spec;

use crate::REPOSITORY;
use crate::place::Place;

const FINISHED: [(&str, &str); 4] = [("native", "13"), ("kiro", "11"), ("spec-kit", "10"), ("openspec", "8")];

#[test]
fn the_documents_of_the_examples_are_read_without_a_finding() {
    for (example, criteria) in FINISHED.into_iter().chain([("unfinished", "11")]) {
        let place = Place::copy(example, &format!("list-{example}"));
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
        let place = Place::copy(example, &format!("green-{example}"));
        place.cargo("test").succeeds().says("test result: ok").says_nothing_of("warning");
        place.spec("check").succeeds();
        place.spec("gen --check").succeeds();
    }
}
