//! `cargo spec prove --deep`: changed operators that tests miss, and what is built for that.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use serde_json::Value;
use spec_runtime::spec;

use crate::test_crate::{Answer, TestCrate, target};

const DOCUMENT: &str = "\
### Requirement 1: Delivery

#### Acceptance Criteria

1. WHEN a parcel is sent THE shop SHALL deliver it within 3 days
2. THE shop SHALL count each parcel
3. THE shop SHALL greet
";

const CODE: &str = "\
use spec_runtime::spec;

#[spec(\"REQ-1.1\")]
pub fn is_in_time(days: u32) -> bool {
    days <= limit()
}

#[spec(\"REQ-1.2\")]
pub fn count(parcels: &[u32], counted: &mut Vec<u32>) -> usize {
    let mut log = String::new();
    for parcel in parcels {
        counted.push(*parcel);
        log = log + \"x\";
    }
    drop(log);
    counted.len()
}

#[spec(\"REQ-1.3\")]
pub fn greeting() -> bool {
    greets()
}

#[spec(\"REQ-1.3\")]
pub const fn greets() -> bool {
    1 < 2
}

fn limit() -> u32 {
    1 + 2
}
";

const TESTS: &str = "\
use shop::*;
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn in_time() {
    assert!(is_in_time(1));
    assert!(!is_in_time(9));
}

#[test]
#[spec(\"REQ-1.2\")]
fn counts() {
    let mut counted = Vec::new();
    assert_eq!(count(&[7, 8], &mut counted), 2);
    assert_eq!(counted, [7, 8]);
}

#[test]
#[spec(\"REQ-1.3\")]
fn says_hello() {
    assert!(greeting() && greets());
}
";

fn shop(name: &str) -> TestCrate {
    let files = [("requirements.md", DOCUMENT), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)];
    let place = TestCrate::package(name, &files);
    let _ = fs::remove_dir_all(tree(&place).parent().expect("a folder"));
    place
}

/// The copy that the command builds.
fn tree(place: &TestCrate) -> PathBuf {
    let name = place.runs().file_name().expect("a name").to_owned();
    target().join("cargo-spec/deep").join(name).join("tree")
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.printed))
}

/// The outcome of each changed operator of a criterion.
fn operators(json: &Value, criterion: usize) -> BTreeMap<String, String> {
    let operators = json["criteria"][criterion]["deep"]["operators"].as_array().expect("operators");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    operators.iter().map(|it| (text(&it["operator"]), text(&it["outcome"]))).collect()
}

/// The time at which a file of the copy was written.
fn written(place: &TestCrate, file: &str) -> Option<SystemTime> {
    fs::metadata(tree(place).join(file)).and_then(|file| file.modified()).ok()
}

#[test]
#[spec("REQ-10.9")]
fn a_changed_operator_that_tests_miss_is_shown_as_a_diff_with_the_case_that_is_missing() {
    let place = shop("deep-missed");
    let before = place.files();
    let answer = place.spec("prove --deep").exits(0);
    answer
        .says("  proven, deep 1 of 2\n")
        .says("src/lib.rs:5:10  <= → <  missed by tests/rules.rs:5\n      - days <= limit()\n      + days < limit()\n")
        .says("the bound \"within 3 days\" is not tested at its boundary: no test fails when `<=` becomes `<` at src/lib.rs:5")
        .says("add the case 3 days")
        .says("changed operators, 3 missed")
        .says("\nNext: write the tests that notice what was missed, or say why it may be");
    assert_eq!(place.files(), before, "the sources of the user are as they were");
    // At the boundary, on both sides, nothing is missed.
    place.edit("tests/rules.rs", "assert!(is_in_time(1));", "assert!(is_in_time(3));");
    place
        .spec("prove --deep REQ-1.1")
        .exits(0)
        .says("deep 2 of 2")
        .says_nothing_of("missed by")
        .says_nothing_of("Next:");
}

