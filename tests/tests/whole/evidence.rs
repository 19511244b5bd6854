//! `cargo spec test`: from a run of the tests to the rungs of the ladder.

use spec_runtime::spec;

use crate::test_crate::{TestCrate, has_nextest};

/// A document with as many criteria.
fn document(criteria: usize) -> String {
    let criteria = (1..=criteria).map(|number| format!("{number}. The shop SHALL keep rule {number}\n"));
    format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{}", criteria.collect::<String>())
}

/// The code that implements each criterion: `REQ-1.1` is met by `rule`.
const CODE: &str = "\
use spec_runtime::spec;

#[spec(\"REQ-1\")]
pub fn rule(x: u32) -> u32 {
    x + 1
}

#[spec(\"REQ-1\")]
pub async fn later(x: u32) -> u32 {
    x + 1
}
";

/// A crate whose tests are of these bodies, one for each criterion, and what is expected of each: a rung.
fn ladder(name: &str, runner: &str, tests: &[(&str, &str)]) {
    if runner == "nextest" && !has_nextest() {
        return;
    }
    let place =
        TestCrate::package(name, &[("requirements.md", &document(tests.len())), ("src/lib.rs", CODE)]);
    let mut text = "use shop::{later, rule};\nuse spec_runtime::spec;\n\n".to_owned();
    for (number, (test, _)) in (1..).zip(tests) {
        text.push_str(&test.replace("#[test]", &format!("#[test]\n#[spec(\"REQ-1.{number}\")]")));
        text.push('\n');
    }
    text.push_str("#[test]\nfn unused() {\n    let _ = (rule(1), later(1));\n}\n");
    place.write("tests/rules.rs", text);
    let answer = place.spec(&format!("test --format json --runner {runner}"));
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let reported = json["criteria"].as_array().expect("criteria").iter();
    let reported: Vec<_> = reported.map(|criterion| criterion["rung"].as_str().unwrap_or_default()).collect();
    let expected: Vec<_> = tests.iter().map(|(_, rung)| *rung).collect();
    assert_eq!(reported, expected, "{}", answer.out);
    let reaches = expected.iter().all(|rung| ["passing", "exercised"].contains(rung));
    assert_eq!(answer.code, Some(i32::from(!reaches)));
}

/// The ways in which tests end.
const ENDS: &[(&str, &str)] = &[
    ("#[test]\nfn a() { assert_eq!(rule(1), 2); }", "exercised"),
    ("#[test]\nfn b() { assert_eq!(rule(1), 3); }", "failing"),
    (
        "#[test]\nfn c() -> Result<(), String> { (rule(1) == 2).then_some(()).ok_or(String::new()) }",
        "exercised",
    ),
    ("#[test]\nfn d() -> Result<(), String> { Err(format!(\"{}\", rule(1))) }", "failing"),
    ("#[test]\n#[should_panic]\nfn e() { assert_eq!(rule(1), 3); }", "exercised"),
    ("#[test]\n#[should_panic]\nfn f() { rule(1); }", "failing"),
    ("#[test]\n#[ignore]\nfn g() { rule(1); }", "ignored"),
    ("#[cfg(windows_of_a_house)]\n#[test]\nfn h() { rule(1); }", "tested"),
    ("#[test]\nfn i() { spec_runtime::pending!(\"REQ-1.9\") }", "stub"),
    (
        "#[test]\nfn j() { let rule = rule; assert_eq!(std::panic::catch_unwind(|| rule(1)).ok(), Some(2)); }",
        "exercised",
    ),
];

/// Tests that show nothing: none of them runs the code.
const CHEATS: &[(&str, &str)] = &[
    ("#[test]\nfn a() {}", "passing"),
    ("#[test]\nfn b() { assert!(true); }", "passing"),
    ("#[test]\nfn c() { if false { assert_eq!(rule(1), 2); } }", "passing"),
    ("#[test]\nfn d() { if 1 > 0 { return; } assert_eq!(rule(1), 2); }", "passing"),
    ("#[test]\nfn e() { fn rule(x: u32) -> u32 { x + 1 } assert_eq!(rule(1), 2); }", "passing"),
    ("#[test]\nfn f() { for x in [0_u32; 0] { assert_eq!(rule(x), 1); } }", "passing"),
    ("#[test]\nfn g() { drop(later(1)); }", "passing"),
    ("#[test]\nfn h() { let rule = |x: u32| x + 1; assert_eq!(rule(1), 2); }", "passing"),
    ("#[test]\nfn i() { let check = || assert_eq!(rule(1), 2); let _ = check; }", "passing"),
    ("#[test]\nfn j() { #[cfg(windows_of_a_house)] assert_eq!(rule(1), 2); }", "passing"),
];

