//! Numbers with their units, and what bounds them.

use super::phrase::Phrases;

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// In the basic unit of its dimension.
    pub(super) value: f64,
    /// What it measures: `time`, `size`, `share`, or the noun behind it.
    pub(super) dimension: String,
    /// Which way it is bound.
    pub(super) bound: Bound,
    /// Does it stand behind a word that makes a condition: `unless there are more than 1000`?
    pub(super) is_conditional: bool,
    /// What bounds it, the number and its unit, as they are written.
    pub(super) text: String,
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
}

/// What stands before a number that may not be exceeded. Longer phrases come first.
const UPPER: [&str; 29] = [
    "in",
    "after",
    "no more than",
    "not more than",
    "no longer than",
    "not longer than",
    "no later than",
    "not later than",
    "no greater than",
    "not exceed",
    "not exceeding",
    "less than",
    "fewer than",
    "at most",
    "up to",
    "a maximum of",
    "maximum of",
    "maximum",
    "max",
    "not above",
    "not over",
    "within",
    "under",
    "below",
    "in less than",
    "by at most",
    "every",
    "≤",
    "<",
];

/// What stands before a number that must be reached.
const LOWER: [&str; 22] = [
    "no less than",
    "not less than",
    "no fewer than",
    "not fewer than",
    "no shorter than",
    "more than",
    "greater than",
    "longer than",
    "at least",
    "a minimum of",
    "minimum of",
    "minimum",
    "min",
    "not below",
    "not under",
    "exceeds",
    "exceed",
    "above",
    "over",
    "for",
    "≥",
    ">",
];

const ABOUT: [&str; 6] = ["about", "around", "roughly", "approximately", "some", "circa"];

/// Words for units: what they measure, and how many basic units they are.
fn unit(word: &str) -> Option<(&'static str, f64)> {
    Some(match word {
        "ns" | "nanosecond" | "nanoseconds" => ("time", 1e-9),
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => ("time", 1e-6),
        "ms" | "msec" | "millisecond" | "milliseconds" => ("time", 1e-3),
        "s" | "sec" | "secs" | "second" | "seconds" => ("time", 1.0),
        "min" | "mins" | "minute" | "minutes" => ("time", 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => ("time", 3_600.0),
        "d" | "day" | "days" => ("time", 86_400.0),
        "week" | "weeks" => ("time", 604_800.0),
        "month" | "months" => ("time", 2_629_800.0),
        "year" | "years" => ("time", 31_557_600.0),
        "b" | "byte" | "bytes" => ("size", 1.0),
        "kb" => ("size", 1e3),
        "mb" => ("size", 1e6),
        "gb" => ("size", 1e9),
        "tb" => ("size", 1e12),
        "kib" => ("size", 1024.0),
        "mib" => ("size", 1_048_576.0),
        "gib" => ("size", 1_073_741_824.0),
        "%" | "percent" => ("share", 0.01),
        _ => return None,
    })
}

fn number(word: &str) -> Option<f64> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // `1,000`, `1_000`
        return word.replace([',', '_'], "").parse().ok();
    }
    let at = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(at).ok().map(f64::from)
}

/// Words behind which something is a condition.
const CONDITIONS: [&str; 6] = ["unless", "except", "if", "when", "while", "once"];

/// A word that makes a number greater.
fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(1e2),
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

/// How much longer than a day is a day of that kind? Five of them are a week.
fn working(word: &str) -> Option<f64> {
    match word {
        "business" | "working" | "work" => Some(1.4),
        "calendar" => Some(1.0),
        _ => None,
    }
}

/// The numbers of a text. `is_negative`: it says what must not be, so that what is bound above is bound below.
pub(super) fn quantities(text: &Phrases<'_>, is_negative: bool) -> Vec<Quantity> {
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        if let Some(value) = percentile(text, at) {
            let text = text.slice(at, at + 1).to_owned();
            let (dimension, bound) = ("percentile".to_owned(), Bound::Lower);
            found.push(Quantity { value, dimension, bound, is_conditional: false, text });
            continue;
        }
        let Some(value) = number(text.word(at)) else { continue };
        // `one hundred`: what follows belongs to the number.
        let scales = (at + 1..text.words.len()).map_while(|at| scale(text.word(at)));
        let (factors, value) = scales.fold((0, value), |(number, value), scale| (number + 1, value * scale));
        let last = at + factors;
        // `no one`, `one of`
        if text.word(at) == "one" && (text.is_before(at, "no") || text.word(at + 1) == "of") {
            continue;
        }
        let (dimension, factor, width) = match unit(text.word(last + 1)) {
            Some((dimension, factor)) => (dimension.to_owned(), factor, 2 + factors),
            // `3 or more copies`
            None if text.word(last + 1) == "or" => (noun(text, last + 3), 1.0, 1 + factors),
            None => match (working(text.word(last + 1)), unit(text.word(last + 2))) {
                (Some(share), Some(("time", factor))) => ("time".to_owned(), factor * share, 3 + factors),
                _ => (noun(text, last + 1), 1.0, 1 + factors),
            },
        };
        let (bound, start, end) = bound(text, at, at + width, &dimension, is_negative);
        let words = text;
        let text = text.slice(start, end).to_owned();
        let is_conditional = (0..start).any(|at| CONDITIONS.contains(&words.word(at)));
        found.push(Quantity { value: value * factor, dimension, bound, is_conditional, text });
    }
    found
}

