//! `cargo spec hook`: answers the events of agents. It writes nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
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
use crate::hook::host::{AgentHost, HookEvent, Moment};
use crate::hook::{HookAnswer, findings, input, protected, shell};
use crate::mcp::printed::{self, Printed};
use crate::on_disk;
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
    /// The number of milliseconds that the answer may take. After that the agent goes on, and is told so.
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
    let answer = match input::read(io::stdin(), left) {
        Ok(event) => answer(moment, &arguments.host.event(&event), deadline, context),
        Err(why) => HookAnswer::Broken(why),
    };
    let output = arguments.host.output(moment, &answer);
    terminal.write_as_is(&output.out)?;
    terminal::pass_on(output.err.as_bytes());
    Ok(output.exit)
}

fn answer(moment: Moment, event: &HookEvent, deadline: Instant, context: &Context<'_>) -> HookAnswer {
    let answer = match moment {
        Moment::Stop if event.is_stop_active => return HookAnswer::Pass,
        Moment::Stop => checked(event, deadline, context, findings::is_of_work),
        Moment::Task => checked(event, deadline, context, |code| code == "task-done-unproven"),
        Moment::PreTool => looked_at(event, deadline, context),
    };
    match answer {
        Ok(None) => HookAnswer::Pass,
        Ok(Some(why)) => HookAnswer::Block(why),
        Err(why) => HookAnswer::Broken(why),
    }
}

/// Returns the reason why the work is not done, as `cargo spec check` says.
fn checked(
    event: &HookEvent,
    deadline: Instant,
    context: &Context<'_>,
    is_meant: impl Fn(&str) -> bool,
) -> Result<Option<String>, String> {
    let check = ask(&["check", "--format", "json"], event.folder.as_deref(), deadline, context)?;
    let here = std::env::current_dir().unwrap_or_default();
    Ok(findings::reason(&check, event.folder.as_deref().unwrap_or(&here), is_meant))
}

/// Returns the reason why a tool may not be used.
fn looked_at(event: &HookEvent, deadline: Instant, context: &Context<'_>) -> Result<Option<String>, String> {
    let Some(tool) = &event.tool else { return Err("the event names no tool".to_owned()) };
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let folder = event.folder.clone().unwrap_or(here);
    let mut written = tool.written();
    for line in tool.commands() {
        let seen = shell::read(&line);
        if let Some(command) = seen.denied {
            return Ok(Some(format!("`{command}` is for people: ask a person to run it")));
        }
        written.extend(seen.written);
        let copied =
            seen.copied.into_iter().map(|(name, into)| (Path::new(&into).join(name), folder.join(into)));
        let copied = copied.filter(|(_, into)| on_disk::is_folder(into));
        written.extend(copied.map(|(path, _)| path.to_string_lossy().into_owned()));
    }
    let documents =
        AcceptedDocuments { deadline, context, known: RefCell::default(), why_not: RefCell::default() };
    for path in &written {
        if let Some(file) = protected::find(path, &folder, |path| documents.holds(path)) {
            return Ok(Some(format!("`{}` is not yours to change: {}", file.written, file.what.words())));
        }
    }
    documents.why_not.into_inner().map_or(Ok(None), Err)
}

/// The documents whose criteria people may have accepted, by the folders of their locks.
struct AcceptedDocuments<'a> {
    deadline: Instant,
    context: &'a Context<'a>,
    known: RefCell<BTreeMap<PathBuf, Vec<PathBuf>>>,
    /// The reason why some are not known.
    why_not: RefCell<Option<String>>,
}

impl AcceptedDocuments<'_> {
    /// Is a file one of them? Without a lock in a folder above it, none is.
    fn holds(&self, path: &Path) -> bool {
        let has_lock = |folder: &&Path| on_disk::is_file(folder.join("spec.lock"));
        let Some(folder) = path.ancestors().skip(1).find(has_lock) else { return false };
        let mut known = self.known.borrow_mut();
        let documents = known.entry(folder.to_path_buf()).or_insert_with(|| {
            self.below(folder).unwrap_or_else(|why| {
                *self.why_not.borrow_mut() = Some(why);
                Vec::new()
            })
        });
        documents.iter().any(|document| document == path)
    }

    fn below(&self, folder: &Path) -> Result<Vec<PathBuf>, String> {
        let list = ask(&["list", "--format", "json"], Some(folder), self.deadline, self.context)?;
        let documents = list.get("documents").and_then(Value::as_array).into_iter().flatten();
        let path = |document: &Value| document.get("path").and_then(Value::as_str).map(PathBuf::from);
        Ok(documents.filter_map(path).collect())
    }
}

/// Returns the output of another verb of this command, within the time.
fn ask(
    words: &[&str],
    folder: Option<&Path>,
    deadline: Instant,
    context: &Context<'_>,
) -> Result<Value, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("spec").arg("--color=never").args(words);
    if let Some(path) = &context.global.manifest_path {
        command.arg("--manifest-path").arg(path);
    } else if let Some(folder) = folder.filter(|folder| on_disk::is_folder(folder)) {
        command.current_dir(folder);
    }
    command.args(context.global.packages.iter().map(|name| format!("--package={name}")));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
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
