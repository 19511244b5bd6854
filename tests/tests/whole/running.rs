//! Checks that tests which count also run, and tests which run also count, beyond a plain test in `tests/`.

use serde_json::Value;

use crate::REPOSITORY;
use crate::test_crate::{TestCrate, has_nextest};

/// A document with as many criteria.
fn document(criteria: usize) -> String {
    let criteria = (1..=criteria).map(|number| format!("{number}. The shop SHALL keep rule {number}\n"));
    format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{}", criteria.collect::<String>())
}

/// Of a report in JSON: `REQ-1.1 exercised`, with `flaky` behind it where that is so.
fn standing(place: &TestCrate, arguments: &str) -> String {
    let answer = place.spec(&format!("{arguments} --format json"));
    let json: Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.printed));
    let criteria = json["criteria"].as_array().expect("criteria").iter();
    let reported = criteria.map(|criterion| {
        let flaky = if criterion["is_flaky"] == true { " flaky" } else { "" };
        let text = |key: &str| criterion[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}{flaky}", text("id"), text("rung"))
    });
    reported.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_test_that_passes_on_a_retry_is_flaky_in_every_report() {
    if !has_nextest() {
        return;
    }
    let tests = "\
#[test]
#[spec_runtime::spec(\"REQ-1.1\")]
fn fails_at_first() {
    let tried = concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/tried\");
    let is_first = std::fs::OpenOptions::new().write(true).create_new(true).open(tried).is_ok();
    assert!(!is_first);
}

#[test]
#[spec_runtime::spec(\"REQ-1.2\")]
fn passes() {}
";
    let files = [
        ("requirements.md", &*document(2)),
        ("tests/rules.rs", tests),
        (".config/nextest.toml", "[profile.default]\nretries = 2\n"),
    ];
    let place = TestCrate::package("running-retry", &files);
    let test = || {
        let _ = std::fs::remove_file(place.path("tried"));
        place.spec("test --runner nextest")
    };
    test().succeeds().says("1 flaky").says("fails_at_first").says_nothing_of("failing");
    assert_eq!(standing(&place, "report"), "REQ-1.1 passing flaky, REQ-1.2 passing");
    for format in ["human", "markdown", "html", "junit", "sarif", "github"] {
        place.spec(&format!("report --format {format}")).succeeds().says("flaky");
    }
    // `prove` sees it pass, and forgets nothing of that; nor does a report after it.
    place.spec("prove").says("REQ-1.1").says("flaky in the last run of `cargo spec test`");
    assert_eq!(standing(&place, "report"), "REQ-1.1 passing flaky, REQ-1.2 passing");
    place.write("spec.toml", "[severity]\nflaky = \"error\"\n");
    place.spec("report").exits(1).says("flaky");
    test().exits(1).says("flaky");
    place.write("spec.toml", "[severity]\nflaky = \"allow\"\n");
    test().succeeds().says("1 flaky");
    // Without a retry it fails.
    place.write(".config/nextest.toml", "[profile.default]\nretries = 0\n");
    test().exits(1).says("1 failing").says_nothing_of("flaky");
    // It has been tried: now it passes, and nothing is remembered against it.
    place.spec("test --runner nextest").succeeds().says_nothing_of("flaky");
}

#[test]
fn the_examples_in_documentation_run_behind_nextest() {
    if !has_nextest() {
        return;
    }
    let code = "\
/// Adds one.
///
/// ```
/// assert_eq!(shop::rule(1), 2);
/// ```
#[spec_runtime::spec(\"REQ-1.1\")]
pub fn rule(x: u32) -> u32 {
    x + 1
}
";
    let test =
        "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn adds() {\n    assert!(shop::rule(1) > 1);\n}\n";
    let files = [("requirements.md", &*document(1)), ("src/lib.rs", code), ("tests/rules.rs", test)];
    let place = TestCrate::package("running-doctests", &files);
    place.spec("test --runner nextest").succeeds().says("1 exercised").says("src/lib.rs - rule");
    place.edit("src/lib.rs", "x + 1", "x + 2");
    place.spec("test --runner nextest").exits(1).says("src/lib.rs - rule").says("1 exercised");
    place.spec("report").exits(1);
    // Options of nextest alone are unknown to cargo.
    place
        .spec("test --runner nextest -- -E all() --")
        .succeeds()
        .says("the tests in documentation have not run");
}

