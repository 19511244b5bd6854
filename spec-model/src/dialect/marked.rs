//! Reads documents in which a line with only an id precedes each requirement: OpenFastTrace and rule markers (`r[…]`).
//! The notations are in [`grammar::marker`](crate::grammar::marker).
//!
//! A requirement ends at the next marker or heading. It is its own criterion: its words are the first block behind the marker, or what
//! stands behind `Description:`; the lists behind it are its points, and the blocks behind a label are not. Labels such as `Rationale:` or
//! `Needs:` say something about it.

use super::item::{self, Draft};
use super::{Reading, attachment};
use crate::grammar::marker::{Marker, marker};
use crate::grammar::words;
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Id, Requirement};

/// Does a document use such markers?
pub(super) fn is_marked(blocks: &Blocks<'_>) -> bool {
    blocks.roots().any(|node| has_marker(blocks, node))
}

/// Does a block begin with such a marker?
pub(super) fn has_marker(blocks: &Blocks<'_>, node: NodeId) -> bool {
    of_block(blocks, node).is_some()
}

/// Reads the requirements that have markers.
pub(super) fn read(blocks: &Blocks<'_>) -> Reading {
    let mut walk = Walk { blocks, heading: None, open: None, reading: Reading::default() };
    for node in blocks.roots() {
        walk.block(node);
    }
    walk.close();
    walk.reading
}

/// The marker in the first line of a heading or paragraph.
fn of_block(blocks: &Blocks<'_>, node: NodeId) -> Option<Marker> {
    if !matches!(blocks.node(node).kind, BlockKind::Heading(_) | BlockKind::Paragraph) {
        return None;
    }
    let text = blocks.content(node);
    marker(text.lines().next().unwrap_or_default())
}

/// A requirement that is being read.
struct Open {
    id: Id,
    title: Option<MappedText>,
    span: Span,
    words: MappedText,
    /// The lists below the words, where these are the items of a list.
    points: Vec<MappedText>,
    /// The lists and other blocks behind the words.
    below: Vec<NodeId>,
    /// A label such as `Needs:` has ended what it asks for.
    is_ended: bool,
}

struct Walk<'a> {
    blocks: &'a Blocks<'a>,
    /// The heading directly in front of the block at hand.
    heading: Option<NodeId>,
    open: Option<Open>,
    reading: Reading,
}

