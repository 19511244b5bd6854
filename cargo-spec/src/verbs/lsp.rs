//! `cargo spec lsp`: answers editors that speak the Language Server Protocol.

use std::io;
use std::sync::Arc;

use clap::Args;

use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::lsp::server::{self, ServerEnd};
use crate::revision::WorkingTree;
use crate::terminal::{self, Terminal};

/// Answer editors that speak the Language Server Protocol, on standard input and output.
#[derive(Debug, Args)]
pub struct LspArgs {
    /// Speak on standard input and output, as it does anyway: some editors add this.
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Answers until the client ends it. Which folders are meant, the client says.
///
/// # Errors
/// Input that cannot be read.
pub fn run(_: &LspArgs, _: &Context<'_>, _: &mut Terminal) -> Result<Exit, Error> {
    let ended = server::serve(io::BufReader::new(io::stdin()), terminal::messages(), Arc::new(WorkingTree));
    // The protocol asks for these codes: 0 after `shutdown`, else 1.
    match ended.map_err(Error::Input)? {
        ServerEnd::AsAsked => Ok(exit::CLEAN),
        ServerEnd::WithoutShutdown => Ok(exit::FINDINGS),
    }
}
