//! Answers messages until the input ends. What runs a verb does so on a thread of its own, and can be cancelled.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::protocol::{self, Era, Freshness, MAX_LINE, Message, Request, STATELESS, WITH_HANDSHAKE};
use super::resources::{self, ResourceKind};
use super::tools::{self, TOOLS, Tool};
use crate::children::Stoppable;
use crate::json_rpc::{self, RpcError};
use crate::own_program::printed::{self, Printed};

/// So many calls may run at the same time.
const MAX_CALLS: usize = 8;

/// So long may calls run on when the input has ended: nobody can cancel them any more.
const GRACE: Duration = Duration::from_secs(10);

/// So often a client that asked for it hears how far a call is.
const PROGRESS_EVERY: Duration = Duration::from_secs(1);

const INSTRUCTIONS: &str = "\
The acceptance criteria of this workspace stand in its documents, and `cargo test` judges them. Take a task with `next_task`, read its `brief`, \
write the test in place of `pending!` until it fails for the right reason, then the code. Call `check` after each edit, and `verify` at the end. \
Never edit spec.lock, spec.toml or criteria, and never accept a change of them: ask a person.";

/// The text that a verb has printed to standard output and standard error.
#[derive(Debug)]
pub struct Output {
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: Vec<u8>,
}

/// Runs a verb of this command with arguments, until it ends or is stopped. It hands on each line of standard error.
pub type RunVerb<'a> =
    &'a (dyn Fn(&[String], &Stoppable, &(dyn Fn(&str) + Sync)) -> io::Result<Output> + Sync);

/// Answers each line of the input, until it ends or nobody reads the answers.
///
/// # Errors
/// If the input cannot be read.
pub fn serve(mut input: impl BufRead, output: impl Write + Send, run: RunVerb<'_>) -> io::Result<()> {
    let server =
        Server { run, output: Mutex::new(Some(output)), calls: Mutex::default(), ended: Condvar::new() };
    std::thread::scope(|scope| {
        let mut line = Vec::new();
        let read = loop {
            line.clear();
            match next_line(&mut input, &mut line) {
                Err(error) => break Err(error),
                Ok(End::OfInput) => break Ok(()),
                Ok(End::TooLong) => {
                    let refusal = RpcError::invalid("the line is longer than a megabyte");
                    server.send(&json_rpc::error(&Value::Null, &refusal));
                }
                Ok(End::OfLine) if line.trim_ascii().is_empty() => {}
                Ok(End::OfLine) => match protocol::read(&line) {
                    Err((id, refusal)) => server.send(&json_rpc::error(&id, &refusal)),
                    Ok(Message::Notification(method, params)) => {
                        if let Some(call) = server.hear(&method, &params) {
                            scope.spawn(move || call.stop());
                        }
                    }
                    Ok(Message::Request(request)) if takes_time(&request.method) => {
                        match server.begin(&request) {
                            Err(refusal) => server.send(&json_rpc::error(&request.id, &refusal)),
                            Ok(call) => {
                                let server = &server;
                                scope.spawn(move || {
                                    let line = server.line(&request, &call);
                                    // Who reads the answer may use the id at once.
                                    server.end(&request.id);
                                    server.answer(&line, &call);
                                });
                            }
                        }
                    }
                    Ok(Message::Request(request)) => {
                        server.send(&server.line(&request, &Stoppable::default()));
                    }
                },
            }
            if server.is_alone() {
                break Ok(());
            }
        };
        server.finish();
        read
    })
}

/// Is a verb run for the answer?
fn takes_time(method: &str) -> bool {
    matches!(method, "tools/call" | "resources/list" | "resources/read")
}

struct Server<'a, W> {
    run: RunVerb<'a>,
    /// Nothing, once nobody reads it.
    output: Mutex<Option<W>>,
    /// The calls that run, by the text of their ids.
    calls: Mutex<HashMap<String, Arc<Stoppable>>>,
    /// A call has ended.
    ended: Condvar,
}

