//! The test programs, and how cargo starts each of them.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use memchr::memmem;
use serde::{Deserialize, Serialize};
use spec_model::files::{self, Disk, FileKind, Files as _};
use spec_runtime::evidence::FOLDER;
use spec_runtime::order::KnockoutOrder;

use crate::children;
use crate::error::Error;
use crate::evidence::LinkPlace;
use crate::runner::Tests;
use crate::write::own;

/// The environment variable that names the folder where starts are noted.
const NOTES: &str = "CARGO_SPEC_NOTES";

/// The argument in front of a test program and its own, when this command is started in its place.
const NOTE: &str = "__note-start";

/// The time in which a program must list its tests. One with a harness of its own may run them all instead.
const LISTING: Duration = Duration::from_secs(60);

/// A test program, as cargo starts it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Program {
    /// Its path.
    pub path: PathBuf,
    /// Arguments of the user, behind a second `--`.
    arguments: Vec<OsString>,
    /// The folder that it runs in.
    folder: PathBuf,
    /// The variables that cargo adds to the environment.
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
        for entry in Disk.entries(notes.path()).map_err(Error::Run)? {
            let note = notes.path().join(entry.name);
            let text = files::read(&note, FileKind::Evidence).map_err(Error::Run)?;
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
            // Whoever keeps evidence of test runs does not mean those with something knocked out.
            let is_order = |name: &OsStr, value: &OsStr| {
                name == NOTES || name == FOLDER || KnockoutOrder::is_one(name, value)
            };
            let environment = env::vars_os().filter(|(name, value)| !is_order(name, value)).collect();
            let program = Self { path, arguments, folder: env::current_dir()?, environment };
            let note = Path::new(&notes).join(format!("{}.json", std::process::id()));
            own::create(&note, &serde_json::to_vec(&program)?)
        };
        Some(note())
    }

    /// The arguments that it always has.
    pub fn arguments(&self) -> &[OsString] {
        &self.arguments
    }

    /// Starts it, without a terminal.
    pub fn command(&self) -> Command {
        self.with(&self.arguments)
    }

    fn with<'a>(&self, arguments: impl IntoIterator<Item = &'a OsString>) -> Command {
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(&self.folder).env_clear().envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Does it hold a linked function that stands at one of some places? What the attribute leaves in a program says where.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn has_one_at(&self, places: &[&LinkPlace]) -> io::Result<bool> {
        let bytes = files::read(&self.path, FileKind::Program)?;
        Ok(places.iter().any(|place| {
            let name = place.file.file_name().unwrap_or_default().as_encoded_bytes();
            let position = format!("{}:{} ", place.line, place.column);
            memmem::find_iter(&bytes, &position).any(|at| {
                let path = bytes[at + position.len()..].split(|byte| *byte == b'\t').next();
                path.is_some_and(|path| path.ends_with(name))
            })
        }))
    }

    /// The tests of it, by name; `None`: it has a harness of its own, and is one test.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn tests(&self) -> io::Result<Option<Vec<String>>> {
        let mut list = tempfile::tempfile()?;
        let mut command = self.with(self.arguments.iter().filter(|argument| !is_quiet(argument)));
        command.arg("--list").stdout(list.try_clone()?);
        let status = children::run(&mut command, LISTING)?;
        let mut text = Vec::new();
        list.rewind()?;
        list.read_to_end(&mut text)?;
        let is_good = status.is_some_and(|status| status.success());
        Ok(listed(&String::from_utf8_lossy(&text)).filter(|_| is_good))
    }
}

/// Would libtest list its tests without the tally, which tells its list from what others print? Cargo hands its own flag on.
fn is_quiet(argument: &OsStr) -> bool {
    argument == "--quiet" || argument == "-q"
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
    fn what_libtest_lists_is_reported_from_what_others_print() {
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
