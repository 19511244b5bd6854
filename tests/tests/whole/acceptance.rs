//! Checks that what people accept is kept, whatever happens.

use std::thread;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

/// A crate with some criteria, each with a test.
pub(crate) fn shop(name: &str, criteria: usize) -> TestCrate {
    let numbers = || 1..=criteria;
    let document: String = numbers().map(|n| format!("{n}. THE shop SHALL keep rule {n}\n")).collect();
    let tests: String =
        numbers().map(|n| format!("\n#[test]\n#[spec(\"REQ-1.{n}\")]\nfn rule_{n}() {{\n    assert_eq!({n}, shop::one() * {n});\n}}\n")).collect();
    TestCrate::package(
        name,
        &[
            (
                "requirements.md",
                &format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{document}"),
            ),
            ("src/lib.rs", "pub fn one() -> u32 {\n    1\n}\n"),
            ("tests/rules.rs", &format!("use spec_runtime::spec;\n{tests}")),
        ],
    )
}

#[test]
#[spec("REQ-12.1")]
fn what_is_accepted_is_written_once_and_the_same_each_time() {
    let place = shop("accept", 3);
    place.spec("check").succeeds();
    place.spec("accept REQ-1.2 --dry-run").succeeds().says("1 criterion would be accepted");
    assert!(!place.path("spec.lock").exists());
    place.spec("accept REQ-1.2").succeeds().says("1 criterion accepted in spec.lock");
    let lock = place.read("spec.lock");
    assert!(lock.contains("THE shop SHALL keep rule 2") && !lock.contains("keep rule 3"), "{lock}");
    assert!(!lock.contains(&*place.path("").to_string_lossy()), "{lock}");
    place.spec("check").succeeds().says("REQ-1.1 is not accepted yet").says_nothing_of("accepted REQ-1.2");
    place.spec("accept --feature requirements").succeeds().says("2 criteria accepted");
    let lock = place.read("spec.lock");
    place.spec("accept --all").succeeds().says("nothing to accept: 3 criteria are as in spec.lock");
    assert_eq!(place.read("spec.lock"), lock);
    place.spec("accept REQ-1.9").exits(2).says("no document defines `REQ-1.9`");
    place.spec("accept --feature nothing").exits(2).says("did you mean `requirements`?");
    place.spec("accept").exits(2);
    let json = place.spec("accept --all --format json").succeeds();
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!((&json["unchanged"], &json["is_written"]), (&serde_json::json!(3), &serde_json::json!(false)));
}

#[test]
#[spec("REQ-12.2")]
fn the_command_and_the_gate_tell_what_differs_from_what_was_accepted() {
    let place = shop("accept-differs", 2);
    place.write("tests/gate.rs", "spec_runtime::gate!();\n");
    place.spec("accept --all").succeeds();
    place.cargo("test --quiet --test gate").succeeds();
    place.edit("requirements.md", "THE shop SHALL keep rule 1", "THE shop **SHALL** keep\n   rule 1");
    place.spec("check").succeeds().says_nothing_of("accepted");
    place.edit("requirements.md", "THE shop **SHALL** keep\n   rule 1", "THE shop MAY keep rule 1");
    place.edit("tests/rules.rs", "assert_eq!(2, shop::one() * 2);", "assert!(shop::one() > 0);");
    for answer in [place.spec("check"), place.cargo("test --quiet --test gate")] {
        assert_ne!(answer.code, Some(0));
        answer
            .says("criterion-softened")
            .says("`SHALL` became `MAY`")
            .says("test-weakened")
            .says("`assert!(shop::one() > 0)`");
    }
    place.spec("accept REQ-1.1").exits(1).says("its words were changed, and its tests are as they were");
    let accept = ["accept", "REQ-1.1", "REQ-1.2", "--tests-unchanged", "it was never kept"];
    place.spec_with(&accept).succeeds().says("softened").says("a weaker test");
    place.spec("check").succeeds();
}

