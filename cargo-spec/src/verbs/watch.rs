//! `cargo spec watch`: keeps the ladder up to date while somebody edits.

use clap::Args;

use crate::args::{BuildArgs, Format};
use crate::children;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::outcome::{RoundEnd, WatchRound};
use crate::render::{human, json};
use crate::runner::Runner;
use crate::terminal::Terminal;
use crate::watch::{self, Watched};

/// Run the tests that each change can break, and show how far each criterion has come. Ctrl-C, or the end of the input, ends it; a line
/// of input runs all tests.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The program that runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    #[command(flatten)]
    pub build: BuildArgs,
}

/// Watches until the input ends.
///
/// # Errors
/// No manifest, nothing to read, a system that does not tell of files.
pub fn run(arguments: &WatchArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    children::end_with_this_command().map_err(Error::Run)?;
    let watched = Watched { runner: arguments.runner, build: &arguments.build };
    watch::watch(context, &watched, &mut |round| show(round, terminal))?;
    Ok(exit::CLEAN)
}

/// Shows a round: a screen, a line, or an object.
fn show(round: &WatchRound, terminal: &mut Terminal) -> Result<(), Error> {
    match (terminal.format, terminal.rows()) {
        (Format::Human, Some(rows)) => {
            terminal.screen(&human::watch::screen(round, rows, &terminal.layout()))
        }
        (Format::Human, None) if round.is_quiet() => Ok(()),
        (Format::Human, None) => terminal.write(&human::watch::line(round)),
        (Format::Json, _) if round.end == RoundEnd::Running => Ok(()),
        (Format::Json, _) => terminal.write(&json::to_text(&json::watch::WatchJson::new(round))),
    }
}
