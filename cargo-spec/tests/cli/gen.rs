//! `cargo spec gen`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use crate::{ACCOUNTS, MANIFEST, TestCrate, indented};

const DOCUMENT: &str = ".kiro/specs/accounts/requirements.md";

fn shop(files: &[(&str, &str)]) -> TestCrate {
    let shop = [("Cargo.toml", MANIFEST), ("src/lib.rs", ""), (".git/HEAD", ""), (DOCUMENT, ACCOUNTS)];
    TestCrate::with(&[&shop, files].concat())
}

#[test]
fn stubs_are_written_once_and_a_second_run_changes_nothing() {
    let place = shop(&[]);
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    insta::assert_snapshot!(answer.out, @r"
    created  tests/spec/accounts.rs  2 stubs: REQ-1.1, REQ-1.2
    created  tests/spec/main.rs      declares the modules

    `cargo test` fails now, until each of these tests is written.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    assert!(place.read("tests/spec/main.rs").contains("\nmod accounts;\n"));
    assert!(place.read("tests/spec/accounts.rs").contains("fn answers_201_created_when_visitor_registers()"));
    let before = place.files();
    let answer = place.run("gen");
    insta::assert_snapshot!(answer.out, @r"
    Nothing to add: each of 2 criteria has a test, 2 of them still a stub.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    assert_eq!(place.files(), before);
    assert_eq!(place.run("gen --check").code, Some(0));
}

#[test]
fn check_dry_run_and_diff_write_nothing() {
    let place = shop(&[("tests/spec/accounts.rs", "// own\r\n")]);
    let before = place.files();
    let answer = place.run("gen --check");
    assert_eq!(answer.code, Some(1));
    insta::assert_snapshot!(answer.out, @r"
     change  tests/spec/accounts.rs  2 stubs: REQ-1.1, REQ-1.2
     create  tests/spec/main.rs      declares the modules

    Nothing was written. `cargo spec gen` would add 2 stubs for 2 criteria.
    ");
    assert_eq!(place.run("gen --dry-run").code, Some(0));
    let answer = place.run("gen --diff 1.2");
    assert_eq!(answer.code, Some(0));
    insta::assert_snapshot!(answer.out, @r#"
    --- a/tests/spec/accounts.rs
    +++ b/tests/spec/accounts.rs
    @@ -1 +1,16 @@
     // own
    +
    +// REQ-1 · Register
    +
    +/// REQ-1.2 · Register
    +///
    +/// IF the address is taken
    +/// THEN the system SHALL answer `409 Conflict`
    +#[test]
    +#[spec_runtime::spec("REQ-1.2")]
    +fn answers_409_conflict_when_address_is_taken() {
    +    // Given: …
    +    // When: the address is taken
    +    // Then: the system answers `409 Conflict`
    +    spec_runtime::pending!("REQ-1.2");
    +}
    --- /dev/null
    +++ b/tests/spec/main.rs
    @@ -0,0 +1,6 @@
    +//! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.
    +
    +mod accounts;
    +
    +// Fails until a test verifies every criterion, and says which are missing.
    +spec_runtime::gate!();
    "#);
    assert_eq!(place.files(), before);
}

#[test]
fn only_what_is_named_gets_a_stub() {
    let place = shop(&[]);
    assert_eq!(place.run("gen REQ-1.2").code, Some(0));
    let text = place.read("tests/spec/accounts.rs");
    assert!(text.contains("REQ-1.2") && !text.contains("REQ-1.1"), "{text}");
    assert_eq!(place.run("gen accounts").code, Some(0));
    let text = place.read("tests/spec/accounts.rs");
    assert!(text.find("REQ-1.1") < text.find("REQ-1.2"), "{text}");
    let answer = place.run("gen REQ-1.9");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @"
    error: no document defines `REQ-1.9`, and no feature is called so
    help: did you mean `REQ-1.1` or `REQ-1.2`?
    ");
}

#[test]
fn programs_get_files_ids_and_names() {
    let place = shop(&[]);
    insta::assert_snapshot!(indented(&place.run("gen --dry-run --format json 1.1").out).replace(&*place.path("").to_string_lossy(), "[here]/"), @r#"
    {
      "version": 1,
      "packages": [
        "shop"
      ],
      "criteria": 1,
      "is_written": false,
      "files": [
        {
          "path": "tests/spec/accounts.rs",
          "is_new": true,
          "is_removed": false,
          "added": [
            {
              "id": "REQ-1.1",
              "name": "answers_201_created_when_visitor_registers"
            }
          ],
          "removed": [],
          "touched": []
        },
        {
          "path": "tests/spec/main.rs",
          "is_new": true,
          "is_removed": false,
          "added": [],
          "removed": [],
          "touched": []
        }
      ]
    }
    "#);
}

#[test]
fn a_test_file_that_is_no_rust_stays_and_could_not_run() {
    let place = shop(&[("tests/spec/accounts.rs", "fn a() {}\nfn b( {}\n")]);
    let before = place.files();
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @"
    error: tests/spec/accounts.rs:2:5: this is not valid Rust: a bracket or a quote is not closed, or closed twice
    help: fix the file; nothing was written to it
    ");
    assert_eq!(place.files(), before);
}

#[test]
fn a_package_without_the_runtime_is_reported_how_to_get_it() {
    let place = TestCrate::package(&[(DOCUMENT, ACCOUNTS), (".git/HEAD", "")]);
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @"
    error: the package `shop` does not depend on `spec-runtime` with its feature `gate`
    help: `cargo spec init` adds the dependency and the gate
    ");
}

#[test]
fn in_a_workspace_the_only_package_with_the_runtime_gets_the_stubs() {
    let member = |name: &str| MANIFEST.replace("shop", name);
    let (a, b) = (member("a"), member("b"));
    let plain = "[package]\nname = \"b\"\n";
    let root = ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n");
    let base = [
        root,
        ("a/Cargo.toml", &a),
        ("a/src/lib.rs", ""),
        ("b/src/lib.rs", ""),
        (DOCUMENT, ACCOUNTS),
        (".git/HEAD", ""),
    ];
    let place = TestCrate::with(&[&base[..], &[("b/Cargo.toml", plain)]].concat());
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    assert!(place.path("a/tests/spec/accounts.rs").exists());

    let place = TestCrate::with(&[&base[..], &[("b/Cargo.toml", &b)]].concat());
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @r#"
    error: several packages could get the stubs
    help: choose one with `-p`, or for good with `package = "NAME"` in `spec.toml`:
          `a`, `b`
    "#);
    assert_eq!(place.run("gen -p b").code, Some(0));
    assert!(place.path("b/tests/spec/accounts.rs").exists());

    let configured =
        [("b/Cargo.toml", &*b), ("spec.toml", "package = \"a\"\n[gen]\nasync = \"tokio::test\"\n")];
    let place = TestCrate::with(&[&base[..], &configured].concat());
    assert_eq!(place.run("gen").code, Some(0));
    assert!(place.read("a/tests/spec/accounts.rs").contains("#[tokio::test]"));
}

#[test]
fn features_never_lead_out_of_the_tests_folder_or_share_a_file() {
    let place = shop(&[
        (".kiro/specs/con/requirements.md", ACCOUNTS),
        (".kiro/specs/main/requirements.md", ACCOUNTS),
        (".kiro/specs/Ünïcode/requirements.md", ACCOUNTS),
        (".kiro/specs/用户/requirements.md", ACCOUNTS),
    ]);
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let main = place.read("tests/spec/main.rs");
    let mut modules: Vec<_> =
        main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    assert_eq!(modules.len(), 5, "{main}");
    assert!(modules.iter().all(|module| place.path(&format!("tests/spec/{module}.rs")).exists()));
    modules.retain(|module| !module.starts_with("feature_"));
    assert_eq!(modules, ["accounts", "con_spec", "main_spec", "uenicode"]);
    assert!(place.read("tests/spec/con_spec.rs").contains("#[spec(\"con/REQ-1.1\")]"));
}

#[test]
fn where_one_id_must_say_its_feature_all_new_ones_of_the_file_do() {
    let shorter = ACCOUNTS.split_once("2. IF").expect("a second").0;
    let place = shop(&[(".kiro/specs/billing/requirements.md", shorter)]);
    assert_eq!(place.run("gen").code, Some(0));
    let accounts = place.read("tests/spec/accounts.rs");
    assert!(accounts.contains("#[spec(\"accounts/REQ-1.1\")]"), "{accounts}");
    assert!(accounts.contains("#[spec(\"accounts/REQ-1.2\")]"), "{accounts}");
    assert_eq!(place.run("gen --check").code, Some(0));
}

#[test]
fn two_runs_at_once_write_every_stub_once() {
    let place = shop(&[]);
    let runs = ["1.1", "1.2", "accounts", "accounts"].map(|only| {
        let mut command = place.command(["gen", only]);
        command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it runs")
    });
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let text = place.read("tests/spec/accounts.rs");
    for id in ["1.1", "1.2"] {
        assert_eq!(text.matches(&format!("#[spec(\"REQ-{id}\")]")).count(), 1, "{text}");
    }
    assert_eq!(place.run("gen --check").code, Some(0));
}

#[test]
fn a_run_that_was_killed_between_two_files_is_finished_by_the_next() {
    let place = shop(&[]);
    place.run("gen");
    std::fs::remove_file(place.path("tests/spec/main.rs")).expect("it is removed");
    assert_eq!(place.run("gen --check").code, Some(1));
    assert_eq!(place.run("gen").code, Some(0));
    assert!(place.read("tests/spec/main.rs").contains("mod accounts;"));
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_whole_files() {
    let documents: Vec<_> =
        (0..12).map(|number| format!(".kiro/specs/part-{number}/requirements.md")).collect();
    let files: Vec<_> = documents.iter().map(|document| (document.as_str(), ACCOUNTS)).collect();
    let tests = |place: &TestCrate| place.path("tests/spec");
    let stubs = |place: &TestCrate| -> BTreeMap<OsString, Vec<u8>> {
        let Ok(entries) = std::fs::read_dir(tests(place)) else { return BTreeMap::new() };
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let paths = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        let name = |path: &Path| path.file_name().expect("a name").to_owned();
        paths.map(|path| (name(&path), std::fs::read(path).expect("it can be read"))).collect()
    };
    let undisturbed = shop(&files);
    assert_eq!(undisturbed.run("gen").code, Some(0));
    let expect = stubs(&undisturbed);

    for written in [0, 1, 2, 5, 9] {
        let place = shop(&files);
        let mut command = place.command(["gen"]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut run = command.spawn().expect("it runs");
        let is_there = || (expect.keys().filter(|name| tests(&place).join(name).exists())).count() >= written;
        while !is_there() && run.try_wait().expect("it is asked").is_none() {}
        run.kill().expect("it is killed, or has ended");
        run.wait().expect("it ends");
        let found = stubs(&place);
        assert!(found.iter().all(|(name, bytes)| expect.get(name) == Some(bytes)), "a file is not whole");
        assert_eq!(place.run("gen").code, Some(0));
        assert!(stubs(&place) == expect, "the next run does not finish the work");
        let names = std::fs::read_dir(tests(&place)).expect("the folder can be read");
        let names = names.map(|entry| entry.expect("an entry").file_name());
        let left: Vec<_> = names.filter(|name| !expect.contains_key(name)).collect();
        // Elsewhere it cannot be told that a process is gone.
        assert!(left.is_empty() || cfg!(not(target_os = "linux")), "{left:?} is left");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_could_not_run() {
    // Whoever may write everywhere (root in a container) is kept out by a file where a folder must be.
    let place = shop(&[("tests", "a file")]);
    let before = place.files();
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("tests/spec"), "{answer:?}");
    assert_eq!(place.files(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_of_the_users_file_and_nothing_is_left() {
    let full = |place: &TestCrate| {
        let command = place.command(["gen"]);
        let mut limited = std::process::Command::new("sh");
        limited.args(["-c", r#"trap "" XFSZ; ulimit -f 0; exec "$0" "$@""#]).arg(command.get_program());
        limited.args(command.get_args()).current_dir(place.path("."));
        let output = limited.output().expect("it runs");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let place = shop(&[]);
    let error = full(&place);
    assert!(
        error.contains("tests/spec/accounts.rs`: File too large") && !error.contains(".cargo-spec"),
        "{error}"
    );
    assert!(!place.path("tests").exists());

    let place = shop(&[("tests/spec/accounts.rs", "fn mine() {}\n")]);
    let before = place.files();
    let error = full(&place);
    assert!(
        error.contains("tests/spec/accounts.rs`: File too large") && !error.contains(".cargo-spec"),
        "{error}"
    );
    assert_eq!(place.files(), before);
}

#[test]
fn every_mistake_in_the_configuration_is_reported_at_once() {
    let config = "package = \"b\"\n[gen]\nasnyc = \"x\"\n[severity]\nfoo = \"note\"\n";
    let place = shop(&[("spec.toml", config)]);
    let before = place.files();
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @"
    error: spec.toml:1:11: `b` is not a package of the workspace
    help: the members are `shop`

    error: spec.toml:3:1: `asnyc` is not a key of `[gen]`
    help: it is one of: async, properties

    error: spec.toml:5:1: `foo` is not the code of a finding
    help: `cargo spec check` prints the code of each finding
    ");
    let answer = place.run("gen --format json");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(indented(&answer.out), @r#"
    {
      "version": 1,
      "error": {
        "message": "spec.toml:1:11: `b` is not a package of the workspace\nspec.toml:3:1: `asnyc` is not a key of `[gen]`\nspec.toml:5:1: `foo` is not the code of a finding",
        "help": "the members are `shop`\nit is one of: async, properties\n`cargo spec check` prints the code of each finding"
      }
    }
    "#);
    assert_eq!(place.files(), before);
}

#[test]
fn a_package_that_is_not_there_is_refused() {
    let place = shop(&[("spec.toml", "package = \"b\"\n")]);
    let answer = place.run("gen");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(answer.err, @"
    error: spec.toml:1:11: `b` is not a package of the workspace
    help: the members are `shop`
    ");
}

#[test]
fn a_stub_whose_criterion_is_gone_can_be_removed_unless_it_was_touched() {
    let place = shop(&[]);
    place.run("gen");
    let stubs = place.read("tests/spec/accounts.rs");
    let shorter = ACCOUNTS.split_once("2. IF").expect("a second").0;
    std::fs::write(place.path(DOCUMENT), shorter).expect("it is written");
    let printed = place.run("gen").out;
    assert!(
        printed.starts_with("Nothing to add: the criterion has a test, which is still a stub."),
        "{printed}"
    );
    assert!(printed.contains("gen --prune` removes it, unless it was changed.\n"), "{printed}");
    assert_eq!(place.run("gen --check").code, Some(0));
    let answer = place.run("gen --check --prune");
    assert_eq!(answer.code, Some(1));
    insta::assert_snapshot!(answer.out, @"
     change  tests/spec/accounts.rs  would remove 1 stub: REQ-1.2

    Nothing was written. `cargo spec gen --prune` would remove 1 stub whose criterion is gone.
    ");

    let touched = stubs.replace("// When: the address is taken", "// When: it is");
    std::fs::write(place.path("tests/spec/accounts.rs"), &touched).expect("it is written");
    let answer = place.run("gen --prune");
    assert_eq!(answer.code, Some(0));
    insta::assert_snapshot!(answer.out, @"
       kept  tests/spec/accounts.rs  REQ-1.2 is gone, but `answers_409_conflict_when_address_is_taken` was changed by hand: remove it yourself

    Nothing to add: the criterion has a test, which is still a stub.
    Next: fix what the errors name, then `cargo spec check`
    ");
    assert_eq!(place.read("tests/spec/accounts.rs"), touched);

    std::fs::write(place.path("tests/spec/accounts.rs"), &stubs).expect("it is written");
    let answer = place.run("gen --prune");
    insta::assert_snapshot!(answer.out, @"
    changed  tests/spec/accounts.rs  1 stub removed: REQ-1.2

    Removed 1 stub whose criterion is gone.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    let text = place.read("tests/spec/accounts.rs");
    assert!(stubs.starts_with(text.trim_end()) && !text.contains("REQ-1.2"), "{text}");
    assert_eq!(place.run("gen --prune REQ-1.1").code, Some(2));
}

#[test]
fn what_keeps_a_package_from_having_stubs_is_said_with_the_way_out() {
    let check = |files: &[(&str, &str)], problem: &str, help: &str| {
        let place = shop(files);
        let before = place.files();
        let answer = place.run("gen");
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.err.contains(problem) && answer.err.contains(help), "{}", answer.err);
        assert_eq!(place.files(), before);
    };
    check(
        &[("spec.toml", "package = \"b\"\n")],
        "spec.toml:1:11: `b` is not a package",
        "the members are `shop`",
    );
    check(&[("tests/spec.rs", "")], "is the test target `spec` already", "move it to");
    let manifest = MANIFEST.replace("edition", "autotests = false\nedition");
    check(
        &[("Cargo.toml", &manifest), ("tests/spec/main.rs", "")],
        "is in no test target of `shop`",
        "path = \"tests/spec/main.rs\"",
    );
    check(&[("spec.toml", "[gen]\nasync = \"tokio test\"\n")], "spec.toml:2:9: `async` is", "tokio::test");
    check(
        &[("spec.toml", "[gen]\nasync = 'tokio::test(\")'\n")],
        "is not an attribute",
        "async = \"tokio::test\"",
    );
    check(&[("src/lib.rs", "#[spec(\"REQ-1.1\")] fn a() { \" }")], "src/lib.rs:1:", "");
}

#[test]
fn a_file_that_pruning_leaves_nothing_in_goes_with_its_declaration() {
    let other =
        (".kiro/specs/billing/requirements.md", "# R\n\n### Requirement 7: Bill\n\n1. The shop SHALL bill\n");
    let gone = || {
        let place = shop(&[other]);
        assert_eq!(place.run("gen").code, Some(0));
        std::fs::remove_file(place.path(DOCUMENT)).expect("it is removed");
        place
    };
    let place = gone();
    let before = place.files();
    insta::assert_snapshot!(place.run("gen --dry-run --prune").out, @"
     change  tests/spec/main.rs      declares the modules that are left
     remove  tests/spec/accounts.rs  would remove 2 stubs: REQ-1.1, REQ-1.2

    Nothing was written. `cargo spec gen --prune` would remove 2 stubs whose criteria are gone, and 1 file without any test.
    ");
    insta::assert_snapshot!(place.run("gen --diff --prune").out.lines().filter(|line| line.starts_with("+++") || line.contains("mod ")).collect::<Vec<_>>().join("\n"), @"
    +++ b/tests/spec/main.rs
    -mod accounts;
     mod billing;
    +++ /dev/null
    ");
    assert_eq!(place.files(), before);
    insta::assert_snapshot!(place.run("gen --prune").out, @"
    changed  tests/spec/main.rs      declares the modules that are left
    removed  tests/spec/accounts.rs  2 stubs removed: REQ-1.1, REQ-1.2

    Removed 2 stubs whose criteria are gone, and 1 file without any test.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    assert!(!place.path("tests/spec/accounts.rs").exists());
    let main = place.read("tests/spec/main.rs");
    assert!(main.contains("mod billing;") && !main.contains("mod accounts;"), "{main}");
    assert_eq!(place.run("gen --check --prune").code, Some(0));

    // A user's own text about the module or in the file keeps it.
    let place = gone();
    let main = place.read("tests/spec/main.rs").replace("mod accounts;", "mod accounts; // mine");
    std::fs::write(place.path("tests/spec/main.rs"), &main).expect("it is written");
    insta::assert_snapshot!(place.run("gen --prune").out, @"
    changed  tests/spec/accounts.rs  2 stubs removed: REQ-1.1, REQ-1.2
       kept  tests/spec/accounts.rs  no test is left in it, but its `mod` is not as it was generated: remove both yourself

    Removed 2 stubs whose criteria are gone.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    assert_eq!(place.read("tests/spec/main.rs"), main);
    assert!(!place.read("tests/spec/accounts.rs").contains("#[test]"));

    let place = gone();
    let stubs = place.read("tests/spec/accounts.rs");
    std::fs::write(place.path("tests/spec/accounts.rs"), format!("{stubs}\nfn mine() {{}}\n"))
        .expect("it is written");
    insta::assert_snapshot!(place.run("gen --prune").out, @"
    changed  tests/spec/accounts.rs  2 stubs removed: REQ-1.1, REQ-1.2
       kept  tests/spec/accounts.rs  its imports of `pending` and `spec` are not used any more: remove them yourself

    Removed 2 stubs whose criteria are gone.
    Next: write the tests in place of `pending!`, then `cargo spec test`
    ");
    assert!(place.read("tests/spec/accounts.rs").ends_with("\n\nfn mine() {}\n"));
}