#[test]
fn files_beside_the_package_are_part_of_what_includes_them() {
    let rules = "\
#[spec_runtime::spec(\"REQ-1.1\")]
pub fn rule(x: u32) -> u32 {
    x + 1
}

#[cfg(test)]
mod tests {
    #[test]
    #[spec_runtime::spec(\"REQ-1.1\")]
    fn adds() {
        assert_eq!(super::rule(1), 2);
    }
}
";
    let checks = "\
#[test]
#[spec_runtime::spec(\"REQ-1.2\")]
fn is_shared() {
    assert_eq!(shop::twice(2), 4);
}
";
    let place = TestCrate::package(
        "running-paths",
        &[
            ("requirements.md", &document(3)),
            (
                "src/lib.rs",
                "#[path = \"../shared/./rules.rs\"]\npub mod rules;\n\n#[spec_runtime::spec(\"REQ-1.2\")]\n\
                 pub fn twice(x: u32) -> u32 {\n    2 * x\n}\n",
            ),
            ("shared/rules.rs", rules),
            ("shared/checks.rs", checks),
            ("tests/all.rs", "#[path = \"../shared/checks.rs\"]\nmod checks;\n"),
            ("inner/src/lib.rs", "#[path = \"../../shared/more.rs\"]\npub mod more;\n"),
            ("shared/more.rs", &rules.replace("REQ-1.1", "REQ-1.3").replace("x + 1", "1 + x")),
        ],
    );
    let runtime = REPOSITORY.join("spec-runtime");
    place.write(
        "inner/Cargo.toml",
        format!(
            "[package]\nname = \"inner\"\nversion = \"0.1.0-running-paths\"\nedition = \"2024\"\n\n\
             [dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n"
        ),
    );
    place.edit("Cargo.toml", "[workspace]", "[workspace]\nmembers = [\"inner\"]");
    place.spec("check --workspace").succeeds().says("3 tested");
    place.spec("test --workspace").succeeds().says("3 criteria: 3 exercised");
    place.spec("prove --workspace").succeeds().says("3 criteria: 3 proven");
    // The code in them is compiled again, and looked at again.
    place.edit("shared/checks.rs", "assert_eq!(shop::twice(2), 4)", "shop::twice(2)");
    place.edit("shared/checks.rs", "shop::twice(2);", "let _ = shop::twice(2);");
    place.spec("prove --workspace").exits(1).says("2 proven, 1 exercised");
}

#[test]
fn the_links_of_a_library_in_a_folder_of_vendors_are_its_own() {
    // The same id, in a file of the same name, at the same place.
    let code = "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn rule(x: u32) -> u32 {\n    x + 1\n}\n";
    let test =
        "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn adds() {\n    assert_eq!(helper::rule(1), 2);\n}\n";
    let place = TestCrate::package(
        "running-vendor",
        &[
            ("requirements.md", &document(1)),
            ("src/lib.rs", code),
            ("tests/rules.rs", test),
            ("vendor/helper/requirements.md", &document(2)),
            (
                "vendor/helper/src/lib.rs",
                &format!("{code}\n#[spec_runtime::spec(\"REQ-1.2\")]\npub fn other() {{}}\n"),
            ),
            ("vendor/helper/tests/rules.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.2\")]\nfn other() {}\n"),
        ],
    );
    let runtime = REPOSITORY.join("spec-runtime");
    place.write(
        "vendor/helper/Cargo.toml",
        format!(
            "[package]\nname = \"helper\"\nversion = \"0.1.0-running-vendor\"\nedition = \"2024\"\n\n\
             [dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n"
        ),
    );
    place.edit("Cargo.toml", "[dependencies]\n", "[dependencies]\nhelper = { path = \"vendor/helper\" }\n");
    place.edit("Cargo.toml", "[workspace]", "[workspace]\nexclude = [\"vendor\"]");
    place.spec("check").succeeds().says("1 tested").says_nothing_of("REQ-1.2");
    // The code of the library has run, and not that of the shop.
    place.spec("test").succeeds().says("1 criterion: 1 passing");
    place.spec("prove").exits(1).says_nothing_of("proven:").says("1 passing");
    // A package on a registry need not have its documents in it.
    std::fs::remove_file(place.path("vendor/helper/requirements.md")).expect("it is removed");
    place.spec("test").succeeds().says("1 criterion: 1 passing");
    place.edit("tests/rules.rs", "helper::rule(1)", "shop::rule(1)");
    place.spec("prove").succeeds().says("1 proven");
}

