//! Reads frequencies as the time between two events: *every 5 minutes*, *daily*, *twice a week*.

use super::bound;
use super::number::measure;
use super::value::{Bound, BoundSide, Quantity, QuantityPlace};
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::{number, seconds};

/// Adverbs, with the number of days.
const ADVERBS: [(&str, f64); 8] = [
    ("hourly", 1.0 / 24.0),
    ("daily", 1.0),
    ("nightly", 1.0),
    ("weekly", 7.0),
    ("fortnightly", 14.0),
    ("monthly", 30.4375),
    ("yearly", 365.25),
    ("annually", 365.25),
];

/// Of a `daily limit` a longer time makes more of it.
const LIMITS: [&str; 6] = ["limit", "quota", "allowance", "cap", "budget", "maximum"];

/// Reads how often something happens by the words at a place, and returns the word behind them.
pub(super) fn often(text: &Phrases<'_>, at: usize, is_negative: bool) -> Option<(Quantity, usize)> {
    let (period, end) = period(text, at)?;
    let (side, start) = bound::nearest(text, at).map_or((None, at), |(side, start)| (Some(side), start));
    let bound = match side {
        // `at most once a minute`: whoever does it more often does too much.
        Some(BoundSide::Upper) => Bound::Lower,
        Some(BoundSide::Lower) if is_negative => Bound::Lower,
        None if is_negative => Bound::Exact,
        _ => Bound::Upper,
    };
    let (dimension, text) = ("period".to_owned(), text.slice(start, end).to_owned());
    Some((
        Quantity {
            value: period,
            dimension,
            bound,
            bound_words: None,
            written: None,
            place: QuantityPlace::Asked,
            text,
        },
        end,
    ))
}

fn period(text: &Phrases<'_>, at: usize) -> Option<(f64, usize)> {
    let word = text.word(at);
    if let Some((_, days)) = ADVERBS.iter().find(|(adverb, _)| *adverb == word) {
        let is_limit = LIMITS.contains(&text.word(at + 1));
        return (!is_limit).then_some((days * 86_400.0, at + 1));
    }
    match word {
        "every" => {
            if let Some(factor) = day(text.word(at + 1)) {
                return Some((factor, at + 2));
            }
            if let ("other", Some(factor)) = (text.word(at + 1), day(text.word(at + 2))) {
                return Some((2.0 * factor, at + 3));
            }
            let measure = measure(text, at + 1).filter(|measure| measure.dimension == "time")?;
            return Some((measure.value, measure.end));
        }
        // `each day`, but not `the first of each month`
        "each" if !text.is_before(at, "of") && !text.is_before(at, "for") => {
            return day(text.word(at + 1)).map(|factor| (factor, at + 2));
        }
        _ => {}
    }
    // `once a day`, `3 times per hour`, `twice daily`
    let (times, end) = match word {
        "once" => (1.0, at + 1),
        "twice" => (2.0, at + 1),
        _ if matches!(text.word(at + 1), "times" | "time") => (number(word)?, at + 2),
        _ => return None,
    };
    if times <= 0.0 {
        return None;
    }
    let (factor, end) = match text.word(end) {
        "a" | "an" | "per" | "each" | "every" | "in" if text.word(end + 1) != "a" => {
            match seconds(text.word(end + 1)) {
                Some(factor) => (factor, end + 2),
                // `once every 5 minutes`
                None => {
                    let measure = measure(text, end + 1).filter(|measure| measure.dimension == "time")?;
                    (measure.value, measure.end)
                }
            }
        }
        adverb => {
            let (_, days) = ADVERBS.iter().find(|(known, _)| *known == adverb)?;
            (days * 86_400.0, end + 1)
        }
    };
    Some((factor / times, end))
}

/// A unit of time, or a part of the day or of the week that comes once in it.
fn day(word: &str) -> Option<f64> {
    match word {
        "morning" | "noon" | "evening" | "night" | "midnight" => Some(86_400.0),
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" => Some(604_800.0),
        "quarter" => Some(7_889_400.0),
        _ => seconds(word),
    }
}
