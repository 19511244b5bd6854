//! Numbers in a text, as digits and as words, with their units.

use std::ops::Range;

use super::bound;
use super::value::{Measure, Relation, Written};
use crate::criterion::lexicon::NO_NOUNS;
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::{is_measured, number, scale, seconds, unit, working};

/// The number that begins at a place: how much, and the word behind it.
fn value(text: &Phrases<'_>, at: usize) -> Option<(f64, usize)> {
    let article = |at: usize| matches!(text.word(at), "a" | "an");
    let (value, end) = match text.word(at) {
        // `half a second`
        "half" if article(at + 1) && seconds(text.word(at + 2)).is_some() => return Some((0.5, at + 2)),
        // `a dozen`; `within an hour`, but not `24 hours a day`
        "a" | "an" if scale(text.word(at + 1)).is_some() && text.word(at + 1) != "k" => (1.0, at + 1),
        "a" | "an" if seconds(text.word(at + 1)).is_some() && bound::is_behind(text, at) => {
            return Some((1.0, at + 1));
        }
        // `within the hour`
        "the" if text.is_before(at, "within") && seconds(text.word(at + 1)).is_some() => (1.0, at + 1),
        "dozen" if !text.is_before(at, "a") => (1.0, at),
        // `no one`, `one of`
        "one" if text.is_before(at, "no") || text.word(at + 1) == "of" => return None,
        // `exactly once`, but neither `at once` nor `once it is paid`
        word @ ("once" | "twice") => {
            let is_counted = word == "twice" || text.is_before(at, "exactly") || bound::is_behind(text, at);
            return is_counted.then_some((if word == "once" { 1.0 } else { 2.0 }, at + 1));
        }
        word => power(text, at).or_else(|| Some((number(word)?, at + 1)))?,
    };
    // `2 × 10^-9`
    let factor = power(text, end + 1).filter(|_| matches!(text.word(end), "×" | "·" | "*" | "x"));
    if let Some((factor, end)) = factor {
        return Some((value * factor, end));
    }
    // `one hundred thousand`
    let scales = (end..text.words.len()).map_while(|at| scale(text.word(at)));
    let (factors, value) = scales.fold((0, value), |(number, value), scale| (number + 1, value * scale));
    Some((value, end + factors))
}

/// The power that begins at a place, and the word behind it: `10^-6`, `10**6`, `10⁻⁹`.
pub(super) fn power(text: &Phrases<'_>, at: usize) -> Option<(f64, usize)> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |word: &str| -> Option<i32> {
        let digits = word.chars().map(|c| DIGITS.iter().position(|digit| *digit == c));
        let digits = digits.map(|digit| char::from_digit(u32::try_from(digit?).ok()?, 10));
        digits.collect::<Option<String>>()?.parse().ok()
    };
    let word = text.word(at);
    // The exponent may be part of the word.
    if let Some((start, _)) = word.char_indices().find(|(_, c)| DIGITS.contains(c)) {
        return Some((number(&word[..start])?.powi(raised(&word[start..])?), at + 1));
    }
    let base = number(word)?;
    if text.word(at + 1) == "⁻" {
        return Some((base.powi(-raised(text.word(at + 2))?), at + 3));
    }
    let mark = if text.word(at + 1) == "^" {
        at + 2
    } else if text.is_at(at + 1, "* *") {
        at + 3
    } else {
        return None;
    };
    let (sign, place) = match text.word(mark) {
        "-" | "−" => (-1, mark + 1),
        "+" => (1, mark + 1),
        _ => (1, mark),
    };
    let exponent = text.word(place).parse::<u16>().ok()?;
    Some((base.powi(sign * i32::from(exponent)), place + 1))
}

/// The number with its unit that begins at a place.
pub(super) fn measure(text: &Phrases<'_>, at: usize) -> Option<Measure> {
    let (mut value, last) = value(text, at)?;
    let mut start = at;
    // `-20 °C`, but not `8 - 64`
    if is_sign(text, at) {
        value = -value;
        start -= 1;
    }
    let is_times = matches!(text.word(at), "once" | "twice");
    let (dimension, factor, end) = match unit(text.word(last)) {
        _ if is_times => ("times".to_owned(), 1.0, last),
        // `20 °C`, `80 degrees Celsius`
        Some(("degrees", factor)) => {
            let is_scale = matches!(text.word(last + 1), "c" | "f" | "celsius" | "fahrenheit");
            let dimension = if is_scale { &text.word(last + 1)[..1] } else { "" };
            (format!("degrees {dimension}"), factor, last + 1 + usize::from(is_scale))
        }
        Some((dimension, factor)) => (dimension.to_owned(), factor, last + 1),
        // `3 or more copies`
        None if matches!(text.word(last), "or" | "and") && is_comparing(text.word(last + 1)) => {
            (noun(text, last + 2), 1.0, last)
        }
        None => match (working(text.word(last)), seconds(text.word(last + 1))) {
            (Some(share), Some(factor)) => ("time".to_owned(), factor * share, last + 2),
            _ => match text.word(last).split_once('/').filter(|(_, time)| seconds(time).is_some()) {
                // `50 MB/s`: the rate is read below.
                Some((first, _)) if unit(first).is_some() => {
                    let (dimension, factor) = unit(first)?;
                    (dimension.to_owned(), factor, last)
                }
                _ => (noun(text, last), 1.0, last),
            },
        },
    };
    let mut measure = Measure { value: value * factor, dimension, start, end };
    // `95 % of the requests`
    if measure.dimension == "share" && text.word(end) == "of" {
        measure.dimension.push_str(" of");
    }
    per(text, &mut measure);
    Some(measure)
}

