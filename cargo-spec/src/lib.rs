//! `cargo spec`: acceptance criteria in Markdown, enforced by `cargo test`.
//!
//! Data goes one way. [`args`] are parsed, and one of the [`verbs`] runs. The verb asks `spec-engine`; [`report`] joins the
//! answer with [`evidence`]. [`render`] turns the result into text or JSON, and only [`terminal`] prints. Nothing in a verb
//! parses Markdown, and nothing in [`render`] decides.

pub mod acceptance;
pub mod affected;
pub mod after;
pub mod agents;
pub mod args;
pub mod board;
pub mod build_apart;
pub mod children;
pub mod compared;
pub mod context;
pub mod deep;
pub mod diff;
pub mod error;
pub mod evidence;
pub mod exit;
pub mod explanations;
pub mod fixes;
pub mod focus;
pub mod gate_file;
pub mod hidden;
pub mod hook;
pub mod imported;
pub mod json_rpc;
pub mod layout;
pub mod lsp;
pub mod manifest;
pub mod mcp;
pub mod next;
pub mod on_disk;
pub mod outcome;
pub mod own_program;
pub mod percent;
pub mod prove;
pub mod render;
pub mod replay;
pub mod report;
pub mod review;
pub mod revision;
pub mod rules;
pub mod runner;
pub mod rust_file;
pub mod selection;
pub mod stubs;
pub mod terminal;
pub mod test_beside;
pub mod text;
pub mod todo;
pub mod verbs;
pub mod verify;
pub mod watch;
pub mod write;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser};
use spec_engine::Host;

use crate::context::Context;
use crate::exit::Exit;
use crate::prove::program::Program;
use crate::revision::WorkingTree;
use crate::terminal::Terminal;
use crate::verbs::Arguments;

/// Runs the command with the arguments of the process, and ends it: what was read is not freed piece by piece.
pub fn main() -> ! {
    let exit = match Program::note(std::env::args_os()) {
        Some(noted) if noted.is_ok() => exit::CLEAN,
        Some(_) => exit::COULD_NOT_RUN,
        None => match Arguments::try_parse_from(without_cargo_name(std::env::args_os())) {
            Ok(arguments) => run(&arguments),
            Err(answer) => say(&answer),
        },
    };
    exit.end()
}

/// Runs a verb, and ends the process while the host is there.
fn run(arguments: &Arguments) -> ! {
    let mut terminal = Terminal::new(&arguments.global, typed(std::env::args_os()));
    let context = Context::new(&arguments.global, Host::new(WorkingTree), Arguments::command);
    if !arguments.global.absolute_paths {
        render::json::relative_to(selection::root(&context));
    }
    let exit = verbs::run(arguments, &context, &mut terminal).unwrap_or_else(|error| {
        render::error::render(&error, &mut terminal);
        exit::COULD_NOT_RUN
    });
    exit.end()
}

/// Help and version are answers too; a reader that has gone away is no reason to fail.
fn say(answer: &clap::Error) -> Exit {
    match terminal::printed(answer.print()) {
        Ok(()) if answer.use_stderr() => exit::COULD_NOT_RUN,
        Ok(()) => exit::CLEAN,
        Err(error) => {
            terminal::pass_on(format!("error: {error}\n").as_bytes());
            exit::COULD_NOT_RUN
        }
    }
}

/// The command as somebody types it.
fn typed(arguments: impl Iterator<Item = OsString>) -> String {
    let is_plain = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./=:,+@^~%".contains(c))
    };
    let mut command = "cargo spec".to_owned();
    for argument in without_cargo_name(arguments).skip(1) {
        let text = argument.to_string_lossy();
        command.push(' ');
        match is_plain(&text) {
            true => command.push_str(&text),
            false => command.push_str(&format!("'{}'", text.replace('\'', r"'\''"))),
        }
    }
    command
}

/// The arguments without the `spec` that cargo puts in front: `cargo spec list` runs `cargo-spec spec list`. Who calls
/// `cargo-spec list` is understood as well.
fn without_cargo_name(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    arguments
        .enumerate()
        .filter(|(at, argument)| !(*at == 1 && argument == "spec"))
        .map(|(_, argument)| argument)
}
