//! Number bounds in a criterion's text (`within 72 h`, `at least 8 characters`, `≤ 200 ms`) and the values around them.

use std::borrow::Cow;

/// A bound as it is written, with values below, at and above it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// `within 72 h`
    pub(super) text: String,
    /// The values with their unit, in ascending order, and whether the bound allows each.
    pub(super) rows: Vec<(String, bool)>,
}

/// What a bound allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    AtMost,
    Below,
    AtLeast,
    Above,
    Exactly,
    Between,
}

/// The words before the number, longest first where one begins with another.
const WORDS: &[(&str, Kind)] = &[
    ("no more than", Kind::AtMost),
    ("not more than", Kind::AtMost),
    ("no longer than", Kind::AtMost),
    ("not longer than", Kind::AtMost),
    ("no later than", Kind::AtMost),
    ("not exceed", Kind::AtMost),
    ("not exceeding", Kind::AtMost),
    ("no less than", Kind::AtLeast),
    ("not less than", Kind::AtLeast),
    ("no fewer than", Kind::AtLeast),
    ("at most", Kind::AtMost),
    ("at least", Kind::AtLeast),
    ("up to", Kind::AtMost),
    ("within", Kind::AtMost),
    ("a maximum of", Kind::AtMost),
    ("maximum of", Kind::AtMost),
    ("a minimum of", Kind::AtLeast),
    ("minimum of", Kind::AtLeast),
    ("more than", Kind::Above),
    ("longer than", Kind::Above),
    ("greater than", Kind::Above),
    ("larger than", Kind::Above),
    ("exceeds", Kind::Above),
    ("exceed", Kind::Above),
    ("exceeding", Kind::Above),
    ("less than", Kind::Below),
    ("fewer than", Kind::Below),
    ("shorter than", Kind::Below),
    ("smaller than", Kind::Below),
    ("under", Kind::Below),
    ("below", Kind::Below),
    ("exactly", Kind::Exactly),
    ("between", Kind::Between),
    ("no older than", Kind::AtMost),
    ("older than", Kind::Above),
    ("after", Kind::AtLeast),
    ("for", Kind::AtLeast),
    ("<=", Kind::AtMost),
    (">=", Kind::AtLeast),
    ("≤", Kind::AtMost),
    ("≥", Kind::AtLeast),
    ("<", Kind::Below),
    (">", Kind::Above),
];

/// The bounds of a text (on one line already), in its order.
pub(super) fn bounds(text: &str) -> Vec<Bound> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Bound> = Vec::new();
    let mut from = 0;
    for at in lower.char_indices().map(|(at, _)| at) {
        if at < from || lower[..at].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        if let Some((bound, end)) = bound_at(text, &lower, at) {
            from = end;
            if !found.contains(&bound) {
                found.push(bound);
            }
        }
    }
    found
}

fn bound_at(text: &str, lower: &str, at: usize) -> Option<(Bound, usize)> {
    let (words, kind) = WORDS.iter().find(|(words, _)| lower[at..].starts_with(words))?;
    let behind = at + words.len();
    let rest = &text[behind..];
    let is_symbol = !words.ends_with(|c: char| c.is_ascii_alphabetic());
    if !is_symbol && !rest.starts_with(' ') {
        return None;
    }
    let start = behind + spaces(rest);
    let (number, mut end) = number_at(text, start)?;
    let (mut kind, mut upper) = (*kind, None);
    // `between 1 and 5`, `within 3 to 5 seconds`
    let joint = if kind == Kind::Between { " and " } else { " to " };
    if let Some(rest) = text[end..].strip_prefix(joint)
        && let Some((number, behind)) = number_at(text, text.len() - rest.len())
    {
        (kind, upper, end) = (Kind::Between, Some(number), behind);
    }
    let unit = unit_at(text, end, upper.unwrap_or(number).is_one());
    // `after 3` may be a version or a chapter, and `for 2 users` is a number, not a bound.
    let unit_needed = matches!(*words, "after" | "for");
    if unit_needed && (unit.is_empty() || *words == "for" && !is_time(unit)) {
        return None;
    }
    let rows = rows(kind, number, upper)?;
    let rows = rows
        .into_iter()
        .map(|(value, allowed)| (format!("{value}{}", unit_of(unit, value.is_one())), allowed))
        .collect();
    let end = end + unit.len();
    Some((Bound { text: text[at..end].to_owned(), rows }, end))
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A number as digits and how many of them stand behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    digits: u64,
    decimals: u32,
}

