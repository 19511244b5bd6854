//! Finds words and phrases in a text, in any letter case.

use std::ops::Range;

use spec_model::grammar::modality::MODALS;

use super::lexicon::{LITTLE, form};
use super::modality::MODAL_PHRASES;
use super::tokenizer::{self, Grain};

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
        let words = tokenizer::words(text, Grain::Values);
        let words = words.iter().map(|word| (word.text.to_lowercase(), word.start)).collect();
        Self { text, words }
    }

    /// The word at a place; nothing where there is none.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |(word, _)| word)
    }

    /// Does a phrase begin at a place?
    pub(crate) fn is_at(&self, at: usize, phrase: &str) -> bool {
        let mut rest = phrase;
        for (word, _) in self.words.get(at..).unwrap_or_default() {
            match rest.strip_prefix(&**word) {
                Some("") => return true,
                Some(more) if more.starts_with(' ') => rest = &more[1..],
                _ => return false,
            }
        }
        false
    }

    /// Does a phrase end before a place?
    pub(crate) fn is_before(&self, at: usize, phrase: &str) -> bool {
        let mut rest = phrase;
        for (word, _) in self.words.get(..at).unwrap_or_default().iter().rev() {
            match rest.strip_suffix(&**word) {
                Some("") => return true,
                Some(more) if more.ends_with(' ') => rest = &more[..more.len() - 1],
                _ => return false,
            }
        }
        false
    }

    /// Counts the occurrences of a phrase.
    pub(crate) fn count(&self, phrase: &str) -> usize {
        (0..self.words.len()).filter(|&at| self.is_at(at, phrase)).count()
    }

    /// Counts the occurrences of a word, in any of its forms.
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

    /// Returns the place where the verb begins.
    pub(crate) fn behind_modal(&self) -> usize {
        self.modal_at().map_or(0, |at| at + 1)
    }

    /// The text of some words.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.bytes(from, to)]
    }

    /// Returns the place of some words in the text; nothing where there are none.
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