fn is_comparing(word: &str) -> bool {
    matches!(
        word,
        "more"
            | "less"
            | "fewer"
            | "higher"
            | "lower"
            | "better"
            | "above"
            | "below"
            | "over"
            | "under"
            | "up"
    )
}

/// Is the mark before a number its sign?
pub(super) fn is_sign(text: &Phrases<'_>, at: usize) -> bool {
    let Some(sign) = at.checked_sub(1) else { return false };
    let is_close = text.words[at].1 == text.words[sign].1 + text.words[sign].0.len();
    let behind = text.words[..sign].last();
    let is_free = behind.is_none_or(|(word, start)| start + word.len() < text.words[sign].1);
    matches!(text.word(sign), "-" | "−") && is_close && is_free
}

/// A rate: so much in a second. `24 hours a day` is one too.
fn per(text: &Phrases<'_>, measure: &mut Measure) {
    // The thing that is counted stands between: `100 concurrent requests per minute`.
    let is_counted = !is_measured(&measure.dimension);
    let room = if is_counted { 4 } else { 1 };
    for at in measure.end..(measure.end + room).min(text.words.len()) {
        let word = text.word(at);
        if let Some((_, factor)) = word.split_once('/').and_then(|(_, unit)| Some(((), seconds(unit)?))) {
            measure.value /= factor;
            measure.dimension.push_str(" per second");
            measure.end = at + 1;
            return;
        }
        if !word.starts_with(char::is_alphabetic) && word != "/" {
            return;
        }
        if matches!(word, "per" | "a" | "an" | "each" | "/")
            && let Some(factor) = seconds(text.word(at + 1))
        {
            measure.value /= factor;
            measure.dimension.push_str(" per second");
            measure.end = at + 2;
            return;
        }
        if matches!(word, "and" | "or" | "in" | "within" | "for" | "per") {
            return;
        }
    }
}

/// The noun that is counted, without its ending.
pub(super) fn noun(text: &Phrases<'_>, at: usize) -> String {
    let word = text.word(at);
    if matches!(word, "time" | "times") {
        return "times".to_owned();
    }
    if NO_NOUNS.contains(&word) || !word.starts_with(char::is_alphabetic) {
        return String::new();
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// `99th percentile`, `p99`, and the word behind it.
pub(super) fn percentile(text: &Phrases<'_>, at: usize) -> Option<(f64, usize)> {
    let word = text.word(at);
    let (digits, end) = match word.strip_prefix('p') {
        Some(digits) => (digits, at + 1),
        None if text.word(at + 1) == "percentile" => (word.trim_end_matches(char::is_alphabetic), at + 2),
        // The number and its ending are words of their own.
        None if text.word(at + 2) == "percentile" && text.word(at + 1) == "th" => (word, at + 3),
        None => return None,
    };
    let value = digits.parse().ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_digit()))?;
    Some((value, end))
}

/// The bound of a number that is written in digits, from the first of some words to the last.
pub(super) fn written(
    text: &Phrases<'_>,
    words: Range<usize>,
    at: usize,
    relation: Relation,
) -> Option<Written> {
    let number = digits(text, at)?;
    Some(Written { relation, range: text.bytes(words.start, words.end), number, upper: None })
}

/// Finds the number at a word, if it is in digits. A time of the day and a power are none.
pub(super) fn digits(text: &Phrases<'_>, at: usize) -> Option<Range<usize>> {
    let range = text.bytes(at, at + 1);
    let mut behind = text.text[range.end..].chars();
    let goes_on = matches!(behind.next(), Some(':')) && behind.next().is_some_and(|c| c.is_ascii_digit());
    let is_number = text.text[range.clone()].bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    (is_number && !range.is_empty() && !goes_on && power(text, at).is_none()).then_some(range)
}
