//! Checks the baseline: recorded findings pass, and only new ones fail.

use std::thread;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate, has_nextest, target};

/// A crate with some criteria, of which the first has a test.
fn shop(name: &str, criteria: usize) -> TestCrate {
    let place = TestCrate::package(
        name,
        &[
            ("requirements.md", &document(1..=criteria)),
            ("tests/rules.rs", &test(1)),
            ("tests/gate.rs", "spec_runtime::gate!();\n"),
        ],
    );
    place.edit("tests/rules.rs", "#[test]", "use spec_runtime::spec;\n\n#[test]");
    place
}

fn document(rules: impl Iterator<Item = usize>) -> String {
    let rules = rules.enumerate().map(|(at, rule)| format!("{}. THE shop SHALL keep rule {rule}\n", at + 1));
    format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{}", rules.collect::<String>())
}

fn test(number: usize) -> String {
    format!(
        "\n#[test]\n#[spec(\"REQ-1.{number}\")]\nfn rule_{number}() {{\n    assert_eq!({number}, {number});\n}}\n"
    )
}

fn add_test(place: &TestCrate, number: usize) {
    place.write("tests/rules.rs", place.read("tests/rules.rs") + &test(number));
}

/// `cargo spec` where a variable is set.
fn with(place: &TestCrate, variable: (&str, &str), arguments: &str) -> Answer {
    let mut command = place.command();
    let command = place.prepared(&mut command, &target()).arg("spec").args(arguments.split_whitespace());
    let output = command.env(variable.0, variable.1).output().expect("the command starts");
    let [out, err] =
        [output.stdout, output.stderr].map(|printed| String::from_utf8_lossy(&printed).into_owned());
    Answer { code: output.status.code(), printed: format!("{out}{err}"), out }
}

fn known_findings(place: &TestCrate) -> Vec<String> {
    let lock = place.read("spec.lock");
    lock.lines().filter_map(|line| line.strip_prefix("known\t")).map(|line| line.replace('\t', " ")).collect()
}

#[test]
#[spec("REQ-12.8")]
fn what_is_recorded_fails_no_more_and_what_is_new_does() {
    let place = shop("baseline", 4);
    place.spec("check").exits(1).says("3 errors");
    place.spec("baseline --dry-run").succeeds().says("3 known findings would be recorded");
    assert!(!place.path("spec.lock").exists());
    place.spec("baseline").succeeds().says("3 known findings recorded in spec.lock").says("commit spec.lock");
    assert_eq!(
        known_findings(&place),
        [
            "requirements/REQ-1.2 untested 1",
            "requirements/REQ-1.3 untested 1",
            "requirements/REQ-1.4 untested 1"
        ]
    );
    let check = place.spec("check").succeeds().says("3 known findings (baseline)").says_nothing_of("REQ-1.2");
    assert!(!check.printed.contains("accepted"), "{}", check.printed);
    place.spec("check -v").succeeds().says("note[untested]: no test verifies REQ-1.2");
    place.cargo("test --quiet --test gate").succeeds();
    place.spec("test").succeeds().says("3 known findings (baseline)").says_nothing_of("below");
    place.spec("report --format markdown").succeeds().says("but for 3 that the baseline knows");
    let json: serde_json::Value =
        serde_json::from_str(&place.spec("check --format json").succeeds().out).expect("it is JSON");
    assert_eq!(json["known"].as_array().map(Vec::len), Some(3));
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(0));

    // Another criterion without a test is new, and so is a test that is taken away.
    place.write("requirements.md", document(1..=5));
    place.spec("check").exits(1).says("no test verifies REQ-1.5").says("1 error; 3 known findings");
    place.cargo("test --quiet --test gate").exits(101).says("REQ-1.5");
    place.spec("test").exits(1).says("1 below passing");
    place.write("requirements.md", document(1..=4));
    place.edit("tests/rules.rs", "#[spec(\"REQ-1.1\")]\n", "");
    place.spec("check").exits(1).says("no test verifies REQ-1.1");
    // An edit elsewhere makes nothing new.
    place.edit("tests/rules.rs", "#[test]\n", "#[test]\n#[spec(\"REQ-1.1\")]\n");
    place.edit("requirements.md", "### Requirement", "# The shop\n\nWords.\n\n### Requirement");
    place.spec("check").succeeds();
}

