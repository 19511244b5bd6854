//! Matches the tests of a criterion with those that it had before.

use super::{ItemState, words};

/// So much alike are two tests if one is the other, renamed and changed: from 0 to 1.
const ALIKE: f64 = 0.5;

/// A rule that tells whether an item is another one, which has a place in the current list.
type Same<'a> = &'a dyn Fn(&ItemState, &ItemState, usize) -> bool;

/// For each of the items before, which of those now it is: the one of the same name that says the same; else one that `is_it` and says the
/// same; else the one of the same name; else one that says the same; else one that is alike and `may_be` it.
pub(super) fn matched(
    before: &[ItemState],
    now: &[&ItemState],
    is_it: impl Fn(usize) -> bool,
    may_be: impl Fn(&ItemState) -> bool,
) -> Vec<Option<usize>> {
    let mut matched = vec![None; before.len()];
    let mut is_taken = vec![false; now.len()];
    let says_the_same = |old: &ItemState, new: &ItemState| !old.tokens.is_empty() && old.tokens == new.tokens;
    let is_same: [Same<'_>; 5] = [
        &|old, new, _| old.is_called_as(new) && old.tokens == new.tokens,
        &|old, new, at| is_it(at) && says_the_same(old, new),
        &|old, new, _| old.is_called_as(new),
        &|old, new, _| says_the_same(old, new),
        &|old, new, _| old.name == new.name,
    ];
    for is_same in is_same {
        for (old, found) in before.iter().zip(&mut matched).filter(|(_, found)| found.is_none()) {
            *found = (0..now.len()).find(|&at| !is_taken[at] && is_same(old, now[at], at));
            if let Some(at) = *found {
                is_taken[at] = true;
            }
        }
    }
    for (old, found) in before.iter().zip(&mut matched).filter(|(_, found)| found.is_none()) {
        let left = (0..now.len()).filter(|&at| !is_taken[at] && may_be(now[at]));
        let scored = left.map(|at| (likeness(&old.tokens, &now[at].tokens), at));
        let best = scored
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, at)) = best {
            (*found, is_taken[at]) = (Some(at), true);
        }
    }
    matched
}

/// Returns the likeness of two tests, from 0 to 1: the share of their names and literals that both have.
fn likeness(one: &str, other: &str) -> f64 {
    let is_name = |token: &&str| token.contains(char::is_alphanumeric) && !matches!(*token, "fn" | "test");
    words::share(one.split(' ').filter(is_name).collect(), other.split(' ').filter(is_name).collect())
}