#[test]
#[spec("REQ-12.3")]
fn criteria_that_moved_are_repaired_without_a_question() {
    let place = shop("accept-moved", 3);
    place.spec("accept --all").succeeds();
    let document = place.read("requirements.md");
    let inserted = document
        .replace("1. THE shop", "1. THE shop SHALL be new\n2. THE shop")
        .replace("3. THE", "4. THE")
        .replace("2. THE shop SHALL keep rule 2", "3. THE shop SHALL keep rule 2");
    place.write("requirements.md", inserted);
    place
        .spec("check")
        .exits(1)
        .says("3 criteria were renumbered: REQ-1.1 → REQ-1.2")
        .says_nothing_of("no test verifies REQ-1.4");
    let tests = place.read("tests/rules.rs");
    place
        .spec("check --fix")
        .exits(1)
        .says("tests/rules.rs:4  REQ-1.1 → REQ-1.2")
        .says("no test verifies REQ-1.1");
    let expect = tests
        .replace("REQ-1.3", "REQ-1.4")
        .replace("REQ-1.2", "REQ-1.3")
        .replace("\"REQ-1.1\"", "\"REQ-1.2\"");
    assert_eq!(place.read("tests/rules.rs"), expect);
    let (tests, lock) = (place.read("tests/rules.rs"), place.read("spec.lock"));
    place.spec("check --fix").exits(1).says_nothing_of("→");
    assert_eq!((place.read("tests/rules.rs"), place.read("spec.lock")), (tests, lock));
}

#[test]
#[spec("REQ-12.4")]
fn stubs_and_failing_tests_are_not_accepted_unless_somebody_insists() {
    let place = shop("accept-red", 2);
    place.edit("tests/rules.rs", "assert_eq!(1, shop::one() * 1);", "spec_runtime::pending!(\"REQ-1.1\");");
    place.edit("tests/rules.rs", "assert_eq!(2, shop::one() * 2);", "assert_eq!(3, shop::one() * 2);");
    place.spec("test").exits(1);
    place
        .spec("accept --all")
        .exits(1)
        .says("its test `rule_1` is a stub")
        .says("its test failed in the last run")
        .says("spec.lock is as it was");
    assert!(!place.path("spec.lock").exists());
    place.spec("accept --all --force").succeeds().says("2 criteria accepted");
}

#[test]
#[spec("REQ-12.4")]
fn other_words_make_no_failing_test_acceptable() {
    let place = shop("accept-red-words", 2);
    place.spec("test").succeeds();
    place.spec("accept --all").succeeds();
    place.edit("tests/rules.rs", "assert_eq!(2, shop::one() * 2);", "assert_eq!(3, shop::one() * 2);");
    place.spec("test").exits(1);
    place.edit("requirements.md", "rule 2", "rule 2, where it can");
    let lock = place.read("spec.lock");
    place.spec("accept REQ-1.2").exits(1).says("its test failed in the last run");
    assert_eq!(place.read("spec.lock"), lock);
}

#[test]
#[spec("REQ-12.4")]
fn what_cannot_be_read_is_not_taken_for_gone() {
    let place = shop("accept-unseen", 2);
    place.spec("accept --all").succeeds();
    let (lock, tests) = (place.read("spec.lock"), place.read("tests/rules.rs"));
    place.write("tests/rules.rs", format!("const OPEN: &str = \"abc;\n{tests}"));
    place.spec("accept --all").exits(1).says("not everything could be read").says("rules.rs");
    assert_eq!(place.read("spec.lock"), lock);
    place.write("tests/rules.rs", tests);
    let document = place.read("requirements.md").replace("rule 2", "rule 2, where it can");
    place.write("requirements.md", [document.as_bytes(), b"\n\xff\n"].concat());
    place.spec("accept --all").exits(1).says("not everything could be read").says("requirements.md");
    assert_eq!(place.read("spec.lock"), lock);
}

#[test]
#[spec("REQ-12.1")]
fn a_lock_that_is_damaged_anywhere_is_never_written_over() {
    let place = shop("accept-damaged", 2);
    place.spec("accept --all").succeeds();
    let whole = place.read("spec.lock");
    // Each of them is told by the model; the command is asked about some.
    for end in (0..whole.len()).step_by(97).chain([whole.len() - 1]) {
        place.write("spec.lock", &whole[..end]);
        place.spec("accept --all").exits(2).says("spec.lock");
        place.spec("check").exits(1).says("error[lock-");
        assert_eq!(place.read("spec.lock"), whole[..end]);
    }
}

#[test]
#[spec("REQ-12.1")]
fn two_who_accept_at_once_both_are_heard() {
    const CRITERIA: usize = 12;
    let place = shop("accept-at-once", CRITERIA);
    place.spec("accept REQ-1.1").succeeds();
    thread::scope(|scope| {
        for number in 2..=CRITERIA {
            let place = &place;
            scope.spawn(move || place.spec(&format!("accept REQ-1.{number}")).succeeds());
        }
    });
    place.spec("accept --all").succeeds().says("nothing to accept: 12 criteria");
}

