//! Checks the rule of "proven" by two tables of tests. Cheats must not count as proofs; honest tests must. The crates
//! are in `tests/fixtures/proofs`, with a criterion for each row. Each requirement is named after the rung that its
//! criteria must reach.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use spec_runtime::spec;

use crate::test_crate::TestCrate;

/// Proves a crate. Says how many criteria must stand on each rung, and demands that they do.
fn check(table: &str) -> BTreeMap<String, usize> {
    let place = TestCrate::fixture(&format!("proofs/{table}"), &format!("proofs-{table}"));
    let answer = place.spec("prove --format json");
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}", answer.printed));
    let rungs = expected(&place);
    let (mut expected, mut wrong) = (BTreeMap::new(), String::new());
    for criterion in json["criteria"].as_array().expect("criteria") {
        let word = |key: &str| criterion[key].as_str().unwrap_or_default();
        let requirement = word("id").split('.').next().unwrap_or_default();
        let rung = &rungs[requirement];
        *expected.entry(rung.clone()).or_default() += 1;
        if word("rung") != rung {
            let _ = writeln!(wrong, "{} must be {rung}, is {}: {}", word("id"), word("rung"), word("text"));
            for item in criterion["items"].as_array().into_iter().flatten() {
                for variant in item["variants"].as_array().into_iter().flatten() {
                    let (item, returns) = (&item["item"], &variant["returns"]);
                    let _ = writeln!(wrong, "    {item} → {returns}: {}", variant["outcome"]);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    expected
}

/// The rung that the criteria of each requirement must stand on.
fn expected(place: &TestCrate) -> BTreeMap<String, String> {
    let text = place.read("requirements.md");
    let titles = text.lines().filter_map(|line| line.strip_prefix("### Requirement ")?.split_once(": "));
    titles
        .map(|(number, title)| {
            let rung = title.split(',').next().unwrap_or_default();
            (format!("REQ-{number}"), rung.to_owned())
        })
        .collect()
}

#[test]
#[spec("REQ-11.1")]
fn no_cheat_is_taken_for_a_proof() {
    let rungs = check("cheats");
    assert!(!rungs.contains_key("proven"), "{rungs:?}");
    assert!(rungs["passing"] >= 25 && rungs["exercised"] >= 25, "{rungs:?}");
}

#[test]
#[spec("REQ-11.2")]
fn an_honest_test_proves_its_criterion() {
    let rungs = check("honest");
    assert!(rungs["proven"] >= 25, "{rungs:?}");
}
