//! Splits a document into sentences in any block: pieces of text that could each be a requirement.

use super::inner;
use crate::grammar::clause::{self, Step};
use crate::grammar::id::Form;
use crate::grammar::{convention, counting, heading, lead, likeness, odd};
use crate::markdown::{BlockKind, Blocks, NodeId, raw_html};
use crate::source::{Source, Span};

/// The block that a sentence stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitPlace {
    Heading,
    /// A heading that only the line below it, `---`, makes one.
    Underlined,
    /// A line that begins with `#` and is no heading, since no blank follows.
    NoBlank,
    Text,
}

/// A sentence.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    pub(super) place: UnitPlace,
    /// All of its bytes, what stands before its words included.
    pub(super) span: Span,
    /// Its words, with the id before them.
    pub(super) text: &'a str,
    /// The place where they begin.
    pub(super) start: usize,
    /// It stands inside of a block, and something before it says that it is no more of the sentence above.
    pub(super) is_marked: bool,
    /// It begins inside of a line, behind another one.
    pub(super) is_inner: bool,
    /// It begins an item or a row.
    pub(super) is_item: bool,
    /// It stands in a quote.
    pub(super) is_quoted: bool,
    /// It is a whole row of a table.
    pub(super) is_row: bool,
    /// The row of a table that it is a cell of.
    pub(super) row: Option<Span>,
    /// The heading above it says that nothing below is asked for.
    pub(super) is_excluded: bool,
    /// The list or table that it stands in.
    pub(super) parent: Option<NodeId>,
}

/// Every sentence of a document, in order. What is in fences and comments is none, nor is what a browser would not show as text.
pub(super) fn units<'a>(blocks: &Blocks<'a>) -> Vec<Unit<'a>> {
    let source = blocks.source();
    let mut reader = Reader {
        source,
        units: Vec::new(),
        parent: None,
        is_excluded: false,
        is_quoted: false,
        row: None,
        read: source.body_start(),
    };
    let mut id = 0;
    while let Some(node) = blocks.nodes().get(id) {
        let list = |id: NodeId| blocks.node(id).parent.filter(|&above| is_item(blocks, above));
        reader.parent = list(id).and_then(|item| blocks.node(item).parent).or(node.parent);
        let is_leaf = !matches!(
            node.kind,
            BlockKind::List(_) | BlockKind::Item { .. } | BlockKind::Quote | BlockKind::Table
        );
        if is_leaf {
            reader.gap(node.span.start);
            reader.read = node.span.end.max(reader.read);
        }
        reader.is_quoted = node.quotes > 0;
        let is_head = match node.kind {
            BlockKind::Heading(_) => true,
            BlockKind::Paragraph => node.parent.is_none() && heading::label(blocks.content(id)).is_some(),
            _ => false,
        };
        if is_head {
            reader.is_excluded = heading::excludes(blocks.content(id));
        }
        match node.kind {
            BlockKind::Heading(_) => {
                let is_underlined = blocks.raw(id).ends_with('-');
                let place = if is_underlined { UnitPlace::Underlined } else { UnitPlace::Heading };
                reader.block(place, node.content);
            }
            BlockKind::Paragraph => reader.block(UnitPlace::Text, node.content),
            BlockKind::Row { header: false } if !convention::is_convention(blocks.raw(id)) => {
                reader.sentence(UnitPlace::Text, node.span, Beginning::Block);
                if let Some(unit) = reader.units.last_mut() {
                    unit.is_row = unit.span.start == node.span.start;
                }
                reader.row = Some(node.span);
                for cell in blocks.children(id) {
                    reader.unit(UnitPlace::Text, blocks.node(cell).content, false);
                }
                reader.row = None;
            }
            BlockKind::Code { fenced: false, .. } => reader.steps(node.span),
            BlockKind::Metadata => reader.lines(node.span),
            BlockKind::Code { fenced: true, .. } if is_torn_fence(blocks.raw(id)) => reader.lines(node.span),
            BlockKind::Html { .. } => reader.html(node.span, is_hidden(blocks.raw(id))),
            _ => {}
        }
        id = if matches!(node.kind, BlockKind::Row { .. }) { node.end } else { id + 1 };
    }
    reader.gap(source.text().len());
    reader.units
}

