//! `textDocument/rename`: another id of a criterion, in its document and wherever it is named.
//!
//! The engine knows how to follow a criterion that was renumbered: its fix rewrites links, task lists, designs and `spec.lock`. So the id is
//! written into the document in a draft of all files. The fix is applied to the draft, and needs an acceptance to compare with.
//!
//! 1. In a first draft everything is accepted as it was before. The fix finds all that names the criterion. That lock is dropped.
//! 2. The second draft has all of this, and the lock as it is. There the fix writes the new name into the lock.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use spec_engine::Host;
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::{Compare, Findings, Question, Verdict};
use spec_model::Code;
use spec_model::files::{FileKind, Files, Overlay};
use spec_model::source::Span;

use super::editor::EditorState;
use super::params::{self, AtPlace};
use super::positions::LineIndex;
use super::traces::{self, SubjectKind, TracedSubject};
use crate::acceptance::{AcceptPlan, AcceptRequest};
use crate::fixes;
use crate::json_rpc::RpcError;

/// A fix that is not done after so many rounds never is.
const MAX_ROUNDS: usize = 32;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewName {
    new_name: String,
}

/// The id that would be renamed, and where it stands.
///
/// # Errors
/// Parameters of another method; nothing that can be renamed.
pub fn prepare(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let place: AtPlace = params::read(params)?;
    let (subject, verdict) = renamed(editor, &place)?;
    let path = place.text_document.path().unwrap_or_default();
    let span = match subject.kind {
        SubjectKind::Criterion => written_id(editor, verdict)?.span,
        _ => subject.span,
    };
    let range = editor.lines(&path).range(span, editor.encoding);
    Ok(json!({ "range": range, "placeholder": verdict.id.as_str() }))
}

/// The edits that rename an id.
///
/// # Errors
/// Parameters of another method; nothing that can be renamed; a name that the document cannot have.
pub fn answer(editor: &EditorState, params: Map<String, Value>) -> Result<Value, RpcError> {
    let NewName { new_name } = params::read(params.clone())?;
    let (subject, verdict) = renamed(editor, &params::read(params)?)?;
    let written = written_id(editor, verdict)?;
    let new_name = new_name.trim();
    let new_name = new_name.rsplit_once('/').map_or(new_name, |(_, id)| id);
    let is_known = |other: &Verdict| other.feature == verdict.feature && other.id.as_str() == new_name;
    if subject.answer.findings.verdicts.iter().any(is_known) {
        return Err(refused(format!("there is a criterion `{new_name}` already: choose another id")));
    }
    let part = written.part_of(new_name, verdict.id.as_str())?;
    let document = editor.lines(&verdict.location.path);
    let text = document.text();
    let text = [&text[..written.span.start], part, &text[written.span.end..]].concat();
    let changed = Draft::new(editor, subject.root).renamed(&verdict.location.path, &text)?;
    let is_there = changed.findings.verdicts.iter().any(is_known);
    if !is_there {
        return Err(refused(format!(
            "the document would not call the criterion `{new_name}`: choose an id of its form"
        )));
    }
    let edits = changed
        .files
        .iter()
        .map(|(path, after)| (editor.address(path), text_edits(editor, &editor.lines(path), after)));
    Ok(json!({ "changes": edits.collect::<BTreeMap<_, _>>() }))
}

fn refused(message: String) -> RpcError {
    // `RequestFailed` of the protocol: the request is in order, and cannot be done.
    RpcError::new(-32803, message)
}

/// The one criterion at a place.
fn renamed<'a>(
    editor: &'a EditorState,
    place: &AtPlace,
) -> Result<(TracedSubject<'a>, &'a Verdict), RpcError> {
    let subject = traces::subject(editor, place);
    let subject = subject
        .ok_or_else(|| refused("there is no id here: point at a criterion or at a link".to_owned()))?;
    match (subject.kind, &*subject.verdicts) {
        (SubjectKind::Criterion | SubjectKind::Link | SubjectKind::Reference, [verdict]) => {
            let verdict = *verdict;
            Ok((subject, verdict))
        }
        _ => {
            Err(refused("this link names several criteria: point at one of them in its document".to_owned()))
        }
    }
}

/// The text of an id in its document.
#[derive(Debug)]
struct WrittenId {
    span: Span,
    text: String,
}

impl WrittenId {
    /// The part of a new id that stands in the place of the old text.
    fn part_of<'a>(&self, new: &'a str, old: &str) -> Result<&'a str, RpcError> {
        let is_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if new.is_empty() || !new.chars().all(is_id) {
            return Err(refused(format!("`{new}` is no id: use letters, digits, `-` and `.`")));
        }
        let before = &old[..old.len() - self.text.len()];
        new.strip_prefix(before).filter(|part| !part.is_empty()).ok_or_else(|| {
            refused(format!(
                "only what stands behind `{before}` can be renamed here: that part is of the requirement"
            ))
        })
    }
}