#[test]
#[spec("REQ-8.1")]
fn the_end_of_each_test_decides_with_cargo() {
    ladder("ends-cargo", "cargo", ENDS);
}

#[test]
#[spec("REQ-8.1")]
fn the_end_of_each_test_decides_with_nextest() {
    ladder("ends-nextest", "nextest", ENDS);
}

#[test]
#[spec("REQ-8.2")]
fn a_test_that_does_not_run_the_code_does_not_exercise_it() {
    ladder("cheats", "cargo", CHEATS);
}

#[test]
#[spec("REQ-8.3")]
fn code_on_threads_of_its_own_counts_where_it_is_known_for_which_test_it_runs() {
    let test = "#[test]\nfn a() { assert_eq!(std::thread::spawn(|| rule(1)).join().ok(), Some(2)); }";
    ladder("threads-cargo", "cargo", &[(test, "passing")]);
    ladder("threads-nextest", "nextest", &[(test, "exercised")]);
}

#[test]
#[spec("REQ-8.4")]
fn a_test_that_ends_its_process_never_ended() {
    let exit = "#[test]\nfn a() { std::process::exit(0); }";
    ladder("exit", "nextest", &[(exit, "failing"), ("#[test]\nfn b() { rule(1); }", "exercised")]);
    ladder("abort", "nextest", &[("#[test]\nfn a() { rule(1); std::process::abort(); }", "failing")]);
}

#[test]
#[spec("REQ-8.5")]
fn what_is_required_decides_whether_a_run_fails() {
    let place = TestCrate::package("require", &[("requirements.md", &document(1)), ("src/lib.rs", CODE)]);
    place.write("tests/rules.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn a() {}\n");
    place.spec("test").succeeds().says("passing").says("1 criterion: 1 passing");
    place.write("spec.toml", "require = \"exercised\"\n");
    place.spec("test").exits(1).says("1 below exercised").says("Next: ");
    place.write("spec.toml", "[require]\n\"*\" = \"proven\"\n\"REQ-1\" = \"passing\"\n");
    place.spec("test").succeeds();
    place.write("spec.toml", "[require]\nrequirements = \"exercised\"\n");
    place.spec("test").exits(1).says("1 below exercised");
    place.write("spec.toml", "[require]\n\"REQ-7\" = \"exercised\"\n");
    place.spec("check").exits(1).says("no document defines `REQ-7`");
    place.write("spec.toml", "require = \"exercized\"\n");
    place.spec("check").exits(1).says("exercised");
}

#[test]
#[spec("REQ-8.2")]
fn what_its_tests_ran_is_a_candidate_where_nothing_implements_a_criterion() {
    let code = "\
#[spec_runtime::spec(\"REQ-1.1\")]
pub fn rule(x: u32) -> u32 { x + LIMIT }

#[spec_runtime::spec(\"REQ-1.1\")]
pub const LIMIT: u32 = 1;
";
    let place = TestCrate::package("candidates", &[("requirements.md", &document(2)), ("src/lib.rs", code)]);
    place.write(
        "tests/rules.rs",
        "#[test]\n#[spec_runtime::spec(\"REQ-1.2\")]\nfn a() { assert_eq!(shop::rule(1), 2); }\n\
         #[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn b() {}\n",
    );
    let answer = place.spec("test").succeeds();
    answer
        .says("its tests ran rule (src/lib.rs:1), which implements REQ-1.1: does it implement this too?")
        .says("note: 1 linked item is not seen to run: LIMIT (a constant)");
}

#[test]
#[spec("REQ-8.1")]
fn a_link_on_an_impl_a_trait_or_a_module_makes_its_functions_implement() {
    let code = "\
use spec_runtime::spec;

#[derive(Debug, PartialEq)]
pub struct Rule(pub u32);

#[spec(\"REQ-1.1\")]
impl std::str::FromStr for Rule {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.parse()?))
    }
}

#[spec(\"REQ-1.2\")]
pub mod rules {
    pub mod inner {
        pub fn rule() -> u32 { 7 }
    }
}

#[spec(\"REQ-1.3\")]
pub trait Next: Into<u32> {
    fn next(self) -> u32 { self.into() + 1 }
}

impl Next for u8 {}

