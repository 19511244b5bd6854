//! `cargo spec explain`.

use crate::TestCrate;

#[test]
fn a_code_is_explained_with_an_example_and_what_is_true_of_it() {
    let answer = TestCrate::package(&[]).run("explain requirement-named-by-test");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{answer:?}");
    insta::assert_snapshot!(answer.out, @r#"
    warning[requirement-named-by-test]: A test names a requirement that has several
    criteria: it verifies none of them.

    A test names a requirement that has several criteria. One test seldom shows all
    of them, so it verifies none: name the criteria that it checks.

    Example: `REQ-1` has two criteria, and the test says which of them it checks:

        #[spec("REQ-1")]      // verifies none
        #[spec("REQ-1.2")]    // verifies this one

    It is a warning: it does not fail a run. `requirement-named-by-test = "…"` under
    `[severity]` in `spec.toml` changes that. The baseline may record it. It
    concerns a link.
    "#);
}

#[test]
fn without_a_code_every_code_is_listed() {
    let answer = TestCrate::package(&[]).run("explain");
    assert_eq!(answer.code, Some(0));
    assert!(answer.out.starts_with("unreadable-document"), "{answer:?}");
    assert!(answer.out.contains("No test verifies the criterion."));
}

#[test]
fn programs_get_the_same_keys_for_one_code_and_for_all() {
    let place = TestCrate::package(&[]);
    let json =
        |line: &str| -> serde_json::Value { serde_json::from_str(&place.run(line).out).expect("it is JSON") };
    let (one, all) = (json("explain orphan --format json"), json("explain --format json"));
    let all = all["codes"].as_array().expect("a list");
    assert!(all.len() > 70 && all.contains(&one["codes"][0]));
    assert_eq!(one["codes"][0]["concerns"], "link");
    assert_eq!(one["codes"][0]["hides_content"], false);
    assert_eq!(one["codes"][0]["may_be_in_baseline"], true);
}

#[test]
fn what_is_no_code_is_refused_with_the_nearest() {
    let answer = TestCrate::package(&[]).run("explain orphen");
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(answer.err, @r"
    error: `orphen` is not the code of a finding
    help: did you mean `orphan`? `cargo spec explain` lists the codes
    ");
}
