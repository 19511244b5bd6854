//! `cargo spec mcp`: answers agents that speak the Model Context Protocol.

use std::io;

use clap::Args;

use crate::args::Global;
use crate::children::{self, Stoppable};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::mcp::server::{self, Output};
use crate::own_program::OwnProgram;
use crate::terminal::{self, Terminal};

/// Answer agents that speak the Model Context Protocol, on standard input and output.
#[derive(Debug, Args)]
pub struct McpArgs {}

/// Answers until the input ends. Each call is a run of this command, with the packages that were named.
///
/// # Errors
/// Input that cannot be read; signals that cannot be handled.
pub fn run(_: &McpArgs, context: &Context<'_>, _: &mut Terminal) -> Result<Exit, Error> {
    children::end_with_this_command().map_err(Error::Run)?;
    let program = OwnProgram::find().map_err(Error::Run)?;
    let shared = shared(context.global);
    let run =
        |arguments: &[String], stoppable: &Stoppable, hear: &(dyn Fn(&str) + Sync)| -> io::Result<Output> {
            let mut command = program.command();
            command.args(&shared).args(arguments);
            let output = children::output_until(&mut command, stoppable, hear)?;
            Ok(Output { out: output.stdout, err: output.stderr })
        };
    server::serve(io::stdin().lock(), terminal::messages(), &run).map_err(Error::Input)?;
    Ok(exit::CLEAN)
}

/// The arguments that hold for every call.
fn shared(global: &Global) -> Vec<std::ffi::OsString> {
    let mut shared: Vec<std::ffi::OsString> = Vec::new();
    if let Some(path) = &global.manifest_path {
        shared.extend(["--manifest-path".into(), path.into()]);
    }
    shared.extend(global.packages.iter().map(|name| format!("--package={name}").into()));
    shared.extend(global.workspace.then(|| "--workspace".into()));
    shared.extend(global.exclude.iter().map(|name| format!("--exclude={name}").into()));
    shared
}
