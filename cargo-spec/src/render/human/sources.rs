//! Reads the lines that findings point to, when they are shown.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use spec_model::files::{FileKind, Files};
use spec_model::{Source, Span};

use crate::terminal::push_visible;

/// Files that are asked for their lines; each is taken apart once.
#[derive(Default)]
pub struct SourceLines<'a> {
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

/// Excerpts as they are shown, with the parts of them that are meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpts {
    /// The lines, [visible](crate::terminal::visible) but for tabs.
    pub text: String,
    /// The number of the first.
    pub first: usize,
    /// The bytes of `text` that are meant, in the order of the spans.
    pub ranges: Vec<Range<usize>>,
}

/// Of a longer line only this many bytes before, and …
const BEFORE: usize = 120;
/// … this many bytes from the start of what is meant are shown.
const AFTER: usize = 400;

impl<'a> SourceLines<'a> {
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
        let Excerpts { text, mut ranges, .. } = self.lines(path, &[span])?;
        Some(Excerpt { text, range: ranges.pop()? })
    }

    /// The lines from the first to the last of some spans, unless the file is gone or has become shorter.
    pub fn lines(&mut self, path: &Path, spans: &[Span]) -> Option<Excerpts> {
        let files = self.files;
        let source = self.known.entry(path.to_path_buf()).or_insert_with(|| {
            let bytes = files?.read(path, FileKind::Document).ok()?;
            Some(Source::from_bytes(path, bytes).0)
        });
        lines(source.as_ref()?, spans)
    }
}

/// The lines of some spans. A span of several lines is cut at the end of its first.
fn lines(source: &Source, spans: &[Span]) -> Option<Excerpts> {
    if spans.iter().any(|span| span.start > source.text().len()) {
        return None;
    }
    let numbers: Vec<_> = spans.iter().map(|span| source.line(span.start)).collect();
    let (first, last) = (*numbers.iter().min()?, *numbers.iter().max()?);
    let mut shown = Excerpts { text: String::new(), first, ranges: vec![0..0; spans.len()] };
    for number in first..=last {
        if number > first {
            shown.text.push('\n');
        }
        let here: Vec<_> = (0..spans.len()).filter(|at| numbers[*at] == number).collect();
        let own: Vec<_> = here.iter().map(|at| spans[*at]).collect();
        let ranges = push_line(&mut shown.text, source.text(), source.line_span(number), &own);
        for (at, range) in here.into_iter().zip(ranges) {
            shown.ranges[at] = range;
        }
    }
    Some(shown)
}

/// Pushes a line, and returns the ranges of the spans in it. Of a long line only what is around the first span is shown.
fn push_line(shown: &mut String, text: &str, line: Span, spans: &[Span]) -> Vec<Range<usize>> {
    let within = |span: &Span| {
        let start = span.start.clamp(line.start, line.end);
        (start, span.end.clamp(start, line.end))
    };
    let spans: Vec<_> = spans.iter().map(within).collect();
    let middle = spans.first().map_or(line.start, |(start, _)| *start);
    let from = floor(text, middle.saturating_sub(BEFORE).max(line.start));
    let to = floor(text, middle.saturating_add(AFTER).min(line.end));
    if from > line.start {
        shown.push('…');
    }
    let mut ranges = vec![shown.len()..shown.len(); spans.len()];
    for (at, c) in text.get(from..to).unwrap_or_default().char_indices().map(|(at, c)| (from + at, c)) {
        for (range, _) in ranges.iter_mut().zip(&spans).filter(|(_, (start, _))| at <= *start) {
            range.start = shown.len();
        }
        match c {
            '\t' => shown.push(c),
            c => push_visible(shown, c),
        }
        for (range, _) in ranges.iter_mut().zip(&spans).filter(|(_, (_, end))| at < *end) {
            range.end = shown.len();
        }
    }
    for (range, (start, _)) in ranges.iter_mut().zip(&spans) {
        if *start >= to {
            range.start = shown.len();
        }
        range.end = range.end.max(range.start);
    }
    if to < line.end {
        shown.push('…');
    }
    ranges
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
        let Excerpts { mut text, mut ranges, .. } =
            lines(&Source::new("a.md", text), &[span.into()]).expect("the span is in the text");
        let range = ranges.remove(0);
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
        let Excerpts { text, ranges, .. } = lines(&Source::new("a.md", text), &[Span::new(500_000, 500_003)])
            .expect("the span is in the text");
        assert_eq!((text.chars().count(), &ranges[0]), (522, &(123..126)));
    }

    proptest! {
        #[test]
        fn no_text_and_no_span_makes_a_range_outside(
            text in "(\\PC|[\r\n\t\u{1b}]){0,60}",
            spans in prop::collection::vec((0_usize..80, 0_usize..20), 1..4),
        ) {
            let spans: Vec<_> = spans.into_iter().map(|(start, length)| Span::new(start, start + length)).collect();
            if let Some(Excerpts { text, ranges, .. }) = lines(&Source::new("a.md", text), &spans) {
                prop_assert_eq!(ranges.len(), spans.len());
                prop_assert!(ranges.into_iter().all(|range| text.get(range).is_some()));
            }
        }
    }
}
