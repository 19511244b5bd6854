//! `cargo spec completions`: prints the completion script of a shell.

use clap::Args;
use clap_complete::Shell;

use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::terminal::Terminal;

/// The places where the scripts belong, so that cargo's own completion finds them.
const AFTER_HELP: &str = "\
Cargo's own completion passes `cargo spec …` on to that of `cargo-spec` if it is in its place:
  bash  ~/.local/share/bash-completion/completions/cargo-spec (from bash-completion 2.12 on)
  zsh   _cargo-spec in a folder of $fpath
Everywhere else, and with an older cargo, `cargo-spec …` is completed.";

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct CompletionsArgs {
    /// The shell.
    pub shell: Shell,
}

/// Prints the script that completes the arguments of a command.
///
/// # Errors
/// Output that cannot be written.
pub fn run(
    completions: &CompletionsArgs,
    context: &Context<'_>,
    terminal: &mut Terminal,
) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut (context.command)(), "cargo-spec", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if completions.shell == Shell::Bash {
        // The generator sets a verb under one name and asks for it under another if the command has a hyphen in its own.
        script = script.replace("cargo__subcmd__spec__", "cargo__spec__");
    }
    terminal.write_as_is(&script)?;
    Ok(exit::CLEAN)
}
