//! Splits a document into parts: a heading, or a label in bold, with the blocks up to the next one.

use crate::grammar::heading::{self, Heading};
use crate::markdown::{BlockKind, Blocks, NodeId};

/// A heading or label with what stands under it, up to the next heading or label.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// The heading or label; none for what stands before the first.
    pub(super) node: Option<NodeId>,
    /// 1 to 6 for headings, [`NUMBERED_LABEL`] or [`LABEL`] for labels, 0 for what stands before the first heading.
    pub(super) level: u8,
    /// The thing that it announces.
    pub(super) heading: Heading<'a>,
    /// The blocks under it.
    pub(super) body: Vec<NodeId>,
}

/// The level of a label that is a requirement: `**1.1 Title**`.
pub(super) const NUMBERED_LABEL: u8 = 7;
/// The level of any other label: `**Acceptance Criteria:**`.
pub(super) const LABEL: u8 = 8;

/// Splits a document at its headings and labels.
pub(super) fn parts<'a>(blocks: &'a Blocks<'a>) -> Vec<Part<'a>> {
    let before = Heading::Section { id: None, title: "" };
    let mut parts = vec![Part { node: None, level: 0, heading: before, body: Vec::new() }];
    for node in blocks.roots() {
        let head = match blocks.node(node).kind {
            BlockKind::Heading(level) => Some((level, heading::heading(blocks.content(node)))),
            BlockKind::Paragraph => {
                heading::label(blocks.content(node)).map(|heading| (label_level(&heading), heading))
            }
            _ => None,
        };
        match (head, parts.last_mut()) {
            (Some((level, heading)), _) => {
                parts.push(Part { node: Some(node), level, heading, body: Vec::new() });
            }
            (None, Some(part)) => part.body.push(node),
            (None, None) => {}
        }
    }
    parts
}

fn label_level(heading: &Heading<'_>) -> u8 {
    match heading {
        Heading::Requirement { .. } | Heading::Section { id: Some(_), .. } => NUMBERED_LABEL,
        _ => LABEL,
    }
}
