//! `cargo spec gen`: writes a failing test for each criterion that no test verifies, and changes no other byte.

mod feature;
mod host;
mod plan;
mod write;

use clap::Args;

use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::outcome::GenOutcome;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;

/// Write a failing test for each criterion that no test verifies.
#[derive(Debug, Args)]
pub struct GenArgs {
    /// Only these criteria, requirements or features: `REQ-1.2`, `checkout` …
    #[arg(value_name = "ID")]
    pub only: Vec<String>,
    /// Write nothing, and exit with 1 if there is anything to write.
    #[arg(long)]
    pub check: bool,
    /// Write nothing, and show what would change, line by line.
    #[arg(long)]
    pub diff: bool,
    /// Write nothing, and say what would be written.
    #[arg(long)]
    pub dry_run: bool,
    /// Also remove unchanged stubs whose criterion is gone.
    #[arg(long, conflicts_with = "only")]
    pub prune: bool,
}

/// Writes the stubs that are missing.
///
/// # Errors
/// Documents or sources that cannot be read, so that it cannot be told what is missing; no package to write to; test files
/// that are no Rust; files that cannot be written. What was not written is as it was.
pub fn run(r#gen: &GenArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let looks_only = r#gen.check || r#gen.diff || r#gen.dry_run;
    let plan = if looks_only { plan::plan(r#gen, context)? } else { write::write(r#gen, context)? };
    let exit = if r#gen.check && !plan.is_empty() { exit::FINDINGS } else { exit::CLEAN };
    let outcome = GenOutcome { plan, is_written: !looks_only, shows_diff: r#gen.diff };
    match terminal.format {
        Format::Human => {
            let mut text = human::r#gen::render(&outcome, &terminal.layout());
            // A plan that is only looked at is no step yet.
            if outcome.is_written || outcome.plan.is_empty() && !r#gen.diff {
                let metadata = selection::metadata(&context.host, &selection::manifest(context)?)?;
                let root = metadata.workspace_root.as_std_path();
                let after = After::new(&context.host, root, Some(metadata.target_directory.as_std_path()))?;
                text.push_str(&after.render(None, &terminal.layout()));
            }
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::r#gen::GenJson::new(&outcome)))?,
    }
    Ok(exit)
}
