//! `textDocument/codeLens`: above each criterion its rung, and how many tests verify it.

use serde_json::{Map, Value, json};
use spec_engine::verdict::Verdict;

use super::editor::EditorState;
use super::{commands, diagnostics, params};
use crate::json_rpc::RpcError;
use crate::text::count;

/// The lenses of a document.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let params::OfDocument { text_document } = params::read(params)?;
    let Some(path) = text_document.path() else { return Ok(Value::Null) };
    let mut lenses = Vec::new();
    for (root, answer) in editor.answers() {
        let here = answer.findings.verdicts.iter().filter(|verdict| *verdict.location.path == *path);
        lenses.extend(here.map(|verdict| {
            let arguments = json!([format!("{}/{}", verdict.feature, verdict.id.as_str()), root]);
            json!({
                "range": diagnostics::range(editor, &verdict.location),
                "command": { "title": title(verdict), "command": commands::SHOW, "arguments": arguments },
            })
        }));
    }
    Ok(lenses.into())
}

/// The rung, and how many tests there are.
fn title(verdict: &Verdict) -> String {
    let tests = verdict.links.iter().filter(|link| super::words::is_test(link)).count();
    match tests {
        0 => verdict.rung.to_string(),
        tests => format!("{} · {}", verdict.rung, count(tests, "test", "tests")),
    }
}
