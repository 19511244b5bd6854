//! Runs a workspace's tests: with nextest where it is installed, else with cargo.

mod build_errors;
mod documentation;
mod failures;

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use spec_runtime::evidence::FOLDER;
use spec_runtime::order::KnockoutOrder;

use crate::args::{BuildArgs, names_target};
use crate::children::{self, Stoppable};
use crate::error::Error;
use crate::evidence::TestPanic;
use crate::next::NextStep;
use crate::terminal::{pass_on, plain};

use failures::{Failures, Stream};

/// The program that runs the tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Runner {
    /// nextest where it is installed, else cargo.
    #[default]
    Auto,
    /// `cargo nextest run`: each test is a process, so all code that runs is credited to its test.
    Nextest,
    /// `cargo test`.
    Cargo,
}

/// The tests of some packages.
#[derive(Debug)]
pub struct Tests<'a> {
    /// The program that runs them.
    pub runner: Runner,
    /// The manifest of the package or workspace.
    pub manifest: &'a Path,
    /// The packages; none: those that cargo takes.
    pub packages: &'a [String],
    /// All of the workspace's packages?
    pub workspace: bool,
    /// Those of the workspace's packages that are left out.
    pub exclude: &'a [String],
    /// The packages and targets that cargo builds, and the way.
    pub build: &'a BuildArgs,
    /// The other arguments of the runner.
    pub arguments: &'a [OsString],
    /// The arguments of the tests.
    pub test_arguments: &'a [OsString],
    /// Is what they print to be kept back?
    pub quiet: bool,
    /// Are lints that would be errors to be mere warnings?
    pub lenient: bool,
}