#[spec(\"REQ-1.4\")]
pub struct Unit;
";
    let tests = "\
use shop::{Next, Rule, Unit, rules};
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn a() { assert_eq!(\"1\".parse(), Ok(Rule(1))); }

#[test]
#[spec(\"REQ-1.2\")]
fn b() { assert_eq!(rules::inner::rule(), 7); }

#[test]
#[spec(\"REQ-1.3\")]
fn c() { assert!(2_u8.next() > 0); }

#[test]
#[spec(\"REQ-1.4\")]
fn d() { let _ = Unit; }
";
    let place = TestCrate::package("containers", &[("requirements.md", &document(4)), ("src/lib.rs", code)]);
    place.write("tests/rules.rs", tests);
    let answer = place.spec("prove --format json").exits(1);
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let rungs: Vec<_> = json["criteria"].as_array().expect("criteria").iter().map(|it| &it["rung"]).collect();
    assert_eq!(rungs, ["proven", "proven", "exercised", "passing"], "{}", answer.out);
    assert_eq!(json["criteria"][2]["items"][0]["function"], "next");
    assert_eq!(json["criteria"][2]["items"][0]["line"], 24);
}

#[test]
#[spec("REQ-8.1")]
fn tests_without_libtest_are_tests_where_their_links_say_so() {
    let place = TestCrate::package("harness", &[("requirements.md", &document(2)), ("src/lib.rs", CODE)]);
    // The results of an earlier run of this test.
    let _ = std::fs::remove_dir_all(place.runs());
    let manifest = place.read("Cargo.toml");
    place.write("Cargo.toml", manifest + "\n[[test]]\nname = \"own\"\nharness = false\n");
    let test = "\
use spec_runtime::spec;

#[spec(\"REQ-1.1\", test)]
fn a() -> Result<(), u32> {
    let found = shop::rule(1);
    (found == 2).then_some(()).ok_or(found)
}

#[spec(\"REQ-1.2\", test)]
fn b() {}

fn main() {
    a().expect(\"it is two\");
    b();
}
";
    place.write("tests/own.rs", test);
    place.spec("test --runner cargo").succeeds().says("2 criteria: 1 exercised, 1 passing");
    // The failing test is `a`.
    place.spec("prove").exits(1).says("2 criteria: 1 proven, 1 passing");
    place.edit("tests/own.rs", "    b();\n", "    std::process::exit(0);\n");
    place.spec("test --runner cargo").exits(1).says("not run: b");
}

#[test]
fn tests_that_do_not_build_are_no_run() {
    let place =
        TestCrate::package("no-build", &[("requirements.md", &document(1)), ("src/lib.rs", "fn a() { b }")]);
    place.spec("test").exits(2).says("the tests do not build");
}

#[test]
#[spec("REQ-8.6")]
fn nothing_is_recorded_unless_a_run_asks() {
    let place = TestCrate::package("silent", &[("requirements.md", &document(1)), ("src/lib.rs", CODE)]);
    place.write("tests/rules.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn a() { shop::rule(1); }\n");
    let before = place.files();
    place.cargo("test").succeeds();
    assert_eq!(place.files(), before);
}

#[test]
fn code_of_several_ids_is_exercised_whichever_of_them_is_asked_for() {
    let place = TestCrate::package("several-ids", &[("requirements.md", &document(4))]);
    place.write(
        "src/lib.rs",
        "use spec_runtime::spec;

#[spec(\"REQ-1.1\", \"REQ-1.2\")]
pub fn greet() -> u32 {
    1
}

#[spec(\"REQ-1.3\")]
#[spec(\"REQ-1.4\")]
pub fn part() -> u32 {
    2
}
",
    );
    let test = |number: usize, function: &str| {
        format!("#[test]\n#[spec(\"REQ-1.{number}\")]\nfn t{number}() {{ assert!({function}() > 0); }}\n")
    };
    let tests = [test(1, "greet"), test(2, "greet"), test(3, "part"), test(4, "part")].concat();
    place.write("tests/rules.rs", format!("use shop::*;\nuse spec_runtime::spec;\n\n{tests}"));
    place.spec("test").succeeds().says("4 criteria: 4 exercised");
    for number in 1..=4 {
        let answer = place.spec(&format!("test REQ-1.{number} -v")).succeeds();
        answer.says("1 criterion: 1 exercised").says_nothing_of("did not run");
    }
}

#[test]
fn an_id_of_two_features_is_listed_with_its_feature() {
    let place = TestCrate::package("two-features", &[("src/lib.rs", CODE)]);
    place.edit("src/lib.rs", "REQ-1", "pay/REQ-1");
    place.write(".kiro/specs/pay/requirements.md", document(1));
    place.write(".kiro/specs/sell/requirements.md", document(2));
    place.write(
        "tests/rules.rs",
        "#[test]\n#[spec_runtime::spec(\"pay/REQ-1.1\")]\nfn a() { assert!(shop::rule(1) > 0); }\n",
    );
    place
        .spec("test")
        .exits(1)
        .says("exercised  pay/REQ-1.1 ")
        .says("untested   sell/REQ-1.1 ")
        .says("untested   REQ-1.2 ");
    place.spec("prove").exits(1).says("sell/REQ-1.1 ").says("\npay/REQ-1.1 ");
}
