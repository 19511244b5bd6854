//! What is left over in a document: marks of a conflict, fences and comments without an end, open questions, placeholders of a template.

use crate::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Kind, NodeId, Outline, raw_html};
use crate::source::Span;

/// How placeholders of the templates of Kiro, cc-sdd and spec-kit begin, lower-case.
const PLACEHOLDERS: &[&str] = &[
    "###-feature-name",
    "action",
    "actor",
    "add ",
    "behavior",
    "behaviour",
    "benefit",
    "boundary condition",
    "brief title",
    "capability",
    "choose",
    "condition",
    "date",
    "define ",
    "describe",
    "entity 1",
    "entity 2",
    "error scenario",
    "event",
    "expected outcome",
    "explain ",
    "feature",
    "goal",
    "initial state",
    "insert ",
    "key interaction",
    "link",
    "list ",
    "measurable",
    "name",
    "optional feature",
    "outcome",
    "placeholder",
    "precondition",
    "project name",
    "requirement title",
    "response",
    "role",
    "specific capability",
    "specify",
    "system",
    "tbd",
    "title",
    "todo",
    "trigger",
    "user story",
    "user type",
    "what ",
    "your ",
];

pub(super) fn review(outline: &Outline<'_>, found: &mut Vec<Diagnostic>) {
    let source = outline.source();
    let is_quoted = |at: usize| {
        let mut blocks =
            outline.nodes().iter().filter(|node| matches!(node.kind, Kind::Code { .. } | Kind::Html { .. }));
        blocks.any(|node| node.span.range().contains(&at))
    };
    if let Some(span) = conflict::mark(source.text(), |at| !is_quoted(at)) {
        found.push(conflict::finding("the document").at(source, span));
    }
    let written = source.text().trim_end_matches(|c: char| c == '\0' || c.is_whitespace()).len();
    if let Some(at) = source.text()[written..].find('\0') {
        let rest = source.text()[written + at..].trim_end();
        found.push(
            Diagnostic::new(Code::NulBytes, "the document ends in NUL bytes")
                .at(source, Span::new(written + at, written + at + rest.len()))
                .label("nothing was written here")
                .help("restore the file, or take the bytes away if nothing is missing"),
        );
    }
    for (id, node) in outline.nodes().iter().enumerate() {
        match node.kind {
            Kind::Code { unclosed: true, .. } => {
                found.push(unclosed(outline, id, "code fence", "the same marks"));
            }
            Kind::Html { unclosed: true } => {
                if let Some(kind) = raw_html(outline.raw(id)) {
                    found.push(unclosed(outline, id, kind.name, &format!("`{}`", kind.end)));
                }
            }
            Kind::Heading(_) | Kind::Paragraph | Kind::Cell if outline.content(id).contains('[') => {
                let prose = outline.prose(id);
                for (start, end) in brackets(prose.as_str()) {
                    let span = prose.source_span(start..end);
                    let text = prose.as_str()[start + 1..end].trim_end_matches(']');
                    if let Some(question) = clarification(text) {
                        found.push(
                            Diagnostic::new(Code::NeedsClarification, "a question is still open")
                                .at(source, span)
                                .label(if question { "to be answered" } else { "to be cleared up" })
                                .help("answer it in the text and take the mark away"),
                        );
                    } else if node.quotes == 0 && is_placeholder(text) && !is_defined(source.text(), text) {
                        found.push(
                            Diagnostic::new(
                                Code::UnfilledPlaceholder,
                                "a placeholder of the template is still there",
                            )
                            .at(source, span)
                            .label("to be filled in")
                            .help("write what it stands for, or put it into `code` if it is meant as it is"),
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

fn unclosed(outline: &Outline<'_>, id: NodeId, what: &str, end: &str) -> Diagnostic {
    let source = outline.source();
    let span = outline.node(id).span;
    let line = source.line_span(source.line(span.start));
    Diagnostic::new(Code::UnclosedBlock, format!("this {what} is never closed"))
        .at(source, Span::new(span.start, line.end.clamp(span.start, span.end.max(span.start))))
        .label("everything from here on is inside it")
        .help(format!("close it with {end} on a line of its own"))
}

/// The bracketed stretches of a text that are no links, not in code and not nested, as ranges with the brackets.
fn brackets(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        match c {
            '`' => in_code = !in_code,
            _ if in_code => {}
            '[' => open = Some(at),
            ']' => {
                let is_link = text[at + 1..].starts_with(['(', '[', ':', ']']);
                if let Some(start) =
                    open.take().filter(|&start| !is_link && !text[..start].ends_with(is_part_of_more))
                {
                    found.push((start, at + 1));
                }
            }
            _ => {}
        }
    }
    found
}

/// Before a bracket: it is an image, nested, or an index as in `items[0]`.
fn is_part_of_more(before: char) -> bool {
    matches!(before, '[' | '!' | '_') || before.is_alphanumeric()
}

/// `NEEDS CLARIFICATION: …`: with a question or without. What is no mark gives nothing; nor does its mention, which has
/// no colon.
fn clarification(text: &str) -> Option<bool> {
    let rest =
        text.trim_start().strip_prefix("NEEDS CLARIFICATION")?.trim_start().strip_prefix([':', '：'])?;
    Some(!rest.trim().is_empty())
}

/// Is there a place that a link of this name leads to: `[feature]: …`?
fn is_defined(document: &str, name: &str) -> bool {
    document.contains(&format!("[{name}]:"))
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    PLACEHOLDERS.iter().any(|begin| {
        lower.strip_prefix(begin).is_some_and(|rest| {
            // `[name, date]` lists what there is.
            let is_list = rest.strip_prefix(',').is_some_and(|rest| !rest.trim_start().starts_with("e.g"));
            begin.ends_with(' ') && !rest.is_empty()
                || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !is_list
        })
    })
}
