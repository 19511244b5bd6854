//! `textDocument/inlayHint`: behind each criterion its rung and the names of its tests.

use serde_json::{Map, Value, json};
use spec_engine::verdict::Verdict;

use super::editor::EditorState;
use super::params;
use super::words::is_test;
use crate::json_rpc::RpcError;

/// So many tests are named; of more, only how many they are.
const MAX_NAMES: usize = 2;

/// The hints in a range of a document.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let asked: params::InRange = params::read(params)?;
    let Some(path) = asked.text_document.path() else { return Ok(Value::Null) };
    let lines = editor.lines(&path);
    let span = lines.span(asked.range, editor.encoding);
    let mut hints = Vec::new();
    for (_, answer) in editor.answers() {
        for verdict in answer.findings.verdicts.iter().filter(|verdict| *verdict.location.path == *path) {
            // Behind its first line: lists below it have lines of their own.
            let own = verdict.location.span;
            let line = lines.text().get(own.range()).and_then(|text| text.lines().next()).unwrap_or_default();
            let end = own.start + line.trim_end().len();
            if (span.start..=span.end).contains(&end) {
                let position = lines.place(end, editor.encoding);
                hints.push(json!({ "position": position, "label": label(verdict), "paddingLeft": true }));
            }
        }
    }
    Ok(hints.into())
}

fn label(verdict: &Verdict) -> String {
    let tests: Vec<_> = verdict.links.iter().filter(|link| is_test(link)).collect();
    let mut label = verdict.rung.to_string();
    for test in tests.iter().take(MAX_NAMES) {
        label.push_str(&format!(" · {}", test.item.path));
    }
    if tests.len() > MAX_NAMES {
        label.push_str(&format!(" · and {} more", tests.len() - MAX_NAMES));
    }
    label
}
