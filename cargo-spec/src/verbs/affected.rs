//! `cargo spec affected BASE`: shows which criteria a change of code can break, and runs just their tests.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use clap::Args;
use spec_engine::verdict::Findings;

use crate::affected;
use crate::after;
use crate::args::{BuildArgs, Format};
use crate::children;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Evidence, last};
use crate::exit::{self, Exit};
use crate::focus::{self, Filter, Focus};
use crate::hidden;
use crate::layout::Verbosity;
use crate::on_disk;
use crate::render::{human, json};
use crate::report::proofs;
use crate::revision::{Range, WorkspacePlace, commit, merge_base};
use crate::runner::Runner;
use crate::selection;
use crate::terminal::Terminal;

/// Show which criteria a change of code can break, and run just their tests.
#[derive(Debug, Args)]
pub struct AffectedArgs {
    /// The revision since which code has changed; `BASE...` is where the branch began. What is not committed counts.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// Run just the tests of these criteria, and show their rungs.
    #[arg(long, conflicts_with = "filter")]
    pub run: bool,
    /// Print only what selects the tests: an expression for `cargo nextest run -E`, or the names behind `cargo test --`.
    #[arg(long, value_enum, value_name = "FOR", conflicts_with = "format")]
    pub filter: Option<Filter>,
    /// Take the evidence in this folder, and in those below it (may be given several times: all of it counts). Without one, that
    /// of the last `cargo spec test`.
    #[arg(long, value_name = "DIR")]
    pub evidence: Vec<PathBuf>,
    /// The program that runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Passed on to the tests of `--run`. `-- A -- B` passes A on to the runner, and B to the tests.
    #[arg(last = true, value_name = "ARGS", requires = "run")]
    pub arguments: Vec<OsString>,
}

/// Finds the criteria, and runs their tests if that is asked for.
///
/// # Errors
/// No repository, no such revision, nothing to read, evidence that cannot be read, tests that do not build.
pub fn run(arguments: &AffectedArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let range = Range::read(&arguments.base, None).to_working_tree("changes")?;
    let place = WorkspacePlace::find(context, &range)?;
    let manifest = on_disk::real(selection::manifest(context)?).map_err(Error::CurrentFolder)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    selection::something_to_read(&selection::catalogs(context)?)?;
    children::end_with_this_command().map_err(Error::Run)?;
    let commit = match range.from_merge_base {
        true => merge_base(&place.repository, &range.before, "HEAD")?,
        false => commit(&place.repository, &range.before)?,
    };
    let findings = found(context, &manifest)?;
    if arguments.run {
        // Nothing is built only to be refused.
        hidden::refuse(findings.hiding.iter())?;
    }
    let root = metadata.workspace_root.as_std_path();
    let evidence = evidence(arguments, &metadata)?;
    let is_current = |evidence: &Evidence| {
        let now = proofs::sources_now(root);
        !evidence.sources.is_empty() && evidence.sources.iter().all(|built| *built == now)
    };
    let evidence = evidence.as_ref().map(|evidence| (evidence, is_current(evidence)));
    let name = (&*arguments.base, &*commit);
    let packages = affected::Packages::of(&metadata);
    let affected = affected::find(&context.host, &place, name, findings.verdicts, evidence, &packages)?;
    match arguments.filter {
        Some(Filter::Nextest) => terminal.write(&format!("{}\n", focus::nextest(affected.tests())))?,
        Some(Filter::Cargo) => terminal.write(&format!("{}\n", focus::cargo(affected.tests()).join(" ")))?,
        None => {}
    }
    if arguments.filter.is_some() {
        return Ok(hidden::exit(&findings.hiding, exit::CLEAN));
    }
    let has_tests = affected.criteria.iter().any(|criterion| criterion.tests().next().is_some());
    let report = match arguments.run && has_tests {
        true => {
            let focus = Focus {
                criteria: affected.criteria.iter().map(|criterion| &criterion.verdict).collect(),
                runner: arguments.runner,
                build: &arguments.build,
                arguments: &arguments.arguments,
                is_quiet: terminal.verbosity == Verbosity::Quiet,
            };
            let report = focus::execute(&focus, context, (&manifest, &metadata));
            Some(report.map_err(|error| after::failed_build(error, &context.host, root))?)
        }
        false => None,
    };
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            let mut text = human::affected::render(&affected, report.is_none(), &layout);
            if let Some(report) = &report {
                text.push('\n');
                text += &human::test::render(report, &layout.behind(&text));
            }
            terminal.write(&text)?;
        }
        Format::Json => {
            let json = json::affected::AffectedJson::new(&affected, report.as_ref());
            terminal.write(&json::to_text(&json))?;
        }
    }
    let fails = report.is_some_and(|report| report.fails());
    Ok(hidden::exit(&findings.hiding, if fails { exit::FINDINGS } else { exit::CLEAN }))
}

/// The known facts about the criteria of the packages that are meant.
fn found(context: &Context<'_>, manifest: &Path) -> Result<Findings, Error> {
    selection::of_selected(context.host.check(manifest.parent().unwrap_or(manifest)), context)
}

/// The evidence that runs have left, if any is known.
fn evidence(arguments: &AffectedArgs, metadata: &Metadata) -> Result<Option<Evidence>, Error> {
    let (target, root) = (metadata.target_directory.as_std_path(), metadata.workspace_root.as_std_path());
    if arguments.evidence.is_empty() {
        return last::read(&last::runs(target, root), root);
    }
    let folders = arguments.evidence.iter().map(std::path::absolute);
    let folders = folders.collect::<Result<Vec<_>, _>>().map_err(Error::CurrentFolder)?;
    Evidence::read(&folders, root).map(Some)
}
