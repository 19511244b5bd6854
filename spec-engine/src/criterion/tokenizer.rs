//! Splits a text into words: the one tokenizer of prose.
//!
//! Whoever compares texts, looks for phrases or makes names asks it. Source text has a lexer of its own (`links::lexer`), and the
//! grammar of clauses in `spec-model` cuts at keywords alone.

use spec_model::spec::is_unspaced;

use super::foreign;
use super::unit::is_unit;

/// A word, or a mark between words.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Its first byte in the whole text.
    pub start: usize,
    /// Does white space stand before it?
    pub is_spaced: bool,
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Word<'_> {
    /// The byte behind it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The amount of text in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Everything that is written together: `50ms`, `a.rs`, `12:30`.
    Written,
    /// Each value by itself: `50` and `ms`. Full stops and commas join digits only.
    Values,
}

/// The words and marks of a text. In a script without spaces each sign is a word.
pub fn words(text: &str, grain: Grain) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let (mut start, mut is_spaced) = (0, false);
    while let Some(first) = text[start..].chars().next() {
        if first.is_whitespace() {
            start += first.len_utf8();
            is_spaced = true;
            continue;
        }
        let rest = &text[start..];
        let length = match grain {
            _ if !is_letter(first) => sign_length(rest, first, grain),
            Grain::Written => written_length(rest),
            Grain::Values => value_length(rest),
        };
        words.push(Word { text: &rest[..length], start, is_spaced });
        start += length;
        is_spaced = false;
    }
    words
}

/// A letter or digit of a script with spaces.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// A mark, or a sign of a script without spaces; there, a unit is one word.
fn sign_length(rest: &str, first: char, grain: Grain) -> usize {
    let unit = (grain == Grain::Values && is_unspaced(first)).then(|| foreign::unit(rest)).flatten();
    unit.map_or(first.len_utf8(), str::len)
}

/// Does a mark between two letters hold a word together: `e-mail`, `user's`, `and/or`?
fn is_joint(mark: char) -> bool {
    matches!(mark, '-' | '‐' | '‑' | '\'' | '’' | '_' | '/')
}

/// An accent that is written behind its letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn written_length(rest: &str) -> usize {
    let end = rest.char_indices().find(|&(at, c)| {
        let joins = is_joint(c) || matches!(c, '.' | ',' | ':');
        !(is_letter(c) || is_accent(c) || joins && rest[at + c.len_utf8()..].starts_with(is_letter))
    });
    end.map_or(rest.len(), |(end, _)| end)
}

fn value_length(rest: &str) -> usize {
    let (mut last, mut exponent) = (' ', 0);
    for (at, c) in rest.char_indices() {
        let behind = &rest[at + c.len_utf8()..];
        let is_number = at > 0 && is_digits(&rest[..at]);
        if is_number && matches!(c, 'e' | 'E') {
            exponent = at + exponent_length(&rest[at..]);
        }
        let is_exponent = at < exponent;
        // `50ms` is a number and a unit, `5/s` is a number and a rate.
        let ends_number = is_number
            && !is_exponent
            && (last.is_ascii_digit() && c.is_alphabetic() || c == '/' && is_rate(&rest[at..]));
        let joins_digits = matches!(c, '.' | ',') && last.is_ascii_digit();
        let joins = last.is_alphanumeric()
            && (is_joint(c) && behind.starts_with(is_letter)
                || joins_digits && behind.starts_with(|c: char| c.is_ascii_digit()));
        if ends_number || !(is_letter(c) || is_accent(c) || joins || is_exponent) {
            return at;
        }
        last = c;
    }
    rest.len()
}

/// Is it a number, as far as it goes?
fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// The length of the exponent that a text begins with, in bytes: that of `e-9`. Nothing of one that goes on: `e2b` is part of a name.
fn exponent_length(text: &str) -> usize {
    let rest = text.trim_start_matches(['e', 'E']);
    let digits = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let end = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_one = text.len() == rest.len() + 1 && end.len() < digits.len();
    if is_one && !end.starts_with(char::is_alphanumeric) { text.len() - end.len() } else { 0 }
}

/// Does a text begin with a slash and a unit?
fn is_rate(text: &str) -> bool {
    let word = text.trim_start_matches('/');
    let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    is_unit(&word[..end].to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, written: &str, values: &str) {
        for (grain, expected) in [(Grain::Written, written), (Grain::Values, values)] {
            let words: Vec<_> = words(text, grain).iter().map(|word| word.text).collect();
            assert_eq!(words.join("|"), expected, "{grain:?}");
        }
    }

    #[test]
    fn a_joint_holds_a_word_together_and_a_unit_is_a_value_of_its_own() {
        check("the user's e-mail.", "the|user's|e-mail|.", "the|user's|e-mail|.");
        check("within 50ms, 1,000.5 times", "within|50ms|,|1,000.5|times", "within|50|ms|,|1,000.5|times");
        check("5/s and/or 1e-9 s", "5/s|and/or|1e-9|s", "5|/|s|and/or|1e-9|s");
        check("open a.rs at 12:30", "open|a.rs|at|12:30", "open|a|.|rs|at|12|:|30");
        check("x2b 5e2b", "x2b|5e2b", "x2b|5|e2b");
        check("cafe\u{301}s", "cafe\u{301}s", "cafe\u{301}s");
        check("- a -- b", "-|a|-|-|b", "-|a|-|-|b");
    }

    #[test]
    fn each_sign_of_a_script_without_spaces_is_a_word() {
        check("用a户", "用|a|户", "用|a|户");
        check("200毫秒", "200|毫|秒", "200|毫秒");
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "[a-c0-9e ./,:'毫秒%-]{0,24}") {
            for grain in [Grain::Written, Grain::Values] {
                let found: String = words(&text, grain).iter().map(|word| word.text).collect();
                let expected: String = text.split_whitespace().collect();
                assert_eq!(found, expected);
            }
        }
    }
}
