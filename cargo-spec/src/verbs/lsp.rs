//! `cargo spec lsp`: answers editors that speak the Language Server Protocol.

use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::children::{self, Stoppable};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::lsp::server::{self, ServerEnd};
use crate::own_program::OwnProgram;
use crate::revision::WorkingTree;
use crate::terminal::{self, Terminal};

/// Answer editors that speak the Language Server Protocol, on standard input and output.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Speak on standard input and output, as it does anyway: some editors add this.
    #[arg(long)]
    pub stdio: bool,
}

/// Answers until the client ends it. The client names the folders.
///
/// # Errors
/// Input that cannot be read.
pub fn run(_: &LspArgs, _: &Context<'_>, _: &mut Terminal) -> Result<Exit, Error> {
    let program = OwnProgram::find().map_err(Error::Run)?;
    let run = |folder: &Path, arguments: &[&str]| {
        let mut command = program.command();
        command.args(arguments).current_dir(folder);
        let output = children::output_until(&mut command, &Stoppable::default(), &|_| ())?;
        Ok(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let input = io::BufReader::new(io::stdin());
    let ended = server::serve(input, terminal::messages(), Arc::new(WorkingTree), &run);
    // The protocol asks for these codes: 0 after `shutdown`, else 1.
    match ended.map_err(Error::Input)? {
        ServerEnd::AsAsked => Ok(exit::CLEAN),
        ServerEnd::WithoutShutdown => Ok(exit::FINDINGS),
    }
}
