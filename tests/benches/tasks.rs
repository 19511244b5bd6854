//! What task lists cost: `cargo spec check` with 10,000 tasks in 100 lists beside the same without, and `cargo spec tasks` beside `check`:
//! whole processes, one after the other in turn, in one run.
//!
//! `cargo bench -p spec-tests --bench tasks`. The workspaces are made below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use spec_tests::workload::{FULL, Workload};

const RUNS: usize = 25;

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

/// Two things in turn, and how much longer the first takes.
fn turn(name: &str, mut one: impl FnMut() -> f64, other_name: &str, mut other: impl FnMut() -> f64) {
    one();
    other();
    let turns: Vec<_> = (0..RUNS).map(|_| (one(), other())).collect();
    let (ours, theirs) = (median(turns.iter().map(|turn| turn.0)), median(turns.iter().map(|turn| turn.1)));
    println!("{name:<24}{:8.1} ms  (the median of {RUNS})", ours * 1e3);
    println!("{other_name:<24}{:8.1} ms", theirs * 1e3);
    println!("{:24}{:8.2} times as long\n", "", ours / theirs);
}

/// The seconds that a run takes.
fn run(folder: &Path, program: &Path, arguments: &[&str], expect: i32) -> f64 {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("it is on the path");
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(status.code(), Some(expect), "{command:?}");
    seconds
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
