//! `change-base-drift`, as git and the lock show it.

use crate::TestCrate;
use crate::verify::{commit, git};

fn write(place: &TestCrate, path: &str, text: &str) {
    let path = place.path(path);
    std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder");
    std::fs::write(path, text).expect("it is written");
}

/// A requirement with one scenario.
fn requirement(name: &str, rings: &str) -> String {
    format!(
        "### Requirement: {name}\nThe tram SHALL have a {name}.\n\n#### Scenario: Bend\n- **WHEN** a bend comes\n- **THEN** the {name} rings {rings}\n\n"
    )
}

fn base(place: &TestCrate, capability: &str, requirements: &[String]) {
    let text = format!("# {capability}\n\n## Requirements\n\n{}", requirements.concat());
    write(place, &format!("openspec/specs/{capability}/spec.md"), &text);
}

fn change(place: &TestCrate, capability: &str, text: &str) {
    write(place, &format!("openspec/changes/louder/specs/{capability}/spec.md"), text);
}

/// The places of the findings, each with the name in its message.
#[track_caller]
fn check(place: &TestCrate, expect: &[&str]) {
    let answer = place.run("check --format json");
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}{}", answer.out, answer.err));
    let findings = json["diagnostics"].as_array().expect("a list").iter();
    let drifted = findings.filter(|finding| finding["code"] == "change-base-drift");
    let found = drifted.map(|finding| {
        let path = finding["path"].as_str().unwrap_or_default();
        let name = finding["message"].as_str().and_then(|message| message.split(['“', '”']).nth(1));
        let capability = path.rsplit("/specs/").next().unwrap_or_default();
        format!("{capability} {}", name.unwrap_or_default())
    });
    assert_eq!(found.collect::<Vec<_>>(), expect, "{}", answer.out);
}

#[test]
fn what_was_reworded_after_a_change_was_committed_is_reported() {
    let place = TestCrate::package(&[]);
    git(&place, &["init", "--quiet", "--initial-branch=main"]);
    let bells = |rings: &str| [requirement("bell", rings), requirement("horn", "once")];
    base(&place, "tram", &bells("once"));
    base(&place, "bus", &[requirement("gong", "once")]);
    let modified = format!("## MODIFIED Requirements\n\n{}", requirement("bell", "thrice"));
    let removed = "## REMOVED Requirements\n\n### Requirement: gong\n**Reason**: nobody hears it\n";
    change(&place, "tram", &modified);
    check(&place, &[]);
    change(&place, "bus", removed);
    commit(&place);
    check(&place, &[]);
    // Another requirement of the document.
    base(&place, "tram", &[requirement("bell", "once"), requirement("horn", "twice")]);
    check(&place, &[]);
    base(&place, "tram", &bells("twice"));
    check(&place, &["tram/spec.md bell"]);
    base(&place, "bus", &[requirement("gong", "twice")]);
    commit(&place);
    check(&place, &["bus/spec.md gong", "tram/spec.md bell"]);
    // Edited since, and not committed: it is taken to be written now.
    change(&place, "tram", &format!("{modified}\n"));
    check(&place, &["bus/spec.md gong"]);
    commit(&place);
    check(&place, &["bus/spec.md gong"]);
}
