//! The values around the bounds in a criterion: below, at and above `within 72 h`, `at least 8 characters`, `≤ 200 ms`.
//!
//! The words that bound a number, and their side, are those of `spec_engine::criterion`, which also compares two wordings.

use std::borrow::Cow;
use std::ops::Range;

use spec_engine::criterion::{Relation, WrittenBound, written_bounds};

/// A bound as it is written, with values below, at and above it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bound {
    /// `within 72 h`
    pub(super) text: String,
    /// The values with their unit, in ascending order, and whether the bound allows each.
    pub(super) rows: Vec<(String, bool)>,
}

/// The bounds of a text (on one line already), in its order, without those that stand in its conditions.
pub(super) fn bounds(text: &str, conditions: &[String]) -> Vec<Bound> {
    let places = conditions.iter().filter(|condition| !condition.is_empty());
    let conditions: Vec<Range<usize>> =
        places.filter_map(|it| text.find(&**it).map(|at| at..at + it.len())).collect();
    let is_condition = |written: &WrittenBound| {
        conditions.iter().any(|it| it.start <= written.range.start && written.range.end <= it.end)
    };
    let mut found: Vec<Bound> = Vec::new();
    for written in written_bounds(text).into_iter().filter(|written| !is_condition(written)) {
        if let Some(bound) = bound(text, &written)
            && !found.contains(&bound)
        {
            found.push(bound);
        }
    }
    found
}

fn bound(text: &str, written: &WrittenBound) -> Option<Bound> {
    let number = Number::of(&text[written.number.clone()])?;
    let upper = match &written.upper {
        Some(upper) => Some(Number::of(&text[upper.clone()])?),
        None => None,
    };
    let unit = &text[written.unit.clone()];
    let mut rows = rows(written.relation, number, upper)?;
    if written.is_capacity {
        // Who must hold 10 may hold 11.
        rows.retain(|(_, is_allowed)| *is_allowed);
    }
    let rows = rows
        .into_iter()
        .map(|(value, is_allowed)| (format!("{value}{}", unit_of(unit, value.is_one())), is_allowed))
        .collect();
    Some(Bound { text: text[written.range.clone()].to_owned(), rows })
}

/// A number as digits and how many of them stand behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    digits: u64,
    decimals: u32,
}

impl Number {
    /// `72`, `0.5`, `1,000`. No version (`1.2.3`), and no comma before a fraction.
    fn of(written: &str) -> Option<Self> {
        let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
        let is_grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
        if whole.is_empty() || fraction.len() > 6 || fraction.contains(['.', ',']) || !is_grouped {
            return None;
        }
        let digits: String = whole.chars().chain(fraction.chars()).filter(char::is_ascii_digit).collect();
        let decimals = u32::try_from(fraction.len()).ok()?;
        Some(Self { digits: digits.parse().ok().filter(|&digits| digits < u64::MAX)?, decimals })
    }

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
        false if !ends(&["long", "percent", "hundred", "thousand", "million", "billion"]) => {
            format!("{unit}s")
        }
        false => unit.to_owned(),
    })
}

fn rows(relation: Relation, number: Number, upper: Option<Number>) -> Option<Vec<(Number, bool)>> {
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
    let allowed = match relation {
        Relation::AtMost => [true, true, false],
        Relation::Below => [true, false, false],
        Relation::AtLeast => [false, true, true],
        Relation::Above => [false, false, true],
        Relation::Exactly => [false, true, false],
        Relation::Between => {
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
        assert_eq!(bounds(text, &[]).iter().map(shown).collect::<Vec<_>>().join("; "), expected);
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
    fn a_bound_of_a_condition_is_none_that_must_be_met() {
        let text = "WHEN a basket has between 1 and 10 items THE shop SHALL charge at most 5 euros";
        let condition = "a basket has between 1 and 10 items".to_owned();
        let found: Vec<_> = bounds(text, &[condition]).into_iter().map(|bound| bound.text).collect();
        assert_eq!(found, ["at most 5 euros"]);
    }

    #[test]
    fn a_bound_behind_a_negation_allows_what_the_words_alone_do_not() {
        check("THE balance SHALL never be below 5", "never be below 5: -4 +5 +6");
        check(
            "THE shop SHALL not accept more than 5 items",
            "not accept more than 5 items: +4 items +5 items -6 items",
        );
        check("THE shop SHALL NOT take longer than 2 s", "NOT take longer than 2 s: +1 s +2 s -3 s");
        check(
            "THE shop cannot hold fewer than 3 items",
            "cannot hold fewer than 3 items: -2 items +3 items +4 items",
        );
        check(
            "No order SHALL have more than 5 items",
            "No order SHALL have more than 5 items: +4 items +5 items -6 items",
        );
        check(
            "THE shop SHALL NOT send more than 5 mails within 1 hour",
            "NOT send more than 5 mails: +4 mails +5 mails -6 mails",
        );
        // Some negations are a part of the bound, change nothing, or belong to something else.
        check(
            "THE shop SHALL accept no more than 5 items",
            "no more than 5 items: +4 items +5 items -6 items",
        );
        check("THE size SHALL not exceed 5 MB", "not exceed 5 MB: +4 MB +5 MB -6 MB");
        check("THE shop SHALL NOT delete it for 30 days", "for 30 days: -29 days +30 days +31 days");
        check("THE shop SHALL NOT log out and answer within 5 s", "within 5 s: +4 s +5 s -6 s");
        check("THE shop SHALL NOT show between 1 and 5 items", "");
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
        check("up to 1 million of", "up to 1 million: +0 million +1 million -2 million");
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
    fn a_capacity_says_nothing_of_what_is_beyond_it() {
        check("THE shop SHALL accept up to 10 files", "up to 10 files: +9 files +10 files");
        check("THE shop SHALL hold up to 1,000 orders", "up to 1,000 orders: +999 orders +1000 orders");
        check(
            "THE shop SHALL support between 1 and 5 users",
            "between 1 and 5 users: +1 user +2 users +4 users +5 users",
        );
        // An amount that may be taken is a limit, and so is an act of a user.
        check("THE shop SHALL use up to 10 MB", "up to 10 MB: +9 MB +10 MB -11 MB");
        check(
            "WHEN the user stores a file THE shop SHALL retry up to 3 times",
            "up to 3 times: +2 times +3 times -4 times",
        );
        check("THE shop SHALL hold at most 10 orders", "at most 10 orders: +9 orders +10 orders -11 orders");
        check("THE shop SHALL store at least 3 copies", "at least 3 copies: -2 copies +3 copies +4 copies");
    }

    #[test]
    fn a_bound_is_read_wherever_its_words_stand() {
        check("keep 3 or more copies", "3 or more: -2 +3 +4");
        check("answer in 5 s at most", "5 s at most: +4 s +5 s -6 s");
        check("files exceeding 10 MB", "exceeding 10 MB: -9 MB -10 MB +11 MB");
        check(
            "has 8-64 characters",
            "8-64 characters: -7 characters +8 characters +9 characters +63 characters +64 characters -65 characters",
        );
        check("less than or equal to 5 s", "less than or equal to 5 s: +4 s +5 s -6 s");
        check("shown while `count >= 1`", ">= 1: -0 +1 +2");
        check(
            "at least 2 non-empty lines",
            "at least 2 non-empty lines: -1 non-empty line +2 non-empty lines +3 non-empty lines",
        );
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
        check("say \"at most 3 files\"", "");
        check("at most 12:30", "");
        check("no more than 10^6", "");
    }
}
