//! Finds problems in a design: unreadable lists of requirements, blocks without an end.

use super::lines::Line;
use crate::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::{claim, property};
use crate::markdown::{BlockKind, Blocks, raw_html};
use crate::order::Order as _;
use crate::source::Span;

/// The findings about a design, in document order.
pub(super) fn review(blocks: &Blocks<'_>, lines: &[Line]) -> Vec<Diagnostic> {
    let source = blocks.source();
    let mut found = Vec::new();
    for line in lines {
        let text = line.text.as_str();
        let problems = claim::claim(text).into_iter().flat_map(|claim| {
            let start = claim.range.start;
            let problems = claim.listed.problems.into_iter();
            problems
                .map(move |problem| (problem.reason, start + problem.range.start..start + problem.range.end))
        });
        let nothing = claim::names_nothing(text).map(|range| ("this names no requirement".to_owned(), range));
        for (reason, range) in problems.chain(nothing) {
            found.push(
                Diagnostic::new(Code::MalformedDesign, reason)
                    .at(source, line.text.source_span(range))
                    .label("not understood")
                    .help("write the numbers of criteria: `Validates: Requirements 1.2, 3.1-3.4`"),
            );
        }
    }
    for node in blocks.nodes() {
        let name = match node.kind {
            BlockKind::Code { fenced: true, unclosed: true } => "code fence",
            BlockKind::Html { unclosed: true } => {
                raw_html(source.slice(node.span)).map_or("block of HTML", |html| html.name)
            }
            _ => continue,
        };
        // A hidden part matters only if something that would be read is in it.
        let raw = source.slice(node.span);
        let is_read = |line: &str| {
            property::announced(line).is_some_and(|it| it.is_set_off) || claim::claim(line).is_some()
        };
        if !raw.lines().skip(1).any(is_read) {
            continue;
        }
        let first = source.line_span(source.line(node.span.start));
        let message = format!("this {name} never ends, so the design behind it is not read");
        found.push(
            Diagnostic::new(Code::UnclosedBlock, message)
                .at(source, Span::new(node.span.start, first.end.max(node.span.start)))
                .label("begins here")
                .help("end it where it should end"),
        );
    }
    if let Some(mark) = conflict::mark(source.text(), |_| true) {
        found.push(conflict::finding("the design").at(source, mark));
    }
    found.order_by_key(|finding| finding.location.as_ref().map(|location| location.span.start));
    found
}
