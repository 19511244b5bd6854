//! Times two things in turn, so that whatever else the machine does hits both.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The number of times that each of the two runs.
const RUNS: usize = 25;

/// Two things in turn, and how much longer the first takes.
pub fn turn(name: &str, mut one: impl FnMut() -> f64, other_name: &str, mut other: impl FnMut() -> f64) {
    one();
    other();
    let turns: Vec<_> = (0..RUNS).map(|_| (one(), other())).collect();
    let (ours, theirs) = (median(turns.iter().map(|turn| turn.0)), median(turns.iter().map(|turn| turn.1)));
    println!("{name:<24}{:8.1} ms  (the median of {RUNS})", ours * 1e3);
    println!("{other_name:<24}{:8.1} ms", theirs * 1e3);
    println!("{:24}{:8.2} times as long\n", "", ours / theirs);
}

/// The seconds that a run of a program in a folder takes.
///
/// # Panics
/// If it cannot be started, or ends with another exit code than `expect`.
pub fn run(folder: &Path, program: &Path, arguments: &[&str], expect: i32) -> f64 {
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
