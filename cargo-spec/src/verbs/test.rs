//! `cargo spec test`: runs the tests, and says of each criterion what that has shown.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use spec_model::verdict::{self, Rung};
use spec_model::{Diagnostic, Severity};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::evidence::{Evidence, Ladder, Standing};
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::runner::{Runner, Tests};
use crate::selection;
use crate::terminal::{Terminal, Verbosity};
use crate::verbs::check;

/// The arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// What runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// Keep the evidence in this folder, beside what is in it.
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// Passed on to the runner.
    #[arg(last = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

/// What a run has shown.
#[derive(Debug, Default)]
pub struct Report {
    /// Where the criteria stand.
    pub ladder: Ladder,
    /// The rung that each must stand on.
    pub required: Option<Rung>,
    /// Errors that are found without running a test, beside what is missing of single criteria.
    pub errors: Vec<Diagnostic>,
    /// Did every test pass, also those that verify nothing?
    pub all_passed: bool,
    /// Did no process leave evidence?
    pub has_no_evidence: bool,
    /// Lines of evidence that could not be read.
    pub unreadable: usize,
}

impl Report {
    /// Does a criterion stand too low?
    pub fn is_below(&self, standing: &Standing) -> bool {
        standing.rung < self.required.unwrap_or(Rung::Passing)
    }

    /// Is there anything that fails the run?
    pub fn fails(&self) -> bool {
        !self.all_passed
            || !self.errors.is_empty()
            || self.unreadable > 0
            || self.ladder.standings.iter().any(|standing| self.is_below(standing))
    }

    /// What to do next, if there is anything to do.
    pub fn next(&self) -> Option<&'static str> {
        let has = |rung| self.ladder.number(rung) > 0;
        let below = |rung| has(rung) && rung < self.required.unwrap_or(Rung::Passing);
        Some(match () {
            () if self.has_no_evidence && has(Rung::Tested) => {
                "no test told that it ran: build without `--release`, and depend on `spec-runtime` itself with its feature `std`"
            }
            () if has(Rung::Untested) => "`cargo spec gen` writes a failing test for each untested criterion",
            () if has(Rung::Failing) => "mend what fails, then `cargo spec test`",
            () if has(Rung::Stub) => "write the tests where `pending!` stands",
            () if !self.errors.is_empty() => "`cargo spec check` shows each error in its place",
            () if !self.all_passed => "a test that verifies no criterion fails: see above",
            () if has(Rung::Ignored) => "take `#[ignore]` away, or mend the tests that bear it",
            () if has(Rung::Tested) => {
                "run the tests that did not run: take filters away, and look at their `cfg`"
            }
            () if below(Rung::Passing) && self.ladder.has_unattributed => {
                "some code ran on threads of its own: with nextest it is known for which test"
            }
            () if below(Rung::Passing) => {
                "put `#[spec(\"…\")]` on the code that implements what is only `passing`, and test that code"
            }
            () => return None,
        })
    }
}

/// Runs the tests.
///
/// # Errors
/// No manifest, nothing to read, tests that do not build.
pub fn run(test: &TestArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(global)?;
    let metadata = selection::metadata(&manifest)?;
    selection::something_to_read(&selection::catalogs(global)?)?;
    let temporary = tempfile::tempdir().map_err(Error::Run)?;
    let folder = test.evidence.as_deref().unwrap_or(temporary.path());
    let folder = std::path::absolute(folder).map_err(Error::CurrentFolder)?;
    let tests = Tests {
        runner: test.runner,
        manifest: &manifest,
        packages: &global.packages,
        workspace: global.workspace,
        arguments: &test.arguments,
        quiet: terminal.verbosity == Verbosity::Quiet,
    };
    tests.build()?;
    let all_passed = tests.execute(&folder)?;
    let report = report(global, &manifest, &folder, metadata.workspace_root.as_std_path(), all_passed)?;
    match terminal.format {
        Format::Human => {
            let text = human::test::render(&report, &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::test::TestJson::new(&report)))?,
    }
    Ok(if report.fails() { exit::FINDINGS } else { exit::CLEAN })
}

/// What the evidence in a folder shows.
fn report(
    global: &Global,
    manifest: &Path,
    folder: &Path,
    root: &Path,
    all_passed: bool,
) -> Result<Report, Error> {
    let evidence = Evidence::read(folder, root)?;
    let findings = check::meant(verdict::check(manifest.parent().unwrap_or(manifest)), global)?;
    let is_error = |finding: &Diagnostic| finding.severity == Severity::Error && finding.subject.is_none();
    let required = selection::catalogs(global)?.iter().filter_map(|catalog| catalog.config.require).max();
    Ok(Report {
        ladder: Ladder::new(findings.verdicts, &evidence),
        required: Rung::ALL.into_iter().find(|rung| Some(rung.as_str()) == required),
        errors: findings.diagnostics.into_iter().filter(is_error).collect(),
        all_passed,
        has_no_evidence: evidence.processes == 0,
        unreadable: evidence.unreadable,
    })
}
