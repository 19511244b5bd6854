//! `textDocument/documentSymbol`: the requirements of a document with their criteria, and the tasks of a list.

use std::path::Path;

use serde_json::{Map, Value, json};
use spec_model::source::Span;
use spec_model::spec::Document;
use spec_model::tasks::TaskList;

use super::editor::EditorState;
use super::params;
use crate::json_rpc::RpcError;
use crate::lsp::words::first_words;

/// The number of the kind `Namespace` in the protocol: a requirement.
const NAMESPACE: u8 = 3;
/// The number of the kind `Property`: a criterion.
const PROPERTY: u8 = 7;
/// The number of the kind `Event`: a task.
const EVENT: u8 = 24;

/// The outline of a file.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let params::OfDocument { text_document } = params::read(params)?;
    let Some(path) = text_document.path() else { return Ok(Value::Null) };
    let mut symbols = Vec::new();
    for (_, answer) in editor.answers() {
        let catalogs = answer.snapshot.catalogs();
        let documents = catalogs.iter().flat_map(|catalog| &catalog.documents);
        let document = documents.into_iter().find(|document| **document.source.path() == *path);
        symbols.extend(document.into_iter().flat_map(|document| requirements(editor, &path, document)));
        let lists = answer.snapshot.task_lists().map(|(_, list)| list);
        let list = lists.into_iter().find(|list| **list.source.path() == *path);
        symbols.extend(list.into_iter().flat_map(|list| tasks(editor, &path, list)));
        if !symbols.is_empty() {
            break;
        }
    }
    Ok(symbols.into())
}

fn requirements(editor: &EditorState, path: &Path, document: &Document) -> Vec<Value> {
    let requirement = |requirement: &spec_model::spec::Requirement| {
        let criteria = requirement.criteria.iter().map(|criterion| {
            let name = (criterion.id.as_str(), criterion.text.as_str());
            symbol(editor, path, name, PROPERTY, [criterion.span, criterion.span])
        });
        let is_its_own = requirement.is_its_own_criterion();
        let criteria: Vec<_> = criteria.filter(|_| !is_its_own).collect();
        let last = requirement.criteria.last().map_or(requirement.span, |criterion| criterion.span);
        let whole = Span::new(requirement.span.start, requirement.span.end.max(last.end));
        let name = (requirement.id.as_str(), &*requirement.title);
        let mut symbol = symbol(editor, path, name, NAMESPACE, [whole, requirement.span]);
        symbol["children"] = criteria.into();
        symbol
    };
    document.requirements.iter().map(requirement).collect()
}

fn tasks(editor: &EditorState, path: &Path, list: &TaskList) -> Vec<Value> {
    let task = |task: &spec_model::tasks::Task| {
        let name = (list.number(task).unwrap_or_default(), list.title(task));
        symbol(editor, path, name, EVENT, [task.span, task.title])
    };
    list.tasks.iter().map(task).collect()
}

/// A symbol by its id and words, all of its bytes, and those that it is selected by.
fn symbol(
    editor: &EditorState,
    path: &Path,
    (id, words): (&str, &str),
    kind: u8,
    [whole, selected]: [Span; 2],
) -> Value {
    let lines = editor.lines(path);
    let [whole, selected] = [whole, selected].map(|span| lines.range(span, editor.encoding));
    let name = [id, &first_words(words)].join(" ");
    json!({ "name": name.trim(), "kind": kind, "range": whole, "selectionRange": selected })
}