#[test]
#[spec("REQ-12.6")]
fn git_learns_how_to_merge_the_lock_when_it_is_made() {
    let place = shop("accept-git", 2);
    Repository::new(place.path(""));
    place.write(".gitattributes", "*.png binary");
    place.spec("accept --all").succeeds().says(".gitattributes");
    assert_eq!(place.read(".gitattributes"), "*.png binary\nspec.lock merge=union\n");
}

#[test]
#[spec("REQ-12.11")]
fn a_lock_that_was_deleted_is_missed() {
    let place = shop("accept-missing", 2);
    let nothing_asked = |place: &TestCrate| place.spec("check").succeeds().says_nothing_of("lock-missing");
    nothing_asked(&place);
    place.write("spec.toml", "[severity]\ncriterion-new = \"error\"\n");
    place.spec("check").exits(1).says("error[lock-missing]").says("`criterion-new` is `error`");
    place.spec("accept --all").succeeds();
    place.spec("check").succeeds();
    std::fs::remove_file(place.path("spec.lock")).expect("it was there");
    place.spec("check").exits(1).says("error[lock-missing]");
    place.write("spec.toml", "");
    place.write(".gitattributes", "*.rs text\n");
    nothing_asked(&place);
    place.write(".gitattributes", "*.rs text\nspec.lock merge=union\n");
    place.spec("check").exits(1).says("error[lock-missing]").says("git log -- spec.lock");
    // A baseline is no acceptance.
    place.spec("baseline").succeeds().says("excluded").says("lock-missing");
    place.write("spec.toml", "[severity]\ncriterion-new = \"error\"\n");
    place.spec("check").exits(1).says("error[criterion-new]");
    place.spec("accept --all").succeeds();
    place.spec("check").succeeds();
}

#[test]
#[spec("REQ-12.2")]
fn a_test_that_is_not_accepted_is_reported_and_can_be_reviewed() {
    let place = shop("accept-test-new", 2);
    place.spec("accept --all").succeeds();
    let tests = place.read("tests/rules.rs");
    place.write("tests/rules.rs", format!("{tests}\n#[test]\n#[spec(\"REQ-1.2\")]\nfn rule_2_again() {{\n    assert_eq!(1, shop::one());\n}}\n"));
    place.spec("check").succeeds().says("note[test-new]").says("the test `rule_2_again` of REQ-1.2");
    place.spec("review").exits(1).says("cargo spec accept REQ-1.2").says("rule_2_again");
    place.spec("accept REQ-1.2").succeeds();
    place.spec("check").succeeds().says_nothing_of("test-new");
    place.edit("tests/rules.rs", "assert_eq!(1, shop::one());", "");
    place.spec("check").exits(1).says("error[test-weakened]");
}

#[test]
#[spec("REQ-12.2")]
fn what_tests_use_of_their_file_is_a_part_of_them() {
    let place = shop("accept-helpers", 3);
    let helper = "\nfn check(price: u32) {\n    assert_eq!(price, shop::one());\n}\n";
    let tests = place.read("tests/rules.rs").replace("assert_eq!(2, shop::one() * 2);", "check(1);");
    let tests = tests.replace("assert_eq!(3, shop::one() * 3);", "check(1);") + helper;
    place.write("tests/rules.rs", &tests);
    place.spec("accept --all").succeeds();
    let lock = place.read("spec.lock");
    assert_eq!(lock.matches("\thelp\t").count(), 2, "{lock}");
    place.spec("check").succeeds();
    // Once, where it is, for all that use it.
    place.edit(
        "tests/rules.rs",
        "assert_eq!(price, shop::one());",
        "assert!(price > 0 || price == shop::one());",
    );
    place
        .spec("check")
        .exits(1)
        .says("error[test-weakened]: `check`, which tests of REQ-1.2 use, checks less than was accepted")
        .says("tests/rules.rs:21:1")
        .says("cargo spec accept REQ-1.2 REQ-1.3`")
        .says("; 1 error\n");
    place
        .spec("review")
        .exits(1)
        .says("1 of 1  REQ-1.2")
        .says("its tests use check  tests/rules.rs:21")
        .says("with it REQ-1.3")
        .says("cargo spec accept REQ-1.2 REQ-1.3");
    place.spec("accept REQ-1.2 REQ-1.3").succeeds();
    place.spec("check").succeeds();
    // The helper behind the name is now another one.
    place.write("tests/rules.rs", tests.replace(helper, "\nuse shop::check;\n"));
    place
        .spec("check")
        .says("warning[test-changed]: `check`, which tests of REQ-1.2 use, is gone from tests/rules.rs");
}

