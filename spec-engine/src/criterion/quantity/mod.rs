//! Numbers with their units and bounds.
//!
//! `value` holds what is read. `number` reads a number with its unit, `date` a day or a time of the day; `often` reads how often something
//! happens, `range` two ends in one. `bound` knows the words that bound a number, `verbs` what it says by the verb that it stands behind.
//! `comparison` says which of two numbers asks for less.

mod bound;
mod comparison;
mod date;
mod number;
mod often;
mod range;
mod value;
mod verbs;

use super::phrase::Phrases;
use super::unit;

pub(crate) use comparison::{is_rarer, is_wider, pairs};
pub use value::Relation;
pub(crate) use value::{Bound, Quantity, QuantityPlace, Written};

/// The numbers of a text. `is_negative`: it says what must not be, so that what is bound above is bound below.
pub(crate) fn quantities(text: &Phrases<'_>, is_negative: bool) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut place = QuantityPlace::Asked;
    // The beginning of text that is shown to people, or of code: it promises nothing (`the note "Weekly allowance"`).
    let mut quote = None;
    while at < text.words.len() {
        if matches!(text.word(at), "\"" | "“" | "”" | "`") {
            quote = if quote.is_some() { None } else { Some(at) };
        }
        place = begun(text, at).unwrap_or(place);
        let from = found.len();
        let first = at;
        at = next(text, at, is_negative, &mut found);
        for quantity in &mut found[from..] {
            // `at most "5 s"` is bound from outside.
            let is_code = |quote: usize| text.word(quote) == "`";
            let is_outside = |quote: usize| bound::nearest(text, quote).is_some() && first == quote + 1;
            if quote.is_some_and(|quote| !is_outside(quote)) {
                quantity.bound = Bound::Unclear;
                // Code compares as the sentence around it does: `count >= 1`.
                quantity.written = quantity.written.take().filter(|_| quote.is_some_and(is_code));
            }
            if place != QuantityPlace::Asked {
                quantity.place = place;
            }
        }
    }
    found
}

/// The place of what begins at a word.
fn begun(text: &Phrases<'_>, at: usize) -> Option<QuantityPlace> {
    // `exactly once`, `once per second`
    let is_number = || {
        bound::is_behind(text, at)
            || text.is_before(at, "exactly")
            || matches!(text.word(at + 1), "a" | "per" | "every" | "each" | "in" | "daily" | "" | ".")
    };
    match text.word(at) {
        "unless" | "except" => Some(QuantityPlace::Exception),
        "once" if is_number() => None,
        "if" | "when" | "whenever" | "while" | "once" | "where" => Some(QuantityPlace::Condition),
        _ => None,
    }
}

/// The bound that begins at a place, and the place to go on from.
fn next(text: &Phrases<'_>, at: usize, is_negative: bool, found: &mut Vec<Quantity>) -> usize {
    if let Some((value, end)) = number::percentile(text, at) {
        let text = text.slice(at, end).to_owned();
        let (dimension, bound) = ("percentile".to_owned(), Bound::Lower);
        found.push(Quantity {
            value,
            dimension,
            bound,
            bound_words: None,
            written: None,
            place: QuantityPlace::Asked,
            text,
        });
        return end;
    }
    if let Some((ends, end)) = range::range(text, at) {
        found.extend(ends);
        return end;
    }
    if let Some((quantity, end)) = often::often(text, at, is_negative).or_else(|| date::dated(text, at)) {
        found.push(quantity);
        return end;
    }
    let Some(measure) = number::measure(text, at) else { return at + 1 };
    let bound::Reading { mut bound, start, end, bound_words, relation } =
        bound::bound(text, &measure, is_negative);
    // `at most 2 cores and 1 GiB`: one word bounds both.
    if bound == Bound::Exact
        && text.is_before(start, "and")
        && let Some(last) = found.last()
        && last.is_bound_by_word()
        && text.words[..start].iter().rev().take(5).any(|(word, _)| unit::number(word).is_some())
    {
        bound = last.bound;
    }
    let words = text.slice(start, end).to_owned();
    let written = relation.and_then(|relation| number::written(text, start..end, at, relation));
    let behind = measure.end.max(at + 1);
    found.push(Quantity {
        value: measure.value,
        dimension: measure.dimension,
        bound,
        bound_words,
        written: written.filter(|_| measure.start == at),
        place: QuantityPlace::Asked,
        text: words,
    });
    behind
}
