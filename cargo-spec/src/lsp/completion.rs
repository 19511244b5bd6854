//! `textDocument/completion`: ids, in `#[spec("…")]`, in the references of tasks and in `Validates`.

use std::collections::HashSet;
use std::path::Path;

use serde_json::{Map, Value, json};
use spec_model::catalog::{self, Target};
use spec_model::source::Span;

use super::editor::EditorState;
use super::params;
use super::words::first_words;
use crate::json_rpc::RpcError;

/// The number of the kind `Reference` in the protocol.
const REFERENCE: u8 = 18;

/// So far back a link is looked for in Rust: the attribute may be of several lines.
const MAX_ATTRIBUTE: usize = 400;

/// The ids that fit at a place.
///
/// # Errors
/// Parameters of another method.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let place: params::AtPlace = params::read(params)?;
    let Some(path) = place.text_document.path() else { return Ok(Value::Null) };
    let lines = editor.lines(&path);
    let offset = lines.offset(place.position, editor.encoding);
    let before = &lines.text()[..offset];
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let start = if is_rust { in_link(before) } else { in_reference(before) };
    let Some(start) = start else { return Ok(Value::Null) };
    let range = lines.range(Span::new(start, offset), editor.encoding);
    let (mut items, mut labels) = (Vec::new(), HashSet::new());
    for (_, answer) in editor.answers() {
        for catalog in answer.snapshot.catalogs() {
            let is_offered = |target: &Target<'_>| is_rust || is_beside(target, &path);
            for target in catalog.criteria().filter(is_offered) {
                let name = catalog.qualified_id(&target);
                let name = if is_rust { name } else { in_list(target.id().as_str()).to_owned() };
                if !labels.insert(name.clone()) {
                    continue;
                }
                let words = target.criterion.map(|criterion| criterion.text.as_str()).unwrap_or_default();
                items.push(json!({
                    "label": name,
                    "kind": REFERENCE,
                    "detail": first_words(words),
                    "documentation": { "kind": "plaintext", "value": words },
                    "sortText": format!("{:06}", items.len()),
                    "textEdit": { "range": range, "newText": name },
                }));
            }
        }
    }
    Ok(json!({ "isIncomplete": false, "items": items }))
}

/// Is the document of a target one of the feature that a task list or design is of?
fn is_beside(target: &Target<'_>, path: &Path) -> bool {
    catalog::home(target.document.source.path()) == path.parent()
}

/// An id as task lists write it: a number alone, where that is enough.
fn in_list(id: &str) -> &str {
    id.strip_prefix("REQ-").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(id)
}

/// Finds the beginning of an id that is being written in a link; nothing, if there is none.
fn in_link(before: &str) -> Option<usize> {
    let from = before.len().saturating_sub(MAX_ATTRIBUTE);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at))?;
    let attribute = from + before[from..].rfind("spec(")? + "spec(".len();
    let arguments = &before[attribute..];
    let is_open = arguments.matches('"').count() % 2 == 1;
    let outside = arguments.split('"').step_by(2).any(|part| part.contains([')', ';', '{']));
    (is_open && !outside).then(|| attribute + arguments.rfind('"').map_or(0, |at| at + 1))
}

/// Finds the beginning of an id that is being written behind `Requirements:` or `Validates`; nothing, if there is none.
fn in_reference(before: &str) -> Option<usize> {
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before[line_start..].to_lowercase();
    let is_list =
        ["requirements:", "requirement:", "validates", "(ac:"].iter().any(|word| line.contains(word));
    let word = before[line_start..].rfind([' ', ',', '_', '*', ':', '(']).map_or(0, |at| at + 1);
    is_list.then_some(line_start + word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: fn(&str) -> Option<usize>, before: &str, expect: Option<&str>) {
        assert_eq!(read(before).map(|start| &before[start..]), expect, "{before}");
    }

    #[test]
    fn ids_are_completed_in_the_literals_of_links() {
        check(in_link, "#[spec(\"", Some(""));
        check(in_link, "#[spec_runtime::spec(\"a/1.1\", \"RE", Some("RE"));
        check(in_link, "#[spec(\n    \"REQ-1.1\",\n    \"ü", Some("ü"));
        check(in_link, "#[spec(\"REQ-1.1\"", None);
        check(in_link, "#[spec(\"REQ-1.1\")]\nfn a() { b(\"", None);
        check(in_link, &format!("spec(\"{}", "ü".repeat(400)), None);
        check(in_link, "", None);
    }

    #[test]
    fn ids_are_completed_behind_the_labels_of_references() {
        check(in_reference, "  - _Requirements: 1.1, 1.", Some("1."));
        check(in_reference, "- x\n  **Validates: Requirements ", Some(""));
        check(in_reference, "- [ ] 1. The requirements\n", None);
        check(in_reference, "", None);
    }
}
