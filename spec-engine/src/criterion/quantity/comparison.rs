//! Compares the numbers of two texts: which replaced which, and whether the new one asks for less.

use super::value::{Bound, Quantity};
use crate::criterion::unit::is_measured;

/// A rule that tells whether a number has taken the place of another one.
type Rule<'a> = &'a dyn Fn(&Quantity, &Quantity) -> bool;

/// Each number of before with the one that has taken its place: the next one that measures the same.
pub(crate) fn pairs<'a>(
    before: &'a [Quantity],
    now: &'a [Quantity],
) -> Vec<(&'a Quantity, Option<&'a Quantity>)> {
    let mut is_taken = vec![false; now.len()];
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let same = |a: &Quantity, b: &Quantity| a.dimension == b.dimension;
    let equal = |a: &Quantity, b: &Quantity| {
        same(a, b) && a.bound == b.bound && a.value.to_bits() == b.value.to_bits()
    };
    // Counted things may have another name.
    let is_count = |quantity: &Quantity| {
        let dimension = &*quantity.dimension;
        !is_measured(dimension) && !matches!(dimension, "period" | "percentile" | "date" | "time of day")
    };
    let counts = |a: &Quantity, b: &Quantity| {
        is_count(a) && is_count(b) && a.bound == b.bound && a.bound != Bound::Exact
    };
    let rules: [Rule<'_>; 4] = [&equal, &|a, b| same(a, b) && a.bound == b.bound, &same, &counts];
    for is_it in rules {
        for (at, quantity) in before.iter().enumerate().filter(|(_, quantity)| !quantity.text.is_empty()) {
            if partners[at].is_none() {
                partners[at] = (0..now.len()).find(|&other| !is_taken[other] && is_it(quantity, &now[other]));
                if let Some(other) = partners[at] {
                    is_taken[other] = true;
                }
            }
        }
    }
    before.iter().zip(partners).map(|(quantity, at)| (quantity, at.map(|at| &now[at]))).collect()
}

/// Does a number that has taken the place of another one ask for less?
pub(crate) fn is_wider(before: &Quantity, now: &Quantity) -> bool {
    if before.text.eq_ignore_ascii_case(&now.text) {
        return false;
    }
    // Units are converted: a rounding is no difference.
    let is_same = (before.value - now.value).abs() <= 1e-9 * before.value.abs().max(now.value.abs());
    let side = |quantity: &Quantity| quantity.bound_words.map(|bound_words| bound_words.side);
    match (before.bound, now.bound) {
        (Bound::Upper | Bound::Lower, Bound::Upper | Bound::Lower) if is_same && is_strict(before) => {
            before.bound != now.bound && side(before) != side(now)
                || before.bound == now.bound && is_loose(now)
        }
        (Bound::Upper, Bound::Upper) => !is_same && now.value > before.value,
        (Bound::Lower, Bound::Lower) => !is_same && now.value < before.value,
        // Words that bound from the same side, which way they are meant is not clear: `hold at most 10`, `hold fewer than 10`.
        (Bound::Upper, Bound::Lower) | (Bound::Lower, Bound::Upper)
            if side(before).is_some() && side(before) == side(now) =>
        {
            false
        }
        (Bound::Above, Bound::Above) => !is_same && now.value > before.value,
        // `Python 3.8 and higher` is more than `Python 3.8`.
        (Bound::Exact, Bound::Lower) => !now.text.contains(" and "),
        (Bound::Exact, Bound::Upper | Bound::About) => true,
        // `retry 3 times`, `retry up to 3 times`
        (Bound::Exact, Bound::Unclear) => now.text.to_lowercase().starts_with("up to"),
        (Bound::Upper, Bound::About) => now.value >= before.value || is_same,
        (Bound::Lower, Bound::About) => now.value <= before.value || is_same,
        (Bound::Upper, Bound::Lower) | (Bound::Lower, Bound::Upper) => true,
        _ => false,
    }
}

/// Is the number itself outside of what is allowed: `fewer than 10`?
fn is_strict(quantity: &Quantity) -> bool {
    quantity.bound_words.is_some_and(|bound_words| bound_words.is_strict)
}

/// Do words say that it is inside: `at most 10`?
fn is_loose(quantity: &Quantity) -> bool {
    quantity.bound_words.is_some_and(|bound_words| !bound_words.is_strict)
}

/// Does a condition with the other number hold in fewer cases? `counts`: a number that nothing bounds counts how often something
/// happens.
pub(crate) fn is_rarer(quantity: &Quantity, other: &Quantity, counts: bool) -> bool {
    let is_same = quantity.dimension == other.dimension && quantity.bound == other.bound;
    let is_after = quantity.text.to_lowercase().starts_with("after");
    // A number that is not whole is a value: `WHEN 12.34 EUR are paid`.
    let is_count = quantity.value.fract() == 0.0 && other.value.fract() == 0.0;
    let is_equal = quantity.value.to_bits() == other.value.to_bits();
    is_same
        && match quantity.bound {
            // `at least 5`, `more than 5`
            Bound::Upper | Bound::Lower if is_equal => !is_after && is_loose(quantity) && is_strict(other),
            Bound::Upper if !is_after => other.value < quantity.value,
            Bound::Upper | Bound::Lower | Bound::Above => other.value > quantity.value,
            // `WHEN 3 attempts fail`: more of them are rarer.
            Bound::Exact => {
                counts
                    && (is_count || is_measured(&quantity.dimension))
                    && !quantity.dimension.is_empty()
                    && other.value > quantity.value
            }
            Bound::About | Bound::Unclear => false,
        }
}