#[test]
#[spec("REQ-12.9")]
fn what_is_fixed_leaves_the_baseline_on_request_and_cannot_come_back() {
    let place = shop("baseline-repaired", 3);
    place.spec("baseline").succeeds();
    let before = place.read("spec.lock");
    add_test(&place, 2);
    place
        .spec("check")
        .succeeds()
        .says("baseline-stale")
        .says("`untested` of requirements/REQ-1.2")
        .says("1 warning");
    with(&place, ("CI", "true"), "check").succeeds().says("baseline-stale").says("`cargo spec check --fix`");
    place.cargo("test --quiet --test gate").succeeds();
    assert_eq!(place.read("spec.lock"), before);
    let check = with(&place, ("CI", "true"), "check --fix").succeeds().says_nothing_of("baseline-stale");
    assert!(
        check.printed.contains("take `untested` of requirements/REQ-1.2 out of the baseline"),
        "{}",
        check.printed
    );
    assert!(!check.out.contains("fixed"), "{}", check.out);
    assert_eq!(known_findings(&place), ["requirements/REQ-1.3 untested 1"]);
    place.edit("tests/rules.rs", &test(2), "");
    place.spec("check").exits(1).says("no test verifies REQ-1.2");
}

#[test]
#[spec("REQ-12.9")]
fn the_baseline_only_grows_by_a_word() {
    let place = shop("baseline-grow", 2);
    place.spec("baseline").succeeds();
    place.write("requirements.md", document(1..=3));
    let before = place.read("spec.lock");
    place.spec("baseline").exits(1).says("refused  requirements/REQ-1.3  untested").says("--grow");
    assert_eq!(place.read("spec.lock"), before);
    place.spec("baseline --grow --dry-run").succeeds().says("add      requirements/REQ-1.3");
    assert_eq!(place.read("spec.lock"), before);
    place.spec("baseline --grow").succeeds().says("2 known findings in spec.lock");
    place.spec("check").succeeds();
    // A baseline that has shrunk to nothing is not the same as none.
    add_test(&place, 2);
    add_test(&place, 3);
    place
        .spec("baseline")
        .succeeds()
        .says("removed  requirements/REQ-1.2  untested")
        .says("0 known findings");
    assert_eq!(known_findings(&place), [""; 0]);
    place.write("requirements.md", document(1..=4));
    place.spec("baseline").exits(1).says("refused  requirements/REQ-1.4  untested");
    assert_eq!(known_findings(&place), [""; 0]);
    let narrow = with(&place, ("COLUMNS", "30"), "baseline");
    assert!(narrow.printed.lines().all(|line| line.chars().count() <= 32), "{}", narrow.printed);
}

#[test]
fn a_stub_is_better_than_nothing_and_nothing_is_not_as_good_as_a_stub() {
    let place = shop("baseline-stub", 2);
    place.spec("baseline").succeeds();
    let stub =
        "\n#[test]\n#[spec(\"REQ-1.2\")]\nfn rule_2() {\n    spec_runtime::pending!(\"REQ-1.2\");\n}\n";
    place.write("tests/rules.rs", place.read("tests/rules.rs") + stub);
    place.spec("check --fix").succeeds().says("take `untested` of requirements/REQ-1.2 out of the baseline");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 stub 1"]);
    place.edit("tests/rules.rs", stub, "");
    place.spec("check").exits(1).says("no test verifies REQ-1.2");
    // A test that fails is never known.
    place.write("tests/rules.rs", place.read("tests/rules.rs") + &test(2).replace("(2, 2)", "(2, 3)"));
    place.spec("check").succeeds();
    place.spec("test").exits(1).says("failing");
}