impl Tests<'_> {
    /// Builds the tests, without asking for evidence: build scripts and macros run then, which are no tests.
    ///
    /// # Errors
    /// [`Error::Run`], if the runner cannot be started; [`Error::Refused`], if it does not take the arguments; [`Error::NotBegun`], if
    /// something else keeps cargo from building; [`Error::Build`], if building fails.
    pub fn build(&self) -> Result<(), Error> {
        let own = ["--no-run", MESSAGES];
        let has_form = || {
            self.arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--message-format"))
        };
        // cargo alone says whether it began; nextest keeps that to itself, and has a form of its own.
        let own = if self.is_nextest() || has_form() { &own[..1] } else { &own[..] };
        let output = self.run(self.command(own))?;
        let runner = self.name();
        match output.status.code() {
            Some(0) => Ok(()),
            Some(code) if self.refuses(code) => Err(Error::Refused { runner, problem: None }),
            _ if own.len() == 2 && !has_begun(&output.stdout) => Err(Error::NotBegun { runner }),
            _ if self.is_nextest() && !self.begins_with_cargo()? => Err(Error::NotBegun { runner }),
            _ => Err(Error::Build { next: NextStep::Build.words() }),
        }
    }

    /// Does cargo begin to build, which nextest does not tell? What has failed to build fails again at once.
    fn begins_with_cargo(&self) -> Result<bool, Error> {
        let cargo = Tests { runner: Runner::Cargo, arguments: &[], test_arguments: &[], ..*self };
        let mut command = cargo.command(&["--no-run", MESSAGES]);
        let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().map_err(Error::Run)?;
        Ok(output.status.success() || has_begun(&output.stdout))
    }

    /// Does an exit code say that the runner does not take its arguments? cargo and nextest end with others when a build fails.
    fn refuses(&self, code: i32) -> bool {
        match self.is_nextest() {
            // Its usage, a filter, its set-up: which arguments the tests may have.
            true => matches!(code, 2 | 94..=96),
            false => code == 1,
        }
    }

    /// Returns the name of the program that runs the tests, as people call it.
    fn name(&self) -> &'static str {
        if self.is_nextest() { "cargo nextest run" } else { "cargo test" }
    }

    /// Has cargo start something else in the place of each test program. The path of the program and its arguments are behind its own:
    /// cargo alone knows what environment each has. Says whether all went well.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started.
    pub fn start_instead(&self, other: &[&OsStr], environment: (&str, &Path)) -> Result<bool, Error> {
        let words = other.iter().map(|word| toml_edit::Value::from(word.to_string_lossy().into_owned()));
        let runner = toml_edit::Array::from_iter(words);
        let config = format!("target.'cfg(all())'.runner={runner}");
        // Tests in documentation cannot be linked, and are no programs.
        let own = ["--no-fail-fast", "--config", &config, "--tests"];
        let own = &own[..own.len() - usize::from(self.names_targets())];
        let mut command = Tests { runner: Runner::Cargo, ..*self }.command(own);
        command
            .env(environment.0, environment.1)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(command.status().map_err(Error::Run)?.success())
    }

    /// Builds the tests but those in documentation, as cargo does, and those too that can be built though others cannot. What the compiler
    /// says, as JSON; and what cargo says, if it failed. `hear` takes each line of that at once.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started.
    pub fn compile(&self, hear: &(dyn Fn(&str) + Sync)) -> Result<(Vec<u8>, Option<String>), Error> {
        let own = ["--no-run", "--no-fail-fast", "--message-format=json", "--tests"];
        let own = &own[..own.len() - usize::from(self.names_targets())];
        let mut command = Tests { runner: Runner::Cargo, ..*self }.command(own);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = children::output_heard(&mut command, hear).map_err(Error::Run)?;
        let printed = || String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        Ok((output.stdout.clone(), (!output.status.success()).then(printed)))
    }

    /// Builds the tests but those in documentation, in silence, until somebody stops it. Returns what keeps them from being built, each
    /// problem in a line; `None`: nothing does.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started.
    pub fn build_until(&self, stoppable: &Stoppable) -> Result<Option<Vec<String>>, Error> {
        let own = ["--no-run", "--message-format=json", "--tests"];
        let own = &own[..own.len() - usize::from(self.names_targets())];
        let mut command = Tests { runner: Runner::Cargo, ..*self }.command(own);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = children::output_until(&mut command, stoppable, &|_| ()).map_err(Error::Run)?;
        Ok((!output.status.success()).then(|| build_errors::of(&output)))
    }

    /// As [`Tests::execute`], but for tests in documentation, in processes that end with this command, and in silence. What the runner says
    /// if not all went well.
    ///
    /// # Errors
    /// [`Error::Run`], if the runner cannot be started.
    pub fn execute_apart(
        &self,
        evidence: &Path,
        hear: &(dyn Fn(&str) + Sync),
    ) -> Result<Option<String>, Error> {
        let own = ["--no-fail-fast", "--tests"];
        let mut command = self.command(&own[..own.len() - usize::from(self.names_targets())]);
        command.env(FOLDER, evidence).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let output = children::output_heard(&mut command, hear).map_err(Error::Run)?;
        let printed = || plain(&String::from_utf8_lossy(&output.stderr)).trim_end().to_owned();
        Ok((!output.status.success()).then(printed))
    }

    /// The names of the tests that would run, as their programs tell them; `None`: not all do.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started.
    pub fn list(&self) -> Result<Option<Vec<String>>, Error> {
        let own = ["--quiet", "--tests"];
        let own = &own[..own.len() - usize::from(self.names_targets())];
        let mut command = Tests { runner: Runner::Cargo, ..*self }.command(own);
        command.args(self.test_arguments.is_empty().then_some("--")).arg("--list");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let output = children::output(&mut command).map_err(Error::Run)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let names = text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned);
        Ok(output.status.success().then(|| names.collect()))
    }

    /// Runs the tests, which leave their evidence in a folder, and reads what the runner prints: it goes through this process for that,
    /// which is no terminal.
    ///
    /// # Errors
    /// [`Error::Run`], if the runner cannot be started; [`Error::Refused`], if the test programs do not take their arguments.
    pub fn execute(&self, evidence: &Path) -> Result<Ended, Error> {
        self.heard(self.command(&["--no-fail-fast"]), evidence)
    }

    /// The same until somebody stops it.
    ///
    /// # Errors
    /// As [`Tests::execute`].
    pub fn execute_until(&self, evidence: &Path, stoppable: &Stoppable) -> Result<Ended, Error> {
        self.heard_until(self.command(&["--no-fail-fast"]), evidence, Some(stoppable))
    }

    /// Runs tests, and reads what is printed.
    fn heard(&self, command: Command, evidence: &Path) -> Result<Ended, Error> {
        self.heard_until(command, evidence, None)
    }

    fn heard_until(
        &self,
        mut command: Command,
        evidence: &Path,
        stoppable: Option<&Stoppable>,
    ) -> Result<Ended, Error> {
        command.env(FOLDER, evidence).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let failures = Arc::new(Mutex::new(Failures::default()));
        let hear = |child: &mut Child| {
            let out = child.stdout.take().map(|out| listen(out, self.quiet, &failures));
            let err = child.stderr.take().map(|err| listen(err, self.quiet, &failures));
            (out, err)
        };
        let (status, (out, err)) = match stoppable {
            Some(stoppable) => children::status_until(&mut command, stoppable, hear).map_err(Error::Run)?,
            None => {
                let mut child = command.spawn().map_err(Error::Run)?;
                let ends = hear(&mut child);
                (child.wait().map_err(Error::Run)?, ends)
            }
        };
        // A process that a test has left behind may hold the pipe open for as long as it likes.
        for end in out.into_iter().chain(err) {
            let _ = end.recv_timeout(LINGER);
        }
        let mut failures =
            failures.lock().map(|mut failures| std::mem::take(&mut *failures)).unwrap_or_default();
        let run = failures.run();
        if let Some(problem) = failures.refused().filter(|_| run.is_none()) {
            return Err(Error::Refused { runner: "the tests", problem: Some(problem.to_owned()) });
        }
        // If nothing ran, nothing failed: the rungs of the criteria say what is missing.
        let all_passed = status.success() || run == Some(0) && failures.number() == Some(0);
        let (failed, panics) = (failures.number(), failures.panics());
        Ok(Ended { all_passed, run, failed, panics, names: failures.names() })
    }

    fn command(&self, own: &[&str]) -> Command {
        let mut command = Command::new(cargo());
        let is_nextest = self.is_nextest();
        if is_nextest {
            command.args(["nextest", "run"]);
        } else {
            // This command may itself run under nextest, which is then not what runs these tests.
            command.arg("test").env_remove("NEXTEST_EXECUTION_MODE");
        }
        command.env_remove(FOLDER);
        // The command itself may be tried by `prove`.
        for (name, _) in env::vars_os().filter(|(name, value)| KnockoutOrder::is_one(name, value)) {
            command.env_remove(name);
        }
        if self.lenient {
            cap_lints(&mut command);
        }
        command.args(own).arg("--manifest-path").arg(self.manifest);
        command.args(self.packages.iter().flat_map(|package| ["--package", package]));
        command.args(self.workspace.then_some("--workspace"));
        command.args(self.exclude.iter().flat_map(|package| ["--exclude", package]));
        command.args(self.build.arguments(is_nextest)).args(self.arguments);
        if !self.test_arguments.is_empty() {
            command.arg("--").args(self.test_arguments);
        }
        command
    }

    /// Returns the arguments for a folder to build in, unless one was given: a folder of its own, which stays for the next time.
    ///
    /// In that of the working tree the programs of other code would take the place of today's (`target/debug/NAME`). The build of an
    /// editor would wait. Little could be shared: with other flags for lints, cargo builds every dependency anew.
    pub fn own_target(&self, folder: &Path) -> Vec<OsString> {
        let names_it = |argument: &OsString| {
            let argument = argument.to_string_lossy();
            argument == "--target-dir" || argument.starts_with("--target-dir=")
        };
        if self.build.names_target_dir() || self.arguments.iter().any(names_it) {
            return Vec::new();
        }
        vec!["--target-dir".into(), folder.as_os_str().to_owned()]
    }

    /// Does an argument say which targets are meant?
    fn names_targets(&self) -> bool {
        self.build.names_targets() || self.arguments.iter().any(|argument| names_target(argument))
    }

    /// Does nextest run them?
    pub fn is_nextest(&self) -> bool {
        match self.runner {
            Runner::Nextest => true,
            Runner::Cargo => false,
            Runner::Auto => {
                let mut version = Command::new(cargo());
                version.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
                version.status().is_ok_and(|status| status.success())
            }
        }
    }

    /// Runs what prints for people on standard error alone; what it prints on standard output is for this command. Quietly, only what has
    /// failed is heard.
    fn run(&self, mut command: Command) -> Result<Output, Error> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        if !self.quiet {
            return command.stderr(Stdio::inherit()).output().map_err(Error::Run);
        }
        let output = command.stderr(Stdio::piped()).output().map_err(Error::Run)?;
        if !output.status.success() {
            pass_on(&output.stderr);
        }
        Ok(output)
    }
}

