//! Finds problems of a whole task list: boxes that were not read, blocks without an end, open questions.

use super::walk::Draft;
use crate::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Landmarks, raw_html};
use crate::source::Span;

/// The mark that spec-kit leaves where a person has to decide; a colon follows.
const MARK: &str = "[NEEDS CLARIFICATION";

/// Adds the findings about a task list.
pub(super) fn review(landmarks: &Landmarks<'_>, draft: &mut Draft) {
    let source = landmarks.source();
    let text = source.text();
    for node in landmarks.all() {
        let name = match node.kind {
            BlockKind::Code { fenced: true, unclosed: true } => "code fence",
            BlockKind::Html { unclosed: true } => {
                raw_html(source.slice(node.span)).map_or("block of HTML", |html| html.name)
            }
            _ => continue,
        };
        // A hidden part matters only if there is a box in it.
        if holds_box(source.slice(node.span)) {
            let first = source.line_span(source.line(node.span.start));
            let message = format!("this {name} never ends, so the tasks behind it are not read");
            let finding = Diagnostic::new(Code::MalformedTask, message)
                .at(source, Span::new(node.span.start, first.end.max(node.span.start)))
                .label("begins here")
                .help("end it where it should end");
            draft.hiding.get_or_insert_with(|| finding.clone());
            draft.diagnostics.push(finding);
        }
    }
    open_questions(landmarks, &mut draft.diagnostics);
    // It hides no criterion, so that it keeps no verb from its work.
    if let Some(mark) = conflict::mark(text, |_| true) {
        let finding = conflict::finding("the task list").at(source, mark);
        let severity = Code::MalformedTask.default_severity();
        let finding = Diagnostic { code: Code::MalformedTask, severity, ..finding };
        draft.hiding.get_or_insert_with(|| finding.clone());
        draft.diagnostics.push(finding);
    }
}

/// Reports the marks of open questions, wherever people see them: not in code, nor in comments.
fn open_questions(landmarks: &Landmarks<'_>, found: &mut Vec<Diagnostic>) {
    let source = landmarks.source();
    let text = source.text();
    let is_unseen = |kind: &BlockKind| matches!(kind, BlockKind::Code { .. } | BlockKind::Html { .. });
    let unseen = landmarks.all().iter().filter(|node| is_unseen(&node.kind)).map(|node| node.span);
    let mut unseen: Vec<Span> = unseen.collect();
    unseen.sort_unstable_by_key(|span| span.start);
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], MARK.as_bytes()).map(|at| from + at) {
        // A question may go on in the next lines, up to a blank one.
        let paragraph = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
        let line = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let end = text[at..paragraph].find(']').map_or(line, |end| at + end + 1);
        from = at + MARK.len();
        let is_mark = text[from..].trim_start().starts_with([':', '：']);
        let before = unseen.partition_point(|span| span.start <= at);
        let is_unseen = unseen[..before].last().is_some_and(|span| at < span.end);
        let is_quoted = text[..at].ends_with('`');
        if is_mark && !is_quoted && !is_unseen {
            let finding = Diagnostic::new(Code::NeedsClarification, "the task list leaves a question open")
                .at(source, Span::new(at, end))
                .label("to be answered")
                .help("answer it in the requirements, and take the mark out");
            found.push(finding);
        }
    }
}

fn holds_box(raw: &str) -> bool {
    raw.lines().any(|line| crate::grammar::task::item(line.trim_start_matches([' ', '\t', '>'])).is_some())
}
