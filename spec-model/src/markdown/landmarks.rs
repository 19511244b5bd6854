//! The blocks that interrupt the lines of a list: headings, code, HTML, tables and front matter.
//!
//! Most lines of a long list are items and words, and show so by how they begin. Only a part with a line that may begin another block is
//! given to the Markdown library. A part begins with a heading at the margin behind an empty line, where every other block has ended. Where
//! code, a comment or front matter may go on behind it, all the rest is one part.

use super::{BlockKind, build};
use crate::order::Order as _;
use crate::source::{Source, Span};

/// One such block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Landmark {
    /// The kind of the block.
    pub(crate) kind: BlockKind,
    /// All of its bytes, as those of a [`Node`](super::Node).
    pub(crate) span: Span,
    /// The bytes of a heading's text, or of a fence's info string.
    pub(crate) content: Span,
}

/// The landmarks of one document, in order.
#[derive(Debug)]
pub(crate) struct Landmarks<'a> {
    source: &'a Source,
    found: Vec<Landmark>,
    /// Comments inside paragraphs, in order.
    comments: Vec<Span>,
}

/// The marks in a text that only blocks explain: comments, definitions of links, and questions, which code may hide.
const MARKS: [&str; 3] = ["<!--", "]:", "[NEEDS CLARIFICATION"];

impl<'a> Landmarks<'a> {
    /// Finds the landmarks of a document. Code that is only indented is one if a question stands near it.
    pub(crate) fn new(source: &'a Source) -> Self {
        let mut landmarks = Self { source, found: Vec::new(), comments: Vec::new() };
        landmarks.read();
        landmarks
    }

    /// The document.
    pub(crate) fn source(&self) -> &'a Source {
        self.source
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Landmark] {
        &self.found
    }

    /// The comments inside paragraphs, in order.
    pub(crate) fn comments(&self) -> &[Span] {
        &self.comments
    }

    fn read(&mut self) {
        let (source, text) = (self.source, self.source.text());
        let bytes = text.as_bytes();
        let mut part = Part::at(source.body_start(), 0);
        // A return that ends a line by itself is one to the library.
        let mut returns = memchr::memchr_iter(b'\r', bytes);
        part.is_plain = returns.all(|at| bytes.get(at + 1) == Some(&b'\n'));
        if !part.is_plain {
            self.parse(part.start..text.len());
            return;
        }
        let mut marks: Vec<usize> =
            MARKS.iter().flat_map(|mark| memchr::memmem::find_iter(bytes, mark.as_bytes())).collect();
        marks.order();
        let mut marks = marks.into_iter().peekable();
        let mut is_behind_blank = true;
        let mut delimiter = None;
        for number in 1..=source.line_count() {
            let line = source.line_span(number);
            let kind = line_kind(&text[line.range()]);
            // Front matter does not begin with an empty line.
            part.delimiters.extend(Option::take(&mut delimiter).filter(|_| kind != LineKind::Blank));
            if kind == LineKind::Heading && is_behind_blank {
                if !part.is_plain && !self.close(&part, line.start) {
                    return;
                }
                part = Part::at(line.start, self.found.len());
            }
            while marks.next_if(|&mark| mark < line.end).is_some() {
                part.is_plain = false;
            }
            match kind {
                LineKind::Heading if part.is_plain => self.heading(line),
                LineKind::Heading | LineKind::Words | LineKind::Blank => {}
                LineKind::Other | LineKind::Delimiter => part.is_plain = false,
            }
            delimiter = (kind == LineKind::Delimiter).then_some(line.start);
            is_behind_blank = kind == LineKind::Blank;
        }
        if !part.is_plain {
            self.close(&part, text.len());
        }
    }

    /// Reads a part that ends at a place. Says whether it does: else it was read with all the rest.
    fn close(&mut self, part: &Part, end: usize) -> bool {
        self.found.truncate(part.first);
        let comments = self.comments.len();
        self.parse(part.start..end);
        let found = &self.found[part.first..];
        let is_open = |landmark: &Landmark| {
            let (BlockKind::Code { unclosed, .. } | BlockKind::Html { unclosed }) = landmark.kind else {
                return false;
            };
            unclosed
        };
        let is_within = |at: usize, landmark: &Landmark| {
            landmark.kind == BlockKind::Metadata && landmark.span.start <= at && at < landmark.span.end
        };
        let is_left = |&at: &usize| !found.iter().any(|landmark| is_within(at, landmark));
        let is_whole = !found.iter().any(is_open) && !part.delimiters.iter().any(is_left);
        let length = self.source.text().len();
        if !is_whole && end < length {
            self.found.truncate(part.first);
            self.comments.truncate(comments);
            self.parse(part.start..length);
        }
        is_whole
    }

    /// Has the Markdown library read some whole lines.
    fn parse(&mut self, range: std::ops::Range<usize>) {
        let blocks = build::blocks(self.source, range);
        let is_landmark = |kind: &BlockKind| {
            matches!(
                kind,
                BlockKind::Heading(_)
                    | BlockKind::Code { .. }
                    | BlockKind::Html { .. }
                    | BlockKind::Table
                    | BlockKind::Metadata
            )
        };
        let nodes = blocks.nodes.iter().filter(|node| is_landmark(&node.kind));
        self.found.extend(nodes.map(|node| Landmark {
            kind: node.kind,
            span: node.span,
            content: node.content,
        }));
        self.comments.extend(blocks.comments);
    }

    /// Adds a heading at the margin. Only one without signs that may be no words is read here.
    fn heading(&mut self, line: Span) {
        let text = self.source.slice(line);
        let behind = text.trim_start_matches('#');
        let level = text.len() - behind.len();
        let words = behind.trim_matches(' ');
        let is_sign = |c: char| matches!(c, '#' | '\\' | '<' | '`' | '&') || c.is_control();
        let is_simple =
            behind.starts_with(' ') && !words.is_empty() && words.trim() == words && !words.contains(is_sign);
        match u8::try_from(level) {
            Ok(level @ 1..=6) if is_simple => {
                let start = line.end - behind.trim_start_matches(' ').len();
                let content = Span::new(start, start + words.len());
                let span = Span::new(line.start, content.end);
                self.found.push(Landmark { kind: BlockKind::Heading(level), span, content });
            }
            _ => self.parse(line.range()),
        }
    }
}

