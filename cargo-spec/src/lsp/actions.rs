//! `textDocument/codeAction`: the fixes of findings, and commands about a criterion. Nothing accepts.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use spec_engine::verdict::{Rung, Verdict};
use spec_model::diagnostic::{Applicability, Diagnostic, Fix};
use spec_model::source::Span;

use super::editor::{EditorState, WorkspaceAnswer};
use super::{commands, diagnostics, params};
use crate::json_rpc::RpcError;

/// Lists the actions for a range.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let asked: params::InRange = params::read(params)?;
    let Some(path) = asked.text_document.path() else { return Ok(Value::Null) };
    let span = editor.lines(&path).span(asked.range, editor.encoding);
    let mut actions = Vec::new();
    for (root, answer) in editor.answers() {
        actions.extend(fixes(editor, answer, &path, span));
        let is_here =
            |verdict: &&Verdict| *verdict.location.path == *path && touches(verdict.location.span, span);
        for verdict in answer.findings.verdicts.iter().filter(is_here) {
            actions.extend(about(verdict, root));
        }
    }
    Ok(actions.into())
}

/// The fixes of the findings in a span. None of them, while something may be hidden: `check --fix` applies none either.
fn fixes(editor: &EditorState, answer: &WorkspaceAnswer, path: &Path, span: Span) -> Vec<Value> {
    if !answer.findings.hiding.is_empty() {
        return Vec::new();
    }
    let is_here = |finding: &&Diagnostic| {
        let location = finding.location.as_ref();
        location.is_some_and(|location| *location.path == *path && touches(location.span, span))
    };
    let findings = answer.findings.diagnostics.iter().filter(is_here);
    let fixes = findings.flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
    let actions = fixes.filter(|(_, fix)| !fix.edits.is_empty()).map(|(finding, fix)| {
        json!({
            "title": fix.title,
            "kind": "quickfix",
            "diagnostics": [diagnostics::diagnostic(editor, finding)],
            "isPreferred": fix.applicability == Applicability::Safe,
            "edit": edit(editor, fix),
        })
    });
    actions.collect()
}

/// The edits of a fix in the form of the protocol.
fn edit(editor: &EditorState, fix: &Fix) -> Value {
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        let range = diagnostics::range(editor, &edit.location);
        let edits = files.entry(editor.address(&edit.location.path)).or_default();
        edits.push(json!({ "range": range, "newText": edit.replacement }));
    }
    json!({ "changes": files })
}

/// The commands about a criterion.
fn about(verdict: &Verdict, root: &Path) -> Vec<Value> {
    let name = format!("{}/{}", verdict.feature, verdict.id.as_str());
    let command = |title: &str, command: &str| {
        let arguments = json!([name, root]);
        json!({ "title": title, "command": { "title": title, "command": command, "arguments": arguments } })
    };
    let mut actions = Vec::new();
    if verdict.rung == Rung::Untested {
        actions.push(command(&format!("Write the stub of {name}"), commands::WRITE_STUB));
    }
    if verdict.is_suspect() {
        actions.push(command(
            &format!("Show what changed in {name} since it was accepted"),
            commands::SHOW_CHANGE,
        ));
    }
    actions
}

fn touches(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}