impl Number {
    fn is_one(self) -> bool {
        self.digits == 1 && self.decimals == 0
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scale = 10_u64.pow(self.decimals);
        write!(f, "{}", self.digits / scale)?;
        if self.decimals > 0 {
            write!(f, ".{:0width$}", self.digits % scale, width = self.decimals as usize)?;
        }
        Ok(())
    }
}

/// The number at an offset, and the offset behind it: `72`, `0.5`, `1,000`. No version (`1.2.3`), date or hexadecimal.
fn number_at(text: &str, at: usize) -> Option<(Number, usize)> {
    let rest = &text[at..];
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
    let written = rest[..length].trim_end_matches(['.', ',']);
    let end = at + written.len();
    // `3-5`, `2024-01-01` and `12:30` are something else.
    let mut behind = text[end..].chars();
    if matches!(behind.next(), Some('-' | '–' | ':' | '/'))
        && behind.next().is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let grouped = whole.contains(',');
    let groups = whole.split(',').skip(1).all(|group| group.len() == 3);
    if whole.is_empty() || fraction.len() > 6 || fraction.contains(['.', ',']) || (grouped && !groups) {
        return None;
    }
    let digits: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
    let decimals = u32::try_from(fraction.len()).ok()?;
    Some((Number { digits: digits.parse().ok().filter(|&digits| digits < u64::MAX)?, decimals }, end))
}

/// The unit behind a number, with the space before it: `%`, ` ms`, `MB`, ` characters`, ` concurrent sessions`.
fn unit_at(text: &str, at: usize, is_one: bool) -> &str {
    let word = word_at(text, at);
    let name = word.trim_start();
    let is_noun = is_one || name.ends_with('s') || name.len() <= 3 || is_time(name);
    let noun = if is_noun || word.is_empty() { "" } else { word_at(text, at + word.len()) };
    &text[at..at + word.len() + noun.len()]
}

/// The unit as it goes with one or with another number: ` retry`, ` retries`. Short ones (`ms`, `MB`, `min`) stay as they are.
fn unit_of(unit: &str, is_one: bool) -> Cow<'_, str> {
    let last = unit.rsplit(' ').next().unwrap_or_default();
    let is_word = unit.starts_with(' ')
        && (last.len() > 3 || last == "day")
        && last.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_plural = last.ends_with('s') && !last.ends_with("ss");
    if !is_word || is_one != is_plural {
        return Cow::Borrowed(unit);
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| unit.ends_with(end));
    let stem = |end: &str| &unit[..unit.len() - end.len()];
    Cow::Owned(match is_one {
        true if ends(&["ies"]) => format!("{}y", stem("ies")),
        true if ends(&["sses", "shes", "ches", "xes"]) => stem("es").to_owned(),
        true => stem("s").to_owned(),
        false if ends(&["ay", "ey", "oy", "uy"]) => format!("{unit}s"),
        false if ends(&["y"]) => format!("{}ies", stem("y")),
        false if ends(&["ss", "sh", "ch", "x"]) => format!("{unit}es"),
        false if is_time(last) || !ends(&["long", "percent"]) => format!("{unit}s"),
        false => unit.to_owned(),
    })
}

/// The word behind an offset, with the space before it; nothing if it is none that counts something.
fn word_at(text: &str, at: usize) -> &str {
    const NO_UNITS: &[&str] = &[
        "a", "an", "and", "as", "at", "before", "after", "but", "by", "for", "from", "if", "in", "is", "of",
        "on", "or", "per", "so", "that", "the", "then", "to", "when", "while", "with",
    ];
    let rest = &text[at..];
    let word = &rest[spaces(rest).min(1)..];
    let length = word.find(|c: char| !c.is_alphabetic() && c != '%' && c != '°').unwrap_or(word.len());
    let unit = &word[..length];
    if unit.is_empty() || NO_UNITS.contains(&unit.to_ascii_lowercase().as_str()) {
        return "";
    }
    &rest[..rest.len() - word.len() + length]
}

fn is_time(unit: &str) -> bool {
    const UNITS: &[&str] = &[
        "ms",
        "s",
        "sec",
        "secs",
        "second",
        "seconds",
        "millisecond",
        "milliseconds",
        "min",
        "mins",
        "minute",
        "minutes",
        "h",
        "hr",
        "hrs",
        "hour",
        "hours",
        "d",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
    ];
    UNITS.contains(&unit.trim_start().to_ascii_lowercase().as_str())
}