#[test]
#[spec("REQ-10.10")]
fn a_change_that_does_not_compile_is_withdrawn_and_named_and_the_others_are_tried() {
    let place = shop("deep-withdrawn");
    let answer = json(&place.spec("prove --deep --format json"));
    let operators = operators(&answer, 1);
    assert_eq!(operators["+ → -"], "not tried", "{operators:?}");
    assert_eq!(operators["delete counted.push(*parcel);"], "caught", "{operators:?}");
    assert_eq!(operators["skip for parcel in parcels"], "caught", "{operators:?}");
    assert_eq!(operators["delete drop(log);"], "missed", "{operators:?}");
    let withdrawn = &answer["criteria"][1]["deep"]["operators"];
    let withdrawn = withdrawn.as_array().expect("operators").iter().find(|it| it["operator"] == "+ → -");
    let reason = withdrawn.expect("it is there")["reason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("cannot subtract"), "{reason}");
    // What the compiler may evaluate is never changed.
    place
        .spec("prove --deep -v REQ-1.3")
        .says("fn greets  not tried: the compiler may evaluate a `const fn`");
    let text = fs::read_to_string(tree(&place).join("src/lib.rs")).expect("it is there");
    assert_eq!(text.lines().count(), CODE.lines().count());
    assert!(text.contains("__private::on(") && text.contains("    1 < 2\n"), "{text}");
}

#[test]
#[spec("REQ-10.11")]
fn survivors_count_where_spec_toml_says_so_and_may_be_excused() {
    let place = shop("deep-required");
    place.write("spec.toml", "[prove]\ndeep = \"require\"\n");
    // Without `--deep` too.
    place.spec("prove REQ-1.1").exits(1).says("exercised, not proven, deep 1 of 2");
    let excuse = "#[spec(\"REQ-1.1\", unnoticed(\"<= → <\", reason = \"a day more or less\"))]";
    place.edit("src/lib.rs", "#[spec(\"REQ-1.1\")]", excuse);
    place
        .spec("prove REQ-1.1 -v")
        .exits(0)
        .says("proven, deep 2 of 2")
        .says("may be missed: a day more or less");
    // An excuse that nothing needs is reported.
    place.edit("src/lib.rs", "<= → <\"", "<= → >=\"");
    place.spec("prove REQ-1.1").exits(1).says("`unnoticed(\"<= → >=\", …)` is not needed");
}

#[test]
#[spec("REQ-10.12")]
fn an_edit_builds_only_what_it_concerns_and_a_second_run_runs_nothing() {
    let place = shop("deep-again");
    place.spec("prove --deep").exits(0);
    let (library, tests) = (written(&place, "src/lib.rs"), written(&place, "tests/rules.rs"));
    assert!(library.is_some() && tests.is_some());
    let again = place.spec("prove --deep --format json");
    assert_eq!(json(&again)["runs"], 0, "{}", again.printed);
    assert_eq!(written(&place, "src/lib.rs"), library);
    place.edit("tests/rules.rs", "is_in_time(1)", "is_in_time(2)");
    place.spec("prove --deep").exits(0);
    assert_eq!(written(&place, "src/lib.rs"), library, "it is not built again");
    assert_ne!(written(&place, "tests/rules.rs"), tests);
}

#[test]
#[spec("REQ-10.13")]
fn what_linked_functions_call_is_changed_on_request() {
    let place = shop("deep-crate");
    let linked = operators(&json(&place.spec("prove --deep --format json")), 0);
    assert!(!linked.contains_key("+ → -"), "{linked:?}");
    let all = operators(&json(&place.spec("prove --deep=crate --format json")), 0);
    assert!(all.contains_key("+ → -") && all.contains_key("2 → 3"), "{all:?}");
}

#[test]
fn a_copy_whose_tests_fail_shows_nothing_and_says_so() {
    let place = shop("deep-elsewhere");
    let here = place.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let test = format!("fn in_time() {{\n    assert_eq!(env!(\"CARGO_MANIFEST_DIR\"), {here:?});");
    place.edit("tests/rules.rs", "fn in_time() {", &test);
    let answer = place.spec("prove --deep REQ-1.1").exits(0);
    answer.says("no operator was changed: one of its tests fails in the copy of the workspace");
}

#[test]
#[spec("REQ-10.14")]
fn survivors_of_another_tool_are_shown_with_the_criteria_of_their_code() {
    let place = shop("deep-import");
    let at = |line: usize, status: &str| {
        format!(
            "{{\"mutatorName\":\"lt\",\"replacement\":\"<\",\"status\":\"{status}\",\"location\":{{\"start\":{{\"line\":{line},\"column\":10}}}}}}"
        )
    };
    let mutants = [at(5, "Survived"), at(11, "Killed"), at(30, "Survived")].join(",");
    let report = format!("{{\"files\":{{\"src/lib.rs\":{{\"mutants\":[{mutants}]}}}}}}");
    place.write("report.json", report);
    let reported = "\
REQ-1.1  WHEN a parcel is sent THE shop SHALL deliver it within 3 days
    src/lib.rs:5:10  lt → <  missed

3 mutants: 2 missed, 1 of them in code of no criterion
";
    assert_eq!(place.spec("prove --import report.json").exits(0).out, reported);
    let answer = json(&place.spec("prove --import report.json --format json").exits(0));
    assert_eq!(answer["criteria"][0]["survivors"][0]["line"], 5);
    place.spec("prove --import Cargo.toml").exits(2).says("is no report of mutants");
    place.write("spec.toml", "[prove]\ndeep = \"require\"\n");
    place.spec("prove --import report.json").exits(1);
}

/// Code that a careless switch would change, though nothing is switched on.
const DELICATE: &str = "\
use std::cell::RefCell;
use std::ops::Add;

use spec_runtime::spec;

pub struct Late<'a>(pub &'a RefCell<Vec<u8>>);

