//! The main job, end to end: from a document that somebody else wrote to stubs that fail until they are written.

use crate::place::Place;

const STUBS: &str = "tests/spec/checkout.rs";

fn unfinished(name: &str) -> Place {
    Place::copy("unfinished", name)
}

#[test]
fn a_stub_reads_as_a_person_would_have_begun_the_test() {
    let place = unfinished("gen-reads");
    place.spec("gen REQ-3.2").succeeds();
    let stubs = place.read(STUBS);
    for words in [
        "/// REQ-3.2 · Register\n///\n/// WHEN a visitor registers with an address that is already taken\n",
        "/// THEN the system SHALL answer `409 Conflict` within 200 ms\n#[test]\n#[spec(\"REQ-3.2\")]\nfn answers_409_conflict_",
        "    // When: a visitor registers with an address that is already taken\n",
        "    pending!(\"REQ-3.2\");\n",
    ] {
        assert!(stubs.contains(words), "{words:?} is not in\n{stubs}");
    }
    assert_eq!(stubs.matches("#[spec(").count(), 1, "only what was asked for:\n{stubs}");
}

#[test]
fn a_second_run_changes_nothing() {
    let place = unfinished("gen-twice");
    place.spec("gen").succeeds();
    let first = place.files();
    place.spec("gen").succeeds();
    assert_eq!(place.files(), first);
}

#[test]
fn looking_first_writes_nothing() {
    let place = unfinished("gen-look");
    let before = place.files();
    place.spec("gen --diff").says("+fn answers_409_conflict_");
    place.spec("gen --dry-run").says(STUBS);
    place.spec("gen --check").exits(1);
    assert_eq!(place.files(), before);
}

#[test]
fn a_stub_that_was_written_is_off_the_list_and_keeps_its_bytes() {
    let place = unfinished("gen-filled");
    place.spec("gen").succeeds();
    place.spec("check").exits(1).says("REQ-3.1").says("REQ-3.2");
    place.edit(STUBS, "    pending!(\"REQ-3.1\");\n", "    assert_eq!(1 +  1, 2); // mine\n");
    place.spec("check").exits(1).says_nothing_of("REQ-3.1").says("REQ-3.2");

    let filled = place.files();
    place.spec("gen").succeeds();
    assert_eq!(place.files(), filled);
}

#[test]
fn a_criterion_verified_in_the_library_gets_no_stub() {
    let place = unfinished("gen-elsewhere");
    place.write("src/lib.rs", "#[cfg(test)]\nmod tests {\n    #[test]\n    #[spec_runtime::spec(\"REQ-2.3\")]\n    fn once() {}\n}\n");
    place.spec("gen").succeeds();
    let stubs = place.read(STUBS);
    assert!(!stubs.contains("REQ-2.3") && stubs.contains("REQ-2.4"), "{stubs}");
}
