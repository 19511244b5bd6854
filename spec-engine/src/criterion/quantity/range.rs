//! Ranges: two bounds in one. `between 10 and 100`, `from 1 to 3 seconds`, `8-64 characters`.

use std::ops::Range;

use super::date::date;
use super::number::{digits, is_sign, measure, noun, power};
use super::value::{Bound, Quantity, QuantityPlace, Relation, Written};
use super::{bound, verbs};
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::{is_measured, number, unit};

/// Verbs of a change from one number to another one, which is no range.
const CHANGES: [&str; 10] = [
    "increase",
    "increases",
    "raise",
    "raises",
    "change",
    "changes",
    "reduce",
    "reduces",
    "lower",
    "decrease",
];

/// Both ends of the range that begins at a place, and the word behind it.
pub(super) fn range(text: &Phrases<'_>, at: usize) -> Option<([Quantity; 2], usize)> {
    let ends = ends(text, at)?;
    let first = if is_sign(text, at) { at - 1 } else { at };
    let start = match text.word(first.wrapping_sub(1)) {
        "between" | "from" => first - 1,
        _ => first,
    };
    let words = text.slice(start, ends.end);
    let is_length = matches!(&*ends.dimension, "character" | "digit" | "letter" | "symbol");
    let bounds = if ends.dimension.is_empty() && !verbs::is_borne(text, start) {
        [Bound::Exact, Bound::Exact]
    } else if !verbs::is_usable(text, start) || verbs::is_exclusive(text, start) {
        [Bound::Lower, Bound::Upper]
    } else if is_length {
        // To accept longer passwords is more, to accept shorter ones is less.
        [Bound::Unclear, Bound::Unclear]
    } else {
        [Bound::Upper, Bound::Lower]
    };
    let is_usable = bounds[0] == Bound::Upper;
    let is_bound = start < first || !ends.dimension.is_empty();
    let [low, high] = ends.numbers.clone();
    // `within 3 to 5 s`
    let outer = bound::nearest(text, start).map_or(start, |(_, start)| start);
    let written = low.zip(high).filter(|_| is_bound && first == at).map(|(low, high)| Written {
        relation: Relation::Between,
        range: text.bytes(outer, ends.end),
        number: low,
        upper: Some(high),
    });
    let end = |value, bound, is_first: bool| Quantity {
        value,
        dimension: ends.dimension.clone(),
        bound,
        bound_words: None,
        written: if is_first { written.clone() } else { None },
        place: if is_usable && is_first { QuantityPlace::Start } else { QuantityPlace::Asked },
        text: words.to_owned(),
    };
    Some(([end(ends.low, bounds[0], true), end(ends.high, bounds[1], false)], ends.end))
}

struct Ends {
    low: f64,
    high: f64,
    dimension: String,
    end: usize,
    /// The places of both numbers, if they are written in digits.
    numbers: [Option<Range<usize>>; 2],
}

fn ends(text: &Phrases<'_>, at: usize) -> Option<Ends> {
    // `8-64 characters` is one word.
    if let Some((low, high)) = text.word(at).split_once(['-', '–'])
        && low.starts_with(|c: char| c.is_ascii_digit())
        && high.starts_with(|c: char| c.is_ascii_digit())
    {
        let (low, high) = (number(low)?, number(high)?);
        let (factor, dimension, end) = behind(text, at);
        let numbers = digits_of_both(text, at);
        return (low < high).then_some(Ends {
            low: low * factor,
            high: high * factor,
            dimension,
            end,
            numbers,
        });
    }
    let is_between = text.is_before(if is_sign(text, at) { at - 1 } else { at }, "between");
    let is_joint = |at: usize| match text.word(at) {
        "and" => is_between,
        "to" | "through" | "until" | "-" | "–" | "—" => true,
        _ => false,
    };
    let is_change = (at.saturating_sub(8)..at).any(|at| CHANGES.contains(&text.word(at)));
    if is_change && !is_between {
        return None;
    }
    if let Some(low) = date(text, at) {
        let high = date(text, low.end + 1).filter(|high| high.dimension == low.dimension)?;
        let (dimension, end) = (low.dimension.to_owned(), high.end);
        return is_joint(low.end).then_some(Ends {
            low: low.value,
            high: high.value,
            dimension,
            end,
            numbers: [None, None],
        });
    }
    let low = measure(text, at)?;
    if !is_joint(low.end) {
        return None;
    }
    // The sign of the second number is a word of its own.
    let behind = low.end + 1 + usize::from(matches!(text.word(low.end + 1), "-" | "−"));
    let high = measure(text, behind)?;
    // The unit may stand behind the second number only.
    let is_bare = low.end == low.start + 1 || low.end == at + 1;
    let factor =
        if is_bare && is_measured(&high.dimension) { unit_of(text, behind, high.value) } else { 1.0 };
    let (low_value, is_same) = (low.value * factor, is_bare || low.dimension == high.dimension);
    (is_same && low_value < high.value).then_some(Ends {
        low: low_value,
        high: high.value,
        dimension: high.dimension,
        end: high.end,
        numbers: [digits(text, at), digits(text, behind)],
    })
}

/// The factor of the unit behind a number.
fn unit_of(text: &Phrases<'_>, at: usize, value: f64) -> f64 {
    let bare = power(text, at).map(|(bare, _)| bare);
    match bare.or_else(|| number(text.word(at))) {
        Some(bare) if bare != 0.0 => (value / bare).abs(),
        _ => 1.0,
    }
}

/// The factor, the dimension and the end of what stands behind a word that is a range.
fn behind(text: &Phrases<'_>, at: usize) -> (f64, String, usize) {
    match unit(text.word(at + 1)) {
        Some((dimension, factor)) => (factor, dimension.to_owned(), at + 2),
        None => (1.0, noun(text, at + 1), at + 1),
    }
}

/// Finds the numbers of a word that is a range.
fn digits_of_both(text: &Phrases<'_>, at: usize) -> [Option<Range<usize>>; 2] {
    let word = text.bytes(at, at + 1);
    let Some(mark) = text.text[word.clone()].find(['-', '–']).map(|mark| word.start + mark) else {
        return [None, None];
    };
    let behind = mark + text.text[mark..].chars().next().map_or(0, char::len_utf8);
    [Some(word.start..mark), Some(behind..word.end)]
}
