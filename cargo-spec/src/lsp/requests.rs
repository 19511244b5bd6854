//! The requests that are answered about the files, and what the server says that it can do.

use serde_json::{Map, Value, json};

use super::commands::{COMMANDS, RunInFolder};
use super::editor::EditorState;
use super::{
    actions, commands, completion, definition, document_symbols, hints, hover, lens, references, rename,
    tokens, workspace_symbols,
};
use crate::json_rpc::RpcError;

/// Answers a request about the files.
type Answer = fn(&EditorState, Map<String, Value>) -> Result<Value, RpcError>;

/// Every request that is answered, but for commands.
pub const REQUESTS: [(&str, Answer); 12] = [
    ("textDocument/hover", hover::answer),
    ("textDocument/definition", definition::answer),
    ("textDocument/references", references::answer),
    ("textDocument/documentSymbol", document_symbols::answer),
    ("workspace/symbol", workspace_symbols::answer),
    ("textDocument/completion", completion::answer),
    ("textDocument/codeAction", actions::answer),
    ("textDocument/prepareRename", rename::prepare),
    ("textDocument/rename", rename::answer),
    ("textDocument/codeLens", lens::answer),
    ("textDocument/inlayHint", hints::answer),
    ("textDocument/semanticTokens/full", tokens::answer),
];

/// Answers a request about the files.
///
/// # Errors
/// A method that is not known; parameters that are not its own.
pub fn answer(
    editor: &EditorState,
    method: &str,
    params: Map<String, Value>,
    run: RunInFolder<'_>,
) -> Result<Value, RpcError> {
    if method == "workspace/executeCommand" {
        return commands::answer(editor, params, run);
    }
    let known = REQUESTS.into_iter().find(|(name, _)| *name == method);
    let (_, answer) = known.ok_or_else(|| RpcError::method(method))?;
    answer(editor, params)
}

/// Lists the capabilities of the server.
pub fn capabilities(editor: &EditorState) -> Value {
    json!({
        "positionEncoding": editor.encoding.as_str(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "completionProvider": { "triggerCharacters": ["\"", ".", "/", "-", " "] },
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
        "renameProvider": { "prepareProvider": true },
        "codeLensProvider": { "resolveProvider": false },
        "inlayHintProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": tokens::LEGEND, "tokenModifiers": [] },
            "full": true,
        },
        "executeCommandProvider": { "commands": COMMANDS.map(|(name, _)| name) },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    })
}
