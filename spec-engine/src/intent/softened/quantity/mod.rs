//! Numbers with their units, and what bounds them.
//!
//! `number` reads a number with its unit, `date` a day or a time of the day, `often` how often something happens, `range` two ends in
//! one. `bound` knows the words that bound a number, `verbs` what it says by the verb that it stands behind.

mod bound;
mod date;
mod number;
mod often;
mod range;
mod verbs;

use super::phrase::Phrases;

pub(super) use bound::Side;
pub(super) use number::{is_measured, is_unit, number};

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// In the basic unit of its dimension.
    pub(super) value: f64,
    /// What it measures: `time`, `size`, `share` …, or the noun behind it.
    pub(super) dimension: String,
    /// Which way it is bound.
    pub(super) bound: Bound,
    /// Do the words say that it is an upper or a lower bound, and is the number itself still inside? Nothing without such words.
    pub(super) said: Option<Said>,
    /// Where it stands.
    pub(super) place: Place,
    /// What bounds it, the number and its unit, as they are written.
    pub(super) text: String,
}

impl Quantity {
    /// Does a word before it bound it?
    fn is_bound_by_word(&self) -> bool {
        matches!(self.bound, Bound::Upper | Bound::Lower)
            && self.text.starts_with(char::is_alphabetic)
            && self.text.split_whitespace().next().is_some_and(|word| number(&word.to_lowercase()).is_none())
    }
}

/// What the words at a number say, whatever that means for what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) side: Side,
    /// The number itself is outside: `fewer than 10`. Of what is not counted only a mark says so for sure: who writes `less than 2 s`
    /// does not think of two seconds sharp.
    pub(super) is_strict: bool,
}

/// Which way a number is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// So much, or less.
    Upper,
    /// So much, or more.
    Lower,
    /// So much.
    Exact,
    /// About so much.
    About,
    /// It tells which things are meant, those with more: `orders larger than 100 EUR`.
    Above,
    /// Whether more or less asks for more is not clear.
    Unclear,
}

/// Where a number stands in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is asked for.
    Asked,
    /// It says from where on, which nobody needs to say: `support between 10 and 100 users`.
    Start,
    /// It is in a condition at the end: `when the tank is below 10 %`.
    Condition,
    /// It is in an exception: `unless there are more than 1000`.
    Exception,
}

impl Place {
    /// What begins at a place.
    fn begun(text: &Phrases<'_>, at: usize) -> Option<Self> {
        // `exactly once`, `once per second`
        let is_number = || {
            bound::is_behind(text, at)
                || text.is_before(at, "exactly")
                || matches!(text.word(at + 1), "a" | "per" | "every" | "each" | "in" | "daily" | "" | ".")
        };
        match text.word(at) {
            "unless" | "except" => Some(Self::Exception),
            "once" if is_number() => None,
            "if" | "when" | "whenever" | "while" | "once" | "where" => Some(Self::Condition),
            _ => None,
        }
    }
}

/// The numbers of a text. `is_negative`: it says what must not be, so that what is bound above is bound below.
pub(super) fn quantities(text: &Phrases<'_>, is_negative: bool) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut place = Place::Asked;
    // What is shown to people or is code promises nothing: `the note "Weekly allowance"`. Where that begins.
    let mut quote = None;
    while at < text.words.len() {
        if matches!(text.word(at), "\"" | "“" | "”" | "`") {
            quote = if quote.is_some() { None } else { Some(at) };
        }
        place = Place::begun(text, at).unwrap_or(place);
        let from = found.len();
        let first = at;
        at = next(text, at, is_negative, &mut found);
        for quantity in &mut found[from..] {
            // `at most "5 s"` is bound from outside.
            let is_outside = |quote: usize| bound::nearest(text, quote).is_some() && first == quote + 1;
            if quote.is_some_and(|quote| !is_outside(quote)) {
                quantity.bound = Bound::Unclear;
            }
            if place != Place::Asked {
                quantity.place = place;
            }
        }
    }
    found
}

/// What begins at a place, and the place to go on from.
fn next(text: &Phrases<'_>, at: usize, is_negative: bool, found: &mut Vec<Quantity>) -> usize {
    if let Some((value, end)) = number::percentile(text, at) {
        let text = text.slice(at, end).to_owned();
        let (dimension, bound) = ("percentile".to_owned(), Bound::Lower);
        found.push(Quantity { value, dimension, bound, said: None, place: Place::Asked, text });
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
    let bound::Reading { mut bound, start, end, said } = bound::bound(text, &measure, is_negative);
    // `at most 2 cores and 1 GiB`: one word bounds both.
    if bound == Bound::Exact
        && text.is_before(start, "and")
        && let Some(last) = found.last()
        && last.is_bound_by_word()
        && text.words[..start].iter().rev().take(5).any(|(word, _)| number(word).is_some())
    {
        bound = last.bound;
    }
    let words = text.slice(start, end).to_owned();
    let behind = measure.end.max(at + 1);
    found.push(Quantity {
        value: measure.value,
        dimension: measure.dimension,
        bound,
        said,
        place: Place::Asked,
        text: words,
    });
    behind
}
