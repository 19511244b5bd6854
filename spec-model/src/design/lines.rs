//! The lines of a document with text: headings, paragraphs, items and cells, without code, comments and front matter.

use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};

/// The place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinePlace {
    /// A heading, with its level.
    Heading(u8),
    /// The first line of a paragraph that stands in no list.
    Paragraph,
    /// The first line of a list item.
    Item,
    /// A later line of a paragraph, or one of a further paragraph of an item.
    Further,
}

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) place: LinePlace,
    pub(super) text: MappedText,
    /// The block that it stands in.
    pub(super) node: NodeId,
}

/// The lines in document order. Tables are left out.
pub(super) fn of(blocks: &Blocks<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, node) in blocks.nodes().iter().enumerate() {
        let place = match node.kind {
            BlockKind::Heading(level) => LinePlace::Heading(level),
            BlockKind::Paragraph => match node.parent.map(|parent| (parent, blocks.node(parent).kind)) {
                Some((parent, BlockKind::Item { .. })) if id == parent + 1 => LinePlace::Item,
                Some((_, BlockKind::Item { .. })) => LinePlace::Further,
                _ => LinePlace::Paragraph,
            },
            _ => continue,
        };
        let text = blocks.prose(id);
        if let LinePlace::Heading(_) = place {
            lines.push(Line { place, text, node: id });
            continue;
        }
        let mut start = 0;
        for line in text.as_str().split('\n') {
            let range = start..start + line.len();
            let place = if start == 0 { place } else { LinePlace::Further };
            start = range.end + 1;
            if !line.trim().is_empty() {
                lines.push(Line { place, text: text.slice(range).trim(), node: id });
            }
        }
    }
    lines
}
