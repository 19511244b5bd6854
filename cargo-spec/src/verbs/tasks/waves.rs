//! `cargo spec tasks waves`: shows which tasks can be done at the same time.

use clap::Args;

use crate::args::Format;
use crate::board::Board;
use crate::board::problems::problems;
use crate::context::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{human, json};
use crate::terminal::Terminal;

/// The arguments of `tasks waves`.
#[derive(Debug, Args)]
pub struct WavesArgs {
    /// Only the tasks of this feature.
    #[arg(value_name = "FEATURE")]
    pub feature: Option<String>,
}

/// Shows the waves of each list. It ends with 1 if no order of its tasks is possible.
///
/// # Errors
/// As [`Board::new`]; a feature that has no task list.
pub fn run(waves: &WavesArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let board = Board::new(context)?.of_feature(waves.feature.as_deref())?;
    let problems = problems(&board, waves.feature.as_deref());
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::tasks::waves::WavesJson::new(&board, &problems)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            terminal.write(&human::tasks::waves::render(&board, &layout))?;
        }
    }
    Ok(super::end(&problems, context, terminal))
}
