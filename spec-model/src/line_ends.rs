//! Finds line ends that people see and Markdown does not know: U+2028, U+2029, U+0085, vertical tabs, form feeds, and
//! `\r` alone.

use std::borrow::Cow;
use std::iter::repeat_n;

use crate::order::Order as _;

/// Indentation by this many bytes changes no block.
const INDENTATION: usize = 3;

/// The text with `\n` in the place of each line end that Markdown does not know; every other byte keeps its place. What is left of such a
/// line end becomes blanks. So does one beside a line end that Markdown knows, and one in a row of a table.
pub(crate) fn regular(text: &str) -> Cow<'_, str> {
    let mut regular = String::new();
    let (mut line, mut seen) = (0, 0);
    for start in starts(text) {
        // It stands beside the one before.
        if start < regular.len() {
            continue;
        }
        let run = start..start + len(&text[start..]);
        regular.push_str(&text[regular.len()..run.start]);
        // Each byte is looked at once.
        line = memchr::memrchr(b'\n', &text.as_bytes()[seen..run.start]).map_or(line, |at| seen + at + 1);
        seen = run.end;
        let is_row = text[line..].trim_start_matches([' ', '\t', '>']).starts_with('|');
        let is_begin = run.start == line;
        let is_end = matches!(text.as_bytes().get(run.end), None | Some(b'\r' | b'\n'));
        let signs = &text[run.clone()];
        let ends = if is_row || is_end || is_begin && signs.len() <= INDENTATION {
            0
        } else if is_begin || signs.chars().count() == 1 && signs != "\u{2029}" {
            1
        } else {
            2
        };
        regular.extend(repeat_n(' ', signs.len() - ends).chain(repeat_n('\n', ends)));
    }
    if regular.is_empty() {
        return Cow::Borrowed(text);
    }
    regular.push_str(&text[regular.len()..]);
    Cow::Owned(regular)
}

/// Finds the beginnings of such line ends. Most documents have none, which is seen at once.
fn starts(text: &str) -> Vec<usize> {
    let ascii = memchr::memchr3_iter(b'\r', 0x0b, 0x0c, text.as_bytes());
    let ascii = ascii.filter(|&at| !text[at..].starts_with("\r\n"));
    let others = ['\u{85}', '\u{2028}', '\u{2029}'];
    let others = others.into_iter().flat_map(|end| text.match_indices(end).map(|(at, _)| at));
    let mut starts: Vec<_> = ascii.chain(others).collect();
    starts.order();
    starts
}

/// Counts the bytes of such line ends that a text begins with.
fn len(text: &str) -> usize {
    let mut signs = text.char_indices();
    let is_end = |&(at, c): &(usize, char)| match c {
        '\r' => !text[at + 1..].starts_with('\n'),
        c => matches!(c, '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'),
    };
    signs.find(|sign| !is_end(sign)).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_where_people_see_it() {
        for (text, expect) in [
            ("a\u{2028}b", "a  \nb"),
            ("a\u{85}b", "a \nb"),
            ("a\u{b}- b\u{c}c", "a\n- b\nc"),
            ("a\rb\r\nc\n", "a\nb\r\nc\n"),
            ("a\u{2029}b", "a \n\nb"),
            ("a\u{b}\u{b}b", "a\n\nb"),
            ("a\u{2028}\nb", "a   \nb"),
            ("a\n\u{c}# b", "a\n # b"),
            ("\u{2028}# b", "   # b"),
            ("a\n\u{2028}\u{2028}# b", "a\n     \n# b"),
            ("a\u{c}\r\nb\u{2028}", "a \r\nb   "),
            ("| a\u{b}b |\nc\u{b}d", "| a b |\nc\nd"),
        ] {
            assert_eq!(regular(text), expect, "{text:?}");
            assert_eq!(expect.len(), text.len());
        }
    }

    #[test]
    fn a_text_without_them_stays_as_it_is() {
        for text in ["", "a\r\nb\n", "ü – “x” é…", "\u{a0}\u{200b}"] {
            assert!(matches!(regular(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }
}
