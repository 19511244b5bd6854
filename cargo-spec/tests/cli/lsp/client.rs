//! An editor, as far as the protocol shows it.
#![expect(clippy::needless_pass_by_value, reason = "messages are made where they are sent")]

use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use cargo_spec::lsp::addresses;
use cargo_spec::lsp::frames::{self, Frame};
use serde_json::{Value, json};

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client that has started the server.
pub(super) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// The messages that came while another was waited for.
    pub(super) heard: Vec<Value>,
    last_id: u64,
    /// The number of the last state of any buffer.
    version: u64,
}

impl Editor {
    /// Starts the server. Nothing is said yet.
    pub(super) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("it runs");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("an output"));
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            while let Ok(Frame::Body(body)) = frames::read(&mut output) {
                let message = serde_json::from_slice(&body).expect("each frame is JSON");
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, input, messages, heard: Vec::new(), last_id: 0, version: 0 }
    }

    /// Starts the server and begins a conversation about a folder.
    pub(super) fn of(command: Command, folder: &Path, capabilities: Value) -> Self {
        let mut editor = Self::start(command);
        let folders = json!([{ "uri": addresses::address(folder), "name": "folder" }]);
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        let answer = editor.request("initialize", params);
        assert_eq!(answer["result"]["serverInfo"]["name"], "cargo-spec", "{answer}");
        editor.notify("initialized", json!({}));
        editor
    }

    /// Sends bytes.
    pub(super) fn send_bytes(&mut self, bytes: &[u8]) {
        self.input.as_mut().expect("it is open").write_all(bytes).expect("it listens");
    }

    /// Sends a message.
    pub(super) fn send(&mut self, message: &Value) {
        frames::write(self.input.as_mut().expect("it is open"), &message.to_string()).expect("it listens");
    }

    /// Tells something.
    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a request.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The result of a request.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message of some kind. Others are kept.
    pub(super) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("it answers");
            if is_it(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Opens a buffer, and returns the findings in it as `code line:column`.
    pub(super) fn open(&mut self, path: &Path, text: &str) -> Vec<String> {
        let uri = addresses::address(path);
        let document = json!({ "uri": uri, "languageId": "any", "version": self.next(), "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        self.told(path, self.version.into())
    }

    /// Makes edits in a buffer, and returns the findings in it.
    pub(super) fn edit(&mut self, path: &Path, changes: Value) -> Vec<String> {
        let document = json!({ "uri": addresses::address(path), "version": self.next() });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.told(path, self.version.into())
    }

    fn next(&mut self) -> u64 {
        self.version += 1;
        self.version
    }

    /// The findings of a file that is not open, as they are told next.
    pub(super) fn findings(&mut self, path: &Path) -> Vec<String> {
        self.told(path, Value::Null)
    }

    /// The findings of a state of a file, as `code line:column`, from 0.
    fn told(&mut self, path: &Path, version: Value) -> Vec<String> {
        let uri = addresses::address(path);
        let told = self.wait(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        let findings = told["params"]["diagnostics"].as_array().expect("a list").iter();
        let shown = findings.map(|finding| {
            let start = &finding["range"]["start"];
            format!("{} {}:{}", finding["code"].as_str().expect("a code"), start["line"], start["character"])
        });
        shown.collect()
    }

    /// Ends the conversation as the protocol asks for it. The exit code of the server.
    pub(super) fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.code()
    }

    /// Goes away. The exit code of the server.
    pub(super) fn code(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().expect("it ends").code()
    }
}
