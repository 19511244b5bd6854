//! Characters that a reader cannot see, or cannot tell from plain ones. Examples: a typographic hyphen in `FR‑001`, a
//! zero-width space before an id, `ＦＲ－００１`.

use std::ops::Range;

use crate::visible;

/// Does nothing of the character reach the page? NUL and the other controls count, white space does not.
pub(crate) fn is_invisible(c: char) -> bool {
    !c.is_whitespace() && visible::is_hidden(c)
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{180e}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
        )
}

/// A sign that people use as a bullet, and Markdown does not: `•`, `–`, `▪`.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '⁃'
            | '◦'
            | '·'
            | '∙'
            | '●'
            | '○'
            | '■'
            | '□'
            | '▪'
            | '▫'
            | '◆'
            | '◇'
            | '►'
            | '▶'
            | '▸'
            | '➢'
            | '➤'
            | '→'
            | '✓'
            | '✔'
            | '✗'
            | '✘'
            | '–'
            | '—'
            | '―'
            | '‐'
            | '‑'
            | '‒'
            | '−'
            | '・'
            | '＊'
            | '－'
    )
}

/// Dashes that are never between words: hyphen, non-breaking hyphen, figure dash, minus, small and full-width hyphen.
fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
}

/// Dashes that may also part an id from its words.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// The beginning of a text with plain characters in the place of odd ones.
#[derive(Debug)]
pub(super) struct Regular {
    /// The plain text.
    pub(super) text: String,
    /// The offset in the original of each byte of the text, and of its end.
    offsets: Vec<usize>,
}

impl Regular {
    /// A range of the original.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        self.offsets[range.start]..self.offsets[range.end]
    }
}

/// Makes the first `limit` bytes of a text plain; nothing where they are plain already.
pub(super) fn regular(text: &str, limit: usize) -> Option<Regular> {
    let limit = (0..=limit.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let head = &text[..limit];
    if head.is_ascii() && !head.bytes().any(|byte| byte.is_ascii_control()) || !head.contains(is_odd) {
        return None;
    }
    let mut regular =
        Regular { text: String::with_capacity(head.len()), offsets: Vec::with_capacity(head.len()) };
    let mut has_dash = false;
    for (at, c) in head.char_indices() {
        let behind = &head[at + c.len_utf8()..];
        let plain = match c {
            c if is_invisible(c) => continue,
            c if !c.is_ascii() && c.is_whitespace() => ' ',
            c if is_hyphen(c) && parts(&regular.text, behind) => '-',
            c if is_dash(c) && joins(&regular.text, behind, has_dash) => '-',
            c => narrow(c),
        };
        has_dash |= is_dash(c) && plain == '-';
        regular.text.push(plain);
        regular.offsets.extend(std::iter::repeat_n(at, plain.len_utf8()));
    }
    regular.offsets.push(head.len());
    Some(regular)
}

fn is_odd(c: char) -> bool {
    is_invisible(c) || is_hyphen(c) || is_dash(c) || narrow(c) != c || !c.is_ascii() && c.is_whitespace()
}

/// The ASCII form of a full-width digit or capital.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// The next visible character.
fn next(behind: &str) -> Option<char> {
    behind.chars().find(|&c| !is_invisible(c)).map(narrow)
}

/// Stands a hyphen here between two parts of an id?
fn parts(before: &str, behind: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && next(behind).is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Is a dash here a part of an id? Behind letters it is, before a digit or a capital: `FR–001`. Behind a number it parts the id from the
/// words. It does not if the id has such dashes already and goes on: `REQ–2024–001`, `FR–038–integ–a:`.
fn joins(before: &str, behind: &str, has_dash: bool) -> bool {
    let Some(next) = next(behind) else { return false };
    let is_word = |c: char| c.is_ascii_alphanumeric() || is_invisible(c);
    let goes_on = || {
        behind
            .trim_start_matches(is_word)
            .starts_with(|c: char| is_dash(c) || matches!(c, '*' | '_' | ':' | '：' | ']' | '`'))
    };
    match before.chars().next_back() {
        Some(c) if c.is_ascii_digit() => {
            has_dash && (next.is_ascii_digit() || next.is_ascii_alphabetic() && goes_on())
        }
        Some(c) if c.is_ascii_uppercase() => next.is_ascii_digit() || next.is_ascii_uppercase(),
        Some(c) if c.is_ascii_lowercase() => {
            has_dash && next.is_ascii_alphanumeric() && (next.is_ascii_digit() || goes_on())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let plain = regular(text, 100).map_or_else(|| text.to_owned(), |regular| regular.text);
        assert_eq!(plain, expect, "{text:?}");
    }

    #[test]
    fn hyphens_of_every_kind_are_one_inside_an_id() {
        for dash in [
            '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe63}',
            '\u{ff0d}',
        ] {
            for id in ["FR-001", "REQ-AUTH-001", "REQ-2024-001", "FR-038-integ-a"] {
                check(&format!("{}: text", id.replace('-', &dash.to_string())), &format!("{id}: text"));
            }
        }
    }

    #[test]
    fn a_dash_between_an_id_and_its_words_stays_one() {
        for text in [
            "FR-001 — text",
            "FR-001—text",
            "FR-001–users can",
            "FR-001–FR-003",
            "3.1–3.4",
            "FR–001–users can",
        ] {
            let plain = regular(text, 100).expect("it has a dash").text;
            assert!(plain.contains(is_dash), "{text} {plain}");
        }
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_white_space_is_a_blank() {
        check("\u{200b}REQ\u{ad}-1\0.2\u{2060}: x", "REQ-1.2: x");
        check("User\u{a0}Story\u{202f}1", "User Story 1");
        check("ＦＲ－００１", "FR-001");
        check("要件１：題名", "要件1：題名");
    }

    #[test]
    fn the_way_back_leads_to_the_same_text() {
        let text = "R\u{200b}EQ–1.2\u{200b}: x";
        let regular = regular(text, 100).expect("it is odd");
        assert_eq!(&text[regular.range(0..7)], "R\u{200b}EQ–1.2\u{200b}");
    }
}
