//! The conversation with an editor: one message after the other, until the client ends it.
//!
//! A thread of its own reads the input, so that a cancelled request is known before its turn comes. Diagnostics are published when no message
//! waits: a client that types faster than they are made hears of the last state only.

mod inbox;

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, TryRecvError};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use spec_model::files::Files;

use self::inbox::{Inbox, Incoming};
use super::commands::RunInFolder;
use super::diagnostics::Published;
use super::editor::{BufferChange, EditorState, OpenBuffer};
use super::params::{self, DocumentName, OfDocument};
use super::positions::PositionEncoding;
use super::{addresses, frames, requests};
use crate::json_rpc::{self, Call, RpcError};

/// So many messages may wait; a client that sends more waits itself.
const MAX_WAITING: usize = 1024;

/// The reason why a conversation has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerEnd {
    /// The client asked for it: `shutdown`, then `exit`.
    AsAsked,
    /// The client said `exit` alone, or went away.
    WithoutShutdown,
}

/// Answers messages until the client ends the conversation, or nobody reads the answers.
///
/// # Errors
/// If the input cannot be read.
pub fn serve(
    mut input: impl BufRead + Send,
    output: impl Write,
    files: Arc<dyn Files>,
    run: RunInFolder<'_>,
) -> io::Result<ServerEnd> {
    let inbox = &Inbox::default();
    let (sender, receiver) = mpsc::sync_channel(MAX_WAITING);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || inbox.fill(&mut input, &sender));
        let ended = Server::new(output, files, run).run(&receiver, inbox);
        // Who reads may be waiting for room in the queue.
        drop(receiver);
        let read = reading.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        read.map(|()| ended)
    })
}

/// The stage of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Before,
    Running,
    ShutDown,
}

struct Server<'a, W> {
    run_verb: RunInFolder<'a>,
    /// Nothing, once nobody reads it.
    output: Option<W>,
    stage: Stage,
    editor: EditorState,
    published: Published,
    /// The buffers that have changed since diagnostics were published.
    edited: BTreeSet<PathBuf>,
    /// Has an answer changed since diagnostics were published?
    has_news: bool,
    /// Does the client tell of files that have changed?
    watches: bool,
}

impl<'a, W: Write> Server<'a, W> {
    fn new(output: W, files: Arc<dyn Files>, run_verb: RunInFolder<'a>) -> Self {
        Self {
            run_verb,
            output: Some(output),
            stage: Stage::Before,
            editor: EditorState::new(files),
            published: Published::default(),
            edited: BTreeSet::new(),
            has_news: false,
            watches: false,
        }
    }

    fn run(mut self, receiver: &Receiver<Incoming>, inbox: &Inbox) -> ServerEnd {
        loop {
            let next = match receiver.try_recv() {
                Err(TryRecvError::Empty) => {
                    self.publish();
                    receiver.recv().ok()
                }
                other => other.ok(),
            };
            match next {
                None => break,
                Some(Incoming::Refused(id, refusal)) => self.send(&json_rpc::error(&id, &refusal)),
                Some(Incoming::Call(call)) if call.method == "exit" => break,
                Some(Incoming::Call(call)) => self.take(call, inbox),
            }
            if self.output.is_none() {
                break;
            }
        }
        match self.stage {
            Stage::ShutDown => ServerEnd::AsAsked,
            Stage::Before | Stage::Running => ServerEnd::WithoutShutdown,
        }
    }

    /// Answers a request, or hears a notification.
    fn take(&mut self, call: Call, inbox: &Inbox) {
        let Some(id) = call.id else {
            // Nobody waits for an answer, so an error would reach nobody.
            let _ = self.guarded(|server| server.hear(&call.method, call.params));
            return;
        };
        let result = match inbox.take(&id) {
            true => Err(RpcError::new(-32800, "the request was cancelled")),
            false => self.guarded(|server| server.result(&call.method, call.params)),
        };
        match result {
            Ok(result) => self.send(&json_rpc::result(&id, &result)),
            Err(refusal) => self.send(&json_rpc::error(&id, &refusal)),
        }
        if call.method == "initialize" && self.stage == Stage::Running && self.watches {
            self.watch();
        }
    }

