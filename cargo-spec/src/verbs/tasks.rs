//! `cargo spec tasks`: the tasks of the features, and what each of them names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use spec_model::design::{self, Design};
use spec_model::tasks::{self, TaskList};
use spec_model::{Diagnostic, Severity};

use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::layout::Verbosity;
use crate::outcome::TasksOutcome;
use crate::render::human::sources::Sources;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;

/// List the tasks of the features, and what each of them names.
#[derive(Debug, Args)]
pub struct TasksArgs {
    /// Task lists and designs to read on their own; without any, those of the package.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Lists the tasks, with what is wrong in the lists. It does not judge: `check` does.
///
/// # Errors
/// A list that cannot be read; no documents at all.
pub fn run(tasks: &TasksArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let outcome = outcome(tasks, context)?;
    match terminal.format {
        Format::Json => terminal.write(&json::to_text(&json::tasks::TasksJson::new(&outcome)))?,
        Format::Human => {
            let layout = terminal.layout();
            let text = human::tasks::render(&outcome, &layout);
            terminal.write(&text)?;
            let mut sources = Sources::of(context.host.files());
            let is_said = |finding: &&Diagnostic| {
                finding.severity == Severity::Error || layout.verbosity != Verbosity::Quiet
            };
            let said = outcome.diagnostics.iter().filter(is_said);
            terminal.remark(&human::diagnostic::render_all(said, &mut sources, &layout.behind(&text)));
        }
    }
    Ok(exit::CLEAN)
}

fn outcome(tasks: &TasksArgs, context: &Context<'_>) -> Result<TasksOutcome, Error> {
    let mut outcome = TasksOutcome::default();
    if tasks.files.is_empty() {
        let catalogs = selection::catalogs(context)?;
        for catalog in &catalogs {
            for path in tasks::places(context.host.files(), catalog) {
                let list = read(context, &path)?;
                outcome.diagnostics.extend(selection::as_configured(catalog, list.diagnostics.iter()));
                outcome.lists.push(list);
            }
            for path in design::places(context.host.files(), catalog) {
                let design = read_design(context, &path)?;
                outcome.diagnostics.extend(selection::as_configured(catalog, design.diagnostics.iter()));
                outcome.designs.push(design);
            }
        }
        if outcome.lists.is_empty() && outcome.designs.is_empty() {
            selection::something_to_read(&catalogs)?;
        }
    }
    for path in &tasks.files {
        if is_design(path) {
            let design = read_design(context, path)?;
            outcome.diagnostics.extend(design.diagnostics.iter().cloned());
            outcome.designs.push(design);
        } else {
            let list = read(context, path)?;
            outcome.diagnostics.extend(list.diagnostics.iter().cloned());
            outcome.lists.push(list);
        }
    }
    Ok(outcome)
}

/// Is a file a design or a plan, by its name?
fn is_design(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "design" || stem == "plan")
}

fn read_design(context: &Context<'_>, path: &Path) -> Result<Design, Error> {
    design::read_file(context.host.files(), path)
        .map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}

fn read(context: &Context<'_>, path: &Path) -> Result<Arc<TaskList>, Error> {
    context.host.task_list(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })
}