/// The form in which cargo shows people what the compiler says, and tells programs how far it came.
const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// Do the messages of cargo say that it built something, with whatever end?
fn has_begun(messages: &[u8]) -> bool {
    let messages = String::from_utf8_lossy(messages);
    messages.lines().any(|message| message.contains("\"reason\":\"build-finished\""))
}

/// The time to wait for the output of a runner once it has ended.
const LINGER: Duration = Duration::from_secs(2);

/// The end of a run.
#[derive(Debug)]
pub struct Ended {
    /// Every test passed.
    pub all_passed: bool,
    /// The number of tests that ran, if it is known.
    pub run: Option<usize>,
    /// The number of tests that failed, if it is known.
    pub failed: Option<usize>,
    /// The names of those that failed, as far as the runner prints them.
    pub names: Vec<String>,
    /// The places where tests panicked, as far as it prints them.
    pub panics: Vec<TestPanic>,
}

/// Passes on what a runner prints, and reads it. Tells when that has come to its end.
fn listen(output: impl Read + Send + 'static, quiet: bool, failures: &Arc<Mutex<Failures>>) -> Receiver<()> {
    let (failures, (end, ended)) = (Arc::clone(failures), channel());
    thread::spawn(move || {
        let (mut output, mut line, mut stream) = (BufReader::new(output), Vec::new(), Stream::default());
        while output.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            if !quiet {
                pass_on(&line);
            }
            let text = plain(&String::from_utf8_lossy(&line));
            if let Ok(mut failures) = failures.lock() {
                failures.line(&text, &mut stream);
            }
            line.clear();
        }
        // Nobody waits any more, if it took too long.
        let _ = end.send(());
    });
    ended
}

/// Has the compiler only warn of what `#![deny(warnings)]`, `[lints]` or `-D warnings` make an error.
fn cap_lints(command: &mut Command) {
    // The first of them that there is is the only one that cargo reads; the last one adds to what its configuration says.
    let names = [("CARGO_ENCODED_RUSTFLAGS", "\u{1f}"), ("RUSTFLAGS", " "), ("CARGO_BUILD_RUSTFLAGS", " ")];
    let is_set = |(name, _): &&(&str, &str)| env::var_os(name).is_some();
    let (name, separator) = names.iter().find(is_set).unwrap_or(&names[2]);
    let mut flags = env::var_os(name).unwrap_or_default();
    if !flags.is_empty() {
        flags.push(separator);
    }
    flags.push("--cap-lints=warn");
    command.env(name, flags);
}

/// The cargo that called this command, if one did.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsStr::new("cargo").to_owned())
}