impl Drop for Late<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(2);
    }
}

macro_rules! defer {
    ($log:expr) => {
        let _late = Late($log);
    };
}

#[spec(\"REQ-1.1\")]
pub fn low(n: u64) -> u64 {
    n & 0xFFFF_FFFF as u64
}

#[spec(\"REQ-1.1\")]
pub fn order(log: &RefCell<Vec<u8>>) {
    defer!(log);
    log.borrow_mut().push(1);
    #[cfg(any())]
    log.borrow_mut().push(9);
}

#[spec(\"REQ-1.2\")]
pub fn of_static(n: u32) -> &'static u32 {
    if n < 3 {
        return &7;
    }
    &8
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Money(pub u32);

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

#[spec(\"REQ-1.3\")]
pub fn total(one: Money, other: Money) -> Money {
    one + other
}

#[spec(\"REQ-1.3\", unnoticed(\"< → <=\", reason = \"the same in both\"))]
pub fn is_young(age: u32) -> bool {
    age < 18
}

#[spec(\"REQ-1.3\")]
pub fn is_cheap(price: u32) -> bool {
    price < 50
}
";

const DELICATE_TESTS: &str = "\
use std::cell::RefCell;

use shop::*;
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn low_and_in_order() {
    assert_eq!(low(0x0001_0000_0002), 2);
    assert_eq!(low(u64::MAX), u64::from(u32::MAX));
    let log = RefCell::default();
    order(&log);
    assert_eq!(log.into_inner(), [1, 2]);
}

#[test]
#[spec(\"REQ-1.2\")]
fn statics() {
    assert_eq!((of_static(2), of_static(3)), (&7, &8));
}

#[test]
#[spec(\"REQ-1.3\")]
fn sums() {
    assert_eq!(total(Money(0), Money(0)), Money(0));
    assert!(is_young(1) && !is_young(30));
    assert!(is_cheap(1) && !is_cheap(70));
}
";

#[test]
fn switches_change_nothing_and_each_mutant_is_judged_by_itself() {
    let files = [("requirements.md", DOCUMENT), ("src/lib.rs", DELICATE), ("tests/rules.rs", DELICATE_TESTS)];
    let place = TestCrate::package("deep-delicate", &files);
    let _ = fs::remove_dir_all(tree(&place).parent().expect("a folder"));
    let answer = json(&place.spec("prove --deep --format json").exits(0));
    let expect = |criterion: usize, expect: &[(&str, &str)]| {
        let found = operators(&answer, criterion);
        let expect = expect.iter().map(|(name, outcome)| ((*name).to_owned(), (*outcome).to_owned()));
        assert_eq!(found, expect.collect(), "{criterion}");
    };
    expect(
        0,
        &[
            ("& → |", "caught"),
            ("delete log.borrow_mut().push(1);", "caught"),
            ("1 → 2", "caught"),
            ("1 → 0", "caught"),
            // The compiler leaves out what is around them.
            ("9 → 10", "not reached"),
            ("9 → 8", "not reached"),
        ],
    );
    // A constant behind a reference is withdrawn, and nothing else with it.
    expect(
        1,
        &[
            ("< → <=", "caught"),
            ("< → >", "caught"),
            ("if n < 3 → if !(n < 3)", "caught"),
            ("3 → 4", "caught"),
            ("3 → 2", "caught"),
            ("7 → 8", "not tried"),
            ("7 → 6", "not tried"),
            ("8 → 9", "not tried"),
            ("8 → 7", "not tried"),
        ],
    );
    // What excuses a change of one function excuses none of another.
    let all = answer["criteria"][2]["deep"]["operators"].as_array().expect("operators");
    let outcomes = |name: &str| -> Vec<_> {
        let of_name = all.iter().filter(|it| it["operator"] == name);
        of_name
            .map(|it| {
                (it["function"].as_str().unwrap_or_default(), it["outcome"].as_str().unwrap_or_default())
            })
            .collect()
    };
    assert_eq!(outcomes("< → <="), [("is_young", "accepted"), ("is_cheap", "missed")]);
    assert_eq!(outcomes("+ → -"), [("total", "not tried")]);
    // What did not compile is tried when it does.
    let sub = "impl std::ops::Sub for Money {\n    type Output = Self;\n    fn sub(self, other: Self) -> Self {\n        Self(self.0 - other.0)\n    }\n}\n\n#[spec(\"REQ-1.3\")]\npub fn total";
    place.edit("src/lib.rs", "#[spec(\"REQ-1.3\")]\npub fn total", sub);
    let later = operators(&json(&place.spec("prove --deep REQ-1.3 --format json").exits(0)), 0);
    assert_eq!(later["+ → -"], "missed", "{later:?}");
}
