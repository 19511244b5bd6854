//! Places in a text as editors count them: lines and units from 0.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use spec_model::source::Span;

/// The unit in which the columns of positions are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what every client understands.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    /// The first one of a client's list that is known.
    pub fn negotiated(capabilities: &Value) -> Self {
        let wanted = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let known = |name: &Value| Self::ALL.into_iter().find(|one| name.as_str() == Some(one.as_str()));
        wanted.and_then(|wanted| wanted.iter().find_map(known)).unwrap_or_default()
    }

    /// Its name in the protocol.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    /// The length of a text.
    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }

    /// The length of a character.
    const fn of_char(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EditorPlace {
    /// The line, from 0.
    pub line: usize,
    /// The units of the line before it.
    pub character: usize,
}

/// The text from one place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorRange {
    /// Its first character is behind this.
    pub start: EditorPlace,
    /// Its last character is before this.
    pub end: EditorPlace,
}

/// A text, and where its lines begin. As in the protocol, a line ends at `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub struct LineIndex {
    text: String,
    starts: Vec<usize>,
}

impl LineIndex {
    /// The lines of a text.
    pub fn new(text: String) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends_line).map(|at| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { text, starts }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of a byte. One within a character is that of the character.
    pub fn place(&self, offset: usize, encoding: PositionEncoding) -> EditorPlace {
        let offset = self.floor(offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        EditorPlace { line, character: encoding.length(before) }
    }

    /// The places of a span.
    pub fn range(&self, span: Span, encoding: PositionEncoding) -> EditorRange {
        EditorRange { start: self.place(span.start, encoding), end: self.place(span.end, encoding) }
    }

    /// The byte at a place. Behind the end of a line is its end, and behind the last line the end of the text.
    pub fn offset(&self, place: EditorPlace, encoding: PositionEncoding) -> usize {
        let Some(&start) = self.starts.get(place.line) else { return self.text.len() };
        let end = self.starts.get(place.line + 1).map_or(self.text.len(), |next| *next);
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        let mut left = place.character;
        for (at, c) in line.char_indices() {
            let length = encoding.of_char(c);
            if left < length {
                return start + at;
            }
            left -= length;
        }
        start + line.len()
    }

    /// The bytes of a range. One that ends before it begins is empty.
    pub fn span(&self, range: EditorRange, encoding: PositionEncoding) -> Span {
        let start = self.offset(range.start, encoding);
        Span::new(start, self.offset(range.end, encoding).max(start))
    }

    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        (0..=offset).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn each_encoding_counts_its_own_units() {
        let lines = LineIndex::new("a\r\nü𝄞x\rlast".to_owned());
        let x = lines.text().find('x').expect("it is there");
        for (encoding, character) in
            [(PositionEncoding::Utf8, 6), (PositionEncoding::Utf16, 3), (PositionEncoding::Utf32, 2)]
        {
            let place = EditorPlace { line: 1, character };
            assert_eq!(lines.place(x, encoding), place);
            assert_eq!(lines.offset(place, encoding), x);
        }
        let last = EditorPlace { line: 2, character: 1 };
        assert_eq!(&lines.text()[lines.offset(last, PositionEncoding::Utf16)..], "ast");
    }

    #[test]
    fn a_place_that_is_nowhere_is_the_nearest_before_it() {
        let lines = LineIndex::new("ab\r\n𝄞\n".to_owned());
        let at = |line, character| lines.offset(EditorPlace { line, character }, PositionEncoding::Utf16);
        assert_eq!(at(0, 99), 2, "the line end is no place within the line");
        assert_eq!(at(1, 1), 4, "within a pair of units");
        assert_eq!((at(2, 0), at(2, 7), at(99, 0)), (9, 9, 9));
    }

    #[test]
    fn the_client_chooses_the_encoding() {
        let negotiated = |names: Value| {
            PositionEncoding::negotiated(&json!({ "general": { "positionEncodings": names } })).as_str()
        };
        assert_eq!(negotiated(json!(["utf-32", "utf-8"])), "utf-32");
        assert_eq!(negotiated(json!(["utf-7", "utf-8"])), "utf-8");
        assert_eq!(negotiated(json!([])), "utf-16");
        assert_eq!(negotiated(json!(7)), "utf-16");
        assert_eq!(PositionEncoding::negotiated(&Value::Null).as_str(), "utf-16");
    }

    proptest! {
        #[test]
        fn each_byte_that_begins_a_character_has_its_own_place(text in "[ab\n\rü𝄞]{0,12}") {
            let lines = LineIndex::new(text.clone());
            for encoding in PositionEncoding::ALL {
                for (at, c) in text.char_indices() {
                    // Within a line end there is no place.
                    if c == '\n' && text[..at].ends_with('\r') {
                        continue;
                    }
                    prop_assert_eq!(lines.offset(lines.place(at, encoding), encoding), at);
                }
            }
        }
    }
}