fn is_item(blocks: &Blocks<'_>, id: NodeId) -> bool {
    matches!(blocks.node(id).kind, BlockKind::Item { .. })
}

/// A fence, comment or the like in which another one begins: one of the two was never closed, and what stands between is hidden.
fn is_torn(block: &str, mark: &str) -> bool {
    let mut lines = block.lines().skip(1).map(str::trim_start);
    lines.any(|line| line.get(..mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark)))
}

/// A fence in which a line looks like the begin of another one: `` ```rust ``.
fn is_torn_fence(block: &str) -> bool {
    let fence = &block[..block.len() - block.trim_start_matches(['`', '~']).len()];
    let mut lines = block.lines().skip(1).map(str::trim_start);
    lines.any(|line| {
        line.strip_prefix(fence).is_some_and(|info| info.starts_with(|c: char| c.is_alphabetic()))
    })
}

/// Is the text of a block of HTML none of the document: code, programs, comments?
fn is_hidden(block: &str) -> bool {
    raw_html(block).is_some_and(|kind| {
        let begin = if kind.end == "-->" { "<!--" } else { kind.name.trim_matches(['`', '>']) };
        !kind.is_text && !is_torn(block, begin)
    })
}

struct Reader<'a> {
    source: &'a Source,
    units: Vec<Unit<'a>>,
    parent: Option<NodeId>,
    is_excluded: bool,
    is_quoted: bool,
    row: Option<Span>,
    /// The offset up to which the document is read.
    read: usize,
}

/// The beginning of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    /// With its block.
    Block,
    /// At a line that a mark or a word says so of.
    Marked,
    /// Inside of another sentence.
    Inner,
}

impl<'a> Reader<'a> {
    /// The text in no block up to here: definitions of links, and marks of blocks.
    fn gap(&mut self, end: usize) {
        let start = self.read;
        if start < end && self.source.text()[start..end].contains(char::is_alphabetic) {
            let parent = self.parent.take();
            self.lines(Span::new(start, end));
            self.parent = parent;
        }
    }

    /// The lines of HTML. Of a hidden block it is what stands behind its end, on the same line.
    fn html(&mut self, span: Span, is_hidden: bool) {
        let block = self.source.slice(span);
        let end = raw_html(block)
            .filter(|_| is_hidden)
            .map(|kind| block.rfind(kind.end).map(|at| at + kind.end.len()));
        let start = end.map_or(0, |end| end.unwrap_or(block.len()));
        self.lines(Span::new(span.start + start, span.end));
    }

    /// Lines that are each a sentence.
    fn lines(&mut self, span: Span) {
        for line in lines(self.source, span) {
            self.unit(UnitPlace::Text, line, true);
        }
    }

    /// Lines that are each a sentence, up to the first step of a scenario, which reaches to the end.
    fn steps(&mut self, span: Span) {
        let is_step = |line: &Span| {
            let text = bare(self.source.slice(*line));
            let is_code = text.starts_with(char::is_lowercase);
            !is_code && matches!(clause::step(text), Some(Step::Given | Step::When))
        };
        let first = lines(self.source, span).find(is_step).map(|line| Span::new(line.start, span.end));
        match first.filter(|rest| clause::is_whole(self.source.slice(*rest).trim())) {
            Some(rest) => {
                self.lines(Span::new(span.start, rest.start));
                self.unit(UnitPlace::Text, rest, true);
            }
            None => self.lines(span),
        }
    }

    /// The sentences of a block, but for those that say what the words for requirements mean.
    fn block(&mut self, place: UnitPlace, span: Span) {
        const MOST: usize = 16;
        let mut rest = span;
        for _ in 0..MOST {
            let Some(range) = convention::convention(self.source.slice(rest)) else { break };
            let before = Span::new(rest.start, rest.start + range.start);
            self.sentences(place, before);
            rest.start += range.end;
        }
        self.sentences(place, rest);
    }

