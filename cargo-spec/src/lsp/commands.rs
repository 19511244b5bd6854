//! `workspace/executeCommand`: runs a verb of this command about one criterion, and shows what it prints.
//!
//! The verbs read the disk, not the buffers.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::editor::EditorState;
use super::params;
use crate::json_rpc::RpcError;

/// Writes the stub of a criterion, as `cargo spec gen` does.
pub const WRITE_STUB: &str = "cargo-spec.writeStub";

/// Shows what differs from what was accepted, as `cargo spec review` does without a terminal.
pub const SHOW_CHANGE: &str = "cargo-spec.showChange";

/// Shows a criterion, as `cargo spec show` does.
pub const SHOW: &str = "cargo-spec.show";

/// Every command, with the verb that it runs.
pub const COMMANDS: [(&str, &str); 3] = [(WRITE_STUB, "gen"), (SHOW_CHANGE, "review"), (SHOW, "show")];

/// Runs a verb with arguments in a folder. What it prints is the answer.
pub type RunInFolder<'a> = &'a dyn Fn(&Path, &[&str]) -> io::Result<String>;

#[derive(Deserialize)]
struct Execution {
    command: String,
    /// The criterion, and the root of its workspace.
    arguments: (String, PathBuf),
}

/// Runs a command. The text that it printed.
///
/// # Errors
/// A command or folder that is not known here; a verb that cannot be run.
pub fn answer(
    editor: &EditorState,
    params: Map<String, Value>,
    run: RunInFolder<'_>,
) -> Result<Value, RpcError> {
    let Execution { command, arguments: (id, root) } = params::read(params)?;
    let Some((_, verb)) = COMMANDS.into_iter().find(|(name, _)| *name == command) else {
        return Err(RpcError::params(format!("there is no command `{command}`")));
    };
    if !editor.answers().any(|(known, _)| *known == *root) {
        return Err(RpcError::params(format!("`{}` is no workspace that is open", root.display())));
    }
    // The answer is about all packages of the workspace, not only that of its root. An id is never an option.
    let text = run(&root, &[verb, "--workspace", "--", &id]);
    text.map(Value::String)
        .map_err(|error| RpcError::internal(format!("`cargo spec {verb}` cannot be run: {error}")))
}
