//! Finds lines and columns in a file that is read from front to back.

use std::path::Path;
use std::sync::Arc;

use memchr::{memchr_iter, memrchr};

use spec_model::diagnostic::Location;
use spec_model::source::{Position, Span};

/// Finds lines and columns as [`Source`](spec_model::Source) counts them, without a table of all lines: of most files only one or
/// two places are asked for, in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    path: &'a Arc<Path>,
    text: &'a str,
    /// An offset and the line that holds it, from 1.
    known: (usize, usize),
}

impl<'a> Cursor<'a> {
    pub(super) fn new(path: &'a Arc<Path>, text: &'a str) -> Self {
        Self { path, text, known: (0, 1) }
    }

    /// The last place that was asked for: its offset and its line.
    pub(super) fn last(&self) -> (usize, usize) {
        self.known
    }

    /// Goes on from where another cursor of the same text was last.
    pub(super) fn go_on(&mut self, last: (usize, usize)) {
        self.known = last;
    }

    /// The place of a span.
    pub(super) fn location(&mut self, span: Span) -> Location {
        let start = self.position(span.start);
        let within = &self.text[span.range()];
        // Most spans are short, and end in their line.
        let end = if within.contains('\n') || within.contains('\u{feff}') {
            self.position(span.end)
        } else {
            Position { line: start.line, column: start.column + within.chars().count() }
        };
        Location { path: Arc::clone(self.path), span, start, end }
    }

    fn position(&mut self, offset: usize) -> Position {
        let (from, line) = if self.known.0 <= offset { self.known } else { (0, 1) };
        let line = line + memchr_iter(b'\n', &self.text.as_bytes()[from..offset]).count();
        self.known = (offset, line);
        let before = &self.text[..offset];
        let start = memrchr(b'\n', before.as_bytes()).map_or(0, |end| end + 1);
        let before = before[start..].trim_start_matches('\u{feff}');
        Position { line, column: before.chars().count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use spec_model::source::Source;

    use super::*;

    #[test]
    fn places_are_those_of_the_source() {
        for text in ["", "a", "ü b\r\nc\n\n d", "\u{feff}a\nb", "\n\n"] {
            let source = Source::new("a.rs", text);
            let mut cursor = Cursor::new(source.path(), text);
            for (start, _) in text.char_indices().chain([(text.len(), ' ')]).collect::<Vec<_>>().repeat(2) {
                let span = Span::new(start, start);
                assert_eq!(
                    cursor.location(span).start,
                    Location::new(&source, span).start,
                    "{text:?} {start}"
                );
            }
        }
    }
}
