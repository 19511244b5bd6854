//! Matches assertions with those that they replaced.

use std::collections::{BTreeSet, HashMap};

use super::assertion::Assertion;
use super::claim::Claim;
use crate::intent::words;
use spec_model::order::Order as _;

/// So much alike are two assertions if one has taken the place of the other: from 0 to 1.
const ALIKE: f64 = 0.25;

/// So many pairs of assertions are compared by their words.
const MAX_PAIRS: usize = 250_000;

/// For each assertion the one that has taken its place: the same, else the one that is most alike.
pub(super) fn partners(old: &[Assertion], new: &[Assertion]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; old.len()];
    let mut is_taken = vec![false; new.len()];
    for claim in
        [|one: &Assertion| &one.claim, |one: &Assertion| &one.expanded] as [fn(&Assertion) -> &Claim; 2]
    {
        let mut same: HashMap<&Claim, BTreeSet<(usize, usize)>> = HashMap::new();
        for (other, one) in new.iter().enumerate().filter(|(other, _)| !is_taken[*other]) {
            same.entry(claim(one)).or_default().insert((one.guards, other));
        }
        for (at, partner) in partners.iter_mut().enumerate().filter(|(_, partner)| partner.is_none()) {
            // Of several that are the same, the one under as few conditions.
            let same = same.get_mut(claim(&old[at]));
            *partner = same.and_then(BTreeSet::pop_first).map(|(_, other)| other);
            if let Some(other) = *partner {
                is_taken[other] = true;
            }
        }
    }
    let reach = (MAX_PAIRS / old.len().max(1)).max(1);
    let (old_words, new_words) = (all_words(old), all_words(new));
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (at, _) in partners.iter().enumerate().filter(|(_, partner)| partner.is_none()) {
        // Of a long test only those in about the same place are compared.
        let (from, to) = (at.saturating_sub(reach), at.saturating_add(reach).min(new.len()));
        for other in (from..to).filter(|&other| !is_taken[other]) {
            if !may_replace(&old[at].claim, &new[other].claim) {
                continue;
            }
            let likeness = likeness(&old_words[at], &new_words[other]);
            if likeness >= ALIKE {
                candidates.push((likeness, at, other));
            }
        }
    }
    candidates
        .order_by(|a, b| b.0.total_cmp(&a.0).then((a.1.abs_diff(a.2), a.1).cmp(&(b.1.abs_diff(b.2), b.1))));
    for (_, at, other) in candidates {
        if partners[at].is_none() && !is_taken[other] {
            (partners[at], is_taken[other]) = (Some(other), true);
        }
    }
    partners
}

/// A helper is another helper only if it is called so, or another word for checking stands before the same.
fn may_replace(old: &Claim, new: &Claim) -> bool {
    match (old, new) {
        (Claim::Other(one, was), Claim::Other(other, is)) => {
            let end = |name: &str| name.split_once('_').map(|(_, end)| end.to_owned());
            one == other || was == is && end(one).is_some() && end(one) == end(other) && !one.starts_with('.')
        }
        (old, new) => matches!(old, Claim::Other(..)) == matches!(new, Claim::Other(..)),
    }
}

/// The keys by which claims are compared.
struct Words<'a> {
    written: Vec<&'a str>,
    expanded: Vec<&'a str>,
    /// Does it say nothing of anything: `assert!(true)`?
    is_constant: bool,
}

fn all_words(all: &[Assertion]) -> Vec<Words<'_>> {
    fn words(claim: &Claim) -> Vec<&str> {
        let mut words = claim.tokens();
        words.retain(|token| token.contains(char::is_alphanumeric));
        words.order();
        words
    }
    all.iter()
        .map(|one| Words {
            written: words(&one.claim),
            expanded: words(&one.expanded),
            is_constant: one
                .claim
                .tokens()
                .iter()
                .all(|token| !token.contains(char::is_alphabetic) || matches!(*token, "true" | "false")),
        })
        .collect()
}

fn likeness(old: &Words<'_>, new: &Words<'_>) -> f64 {
    // `assert!(true)` stands in for anything.
    if new.is_constant && !old.is_constant {
        return ALIKE;
    }
    share(&old.written, &new.written).max(share(&old.expanded, &new.expanded))
}

/// The share of sorted words that both have.
fn share(one: &[&str], other: &[&str]) -> f64 {
    // Too different in number to be alike.
    let (less, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if more > 0 && 2.0 * less as f64 / (less + more) as f64 + f64::EPSILON < ALIKE {
        return 0.0;
    }
    words::share(one.to_vec(), other.to_vec())
}
