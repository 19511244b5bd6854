//! The criterion asks for an order or for no change, and the test sorts or trims before it compares.

use super::reason::ThinReason;
use super::values::Values;
use super::wording::{Topic, Wording};
use crate::intent::tokens::EQUALISING;

/// Names of what a test expects: to sort that takes nothing from what the code gives.
const EXPECTED: [&str; 6] = ["expected", "expect", "want", "wanted", "reference", "sorted"];

/// The methods that put things in an order.
const SORTS: [&str; 7] =
    ["sort", "sort_unstable", "sort_by", "sort_by_key", "sort_unstable_by", "sort_unstable_by_key", "sorted"];

/// The types and macros to which an order is nothing.
const UNORDERED: [&str; 5] =
    ["HashSet", "BTreeSet", "HashMap", "assert_unordered_eq", "assert_same_elements"];

pub(super) fn reordered(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    let of_order = || {
        let call = in_all(values, sorts)?;
        Some(ThinReason::new(
            format!("the criterion asks for an order, and the test takes it away with `{call}`"),
            "compare the values in the order in which they come",
        ))
    };
    let of_change = || {
        let call = in_all(values, |tokens| {
            method(tokens, &EQUALISING).or_else(|| method(tokens, &["eq_ignore_ascii_case"]))
        })?;
        Some(ThinReason::new(
            format!("the criterion asks for no change, and the test takes some away with `{call}`"),
            "compare the text as it comes",
        ))
    };
    let order = wording.asks_for(Topic::Order).then(of_order).flatten();
    order.or_else(|| wording.asks_for(Topic::Unchanged).then(of_change).flatten())
}

/// Returns the thing that all tests of the criterion have, by the first of them.
fn in_all<'a>(values: &Values<'a>, find: impl Fn(&[&'a str]) -> Option<&'a str>) -> Option<&'a str> {
    let found: Option<Vec<&str>> = values.tests.iter().map(|tokens| find(tokens)).collect();
    found?.into_iter().next()
}

fn sorts<'a>(tokens: &[&'a str]) -> Option<&'a str> {
    method(tokens, &SORTS).or_else(|| tokens.iter().copied().find(|token| UNORDERED.contains(token)))
}

/// A call of one of some methods on something that is not what the test expects.
fn method<'a>(tokens: &[&'a str], names: &[&str]) -> Option<&'a str> {
    let is_it = |at: usize| {
        at >= 2
            && names.contains(&tokens[at])
            && tokens[at - 1] == "."
            && tokens.get(at + 1) == Some(&"(")
            && !EXPECTED.contains(&tokens[at - 2])
    };
    (0..tokens.len()).find(|&at| is_it(at)).map(|at| tokens[at])
}
