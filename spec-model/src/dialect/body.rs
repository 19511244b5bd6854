//! Joins blocks of several kinds into the text of one criterion.

use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::{Source, Span};

/// The words of blocks: paragraphs and items each on lines of their own, without the markers of the items; whatever lies
/// deeper (nested lists, code, tables) as it is written, less its indentation. Comments are left out.
pub(super) fn text(blocks: &Blocks<'_>, nodes: &[NodeId]) -> MappedText {
    let mut text = MappedText::default();
    for &node in nodes {
        push(blocks, node, &mut text);
    }
    text.trim()
}

/// Adds one block to a text.
pub(super) fn push(blocks: &Blocks<'_>, node: NodeId, text: &mut MappedText) {
    match blocks.node(node).kind {
        BlockKind::List(_) => {
            for item in blocks.children(node) {
                push_item(blocks, item, text);
            }
        }
        _ => push_inner(blocks, node, text),
    }
}

/// Adds a list item to a text, without its marker.
pub(super) fn push_item(blocks: &Blocks<'_>, item: NodeId, text: &mut MappedText) {
    for child in blocks.children(item) {
        push_inner(blocks, child, text);
    }
}

fn push_inner(blocks: &Blocks<'_>, node: NodeId, text: &mut MappedText) {
    match blocks.node(node).kind {
        BlockKind::Paragraph | BlockKind::Heading(_) => text.push_line(&blocks.prose(node)),
        BlockKind::Rule | BlockKind::Html { .. } | BlockKind::Metadata => {}
        _ => push_lines(blocks, blocks.node(node).span, text),
    }
}

/// The lines of a span, less the indentation that its first line has.
fn push_lines(blocks: &Blocks<'_>, span: Span, text: &mut MappedText) {
    let source = blocks.source();
    let first = source.line(span.start);
    let indentation = span.start - source.line_span(first).start;
    for line in first..=last_line(source, span) {
        let whole = source.line_span(line);
        let raw = source.slice(whole);
        let space = raw.len() - raw.trim_start_matches([' ', '\t']).len();
        let start = (whole.start + space.min(indentation)).max(span.start);
        let mut prose = MappedText::default();
        prose.push_span(source, Span::new(start, whole.end.min(span.end).max(start)));
        text.push_line(&prose);
    }
}

/// The end of the last block that says something: no comment, no thematic break.
pub(super) fn end(blocks: &Blocks<'_>, nodes: &[NodeId]) -> Option<usize> {
    let says = |node: &&NodeId| !matches!(blocks.node(**node).kind, BlockKind::Rule | BlockKind::Html { .. });
    nodes.iter().rfind(says).map(|&node| blocks.node(node).span.end)
}

/// The line that holds the last byte of a span.
pub(super) fn last_line(source: &Source, span: Span) -> usize {
    source.line(span.end.saturating_sub(1).max(span.start))
}
