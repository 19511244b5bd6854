//! `cargo spec test`: runs the tests, and shows which rung each criterion has reached.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use clap::Args;
use spec_engine::verdict::{Verdict, VerdictIx};
use spec_model::index::IndexVec;

use crate::after;
use crate::args::{BelowArgs, BuildArgs, Format, split};
use crate::context::Context;
use crate::error::Error;
use crate::evidence::outcome::RunOutcome;
use crate::evidence::{Evidence, Ladder, ProblemKind, TestPanic, last, outcome};
use crate::exit::{self, Exit};
use crate::focus::{self, Focus};
use crate::hidden;
use crate::layout::Verbosity;
use crate::on_disk;
use crate::render::{human, json};
use crate::report::proofs::{self, SourcesFingerprint};
use crate::report::{Report, of_selected};
use crate::runner::{Runner, Tests};
use crate::selection::{self, Selection};
use crate::terminal::Terminal;

/// Run the tests, and show how far each criterion has come.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Only the tests of these criteria, requirements or features: `REQ-1.2`, `checkout` …
    #[arg(value_name = "ID")]
    pub only: Vec<String>,
    /// The criteria that are listed.
    #[command(flatten)]
    pub listed: BelowArgs,
    /// The program that runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// Keep the evidence in this folder, beside what is in it.
    #[arg(long, value_name = "DIR", conflicts_with = "only")]
    pub evidence: Option<PathBuf>,
    /// The targets that cargo builds, and how it builds them.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Passed on to the tests. `-- A -- B` passes A on to the runner, and B to the tests.
    #[arg(last = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

/// Runs the tests.
///
/// # Errors
/// No manifest, nothing to read, tests that do not build.
pub fn run(test: &TestArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let root = metadata.workspace_root.as_std_path();
    if let Some(wanted) = Selection::new(&test.only, &catalogs)?.criteria(&catalogs) {
        return run_some(test, &wanted, context, (&manifest, &metadata), terminal);
    }
    let runs = last::runs(metadata.target_directory.as_std_path(), root);
    // If the target folder can hold no evidence, the run is as good; it is just not kept.
    let own = last::begin(&runs).or_else(|_| tempfile::tempdir()).map_err(Error::Run)?;
    let folder = test.evidence.as_deref().unwrap_or(own.path());
    let folder = std::path::absolute(folder).map_err(Error::CurrentFolder)?;
    // Nothing is built only to be refused.
    let before = selection::of_selected(context.host.check(manifest.parent().unwrap_or(&manifest)), context)?;
    hidden::refuse(before.hiding.iter())?;
    let (runner_arguments, test_arguments) = split(&test.arguments);
    let tests = Tests {
        runner: test.runner,
        manifest: &manifest,
        packages: &context.global.packages,
        workspace: context.global.workspace,
        exclude: &context.global.exclude,
        build: &test.build,
        arguments: runner_arguments,
        test_arguments,
        quiet: is_quiet(terminal),
        lenient: false,
    };
    let sources = built(&tests, root).map_err(|error| after::failed_build(error, &context.host, root))?;
    let (mut outcome, mut number_run, mut panics) = outcome(&tests, &folder, before.verdicts, root)?;
    outcome.sources = sources.map(|sources| sources.fingerprint().to_owned());
    if let Some(documentation) = tests.run_documentation(&folder, &metadata)? {
        outcome.all_passed &= documentation.all_passed;
        outcome.failed.extend(documentation.names);
        panics.extend(documentation.panics);
        number_run = number_run.zip(documentation.run).map(|(one, other)| one + other);
    }
    let is_reported = outcome::write(&folder, &outcome);
    let is_kept = match (is_reported, &test.evidence) {
        // Somebody waits for what a folder with a name is to hold.
        (Err(reason), Some(_)) => return Err(Error::Write { path: folder, reason }),
        (is_reported, named) => is_reported.is_ok() && named.is_none() && own.path().starts_with(&runs),
    };
    let evidence = Evidence::read(std::slice::from_ref(&folder), root)?;
    let evidence = evidence.with_proofs(&proofs::kept(metadata.target_directory.as_std_path(), root))?;
    if is_kept {
        // As above: what cannot be kept is not kept.
        let _ = last::end(own, &runs);
    }
    let mut evidence = Evidence {
        all_passed: Some(outcome.all_passed),
        failed: outcome.failed,
        number_run,
        panics,
        ..evidence
    };
    // Said by the next step, with what is needed here.
    evidence.problems.retain(|problem| problem.kind != ProblemKind::Nothing);
    // The tests took their time, and may have written something themselves.
    context.host.forget_all();
    show(of_selected(context, &manifest, &evidence, root)?, test, terminal)
}

