//! `cargo spec tasks verify 2.3`: whether a task is done, and nothing else was done with it; or which branches collide.

use std::collections::HashSet;
use std::path::Path;

use clap::Args;
use spec_engine::ladder::VerdictIx;

use crate::after;
use crate::args::{BuildArgs, Format};
use crate::board::{Board, find};
use crate::children;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::focus::{self, Focus};
use crate::hidden;
use crate::layout::Verbosity;
use crate::on_disk;
use crate::render::{human, json};
use crate::replay::{self, ReplayRequest};
use crate::revision::{Range, WorkspacePlace, commit, merge_base};
use crate::runner::Runner;
use crate::selection;
use crate::terminal::Terminal;
use crate::verify::{self, Since, Verified, Whole, branches, criteria};

/// The arguments of `tasks verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The number of the task: `2.3`, `T012`, `checkout/2.3`.
    #[arg(value_name = "TASK", required_unless_present = "branches")]
    pub task: Option<String>,
    /// The revision that the task was begun at; `BASE...` is where the branch began. What is not committed counts.
    #[arg(long, value_name = "BASE")]
    pub base: Option<String>,
    /// Show which of these branches collide, before they are merged.
    #[arg(long, value_name = "BRANCH", num_args = 2.., conflicts_with_all = ["task", "base", "runner", "BuildArgs"])]
    pub branches: Vec<String>,
    /// The program that runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// The packages and targets that cargo builds, and the way.
    #[command(flatten)]
    pub build: BuildArgs,
}

/// Verifies a task, or compares branches.
///
/// # Errors
/// As [`Board::new`]; a number that no task has, or several; no such revision; tests that do not build; something that may be hidden.
pub fn run(arguments: &VerifyArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    match &arguments.task {
        Some(task) => verify(task, arguments, context, terminal),
        None => compare(&arguments.branches, context, terminal),
    }
}

fn verify(
    task: &str,
    arguments: &VerifyArgs,
    context: &Context<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Error> {
    let manifest = on_disk::real(selection::manifest(context)?).map_err(Error::CurrentFolder)?;
    let board = Board::new(context)?;
    // Nothing is built only to be refused.
    hidden::refuse(board.report.hiding.iter())?;
    let (judged, ix) = find::find(&board, task)?;
    let whole = Whole::new(judged, ix);
    let mut verified = whole.verified(arguments.base.as_deref());
    children::end_with_this_command().map_err(Error::Run)?;
    measure(&mut verified, &board, &whole.criteria, arguments, (context, terminal), &manifest)?;
    match &arguments.base {
        None => verified.unseen.push(
            "files outside of the boundary, criteria and tests that ask for less, tests that never failed: name the \
             revision that the task was begun at with `--base`"
                .to_owned(),
        ),
        Some(base) => compare_with(&mut verified, &board, &whole, base, arguments, (context, terminal))?,
    }
    verified.add_box();
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::tasks::verify::VerifyJson::new(&verified)))?;
        }
        Format::Human => {
            let text = human::tasks::verify::render(&verified, &terminal.layout());
            terminal.write(&text)?;
        }
    }
    Ok(if verified.fails() { exit::FINDINGS } else { exit::CLEAN })
}

/// Runs the tests of the criteria, if there are any, and adds where the criteria stand.
fn measure(
    verified: &mut Verified,
    board: &Board,
    meant: &[VerdictIx],
    arguments: &VerifyArgs,
    (context, terminal): (&Context<'_>, &Terminal),
    manifest: &Path,
) -> Result<(), Error> {
    if meant.is_empty() {
        if !verified.fails() {
            verified
                .unseen
                .push("whether it is done: it names no criterion, so nothing can measure it".to_owned());
        }
        return Ok(());
    }
    let standings = || meant.iter().map(|&ix| &board.report.ladder.standings[ix]);
    let focus = Focus {
        criteria: standings().map(|standing| &standing.verdict).collect(),
        runner: arguments.runner,
        build: &arguments.build,
        arguments: &[],
        is_quiet: terminal.verbosity == Verbosity::Quiet,
    };
    if focus.tests().next().is_none() {
        criteria::add(verified, standings());
        return Ok(());
    }
    let metadata = selection::metadata(&context.host, manifest)?;
    let root = metadata.workspace_root.as_std_path();
    let report = focus::execute(&focus, context, (manifest, &metadata))
        .map_err(|error| after::failed_build(error, &context.host, root))?;
    criteria::add(verified, report.ladder.standings.iter());
    Ok(())
}

/// Adds what differs from a base, and how the new tests do with its code.
fn compare_with(
    verified: &mut Verified,
    board: &Board,
    whole: &Whole<'_>,
    base: &str,
    arguments: &VerifyArgs,
    (context, terminal): (&Context<'_>, &mut Terminal),
) -> Result<(), Error> {
    let range = Range::read(base, None).to_working_tree("changes")?;
    let place = WorkspacePlace::find(context, &range)?;
    let commit = match range.from_merge_base {
        true => merge_base(&place.repository, &range.before, "HEAD")?,
        false => commit(&place.repository, &range.before)?,
    };
    let catalogs = selection::catalogs(context)?;
    let since = Since { place: &place, name: base, commit: &commit, catalogs: &catalogs };
    let own: HashSet<_> = verify::since(verified, whole, board, &since, context)?;
    let is_quiet = terminal.verbosity == Verbosity::Quiet;
    let request = ReplayRequest {
        base,
        criteria: Some(&own),
        runner: arguments.runner,
        build: &arguments.build,
        arguments: &[],
        is_quiet,
    };
    let replayed = replay::run(&request, context, |name| {
        if !is_quiet {
            terminal.remark(&human::replay::begun(name));
        }
    })?;
    verified.add_replay(&replayed);
    Ok(())
}

fn compare(names: &[String], context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let range = Range::read("HEAD", None);
    let place = WorkspacePlace::find(context, &range)?;
    children::end_with_this_command().map_err(Error::Run)?;
    let board = Board::new(context)?;
    let found = branches::branches(names, &board, &place, context)?;
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::tasks::verify::BranchesJson::new(&found)))?;
        }
        Format::Human => {
            let text = human::tasks::verify::branches(&found, &terminal.layout());
            terminal.write(&text)?;
        }
    }
    Ok(if found.fails() { exit::FINDINGS } else { exit::CLEAN })
}
