//! `cargo spec init`: gives a package its first document, the runtime and the gate. Existing files and settings stay.

mod origin;
mod plan;

use std::path::PathBuf;

use clap::Args;

use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::manifest::DependencyScope;
use crate::outcome::FileAction;
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
    /// Show what would be done, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Sets a package up.
///
/// # Errors
/// No package, or several; files that cannot be read, edited or written.
pub fn run(init: &InitArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let package = selection::package(context)?;
    let origin = origin::choose(init, &package)?;
    let scope = if init.dev { DependencyScope::Tests } else { DependencyScope::Package };
    let plan = plan::plan(context, &package, &origin, scope)?;
    if !init.dry_run {
        let mut writing = write::Writing::within(&context.host, &package.workspace);
        for step in &plan.steps {
            if let FileAction::Write { before, after } = &step.action {
                writing.replace(&step.path, before.as_deref(), after)?;
            }
        }
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