#[test]
#[spec("REQ-12.2")]
fn a_condition_of_the_module_around_a_test_weakens_it() {
    let place = shop("accept-condition", 2);
    place.spec("accept --all").succeeds();
    let tests = place.read("tests/rules.rs");
    place.write("tests/rules.rs", format!("#![cfg(feature = \"slow\")]\n{tests}"));
    place.spec("check").exits(1).says("error[test-weakened]").says("`#[cfg(feature = \"slow\")]` was added");
    // In another file, and in the manifest.
    std::fs::remove_file(place.path("tests/rules.rs")).expect("it was there");
    place.write("tests/all/rules.rs", tests);
    place.write("tests/all/main.rs", "mod rules;\n");
    place.spec("check").succeeds();
    place.write("tests/all/main.rs", "#[cfg(feature = \"slow\")]\nmod rules;\n");
    place.spec("check").exits(1).says("error[test-weakened]").says("`#[cfg(feature = \"slow\")]` was added");
    place.write("tests/all/main.rs", "#![cfg(any())]\nmod rules;\n");
    place.spec("check").exits(1).says("only a test that never runs verifies REQ-1.2");
    place.write("tests/all/main.rs", "mod rules;\n");
    let manifest = place.read("Cargo.toml");
    let target = "\n[[test]]\nname = \"all\"\npath = \"tests/all/main.rs\"\n";
    place.write("Cargo.toml", format!("{manifest}{target}"));
    place.spec("check").succeeds();
    place.write("Cargo.toml", format!("{manifest}{target}test = false\n"));
    place.spec("check").exits(1).says("only a test that never runs verifies REQ-1.2");
    place.write("Cargo.toml", format!("{manifest}{target}required-features = [\"slow\"]\n"));
    place.spec("check").exits(1).says("error[test-weakened]").says("`#[cfg(feature = \"slow\")]` was added");
}

#[test]
#[spec("REQ-12.2")]
fn what_a_requirement_asks_for_beside_its_criteria_is_under_lock() {
    let place = shop("accept-statement", 2);
    let own = "THE shop SHALL keep all rules within 50 ms.\n\n#### Acceptance Criteria";
    place.edit("requirements.md", "#### Acceptance Criteria", own);
    place.spec("accept REQ-1").succeeds().says("requirements/REQ-1 ").says("requirements/REQ-1.2");
    place.spec("check").succeeds().says("2 criteria: 2 tested");
    place.edit("requirements.md", "SHALL keep all rules within 50 ms", "SHOULD keep some rules within 5 s");
    place
        .spec("check")
        .exits(1)
        .says("error[criterion-softened]: REQ-1 asks for less")
        .says("requirements.md:1:1")
        .says("cargo spec accept REQ-1`");
    place.spec("review").exits(1).says("REQ-1").says_nothing_of("REQ-1.1");
    place.spec("accept REQ-1").succeeds().says("softened");
    place.spec("check").succeeds();
    place.edit("requirements.md", "THE shop SHOULD keep some rules within 5 s.\n", "");
    place.spec("check").exits(1).says("error[criterion-removed]: REQ-1 was accepted");
    place.spec("accept REQ-1").succeeds().says("is gone");
    place.spec("check").succeeds();
}

#[test]
#[spec("REQ-12.2")]
fn suspect_criteria_bear_the_flag_beside_their_rung_and_fail_a_run() {
    let place = shop("accept-suspect", 3);
    place.spec("accept --all").succeeds();
    place.spec("test --quiet").succeeds().says_nothing_of("suspect");
    place.edit("requirements.md", "THE shop SHALL keep rule 1", "THE shop MAY keep rule 1");
    place.edit("tests/rules.rs", "assert_eq!(2, shop::one() * 2);", "assert_eq!(2, 2 * shop::one());");
    let json =
        |answer: &Answer| -> serde_json::Value { serde_json::from_str(&answer.out).expect("it is JSON") };
    // The tests may pass or not: the accepted criteria are not the current ones.
    place
        .spec("test")
        .exits(1)
        .says("passing    suspect  REQ-1.1")
        .says("passing    suspect  REQ-1.2")
        .says("passing             REQ-1.3")
        .says("error: REQ-1.1 asks for less than was accepted: `SHALL` became `MAY`")
        .says("3 criteria: 3 passing; 2 suspect")
        .says("Next: change a test of REQ-1.1, whose words were changed");
    place.spec("check").exits(1).says("3 criteria: 3 tested; 2 suspect; 1 error; 1 warning");
    assert_eq!(json(&place.spec("check --format json"))["criteria"]["suspect"], 2);
    place.spec("show REQ-1.2").succeeds().says("REQ-1.2 is tested, and suspect: `cargo spec review`");
    place.spec("show REQ-1.3").succeeds().says_nothing_of("suspect");
    let report = json(&place.spec("report --format json").exits(1));
    let flags = report["criteria"].as_array().expect("criteria").iter().map(|one| &one["is_suspect"]);
    assert_eq!(flags.collect::<Vec<_>>(), [true, true, false]);
    place.spec("report --format markdown").exits(1).says("passing, suspect |").says("asks for less");
    place.spec("report --format html").exits(1).says("<span class=\"chip suspect\">");
    place.spec("report --format junit").exits(1).says("errors=\"1\"").says("criterion-softened");
    place.spec("report --format github").exits(1).says("2 suspect");
    place.edit("requirements.md", "MAY", "SHALL");
    // A warning fails nothing, and is no less told.
    place.spec("test --quiet").succeeds().says("3 criteria: 3 passing; 1 suspect");
    place.spec("accept --all").succeeds();
    place.spec("report").succeeds().says_nothing_of("suspect");
}

