//! Checks that the gate fails when spec and code differ.

use std::process::Command;

use spec_runtime::spec;

use crate::test_crate::{Answer, TestCrate, has_nextest};

const DOCUMENT: &str = ".kiro/specs/session-store/requirements.md";
const TESTS: &str = "tests/spec/session_store.rs";
const LAST: &str =
    "3. IF a session that has ended already is signed out THEN the system SHALL report success\n";

fn finished(name: &str) -> TestCrate {
    TestCrate::copy("kiro", name)
}

/// The gate and `cargo spec check` are one engine: what turns one red must turn the other red, for the same reason.
#[track_caller]
fn is_red(place: &TestCrate, words: &[&str]) {
    let gate = place.cargo("test --test spec").exits(101).says("gate");
    let check = place.spec("check").exits(1);
    let says_all = |answer: Answer| words.iter().fold(answer, |answer, words| answer.says(words));
    says_all(gate);
    says_all(check);
}

#[test]
#[spec("REQ-6.2", "REQ-6.8")]
fn a_criterion_added_to_the_document() {
    let place = finished("gate-added");
    place.cargo("test --test spec").succeeds();
    place.edit(DOCUMENT, LAST, &format!("{LAST}4. THE system SHALL remember when a member signed out\n"));
    is_red(&place, &["REQ-3.4", "SHALL remember when a member signed out"]);
}

#[test]
#[spec("REQ-6.2")]
fn a_test_taken_away() {
    let place = finished("gate-deleted");
    let tests = place.read(TESTS);
    let (comparison, _) = tests.split_once("/// REQ-3.3").expect("the last test");
    place.write(TESTS, comparison);
    is_red(&place, &["REQ-3.3", "a session that has ended already"]);
}

#[test]
#[spec("REQ-6.4")]
fn a_test_ignored() {
    let place = finished("gate-ignored");
    place.edit(TESTS, "#[spec(\"REQ-3.3\")]", "#[ignore = \"it fails on Mondays\"]\n#[spec(\"REQ-3.3\")]");
    is_red(&place, &["REQ-3.3", "ignored"]);
}

#[test]
fn a_test_turned_into_a_comment() {
    let place = finished("gate-comment");
    let tests = place.read(TESTS);
    let (comparison, last) = tests.split_once("/// REQ-3.3").expect("the last test");
    place.write(TESTS, format!("{comparison}/* {last} */\n"));
    is_red(&place, &["REQ-3.3"]);
}

#[test]
fn a_module_of_tests_left_undeclared() {
    let place = finished("gate-undeclared");
    place.edit("tests/spec/main.rs", "mod session_store;\n", "");
    is_red(&place, &["session_store.rs"]);
}

#[test]
#[spec("REQ-6.5")]
fn a_document_that_cannot_be_read_or_holds_nothing() {
    let place = finished("gate-unreadable");
    for (document, printed) in
        [(&b""[..], "empty"), (b"# Nothing here yet\n\nPerhaps tomorrow.\n", "no acceptance")]
    {
        // The links stay out of the way: what is wrong here is the document, not what names it.
        place.write("src/lib.rs", "");
        place.write(TESTS, "");
        place.write(DOCUMENT, document);
        is_red(&place, &[printed]);
    }
    std::fs::remove_file(place.path(DOCUMENT)).expect("it is removed");
    std::fs::create_dir(place.path(DOCUMENT)).expect("a folder in its place");
    is_red(&place, &["requirements.md"]);
}

#[test]
#[spec("REQ-5.1")]
fn a_criterion_taken_out_of_the_document_is_a_compile_error() {
    let place = finished("gate-orphan");
    place.cargo("check --tests").succeeds();
    place.edit(DOCUMENT, LAST, "");
    place.cargo("check --tests").exits(101).says("REQ-3.3").says("#[spec(\"REQ-3.1\", \"REQ-3.3\")]");
    place.spec("check").exits(1).says("orphan").says("REQ-3.3");
}

#[test]
#[spec("REQ-6.6")]
fn a_link_that_leads_nowhere_in_code_that_is_not_compiled() {
    let place = finished("gate-elsewhere");
    let library = place.read("src/lib.rs");
    place.write(
        "src/lib.rs",
        format!("{library}\n#[cfg(any())]\n#[spec(\"REQ-9.9\")]\nfn elsewhere() {{}}\n"),
    );
    is_red(&place, &["REQ-9.9", "src/lib.rs"]);
}

#[test]
#[spec("REQ-6.7")]
fn a_source_changed_after_the_gate_was_compiled() {
    let place = finished("gate-later");
    let built = place.cargo("test --no-run --test spec").succeeds();
    let (_, gate) = built.printed.rsplit_once("(").expect("cargo says what it built");
    let (gate, _) = gate.split_once(")").expect("and where");
    place.run(&mut Command::new(gate)).succeeds();
    place.edit(TESTS, "#[spec(\"REQ-3.3\")]", "#[ignore]\n#[spec(\"REQ-3.3\")]");
    place.run(&mut Command::new(gate)).exits(101).says("REQ-3.3").says("ignored");
}

#[test]
#[spec("REQ-5.2")]
fn an_edited_document_is_read_again_by_the_next_build() {
    let place = finished("gate-rebuild");
    place.cargo("check").succeeds().says("Checking session-store");
    place.cargo("check").succeeds().says_nothing_of("Checking");
    place.edit(DOCUMENT, "SHALL report success", "SHALL say so");
    place.cargo("check").succeeds().says("Checking session-store");
    place.cargo("check").succeeds().says_nothing_of("Checking");
}

#[test]
#[spec("REQ-6.1")]
fn nextest_runs_the_gate_too() {
    let place = finished("gate-nextest");
    if !has_nextest() {
        return;
    }
    place.cargo("nextest run").succeeds();
    place.edit(DOCUMENT, LAST, &format!("{LAST}4. THE system SHALL remember when a member signed out\n"));
    place.cargo("nextest run").exits(100).says("REQ-3.4");
}
