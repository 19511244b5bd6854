//! Measures what the lock costs, in whole processes that run in turn. `cargo spec check` with 2,000 accepted criteria
//! runs beside the same without, `accept` with nothing to do beside `check`. `cargo spec diff` runs beside
//! `git diff --word-diff` and `check`.
//!
//! `cargo bench -p spec-tests --bench lock`. The workspaces are made below `target/tmp`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use spec_tests::turns::{run, turn};
use spec_tests::workload;

fn main() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli"])
        .status();
    assert!(built.expect("cargo runs").success());
    let program = temporary.with_file_name("release").join("cargo-spec");
    let [without, with] = ["without", "with"].map(|name| {
        let folder = temporary.join("bench-lock").join(name);
        let _ = fs::remove_dir_all(&folder);
        workload::FULL.write(&folder).expect("the workspace can be written");
        folder
    });
    run(&with, &program, &["spec", "accept", "--all", "--force", "--quiet"], 0);

    // 600 criteria have no test, which is what it finds.
    let check = |folder: &Path| run(folder, &program, &["spec", "check"], 1);
    turn("check with a lock", || check(&with), "check without", || check(&without));

    let accept = |folder: &Path| run(folder, &program, &["spec", "accept", "--all", "--quiet"], 0);
    // 1.3 times as long at most.
    turn("accept, nothing to do", || accept(&with), "check with a lock", || check(&with));

    let bare = history(&with);
    let words = |folder: &Path, revisions: &[&str]| {
        run(folder, Path::new("git"), &[&["diff", "--word-diff"], revisions].concat(), 0)
    };
    let diff = |folder: &Path, revisions: &[&str]| {
        run(folder, &program, &[&["spec", "diff"], revisions].concat(), 0)
    };
    for (base, name) in [("HEAD~1", "one criterion"), ("HEAD~2", "every criterion")] {
        turn(&format!("diff, {name}"), || diff(&with, &[base]), "git diff", || words(&with, &[base]));
    }
    // 2 times as long at most.
    turn("diff, one criterion", || diff(&with, &["HEAD~1"]), "check with a lock", || check(&with));
    let revisions = ["main~2", "main"];
    turn("diff in a bare clone", || diff(&bare, &revisions), "git diff", || words(&bare, &revisions));
}

/// Makes a repository of a workspace: every criterion changes, then one does. Where a bare clone of it is.
fn history(folder: &Path) -> PathBuf {
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"];
        run(folder, Path::new("git"), &[&identity[..], arguments].concat(), 0);
    };
    fs::remove_dir_all(folder.join(".git")).expect("it is there");
    git(&["init", "--quiet", "--initial-branch=main", "."]);
    let commit = || {
        git(&["add", "--all"]);
        git(&["commit", "--quiet", "--message=x"]);
    };
    let edit = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).expect("it can be read");
        assert!(text.contains(from), "{}", path.display());
        fs::write(path, text.replace(from, to)).expect("it can be written");
    };
    commit();
    let specs = fs::read_dir(folder.join(".kiro/specs")).expect("it is there").flatten();
    let documents: Vec<_> = specs.map(|feature| feature.path().join("requirements.md")).collect();
    documents.iter().for_each(|document| edit(document, "SHALL answer", "SHOULD answer"));
    commit();
    edit(&documents[0], " within 100 ms", " within 1000 ms");
    commit();
    let bare = folder.with_file_name("bare");
    let _ = fs::remove_dir_all(&bare);
    git(&["clone", "--quiet", "--bare", ".", "../bare"]);
    bare
}
