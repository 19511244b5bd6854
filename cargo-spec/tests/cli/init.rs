//! `cargo spec init`.

use crate::{ACCOUNTS, TestCrate, indented};

const GIT: &str = "init --git https://example.org/spec";

#[test]
fn a_new_package_gets_a_document_the_dependency_and_the_gate() {
    let place = TestCrate::package(&[]);
    let answer = place.run(GIT);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    insta::assert_snapshot!(answer.out, @r"
    created  requirements.md     1 requirement, 2 criteria
    changed  Cargo.toml          `spec-runtime`, and its gate for tests
    created  tests/spec/main.rs  the gate, which fails until a test verifies every criterion

    In CI (`.github/workflows/*.yml`):

          - run: cargo test

    Next: `cargo spec gen` writes a failing test for each untested criterion
    ");
    insta::assert_snapshot!(place.read("Cargo.toml"), @r#"
    [package]
    name = "shop"
    version = "0.1.0"
    edition = "2024"

    [dependencies]
    spec-runtime = { git = "https://example.org/spec" }

    [dev-dependencies]
    spec-runtime = { git = "https://example.org/spec", features = ["gate"] }
    "#);
    insta::assert_snapshot!(place.read("tests/spec/main.rs"), @r"
    //! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.

    // Fails until a test verifies every criterion, and says which are missing.
    spec_runtime::gate!();
    ");
    let ids = place.run("list -q");
    assert_eq!((ids.out.as_str(), ids.err.as_str()), ("REQ-1.1\nREQ-1.2\n", ""));
}

#[test]
fn a_second_run_changes_nothing() {
    let place = TestCrate::package(&[]);
    place.run(GIT);
    let before = place.files();
    let answer = place.run("init --git https://example.org/elsewhere");
    assert_eq!(answer.code, Some(0));
    assert!(!answer.out.contains("created") && !answer.out.contains("changed"), "{answer:?}");
    assert_eq!(place.files(), before);
}

#[test]
fn a_package_that_is_set_up_needs_no_source_of_the_runtime() {
    for set_up in [GIT, "init --dev --git https://example.org/spec"] {
        let place = TestCrate::package(&[]);
        place.run(set_up);
        let before = place.files();
        for again in ["init --dev", "init --dry-run"] {
            let answer = place.run(again);
            assert_eq!(answer.code, Some(0), "{again}: {answer:?}");
            assert_eq!(place.files(), before);
        }
        // A set-up for tests alone takes the rest from the same place.
        assert_eq!(place.run("init").code, Some(0));
        let manifest = place.read("Cargo.toml");
        let source = "spec-runtime = { git = \"https://example.org/spec\"";
        assert_eq!(manifest.matches(source).count(), 2, "{manifest}");
    }
}

#[test]
fn the_gate_of_many_criteria_is_optimised_and_what_the_manifest_says_of_that_stays() {
    let criteria: String =
        (1..=500).map(|number| format!("{number}. THE till SHALL count to {number}\n")).collect();
    let document = format!("### Requirement 1: Counting\n\n#### Acceptance Criteria\n\n{criteria}");
    let place = TestCrate::package(&[("requirements.md", &document)]);
    let answer = place.run(&format!("{GIT} -q"));
    let out = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        out.contains(
            "changed Cargo.toml `spec-runtime`, and its gate for tests; the gate is optimised in tests"
        ),
        "{out}"
    );
    let manifest = place.read("Cargo.toml");
    assert!(manifest.ends_with("spec-engine.opt-level = 1\nspec-model.opt-level = 1\n"), "{manifest}");
    place.run("init");
    assert_eq!(place.read("Cargo.toml"), manifest);
}

#[test]
fn documents_that_exist_are_found_and_left_alone() {
    let place = TestCrate::package(&[(".kiro/specs/accounts/requirements.md", ACCOUNTS)]);
    let answer = place.run(&format!("{GIT} -q"));
    insta::assert_snapshot!(answer.out, @r"
      found  .kiro/specs/accounts/requirements.md  1 requirement, 2 criteria
    changed  Cargo.toml                            `spec-runtime`, and its gate for tests
    created  tests/spec/main.rs                    the gate, which fails until a test verifies every criterion
    ");
    assert!(!place.path("requirements.md").exists());
    assert_eq!(place.read(".kiro/specs/accounts/requirements.md"), ACCOUNTS);
}

#[test]
fn a_dry_run_writes_nothing() {
    let place = TestCrate::package(&[]);
    let before = place.files();
    insta::assert_snapshot!(place.run(&format!("{GIT} --dry-run")).out, @r"
     create  requirements.md     1 requirement, 2 criteria
     change  Cargo.toml          `spec-runtime`, and its gate for tests
     create  tests/spec/main.rs  the gate, which fails until a test verifies every criterion

    Nothing was written. Without `--dry-run` it is.
    ");
    insta::assert_snapshot!(indented(&place.run(&format!("{GIT} --dry-run --format json")).out), @r#"
    {
      "version": 1,
      "package": "shop",
      "dry_run": true,
      "steps": [
        {
          "path": "requirements.md",
          "action": "create",
          "what": "1 requirement, 2 criteria"
        },
        {
          "path": "Cargo.toml",
          "action": "change",
          "what": "`spec-runtime`, and its gate for tests"
        },
        {
          "path": "tests/spec/main.rs",
          "action": "create",
          "what": "the gate, which fails until a test verifies every criterion"
        }
      ]
    }
    "#);
    assert_eq!(place.files(), before);
}

#[test]
fn the_runtime_of_a_checkout_is_named_by_its_path() {
    let place = TestCrate::with(&[
        ("shop/Cargo.toml", "[package]\nname = \"shop\"\n"),
        ("shop/src/lib.rs", ""),
        ("spec/spec-runtime/Cargo.toml", "[package]\nname = \"spec-runtime\"\n"),
    ]);
    let answer = place.run("init --manifest-path shop/Cargo.toml --path spec");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(place.read("shop/Cargo.toml").contains("spec-runtime = { path = \"../spec/spec-runtime\" }"));
    let answer = place.run("init --manifest-path shop/Cargo.toml --path shop");
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("there is no `spec-runtime` in `shop`"), "{answer:?}");
}

#[test]
fn no_path_of_this_machine_is_written_unless_it_is_asked_for() {
    let place = TestCrate::package(&[]);
    let answer = place.run("init");
    let manifest = place.read("Cargo.toml");
    // A clone whose commit others have names the repository; any other asks.
    match answer.code {
        Some(0) => assert!(
            manifest.contains("spec-runtime = { git = \"") && manifest.contains("rev = \""),
            "{manifest}"
        ),
        _ => assert!(answer.code == Some(2) && answer.err.contains("`--git"), "{answer:?}"),
    }
    assert!(!manifest.contains("path ="), "{manifest}");
}

#[test]
fn a_library_that_is_published_gets_a_dependency_of_its_tests_alone() {
    let place = TestCrate::package(&[]);
    let answer = place.run(&format!("{GIT} --dev"));
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(answer.out.contains("#[cfg_attr(test, spec_runtime::spec(\"REQ-1.1\"))]"), "{answer:?}");
    assert!(answer.out.contains("Only unit tests see this link"), "{answer:?}");
    let manifest = place.read("Cargo.toml");
    assert!(!manifest.contains("[dependencies]"), "{manifest}");
    assert!(manifest.ends_with("[dev-dependencies]\nspec-runtime = { git = \"https://example.org/spec\", features = [\"gate\"] }\n"), "{manifest}");
    let before = place.files();
    assert_eq!(place.run(&format!("{GIT} --dev")).code, Some(0));
    assert_eq!(place.files(), before);
    // Links like that count, and are nothing to be warned of.
    let linked = "#[cfg_attr(test, spec_runtime::spec(\"REQ-1.1\"))]\npub fn greet() {}\n\n#[cfg(test)]\nmod tests {\n    \
                  #[test]\n    #[spec_runtime::spec(\"REQ-1.1\")]\n    fn greets() {}\n}\n";
    std::fs::write(place.path("src/lib.rs"), linked).expect("it is written");
    let check = place.run("check");
    assert!(check.out.contains("1 tested, 1 untested; 1 error\n"), "{check:?}");
    assert!(place.run("show REQ-1.1").out.contains("src/lib.rs:1"), "{:?}", place.run("show REQ-1.1"));
}

#[test]
fn in_a_workspace_one_package_is_named_and_the_shared_dependency_is_used() {
    let place = TestCrate::with(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.dependencies]\nspec-runtime = { path = \"x\" }\n",
        ),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/src/lib.rs", ""),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", ""),
    ]);
    let answer = place.run("init");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @r"
    error: the workspace has several packages, and this works on one
    help: choose one with `-p`: `a`, `b`
    ");
    assert_eq!(place.run("init -p b").code, Some(0));
    insta::assert_snapshot!(place.read("b/Cargo.toml"), @r#"
    [package]
    name = "b"

    [dependencies]
    spec-runtime.workspace = true

    [dev-dependencies]
    spec-runtime = { workspace = true, features = ["gate"] }
    "#);
    assert_eq!(place.read("a/Cargo.toml"), "[package]\nname = \"a\"\n");
}

#[test]
fn a_gate_is_added_to_a_test_file_that_has_none() {
    let place =
        TestCrate::package(&[("tests/spec/main.rs", "mod accounts;\r\n"), ("tests/spec/accounts.rs", "")]);
    place.run(GIT);
    assert_eq!(place.read("tests/spec/main.rs"), "mod accounts;\r\n\r\nspec_runtime::gate!();\r\n");
}

#[test]
fn a_manifest_that_cargo_cannot_read_could_not_run() {
    let place = TestCrate::with(&[("Cargo.toml", "[package\n")]);
    let answer = place.run("init");
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("cargo cannot read the workspace"), "{answer:?}");
    assert_eq!(place.read("Cargo.toml"), "[package\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_stays_and_could_not_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = TestCrate::package(&[]);
    let before = place.read("Cargo.toml");
    let read_only = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(place.path("Cargo.toml"), read_only).expect("it is set");
    let answer = place.run(GIT);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("the file is read-only"), "{answer:?}");
    assert_eq!(place.read("Cargo.toml"), before);
}
