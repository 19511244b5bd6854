//! EARS clauses and Given/When/Then.
//!
//! A text is split into `token`s: keywords (in capitals, in emphasis, in backticks, or in lower case where a clause may
//! begin), modals, commas, line breaks. What stands in brackets, quotes and code is opaque. The tokens are put together
//! as the steps of a scenario (`steps`) or as an EARS sentence (`ears`: Mavin et al., *Easy Approach to Requirements
//! Syntax*, RE'09). Everything is linear in the length of the text, and what follows no pattern is `plain`.

mod ears;
mod keyword;
mod modal;
mod opaque;
mod parts;
mod steps;
mod token;

use std::ops::Range;

pub use parts::{Clause, Part, PartKind, Pattern};
use token::Tokens;

/// Takes a sentence apart: EARS, or Given/When/Then where it begins with GIVEN.
pub fn parse(text: &str) -> Clause {
    let tokens: Vec<_> = Tokens::of(text).collect();
    steps::given_when_then(text, &tokens).or_else(|| ears::sentence(text, &tokens)).unwrap_or_else(plain)
}

/// Takes the steps of a scenario apart: WHEN and THEN are steps there, even without GIVEN.
pub fn scenario(text: &str) -> Clause {
    let tokens: Vec<_> = Tokens::of(text).collect();
    steps::steps(text, &tokens).or_else(|| ears::sentence(text, &tokens)).unwrap_or_else(plain)
}

/// Finds the places where a step goes on with another behind AND or BUT: the bytes of each, in emphasis or at the beginning of a line. The
/// word of another step that stands directly behind it (`**AND THEN**`) is part of it.
pub fn joints(text: &str) -> Vec<Range<usize>> {
    let tokens: Vec<_> = Tokens::of(text).collect();
    let joins = |token: &token::Token| match token.kind {
        token::TokenKind::Word(keyword::Word::And | keyword::Word::But, style) => {
            style == keyword::Style::Dressed
                || token.place == token::TokenPlace::Break
                || text[..token.end].ends_with("**AND")
        }
        _ => false,
    };
    let joint = |(at, token): (usize, &token::Token)| {
        let next = tokens.get(at + 1).filter(|next| {
            matches!(next.word(), Some(keyword::Word::Given | keyword::Word::When | keyword::Word::Then))
                && text[token.end..next.start].trim().is_empty()
        });
        let end = next.map_or(token.end, |next| next.end);
        let marks = text[end..].len() - text[end..].trim_start_matches('*').len();
        token.start..if marks == 2 { end + marks } else { end }
    };
    tokens.iter().enumerate().filter(|(_, token)| joins(token)).map(joint).collect()
}

/// The step that a text is, or begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Given,
    When,
    Then,
    /// AND, BUT: more of the step before it.
    More,
}

/// The step that a text begins with.
pub(crate) fn step(text: &str) -> Option<Step> {
    token::first_word(beginning(text)).and_then(|(word, _)| step_of(word))
}

/// The step that a text begins with, if its keyword is in capitals or in emphasis.
pub(crate) fn marked_step(text: &str) -> Option<Step> {
    let (word, style) = token::first_word(beginning(text))?;
    step_of(word).filter(|_| style != keyword::Style::Quiet)
}

/// Does a text begin with the keyword of a step: Given, When, Then, And, But?
pub fn begins_with_step(text: &str) -> bool {
    step(text).is_some()
}

fn step_of(word: keyword::Word) -> Option<Step> {
    match word {
        keyword::Word::Given => Some(Step::Given),
        keyword::Word::When => Some(Step::When),
        keyword::Word::Then => Some(Step::Then),
        keyword::Word::And | keyword::Word::But => Some(Step::More),
        _ => None,
    }
}

/// Does a text have a modal, in capitals or not? `May` inside of a sentence is a month.
pub(crate) fn has_modal(text: &str) -> bool {
    Tokens::of(text).any(|token| match token.kind {
        token::TokenKind::Modal { binds, .. } => {
            binds
                || token.place == token::TokenPlace::Start
                || text[token.start..].starts_with(char::is_lowercase)
        }
        _ => false,
    })
}

/// A text long enough to hold its first keyword.
fn beginning(text: &str) -> &str {
    const CHARS: usize = 64;
    match text.as_bytes().get(..CHARS) {
        None => text,
        Some(start) if start.is_ascii() => &text[..CHARS],
        Some(_) => text.char_indices().nth(CHARS).map_or(text, |(end, _)| &text[..end]),
    }
}

/// Does a text hold a whole scenario: what is done, or given, and what comes of it?
pub(crate) fn is_whole(text: &str) -> bool {
    let parts = scenario(text).parts;
    let has = |kind| parts.iter().any(|part| part.kind == kind);
    has(PartKind::Then) && (has(PartKind::Given) || has(PartKind::When))
}

/// Is a text one scenario from its first word on: `Given …, when …, then …`?
pub(crate) fn is_reported(text: &str) -> bool {
    step(text).is_some_and(|step| step == Step::Given) && is_whole(text)
}

fn plain() -> Clause {
    Clause { pattern: Pattern::Plain, parts: Vec::new() }
}

/// A part without white space, commas and the like around it; none if nothing is left.
fn part(text: &str, kind: PartKind, range: Range<usize>) -> Option<Part> {
    let raw = text.get(range.clone())?;
    let start = raw.trim_start_matches(|c: char| is_loose(c) || matches!(c, '-' | '–' | '—' | '.' | '。'));
    let range = range.end - start.len()..range.end;
    let end = start.trim_end_matches(is_loose);
    let is_something = end.contains(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation() && c != '*');
    is_something.then(|| Part { kind, range: range.start..range.start + end.len() })
}

fn is_loose(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | ':' | '：')
}

#[cfg(test)]
mod tests;