#[test]
fn a_known_stub_may_fail_and_nothing_else() {
    let place = shop("baseline-stub-runs", 2);
    let stub =
        "\n#[test]\n#[spec(\"REQ-1.2\")]\nfn rule_2() {\n    spec_runtime::pending!(\"REQ-1.2\");\n}\n";
    place.write("tests/rules.rs", place.read("tests/rules.rs") + stub);
    place.spec("test").exits(1);
    place.spec("baseline").succeeds().says("1 known finding recorded");
    let runners = if has_nextest() { &["cargo", "nextest"][..] } else { &["cargo"] };
    let each = |code: i32| {
        runners
            .iter()
            .map(|runner| place.spec(&format!("test --runner {runner}")).exits(code))
            .collect::<Vec<_>>()
    };
    each(0).into_iter().for_each(|answer| drop(answer.says("1 known finding (baseline)").says("REQ-1.2")));
    place.spec("report").succeeds();
    // A test that verifies nothing leaves no evidence, but it fails all the same; so does a program that is no libtest.
    place.write("tests/other.rs", "#[test]\nfn fails() {\n    panic!();\n}\n");
    each(1);
    place.write("tests/other.rs", "#[test]\nfn ends() {\n    std::process::abort();\n}\n");
    each(1);
    place.write("tests/other.rs", "");
    each(0);
}

#[test]
fn what_is_demanded_of_a_criterion_may_be_known_as_far_as_a_run_has_shown() {
    let place = shop("baseline-rungs", 2);
    place.write("spec.toml", "require = \"exercised\"\n");
    place.spec("test").exits(1);
    place.spec("baseline").succeeds().says("2 known findings");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.1 passing 1", "requirements/REQ-1.2 untested 1"]);
    place.spec("test").succeeds().says("2 known findings (baseline)");
    // To write a test is no step back, though it is not all that is demanded.
    add_test(&place, 2);
    place.spec("check --fix").succeeds().says("take `untested` of requirements/REQ-1.2 out of the baseline");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.1 passing 1", "requirements/REQ-1.2 passing 1"]);
    place.spec("test").succeeds();
    let code = "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn one() -> u32 {\n    1\n}\n";
    place.write("src/lib.rs", code);
    place.edit("tests/rules.rs", "assert_eq!(1, 1)", "assert_eq!(1, shop::one())");
    place.spec("test").succeeds().says("1 exercised");
    place.spec("baseline").succeeds().says("removed  requirements/REQ-1.1  passing");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 passing 1"]);
    place.edit("tests/rules.rs", "assert_eq!(1, shop::one())", "assert_eq!(1, 1)");
    place.spec("test").exits(1).says("1 below exercised");
}

#[test]
fn a_feature_that_is_held_to_zero_owes_nothing() {
    let place = shop("baseline-hard", 2);
    place.write("search.md", document(1..=2));
    place.edit("tests/rules.rs", "\"REQ-1.1\"", "\"requirements/REQ-1.1\"");
    place.write("spec.toml", "documents = [\"requirements.md\", \"search.md\"]\n");
    place.spec("baseline").succeeds();
    let features = known_findings(&place);
    assert_eq!(features.len(), 3, "{features:?}");
    place.spec("baseline --strict sarch").exits(2).says("`search`?");
    place.spec("baseline --strict search").succeeds().says("held to zero: search, with 2 findings");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 untested 1"]);
    assert!(place.read("spec.lock").contains("strict\tsearch\n"));
    place.spec("check").exits(1).says("2 errors; 1 known finding");
    place.spec("baseline --grow").succeeds();
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 untested 1"]);
    // A line that a merge brings back counts for nothing, and goes.
    place.edit("spec.lock", "strict\tsearch\n", "strict\tsearch\nknown\tsearch/REQ-1.1\tuntested\t1\n");
    place.spec("check --fix").exits(1).says("2 errors").says("of search/REQ-1.1 out of the baseline");
    place.spec("baseline --relax nothing").exits(2).says("`nothing` is not held to zero");
    place.spec("baseline --relax search").exits(1).says("refused  search/REQ-1.1");
    place.spec("baseline --grow").succeeds();
    place.spec("check").succeeds().says("3 known findings");
}