#[test]
#[spec("REQ-12.3")]
fn what_gen_has_written_moves_with_its_criterion() {
    let place = shop("accept-moved-stubs", 0);
    let document = place.read("requirements.md");
    place.write("requirements.md", format!("{document}1. THE shop SHALL open\n2. THE shop SHALL close\n"));
    place.spec("gen").succeeds();
    let stubs = place.read("tests/spec/requirements.rs");
    place.spec("accept --all --force").succeeds();
    place.write(
        "requirements.md",
        format!("{document}1. THE shop SHALL greet\n2. THE shop SHALL open\n3. THE shop SHALL close\n"),
    );
    // The greeting has no test yet.
    place.spec("check --fix").exits(1).says("REQ-1.2 → REQ-1.3");
    let moved = stubs.replace("REQ-1.2", "REQ-1.3").replace("REQ-1.1", "REQ-1.2");
    assert!(moved.contains("/// REQ-1.2 · Rules\n") && moved.contains("pending!(\"REQ-1.3\")"), "{moved}");
    assert_eq!(place.read("tests/spec/requirements.rs"), moved);
}

#[test]
#[spec("REQ-12.3")]
fn a_move_to_the_number_of_a_criterion_that_is_gone_waits_until_that_is_accepted() {
    let place = shop("accept-held", 0);
    let document = place.read("requirements.md");
    let (greet, print, light) = (
        "THE shop SHALL greet every visitor by name",
        "WHEN a card is declined THE till SHALL print a slip within 2 s",
        "IF nobody is there THEN the lamps SHALL be off",
    );
    let put = |criteria: &[&str]| {
        let lines = criteria.iter().zip(1..).map(|(text, number)| format!("{number}. {text}\n"));
        place.write("requirements.md", format!("{document}{}", lines.collect::<String>()));
    };
    put(&[greet, print]);
    place.spec("accept --all --force").succeeds();
    let lock = place.read("spec.lock");
    put(&[light, greet]);
    // Neither a repair nor another acceptance takes the place of what is gone.
    place
        .spec("check --fix")
        .exits(1)
        .says("waiting  requirements/REQ-1.2  the criterion that had this number is gone")
        .says("cargo spec accept REQ-1.2")
        .says("error[criterion-removed]: REQ-1.2 was accepted, and is gone");
    assert_eq!(place.read("spec.lock"), lock);
    place.spec("accept REQ-1.1 --force").exits(1).says("its number is not free: REQ-1.2 is gone");
    assert!(place.read("spec.lock").contains(print));
    place.spec("accept REQ-1.2 --force").succeeds().says("REQ-1.1 → requirements/REQ-1.2").says("is gone");
    place.spec("check").exits(1).says_nothing_of("error[criterion");
    let lock = place.read("spec.lock");
    assert!(lock.contains(greet) && !lock.contains(print), "{lock}");

    // Those that have moved up to it wait for its sake.
    put(&[light, greet, print]);
    place.spec("accept --all --force").succeeds();
    put(&[greet, print]);
    place.spec("check --fix").exits(1).says("waiting  requirements/REQ-1.2  requirements/REQ-1.1 is gone");
    place.spec("check").exits(1).says("error[criterion-removed]: REQ-1.1 was accepted, and is gone");
    place.spec("accept --all --force").succeeds();
    place.spec("check").exits(1).says_nothing_of("error[criterion");
}
