//! Units and numbers, as words.

/// Words for units: what they measure, and how many basic units they are.
pub(crate) fn unit(word: &str) -> Option<(&'static str, f64)> {
    Some(match word {
        "ns" | "nanosecond" | "nanoseconds" => ("time", 1e-9),
        "us" | "µs" | "μs" | "microsecond" | "microseconds" => ("time", 1e-6),
        "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => ("time", 1e-3),
        "s" | "sec" | "secs" | "second" | "seconds" => ("time", 1.0),
        "min" | "mins" | "minute" | "minutes" => ("time", 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => ("time", 3_600.0),
        "d" | "day" | "days" => ("time", 86_400.0),
        "week" | "weeks" => ("time", 604_800.0),
        "month" | "months" => ("time", 2_629_800.0),
        "year" | "years" => ("time", 31_557_600.0),
        "b" | "byte" | "bytes" => ("size", 1.0),
        "kb" => ("size", 1e3),
        "mb" | "megabyte" | "megabytes" => ("size", 1e6),
        "gb" | "gigabyte" | "gigabytes" => ("size", 1e9),
        "tb" | "terabyte" | "terabytes" => ("size", 1e12),
        "kib" => ("size", 1024.0),
        "mib" => ("size", 1_048_576.0),
        "gib" => ("size", 1_073_741_824.0),
        "tib" => ("size", 1_099_511_627_776.0),
        "%" | "percent" => ("share", 0.01),
        "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => ("length", 1e-3),
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => ("length", 1e-2),
        "m" | "metre" | "metres" | "meter" | "meters" => ("length", 1.0),
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => ("length", 1e3),
        "°" | "degree" | "degrees" => ("degrees", 1.0),
        _ => return None,
    })
}

/// Is a word a unit?
pub(crate) fn is_unit(word: &str) -> bool {
    unit(word).is_some()
}

/// A unit of time: how many seconds it has.
pub(crate) fn seconds(word: &str) -> Option<f64> {
    unit(word).filter(|(dimension, _)| *dimension == "time").map(|(_, factor)| factor)
}

/// A number, without its sign.
pub(crate) fn number(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // `1,000`, `1_000`; in some languages the mark before the fraction is a comma: `12,34`.
        let is_grouped =
            word.split(',').skip(1).all(|group| group.bytes().take_while(u8::is_ascii_digit).count() == 3);
        return word.replace('_', "").replace(',', if is_grouped { "" } else { "." }).parse().ok();
    }
    let index = |words: &[&str], word: &str| {
        words.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok()).map(f64::from)
    };
    let tens = |word: &str| index(&TENS, word).map(|at| 10.0 * (at + 2.0));
    match word.split_once('-') {
        Some((first, last)) => Some(tens(first)? + index(&ONES, last).filter(|ones| *ones < 10.0)?),
        None => index(&ONES, word).or_else(|| tens(word)),
    }
}

/// A word that makes a number greater.
pub(crate) fn scale(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "hundred" => Some(1e2),
        "thousand" | "k" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

/// How much longer than a day is a day of that kind? Five of them are a week.
pub(crate) fn working(word: &str) -> Option<f64> {
    match word {
        "business" | "working" | "work" => Some(1.4),
        "calendar" => Some(1.0),
        _ => None,
    }
}

/// Is it a physical measure, and no number of things?
pub(crate) fn is_measured(dimension: &str) -> bool {
    matches!(dimension, "time" | "size" | "share" | "share of" | "length") || dimension.starts_with("degrees")
}
