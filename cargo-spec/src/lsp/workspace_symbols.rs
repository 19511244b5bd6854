//! `workspace/symbol`: criteria and tasks by their ids and words.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::editor::EditorState;
use super::{definition, params, traces};
use crate::json_rpc::RpcError;
use crate::lsp::words::first_words;

/// So many are shown.
const MAX_SYMBOLS: usize = 200;

/// The number of the kind `Property` in the protocol: a criterion.
const PROPERTY: u8 = 7;
/// The number of the kind `Event`: a task.
const EVENT: u8 = 24;

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    query: String,
}

/// The criteria and tasks whose id or words have all words of the query.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let Query { query } = params::read(params)?;
    let query = query.to_lowercase();
    let mut symbols = Vec::new();
    for (_, answer) in editor.answers() {
        let criteria = answer.findings.verdicts.iter().map(|verdict| {
            let name = format!("{}/{} {}", verdict.feature, verdict.id.as_str(), verdict.text);
            (name, PROPERTY, verdict.location.clone())
        });
        let tasks = answer.snapshot.task_lists().flat_map(|(_, list)| {
            list.tasks.iter().map(move |task| {
                let number = list.number(task).unwrap_or_default();
                let name = format!("{}/{number} {}", list.feature, list.title(task));
                (name, EVENT, traces::task_location(list, task))
            })
        });
        let is_asked = |name: &str| {
            let name = name.to_lowercase();
            query.split_whitespace().all(|word| name.contains(word))
        };
        let asked = criteria.chain(tasks).filter(|(name, ..)| is_asked(name));
        symbols.extend(asked.map(|(name, kind, location)| {
            json!({ "name": first_words(&name), "kind": kind, "location": definition::one(editor, &location) })
        }).take(MAX_SYMBOLS - symbols.len()));
    }
    Ok(symbols.into())
}
