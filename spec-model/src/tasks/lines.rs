//! The lines of a document as people see them: without code, comments, front matter and tables.

use super::signs::Signs;
use crate::markdown::{BlockKind, Landmark, Landmarks, raw_html};
use crate::source::Span;

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing, or white space.
    Blank,
    /// Words, or an item of a list.
    Text,
    /// A heading of a level.
    Heading(u8),
    /// A line of code, of a comment, of front matter, or of a table: not read, and yet a part of what holds it.
    Skipped,
}

/// A line with what stands in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// The kind of the line.
    pub(super) kind: LineKind,
    /// The columns before its words.
    pub(super) indent: usize,
    /// The columns before the first mark of a quote, if it has one.
    pub(super) quote: Option<usize>,
    /// Its words; of a heading those without marks.
    pub(super) text: &'a str,
    /// The place where they begin.
    pub(super) start: usize,
    /// The signs in them.
    pub(super) signs: Signs,
}

impl Line<'_> {
    /// The bytes of a part of its words.
    pub(super) fn span(&self, part: std::ops::Range<usize>) -> Span {
        Span::new(self.start + part.start, self.start + part.end)
    }

    /// The columns before it, as a task sees them that stands in no quote, or in one.
    pub(super) fn columns(&self, is_quoted: bool) -> usize {
        self.quote.filter(|_| !is_quoted).unwrap_or(self.indent)
    }

    /// The offset behind its words.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// A stretch of the document whose lines are no words.
struct Stretch {
    span: Span,
    /// The words of a heading, and its level.
    heading: Option<(Span, u8)>,
}

/// Every line, in order.
pub(super) fn lines<'a>(landmarks: &Landmarks<'a>) -> Vec<Line<'a>> {
    let source = landmarks.source();
    let mut stretches = landmarks.all().iter().filter_map(|node| stretch(landmarks, node)).peekable();
    let mut comments = landmarks.comments().iter().copied().peekable();
    let mut lines = Vec::with_capacity(source.line_count());
    for number in 1..=source.line_count() {
        let whole = source.line_span(number);
        while stretches.next_if(|stretch| stretch.span.end <= whole.start).is_some() {}
        while comments.next_if(|comment| comment.end <= whole.start).is_some() {}
        let within = stretches.peek().filter(|stretch| stretch.span.start < whole.end);
        if let Some((words, level)) = within.and_then(|stretch| stretch.heading) {
            let words = Span::new(words.start, words.end.min(whole.end).max(words.start));
            // The line below a heading may belong to it: `====`.
            let is_first = whole.start <= words.start && words.start <= whole.end;
            let kind = if is_first { LineKind::Heading(level) } else { LineKind::Skipped };
            let text = source.slice(words);
            let (start, signs) = (words.start, Signs::of(text));
            lines.push(Line { number, kind, indent: 0, quote: None, text, start, signs });
            continue;
        }
        let seen = seen(whole, comments.peek().copied(), source.text());
        let text = source.slice(seen);
        let words = text.trim_start_matches([' ', '\t', '>']);
        let before = &source.text()[whole.start..seen.end - words.len()];
        let indent = columns(before);
        let quote = before.find('>').map(|at| columns(&before[..at]));
        let (start, words) = (seen.end - words.len(), words.trim_end());
        let kind = match within {
            Some(_) => LineKind::Skipped,
            None if words.is_empty() => LineKind::Blank,
            None => LineKind::Text,
        };
        lines.push(Line { number, kind, indent, quote, text: words, start, signs: Signs::of(words) });
    }
    lines
}

/// Returns the part of a line outside of a comment that holds its beginning or its end.
fn seen(line: Span, comment: Option<Span>, text: &str) -> Span {
    match comment {
        Some(comment) if comment.start <= line.start => Span::new(comment.end.min(line.end), line.end),
        Some(comment) if comment.start < line.end => {
            let behind = text.get(comment.end..line.end).unwrap_or_default();
            if behind.trim().is_empty() { Span::new(line.start, comment.start) } else { line }
        }
        _ => line,
    }
}

/// The columns of a prefix; a tab leads to the next multiple of four.
fn columns(prefix: &str) -> usize {
    prefix.chars().fold(0, |columns, c| if c == '\t' { columns / 4 * 4 + 4 } else { columns + 1 })
}

/// The stretch of a block that holds no words of tasks. Code that is only indented is words: people indent sub-tasks too far.
fn stretch(landmarks: &Landmarks<'_>, node: &Landmark) -> Option<Stretch> {
    let is_hidden = match node.kind {
        BlockKind::Heading(level) => {
            return Some(Stretch { span: node.span, heading: Some((node.content, level)) });
        }
        BlockKind::Code { fenced, .. } => fenced,
        BlockKind::Html { .. } => {
            raw_html(landmarks.source().slice(node.span)).is_some_and(|html| !html.is_text)
        }
        BlockKind::Metadata | BlockKind::Table => true,
        _ => false,
    };
    is_hidden.then_some(Stretch { span: node.span, heading: None })
}
