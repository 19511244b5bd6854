//! Turns the events of `pulldown-cmark` into the flat list of blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{BlockKind, Blocks, Node, NodeId, raw_html};
use crate::source::{Source, Span};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);

/// The blocks of some whole lines of a document.
pub(super) fn blocks(source: &Source, lines: Range<usize>) -> Blocks<'_> {
    let base = lines.start;
    let mut builder = Builder {
        source,
        nodes: Vec::new(),
        comments: Vec::new(),
        open: Vec::new(),
        quotes: 0,
        inline: 0,
        tight: false,
    };
    for (event, range) in Parser::new_ext(&source.text()[lines], OPTIONS).into_offset_iter() {
        builder.event(&event, range.start + base..range.end + base);
    }
    Blocks { source, nodes: builder.nodes, comments: builder.comments }
}

struct Builder<'a> {
    source: &'a Source,
    nodes: Vec<Node>,
    comments: Vec<Span>,
    /// The blocks that are not closed yet, outermost first.
    open: Vec<NodeId>,
    quotes: u32,
    /// The number of inline tags (emphasis, links) that are open.
    inline: usize,
    /// The innermost open block is a paragraph that was opened by the text of a tight item: no event closes it.
    tight: bool,
}

impl Builder<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => match block(tag) {
                Some(kind) => self.start(kind, range),
                None => {
                    self.text(&range);
                    self.inline += 1;
                }
            },
            Event::End(_) if self.inline > 0 => self.inline -= 1,
            Event::End(_) => self.finish(),
            Event::Rule => {
                self.start(BlockKind::Rule, range);
                self.finish();
            }
            Event::TaskListMarker(done) => {
                if let Some(&item) =
                    self.open.iter().rev().find(|&&id| matches!(self.nodes[id].kind, BlockKind::Item { .. }))
                {
                    self.nodes[item].kind = BlockKind::Item { task: Some(*done) };
                }
                // In a loose item the paragraph is open already, and its text begins behind the box.
                if let Some(&top) = self.open.last()
                    && self.nodes[top].kind == BlockKind::Paragraph
                {
                    self.nodes[top].content.start = range.end;
                }
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => {
                self.text(&range);
                self.comments.push(range.into());
            }
            // The body of a block of HTML, code or front matter is told by the block itself.
            Event::Html(_) => {}
            _ => self.text(&range),
        }
    }

    fn start(&mut self, kind: BlockKind, range: Range<usize>) {
        self.close_tight();
        let text = self.source.text()[range.clone()].trim_end();
        let end = range.start + text.len();
        // An item behind a tab is told to begin at the end of the line above.
        let is_list = matches!(kind, BlockKind::List(_) | BlockKind::Item { .. });
        let span = Span::new(end - if is_list { text.trim_start().len() } else { text.len() }, end);
        let raw = self.source.slice(span);
        let (kind, content) = match kind {
            BlockKind::Code { .. } => fence(raw, span),
            BlockKind::Html { .. } => (
                BlockKind::Html { unclosed: raw_html(raw).is_some_and(|kind| kind.is_unclosed(raw)) },
                Span::new(span.start, span.start),
            ),
            BlockKind::Paragraph => (kind, span),
            _ => (kind, Span::new(span.start, span.start)),
        };
        let id = self.nodes.len();
        let parent = self.open.last().copied();
        self.nodes.push(Node { kind, span, content, end: id + 1, parent, quotes: self.quotes });
        self.open.push(id);
        if kind == BlockKind::Quote {
            self.quotes += 1;
        }
    }

    fn finish(&mut self) {
        self.close_tight();
        let Some(id) = self.open.pop() else { return };
        self.nodes[id].end = self.nodes.len();
        match self.nodes[id].kind {
            BlockKind::Quote => self.quotes -= 1,
            BlockKind::Html { .. } => self.split(id),
            _ => {}
        }
    }

    /// Makes a paragraph of what stands behind a comment that begins a block. By the letter it is HTML, and on the page it is text.
    fn split(&mut self, id: NodeId) {
        let Node { span, parent, quotes, .. } = self.nodes[id];
        let raw = self.source.slice(span);
        let Some(at) = behind_comments(raw) else { return };
        self.nodes[id].span.end = span.start + raw[..at].trim_end().len();
        let span = Span::new(span.start + at, span.end);
        for (start, _) in raw[at..].match_indices("<!--") {
            let end = raw[at + start..].find("-->").map_or(raw.len(), |end| at + start + end + 3);
            self.comments.push(Span::new(span.start + start, span.start - at + end));
        }
        let (kind, end) = (BlockKind::Paragraph, self.nodes.len() + 1);
        self.nodes.push(Node { kind, span, content: span, end, parent, quotes });
    }

    /// Inline text: it belongs to the open block, or, in a tight list item, to a paragraph of its own.
    fn text(&mut self, range: &Range<usize>) {
        let Some(&top) = self.open.last() else { return };
        let start = self.unescaped(range.start);
        let node = &mut self.nodes[top];
        match node.kind {
            BlockKind::Heading(_) | BlockKind::Cell => {
                if node.content.is_empty() {
                    node.content.start = start;
                }
                node.content.end = node.content.end.max(range.end);
            }
            BlockKind::Item { .. } => {
                let id = self.nodes.len();
                let span = Span::new(start, range.end);
                self.nodes.push(Node {
                    kind: BlockKind::Paragraph,
                    span,
                    content: span,
                    end: id + 1,
                    parent: Some(top),
                    quotes: self.quotes,
                });
                self.open.push(id);
                self.tight = true;
            }
            BlockKind::Paragraph => {
                // A paragraph of a loose item, whose span is known, or one of a tight item, which grows.
                let trimmed = range.start + self.source.text()[range.clone()].trim_end().len();
                node.span.end = node.span.end.max(trimmed);
                node.content.end = node.content.end.max(trimmed);
            }
            _ => {}
        }
    }

    /// Returns the beginning of an escaped character: its backslash, which is in no event.
    fn unescaped(&self, start: usize) -> usize {
        let before = &self.source.text().as_bytes()[..start];
        if before.last() == Some(&b'\\') { start - 1 } else { start }
    }

    /// Ends the paragraph that the text of a tight item was given.
    fn close_tight(&mut self) {
        if std::mem::take(&mut self.tight) {
            self.open.pop();
        }
    }
}