#[test]
fn what_keeps_the_tool_from_seeing_is_never_in_the_baseline_and_fixes_nothing() {
    let place = shop("baseline-blind", 2);
    place.spec("baseline").succeeds();
    let document = place.read("requirements.md");
    place.write("requirements.md", "");
    place.spec("check").exits(1);
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 untested 1"]);
    place.write("requirements.md", document);
    place.write("spec.toml", "nothing = 1\n");
    let lock = place.read("spec.lock");
    place.spec("baseline --grow").exits(2).says("`nothing` is not a key");
    let looked = place.spec("baseline --grow --dry-run").exits(1);
    looked.says("excluded config-unknown").says("1 error cannot be in the baseline");
    assert_eq!(place.read("spec.lock"), lock);
    place.spec("check").exits(1).says("config-unknown");
}

#[test]
fn known_findings_move_with_their_criteria() {
    let place = shop("baseline-moved", 2);
    place.spec("accept --all --force").succeeds();
    place.spec("baseline").succeeds();
    assert_eq!(known_findings(&place), ["requirements/REQ-1.2 untested 1"]);
    place.write("requirements.md", document([9, 1, 2].into_iter()));
    place.write("tests/rules.rs", place.read("tests/rules.rs").replace("1.1", "1.2"));
    add_test(&place, 1);
    place.spec("check").exits(1).says("criterion-moved").says_nothing_of("no test verifies");
    place.spec("baseline").exits(2).says("`cargo spec check --fix`");
    place.spec("check --fix").succeeds().says("1 known finding (baseline)");
    assert_eq!(known_findings(&place), ["requirements/REQ-1.3 untested 1"]);
    place.spec("check").succeeds();
}

#[test]
fn two_at_once_lose_nothing() {
    let place = shop("baseline-twice", 5);
    place.spec("baseline").succeeds();
    (2..=4).for_each(|number| add_test(&place, number));
    thread::scope(|scope| {
        for arguments in ["check --fix", "baseline", "accept --all", "check --fix"] {
            let place = &place;
            scope.spawn(move || place.spec(arguments).succeeds());
        }
    });
    assert_eq!(known_findings(&place), ["requirements/REQ-1.5 untested 1"]);
    assert!(place.read("spec.lock").contains("keep rule 3"));
}

#[test]
fn branches_that_both_shrink_the_baseline_merge() {
    let place = shop("baseline-merge", 6);
    let repository = Repository::new(place.path(""));
    place.spec("baseline").succeeds().says(".gitattributes");
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    for (branch, number) in [("one", 3), ("other", 4)] {
        repository.git(&["checkout", "--quiet", "-b", branch, "main"]);
        place.write(format!("tests/{branch}.rs"), format!("use spec_runtime::spec;\n{}", test(number)));
        place.spec("check --fix").succeeds();
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
    }
    repository.git(&["merge", "--quiet", "--no-edit", "one"]);
    place.spec("check").succeeds().says("3 known findings").says("baseline-stale");
    place.spec("check --fix").succeeds().says("3 known findings").says_nothing_of("baseline-stale");
    let left = ["REQ-1.2", "REQ-1.5", "REQ-1.6"].map(|id| format!("requirements/{id} untested 1"));
    assert_eq!(known_findings(&place), left);
}

#[test]
fn a_lock_that_is_damaged_is_left_as_it_is() {
    let place = shop("baseline-damaged", 2);
    place.spec("baseline").succeeds();
    add_test(&place, 2);
    let lock = place.read("spec.lock");
    place.write("spec.lock", lock.replace("known\t", "knwon\t"));
    place.spec("check").exits(1).says("lock-damaged");
    place.spec("baseline").exits(2).says("damaged");
    assert_eq!(place.read("spec.lock"), lock.replace("known\t", "knwon\t"));
}