/// A part of a document.
struct Part {
    start: usize,
    /// The place of its first landmark.
    first: usize,
    /// So far it has nothing but words, items and headings.
    is_plain: bool,
    /// The lines that front matter may begin with.
    delimiters: Vec<usize>,
}

impl Part {
    fn at(start: usize, first: usize) -> Self {
        Self { start, first, is_plain: true, delimiters: Vec::new() }
    }
}

/// The kind that a line may have, by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    /// White space.
    Blank,
    /// Words, or an item with words.
    Words,
    /// A heading at the margin, or words that look like one.
    Heading,
    /// Possibly the first line of front matter, a rule, or the line below a heading.
    Delimiter,
    /// Possibly another block.
    Other,
}

fn line_kind(line: &str) -> LineKind {
    let is_blank = |b: &u8| matches!(b, b' ' | b'\t' | 0x0b | 0x0c);
    // True for marks that may stand before the words of an item or of a quote.
    let is_before =
        |b: &u8| is_blank(b) || matches!(b, b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    let bytes = line.as_bytes();
    let Some(at) = bytes.iter().position(|b| !is_before(b)) else {
        return match bytes.trim_ascii_end() {
            [] => LineKind::Blank,
            rest if rest.ends_with(b"---") || rest.ends_with(b"+++") => LineKind::Delimiter,
            rest if rest.iter().all(|b| is_blank(b) || *b == b'>') => match rest.contains(&b'>') {
                true => LineKind::Words,
                false => LineKind::Blank,
            },
            _ => LineKind::Other,
        };
    };
    let rest = &bytes[at..];
    let is_other = match rest[0] {
        b'#' if at == 0 => return LineKind::Heading,
        b'#' => {
            let level = rest.iter().take_while(|b| **b == b'#').count();
            rest.get(level).is_none_or(is_blank)
        }
        b'<' => true,
        b'`' => rest.starts_with(b"```"),
        b'~' => rest.starts_with(b"~~~"),
        // The line below a heading, and that below the first row of a table.
        b'=' => rest.iter().all(|b| is_blank(b) || *b == b'='),
        b'|' | b':' => rest.iter().all(|b| is_blank(b) || matches!(b, b'|' | b':' | b'-')),
        _ => false,
    };
    if is_other { LineKind::Other } else { LineKind::Words }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::Blocks;

    /// The landmarks are those of the whole document, but for code that is only indented.
    #[track_caller]
    fn check(text: &str) {
        let source = Source::new("tasks.md", text);
        let (landmarks, blocks) = (Landmarks::new(&source), Blocks::new(&source));
        let is_fenced = |kind: BlockKind| !matches!(kind, BlockKind::Code { fenced: false, .. });
        let found = landmarks.all().iter().filter(|it| is_fenced(it.kind)).copied();
        let mut all = Landmarks { source: &source, found: Vec::new(), comments: Vec::new() };
        all.parse(source.body_start()..text.len());
        let expect = all.all().iter().filter(|it| is_fenced(it.kind)).copied();
        assert_eq!(found.collect::<Vec<_>>(), expect.collect::<Vec<_>>(), "{text:?}");
        assert_eq!(landmarks.comments(), blocks.comments(), "{text:?}");
        // A question is unseen in code of any kind.
        for (at, _) in text.match_indices(MARKS[2]) {
            let holds = |kind: &BlockKind, span: Span| {
                matches!(kind, BlockKind::Code { .. }) && span.start <= at && at < span.end
            };
            let is_held = landmarks.all().iter().any(|it| holds(&it.kind, it.span));
            assert_eq!(is_held, blocks.nodes().iter().any(|it| holds(&it.kind, it.span)), "{text:?}");
        }
    }

    #[test]
    fn a_plain_list_has_its_headings() {
        let text = "# Plan\n\n## 1. Setup\n- [ ] 1.1 a `b` <c>\n  - _Requirements: 1.2_\n\n## **2** [x](y) #\n\n* b\n";
        check(text);
        let source = Source::new("tasks.md", text);
        let landmarks = Landmarks::new(&source);
        let found: Vec<_> = landmarks.all().iter().map(|it| source.slice(it.content)).collect();
        assert_eq!(found, ["Plan", "1. Setup", "**2** [x](y)"]);
    }

    #[test]
    fn what_goes_on_behind_a_heading_is_read_with_it() {
        for block in [
            "```\n",
            "~~~~\n",
            "<!-- a\n",
            "<pre>\n",
            "---\na: b\n",
            "+++\na\n",
            "- ```\n",
            "> <!--\n",
            "[a]:\n",
        ] {
            for end in ["", "```\n", "~~~~\n", "-->\n", "</pre>\n", "---\n", "...\n", "+++\n"] {
                for behind in ["", "\n"] {
                    check(&format!("# A\n\n{block}b\n{behind}# B\n\n- [ ] c\n\n# D\n{end}\n# E\n\n- f\n"));
                    check(&format!("{block}b\n{behind}# B\n\n- [ ] c\n\n# D\n{end}\n# E\n\n- f\n"));
                }
            }
        }
    }

    /// Pieces of lines, of which some begin other blocks.
    fn documents() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "- ",
            "* ",
            "+ ",
            "1. ",
            "2) ",
            "[ ] ",
            "[x] ",
            "> ",
            "  ",
            "    ",
            "\t",
            "\n",
            "\n\n",
            "\n# ",
            "\n\n# ",
            "## ",
            "### a\n",
            "#\n",
            "#a",
            "\\# ",
            " #",
            "a",
            "b c",
            "ü需求",
            "&amp;",
            "\u{3000}",
            "`",
            "``",
            "```",
            "\n```\n",
            "~~~\n",
            "\n---\n",
            "\n+++\n",
            "\n...\n",
            "===\n",
            "--",
            "-",
            "=",
            "|",
            "| a | b |\n",
            "|---|:-:|\n",
            ":-|",
            "<",
            "<!--",
            "-->",
            "<!-- a -->",
            "<div>\n",
            "</div>",
            "<pre>",
            "</pre>",
            "<?",
            "<!A",
            ">",
            "<b>",
            "[a]: b\n",
            "[a]",
            "(b)",
            "]:",
            "**",
            "_",
            "~~",
            "\\",
            "!",
            "[NEEDS CLARIFICATION: x]",
            "\u{feff}",
            "\r\n",
            "\u{c}",
            "\u{b}",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn landmarks_are_those_of_the_whole_document(text in documents()) {
            check(&text);
        }
    }
}