/// `99th percentile`, `p99`
fn percentile(text: &Phrases<'_>, at: usize) -> Option<f64> {
    let word = text.word(at);
    let digits = match word.strip_prefix('p') {
        Some(digits) => digits,
        None if text.word(at + 1) == "percentile" => word.trim_end_matches(char::is_alphabetic),
        // The number and its ending are words of their own.
        None if text.word(at + 2) == "percentile" && text.word(at + 1) == "th" => word,
        None => return None,
    };
    digits.parse().ok().filter(|_| digits.starts_with(|c: char| c.is_ascii_digit()))
}

/// Verbs behind which a number says how much can be borne.
const CAPACITIES: [&str; 17] = [
    "accept",
    "accepts",
    "hold",
    "holds",
    "store",
    "stores",
    "tolerate",
    "support",
    "supports",
    "handle",
    "handles",
    "serve",
    "serves",
    "process",
    "processes",
    "sustain",
    "withstand",
];

/// Does a verb stand somewhere before that says what can be borne: `accept files up to 10 MB`?
fn is_borne(text: &Phrases<'_>, at: usize) -> bool {
    (0..at).any(|at| CAPACITIES.contains(&text.word(at)))
}

/// The noun that is counted, without its ending.
fn noun(text: &Phrases<'_>, at: usize) -> String {
    let word = text.word(at);
    if !word.starts_with(char::is_alphabetic) {
        return String::new();
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// What bounds a number, and the words from there to behind it.
fn bound(
    text: &Phrases<'_>,
    at: usize,
    end: usize,
    dimension: &str,
    is_negative: bool,
) -> (Bound, usize, usize) {
    let flipped = |bound| match bound {
        Bound::Upper if is_negative => Bound::Lower,
        Bound::Lower if is_negative => Bound::Upper,
        bound => bound,
    };
    for (phrases, bound) in [
        (["or less", "or fewer", "or lower"], Bound::Upper),
        (["or more", "or better", "or higher"], Bound::Lower),
    ] {
        if phrases.iter().any(|phrase| text.is_at(end, phrase)) {
            return (flipped(bound), at, end + 2);
        }
    }
    // `<=` is two marks.
    if text.word(at.wrapping_sub(1)) == "=" && at >= 2 {
        match text.word(at - 2) {
            "<" => return (flipped(Bound::Upper), at - 2, end),
            ">" => return (flipped(Bound::Lower), at - 2, end),
            _ => {}
        }
    }
    // A word or two may stand between: `at least the last 3`, `a maximum of only 5`.
    for gap in 0..=2 {
        let behind = at - gap.min(at);
        let longest = |phrases: &[&'static str]| {
            let here = phrases.iter().filter(|phrase| text.is_before(behind, phrase));
            here.map(|phrase| phrase.split(' ').count()).max()
        };
        let (upper, lower) = (longest(&UPPER), longest(&LOWER));
        let is_plain = |bound| {
            let phrase = text.word(behind - 1);
            // `for 3 users`, `over 3 servers`, `every 3 attempts` bound nothing.
            let is_measured = matches!(dimension, "time" | "size" | "share");
            match phrase {
                "for" | "in" | "after" if gap > 0 => false,
                "for" | "every" | "in" => dimension == "time",
                "over" | "under" | "above" | "below" => is_measured,
                "within" => bound == Bound::Upper && !dimension.is_empty(),
                _ => true,
            }
        };
        match (upper, lower) {
            (Some(length), lower) if lower.is_none_or(|lower| lower < length) && is_plain(Bound::Upper) => {
                // The negation is in the phrase.
                let phrase = text.slice(behind - length, behind).to_lowercase();
                let bound = if phrase.starts_with("no") || phrase == "every" {
                    Bound::Upper
                } else if phrase == "up to" && is_borne(text, behind - length) && dimension != "time" {
                    flipped(Bound::Lower)
                } else {
                    flipped(Bound::Upper)
                };
                return (bound, behind - length, end);
            }
            (_, Some(length)) if is_plain(Bound::Lower) => {
                let phrase = text.slice(behind - length, behind).to_lowercase();
                let bound = if phrase.starts_with("no") { Bound::Lower } else { flipped(Bound::Lower) };
                return (bound, behind - length, end);
            }
            _ => {}
        }
        if gap == 0 && ABOUT.iter().any(|word| text.is_before(at, word)) {
            return (Bound::About, at - 1, end);
        }
    }
    // `99.9 % of all requests`, `99.9 % availability`
    if dimension == "share"
        && !is_negative
        && matches!(text.word(end), "of" | "availability" | "uptime" | "coverage" | "available")
    {
        return (Bound::Lower, at, end);
    }
    let is_capacity = (1..=3).any(|back| at >= back && CAPACITIES.contains(&text.word(at - back)));
    if is_capacity && dimension != "time" {
        return (flipped(Bound::Lower), at, end);
    }
    (Bound::Exact, at, end)
}
