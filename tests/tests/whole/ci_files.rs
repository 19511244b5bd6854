//! The files that other repositories take from this one: the action, and the hooks of pre-commit.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::REPOSITORY;
use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const DOCUMENT: &str = "# Shop\n\n## REQ-1: Pay\n\n- REQ-1.1: The shop SHALL take coins\n";
const CODE: &str = "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn pay(coins: u32) -> u32 {\n    coins\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    #[spec_runtime::spec(\"REQ-1.1\")]\n    fn coins_are_taken() {\n        assert_eq!(super::pay(3), 3);\n    }\n}\n";

/// The script of a step of the action.
fn script(step: &str) -> String {
    let action = fs::read_to_string(REPOSITORY.join("action.yml")).expect("it is there");
    let (_, step) = action.split_once(&format!("    - name: {step}\n")).expect("the step");
    let (_, script) = step.split_once("      run: |\n").expect("its script");
    let lines = script.lines().take_while(|line| line.starts_with("        ") || line.is_empty());
    lines.map(|line| line.trim_start_matches("        ")).collect::<Vec<_>>().join("\n")
}

/// Runs the script of a step as a runner does, with a program in the place of `gh`.
fn run(place: &TestCrate, step: &str, base: &str, number: &str) -> Answer {
    let spec = place.command();
    let spec = std::path::Path::new(spec.get_program()).parent().expect("a folder").to_path_buf();
    let path = format!(
        "{}:{}:{}",
        place.path("bin").display(),
        spec.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let mut shell = Command::new("bash");
    shell.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", &script(step)]);
    shell.env("PATH", path).env("ROOT", place.path("none")).env("BASE", base).env("NUMBER", number);
    shell.env("DENY", "softened,weakened,waived,removed,lock,rules").env("GH_TOKEN", "token");
    shell.env("RUNNER_TEMP", place.path("")).env("GITHUB_STEP_SUMMARY", place.path("summary.md"));
    shell.env("GITHUB_REPOSITORY", "shop/shop").env("GITHUB_ACTION_PATH", &*REPOSITORY);
    place.run(shell.env("GITHUB_OUTPUT", place.path("output")))
}

#[test]
fn the_action_fails_for_a_softened_criterion_and_edits_its_own_comment() {
    let place = TestCrate::package("action", &[("requirements.md", DOCUMENT), ("src/lib.rs", CODE)]);
    place.spec("accept --all").succeeds();
    place.write(".gitignore", "/target\n/bin\n/summary.md\n/calls\n/cargo-spec-comment.md\n/output\n");
    // It notes how it was called. The comments of the pull request are those of the file.
    place.write(
        "bin/gh",
        "#!/bin/sh\necho \"$*\" >> calls\ncase \"$*\" in *--jq*) cat bin/comments ;; esac\n",
    );
    place.write("bin/comments", "");
    fs::set_permissions(place.path("bin/gh"), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=Coins"]);
    run(&place, "Find out what the command is made of", "", "").succeeds();
    assert_eq!(place.read("output").trim().len(), "digest=".len() + 16);
    run(&place, "Check", "", "").succeeds();
    // A push has nothing to compare with: the report is in the summary, and no comment is written.
    run(&place, "Report", "", "").succeeds();
    assert!(place.read("summary.md").starts_with("## ✅"), "{}", place.read("summary.md"));
    assert!(!place.path("calls").exists());

    place.edit("requirements.md", "SHALL take", "SHOULD take some");
    repository.git(&["commit", "--quiet", "--all", "--message=Softened"]);
    run(&place, "Check", "main~1", "7").exits(1).says("softened");
    run(&place, "Report", "main~1", "7").succeeds();
    let comment = place.read("cargo-spec-comment.md");
    assert!(comment.starts_with("<!-- cargo-spec report -->\n## ❌"), "{comment}");
    assert!(
        comment.contains("### Intent since `main~1`")
            && comment.contains("**criterion-softened** `requirements/REQ-1.1`"),
        "{comment}"
    );
    assert!(
        place.read("calls").contains("--method POST repos/shop/shop/issues/7/comments"),
        "{}",
        place.read("calls")
    );
    place.write("bin/comments", "12\n");
    run(&place, "Report", "main~1", "7").succeeds();
    let calls = place.read("calls");
    assert!(calls.contains("--method PATCH repos/shop/shop/issues/comments/12"), "{calls}");
    place.spec("report --base main~1 --format json").exits(2).says("--format markdown");
}

#[test]
fn the_hooks_of_pre_commit_are_commands_that_find_what_is_wrong() {
    let hooks = fs::read_to_string(REPOSITORY.join(".pre-commit-hooks.yaml")).expect("it is there");
    let place = TestCrate::package("pre-commit", &[("requirements.md", DOCUMENT), ("src/lib.rs", "")]);
    let entries: Vec<_> =
        hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: cargo spec ")).collect();
    assert_eq!(entries, ["check", "gen --check"]);
    for entry in entries {
        place.spec(entry).exits(1).says("REQ-1.1");
    }
}
