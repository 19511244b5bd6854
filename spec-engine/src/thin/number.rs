//! A number with its unit in the criterion, which no test of it has, in whatever unit.

use super::own_constant;
use super::reason::ThinReason;
use super::values::Values;
use super::wording::Wording;
use crate::criterion::phrase::Phrases;
use crate::criterion::quantity::{Quantity, quantities};
use crate::criterion::unit::{is_measured, number, unit};

/// So many bytes behind a number its unit ends at most.
const MAX_UNIT: usize = 40;

/// The units in which code writes what is measured.
const UNITS: [(&str, &[&str]); 12] = [
    ("time", &["ns", "µs", "ms", "s", "min", "h", "d", "week"]),
    ("size", &["b", "kb", "kib", "mb", "mib", "gb", "gib", "tb", "tib"]),
    ("length", &["nm", "µm", "mm", "cm", "m", "km", "inch", "ft", "mi"]),
    ("mass", &["µg", "mg", "g", "kg", "t", "oz", "lb"]),
    ("volume", &["µl", "ml", "cl", "dl", "l"]),
    ("power", &["mw", "w", "kw"]),
    ("energy", &["wh", "kwh"]),
    ("voltage", &["mv", "v", "kv"]),
    ("current", &["ma", "amp"]),
    ("frequency", &["hz", "khz", "mhz", "ghz"]),
    ("pressure", &["pa", "mbar", "kpa", "bar"]),
    ("degrees", &["°"]),
];

/// The first such number.
pub(super) fn missing(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    let written = wording.numbers.iter().filter(|range| {
        let raw = number(&wording.text[(*range).clone()]);
        raw.is_some_and(|raw| !values.has(raw))
    });
    let quantity = written.clone().find_map(|range| {
        let quantity = measured(&wording.text[range.start..])?;
        (!is_there(&quantity, values)).then_some(quantity)
    })?;
    let text = quantity.text.trim();
    Some(own_constant::reason(text, values).unwrap_or_else(|| {
        ThinReason::new(
            format!("no test has the {text} of this criterion, in any unit"),
            format!("add a test at {text}, and one just beyond it"),
        )
    }))
}

/// The number with its unit that a text begins with.
pub(super) fn measured(text: &str) -> Option<Quantity> {
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_UNIT).last()?;
    let text = if text.len() <= MAX_UNIT { text } else { &text[..end] };
    let quantity = quantities(&Phrases::of(text), false).into_iter().next()?;
    is_measured(&quantity.dimension).then_some(quantity)
}

/// Do tests have the number, in any unit of what it measures?
fn is_there(quantity: &Quantity, values: &Values<'_>) -> bool {
    let value = quantity.value;
    if quantity.dimension.starts_with("share") {
        // `10 %` of 200 are 20, which leaves 180: whoever writes 90 means it too.
        return [value, 1.0 - value, 1.0 + value]
            .iter()
            .any(|value| values.has(*value) || values.has(value * 100.0));
    }
    let known = UNITS.iter().find(|(dimension, _)| quantity.dimension.starts_with(dimension));
    let mut factors = known.into_iter().flat_map(|(_, units)| units.iter().filter_map(|word| unit(word)));
    factors.any(|(_, factor)| values.has(value / factor))
}
