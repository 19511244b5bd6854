//! One test, in a process of its own.

use std::ffi::OsStr;
use std::io;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::program::Program;
use crate::children;

/// A test of a program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TestName {
    /// The number of its program.
    pub program: usize,
    /// Its name in the program; `None`: the program is the test.
    pub name: Option<String>,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// Without an error.
    Passed,
    /// With an error.
    Failed,
    /// By a signal: it aborted, or its stack overflowed.
    Aborted,
    /// It took too long, and was killed.
    TimedOut,
}

/// A test that notices a knock-out is to leave nothing behind: no backtrace, which takes longer than most tests do and which nobody
/// sees; no case to run again; no snapshot of what the code does not do. Nor is a test to write down what it should expect.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("RUST_BACKTRACE", "0"),
    ("RUST_LIB_BACKTRACE", "0"),
    ("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true"),
    ("INSTA_UPDATE", "no"),
    ("INSTA_FORCE_PASS", "0"),
    ("SNAPSHOTS", "verify"),
];

/// Runs a test alone. Says how it ended, and how long it took.
///
/// # Errors
/// If it cannot be started.
pub(super) fn launch(
    program: &Program,
    test: &TestName,
    environment: &[(&str, &OsStr)],
    limit: Duration,
) -> io::Result<(Ended, Duration)> {
    let mut command = program.command();
    if let Some(name) = &test.name {
        command.args(["--exact", name]);
    }
    command
        .envs(environment.iter().copied())
        .envs(ENVIRONMENT)
        .env_remove("UPDATE_EXPECT")
        .env_remove("TRYBUILD");
    let begun = Instant::now();
    let ended = match children::run(&mut command, limit)? {
        None => Ended::TimedOut,
        Some(status) if status.success() => Ended::Passed,
        Some(status) if status.code().is_none() => Ended::Aborted,
        Some(_) => Ended::Failed,
    };
    Ok((ended, begun.elapsed()))
}
