//! `cargo spec replay BASE`: runs today's tests with the code of a revision, to find tests that never failed.

use std::ffi::OsString;

use clap::Args;

use crate::args::{BuildArgs, Format};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::layout::Verbosity;
use crate::render::{human, json};
use crate::replay::{self, ReplayRequest};
use crate::runner::Runner;
use crate::terminal::Terminal;

/// Run today's tests with the code of a revision, to find tests that never failed.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The revision whose code is to be tested; `BASE...` is where the branch began.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The program that runs the tests.
    #[arg(long, value_enum, default_value_t, value_name = "RUNNER")]
    pub runner: Runner,
    /// The targets that cargo builds, and how it builds them.
    #[command(flatten)]
    pub build: BuildArgs,
    /// Passed on to the tests. `-- A -- B` passes A on to the runner, and B to the tests.
    #[arg(last = true, value_name = "ARGS")]
    pub arguments: Vec<OsString>,
}

/// Builds and runs the tests of the working tree with the code of the revision.
///
/// # Errors
/// No repository, no such revision, nothing that could be built there.
pub fn run(arguments: &ReplayArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let is_quiet = terminal.verbosity == Verbosity::Quiet;
    let request = ReplayRequest {
        base: &arguments.base,
        criteria: None,
        runner: arguments.runner,
        build: &arguments.build,
        arguments: &arguments.arguments,
        is_quiet,
    };
    let replayed = replay::run(&request, context, |name| {
        if !is_quiet {
            terminal.remark(&human::replay::begun(name));
        }
    })?;
    match terminal.format {
        Format::Human => {
            let text = human::replay::render(&replayed, &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::replay::ReplayJson::new(&replayed)))?,
    }
    Ok(if replayed.fails() { exit::FINDINGS } else { exit::CLEAN })
}