    /// Sentences, of which one begins at each line that something says so of.
    fn sentences(&mut self, place: UnitPlace, span: Span) {
        let column = self.source.position(span.start).column - 1;
        let mut start = span.start;
        let mut is_first = true;
        let mut promises = false;
        for (line, next) in lines(self.source, span).zip(lines(self.source, span).skip(1)) {
            let (line, text) = (self.source.slice(line), self.source.slice(next));
            let is_keyword = begins_with_keyword(text);
            // It is no further line of the item by its indentation, but only since no empty line stands before it.
            let is_lazy =
                text.len() - text.trim_start().len() < column && text.starts_with(char::is_uppercase);
            promises |= (is_keyword || is_lazy) && likeness::has_modal(bare(line));
            let is_sentence =
                is_keyword && (promises || is_label(line)) || is_lazy && promises && likeness::promises(text);
            if text.trim_start().starts_with('|') {
                self.cells(next);
            }
            if is_sentence || begins(text) {
                self.unit(place, Span::new(start, next.start), !is_first);
                (start, is_first, promises) = (next.start, false, false);
            }
        }
        self.unit(place, Span::new(start, span.end), !is_first);
    }

    /// The cells of a line. It would be a row of a table if an empty line stood before that.
    fn cells(&mut self, line: Span) {
        let mut start = line.start;
        for cell in self.source.slice(line).split('|') {
            if !cell.trim().is_empty() {
                self.unit(UnitPlace::Text, Span::new(start, start + cell.len()), true);
            }
            start += cell.len() + 1;
        }
    }

    /// A sentence, and those that begin inside of it.
    fn unit(&mut self, place: UnitPlace, span: Span, is_marked: bool) {
        let first = if is_marked { Beginning::Marked } else { Beginning::Block };
        let (mut start, mut begins) = (span.start, first);
        let mut place = place;
        for at in inner::begins(self.source.slice(span)) {
            self.sentence(place, Span::new(start, span.start + at), begins);
            (start, begins, place) = (span.start + at, Beginning::Inner, UnitPlace::Text);
        }
        self.sentence(place, Span::new(start, span.end), begins);
    }

    fn sentence(&mut self, place: UnitPlace, span: Span, begins: Beginning) {
        let (is_marked, is_inner) = (begins != Beginning::Block, begins == Beginning::Inner);
        let raw = self.source.slice(span).trim_end();
        let text = bare(raw);
        if text.is_empty() || convention::is_convention(raw) {
            return;
        }
        let marks = raw.trim_start().trim_start_matches('#');
        let is_glued = marks.len() < raw.trim_start().len() && marks.starts_with(char::is_alphabetic);
        let (parent, row) = (self.parent, self.row);
        let place = if place == UnitPlace::Text && is_glued { UnitPlace::NoBlank } else { place };
        let start = span.start + (raw.len() - text.len());
        let is_bullet = |c: char| matches!(c, '-' | '+' | '|') || odd::is_bullet(c);
        let has_mark = || {
            raw.trim_start().starts_with(is_bullet) && raw[..start - span.start].contains(char::is_whitespace)
        };
        let is_item = is_inner || row.is_some() || if is_marked { has_mark() } else { parent.is_some() };
        let span = Span::new(span.start, span.start + raw.len());
        let (is_quoted, is_excluded) = (self.is_quoted, self.is_excluded);
        self.units.push(Unit {
            place,
            span,
            text,
            start,
            is_marked,
            is_inner,
            is_item,
            is_quoted,
            is_row: false,
            row,
            is_excluded,
            parent,
        });
    }
}

/// The lines of a span, without their ends.
fn lines(source: &Source, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start;
    source.slice(span).split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        Span::new(at, at + line.len())
    })
}

