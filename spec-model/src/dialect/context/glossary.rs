//! Reads an entry of the glossary: `**free limit**: 100`, `free limit – 100`, `| free limit | 100 |`.

use crate::source::Span;
use crate::spec::{About, Aside, folded};

/// So long a term is, in bytes; longer ones are sentences.
const MAX_TERM: usize = 60;

/// An entry, from its text as it is written and without marks.
pub(super) fn entry(written: &str, text: &str, span: Span) -> Option<Aside> {
    let written = written.trim_start();
    let emphasis = ["**", "__", "*", "_", "`"].iter().find_map(|mark| {
        let inner = written.strip_prefix(mark)?;
        inner.split_once(mark).map(|(term, _)| term)
    });
    let set_off = || {
        let ends = [": ", " - ", " – ", " — ", " = ", "：", " means ", " is "].iter();
        ends.filter_map(|end| text.split_once(end)).map(|(term, _)| term).min_by_key(|term| term.len())
    };
    of_term(emphasis.or_else(set_off)?, text.to_owned(), span)
}

/// An entry with its term.
pub(super) fn of_term(term: &str, text: String, span: Span) -> Option<Aside> {
    let term = folded(term.trim_matches([' ', ':', '：', '*', '_', '`', '"', '“', '”']));
    let is_one = term.len() > 1 && term.len() <= MAX_TERM && term.contains(char::is_alphabetic);
    is_one.then_some(Aside { text, span, about: About::Term(term), limit: None })
}