/// Finds the place where a criterion's document writes its id, or the end of it: `2` of `REQ-1.2` in a numbered list.
fn written_id(editor: &EditorState, verdict: &Verdict) -> Result<WrittenId, RpcError> {
    let lines = editor.lines(&verdict.location.path);
    let own = lines.text().get(verdict.location.span.range()).unwrap_or_default();
    let id = verdict.id.as_str();
    // The first words of a criterion are its marker and its id.
    let first_line = verdict.text.lines().next().unwrap_or_default();
    let words = own.find(first_line).unwrap_or(own.len());
    let head = own.lines().next().unwrap_or_default();
    let head = &head[..words.min(head.len())];
    let ends = id
        .char_indices()
        .map(|(at, _)| &id[at..])
        .filter(|end| end.len() == id.len() || id[..id.len() - end.len()].ends_with(['.', '-']));
    let found = ends.filter_map(|end| Some((head.find(end)?, end))).next();
    let Some((at, end)) = found else {
        return Err(refused(format!("the document does not write the id `{id}`: rename it there by hand")));
    };
    let start = verdict.location.span.start + at;
    Ok(WrittenId { span: Span::new(start, start + end.len()), text: end.to_owned() })
}

/// A draft of all files.
struct Draft<'a> {
    root: &'a Path,
    editor: &'a EditorState,
}

/// Files that a renaming changes, and the findings once they are written.
struct RenamedFiles {
    files: BTreeMap<PathBuf, String>,
    findings: Findings,
}

/// The files of an editor, with drafts over them.
struct Drafted {
    files: Arc<Overlay<Arc<dyn Files>>>,
    host: Host,
}

impl Drafted {
    fn new(editor: &EditorState) -> Self {
        let files = Arc::new(Overlay::new(editor.all_files()));
        Self { host: Host::new(Arc::clone(&files)), files }
    }

    fn set(&self, path: &Path, text: &str) {
        self.files.set(path, Some(text));
        self.host.forget(path);
    }

    /// Follows renumbered criteria until nothing is left to do.
    fn follow(&self, root: &Path) -> Result<Findings, RpcError> {
        for _ in 0..MAX_ROUNDS {
            let findings = self.ask(root);
            let files = fixes::round(&self.host, &findings, |finding| finding.code == Code::CriterionMoved);
            let files = files.map_err(|error| refused(error.to_string()))?;
            if files.is_empty() {
                return Ok(findings);
            }
            for file in files {
                self.set(&file.path, &String::from_utf8_lossy(&file.after));
            }
        }
        Err(refused("the links do not come to an end: run `cargo spec check --fix`".to_owned()))
    }

    fn ask(&self, root: &Path) -> Findings {
        self.host.ask(root, &Question { compare: Compare::IfLocked, ..Question::default() })
    }
}

impl<'a> Draft<'a> {
    fn new(editor: &'a EditorState, root: &'a Path) -> Self {
        Self { root, editor }
    }

    /// Returns the files as they are after the id in a document has changed.
    fn renamed(&self, document: &Path, text: &str) -> Result<RenamedFiles, RpcError> {
        let lock = self.root.join(FILE_NAME);
        let first = Drafted::new(self.editor);
        first.set(&lock, &self.accepted(&first)?);
        first.set(document, text);
        first.follow(self.root)?;
        let second = Drafted::new(self.editor);
        for (path, text) in first.files.buffers().into_iter().filter(|(path, _)| *path != lock) {
            second.set(&path, &String::from_utf8_lossy(&text));
        }
        let findings = second.follow(self.root)?;
        let drafted = second.files.buffers().into_iter();
        let changed = drafted.filter(|(path, after)| {
            let before = self.editor.files().read(path, FileKind::Edited).unwrap_or_default();
            *before != **after
        });
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let files = changed.map(|(path, after)| (path, text(&after))).collect();
        Ok(RenamedFiles { files, findings })
    }

    /// A lock in which everything is accepted as it is now.
    fn accepted(&self, drafted: &Drafted) -> Result<String, RpcError> {
        let question = Question { compare: Compare::Always, ..Question::default() };
        let mut findings = drafted.host.ask(self.root, &question);
        if let Some(hidden) = findings.hiding.first() {
            return Err(refused(format!(
                "nothing is renamed as long as something may be hidden: {}",
                hidden.message
            )));
        }
        let comparison = findings.comparison.take().filter(|comparison| comparison.lock.is_some());
        let Some(comparison) = comparison else {
            return Err(refused("nothing is renamed as long as `spec.lock` cannot be read".to_owned()));
        };
        let request = AcceptRequest { is_forced: true, ..AcceptRequest::default() };
        Ok(AcceptPlan::new(&findings, &comparison, &request).after.to_string())
    }
}

/// The edits that make a text of another, line by line.
fn text_edits(editor: &EditorState, before: &LineIndex, after: &str) -> Vec<Value> {
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old_lines, new_lines) = (lines(before.text()), lines(after));
    let starts = |lines: &[&str]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old, new) = (starts(&old_lines), starts(&new_lines));
    let ops = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changed.map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let range = before.range(Span::new(old[from.start], old[from.end]), editor.encoding);
        json!({ "range": range, "newText": &after[new[to.start]..new[to.end]] })
    });
    edits.collect()
}
