//! The differences of two parts, word by word. Forms of the same word are no difference: *a login*, *logins*; *is*,
//! *are*.

use std::ops::Range;

use crate::criterion::lexicon::{LITTLE, form};
use crate::criterion::phrase::Phrases;
use crate::intent::alignment::differences;

/// Words that stand in one place of the first part, and those that stand there in the second one. One of them may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) before: Range<usize>,
    pub(super) now: Range<usize>,
}

impl Hunk {
    /// Is it only new?
    pub(super) fn is_added(&self) -> bool {
        self.before.is_empty()
    }

    /// Is it only gone?
    pub(super) fn is_gone(&self) -> bool {
        self.now.is_empty()
    }
}

/// So many pairs of words are compared at most: of parts that differ in more, all that differs is one difference.
const MAX_PAIRS: usize = 250_000;

/// The differences of two parts, in their order. Marks between words are none.
pub(super) fn hunks(before: &Phrases<'_>, now: &Phrases<'_>) -> Vec<Hunk> {
    let (one, two) = (forms(before), forms(now));
    // Words that carry a meaning stay together.
    let weight = |form: &Form<'_>| if LITTLE.contains(&form.word) { 1 } else { 2 };
    let differences = differences(&one, &two, weight, MAX_PAIRS);
    let place = |forms: &[Form<'_>], range: Range<usize>| match (forms.get(range.start), range.is_empty()) {
        (Some(form), false) => form.at..forms[range.end - 1].at + 1,
        (Some(form), true) => form.at..form.at,
        (None, _) => forms.last().map_or(0..0, |last| last.at + 1..last.at + 1),
    };
    differences.into_iter().map(|(a, b)| Hunk { before: place(&one, a), now: place(&two, b) }).collect()
}

/// The form of a word, and where the word is.
#[derive(Clone, Copy, Debug)]
struct Form<'a> {
    at: usize,
    word: &'a str,
}

impl PartialEq for Form<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.word == other.word
    }
}

/// The words of a part without the marks between them.
fn forms<'a>(text: &'a Phrases<'_>) -> Vec<Form<'a>> {
    let is_mark = |word: &str| matches!(word, "," | "." | ";" | ":" | "\"" | "“" | "”");
    let words = text.words.iter().enumerate().filter(|(_, (word, _))| !is_mark(word));
    words.map(|(at, (word, _))| Form { at, word: form(word) }).collect()
}

/// Are all words of a text that carry a meaning in others?
pub(super) fn is_in(text: &Phrases<'_>, others: &[&Phrases<'_>]) -> bool {
    text.carried().all(|word| others.iter().any(|other| other.forms(word) > 0))
}
