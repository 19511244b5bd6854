//! Runs one test in a process of its own.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Read as _, Seek as _};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use spec_runtime::order::KnockoutOrder;

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

/// The end of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProcessEnd {
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

/// So many lines of what a failing test wrote are kept.
const MAX_LINES: usize = 40;

/// Runs a test alone, as [`launch`] does, and keeps what it writes if it fails.
///
/// # Errors
/// If it cannot be started.
pub(super) fn launch_and_listen(
    program: &Program,
    test: &TestName,
    order: &KnockoutOrder,
    limit: Duration,
) -> io::Result<(ProcessEnd, Duration, Option<String>)> {
    let mut written = tempfile::tempfile()?;
    let mut command = program.command();
    command.stdout(written.try_clone()?).stderr(written.try_clone()?);
    let (ended, time) = start(command, test, order, limit)?;
    if ended == ProcessEnd::Passed {
        return Ok((ended, time, None));
    }
    let mut text = Vec::new();
    written.rewind()?;
    // A test that never ends may write without an end.
    written.take(1 << 20).read_to_end(&mut text)?;
    Ok((ended, time, Some(failure(&String::from_utf8_lossy(&text)))))
}

/// Returns the output of a failing test, without the text of its harness around it.
fn failure(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with("---- ")).skip(1);
    let own: Vec<_> = lines.take_while(|line| *line != "failures:").collect();
    let own = if own.is_empty() { text.lines().collect() } else { own };
    let own: Vec<_> = own.into_iter().filter(|line| !line.trim().is_empty()).take(MAX_LINES).collect();
    own.join("\n")
}

/// Runs a test alone. Says how it ended, and how long it took.
///
/// # Errors
/// If it cannot be started.
pub(super) fn launch(
    program: &Program,
    test: &TestName,
    order: &KnockoutOrder,
    limit: Duration,
) -> io::Result<(ProcessEnd, Duration)> {
    start(program.command(), test, order, limit)
}

fn start(
    mut command: Command,
    test: &TestName,
    order: &KnockoutOrder,
    limit: Duration,
) -> io::Result<(ProcessEnd, Duration)> {
    if let Some(name) = &test.name {
        command.args(["--exact", name]);
    }
    let (name, value) = order.sealed(random());
    command.env(name, value).envs(ENVIRONMENT).env_remove("UPDATE_EXPECT").env_remove("TRYBUILD");
    let begun = Instant::now();
    let ended = match children::run(&mut command, limit)? {
        None => ProcessEnd::TimedOut,
        Some(status) if status.success() => ProcessEnd::Passed,
        Some(status) if status.code().is_none() => ProcessEnd::Aborted,
        Some(_) => ProcessEnd::Failed,
    };
    Ok((ended, begun.elapsed()))
}

/// A folder for temporary files, as an order names it: a line of text.
///
/// # Errors
/// If it has another name. Evidence in a folder of a similar name would be lost.
pub(super) fn for_order(folder: &Path) -> io::Result<String> {
    folder.to_str().filter(|name| !name.contains('\n')).map(str::to_owned).ok_or_else(|| {
        let folder = folder.display();
        io::Error::other(format!(
            "the name of the temporary folder {folder:?} is not a line of text: set `TMPDIR` to another one"
        ))
    })
}

/// A number that no other run has.
fn random() -> u64 {
    RandomState::new().hash_one(Instant::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_folder_is_named_by_a_line_of_text() {
        assert_eq!(for_order(Path::new("/tmp/a b")).expect("it is text"), "/tmp/a b");
        let error = for_order(Path::new("/tmp/a\nb")).expect_err("it is two lines");
        assert!(error.to_string().contains("TMPDIR"), "{error}");
        #[cfg(unix)]
        {
            use std::ffi::OsStr;
            use std::os::unix::ffi::OsStrExt as _;
            assert!(for_order(Path::new(OsStr::from_bytes(b"/tmp/\xff"))).is_err());
        }
    }
}