#[test]
fn what_keeps_tests_from_running_is_distinguished() {
    let test = "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn adds() {}\n";
    let files = [("requirements.md", &*document(1)), ("src/lib.rs", ""), ("tests/rules.rs", test)];
    let place = TestCrate::package("running-refused", &files);
    let runners = if has_nextest() { &["cargo", "nextest"][..] } else { &["cargo"] };
    let refused = "refused the arguments: ";
    let not_begun = "did not begin to build: its message above says why";
    for runner in runners {
        let test = |arguments: &str| place.spec(&format!("test --runner {runner} {arguments}"));
        test("").succeeds();
        // The runner, or the tests themselves, do not know an argument.
        for arguments in ["-- --nonsense --", "-- --nonsense", "-- -- --nonsense"] {
            test(arguments).exits(2).says(refused).says("nonsense").says("`-- A -- B`");
            test(&format!("-q {arguments}")).exits(2).says(refused).says("nonsense");
        }
        // A requested target or feature is not there.
        for (arguments, what) in [("--test nowhere", "nowhere"), ("--features nothing", "nothing")] {
            test(arguments).exits(2).says(not_begun).says(what).says_nothing_of("do not build");
            test(&format!("-q {arguments}")).exits(2).says(not_begun).says(what);
        }
        // The request selects no test.
        let none = test("-- no_test_is_called_so").exits(1);
        let none = none.says("error: no test ran").says("remove what selects tests").says("1 tested");
        none.says_nothing_of("other test").says_nothing_of("a test program failed");
        test("-q -- no_test_is_called_so").exits(1).says("tested     REQ-1.1").says("no test ran");
        place.write("src/lib.rs", "fn broken() -> u8 { nothing }\n");
        test("")
            .exits(2)
            .says("the tests do not build")
            .says("fix what cargo names above")
            .says_nothing_of(not_begun);
        test("-q").exits(2).says("the tests do not build").says("nothing");
        place.write("src/lib.rs", "");
    }
    place.spec("prove -- --nonsense --").exits(2).says(refused);
}

#[test]
fn a_report_tells_that_its_results_are_of_other_sources() {
    const TOLD: &str = "test results are out of date";
    let test =
        "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn adds() {\n    assert_eq!(shop::rule(1), 2);\n}\n";
    let code = "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn rule(x: u32) -> u32 {\n    x + 1\n}\n";
    let files = [("requirements.md", &*document(1)), ("src/lib.rs", code), ("tests/rules.rs", test)];
    let place = TestCrate::package("running-outdated", &files);
    place.spec("test --runner cargo").succeeds().says_nothing_of(TOLD);
    place.spec("report").succeeds().says("1 exercised").says_nothing_of(TOLD);
    let same = |place: &TestCrate| place.spec("report").succeeds().says_nothing_of(TOLD);
    let other = |place: &TestCrate| place.spec("report").says(TOLD).says("run `cargo spec test`");
    // A file that is no part of a build changes nothing of the results.
    place.write("notes.txt", "a note");
    same(&place);
    for (file, old, new) in [
        ("src/lib.rs", "x + 1", "x + 2"),
        ("tests/rules.rs", "rule(1), 2", "rule(1), 3"),
        ("Cargo.toml", "edition = \"2024\"", "edition = \"2021\""),
    ] {
        place.edit(file, old, new);
        other(&place);
        place.edit(file, new, old);
        same(&place);
    }
    place.write("src/more.rs", "");
    other(&place);
    place.spec("test --runner cargo --quiet").succeeds();
    same(&place);
}
