//! Finds problems of a whole task list: boxes that were not read, blocks without an end, open questions.

use super::walk::Draft;
use crate::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Blocks, raw_html};
use crate::source::Span;

/// What spec-kit leaves where a person has to decide; a colon follows.
const MARK: &str = "[NEEDS CLARIFICATION";

/// Adds the findings about a task list.
pub(super) fn review(blocks: &Blocks<'_>, draft: &mut Draft) {
    let source = blocks.source();
    let text = source.text();
    for node in blocks.nodes() {
        let name = match node.kind {
            BlockKind::Code { fenced: true, unclosed: true } => "code fence",
            BlockKind::Html { unclosed: true } => {
                raw_html(source.slice(node.span)).map_or("block of HTML", |html| html.name)
            }
            _ => continue,
        };
        // What is hidden matters only if there is a box in it.
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
    let mut from = 0;
    while let Some(at) = text[from..].find(MARK).map(|at| from + at) {
        let end = text[at..].find([']', '\n']).map_or(text.len(), |end| at + end + 1);
        from = end;
        let is_mark = text[at + MARK.len()..].trim_start().starts_with([':', '：']);
        let before = draft.tasks.partition_point(|task| task.span.start <= at);
        let is_shown = before.checked_sub(1).is_some_and(|task| at < draft.tasks[task].span.end);
        if is_mark && is_shown {
            draft.diagnostics.push(
                Diagnostic::new(Code::NeedsClarification, "a task leaves a question open")
                    .at(source, Span::new(at, end))
                    .label("to be answered")
                    .help("answer it in the requirements, and take the mark out"),
            );
        }
    }
    // It hides no criterion, so that it keeps no verb from its work.
    if let Some(mark) = conflict::mark(text, |_| true) {
        let finding = conflict::finding("the task list").at(source, mark);
        let severity = Code::MalformedTask.default_severity();
        let finding = Diagnostic { code: Code::MalformedTask, severity, ..finding };
        draft.hiding.get_or_insert_with(|| finding.clone());
        draft.diagnostics.push(finding);
    }
}

fn holds_box(raw: &str) -> bool {
    raw.lines().any(|line| crate::grammar::task::item(line.trim_start_matches([' ', '\t', '>'])).is_some())
}
