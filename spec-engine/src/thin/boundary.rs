//! A bound in the criterion, and no test has the number itself and the one beside it.

use super::own_constant;
use super::reason::ThinReason;
use super::values::Values;
use super::wording::Wording;
use crate::criterion::unit::{number, unit};
use crate::criterion::{Relation, WrittenBound, written_bounds};

/// The ends of the words that bound a number, before it.
const BEFORE: [&str; 16] = [
    "most", "least", "than", "to", "maximum", "max", "minimum", "min", "within", "exceed", "exceeds", "of",
    "between", "below", "above", "over",
];

/// May a number of the criterion be such a bound?
pub(super) fn may_be(wording: &Wording<'_>) -> bool {
    wording.numbers.iter().any(|range| is_bound(wording.text, range.start, range.end))
}

/// The first such bound.
pub(super) fn missing(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    if values.is_open || !may_be(wording) {
        return None;
    }
    let prose = wording.prose();
    written_bounds(&prose).iter().find_map(|bound| of_bound(&prose, bound, values))
}

/// May a number be bound, and counts it something?
fn is_bound(text: &str, start: usize, end: usize) -> bool {
    let behind = text[end..].trim_start();
    let word = behind.split(|c: char| !c.is_alphanumeric() && c != '%').next().unwrap_or_default();
    if unit(&word.to_lowercase()).is_some() {
        return false;
    }
    let last = text[..start].trim_end().rsplit(' ').next().unwrap_or_default();
    BEFORE.iter().any(|known| last.eq_ignore_ascii_case(known))
        || word == "or"
        || last.ends_with(['<', '>', '=', '≤', '≥'])
}

fn of_bound(text: &str, bound: &WrittenBound, values: &Values<'_>) -> Option<ThinReason> {
    let unit_text = text[bound.unit.clone()].trim();
    if unit(&unit_text.to_lowercase()).is_some() {
        return None;
    }
    let first = number(&text[bound.number.clone()])?;
    let last = bound.upper.clone().and_then(|upper| number(&text[upper]));
    let wanted = match (bound.relation, last) {
        _ if bound.is_capacity => vec![first],
        (Relation::Between, Some(last)) => vec![first - 1.0, first, last, last + 1.0],
        (Relation::AtMost | Relation::Above, _) => vec![first, first + 1.0],
        (Relation::AtLeast | Relation::Below, _) => vec![first - 1.0, first],
        _ => return None,
    };
    // Nothing is below nothing, and one is said of most things.
    let wanted: Vec<f64> = wanted.into_iter().filter(|value| *value >= 0.0).collect();
    let missing: Vec<f64> = wanted.iter().copied().filter(|value| !values.counts_to(*value)).collect();
    if missing.is_empty() || first <= 1.0 {
        return None;
    }
    let words = text[bound.range.clone()].trim();
    if missing.contains(&first)
        && let Some(reason) = own_constant::reason(words, values)
    {
        return Some(reason);
    }
    let listed: Vec<String> = missing.iter().map(f64::to_string).collect();
    let occurs = if listed.len() == 1 { "occurs" } else { "occur" };
    let listed = listed.join(" and ");
    Some(ThinReason::new(
        format!("no test is at the bound `{words}`: {listed} {occurs} in none"),
        format!("add the case {listed}, and assert on which side of the bound it is"),
    ))
}