/// Does something before the words of a line say that they are a sentence of their own?
fn begins(line: &str) -> bool {
    let (line, text) = (line.trim_start(), bare(line));
    line.len() > text.len() && !line.starts_with(['<', '>'])
        || lead::lead(text)
            .is_some_and(|lead| lead.is_familiar() || lead.is_closed && lead.id.form == Form::Prefixed)
        || lead::in_small_letters(text).is_some_and(|(_, is_closed)| is_closed || likeness::promises(text))
        || clause::step(text) == Some(Step::Given)
}

/// Is a line a label, in bold or of a call-out: `**More:**`, `[!IMPORTANT]`?
fn is_label(line: &str) -> bool {
    let line = line.trim().trim_end_matches([':', '：', '-', '+']);
    line.starts_with("**") && line.ends_with("**") || line.starts_with("[!") && line.ends_with(']')
}

fn begins_with_keyword(line: &str) -> bool {
    likeness::begins_with_keyword(bare(line))
}

/// The text without what stands before its words: marks of items and quotes, numbers, boxes, tags, pictures, and what nobody sees.
fn bare(text: &str) -> &str {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        rest = match c {
            '<' => match tag_end(rest) {
                Some(end) => &rest[end..],
                None => behind,
            },
            _ if counting_end(rest).is_some() => &rest[counting_end(rest).unwrap_or_default()..],
            '[' => match reference(rest) {
                Some(end) => &rest[end..],
                None => return rest,
            },
            '*' | '_' | '~' | '`' if behind.starts_with(char::is_whitespace) => behind,
            '*' | '_' if label_end(rest).is_some() => &rest[label_end(rest).unwrap_or_default()..],
            '*' | '_' | '~' | '`' | '(' | '【' | '（' | '「' => return rest,
            c if c.is_alphanumeric() => return rest,
            _ => behind,
        };
    }
    rest
}

/// Behind a tag or comment that the text begins with.
fn tag_end(text: &str) -> Option<usize> {
    match text.strip_prefix("<!--") {
        Some(comment) => comment.find("-->").map(|at| at + 7),
        None => text.find('>').map(|at| at + 1),
    }
}

/// Behind a box, `[x]`, or what a footnote or link is defined with, `[^a]:`.
fn reference(text: &str) -> Option<usize> {
    let end = text.find(']')? + 1;
    let is_box = matches!(&text[1..end - 1], "x" | "X" | " " | "");
    (is_box || text[end..].starts_with(':')).then(|| end + usize::from(!is_box))
}

/// Behind the mark of an item that counts: `3.`, `①`, and `a.`, `1 -` before words that promise something or begin with an id.
fn counting_end(text: &str) -> Option<usize> {
    let mark = counting::mark(text)?;
    let behind = &text[mark.len..];
    // An id of the form `1.2` is none.
    let is_plain = || mark.number.is_some() && text[..mark.len].trim_end().ends_with(['.', ')']);
    let is_mark = mark.is_certain
        || is_plain()
        || likeness::promises(behind)
        || clause::step(behind).is_some()
        || lead::lead(behind).is_some_and(|lead| lead.is_closed && lead.is_familiar());
    is_mark.then_some(mark.len)
}

/// Behind a label, `**Note:**`, before a sentence that reads like a requirement.
fn label_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 48;
    let inner = text.strip_prefix("**").or_else(|| text.strip_prefix("__"))?;
    let close = inner.find(["**", "__"].into_iter().find(|mark| text.starts_with(mark))?)?;
    let (label, behind) = (&inner[..close], &inner[close + 2..]);
    let has_colon = label.ends_with([':', '：']) || behind.starts_with([':', '：']);
    if !has_colon || label.len() > LONGEST || label.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = text.len() - behind.trim_start_matches([':', '：']).len();
    let behind = text[end..].trim_start();
    let is_requirement = likeness::begins_with_keyword(behind)
        || lead::lead(behind).is_some_and(|lead| lead.is_closed)
        || clause::step(behind) == Some(Step::Given);
    is_requirement.then_some(end)
}