fn rows(kind: Kind, number: Number, upper: Option<Number>) -> Option<Vec<(Number, bool)>> {
    let around = |number: Number, allowed: [bool; 3]| {
        let value = |digits| Number { digits, ..number };
        [
            number.digits.checked_sub(1).map(|digits| (value(digits), allowed[0])),
            Some((number, allowed[1])),
            number.digits.checked_add(1).map(|digits| (value(digits), allowed[2])),
        ]
        .into_iter()
        .flatten()
    };
    let allowed = match kind {
        Kind::AtMost => [true, true, false],
        Kind::Below => [true, false, false],
        Kind::AtLeast => [false, true, true],
        Kind::Above => [false, false, true],
        Kind::Exactly => [false, true, false],
        Kind::Between => {
            let upper =
                upper.filter(|upper| upper.decimals == number.decimals && upper.digits > number.digits)?;
            let mut rows: Vec<_> = around(number, [false, true, true]).collect();
            rows.extend(around(upper, [true, true, false]));
            rows.sort_by_key(|(number, _)| number.digits);
            rows.dedup();
            return Some(rows);
        }
    };
    Some(around(number, allowed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = |bound: &Bound| {
            let rows = bound
                .rows
                .iter()
                .map(|(value, allowed)| format!("{}{value}", if *allowed { '+' } else { '-' }));
            format!("{}: {}", bound.text, rows.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(bounds(text).iter().map(shown).collect::<Vec<_>>().join("; "), expected);
    }

    #[test]
    fn a_bound_gives_rows_below_at_and_above_it() {
        check("expire within 72 h.", "within 72 h: +71 h +72 h -73 h");
        check("at most 5 attempts", "at most 5 attempts: +4 attempts +5 attempts -6 attempts");
        check("At least 8 characters", "At least 8 characters: -7 characters +8 characters +9 characters");
        check("in ≤ 200 ms", "≤ 200 ms: +199 ms +200 ms -201 ms");
        check("more than 3 times", "more than 3 times: -2 times -3 times +4 times");
        check("unchanged for 72 h", "for 72 h: -71 h +72 h +73 h");
        check("after 5 failures", "after 5 failures: -4 failures +5 failures +6 failures");
        check("fewer than 10", "fewer than 10: +9 -10 -11");
        check("exactly 6 digits", "exactly 6 digits: -5 digits +6 digits -7 digits");
        check(
            "between 1 and 10 items",
            "between 1 and 10 items: -0 items +1 item +2 items +9 items +10 items -11 items",
        );
        check("within 3 to 5 s", "within 3 to 5 s: -2 s +3 s +4 s +5 s -6 s");
    }

    #[test]
    fn units_are_nouns_and_agree_with_their_numbers() {
        check(
            "at most 9 concurrent sessions",
            "at most 9 concurrent sessions: +8 concurrent sessions +9 concurrent sessions -10 concurrent sessions",
        );
        check("at least 1 second between", "at least 1 second: -0 seconds +1 second +2 seconds");
        check("up to 2 retries", "up to 2 retries: +1 retry +2 retries -3 retries");
        check("at most 2 boxes", "at most 2 boxes: +1 box +2 boxes -3 boxes");
        check("at least 80 percent of", "at least 80 percent: -79 percent +80 percent +81 percent");
        check("at least 1 entry exists", "at least 1 entry: -0 entries +1 entry +2 entries");
        check("at most 1 day", "at most 1 day: +0 days +1 day -2 days");
        check("at most 1 MB", "at most 1 MB: +0 MB +1 MB -2 MB");
    }

    #[test]
    fn decimals_groups_and_units_are_kept() {
        check("<0.5s", "<0.5s: +0.4s -0.5s -0.6s");
        check("at least 99.9% of", "at least 99.9%: -99.8% +99.9% +100.0%");
        check("up to 1,000 users", "up to 1,000 users: +999 users +1000 users -1001 users");
        check("at least 0 and", "at least 0: +0 +1");
        check("between 1 and 2", "between 1 and 2: -0 +1 +2 -3");
    }

    #[test]
    fn what_is_no_bound_gives_none() {
        check("answer `409 Conflict`", "");
        check("within the limits, under pressure", "");
        check("at least version 1.2.3", "");
        check("at least 1.2.3", "");
        check("wunder 5, exactly-3", "");
        check("no later than 2024-01-01", "");
        check("at most 99999999999999999999999", "");
        check("between 5 and 1", "");
        check("at most 1,00", "");
        check("for 2 users, after 3", "");
    }
}
