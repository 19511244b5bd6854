//! `cargo spec next`: shows the one thing to do now.

use clap::Args;
use spec_model::paths::relative;

use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::terminal::{self, Terminal};
use crate::todo::TodoState;
use crate::todo::fit::fit;
use crate::todo::item::NextOutcome;

/// Show the one thing to do now, with all that it needs, in at most 1 kB.
#[derive(Debug, Args)]
pub struct NextItemArgs {}

/// Shows what is next. It reads documents, sources and the last run, and runs no test.
///
/// # Errors
/// No manifest, nothing to read, evidence that cannot be read.
pub fn run(_: &NextItemArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let known = TodoState::new(context)?;
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            let next = NextOutcome::new(&known, |path| layout.shown(path));
            let text = fit(|measure| human::todo::render(&next, measure), terminal::length);
            terminal.write(&text)?;
        }
        Format::Json => {
            let next = NextOutcome::new(&known, |path| relative(path, &known.root));
            let text =
                fit(|measure| json::to_text(&json::todo::TodoJson::new(&next, measure)), terminal::length);
            terminal.write(&text)?;
        }
    }
    Ok(exit::CLEAN)
}
