//! The cost of task lists: `cargo spec check` with 10,000 tasks in 100 lists beside the same without, and `cargo spec tasks` beside `check`:
//! whole processes, one after the other in turn, in one run.
//!
//! `cargo bench -p spec-tests --bench tasks`. The workspaces are made below `target/tmp`.

use std::fs;
use std::path::Path;
use std::process::Command;

use spec_tests::turns::{run, turn};
use spec_tests::workload::{FULL, Workload};

fn main() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli"])
        .status();
    assert!(built.expect("cargo runs").success());
    let program = temporary.with_file_name("release").join("cargo-spec");
    let [without, with] = [("without", 0), ("with", 10_000)].map(|(name, tasks)| {
        let folder = temporary.join("bench-tasks").join(name);
        let _ = fs::remove_dir_all(&folder);
        let workload = Workload { documents: 100, tasks, ..FULL };
        workload.write(&folder).expect("the workspace can be written");
        folder
    });
    // 600 criteria have no test, which is what it finds.
    let check = |folder: &Path| run(folder, &program, &["spec", "check"], 1);
    // 1.2 times as long at most.
    turn("check with 10,000 tasks", || check(&with), "check without", || check(&without));
    // 1.3 times as long at most.
    let tasks = |folder: &Path| run(folder, &program, &["spec", "tasks"], 0);
    turn("tasks", || tasks(&with), "check with 10,000 tasks", || check(&with));
}
