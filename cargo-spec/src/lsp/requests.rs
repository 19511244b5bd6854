//! The requests that are answered about the files, and what the server says that it can do.

use serde_json::{Map, Value, json};

use super::editor::EditorState;
use crate::json_rpc::RpcError;

/// Answers a request about the files.
///
/// # Errors
/// A method that is not known; parameters that are not its own.
pub fn answer(_: &EditorState, method: &str, _: Map<String, Value>) -> Result<Value, RpcError> {
    Err(RpcError::method(method))
}

/// What the server can do.
pub fn capabilities(editor: &EditorState) -> Value {
    json!({
        "positionEncoding": editor.encoding.as_str(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    })
}
