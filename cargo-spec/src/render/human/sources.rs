//! Reads the lines that findings point to, when they are shown.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use spec_model::files::{FileKind, Files};
use spec_model::{Source, Span};

use crate::terminal::push_visible;

/// Files that are asked for their lines; each is taken apart once.
#[derive(Default)]
pub struct Sources<'a> {
    files: Option<&'a dyn Files>,
    known: HashMap<PathBuf, Option<Source>>,
}

/// A line as it is shown, with the part of it that is meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, [visible](crate::terminal::visible) but for tabs.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub range: Range<usize>,
}

/// Of a longer line only this many bytes before, and …
const BEFORE: usize = 120;
/// … this many bytes from the start of what is meant are shown.
const AFTER: usize = 400;

impl<'a> Sources<'a> {
    /// The lines of some files.
    pub fn of(files: &'a dyn Files) -> Self {
        Self { files: Some(files), known: HashMap::new() }
    }

    /// Takes a source that is at hand, so that it need not be read.
    pub fn insert(&mut self, source: Source) {
        self.known.insert(source.path().to_path_buf(), Some(source));
    }

    /// The first line of a span, unless the file is gone or has become shorter.
    pub fn excerpt(&mut self, path: &Path, span: Span) -> Option<Excerpt> {
        let files = self.files;
        let source = self.known.entry(path.to_path_buf()).or_insert_with(|| {
            let bytes = files?.read(path, FileKind::Document).ok()?;
            Some(Source::from_bytes(path, bytes).0)
        });
        excerpt(source.as_ref()?, span)
    }
}

/// The first line of a span. A span of several lines is cut at the end of its first.
fn excerpt(source: &Source, span: Span) -> Option<Excerpt> {
    let text = source.text();
    if span.start > text.len() {
        return None;
    }
    let line = source.line_span(source.line(span.start));
    let start = span.start.clamp(line.start, line.end);
    let end = span.end.clamp(start, line.end);
    let from = floor(text, start.saturating_sub(BEFORE).max(line.start));
    let to = floor(text, start.saturating_add(AFTER).min(line.end));
    let mut shown = String::new();
    if from > line.start {
        shown.push('…');
    }
    let mut range = 0..0;
    for (at, c) in text.get(from..to)?.char_indices().map(|(at, c)| (from + at, c)) {
        if at <= start {
            range.start = shown.len();
        }
        match c {
            '\t' => shown.push(c),
            c => push_visible(&mut shown, c),
        }
        if at < end {
            range.end = shown.len();
        }
    }
    if start >= to {
        range.start = shown.len();
    }
    range.end = range.end.max(range.start);
    if to < line.end {
        shown.push('…');
    }
    Some(Excerpt { text: shown, range })
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `text` with `[` and `]` around what is meant.
    fn check(text: &str, span: Range<usize>, expected: &str) {
        let Excerpt { mut text, range } =
            excerpt(&Source::new("a.md", text), span.into()).expect("the span is in the text");
        text.insert(range.end, ']');
        text.insert(range.start, '[');
        assert_eq!(text, expected);
    }

    #[test]
    fn what_is_meant_is_found_again_among_escaped_characters() {
        check("a\u{1b}b\tc\r\nd", 2..3, "a\\u{1b}[b]\tc");
        check("a\u{1b}b", 1..2, "a[\\u{1b}]b");
        check("\u{feff}# 注册\n", 5..8, "# [注]册");
        check("ab\ncd\n", 3..6, "[cd]");
        check("ab", 2..2, "ab[]");
        check("", 0..0, "[]");
    }

    #[test]
    fn of_a_very_long_line_only_the_place_is_shown() {
        let text = "x".repeat(1_000_000);
        let Excerpt { text, range } = excerpt(&Source::new("a.md", text), Span::new(500_000, 500_003))
            .expect("the span is in the text");
        assert_eq!((text.chars().count(), range), (522, 123..126));
    }

    proptest! {
        #[test]
        fn no_text_and_no_span_makes_a_range_outside(text in "(\\PC|[\r\n\t\u{1b}]){0,60}", start in 0_usize..80, length in 0_usize..20) {
            if let Some(Excerpt { text, range }) = excerpt(&Source::new("a.md", text), Span::new(start, start + length)) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
