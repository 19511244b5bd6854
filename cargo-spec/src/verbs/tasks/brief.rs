//! `cargo spec tasks brief 2.3`: prints what one task needs, for whoever does it.

use clap::Args;

use crate::args::Format;
use crate::board::{Board, brief, find};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::terminal::Terminal;

/// The arguments of `tasks brief`.
#[derive(Debug, Args)]
pub struct BriefArgs {
    /// The number of the task: `2.3`, `T012`, `checkout/2.3`.
    #[arg(value_name = "TASK")]
    pub task: String,
}

/// Prints the brief of a task, as Markdown.
///
/// # Errors
/// As [`Board::new`]; a number that no task has, or several.
pub fn run(asked: &BriefArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let board = Board::new(context)?;
    let (judged, task) = find::find(&board, &asked.task)?;
    let brief = brief::brief(&board, judged, task);
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::tasks::brief::BriefJson::new(&brief, &board)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            terminal.write(&human::tasks::brief::render(&brief, &board, &layout))?;
        }
    }
    Ok(exit::CLEAN)
}
