//! Finds leftovers in a document: conflict marks, fences and comments without an end, open questions, placeholders of a
//! template.

use super::{Reviewed, Rule};
use crate::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{BlockKind, Blocks, NodeId, raw_html};
use crate::order::Order as _;
use crate::source::Span;

/// The beginnings of placeholders in the templates of Kiro, cc-sdd and spec-kit, lower-case.
const PLACEHOLDERS: &[&str] = &[
    "###-feature-name",
    "action",
    "actor",
    "add ",
    "assumption about",
    "behavior",
    "behaviour",
    "benefit",
    "boundary condition",
    "brief title",
    "business metric",
    "capability",
    "choose",
    "condition",
    "data requirement",
    "date",
    "define ",
    "dependency on",
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
    "user satisfaction",
    "user story",
    "user type",
    "what ",
    "your ",
];

/// Reports marks that a template, an editor or a merge has left.
pub(super) const RULE: Rule = review;

fn review(document: &Reviewed<'_>, found: &mut Vec<Diagnostic>) {
    let &Reviewed { blocks, .. } = document;
    let source = blocks.source();
    let is_quoted = |at: usize| {
        let mut nodes = blocks
            .nodes()
            .iter()
            .filter(|node| matches!(node.kind, BlockKind::Code { .. } | BlockKind::Html { .. }));
        nodes.any(|node| node.span.range().contains(&at))
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
                .help("restore the file, or remove the bytes if nothing is missing"),
        );
    }
    if let Some(at) = source.text()[..written].find('\0') {
        let count = source.text()[at..written].matches('\0').count();
        let what = if count == 1 { "a NUL byte is" } else { "NUL bytes are" };
        found.push(
            Diagnostic::new(Code::StrayNul, format!("{what} in the text"))
                .at(source, Span::new(at, at + 1))
                .label("it is invisible, and each program treats it in another way")
                .help("take it away, and look whether something is missing there"),
        );
    }
    for (id, node) in blocks.nodes().iter().enumerate() {
        match node.kind {
            BlockKind::Code { unclosed: true, .. } => {
                found.push(unclosed(blocks, id, "code fence", "the same marks"));
            }
            BlockKind::Html { unclosed: true } => {
                if let Some(kind) = raw_html(blocks.raw(id)) {
                    found.push(unclosed(blocks, id, kind.name, &format!("`{}`", kind.end)));
                }
            }
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::Cell
                if memchr::memchr2(b'[', b'$', blocks.content(id).as_bytes()).is_some() =>
            {
                let prose = blocks.prose(id);
                let mut reported = 0;
                for Bracket { start, end, is_code } in brackets(prose.as_str()) {
                    // A mark within another placeholder is reported with it.
                    if start < reported {
                        continue;
                    }
                    let span = prose.source_span(start..end);
                    let text = inside(&prose.as_str()[start..end]);
                    let before = found.len();
                    if is_code && !text.starts_with("###") {
                        continue;
                    }
                    if let Some(question) = clarification(text) {
                        found.push(
                            Diagnostic::new(Code::NeedsClarification, "a question is still open")
                                .at(source, span)
                                .label(if question { "to be answered" } else { "to be cleared up" })
                                .help("answer it in the text and remove the mark"),
                        );
                    } else if node.quotes == 0 && is_placeholder(text) && !is_defined(source.text(), text) {
                        found.push(
                            Diagnostic::new(
                                Code::UnfilledPlaceholder,
                                "a placeholder of the template is still there",
                            )
                            .at(source, span)
                            .label("to be filled in")
                            .help("fill it in, or put it into `code` if it is literal text"),
                        );
                    }
                    if found.len() > before {
                        reported = end;
                    }
                }
            }
            _ => {}
        }
    }
}

fn unclosed(blocks: &Blocks<'_>, id: NodeId, what: &str, end: &str) -> Diagnostic {
    let source = blocks.source();
    let span = blocks.node(id).span;
    let line = source.line_span(source.line(span.start));
    Diagnostic::new(Code::UnclosedBlock, format!("this {what} is never closed"))
        .at(source, Span::new(span.start, line.end.clamp(span.start, span.end.max(span.start))))
        .label("everything from here on is inside it")
        .help(format!("close it with {end} on a line of its own"))
}

/// A stretch of a text in brackets.
struct Bracket {
    start: usize,
    /// Behind the closing bracket.
    end: usize,
    is_code: bool,
}

/// The placeholder that the command of spec-kit replaces by the user's words.
const ARGUMENTS: &str = "$ARGUMENTS";

/// The bracketed stretches of a text that are no links, in the order in which they begin. With them stands what replaces the user's words.
fn brackets(text: &str) -> Vec<Bracket> {
    const DEEPEST: usize = 8;
    let mut found: Vec<Bracket> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut is_code = false;
    for (at, c) in text.char_indices() {
        match c {
            '`' => {
                open.retain(|&(_, in_code)| !in_code);
                is_code = !is_code;
            }
            '[' if open.len() < DEEPEST => open.push((at, is_code)),
            ']' => {
                let is_link = text[at + 1..].starts_with(['(', '[', ':']);
                let opened = open.pop_if(|&mut (_, in_code)| in_code == is_code).map(|(start, _)| start);
                if let Some(link) = opened.filter(|_| is_link) {
                    while found.pop_if(|bracket| bracket.start > link).is_some() {}
                }
                let start = opened.filter(|&start| !is_link && !text[..start].ends_with(is_part_of_more));
                found.extend(start.map(|start| Bracket { start, end: at + 1, is_code }));
            }
            '$' if !is_code && text[at..].starts_with(ARGUMENTS) => {
                found.push(Bracket { start: at, end: at + ARGUMENTS.len(), is_code });
            }
            _ => {}
        }
    }
    found.order_by_key(|bracket| bracket.start);
    found
}

/// The text in brackets.
fn inside(text: &str) -> &str {
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text)
}

/// Before a bracket: it is an image, or an index as in `items[0]`.
fn is_part_of_more(before: char) -> bool {
    matches!(before, '!' | '_') || before.is_alphanumeric()
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
    // `[any metric, e.g., "in under a second"]`
    let has_example = || lower.starts_with("e.g.") || lower.contains(", e.g.") || lower.contains("(e.g.");
    text == ARGUMENTS
        || has_example()
        || PLACEHOLDERS.iter().any(|begin| {
            lower.strip_prefix(begin).is_some_and(|rest| {
                // `[name, date]` lists what there is.
                let is_list =
                    rest.strip_prefix(',').is_some_and(|rest| !rest.trim_start().starts_with("e.g"));
                begin.ends_with(' ') && !rest.is_empty()
                    || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !is_list
            })
        })
}