/// Finds the beginning of the text behind the comments that a block of HTML begins with.
fn behind_comments(raw: &str) -> Option<usize> {
    let mut rest = raw;
    while rest.starts_with("<!--") {
        rest = rest[rest.find("-->")? + 3..].trim_start();
    }
    let is_text = rest.len() < raw.len() && !rest.starts_with('<') && rest.contains(char::is_alphanumeric);
    is_text.then(|| raw.len() - rest.len())
}

/// The block that a tag opens, or `None` for inline tags.
fn block(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::List(start) => BlockKind::List(*start),
        Tag::Item => BlockKind::Item { task: None },
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::CodeBlock(_) => BlockKind::Code { fenced: false, unclosed: false },
        Tag::HtmlBlock => BlockKind::Html { unclosed: false },
        Tag::Table(_) => BlockKind::Table,
        Tag::TableHead => BlockKind::Row { header: true },
        Tag::TableRow => BlockKind::Row { header: false },
        Tag::TableCell => BlockKind::Cell,
        Tag::MetadataBlock(_) => BlockKind::Metadata,
        _ => return None,
    })
}

/// Returns the kind of a code block, and its info string. CommonMark §4.5: a fence is three or more `` ` `` or `~`; it is closed by
/// a line of at least as many of the same.
fn fence(raw: &str, span: Span) -> (BlockKind, Span) {
    let mark = raw.chars().next().filter(|c| matches!(c, '`' | '~'));
    let Some(mark) = mark.filter(|&mark| raw.chars().take_while(|&c| c == mark).count() >= 3) else {
        return (BlockKind::Code { fenced: false, unclosed: false }, Span::new(span.start, span.start));
    };
    let length = raw.chars().take_while(|&c| c == mark).count();
    let first = raw.lines().next().unwrap_or_default();
    let info = first[length..].trim();
    let info_start = span.start + length + (first[length..].len() - first[length..].trim_start().len());
    let last = raw.lines().skip(1).last().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
    let closed = last.chars().take_while(|&c| c == mark).count() >= length
        && last.trim_matches(mark).trim().is_empty();
    (BlockKind::Code { fenced: true, unclosed: !closed }, Span::new(info_start, info_start + info.len()))
}
