//! Dates and times of the day, by which something must be done or from which it holds.

use super::value::{Bound, Quantity, QuantityPlace};
use crate::criterion::phrase::Phrases;
use crate::criterion::unit::number;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Before a day by which it must be done.
const BY: [&str; 8] = [
    "by",
    "before",
    "no later than",
    "not later than",
    "prior to",
    "at the latest by",
    "by no later than",
    "latest",
];

/// Before a day up to which it must go on.
const UNTIL: [&str; 4] = ["until", "till", "up to", "through"];

/// A date or a time of the day, on a scale of its own.
#[derive(Clone, Debug)]
pub(super) struct Date {
    pub(super) value: f64,
    pub(super) dimension: &'static str,
    /// The word behind it.
    pub(super) end: usize,
}

/// The date or the time that begins at a place.
pub(super) fn date(text: &Phrases<'_>, at: usize) -> Option<Date> {
    time(text, at).or_else(|| iso(text, at)).or_else(|| written(text, at))
}

/// The date or the time at a place, with what bounds it.
pub(super) fn dated(text: &Phrases<'_>, at: usize) -> Option<(Quantity, usize)> {
    let date = date(text, at)?;
    let has = |phrases: &[&str], at: usize| {
        let here = phrases.iter().filter(|phrase| text.is_before(at, phrase));
        here.map(|phrase| phrase.split(' ').count()).max()
    };
    let mut start = at;
    for article in ["the end of", "end of", "the", "on"] {
        if text.is_before(start, article) {
            start -= article.split(' ').count();
            break;
        }
    }
    let is_latest = text.is_at(date.end, "at the latest") || text.is_at(date.end, "at latest");
    let (bound, start) = match (has(&BY, start), has(&UNTIL, start)) {
        (Some(words), _) => (Bound::Upper, start - words),
        (_, Some(words)) => (Bound::Lower, start - words),
        _ if is_latest => (Bound::Upper, at),
        _ => (Bound::Exact, at),
    };
    let words = text.slice(start, date.end).to_owned();
    let (value, dimension) = (date.value, date.dimension.to_owned());
    Some((
        Quantity {
            value,
            dimension,
            bound,
            bound_words: None,
            written: None,
            place: QuantityPlace::Asked,
            text: words,
        },
        date.end,
    ))
}

/// `18:00`, `6 pm`, `6:30 pm`
fn time(text: &Phrases<'_>, at: usize) -> Option<Date> {
    let two = |at: usize| {
        let word = text.word(at);
        (word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| word.parse::<u32>().ok())?
    };
    let hour = two(at).filter(|hour| *hour < 25)?;
    let minute = if text.word(at + 1) == ":" && text.word(at + 2).len() == 2 { two(at + 2) } else { None };
    let last = if minute.is_some() { at + 3 } else { at + 1 };
    let (hour, end) = match text.word(last) {
        "am" => (hour % 12, last + 1),
        "pm" => (hour % 12 + 12, last + 1),
        _ => (hour, last),
    };
    let is_time = minute.is_some() || end > last;
    let value = f64::from(60 * hour + minute.unwrap_or(0));
    is_time.then_some(Date { value, dimension: "time of day", end })
}

/// `2025-06-30`
fn iso(text: &Phrases<'_>, at: usize) -> Option<Date> {
    let mut parts = text.word(at).split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: u32 = parts.next().filter(|month| month.len() == 2)?.parse().ok()?;
    let day = match parts.next() {
        Some(day) => day.parse().ok()?,
        None => 31,
    };
    parts.next().is_none().then(|| on(Some(year), month, day, at + 1))
}

/// `1 March 2025`, `March 1, 2025`, `March 2025`, `Q3 2025`; `by 2025`
fn written(text: &Phrases<'_>, at: usize) -> Option<Date> {
    let month = |at: usize| {
        MONTHS.iter().position(|month| *month == text.word(at)).and_then(|at| u32::try_from(at + 1).ok())
    };
    let year = |at: usize| {
        let word = text.word(at);
        (word.len() == 4).then(|| word.parse::<u32>().ok())?.filter(|year| (1900..2200).contains(year))
    };
    let day = |at: usize| text.word(at).parse::<u32>().ok().filter(|day| (1..=31).contains(day));
    let ordinal = |at: usize| usize::from(matches!(text.word(at), "st" | "nd" | "rd" | "th"));
    // `1 March 2025`
    if let Some(day) = day(at) {
        let behind = at + 1 + ordinal(at + 1);
        let behind = behind + usize::from(text.word(behind) == "of");
        if let Some(month) = month(behind) {
            let year = year(behind + 1);
            return Some(on(year, month, day, behind + 1 + usize::from(year.is_some())));
        }
    }
    if let Some(month) = month(at) {
        if let Some(year) = year(at + 1) {
            return Some(on(Some(year), month, 31, at + 2));
        }
        let day = day(at + 1)?;
        let behind = at + 2 + ordinal(at + 2);
        let comma = usize::from(text.word(behind) == ",");
        let year = year(behind + comma);
        let end = if year.is_some() { behind + comma + 1 } else { behind };
        return Some(on(year, month, day, end));
    }
    let quarter = text.word(at).strip_prefix('q').and_then(|digit| digit.parse::<u32>().ok());
    if let (Some(quarter @ 1..=4), Some(year)) = (quarter, year(at + 1)) {
        return Some(on(Some(year), 3 * quarter, 31, at + 2));
    }
    let is_year = ["by", "before", "until", "end of"].iter().any(|word| text.is_before(at, word));
    let is_alone = !text.word(at + 1).starts_with(char::is_alphabetic) && number(text.word(at + 1)).is_none();
    year(at).filter(|_| is_year && is_alone).map(|year| on(Some(year), 12, 31, at + 1))
}

fn on(year: Option<u32>, month: u32, day: u32, end: usize) -> Date {
    let dimension = if year.is_some() { "date" } else { "day of a year" };
    let months = f64::from(year.unwrap_or(0)) * 12.0 + f64::from(month);
    Date { value: months * 31.0 + f64::from(day), dimension, end }
}
