//! `cargo spec completions`: what a shell needs to know to complete the arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Arguments;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::terminal::Terminal;

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// Output that cannot be written.
pub fn run(completions: &CompletionsArgs, terminal: &mut Terminal) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut Arguments::command(), "cargo-spec", &mut script);
    terminal.write(&String::from_utf8_lossy(&script))?;
    Ok(exit::CLEAN)
}
