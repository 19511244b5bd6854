//! A time that the tests assert in a unit that is too coarse for it.

use super::reason::ThinReason;
use super::values::Values;
use super::wording::Wording;
use crate::criterion::unit::seconds;

/// The methods that give a time in whole units, and that unit.
const WHOLE: [(&str, &str); 9] = [
    ("as_secs", "s"),
    ("num_seconds", "s"),
    ("as_mins", "min"),
    ("num_minutes", "min"),
    ("whole_seconds", "s"),
    ("whole_minutes", "min"),
    ("num_hours", "h"),
    ("whole_hours", "h"),
    ("num_days", "d"),
];

/// May a test have one of these? A look at its bytes.
pub(super) fn may_be(test: &str) -> bool {
    ["as_", "num_", "whole_"].iter().any(|start| test.contains(start))
}

pub(super) fn coarse(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    let whole = |tokens: &[&str]| {
        tokens.iter().find_map(|token| WHOLE.iter().find(|(name, _)| name == token)).copied()
    };
    let (name, unit) = values.tests.iter().find_map(|tokens| whole(tokens))?;
    let quantity = wording.numbers.iter().find_map(|range| {
        let quantity = super::number::measured(&wording.text[range.start..])?;
        (quantity.dimension == "time").then_some(quantity)
    })?;
    let rest = quantity.value / seconds(unit)?;
    (rest.fract() > 1e-9).then(|| {
        let text = quantity.text.trim();
        ThinReason::new(
            format!("the criterion says {text}, and `{name}` rounds that away"),
            format!("compare the whole duration with {text}"),
        )
    })
}
