//! Bounds of numbers: a wider one asks for less.

use super::phrase::Phrases;
use super::quantity::{Bound, Quantity, quantities};
use super::statement::Statement;
use super::{Kind, Softening, told};

pub(super) fn compare(before: &Statement<'_>, now: &Statement<'_>, found: &mut Vec<Softening>) {
    let asked = |statement: &Statement<'_>| all(statement.asked(), statement.is_negative());
    let (old, new) = (asked(before), asked(now));
    for (quantity, other) in pairs(&old, &new) {
        match other {
            Some(other) if is_wider(quantity, other) => say(found, quantity, other),
            // What is bound no more; a number that is not bound may be anything.
            None if matches!(quantity.bound, Bound::Upper | Bound::Lower)
                && !quantity.is_conditional
                && !is_absolute(before, now) =>
            {
                let message = format!("`{}` is not asked for any more", told(&quantity.text));
                found.push(Softening { kind: Kind::Bound, message });
            }
            _ => {}
        }
    }
    // `SHALL NOT lose any message` became `SHALL NOT lose more than 1 % of them`.
    if before.is_negative() && now.is_negative() && number(before, "any") > number(now, "any") {
        let partners = pairs(&new, &old);
        if let Some((quantity, _)) = partners.iter().find(|(_, other)| other.is_none()) {
            let message = format!("`any` became `{}`", told(&quantity.text));
            found.push(Softening { kind: Kind::Bound, message });
        }
    }
    // In a condition it is the other way round: what holds in fewer cases asks for less.
    let when = |statement: &Statement<'_>| all(statement.conditions.iter(), false);
    let (old, new) = (when(before), when(now));
    if old.len() == new.len() {
        for (quantity, other) in old.iter().zip(&new) {
            let is_same = quantity.dimension == other.dimension && quantity.bound == other.bound;
            let is_after = quantity.text.to_lowercase().starts_with("after");
            let is_narrower = match quantity.bound {
                Bound::Upper if !is_after => other.value < quantity.value,
                Bound::Upper | Bound::Lower => other.value > quantity.value,
                // `WHEN 3 attempts fail`: more of them are rarer.
                Bound::Exact => !quantity.dimension.is_empty() && other.value > quantity.value,
                Bound::About => false,
            };
            if is_same && is_narrower {
                say(found, quantity, other);
            }
        }
    }
}

fn all<'a>(texts: impl Iterator<Item = &'a Phrases<'a>>, is_negative: bool) -> Vec<Quantity> {
    texts.flat_map(|text| quantities(text, is_negative)).collect()
}

fn say(found: &mut Vec<Softening>, before: &Quantity, now: &Quantity) {
    let message = format!("`{}` became `{}`", told(&before.text), told(&now.text));
    found.push(Softening { kind: Kind::Bound, message });
}

/// Whether a number has taken the place of another one.
type Rule<'a> = &'a dyn Fn(&Quantity, &Quantity) -> bool;

/// Each number of before with the one that has taken its place: the next one that measures the same.
fn pairs<'a>(before: &'a [Quantity], now: &'a [Quantity]) -> Vec<(&'a Quantity, Option<&'a Quantity>)> {
    let mut is_taken = vec![false; now.len()];
    let mut partners: Vec<Option<usize>> = vec![None; before.len()];
    let same = |a: &Quantity, b: &Quantity| a.dimension == b.dimension;
    let equal = |a: &Quantity, b: &Quantity| {
        same(a, b) && a.bound == b.bound && a.value.to_bits() == b.value.to_bits()
    };
    // What is counted may be called otherwise.
    let is_count = |quantity: &Quantity| !matches!(&*quantity.dimension, "time" | "size" | "share");
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

fn is_wider(before: &Quantity, now: &Quantity) -> bool {
    // Units are converted: a rounding is no difference.
    let is_same = (before.value - now.value).abs() <= 1e-9 * before.value.abs().max(now.value.abs());
    match (before.bound, now.bound) {
        (Bound::Upper, Bound::Upper) => !is_same && now.value > before.value,
        (Bound::Lower, Bound::Lower) => !is_same && now.value < before.value,
        (Bound::Exact, Bound::Upper | Bound::Lower | Bound::About) => true,
        (Bound::Upper, Bound::About) => now.value >= before.value || is_same,
        (Bound::Lower, Bound::About) => now.value <= before.value || is_same,
        (Bound::Upper, Bound::Lower) | (Bound::Lower, Bound::Upper) => true,
        (_, Bound::Exact) | (Bound::About, _) => false,
    }
}

/// How often a word is in what is asked for.
fn number(statement: &Statement<'_>, word: &str) -> usize {
    statement.asked().map(|text| text.count(word)).sum()
}

/// Has a word come in the place of a number that says more than any number: *immediately*, *all*?
fn is_absolute(before: &Statement<'_>, now: &Statement<'_>) -> bool {
    const WORDS: [&str; 8] = ["immediately", "instantly", "all", "every", "each", "always", "never", "no"];
    // What must not be at all: `SHALL NOT lose any message`.
    let is_none = now.is_negative() && number(now, "any") > number(before, "any");
    is_none || WORDS.iter().any(|word| number(now, word) > number(before, word))
}
