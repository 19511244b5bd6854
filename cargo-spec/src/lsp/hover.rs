//! `textDocument/hover`: a criterion with its rung, tests, code and tasks; a task with the words of its criteria.
//!
//! All of it is plain text: what a document says is no Markdown of ours.

use std::path::Path;

use serde_json::{Map, Value, json};
use spec_engine::verdict::Verdict;
use spec_model::paths::relative;
use spec_model::visible::visible;

use super::editor::EditorState;
use super::params;
use super::traces::{self, SubjectKind, TracedSubject, TracedTask};
use crate::json_rpc::RpcError;

/// So many criteria of a requirement or task are shown.
const MAX_CRITERIA: usize = 12;

/// Describes the criterion, link or task at a place.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let place: params::AtPlace = params::read(params)?;
    let Some(subject) = traces::subject(editor, &place) else { return Ok(Value::Null) };
    let path = place.text_document.path().unwrap_or_default();
    let range = editor.lines(&path).range(subject.span, editor.encoding);
    let contents = json!({ "kind": "plaintext", "value": text(&subject) });
    Ok(json!({ "contents": contents, "range": range }))
}

/// All of it, as text.
pub fn text(subject: &TracedSubject<'_>) -> String {
    let mut text = String::new();
    if let SubjectKind::Task(list, task) = subject.kind {
        text.push_str(&format!(
            "{} · {}\n",
            task_name(list.number(task), list.title(task)),
            task.state().as_str()
        ));
    }
    let tasks = match subject.kind {
        SubjectKind::Task(..) => Vec::new(),
        _ => subject.tasks(),
    };
    for verdict in subject.verdicts.iter().take(MAX_CRITERIA) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&criterion(verdict, subject.root));
    }
    if subject.verdicts.len() > MAX_CRITERIA {
        text.push_str(&format!("\nand {} more criteria\n", subject.verdicts.len() - MAX_CRITERIA));
    }
    text.extend(tasks.iter().map(|TracedTask { list, task, .. }| {
        format!("task  {} · {}\n", task_name(list.number(task), list.title(task)), task.state().as_str())
    }));
    let lines: Vec<_> = text.lines().map(visible).collect();
    lines.join("\n")
}

/// A criterion: its id and rung, its words, and what is linked to it.
fn criterion(verdict: &Verdict, root: &Path) -> String {
    let mut text = format!("{}/{} · {}", verdict.feature, verdict.id.as_str(), verdict.rung);
    if verdict.is_suspect() {
        text.push_str(" · changed since it was accepted");
    }
    text.push_str(&format!("\n{}\n", verdict.text));
    for link in &verdict.links {
        let (path, line) = (relative(&link.location.path, root), link.location.start.line);
        text.push_str(&format!("{}  {path}:{line} {}\n", link.item.role.as_str(), link.item.path));
    }
    text
}

fn task_name(number: Option<&str>, title: &str) -> String {
    [number.unwrap_or_default(), title].join(" ").trim().to_owned()
}
