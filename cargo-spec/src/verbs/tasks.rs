//! `cargo spec tasks`: lists the tasks of the features, with what each of them names.

pub mod brief;
pub mod next;
pub mod tick;
pub mod verify;
pub mod waves;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use spec_engine::ladder::VerdictIx;
use spec_model::{Diagnostic, Severity};

use crate::args::Format;
use crate::board::{self, Board, Judged};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::layout::{Layout, Verbosity};
use crate::outcome::{ListedTasks, TasksOutcome};
use crate::render::human::sources::SourceLines;
use crate::render::{human, json};
use crate::terminal::Terminal;

/// List the tasks of the features, and what each of them names.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct TasksArgs {
    /// The question about the tasks; without it, they are listed.
    #[command(subcommand)]
    pub question: Option<TaskQuestion>,
    /// Task lists and designs to read on their own; without any, those of the package.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// A question about tasks: one file each.
#[derive(Debug, Subcommand)]
pub enum TaskQuestion {
    /// Show which tasks can be done at the same time.
    Waves(waves::WavesArgs),
    /// Show the tasks that can be begun now.
    Next(next::NextArgs),
    /// Print what one task needs, for whoever does it.
    Brief(brief::BriefArgs),
    /// Tick the tasks that have reached the required rung, and untick the phantom ones.
    Tick(tick::TickArgs),
    /// Check that a task is done, and that nothing else was changed with it.
    Verify(Box<verify::VerifyArgs>),
}

/// Lists the tasks, with what is wrong in the lists. It does not judge: `check` does.
///
/// # Errors
/// A list that cannot be read; no documents at all.
pub fn run(tasks: &TasksArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    match &tasks.question {
        None => list(tasks, context, terminal),
        Some(TaskQuestion::Waves(waves)) => waves::run(waves, context, terminal),
        Some(TaskQuestion::Next(next)) => next::run(next, context, terminal),
        Some(TaskQuestion::Brief(brief)) => brief::run(brief, context, terminal),
        Some(TaskQuestion::Tick(tick)) => tick::run(tick, context, terminal),
        Some(TaskQuestion::Verify(verify)) => verify::run(verify, context, terminal),
    }
}

fn list(tasks: &TasksArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let outcome = outcome(tasks, context)?;
    match terminal.format {
        Format::Json => terminal.write(&json::to_text(&json::tasks::TasksJson::new(&outcome)))?,
        Format::Human => {
            let layout = terminal.layout();
            let text = human::tasks::render(&outcome, &layout);
            terminal.write(&text)?;
            let is_shown = |finding: &&Diagnostic| {
                finding.severity == Severity::Error || layout.verbosity != Verbosity::Quiet
            };
            let shown = outcome.diagnostics.iter().filter(is_shown);
            show(shown, context, terminal, &layout.behind(&text));
        }
    }
    Ok(exit::CLEAN)
}

/// Shows findings behind what a verb printed.
fn show<'a>(
    findings: impl IntoIterator<Item = &'a Diagnostic>,
    context: &Context<'_>,
    terminal: &mut Terminal,
    layout: &Layout,
) {
    let mut sources = SourceLines::of(context.host.files());
    terminal.remark(&human::diagnostic::render_all(findings, &mut sources, layout));
}

/// Shows people what is wrong with the order of the tasks, and says how the verb ends.
fn end(problems: &[&Diagnostic], context: &Context<'_>, terminal: &mut Terminal) -> Exit {
    if terminal.format == Format::Human {
        let layout = terminal.layout();
        show(problems.iter().copied(), context, terminal, &layout);
    }
    if problems.is_empty() { exit::CLEAN } else { exit::FINDINGS }
}

fn outcome(tasks: &TasksArgs, context: &Context<'_>) -> Result<TasksOutcome, Error> {
    let mut outcome = TasksOutcome::default();
    if tasks.files.is_empty() {
        let board = match Board::new(context) {
            // Without a package there is no code that could keep what the documents say.
            Err(Error::NoManifest { .. }) => Board::of_documents(context)?,
            board => board?,
        };
        outcome.diagnostics = board.diagnostics;
        outcome.designs = board.designs;
        let report = &board.report;
        let id = |&ix: &VerdictIx| report.ladder.standings[ix].verdict.id.to_string();
        let listed = |judged: Judged| ListedTasks {
            criteria: judged.criteria.map(|criteria| criteria.iter().map(id).collect()),
            list: judged.list,
            measured: Some(judged.measured),
        };
        outcome.lists.extend(board.lists.into_iter().map(listed));
    }
    for path in &tasks.files {
        if is_design(path) {
            let design = board::read_design(context, path)?;
            outcome.diagnostics.extend(design.diagnostics.iter().cloned());
            outcome.designs.push(design);
        } else {
            let list = board::read(context, path)?;
            outcome.diagnostics.extend(list.diagnostics.iter().cloned());
            let criteria = list.tasks.map(|_| Vec::new());
            outcome.lists.push(ListedTasks { list, measured: None, criteria });
        }
    }
    Ok(outcome)
}

/// Is a file a design or a plan, by its name?
fn is_design(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "design" || stem == "plan")
}
