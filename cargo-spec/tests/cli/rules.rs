//! `cargo spec diff` on what decides whether a run is green.

use crate::verify::{commit, git, write};
use crate::{ACCOUNTS, TestCrate};

const GATE: &str = "spec_runtime::gate!();\n";

/// A package in a repository, with a gate, a configuration, and the settings of other tools.
fn place() -> TestCrate {
    let place = TestCrate::package(&[
        ("requirements.md", ACCOUNTS),
        ("spec.toml", "require = \"exercised\"\n"),
        ("tests/spec/main.rs", GATE),
        (".cargo/config.toml", "[alias]\nspec = \"run --package tool --\"\n"),
        (".github/workflows/ci.yml", "steps:\n  - run: cargo-spec check\n  - run: ls\n"),
        (".gitattributes", "spec.lock merge=ours\n"),
    ]);
    git(&place, &["init", "--quiet", "--initial-branch=main"]);
    commit(&place);
    place
}

/// Writes a file, and compares with what was: the rules that differ.
#[track_caller]
fn check(place: &TestCrate, path: &str, text: &str, expect: &[&str]) {
    let before = place.read(path);
    write(place, path, text);
    let answer = place.run("diff HEAD --deny rules --format json");
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let changes =
        json["changes"].as_array().expect("a list").iter().filter(|change| change["what"] == "rule-changed");
    let changes = changes.map(|change| {
        let (key, reason) = (change["key"].as_str(), change["reasons"][0].as_str());
        format!("{}: {}", key.unwrap_or_default(), reason.unwrap_or_default())
    });
    assert_eq!(changes.collect::<Vec<_>>(), expect, "{path}");
    assert_eq!(answer.code, Some(i32::from(!expect.is_empty())), "{}", answer.err);
    write(place, path, &before);
}

#[test]
fn what_decides_whether_a_run_is_green_is_compared() {
    let place = place();
    check(
        &place,
        "spec.toml",
        "require = \"passing\"\n",
        &["spec.toml: `require.*` was `exercised`, and is `passing`"],
    );
    check(
        &place,
        "tests/spec/main.rs",
        "//! Nothing.\n",
        &["tests/spec/main.rs: it has no `gate!()` any more"],
    );
    check(
        &place,
        ".cargo/config.toml",
        "[target.'cfg(all())']\nrunner = \"true\"\n",
        &[
            ".cargo/config.toml: `alias.spec` was `\"run --package tool --\"`, and is not there any more",
            ".cargo/config.toml: `target.cfg(all()).runner` is new: `\"true\"`",
        ],
    );
    check(
        &place,
        ".github/workflows/ci.yml",
        "steps:\n  - run: ls\n",
        &[".github/workflows/ci.yml: the line `- run: cargo-spec check` is not there any more"],
    );
    check(
        &place,
        ".gitattributes",
        "*.rs text\n",
        &[".gitattributes: the line `spec.lock merge=ours` is not there any more"],
    );
    let manifest = place.read("Cargo.toml");
    check(
        &place,
        "Cargo.toml",
        &format!("{manifest}[profile.dev]\ndebug-assertions = false\n"),
        &["Cargo.toml: `profile.dev.debug-assertions` is new: `false`"],
    );
}

#[test]
fn layout_and_other_settings_are_no_rules() {
    let place = place();
    check(&place, "spec.toml", "# Ours.\nrequire='exercised'\n", &[]);
    check(
        &place,
        ".cargo/config.toml",
        "alias.spec = \"run --package tool --\"\n[term]\nquiet = true\n",
        &[],
    );
    check(
        &place,
        ".github/workflows/ci.yml",
        "# Ours.\nsteps:\n  - run: ls -l\n  - run: cargo-spec check\n",
        &[],
    );
    let manifest = place.read("Cargo.toml");
    check(
        &place,
        "Cargo.toml",
        &manifest.replacen("[package]\n", "[package]\ndescription = \"x\"\n", 1),
        &[],
    );
}

#[test]
fn the_rules_of_two_commits_are_compared_too() {
    let place = place();
    write(&place, "spec.toml", "require = \"passing\"\n");
    commit(&place);
    write(&place, "spec.toml", "require = \"exercised\"\n");
    let answer = place.run("diff HEAD~1 HEAD --deny rules");
    assert_eq!(answer.code, Some(1), "{}", answer.err);
    assert!(answer.out.contains("`require.*` was `exercised`, and is `passing`"), "{}", answer.out);
    let answer = place.run("diff HEAD~1 --deny rules");
    assert_eq!(answer.code, Some(0), "{}{}", answer.out, answer.err);
}