    /// Does something; where a part of the program fails, the conversation goes on with all files read anew.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, RpcError>) -> Result<T, RpcError> {
        panic::catch_unwind(AssertUnwindSafe(|| work(self))).unwrap_or_else(|_| {
            self.editor.forget_all();
            let words = "this is an error of `cargo spec`: please report it";
            // What fails at a notification, nobody waits for.
            let params = json!({ "type": 1, "message": words });
            self.send(&json_rpc::notification("window/logMessage", &params));
            Err(RpcError::internal(words.to_owned()))
        })
    }

    fn result(&mut self, method: &str, params: Map<String, Value>) -> Result<Value, RpcError> {
        match (method, self.stage) {
            ("initialize", Stage::Before) => Ok(self.initialize(&params.into())),
            ("initialize", _) => Err(RpcError::invalid("`initialize` was answered before")),
            (_, Stage::Before) => Err(RpcError::new(-32002, "the first request is `initialize`")),
            (_, Stage::ShutDown) => Err(RpcError::invalid("after `shutdown`, only `exit` may come")),
            ("shutdown", Stage::Running) => {
                self.stage = Stage::ShutDown;
                Ok(Value::Null)
            }
            (_, Stage::Running) => {
                self.has_news |= self.editor.refresh();
                self.about_files(method, params)
            }
        }
    }

    fn about_files(&mut self, method: &str, params: Map<String, Value>) -> Result<Value, RpcError> {
        let result = requests::answer(&self.editor, method, params, self.run_verb)?;
        if method == "workspace/executeCommand" {
            // The files that a command has written are there before the client reports them.
            self.editor.forget_all();
            self.show(result.as_str().unwrap_or_default());
        }
        Ok(result)
    }

    /// Shows a text to the person.
    fn show(&mut self, text: &str) {
        let params = json!({ "type": 3, "message": text });
        self.send(&json_rpc::notification("window/showMessage", &params));
    }

    fn initialize(&mut self, params: &Value) -> Value {
        self.stage = Stage::Running;
        self.editor.encoding = PositionEncoding::negotiated(&params["capabilities"]);
        let watched = "/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration";
        self.watches = params.pointer(watched).and_then(Value::as_bool).unwrap_or_default();
        let folders = params["workspaceFolders"].as_array().into_iter().flatten();
        let mut folders: Vec<_> = folders.filter_map(|folder| folder["uri"].as_str()).collect();
        if folders.is_empty() {
            folders.extend(params["rootUri"].as_str());
        }
        for path in folders.into_iter().filter_map(addresses::path) {
            self.editor.add_folder(&path);
        }
        json!({
            "capabilities": requests::capabilities(&self.editor),
            "serverInfo": { "name": "cargo-spec", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    fn hear(&mut self, method: &str, params: Map<String, Value>) -> Result<(), RpcError> {
        if self.stage != Stage::Running {
            return Ok(());
        }
        match method {
            "textDocument/didOpen" => {
                let Opened { text_document: opened } = params::read(params)?;
                if let Some(path) = addresses::path(&opened.uri) {
                    let buffer = OpenBuffer { address: opened.uri, version: opened.version };
                    self.editor.open(&path, buffer, &opened.text);
                    self.edited.insert(path);
                }
            }
            "textDocument/didChange" => {
                let Changed { text_document, content_changes } = params::read(params)?;
                if let Some(path) = text_document.path().filter(|path| self.is_open(path)) {
                    self.editor.change(&path, text_document.version, &content_changes);
                    self.edited.insert(path);
                }
            }
            "textDocument/didClose" => {
                let OfDocument { text_document } = params::read(params)?;
                text_document.path().iter().for_each(|path| self.editor.close(path));
            }
            // Who saves one file may have made others. A client that watches reports only some kinds of them.
            "textDocument/didSave" => self.editor.forget_all(),
            "workspace/didChangeWatchedFiles" => {
                let WatchedFiles { changes } = params::read(params)?;
                let paths = changes.iter().filter_map(DocumentName::path);
                paths
                    .filter(|path| !self.is_open(path))
                    .collect::<Vec<_>>()
                    .iter()
                    .for_each(|path| self.editor.forget(path));
            }
            "workspace/didChangeWorkspaceFolders" => {
                let FolderEvent { event } = params::read(params)?;
                event
                    .removed
                    .iter()
                    .filter_map(DocumentName::path)
                    .for_each(|path| self.editor.remove_folder(&path));
                event
                    .added
                    .iter()
                    .filter_map(DocumentName::path)
                    .for_each(|path| self.editor.add_folder(&path));
            }
            _ => {}
        }
        Ok(())
    }

    fn is_open(&self, path: &Path) -> bool {
        self.editor.buffers().contains_key(path)
    }

    /// Asks the client to tell of files that change.
    fn watch(&mut self) {
        let patterns = ["**/*.md", "**/*.rs", "**/*.toml", "**/spec.lock"];
        let watchers = patterns.map(|pattern| json!({ "globPattern": pattern }));
        let registration = json!({
            "id": "watched-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        let request = json!({ "jsonrpc": "2.0", "id": "watched-files", "method": "client/registerCapability", "params": params });
        self.send(&request.to_string());
    }

    /// Tells what has changed in the findings.
    fn publish(&mut self) {
        if self.stage != Stage::Running {
            return;
        }
        let edited: Vec<_> = std::mem::take(&mut self.edited).into_iter().collect();
        let published = self.guarded(|server| {
            let has_changed = server.editor.refresh() || !edited.is_empty();
            Ok(match std::mem::take(&mut server.has_news) || has_changed {
                true => server.published.update(&server.editor, &edited),
                false => Vec::new(),
            })
        });
        match published {
            Ok(messages) => messages.iter().for_each(|message| self.send(message)),
            // They are published with the next ones.
            Err(_) => self.edited.extend(edited),
        }
    }

    fn send(&mut self, message: &str) {
        if self.output.as_mut().is_some_and(|output| frames::write(output, message).is_err()) {
            self.output = None;
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: OpenedDocument,
}

#[derive(Deserialize)]
struct OpenedDocument {
    uri: String,
    version: Option<i64>,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: DocumentName,
    content_changes: Vec<BufferChange>,
}

#[derive(Deserialize)]
struct WatchedFiles {
    changes: Vec<DocumentName>,
}

#[derive(Deserialize)]
struct FolderEvent {
    event: FolderChanges,
}

#[derive(Deserialize)]
struct FolderChanges {
    #[serde(default)]
    added: Vec<DocumentName>,
    #[serde(default)]
    removed: Vec<DocumentName>,
}

#[cfg(test)]
mod tests;
