//! The bounds of a text with their places, for values below, at and above them.

use std::ops::Range;

use spec_model::grammar::clause;
use spec_model::order::Order as _;
use spec_model::spec::PartKind;

use super::lexicon::NO_NOUNS;
use super::phrase::Phrases;
use super::quantity::{Bound, Relation, Written, quantities};
use super::unit::seconds;

/// A bound, as it is written in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenBound {
    /// Its place: `within 72 h`.
    pub range: Range<usize>,
    /// The values of which its words are true.
    pub relation: Relation,
    /// It says how much must be borne, and nothing of what is beyond: `hold up to 10 entries`.
    pub is_capacity: bool,
    /// The place of the number: `72`. Of two it is the first.
    pub number: Range<usize>,
    /// The place of the second number of `between 1 and 5`.
    pub upper: Option<Range<usize>>,
    /// The place of the unit, with the space before it: ` h`, `%`, ` concurrent sessions`.
    pub unit: Range<usize>,
}

/// The bounds of a text, in its order. Each clause is read for itself.
///
/// ```
/// use spec_engine::criterion::{Relation, written_bounds};
///
/// let text = "THE shop SHALL answer within 200 ms and hold up to 10 carts";
/// let [within, capacity] = &*written_bounds(text) else { panic!() };
/// assert_eq!((&text[within.range.clone()], within.relation), ("within 200 ms", Relation::AtMost));
/// assert!(capacity.is_capacity && !within.is_capacity);
/// ```
pub fn written_bounds(text: &str) -> Vec<WrittenBound> {
    let mut found = Vec::new();
    for part in parts(text) {
        let phrases = Phrases::of(&text[part.clone()]);
        let mut last_negation = None;
        for quantity in quantities(&phrases, false) {
            let Some(Written { mut relation, mut range, number, upper }) = quantity.written else { continue };
            let negation = negation(&phrases, range.start).filter(|_| !lasts(&phrases, range.start));
            if let Some(start) = negation {
                // The meaning of a second bound behind it is not clear: `never send more than 5 mails in 1 hour`.
                let is_second = last_negation.replace(start) == Some(start);
                let Some(other) = relation.negated().filter(|_| !is_second) else { continue };
                (relation, range) = (other, start..range.end);
            }
            let moved = |range: Range<usize>| part.start + range.start..part.start + range.end;
            let is_capacity = match relation {
                _ if negation.is_some() => false,
                Relation::AtMost | Relation::Below => quantity.bound == Bound::Lower,
                // Of what can be used between two numbers, more is more.
                Relation::Between => quantity.bound == Bound::Upper,
                Relation::AtLeast | Relation::Above | Relation::Exactly => false,
            };
            let last = upper.clone().unwrap_or_else(|| number.clone());
            let unit = unit(phrases.text, last.end, &phrases.text[last.clone()] == "1");
            let range = range.start.min(number.start)..range.end.max(unit.end);
            found.push(WrittenBound {
                range: moved(range),
                relation,
                is_capacity,
                number: moved(number),
                upper: upper.map(moved),
                unit: moved(unit),
            });
        }
    }
    found
}

/// Finds the beginning of the negation that a bound stands behind: `never` of `never be below 0`. Those that bound a number themselves
/// (`no more than 5`) are a part of the bound.
fn negation(text: &Phrases<'_>, bound: usize) -> Option<usize> {
    let before = text.words.partition_point(|&(_, at)| at < bound);
    let begins_another = |word: &str| {
        let is_mark = word.chars().all(|c| !c.is_alphanumeric() && !matches!(c, '`' | '"' | '*' | '_' | '/'));
        is_mark || matches!(word, "and" | "but" | "unless" | "until" | "when" | "if" | "while" | "only")
    };
    for (place, (word, at)) in text.words[..before].iter().enumerate().rev() {
        // `No order SHALL have more than 5 items`
        let is_negation = matches!(&**word, "not" | "never" | "cannot") || place == 0 && word == "no";
        if is_negation || begins_another(word) {
            return is_negation.then_some(*at);
        }
    }
    None
}

/// Does a bound say how long something lasts? `not be deleted for 30 days` means 30 days or more, with the negation and without.
fn lasts(text: &Phrases<'_>, bound: usize) -> bool {
    text.words.iter().any(|(word, at)| *at == bound && word == "for")
}

/// The parts of a text that say something by themselves. Who is to do something belongs to what they are to do.
fn parts(text: &str) -> Vec<Range<usize>> {
    let clause = clause::parse(text);
    let is_joined = |kind| matches!(kind, PartKind::Modal | PartKind::Response);
    let mut starts: Vec<usize> =
        clause.parts.iter().filter(|part| !is_joined(part.kind)).map(|part| part.range.start).collect();
    starts.order();
    let ends = starts.iter().copied().chain([text.len()]);
    let parts = [0].into_iter().chain(starts.iter().copied()).zip(ends).map(|(start, end)| start..end);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The unit behind a number, with the space before it: `%`, ` ms`, `MB`, ` characters`, ` concurrent sessions`.
fn unit(text: &str, at: usize, is_one: bool) -> Range<usize> {
    let end = word(text, at);
    let name = text[at..end].trim_start();
    let is_noun = is_one || name.ends_with('s') || name.len() <= 3 || seconds(&name.to_lowercase()).is_some();
    at..if is_noun || end == at { end } else { word(text, end) }
}

/// The end of the word behind a place, if it is one that counts something; else the place.
fn word(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let word = rest.strip_prefix(' ').unwrap_or(rest);
    // `non-empty`
    let is_part = |(at, c): (usize, char)| c.is_alphabetic() || matches!(c, '%' | '°') || at > 0 && c == '-';
    let length = word.char_indices().find(|&part| !is_part(part)).map_or(word.len(), |(end, _)| end);
    let name = word[..length].trim_end_matches('-');
    if name.is_empty() || NO_NOUNS.contains(&&*name.to_lowercase()) {
        return at;
    }
    at + rest.len() - word.len() + name.len()
}
