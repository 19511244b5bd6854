//! Splits normalised text into tokens.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use super::brackets::{self, is_close, is_open};
use crate::links::lexer::{self, Lexed, TokenKind};

/// The methods that make texts equal which differ in letter case or white space.
pub(crate) const EQUALISING: [&str; 8] = [
    "trim",
    "trim_end",
    "trim_start",
    "to_lowercase",
    "to_uppercase",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "split_whitespace",
];

/// The tokens of a test.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    pub(super) all: Vec<Cow<'a, str>>,
    /// For each bracket that is opened, the place of the one that closes it: tests are nested deeply, and asked often.
    closes: HashMap<usize, usize>,
    /// The places at which something fails the test, as far as they were asked for.
    pub(super) failures: OnceCell<Vec<usize>>,
}

impl<'a> Tokens<'a> {
    /// Takes tokens.
    pub(super) fn new(all: Vec<Cow<'a, str>>) -> Self {
        let closes = brackets::pairs(&all).collect();
        Self { all, closes, failures: OnceCell::new() }
    }

    /// Splits a text. Punctuation that nothing stands between is one token.
    pub(super) fn of(text: &'a str) -> Self {
        let mut lexed = Lexed::default();
        // Whatever is no Rust has tokens too.
        let _ = lexer::lex(text, &mut lexed);
        let mut all: Vec<Cow<'a, str>> = Vec::with_capacity(lexed.tokens().len());
        let (mut end, mut was_punct) = (0, false);
        for token in lexed.tokens() {
            let span = token.span();
            let is_punct = matches!(token.kind, TokenKind::Punct(_));
            match all.last_mut() {
                Some(Cow::Borrowed(last)) if is_punct && was_punct && span.start == end => {
                    *last = &text[end - last.len()..span.end];
                }
                _ => all.push(Cow::Borrowed(&text[span.range()])),
            }
            (end, was_punct) = (span.end, is_punct);
        }
        Self::new(all)
    }

    /// The token at a place; nothing where there is none.
    pub(super) fn get(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |token| token)
    }

    /// Do some tokens begin at a place?
    pub(super) fn is_at(&self, at: usize, tokens: &[&str]) -> bool {
        tokens.iter().enumerate().all(|(more, token)| self.get(at + more) == *token)
    }

    /// Counts the places where some tokens stand one behind the other.
    pub(super) fn count(&self, tokens: &[&str]) -> usize {
        (0..self.all.len()).filter(|&at| self.is_at(at, tokens)).count()
    }

    /// The place of the bracket that closes the one at a place; the end, if nothing does.
    pub(super) fn close(&self, open: usize) -> usize {
        if is_open(self.get(open)) {
            return self.closes.get(&open).copied().unwrap_or(self.all.len());
        }
        brackets::closing(&self.all, open)
    }

    /// The place of the first such token outside of brackets. Where there is none, that of the bracket that closes.
    pub(super) fn until(&self, from: usize, end: &str) -> usize {
        let mut at = from;
        while at < self.all.len() {
            match self.get(at) {
                token if token == end => return at,
                token if is_close(token) => return at,
                token if is_open(token) => at = self.close(at),
                _ => {}
            }
            at += 1;
        }
        self.all.len()
    }

    /// The text between commas outside of brackets, from one place to another.
    pub(super) fn parts(&self, from: usize, to: usize, separator: &str) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let mut start = from;
        while start < to {
            let end = self.part_end(start, to, separator);
            parts.push((start, end));
            start = end + 1;
        }
        parts
    }

    /// The place of the first such token outside of brackets, from one place to another; the other, if there is none.
    pub(super) fn part_end(&self, from: usize, to: usize, separator: &str) -> usize {
        let mut at = from;
        while at < to {
            match self.get(at) {
                token if token == separator => return at,
                token if is_open(token) => at = self.close(at),
                _ => {}
            }
            at += 1;
        }
        to
    }
}

/// Is a token a name?
pub(super) fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_') && !token.contains(['"', '\''])
}

/// Is a token a type of numbers?
pub(super) fn is_primitive(token: &str) -> bool {
    let digits = token.trim_start_matches(['u', 'i', 'f']);
    token.len() == digits.len() + 1 && matches!(digits, "8" | "16" | "32" | "64" | "128" | "size")
}

/// Is a token a literal: a number, a string, a character, `true`?
pub(super) fn is_literal(token: &str) -> bool {
    token.strip_prefix('-').unwrap_or(token).starts_with(|c: char| c.is_ascii_digit())
        || token.ends_with('"')
        || token.ends_with('\'')
        || token.ends_with("\"#")
        || matches!(token, "true" | "false")
}

/// The value of a number, however it is written: `1_000`, `10u32`, `0x10`, `1e-9`.
pub(crate) fn number(token: &str) -> Option<f64> {
    if let Some(positive) = token.strip_prefix('-') {
        return number(positive).map(|value| -value);
    }
    let digits = token.replace('_', "");
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            let end = digits.find(['u', 'i']).unwrap_or(digits.len());
            return u64::from_str_radix(&digits[..end], radix).ok().map(|value| value as f64);
        }
    }
    let end = digits.find(['u', 'i', 'f']).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// Normalised tokens, one by one.
pub(super) fn split(tokens: &str) -> Vec<String> {
    Tokens::of(tokens).all.into_iter().map(Cow::into_owned).collect()
}
