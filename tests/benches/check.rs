//! `cargo spec check` on a large workspace, as a whole process, beside `rg -c spec` on the same files: one after the other in turn,
//! in one run. Known tools that trace requirements take 25 to 200 times as long as ripgrep.
//!
//! `cargo bench -p spec-tests --bench check`. Needs `rg` on the path. The workspace is made below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use spec_tests::workload;
use wait4::Wait4;

const RUNS: usize = 15;

fn main() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = temporary.join("bench-check");
    let _ = fs::remove_dir_all(&folder);
    workload::FULL.write(&folder).expect("the workspace can be written");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli"])
        .status();
    assert!(built.expect("cargo runs").success());
    let mut check = Command::new(temporary.with_file_name("release").join("cargo-spec"));
    check.args(["spec", "check"]);
    let mut ripgrep = Command::new("rg");
    ripgrep.args(["-c", "spec", "."]);
    for command in [&mut check, &mut ripgrep] {
        command.current_dir(&folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    }

    // 600 criteria have no test, which is what it finds.
    let mut turn = || (run(&mut check, 1), run(&mut ripgrep, 0));
    turn();
    let turns: Vec<_> = (0..RUNS).map(|_| turn()).collect();
    let ours = median(turns.iter().map(|turn| turn.0.seconds));
    let theirs = median(turns.iter().map(|turn| turn.1.seconds));
    let peak = turns.iter().map(|turn| turn.0.peak).max().unwrap_or_default();

    println!("cargo-spec spec check  {:6.1} ms  (the median of {RUNS})", ours * 1e3);
    println!("rg -c spec             {:6.1} ms", theirs * 1e3);
    println!("                       {:6.2} times as long", ours / theirs);
    println!("cargo-spec spec check  {:6.1} MiB at most", peak as f64 / f64::from(1 << 20));
}

/// What one run cost.
struct Cost {
    seconds: f64,
    /// The most memory it held, in bytes.
    peak: u64,
}

fn run(command: &mut Command, expect: i32) -> Cost {
    let start = Instant::now();
    let ended = command.spawn().expect("it is on the path").wait4().expect("it ends");
    assert_eq!(ended.status.code(), Some(expect), "{command:?}");
    Cost { seconds: start.elapsed().as_secs_f64(), peak: ended.rusage.maxrss }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
