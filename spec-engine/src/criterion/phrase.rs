//! Finds words and phrases in a text, in any letter case.

use std::ops::Range;

use spec_model::grammar::modality::MODALS;
use spec_model::spec::is_unspaced;

use super::foreign;
use super::lexicon::{LITTLE, form};
use super::modality::MODAL_PHRASES;
use super::unit::is_unit;

/// A text with its words.
#[derive(Debug)]
pub(crate) struct Phrases<'a> {
    /// As it is written.
    pub(crate) text: &'a str,
    /// Its words in lower case, marks apart from them, with where each of them is.
    pub(crate) words: Vec<(String, usize)>,
}

impl<'a> Phrases<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        let mut last = ' ';
        // Where the unit ends that was taken whole.
        let mut behind = 0;
        // Where the exponent of the number ends that is being read.
        let mut exponent = 0;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            // `99.9`, `e-mail`, `don't`, `1,000`
            let is_joint = matches!(c, '.' | ',' | '-' | '\'' | '’' | '_' | '/')
                && last.is_alphanumeric()
                && next.is_alphanumeric()
                && (!matches!(c, '.' | ',') || last.is_ascii_digit() && next.is_ascii_digit());
            let is_number = start.is_some_and(|start| is_digits(&text[start..at]));
            if is_number && matches!(c, 'e' | 'E') {
                exponent = at + exponent_length(&text[at..]);
            }
            // `5/s` is a number and a rate.
            let is_joint = is_joint && !(c == '/' && is_number && is_rate(&text[at..])) || at < exponent;
            // `50ms` is a number and a unit.
            let is_unit = is_number && last.is_ascii_digit() && c.is_alphabetic() && at >= exponent;
            // In a script without spaces each sign is a word, and so is each unit.
            let unspaced = if at < text.len() && is_unspaced(c) {
                foreign::unit(&text[at..]).map_or(c.len_utf8(), str::len)
            } else {
                0
            };
            if at < behind {
            } else if unspaced > 0 {
                if let Some(start) = start.take() {
                    words.push((text[start..at].to_lowercase(), start));
                }
                words.push((text[at..at + unspaced].to_owned(), at));
                behind = at + unspaced;
            } else if (c.is_alphanumeric() || is_joint) && !is_unit {
                start.get_or_insert(at);
            } else {
                if let Some(start) = start.take() {
                    words.push((text[start..at].to_lowercase(), start));
                }
                if is_unit {
                    start = Some(at);
                } else if !c.is_whitespace() {
                    words.push((c.to_string(), at));
                }
            }
            last = c;
        }
        Self { text, words }
    }

    /// The word at a place; nothing where there is none.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |(word, _)| word)
    }

    /// Does a phrase begin at a place?
    pub(crate) fn is_at(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(more, word)| self.word(at + more) == word)
    }

    /// Does a phrase end before a place?
    pub(crate) fn is_before(&self, at: usize, phrase: &str) -> bool {
        let length = phrase.split(' ').count();
        at >= length && self.is_at(at - length, phrase)
    }

    /// How often a phrase occurs.
    pub(crate) fn count(&self, phrase: &str) -> usize {
        (0..self.words.len()).filter(|&at| self.is_at(at, phrase)).count()
    }

    /// How often a word occurs, in any of its forms.
    pub(crate) fn forms(&self, word: &str) -> usize {
        self.words.iter().filter(|(known, _)| form(known) == form(word)).count()
    }

    /// The words that carry a meaning.
    pub(crate) fn carried(&self) -> impl Iterator<Item = &str> {
        let words = self.words.iter().map(|(word, _)| &**word);
        words.filter(|word| !LITTLE.contains(word) && word.contains(char::is_alphanumeric))
    }

    /// Does a phrase occur?
    pub(crate) fn has(&self, phrase: &str) -> bool {
        (0..self.words.len()).any(|at| self.is_at(at, phrase))
    }

    /// The first of some words that occurs.
    pub(crate) fn first<'w>(&self, words: &[&'w str]) -> Option<&'w str> {
        self.words.iter().find_map(|(word, _)| words.iter().find(|known| *known == word).copied())
    }

    /// The modal verb, with its negation.
    pub(crate) fn modal(&self) -> Option<&'a str> {
        let Some(at) = self.modal_at() else { return self.modal_phrase() };
        let last = if self.word(at + 1) == "not" || self.word(at) == "ought" { at + 1 } else { at };
        Some(self.slice(at, last + 1))
    }

    /// The words for a modal verb: `is recommended`.
    fn modal_phrase(&self) -> Option<&'a str> {
        let places = 0..self.words.len();
        let mut found = places.flat_map(|at| MODAL_PHRASES.iter().map(move |(phrase, _)| (at, *phrase)));
        let (at, phrase) = found.find(|(at, phrase)| self.is_at(*at, phrase))?;
        Some(self.slice(at, at + phrase.split(' ').count()))
    }

    fn modal_at(&self) -> Option<usize> {
        let is_modal = |at: usize| MODALS.iter().any(|modal| self.is_at(at, modal.word));
        // `May 5`
        let is_month =
            |at: usize| self.word(at) == "may" && self.word(at + 1).starts_with(|c: char| c.is_ascii_digit());
        (0..self.words.len()).find(|&at| is_modal(at) && !is_month(at))
    }

    /// Where the verb begins.
    pub(crate) fn behind_modal(&self) -> usize {
        self.modal_at().map_or(0, |at| at + 1)
    }

    /// The text of some words.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.bytes(from, to)]
    }

    /// Where some words stand in the text; nothing where there are none.
    pub(crate) fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let Some((_, start)) = self.words.get(from) else { return 0..0 };
        match to.checked_sub(1).and_then(|last| self.words.get(last)) {
            Some((word, at)) if at >= start => {
                // Lower case may be longer than what it is of.
                let end = self.text[*at..]
                    .char_indices()
                    .nth(word.chars().count())
                    .map_or(self.text.len(), |(end, _)| at + end);
                *start..end
            }
            _ => 0..0,
        }
    }
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
