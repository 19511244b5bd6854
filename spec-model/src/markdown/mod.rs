//! A document's blocks, flat and in document order, with exact byte offsets.
//!
//! The structure comes from `pulldown-cmark` (CommonMark 0.31, with GitHub's tables, task lists and strike-through,
//! and front matter). It is kept as a flat list in pre-order, each node with the index behind its subtree: a document
//! of 100,000 nested lists needs no recursion, neither to build nor to walk nor to drop.

mod build;
mod html;
#[cfg(feature = "tasks")]
mod landmarks;
mod mapped_text;
mod plain;

pub(crate) use html::raw_html;
#[cfg(feature = "tasks")]
pub(crate) use landmarks::{Landmark, Landmarks};
pub use mapped_text::MappedText;
pub use plain::{plain, readable};

use crate::source::{Source, Span};

/// The index of a node in its [`Blocks`].
pub type NodeId = usize;

/// The kind of a node. Only what dialects ask for is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, ATX or Setext, with its level from 1 to 6.
    Heading(u8),
    /// A paragraph, or the text of a tight list item.
    Paragraph,
    /// A list; its children are items. `Some` is the number of the first item of an ordered list.
    List(Option<u64>),
    /// A list item; `task` is the state of its check box.
    Item {
        /// `Some(true)` for `[x]`, `Some(false)` for `[ ]`.
        task: Option<bool>,
    },
    /// A block quote.
    Quote,
    /// A fenced or indented code block.
    Code {
        /// Fenced, not indented.
        fenced: bool,
        /// A fence that runs to the end of the document.
        unclosed: bool,
    },
    /// A block of HTML, comments included.
    Html {
        /// A comment, `<pre>` or the like that runs to the end of what it stands in.
        unclosed: bool,
    },
    /// A table; its children are rows.
    Table,
    /// A row of a table; its children are cells.
    Row {
        /// The header row.
        header: bool,
    },
    /// A cell of a table.
    Cell,
    /// A thematic break.
    Rule,
    /// Front matter.
    Metadata,
}

/// One block.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The kind of the node.
    pub kind: BlockKind,
    /// All of its bytes, without trailing line ends. For an item that includes the marker.
    pub span: Span,
    /// The bytes of its text (headings, paragraphs, cells), of the info string (fences) or nothing.
    pub content: Span,
    /// The index behind the last node of its subtree.
    pub end: NodeId,
    /// The node that holds it.
    pub parent: Option<NodeId>,
    /// The number of block quotes that hold it.
    pub quotes: u32,
}

/// The blocks of one document.
#[derive(Debug)]
pub struct Blocks<'a> {
    source: &'a Source,
    nodes: Vec<Node>,
    /// Comments inside paragraphs, in order.
    comments: Vec<Span>,
}

impl<'a> Blocks<'a> {
    /// Reads the blocks of a document.
    pub fn new(source: &'a Source) -> Self {
        build::blocks(source, source.body_start()..source.text().len())
    }

    /// The same blocks, but for paragraphs that stand in no other block: such a one ends where one of `lines` begins, and another one begins
    /// there. The offsets ascend.
    pub(crate) fn split(mut self, lines: &[usize]) -> Self {
        let mut lines = lines.iter().copied().peekable();
        let mut nodes: Vec<Node> = Vec::with_capacity(self.nodes.len() + lines.len());
        // The number of nodes that stand before each of the old ones now.
        let mut moved = Vec::with_capacity(self.nodes.len() + 1);
        for mut node in self.nodes {
            moved.push(nodes.len());
            if node.kind == BlockKind::Paragraph && node.parent.is_none() {
                while let Some(line) = lines.next_if(|&line| line < node.span.end) {
                    if line <= node.span.start {
                        continue;
                    }
                    let end = node.span.start
                        + self.source.slice(Span::new(node.span.start, line)).trim_end().len();
                    let (span, content) =
                        (Span::new(node.span.start, end), Span::new(node.content.start, end));
                    nodes.push(Node { span, content, ..node });
                    (node.span.start, node.content.start) = (line, line);
                }
            }
            nodes.push(node);
        }
        moved.push(nodes.len());
        for (id, node) in nodes.iter_mut().enumerate() {
            let is_cut = node.kind == BlockKind::Paragraph && node.parent.is_none();
            node.end = if is_cut { id + 1 } else { moved[node.end] };
            node.parent = node.parent.map(|parent| moved[parent]);
        }
        self.nodes = nodes;
        self
    }

    /// The document that the blocks are of.
    pub fn source(&self) -> &'a Source {
        self.source
    }

    /// Every node in document order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The comments inside paragraphs, in order.
    #[cfg(test)]
    pub(crate) fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// One node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The nodes directly below the document itself.
    pub fn roots(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.siblings(0, self.nodes.len())
    }

    /// The nodes directly below a node.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.siblings(id + 1, self.nodes[id].end)
    }

    fn siblings(&self, first: NodeId, end: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors((first < end).then_some(first), move |&id| {
            let next = self.nodes[id].end;
            (next < end).then_some(next)
        })
    }

    /// The bytes of a node as they are in the document.
    pub fn raw(&self, id: NodeId) -> &'a str {
        self.source.slice(self.nodes[id].span)
    }

    /// The content of a node as it is in the document: a heading's text, a fence's info string.
    pub fn content(&self, id: NodeId) -> &'a str {
        self.source.slice(self.nodes[id].content)
    }

    /// The text of a heading, paragraph or cell: its lines without indentation, quote marks and comments, joined by
    /// `\n`, with the way back to the bytes.
    pub fn prose(&self, id: NodeId) -> MappedText {
        let node = &self.nodes[id];
        MappedText::of_lines(self.source, node.content, node.quotes, &self.comments)
    }

    /// The marker of a list item as it is written: `-`, `3.`, `2)`.
    pub fn marker(&self, id: NodeId) -> &'a str {
        let raw = self.raw(id);
        &raw[..raw.find(char::is_whitespace).unwrap_or(raw.len())]
    }

    /// The number that an item of an ordered list bears in the text (`3` for `3.`), whatever its position.
    pub fn number(&self, id: NodeId) -> Option<u64> {
        let marker = self.marker(id);
        marker.trim_end_matches(['.', ')']).parse().ok()
    }
}

#[cfg(test)]
mod tests;
