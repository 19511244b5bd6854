//! `textDocument/definition`: from a criterion to its tests and code, from a link or a task to its criteria.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use spec_model::diagnostic::Location;

use super::diagnostics;
use super::editor::EditorState;
use super::params;
use super::traces::{self, SubjectKind};
use crate::json_rpc::RpcError;

/// The places where what stands at a place is defined.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let Some(subject) = traces::subject(editor, &params::read(params)?) else { return Ok(Value::Null) };
    let locations: Vec<&Location> = match subject.kind {
        SubjectKind::Criterion | SubjectKind::Requirement => {
            let links = subject.verdicts.iter().flat_map(|verdict| &verdict.links);
            links.map(|link| &link.location).collect()
        }
        _ => subject.verdicts.iter().map(|verdict| &verdict.location).collect(),
    };
    Ok(all(editor, locations))
}

/// Places in the form of the protocol, each once, in the order in which they are given.
pub fn all<'a>(editor: &EditorState, locations: impl IntoIterator<Item = &'a Location>) -> Value {
    let mut known = HashSet::new();
    let shown = locations.into_iter().map(|location| one(editor, location));
    shown.filter(|shown| known.insert(shown.to_string())).collect()
}

/// A place in the form of the protocol.
pub fn one(editor: &EditorState, location: &Location) -> Value {
    json!({ "uri": editor.address(&location.path), "range": diagnostics::range(editor, location) })
}
