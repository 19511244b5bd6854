//! The words of a block, mapped to the bytes of the file.

use std::ops::Range;

use crate::source::{Source, Span};

/// Text that was gathered from one or more places of a document: lines without their indentation, joined by `\n`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    /// The origin of runs of the text: (offset in the text, offset in the file), ascending.
    pieces: Vec<(usize, usize)>,
}

impl MappedText {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Is there no text?
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The offset in the file of the byte at `offset` of the text.
    pub fn source_offset(&self, offset: usize) -> usize {
        let piece = self.pieces.partition_point(|&(text, _)| text <= offset);
        match piece.checked_sub(1).map(|piece| self.pieces[piece]) {
            Some((text, source)) => source + (offset - text),
            None => offset,
        }
    }

    /// The span in the file of a range of the text.
    pub fn source_span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.source_offset(range.start);
            return Span::new(at, at);
        }
        Span::new(self.source_offset(range.start), self.source_offset(range.end - 1) + 1)
    }

    /// The span in the file from the first to the last byte of the text.
    pub fn span(&self) -> Span {
        self.source_span(0..self.text.len())
    }

    /// The stretches of the file that the text is made of, in the order of the text.
    pub fn pieces(&self) -> impl Iterator<Item = Span> + '_ {
        let ends = self.pieces.iter().skip(1).map(|&(text, _)| text).chain([self.text.len()]);
        self.pieces.iter().zip(ends).map(|(&(text, source), end)| Span::new(source, source + (end - text)))
    }

    /// A part of the text, still knowing where it came from.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let mut pieces = vec![(0, self.source_offset(range.start))];
        let first = self.pieces.partition_point(|&(text, _)| text <= range.start);
        let last = self.pieces.partition_point(|&(text, _)| text < range.end).max(first);
        let within = &self.pieces[first..last];
        pieces.extend(within.iter().map(|&(text, source)| (text - range.start, source)));
        Self { text: self.text[range].to_owned(), pieces }
    }

    /// The same without white space at both ends.
    #[must_use]
    pub fn trim(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if (start, end) == (0, self.text.len()) { self.clone() } else { self.slice(start..end.max(start)) }
    }

    /// Adds another text behind this one, on a line of its own.
    pub fn push_line(&mut self, other: &Self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.push(other);
    }

    /// Adds another text directly behind this one.
    pub fn push(&mut self, other: &Self) {
        let at = self.text.len();
        self.pieces.extend(other.pieces.iter().map(|&(text, source)| (at + text, source)));
        self.text.push_str(&other.text);
    }

    /// Adds words that no place of the file holds. Each byte of them is that at an offset.
    pub(crate) fn push_word(&mut self, word: &str, offset: usize) {
        self.pieces.extend((0..word.len()).map(|at| (self.text.len() + at, offset)));
        self.text.push_str(word);
    }

    /// Adds the bytes of a span as they are.
    pub fn push_span(&mut self, source: &Source, span: Span) {
        if !span.is_empty() {
            self.pieces.push((self.text.len(), span.start));
            self.text.push_str(source.slice(span));
        }
    }

    /// The text of a span of whole lines: each line without indentation, without the marks of `quotes` block quotes and
    /// without the `comments` (spans in ascending order).
    pub(super) fn of_lines(source: &Source, span: Span, quotes: u32, comments: &[Span]) -> Self {
        let mut prose = Self { text: String::with_capacity(span.end - span.start), pieces: Vec::new() };
        let mut comments = &comments[comments.partition_point(|comment| comment.end <= span.start)..];
        let mut start = span.start;
        for line in source.slice(span).split('\n') {
            let mut from = start;
            start += line.len() + 1;
            let end = from + line.trim_end().len();
            if from > span.start {
                from = skip_prefix(source, from, end, quotes);
                prose.text.push('\n');
            }
            while let Some(comment) = comments.first().filter(|comment| comment.start < end) {
                prose.push_span(source, Span::new(from, comment.start.max(from)));
                from = from.max(comment.end.min(end));
                if comment.end > end {
                    break;
                }
                comments = &comments[1..];
            }
            prose.push_span(source, Span::new(from, end));
        }
        prose.trim()
    }
}

/// The offset behind the indentation and the quote marks at the beginning of a line.
fn skip_prefix(source: &Source, from: usize, end: usize, quotes: u32) -> usize {
    let mut left = quotes;
    let line = source.slice(Span::new(from, end));
    let text = line.trim_start_matches(|c: char| {
        let quote = c == '>' && left > 0;
        left -= u32::from(quote);
        quote || c == ' ' || c == '\t'
    });
    from + (line.len() - text.len())
}
