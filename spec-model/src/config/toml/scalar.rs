//! Parses TOML values without quotes: numbers, booleans and date-times.

use nom::Parser;
use nom::bytes::complete::take_while1;

use super::model::ValueKind;
use super::parse::{Parsed, fail};

/// Reads a value without quotes.
pub(super) fn scalar(input: &str) -> Parsed<'_, ValueKind> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_' | ':');
    let Ok((mut rest, mut word)) = take_while1::<_, _, nom::error::Error<&str>>(is_part).parse(input) else {
        return fail(input, "a value is missing here");
    };
    // A date and a time may be joined by a space.
    if is_date(word)
        && let Some(time) = rest.strip_prefix(' ')
        && time.starts_with(|c: char| c.is_ascii_digit())
    {
        let end = time.find(|c| !is_part(c)).unwrap_or(time.len());
        rest = &time[end..];
        word = &input[..input.len() - rest.len()];
    }
    let kind = match word {
        "true" => Some(ValueKind::Boolean(true)),
        "false" => Some(ValueKind::Boolean(false)),
        _ => integer(word)
            .map(ValueKind::Integer)
            .or_else(|| float(word).map(ValueKind::Float))
            .or_else(|| is_date_time(word).then(|| ValueKind::DateTime(word.to_owned()))),
    };
    match kind {
        Some(kind) => Ok((rest, kind)),
        None => fail(input, "this is not a value: text is written in quotes"),
    }
}

fn integer(word: &str) -> Option<i64> {
    let radix = match word.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => {
            let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
            let plain = without_underscores(digits, char::is_ascii_digit)?;
            let leading_zero = plain.len() > 1 && plain.starts_with('0');
            let sign = if word.starts_with('-') { "-" } else { "" };
            return if leading_zero { None } else { format!("{sign}{plain}").parse().ok() };
        }
    };
    i64::from_str_radix(&without_underscores(&word[2..], char::is_ascii_hexdigit)?, radix).ok()
}

fn float(word: &str) -> Option<f64> {
    let (sign, number) = match word.strip_prefix(['+', '-']) {
        Some(number) => (if word.starts_with('-') { -1.0 } else { 1.0 }, number),
        None => (1.0, word),
    };
    let magnitude = match number {
        "inf" => f64::INFINITY,
        "nan" => f64::NAN,
        _ => {
            let (mantissa, exponent) = match number.split_once(['e', 'E']) {
                Some((mantissa, exponent)) => (mantissa, Some(exponent)),
                None => (number, None),
            };
            let (whole, fraction) = match mantissa.split_once('.') {
                Some((whole, fraction)) => (whole, Some(fraction)),
                None => (mantissa, None),
            };
            if fraction.is_none() && exponent.is_none() {
                return None;
            }
            let whole = without_underscores(whole, char::is_ascii_digit)?;
            if whole.len() > 1 && whole.starts_with('0') {
                return None;
            }
            let fraction =
                fraction.map_or(Some("0".to_owned()), |it| without_underscores(it, char::is_ascii_digit))?;
            let (exponent_sign, exponent) = match exponent {
                Some(exponent) if exponent.starts_with('-') => ("-", &exponent[1..]),
                Some(exponent) => ("", exponent.strip_prefix('+').unwrap_or(exponent)),
                None => ("", "0"),
            };
            let exponent = without_underscores(exponent, char::is_ascii_digit)?;
            format!("{whole}.{fraction}e{exponent_sign}{exponent}")
                .parse()
                .ok()
                .filter(|it: &f64| it.is_finite())?
        }
    };
    Some(sign * magnitude)
}

/// Digits of which any two may have one underscore between them.
fn without_underscores(digits: &str, is_digit: fn(&char) -> bool) -> Option<String> {
    let well_placed =
        !digits.is_empty() && !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain = digits.replace('_', "");
    (well_placed && plain.chars().all(|c| is_digit(&c))).then_some(plain)
}

/// A date, a time, or both with or without an offset from UTC.
fn is_date_time(word: &str) -> bool {
    match word.get(..10).filter(|date| is_date(date)) {
        None => is_time(word),
        Some(_) if word.len() == 10 => true,
        Some(_) => {
            let Some(time) = word[10..].strip_prefix(['T', 't', ' ']) else { return false };
            let offset = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
            let (time, offset) = time.split_at(offset);
            let offset_holds = match offset.split_at_checked(1) {
                None | Some(("Z" | "z", "")) => true,
                Some((_, hours)) => hours.len() == 5 && is_time(hours),
            };
            is_time(time) && offset_holds
        }
    }
}

/// `2026-02-28`, a day that exists.
fn is_date(word: &str) -> bool {
    let mut parts = word.splitn(3, '-');
    let [Some(year), Some(month), Some(day)] =
        [4, 2, 2].map(|length| parts.next().and_then(|part| fixed_number(part, length)))
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `07:32`, `07:32:00`, `07:32:00.999`
fn is_time(word: &str) -> bool {
    let (time, fraction) = match word.split_once('.') {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (word, None),
    };
    let parts: Vec<_> = time.split(':').map(|part| fixed_number(part, 2)).collect();
    let in_range = match parts[..] {
        [Some(hour), Some(minute)] => hour < 24 && minute < 60 && fraction.is_none(),
        [Some(hour), Some(minute), Some(second)] => hour < 24 && minute < 60 && second <= 60,
        _ => false,
    };
    in_range && fraction.is_none_or(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
}

fn fixed_number(digits: &str, length: usize) -> Option<u32> {
    (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}
