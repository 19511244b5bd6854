//! `textDocument/references`: every test, item and task that names the criteria at a place.

use serde_json::{Map, Value};

use super::definition;
use super::editor::EditorState;
use super::params;
use super::traces::{self, TracedTask};
use crate::json_rpc::RpcError;

/// The places that name what stands at a place.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let declaration = params.get("context").and_then(|context| context.get("includeDeclaration"));
    let with_criteria = declaration.and_then(Value::as_bool).unwrap_or_default();
    let Some(subject) = traces::subject(editor, &params::read(params)?) else { return Ok(Value::Null) };
    let criteria = subject.verdicts.iter().filter(|_| with_criteria).map(|verdict| &verdict.location);
    let links = subject.verdicts.iter().flat_map(|verdict| &verdict.links).map(|link| &link.location);
    let tasks = subject.tasks();
    let tasks: Vec<_> =
        tasks.iter().map(|TracedTask { list, task, .. }| traces::task_location(list, task)).collect();
    Ok(definition::all(editor, criteria.chain(links).chain(&tasks)))
}