impl<W: Write + Send> Server<'_, W> {
    /// The line that answers a request.
    fn line(&self, request: &Request, call: &Stoppable) -> String {
        match self.result(request, call) {
            Ok((result, freshness)) => protocol::result(request, result, freshness),
            Err(refusal) => json_rpc::error(&request.id, &refusal),
        }
    }

    /// Sends an answer. Who has cancelled a call hears no more of it.
    fn answer(&self, line: &str, call: &Stoppable) {
        if !call.is_stopped() {
            self.send(line);
        }
    }

    fn result(
        &self,
        request: &Request,
        call: &Stoppable,
    ) -> Result<(Map<String, Value>, Freshness), RpcError> {
        let params = &request.params;
        match (request.method.as_str(), request.era) {
            ("initialize", Era::Handshake) => Ok((initialize(params), Freshness::None)),
            ("ping", Era::Handshake) => Ok((Map::new(), Freshness::None)),
            ("server/discover", _) => Ok((discover(), Freshness::Static)),
            ("tools/list", _) => {
                let tools: Vec<_> = TOOLS.iter().map(Tool::describe).collect();
                Ok((Map::from_iter([("tools".to_owned(), tools.into())]), Freshness::Static))
            }
            ("tools/call", _) => Ok((self.call(params, call)?, Freshness::None)),
            ("resources/templates/list", _) => Ok((resources::templates(), Freshness::Static)),
            ("resources/list", _) => {
                let mut named = Vec::new();
                for (kind, verb) in resources::LISTS {
                    let words = verb.iter().map(|&word| word.to_owned()).collect();
                    match self.printed(words, call, None)? {
                        Printed::Answer(list) => named.extend(resources::named(kind, &list)),
                        // A workspace without a task list has no tasks.
                        Printed::Error(_) if kind == ResourceKind::Task => {}
                        Printed::Error(words) => return Err(RpcError::internal(words)),
                    }
                }
                Ok((resources::page(&named, params.get("cursor"))?, Freshness::Now))
            }
            ("resources/read", _) => Ok((self.read(params, call)?, Freshness::Now)),
            (method, _) => Err(RpcError::method(method)),
        }
    }

    fn call(&self, params: &Map<String, Value>, call: &Stoppable) -> Result<Map<String, Value>, RpcError> {
        let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(tool) = Tool::named(name) else {
            let names: Vec<_> = TOOLS.iter().map(|tool| format!("`{}`", tool.name)).collect();
            return Err(RpcError::params(format!(
                "there is no tool `{name}`: there are {}",
                names.join(", ")
            )));
        };
        let none = Map::new();
        let given = match params.get("arguments") {
            None | Some(Value::Null) => &none,
            Some(Value::Object(given)) => given,
            Some(_) => return Ok(tools::said("`arguments` is not an object", true)),
        };
        let command = match tool.command(given) {
            Ok(command) => command,
            Err(words) => return Ok(tools::said(&words, true)),
        };
        let printed = self.printed(command.clone(), call, protocol::progress_token(params))?;
        let text = match tool.is_read_as_text() {
            true => Some(self.run_heard(&command, call, None)?.out),
            false => None,
        };
        let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
        Ok(tool.result(&printed, text))
    }

    fn read(&self, params: &Map<String, Value>, call: &Stoppable) -> Result<Map<String, Value>, RpcError> {
        let address = params.get("uri").and_then(Value::as_str).unwrap_or_default();
        let (kind, name) = resources::at(address)?;
        let output = self.run_heard(&kind.command(&name), call, None)?;
        if let Printed::Error(words) = printed::read(&output.out, &output.err)
            && (output.out.is_empty() || kind == ResourceKind::Criterion)
        {
            return Err(RpcError::params(format!("`{address}` cannot be read: {words}")));
        }
        let text = String::from_utf8_lossy(&output.out);
        let content = json!([{ "uri": address, "mimeType": kind.media_type(), "text": text }]);
        Ok(Map::from_iter([("contents".to_owned(), content)]))
    }

    /// Returns the output of a verb for programs.
    fn printed(
        &self,
        mut command: Vec<String>,
        call: &Stoppable,
        token: Option<&Value>,
    ) -> Result<Printed, RpcError> {
        let at = command.iter().position(|word| word == "--").unwrap_or(command.len());
        command.insert(at, "--format=json".to_owned());
        let output = self.run_heard(&command, call, token)?;
        Ok(printed::read(&output.out, &output.err))
    }

    /// Runs a verb, and tells a client that asked for it how far it is.
    fn run_heard(
        &self,
        command: &[String],
        call: &Stoppable,
        token: Option<&Value>,
    ) -> Result<Output, RpcError> {
        let heard = Mutex::new(String::new());
        let hear = |line: &str| line.clone_into(&mut lock(&heard));
        let output = std::thread::scope(|scope| {
            let (running, ended) = mpsc::channel::<()>();
            let heard = &heard;
            if let Some(token) = token {
                scope.spawn(move || {
                    let mut ticks = 0;
                    while ended.recv_timeout(PROGRESS_EVERY) == Err(RecvTimeoutError::Timeout) {
                        ticks += 1;
                        let line = lock(heard).clone();
                        self.send(&protocol::progress(token, ticks * PROGRESS_EVERY.as_secs(), &line));
                    }
                });
            }
            let output = (self.run)(command, call, &hear);
            drop(running);
            output
        });
        output.map_err(|error| RpcError::internal(format!("`cargo spec` cannot be run: {error}")))
    }

    /// Hears of something that wants no answer. The call that is cancelled, if one is: it may take a moment to stop.
    fn hear(&self, method: &str, params: &Map<String, Value>) -> Option<Arc<Stoppable>> {
        let id = params.get("requestId").filter(|_| method == "notifications/cancelled")?;
        lock(&self.calls).get(&id.to_string()).cloned()
    }

    fn begin(&self, request: &Request) -> Result<Arc<Stoppable>, RpcError> {
        let mut calls = lock(&self.calls);
        if calls.len() >= MAX_CALLS {
            return Err(RpcError::internal(format!(
                "{MAX_CALLS} calls run already: wait until one has ended"
            )));
        }
        let id = request.id.to_string();
        if calls.contains_key(&id) {
            return Err(RpcError::invalid("a request with this `id` has no answer yet"));
        }
        let call = Arc::new(Stoppable::default());
        calls.insert(id, Arc::clone(&call));
        Ok(call)
    }

    fn end(&self, id: &Value) {
        lock(&self.calls).remove(&id.to_string());
        self.ended.notify_all();
    }

    /// Waits for the calls that run, but not long.
    fn finish(&self) {
        let wait = if self.is_alone() { Duration::ZERO } else { GRACE };
        let waited = self.ended.wait_timeout_while(lock(&self.calls), wait, |calls| !calls.is_empty());
        let (calls, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let left: Vec<_> = calls.values().cloned().collect();
        drop(calls);
        left.iter().for_each(|call| call.stop());
    }

    /// Is nobody there who reads what is sent?
    fn is_alone(&self) -> bool {
        lock(&self.output).is_none()
    }

    fn send(&self, line: &str) {
        let mut output = lock(&self.output);
        if let Some(writer) = output.as_mut()
            && writeln!(writer, "{line}").and_then(|()| writer.flush()).is_err()
        {
            *output = None;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn initialize(params: &Map<String, Value>) -> Map<String, Value> {
    let wanted = params.get("protocolVersion").and_then(Value::as_str);
    let version =
        WITH_HANDSHAKE.into_iter().find(|version| wanted == Some(version)).unwrap_or(WITH_HANDSHAKE[0]);
    let mut result = capabilities();
    result.insert("protocolVersion".to_owned(), version.into());
    result.insert("serverInfo".to_owned(), protocol::server());
    result
}

fn discover() -> Map<String, Value> {
    let mut result = capabilities();
    result.insert("supportedVersions".to_owned(), json!([STATELESS]));
    result
}

fn capabilities() -> Map<String, Value> {
    Map::from_iter([
        ("capabilities".to_owned(), json!({ "tools": {}, "resources": {} })),
        ("instructions".to_owned(), INSTRUCTIONS.into()),
    ])
}

/// The reason why a line has ended.
enum End {
    OfLine,
    OfInput,
    TooLong,
}

/// Reads a line without its end. One that is too long is passed over.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<End> {
    let mut is_too_long = false;
    loop {
        let read = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let (part, ends) = match read.iter().position(|byte| *byte == b'\n') {
            Some(at) => (&read[..at], true),
            None => (read, read.is_empty()),
        };
        let used = part.len();
        let at_end = read.is_empty();
        is_too_long |= line.len() + used > MAX_LINE;
        if !is_too_long {
            line.extend_from_slice(part);
        }
        input.consume(used + usize::from(ends && !at_end));
        if ends {
            return Ok(match (is_too_long, at_end && line.is_empty()) {
                (true, _) => End::TooLong,
                (false, true) => End::OfInput,
                (false, false) => End::OfLine,
            });
        }
    }
}

#[cfg(test)]
mod tests;