impl Walk<'_> {
    fn block(&mut self, node: NodeId) {
        let heading = self.heading.take();
        if let Some(marker) = of_block(self.blocks, node) {
            self.close();
            self.open(node, &marker, heading);
            return;
        }
        match self.blocks.node(node).kind {
            BlockKind::Heading(_) => {
                // A heading behind a marker is what the marker is of.
                match self.open.as_mut().filter(|open| open.words.is_empty() && open.title.is_none()) {
                    Some(open) => {
                        open.title = Some(self.blocks.prose(node));
                        open.span.end = self.blocks.node(node).span.end;
                    }
                    None => {
                        self.close();
                        self.heading = Some(node);
                    }
                }
            }
            BlockKind::Rule | BlockKind::Metadata => {}
            _ => self.body(node),
        }
    }

    fn open(&mut self, node: NodeId, marker: &Marker, heading: Option<NodeId>) {
        let (blocks, span) = (self.blocks, self.blocks.node(node).span);
        let id = Id::new(&blocks.content(node)[marker.id.clone()]);
        let title = heading.map(|heading| blocks.prose(heading));
        let (words, points, below, is_ended) = (MappedText::default(), Vec::new(), Vec::new(), false);
        self.open = Some(Open { id, title, span, words, points, below, is_ended });
        if blocks.node(node).kind == BlockKind::Paragraph {
            // The other lines of the paragraph are those of the requirement.
            let prose = blocks.prose(node);
            let first = prose.as_str().lines().next().unwrap_or_default();
            let behind = self::marker(first).map_or(first.len(), |marker| marker.words);
            self.paragraph(&prose.slice(behind..prose.as_str().len()).trim());
        }
    }

    /// A block behind a marker.
    fn body(&mut self, node: NodeId) {
        let blocks = self.blocks;
        if blocks.node(node).kind == BlockKind::Paragraph {
            let is_first =
                self.open.as_ref().is_some_and(|open| open.words.is_empty() && open.below.is_empty());
            if is_first || label(blocks.content(node)).is_some() {
                self.paragraph(&blocks.prose(node));
                if let Some(open) = self.open.as_mut().filter(|open| !open.is_ended) {
                    open.span.end = blocks.node(node).span.end;
                }
                return;
            }
        }
        let Some(open) = self.open.as_mut().filter(|open| !open.is_ended) else { return };
        open.span.end = blocks.node(node).span.end;
        match blocks.node(node).kind {
            BlockKind::List(_) | BlockKind::Quote if open.words.is_empty() => {
                open.words = paragraphs(blocks, node);
                open.points = points(blocks, node);
            }
            _ => open.below.push(node),
        }
    }

    /// The lines of a paragraph: words up to the first label.
    fn paragraph(&mut self, prose: &MappedText) {
        let Some(open) = &mut self.open else { return };
        let mut from = 0;
        for line in prose.as_str().split_inclusive('\n') {
            let at = from;
            from += line.len();
            match label(line) {
                Some(Label::Words(behind)) => {
                    open.is_ended = false;
                    open.words.push_line(&prose.slice(at + behind..from).trim());
                }
                Some(Label::Title(behind)) => {
                    open.title.get_or_insert_with(|| prose.slice(at + behind..from).trim());
                }
                Some(Label::About) => open.is_ended = true,
                None if !open.is_ended && !line.trim().is_empty() => {
                    open.words.push_line(&prose.slice(at..from).trim());
                }
                None => {}
            }
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let (blocks, source) = (self.blocks, self.blocks.source());
        let title = open.title.as_ref().map(|title| title.as_str().to_owned()).unwrap_or_default();
        let words = if open.words.is_empty() { open.title.unwrap_or_default() } else { open.words };
        let lists = open.below.iter().filter(|&&node| matches!(blocks.node(node).kind, BlockKind::List(_)));
        let draft = Draft {
            points: open
                .points
                .into_iter()
                .chain(lists.flat_map(|&list| item::points(blocks, list)))
                .collect(),
            examples: open.below.iter().find_map(|&node| item::table(blocks, node)),
            attachments: attachment::of_blocks(blocks, &open.below),
            ..Draft::of_words(words.clone(), open.span)
        };
        let criteria = if words.is_empty() {
            Vec::new()
        } else {
            vec![draft.into_criterion(blocks, open.id.clone(), words)]
        };
        let requirement = Requirement::new(open.id, title, open.span, source);
        self.reading.requirements.push(Requirement { criteria, ..requirement });
    }
}

/// The paragraphs of a quote, or of the items of a list, without what lies deeper.
fn paragraphs(blocks: &Blocks<'_>, node: NodeId) -> MappedText {
    let mut text = MappedText::default();
    let is_list = matches!(blocks.node(node).kind, BlockKind::List(_));
    for child in blocks.children(node) {
        match item::text_of_item(blocks, child).filter(|_| is_list) {
            Some(words) => text.push_line(&words),
            None if blocks.node(child).kind == BlockKind::Paragraph => text.push_line(&blocks.prose(child)),
            None => {}
        }
    }
    text
}

/// The items of the lists below the items of a list.
fn points(blocks: &Blocks<'_>, list: NodeId) -> Vec<MappedText> {
    let items =
        blocks.children(list).filter(|&item| matches!(blocks.node(item).kind, BlockKind::Item { .. }));
    items.flat_map(|item| item::points(blocks, item)).collect()
}

/// The meaning of a line with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// The words of the requirement, which begin at this byte.
    Words(usize),
    /// Its title, which begins at this byte.
    Title(usize),
    /// Something about it.
    About,
}

/// The label of a line: `Needs: dsn`, `**Description:** The system shall …`.
fn label(line: &str) -> Option<Label> {
    let colon = line.find(':').filter(|&colon| colon <= 20)?;
    let name = line[..colon].trim().trim_matches(['*', '_']).to_lowercase();
    let behind =
        colon + 1 + line[colon + 1..].len() - line[colon + 1..].trim_start_matches(['*', '_', ' ']).len();
    match &*name {
        "title" => Some(Label::Title(behind)),
        "description" => Some(Label::Words(behind)),
        name if words::TRACED.contains(&name) => Some(Label::About),
        _ => None,
    }
}
