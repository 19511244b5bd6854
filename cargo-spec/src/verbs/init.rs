//! `cargo spec init`: gives a package its first document, the runtime and the gate. Existing files and settings stay.

mod origin;
mod plan;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::after::After;
use crate::agents::{self, AgentFiles, Purpose};
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::manifest::DependencyScope;
use crate::outcome::{FileAction, InitPlan};
use crate::render::{human, json};
use crate::terminal::Terminal;
use crate::{selection, write};

/// Set a package up: a first document, the dependency and the gate.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Take `spec-runtime` from a checkout of the repository, and write its path into the manifest.
    #[arg(long, value_name = "DIR", conflicts_with = "git")]
    pub path: Option<PathBuf>,
    /// Take `spec-runtime` from a git repository. Without this and `--path`, it comes from where this command was built from.
    #[arg(long, value_name = "URL")]
    pub git: Option<String>,
    /// Set up a library that others depend on: only its tests depend on `spec-runtime`. Its code is then linked for unit
    /// tests alone. `gen` writes to `tests/spec/`: move a test into `src/`, and `prove` can prove code by it.
    #[arg(long)]
    pub dev: bool,
    /// Write the files that tell these agents of `cargo spec`, and nothing else: `claude,skill,agents-md` …
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST", conflicts_with_all = ["path", "git", "dev"])]
    pub agents: Vec<AgentFiles>,
    /// Remove from these files what `--agents` has written.
    #[arg(long, requires = "agents")]
    pub remove: bool,
    /// Show what would be done, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Sets a package up.
///
/// # Errors
/// No package, or several; files that cannot be read, edited or written.
pub fn run(init: &InitArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    if !init.agents.is_empty() {
        return for_agents(init, context, terminal);
    }
    let package = selection::package(context)?;
    let origin = origin::choose(init, &package)?;
    let scope = if init.dev { DependencyScope::Tests } else { DependencyScope::Package };
    let plan = plan::plan(context, &package, &origin, scope)?;
    if !init.dry_run {
        write_steps(&plan, context, &package.workspace)?;
    }
    match terminal.format {
        Format::Human => {
            let mut text = human::init::render(&plan, init.dry_run, &terminal.layout());
            if !init.dry_run || plan.is_empty() {
                text.push_str(
                    &After::new(&context.host, &package.workspace, None)?.render(None, &terminal.layout()),
                );
            }
            terminal.write(&text)?;
        }
        Format::Json => {
            terminal.write(&json::to_text(&json::init::InitJson::new(&plan, init.dry_run)))?;
        }
    }
    Ok(exit::CLEAN)
}

/// Writes the files of agents, or removes what is ours from them.
fn for_agents(init: &InitArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let root = context.host.workspace(manifest.parent().unwrap_or(&manifest)).root;
    let purpose = if init.remove { Purpose::Remove } else { Purpose::Write };
    let steps = agents::plan(&init.agents, &root, purpose)?;
    let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let plan = InitPlan { package: name, steps, scope: None };
    if !init.dry_run {
        write_steps(&plan, context, &root)?;
    }
    match terminal.format {
        Format::Human => terminal.write(&human::init::render(&plan, init.dry_run, &terminal.layout()))?,
        Format::Json => terminal.write(&json::to_text(&json::init::InitJson::new(&plan, init.dry_run)))?,
    }
    Ok(exit::CLEAN)
}

/// Does what a plan says.
fn write_steps(plan: &InitPlan, context: &Context<'_>, root: &Path) -> Result<(), Error> {
    let mut writing = write::Writing::within(&context.host, root);
    for step in &plan.steps {
        match &step.action {
            FileAction::Keep => {}
            FileAction::Write { before, after } => writing.replace(&step.path, before.as_deref(), after)?,
            FileAction::Remove { before } => {
                writing.remove(&step.path, before)?;
                writing.remove_empty_folders(&step.path, root);
            }
        }
    }
    Ok(())
}