/// Runs the tests of some criteria, by feature and id. The last run of all stays what it is.
fn run_some(
    test: &TestArgs,
    wanted: &HashSet<(&str, &str)>,
    context: &Context<'_>,
    (manifest, metadata): (&Path, &Metadata),
    terminal: &mut Terminal,
) -> Result<Exit, Error> {
    let before = selection::of_selected(context.host.check(manifest.parent().unwrap_or(manifest)), context)?;
    hidden::refuse(before.hiding.iter())?;
    let is_wanted = |verdict: &&Verdict| wanted.contains(&(&*verdict.feature, verdict.id.as_str()));
    let focus = Focus {
        criteria: before.verdicts.iter().filter(is_wanted).collect(),
        runner: test.runner,
        build: &test.build,
        arguments: &test.arguments,
        is_quiet: is_quiet(terminal),
    };
    let root = metadata.workspace_root.as_std_path();
    let report = focus::execute(&focus, context, (manifest, metadata))
        .map_err(|error| after::failed_build(error, &context.host, root))?;
    show(report, test, terminal)
}

/// Is what tests print kept back? Who reads it through a pipe is told what is wrong.
fn is_quiet(terminal: &Terminal) -> bool {
    match terminal.verbosity {
        Verbosity::Quiet => true,
        Verbosity::Normal => terminal.is_piped(),
        Verbosity::Verbose => false,
    }
}

fn show(report: Report, test: &TestArgs, terminal: &mut Terminal) -> Result<Exit, Error> {
    let report = Report { below: test.listed.below, ..report };
    match terminal.format {
        Format::Human => {
            let text = human::test::result(&report, &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::test::render(&report))?,
    }
    Ok(if report.fails() { exit::FINDINGS } else { exit::CLEAN })
}

/// Builds the tests, and says of which sources. `None`: some cannot be read, which is told elsewhere.
fn built(tests: &Tests<'_>, root: &Path) -> Result<Option<SourcesFingerprint>, Error> {
    match SourcesFingerprint::built(root, || tests.build()) {
        Err(Error::Read { .. }) => tests.build().map(|()| None),
        built => built.map(Some),
    }
}

/// Runs the tests, and says how that ended, and how many ran. A stub of a criterion that the baseline knows to have nothing better fails
/// as it should: where nothing else failed, that counts as passed.
fn outcome(
    tests: &Tests<'_>,
    folder: &Path,
    verdicts: IndexVec<VerdictIx, Verdict>,
    root: &Path,
) -> Result<(RunOutcome, Option<usize>, Vec<TestPanic>), Error> {
    let ended = tests.execute(folder)?;
    let outcome = RunOutcome { all_passed: ended.all_passed, failed: ended.names, sources: None };
    if outcome.all_passed || !on_disk::exists(folder) || !verdicts.iter().any(Verdict::has_known_stub) {
        return Ok((outcome, ended.run, ended.panics));
    }
    let ladder = Ladder::new(verdicts, &Evidence::read(&[folder.to_path_buf()], root)?);
    let is_known = ended.failed.is_some_and(|failed| failed == ladder.known_failures);
    let outcome = if is_known { RunOutcome { all_passed: true, ..RunOutcome::default() } } else { outcome };
    Ok((outcome, ended.run, ended.panics))
}
