//! `cargo spec tasks next`: shows the tasks that can be begun now.

use clap::Args;

use crate::args::Format;
use crate::board::problems::problems;
use crate::context::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{human, json};
use crate::terminal::Terminal;
use crate::todo::TodoState;

/// The arguments of `tasks next`.
#[derive(Debug, Args)]
pub struct NextArgs {
    /// Only the tasks of this feature.
    #[arg(value_name = "FEATURE")]
    pub feature: Option<String>,
}

/// Shows the tasks of each list that can be begun. It ends with 1 if no order of its tasks is possible.
///
/// # Errors
/// As [`TodoState::with_every_list`]; a feature that has no task list.
pub fn run(next: &NextArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    // The tasks of other features may be begun, too.
    let known = TodoState::with_every_list(context)?;
    let board = &known.board;
    let feature = next.feature.as_deref();
    board.has_feature(feature)?;
    let problems = problems(board, feature);
    match terminal.format {
        Format::Json => {
            terminal.write(&json::to_text(&json::tasks::next::NextJson::new(&known, feature, &problems)))?;
        }
        Format::Human => {
            let layout = terminal.layout();
            terminal.write(&human::tasks::next::render(&known, feature, &layout))?;
        }
    }
    Ok(super::end(&problems, context, terminal))
}
