//! The test programs, and how cargo starts each of them.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::runner::Tests;

/// The environment variable that names the folder where starts are noted.
const NOTES: &str = "CARGO_SPEC_NOTES";

/// The argument in front of a test program and its own, when this command is started in its place.
const NOTE: &str = "__note-start";

/// A test program, as cargo starts it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Program {
    /// Its path.
    pub path: PathBuf,
    /// Arguments of the user, behind a second `--`.
    arguments: Vec<OsString>,
    /// The folder that it runs in.
    folder: PathBuf,
    /// What cargo adds to the environment.
    environment: Vec<(OsString, OsString)>,
}

impl Program {
    /// Asks cargo how it starts the programs of some tests, which have been built.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started; [`Error::NoPrograms`], if it starts something else.
    pub fn all(tests: &Tests<'_>) -> Result<Vec<Self>, Error> {
        let notes = tempfile::tempdir().map_err(Error::Run)?;
        let own = env::current_exe().map_err(Error::Run)?;
        let note = [own.as_os_str(), OsStr::new(NOTE)];
        let all_noted = tests.start_instead(&note, (NOTES, notes.path()))?;
        let mut programs = Vec::new();
        for entry in fs::read_dir(notes.path()).map_err(Error::Run)? {
            let text = fs::read(entry.map_err(Error::Run)?.path()).map_err(Error::Run)?;
            programs.push(serde_json::from_slice::<Self>(&text).map_err(|error| Error::Run(error.into()))?);
        }
        if !all_noted || programs.is_empty() {
            return Err(Error::NoPrograms);
        }
        programs.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(programs)
    }

    /// Notes how this process was started, if it was in the place of a test program. `None`: it was not.
    ///
    /// # Errors
    /// If the note cannot be written.
    pub fn note(arguments: impl Iterator<Item = OsString>) -> Option<io::Result<()>> {
        let mut arguments = arguments.skip(1);
        let notes = (arguments.next()? == NOTE).then(|| env::var_os(NOTES))??;
        let (path, arguments) = (arguments.next()?.into(), arguments.collect());
        let note = || {
            let environment = env::vars_os().filter(|(name, _)| name != NOTES).collect();
            let program = Self { path, arguments, folder: env::current_dir()?, environment };
            let note = Path::new(&notes).join(format!("{}.json", std::process::id()));
            fs::write(note, serde_json::to_vec(&program)?)
        };
        Some(note())
    }

    /// The arguments that it always has.
    pub fn arguments(&self) -> &[OsString] {
        &self.arguments
    }

    /// Starts it, without a terminal.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// The tests of it, by name; `None`: it has a harness of its own, and is one test.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn tests(&self) -> io::Result<Option<Vec<String>>> {
        let output = self.command().args(["--list"]).stdout(Stdio::piped()).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(listed(&text).filter(|_| output.status.success()))
    }
}

/// The tests that libtest lists: `name: test`, and at the end how many there are.
fn listed(text: &str) -> Option<Vec<String>> {
    let tally = text.lines().last()?;
    (tally.contains(" test") && tally.contains(" benchmark"))
        .then(|| text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_libtest_lists_is_told_from_what_others_print() {
        let check = |text: &str, expect: Option<&[&str]>| {
            assert_eq!(
                listed(text).as_deref(),
                expect.map(|names| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).as_deref()
            );
        };
        check("a::b: test\nc: benchmark\nd: test\n\n2 tests, 1 benchmark\n", Some(&["a::b", "d"]));
        check("0 tests, 0 benchmarks\n", Some(&[]));
        check("running my own tests\nok\n", None);
        check("", None);
    }
}
