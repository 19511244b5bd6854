//! `cargo spec hook`: answers the events of agents. It writes nothing.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::children::{self, Stoppable};
use crate::context::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::hook::answer::{AskedPackages, answer};
use crate::hook::host::{AgentHost, Moment};
use crate::hook::{HookAnswer, input};
use crate::on_disk;
use crate::own_program::OwnProgram;
use crate::own_program::printed::{self, Printed};
use crate::terminal::{self, Terminal};

/// Answer an event of an agent, which is read from standard input.
#[derive(Debug, Args)]
pub struct HookArgs {
    /// The event.
    #[command(subcommand)]
    pub event: HookMoment,
}

/// An event in an agent.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum HookMoment {
    /// The agent wants to stop: block while `cargo spec check` finds errors that it may fix.
    Stop(HostArgs),
    /// A tool is about to be used: deny what only people may change or run.
    PreTool(HostArgs),
    /// A task is about to be begun: block while a ticked one is not proven.
    Task(HostArgs),
}

/// The program that asks, and the time that the answer may take.
#[derive(Clone, Copy, Debug, Args)]
pub struct HostArgs {
    /// The program that the agent runs in.
    #[arg(long = "for", value_enum, value_name = "HOST")]
    pub host: AgentHost,
    /// The number of milliseconds that the answer may take. After that the agent goes on, with a message.
    #[arg(long, value_name = "MS", default_value_t = 1800, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// Answers. What keeps the hook itself from its work blocks nobody.
///
/// # Errors
/// An answer that cannot be written.
pub fn run(hook: &HookArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let (moment, arguments) = match hook.event {
        HookMoment::Stop(arguments) => (Moment::Stop, arguments),
        HookMoment::PreTool(arguments) => (Moment::PreTool, arguments),
        HookMoment::Task(arguments) => (Moment::Task, arguments),
    };
    let deadline = Instant::now() + Duration::from_millis(arguments.timeout);
    let left = deadline.saturating_duration_since(Instant::now());
    let run = |words: &[&str], folder: Option<&Path>, packages: AskedPackages| {
        ask(words, folder, packages, deadline, context)
    };
    let answer = match input::read(io::stdin(), left) {
        Ok(event) => answer(moment, &arguments.host.event(&event), &run),
        Err(why) => HookAnswer::Broken(why),
    };
    let output = arguments.host.output(moment, &answer);
    terminal.write_as_is(&output.out)?;
    terminal::pass_on(output.err.as_bytes());
    Ok(output.exit)
}

/// Returns the output of another verb of this command, within the time.
fn ask(
    words: &[&str],
    folder: Option<&Path>,
    packages: AskedPackages,
    deadline: Instant,
    context: &Context<'_>,
) -> Result<Value, String> {
    let mut command = OwnProgram::find().map_err(|error| error.to_string())?.command();
    command.args(words);
    let manifest = context.global.manifest_path.as_ref().filter(|_| packages == AskedPackages::Named);
    if let Some(path) = manifest {
        command.arg("--manifest-path").arg(path);
    } else if let Some(folder) = folder.filter(|folder| on_disk::is_folder(folder)) {
        command.current_dir(folder);
    }
    match packages {
        AskedPackages::Named => {
            command.args(context.global.packages.iter().map(|name| format!("--package={name}")))
        }
        AskedPackages::AllOfFolder => command.arg("--workspace"),
    };
    let stoppable = Arc::new(Stoppable::default());
    let (send, receive) = channel();
    let own = Arc::clone(&stoppable);
    thread::spawn(move || {
        // Nobody waits any more, if it took too long.
        let _ = send.send(children::output_until(&mut command, &own, &|_| {}));
    });
    match receive.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(Ok(output)) => match printed::read(&output.stdout, &output.stderr) {
            Printed::Answer(answer) => Ok(answer),
            Printed::Error(why) => Err(why),
        },
        Ok(Err(error)) => Err(error.to_string()),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            stoppable.stop();
            Err(format!(
                "it ran out of time: `cargo spec {}` says what is wrong",
                words.first().unwrap_or(&"check")
            ))
        }
    }
}
