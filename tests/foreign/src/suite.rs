//! Runs cargo on a crate: its tests, the compiler's warnings and clippy's; and measures how long that takes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::package::{Package, files};

/// The best of so many builds counts: whatever else the machine does can only add.
const BUILDS: usize = 3;

/// The folder for builds, and the parts that are left out.
#[derive(Debug)]
pub(crate) struct Workshop {
    pub(crate) target: PathBuf,
    pub(crate) has_doc_tests: bool,
}

/// The known facts about a crate.
#[derive(Debug, Default)]
pub(crate) struct Suite {
    /// The end of each test: by profile, program and name.
    pub(crate) tests: BTreeMap<String, String>,
    /// The message of the compiler: the lint or error, and where.
    pub(crate) warnings: BTreeSet<String>,
    /// The messages of clippy.
    pub(crate) clippy: BTreeSet<String>,
    /// The time that the crate alone takes to build, without what it rests on.
    pub(crate) build: Duration,
    /// The time that its tests take to run, without building.
    pub(crate) run: Duration,
}

impl Suite {
    pub(crate) fn run(folder: &Path, package: &Package, workshop: &Workshop) -> Result<Self> {
        let cargo = Cargo { folder, features: &package.features, target: &workshop.target };
        let mut suite = Self::default();
        suite.clippy.extend(cargo.messages(&["clippy", "--tests"], &["--", "-W", "clippy::pedantic"])?);
        for profile in ["dev", "release"] {
            let profile_argument = format!("--profile={profile}");
            suite.warnings.extend(cargo.messages(&["test", "--no-run", &profile_argument], &[])?);
            let start = Instant::now();
            let output = cargo.text(&["test", "--no-fail-fast", "--tests", &profile_argument])?;
            suite.run += start.elapsed();
            suite.tests.extend(tests(profile, &output));
        }
        if workshop.has_doc_tests {
            suite.tests.extend(tests("doc", &cargo.text(&["test", "--no-fail-fast", "--doc"])?));
        }
        suite.build = Duration::MAX;
        for _ in 0..BUILDS {
            suite.build = suite.build.min(cargo.build_again()?);
        }
        Ok(suite)
    }
}

/// Runs cargo in the folder of a crate.
struct Cargo<'a> {
    folder: &'a Path,
    features: &'a str,
    target: &'a Path,
}

impl Cargo<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .args(["--features", self.features])
            .current_dir(self.folder)
            .env("CARGO_TARGET_DIR", self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TERM_COLOR", "never")
            .stdin(Stdio::null());
        command
    }

    /// Everything that it writes, in the order that it does.
    fn text(&self, arguments: &[&str]) -> Result<String> {
        let (mut reader, writer) = std::io::pipe()?;
        // The command goes at once, and its end of the pipe with it.
        let mut child = self.command(arguments).stdout(writer.try_clone()?).stderr(writer).spawn()?;
        let mut output = Vec::new();
        reader.read_to_end(&mut output)?;
        child.wait()?;
        let output = String::from_utf8_lossy(&output).into_owned();
        self.log(arguments, &output)?;
        Ok(output)
    }

    /// The messages of the compiler about the crate itself.
    fn messages(&self, arguments: &[&str], last: &[&str]) -> Result<Vec<String>> {
        let mut command = self.command(arguments);
        let output = command.arg("--message-format=json").args(last).output()?;
        let mut messages = Vec::new();
        let mut rendered = String::from_utf8_lossy(&output.stderr).into_owned();
        for line in output.stdout.split(|&byte| byte == b'\n').filter(|line| line.starts_with(b"{")) {
            let line: Value = serde_json::from_slice(line)?;
            if line["reason"] == "compiler-message" {
                messages.extend(message(&line["message"]));
                rendered.push_str(line["message"]["rendered"].as_str().unwrap_or_default());
            }
        }
        self.log(arguments, &rendered)?;
        if !output.status.success() && messages.is_empty() {
            messages.push(format!("cargo {}: {rendered}", arguments.join(" ")));
        }
        Ok(messages)
    }

    /// Measures the build of the crate when nothing else needs to be built.
    fn build_again(&self) -> Result<Duration> {
        for file in files(&self.folder.join("src"))? {
            File::options().append(true).open(file)?.set_modified(SystemTime::now())?;
        }
        let start = Instant::now();
        self.command(&["build", "--quiet"]).stderr(Stdio::null()).status()?;
        Ok(start.elapsed())
    }

    /// Whoever wants to know more finds it beside the crate.
    fn log(&self, arguments: &[&str], output: &str) -> Result<()> {
        let name = format!("{}.log", arguments.join(" "));
        let folder = self.folder.with_extension("log");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), output).context("the log cannot be written")
    }
}

/// A warning or an error in one line: what and where.
fn message(message: &Value) -> Option<String> {
    let level = message["level"].as_str().filter(|level| ["warning", "error"].contains(level))?;
    let spans = message["spans"].as_array()?;
    // A message without a place is a count of the others.
    let span = spans.iter().find(|span| span["is_primary"] == true)?;
    let lint =
        message["code"]["code"].as_str().unwrap_or_else(|| message["message"].as_str().unwrap_or(level));
    Some(format!("{}:{}: {level}: {lint}", span["file_name"].as_str()?, span["line_start"]))
}

/// Reads the end of each test from the output of cargo and the harness.
fn tests(profile: &str, output: &str) -> BTreeMap<String, String> {
    let mut program = "";
    let mut tests = BTreeMap::new();
    for line in output.lines() {
        let line = line.trim_start();
        if let Some(running) = line.strip_prefix("Running ") {
            // Behind the source stands the program's path, which has a hash.
            program = running.split(" (").next().unwrap_or(running);
        } else if let Some((name, outcome)) =
            line.strip_prefix("test ").and_then(|line| line.rsplit_once(" ... "))
        {
            let outcome = outcome.split(',').next().unwrap_or(outcome);
            tests.insert(format!("{profile} {program} {name}"), outcome.to_owned());
        } else if let Some(result) = line.strip_prefix("test result: ") {
            // Also of those whose line is broken by what they print.
            let counts = result.split(" finished in").next().unwrap_or(result);
            tests.insert(format!("{profile} {program} in all"), counts.to_owned());
        } else if line.starts_with("error") {
            tests.insert(format!("{profile} {line}"), "error".to_owned());
        }
    }
    tests
}
