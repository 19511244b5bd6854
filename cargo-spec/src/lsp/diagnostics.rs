//! The findings of the engine as an editor wants them, file by file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use spec_model::Severity;
use spec_model::diagnostic::{Diagnostic, Location};

use super::editor::EditorState;
use super::positions::{EditorPlace, EditorRange};
use crate::json_rpc;

/// The findings that were published last, by their files.
#[derive(Debug, Default)]
pub struct Published(BTreeMap<PathBuf, Vec<Diagnostic>>);

impl Published {
    /// The messages with what has changed since the last ones. Findings of `edited` files are published in any case.
    pub fn update(&mut self, editor: &EditorState, edited: &[PathBuf]) -> Vec<String> {
        let now = by_file(editor);
        let gone = self.0.keys().filter(|path| !now.contains_key(*path));
        let other = now.keys().filter(|path| now.get(*path) != self.0.get(*path));
        let mut paths: Vec<_> = gone.chain(other).chain(edited).collect();
        paths.sort_unstable();
        paths.dedup();
        let none = Vec::new();
        let messages = paths.iter().map(|path| message(editor, path, now.get(*path).unwrap_or(&none)));
        let messages = messages.collect();
        self.0 = now;
        messages
    }
}

/// The findings of all workspaces, each once, by their files.
fn by_file(editor: &EditorState) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut files: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    // Only of two workspaces can one have what another has found already.
    let has_several = editor.answers().nth(1).is_some();
    for (root, answer) in editor.answers() {
        for finding in &answer.findings.diagnostics {
            let path = finding.path.as_deref().map_or_else(|| root.join("Cargo.toml"), Path::to_path_buf);
            let known = files.entry(path).or_default();
            if !has_several || !known.contains(finding) {
                known.push(finding.clone());
            }
        }
    }
    files
}

fn message(editor: &EditorState, path: &Path, findings: &[Diagnostic]) -> String {
    let diagnostics: Vec<_> = findings.iter().map(|finding| diagnostic(editor, finding)).collect();
    let mut params = json!({ "uri": editor.address(path), "diagnostics": diagnostics });
    if let Some(version) = editor.buffers().get(path).and_then(|buffer| buffer.version) {
        params["version"] = version.into();
    }
    json_rpc::notification("textDocument/publishDiagnostics", &params)
}

/// A finding in the form of the protocol.
pub fn diagnostic(editor: &EditorState, finding: &Diagnostic) -> Value {
    let at = |location: &Location| json!({ "uri": editor.address(&location.path), "range": range(editor, location) });
    let nowhere = EditorPlace { line: 0, character: 0 };
    let place = finding.location.as_ref().map(|location| range(editor, location));
    let related: Vec<_> = finding
        .labels
        .iter()
        .map(|label| json!({ "location": at(&label.location), "message": label.text }))
        .collect();
    json!({
        "range": place.unwrap_or(EditorRange { start: nowhere, end: nowhere }),
        "severity": severity(finding.severity),
        "code": finding.code.as_str(),
        "source": "cargo spec",
        "message": words(finding),
        "relatedInformation": related,
    })
}

/// The range of a location in the text of now.
pub fn range(editor: &EditorState, location: &Location) -> EditorRange {
    editor.lines(&location.path).range(location.span, editor.encoding)
}

/// The message of a finding, what its caret says, and the advice.
fn words(finding: &Diagnostic) -> String {
    let mut words = finding.message.clone();
    if !finding.label.is_empty() {
        words.push_str(&format!("\n{}", finding.label));
    }
    if let Some(advice) = finding.advice_text() {
        words.push_str(&format!("\nhelp: {advice}"));
    }
    words
}

/// The number of a severity in the protocol.
const fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note | Severity::Allow => 3,
    }
}
