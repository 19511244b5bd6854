//! A text file: its bytes, its lines and columns, and the mapping between them.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A range of bytes of one [`Source`], counted from the first byte of the file (a byte order mark included).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, and without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span as a range to slice with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Is there no byte in it?
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people count it: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1. Lines end at `\n`.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values; a byte order mark does not count.
    pub column: usize,
}

/// A text file with its path and the starts of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    path: Arc<Path>,
    text: String,
    line_starts: Vec<usize>,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Source {
    /// A source of text that is at hand already.
    pub fn new(path: impl AsRef<Path>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let line_starts = line_starts.collect();
        Self { path: Arc::from(path.as_ref()), text, line_starts }
    }

    /// A source of bytes as they were read from disk.
    ///
    /// The first byte that is not UTF-8 is named. Each such byte is read as `?`, and so every span still counts the bytes of the file.
    pub fn from_bytes(path: impl AsRef<Path>, bytes: Vec<u8>) -> (Self, Option<Span>) {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return (Self::new(path, text), None),
            Err(error) => error,
        };
        let first = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        let mut from = 0;
        while let Err(error) = std::str::from_utf8(&bytes[from..]) {
            let at = from + error.valid_up_to();
            let end = error.error_len().map_or(bytes.len(), |length| at + length);
            bytes[at..end].fill(b'?');
            from = end;
        }
        let source = Self::new(path, String::from_utf8_lossy(&bytes).into_owned());
        (source, Some(Span::new(first, first + 1)))
    }

    /// The path that the source was read from, as it was given.
    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// The whole text, byte order mark included: offsets into it are offsets into the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset at which the text proper begins: behind the byte order mark, if there is one.
    pub fn body_start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
    }

    /// The same lines, with other text in them, of which each byte has kept its place.
    pub(crate) fn with_text(&self, text: String) -> Self {
        debug_assert_eq!(text.len(), self.text.len());
        Self { path: Arc::clone(&self.path), text, line_starts: self.line_starts.clone() }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The span with the whole of the characters that it begins and ends in.
    #[cfg(feature = "tasks")]
    pub(crate) fn whole_characters(&self, span: Span) -> Span {
        let is_edge = |at: &usize| self.text.is_char_boundary(*at);
        let start = (0..=span.start.min(self.text.len())).rev().find(is_edge).unwrap_or(0);
        let end = (span.end..self.text.len()).find(is_edge).unwrap_or(self.text.len());
        Span::new(start, end.max(start))
    }

    /// The number of the line, from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// The line and column of the byte at `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.line_starts[line - 1].max(self.body_start());
        let before = self.text.get(start..offset.max(start)).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// The span of a line, from 1, without its line end (`\n` or `\r\n`) and without a byte order mark.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.line_starts[line - 1].max(if line == 1 { self.body_start() } else { 0 });
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        Span::new(start, start + text.strip_suffix('\r').unwrap_or(text).len())
    }

    /// Counts the lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_crlf_count_as_bytes_but_not_as_columns() {
        let source = Source::new("a.md", "\u{feff}# T\r\n- ü x\r\n");
        assert_eq!(source.body_start(), 3);
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
        assert_eq!(source.slice(source.line_span(1)), "# T");
        assert_eq!(source.slice(source.line_span(2)), "- ü x");
        let x = source.text().find('x').expect("there is an x");
        assert_eq!(source.position(x), Position { line: 2, column: 5 });
    }

    #[test]
    fn bytes_that_are_not_utf_8_keep_every_other_byte_in_its_place() {
        let (source, first) = Source::from_bytes("a.md", b"ab\xff\xfecd\xe2\x82".to_vec());
        assert_eq!(source.text(), "ab??cd??");
        assert_eq!(first, Some(Span::new(2, 3)));
    }
}
