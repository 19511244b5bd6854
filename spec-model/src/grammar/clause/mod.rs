//! EARS clauses and Given/When/Then.
//!
//! A text is split into [`token`]s: keywords (in capitals, in emphasis, in backticks, or in lower case where a clause may
//! begin), modals, commas, line breaks. What stands in brackets, quotes and code is opaque. The tokens are put together
//! as the steps of a scenario ([`steps`]) or as an EARS sentence ([`ears`]: Mavin et al., *Easy Approach to Requirements
//! Syntax*, RE'09). Everything is linear in the length of the text, and what follows no pattern is `plain`.

mod ears;
mod keyword;
mod modal;
mod opaque;
mod steps;
mod token;

use std::ops::Range;

use crate::spec::{Clause, Part, PartKind, Pattern};

/// Takes a sentence apart: EARS, or Given/When/Then where it begins with GIVEN.
pub fn parse(text: &str) -> Clause {
    let tokens = token::tokens(text);
    steps::told(text, &tokens).or_else(|| ears::sentence(text, &tokens)).unwrap_or_else(plain)
}

/// Takes the steps of a scenario apart: WHEN and THEN are steps there, even without GIVEN.
pub fn scenario(text: &str) -> Clause {
    let tokens = token::tokens(text);
    steps::steps(text, &tokens).or_else(|| ears::sentence(text, &tokens)).unwrap_or_else(plain)
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
