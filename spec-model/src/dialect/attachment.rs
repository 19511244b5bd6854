//! Blocks below a criterion beside its words, points and examples. They belong to what was accepted: a number in a code
//! block counts like one in a sentence.

use super::{body, gherkin, item};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::spec::Attachment;

/// Those of a list item, whose words are its paragraphs up to the first other block.
pub(super) fn of_item(blocks: &Blocks<'_>, item: NodeId) -> Vec<Attachment> {
    let words = |node: &NodeId| {
        matches!(blocks.node(*node).kind, BlockKind::Paragraph | BlockKind::Heading(_))
            || item::is_comment(blocks, *node)
    };
    let nodes: Vec<_> = blocks.children(item).skip_while(words).collect();
    of_blocks(blocks, &nodes)
}

/// Those of blocks. The items of lists are points, and the first table holds examples.
pub(super) fn of_blocks(blocks: &Blocks<'_>, nodes: &[NodeId]) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    let mut tables = nodes.iter().filter(|&&node| blocks.node(node).kind == BlockKind::Table).skip(1);
    let mut table = tables.next();
    for &node in nodes {
        match blocks.node(node).kind {
            BlockKind::List(_) => {
                let below = node + 1..blocks.node(node).end;
                let codes = below.filter(|&node| matches!(blocks.node(node).kind, BlockKind::Code { .. }));
                attachments.extend(codes.filter_map(|node| of_block(blocks, node)));
            }
            BlockKind::Table if table == Some(&node) => {
                table = tables.next();
                attachments.extend(of_block(blocks, node));
            }
            BlockKind::Table => {}
            _ => attachments.extend(of_block(blocks, node)),
        }
    }
    attachments
}

/// That of one block, if it says anything.
pub(super) fn of_block(blocks: &Blocks<'_>, node: NodeId) -> Option<Attachment> {
    let (text, is_code) = match blocks.node(node).kind {
        BlockKind::Paragraph | BlockKind::Heading(_) => (blocks.prose(node), false),
        BlockKind::Code { .. } if gherkin::is_gherkin(blocks, node) => return None,
        BlockKind::Code { .. } => (body::text(blocks, &[node]), true),
        BlockKind::Quote | BlockKind::Table => (inner(blocks, node), false),
        // `<details>`, but no comment.
        BlockKind::Html { .. } if !item::is_comment(blocks, node) => {
            let mut text = MappedText::default();
            text.push_span(blocks.source(), blocks.node(node).span);
            (text, true)
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(Attachment { text, is_code })
}

/// The paragraphs and cells in a block.
fn inner(blocks: &Blocks<'_>, node: NodeId) -> MappedText {
    let mut text = MappedText::default();
    for inner in node + 1..blocks.node(node).end {
        if matches!(blocks.node(inner).kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Cell) {
            text.push_line(&blocks.prose(inner));
        }
    }
    text
}

/// The other cells of the row of a table that is a criterion.
pub(super) fn of_cells(cells: impl Iterator<Item = MappedText>) -> Vec<Attachment> {
    let texts = cells.filter(|text| !text.as_str().trim().is_empty());
    texts.map(|text| Attachment { text, is_code: false }).collect()
}
