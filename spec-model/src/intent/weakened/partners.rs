//! Which assertion has taken the place of which.

use super::assertion::Assertion;
use super::claim::Claim;
use crate::intent::words;

/// So much alike are two assertions if one has taken the place of the other: from 0 to 1.
const ALIKE: f64 = 0.25;

/// For each assertion the one that has taken its place: the same, else the one that is most alike.
pub(super) fn partners(old: &[Assertion], new: &[Assertion]) -> Vec<Option<usize>> {
    let mut partners: Vec<Option<usize>> = vec![None; old.len()];
    let mut is_taken = vec![false; new.len()];
    for by_value in [false, true] {
        for (at, partner) in partners.iter_mut().enumerate().filter(|(_, partner)| partner.is_none()) {
            let is_it = |other: usize| match by_value {
                false => old[at].claim == new[other].claim,
                true => old[at].expanded == new[other].expanded,
            };
            // Of several that are the same, the one under as few conditions.
            *partner = (0..new.len())
                .filter(|&other| !is_taken[other] && is_it(other))
                .min_by_key(|&other| new[other].guards);
            if let Some(other) = *partner {
                is_taken[other] = true;
            }
        }
    }
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (at, _) in partners.iter().enumerate().filter(|(_, partner)| partner.is_none()) {
        for other in (0..new.len()).filter(|&other| !is_taken[other]) {
            candidates.push((likeness(&old[at], &new[other]), at, other));
        }
    }
    candidates
        .sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.abs_diff(a.2), a.1).cmp(&(b.1.abs_diff(b.2), b.1))));
    for (likeness, at, other) in candidates {
        if likeness >= ALIKE && partners[at].is_none() && !is_taken[other] {
            (partners[at], is_taken[other]) = (Some(other), true);
        }
    }
    partners
}

fn likeness(old: &Assertion, new: &Assertion) -> f64 {
    // A helper is another helper only if it is called so.
    if let (Claim::Other(one, _), Claim::Other(other, _)) = (&old.claim, &new.claim)
        && one != other
    {
        return 0.0;
    }
    if matches!(old.claim, Claim::Other(..)) != matches!(new.claim, Claim::Other(..)) {
        return 0.0;
    }
    let share = |one: &Claim, other: &Claim| {
        let names = |claim: &Claim| -> Vec<String> {
            claim
                .tokens()
                .into_iter()
                .filter(|token| token.contains(char::is_alphanumeric))
                .map(str::to_owned)
                .collect()
        };
        let (one, other) = (names(one), names(other));
        words::share(one.iter().map(String::as_str).collect(), other.iter().map(String::as_str).collect())
    };
    let constant = |claim: &Claim| {
        claim
            .tokens()
            .iter()
            .all(|token| !token.contains(char::is_alphabetic) || matches!(*token, "true" | "false"))
    };
    // `assert!(true)` stands in for anything.
    if constant(&new.claim) && !constant(&old.claim) {
        return ALIKE;
    }
    share(&old.claim, &new.claim).max(share(&old.expanded, &new.expanded))
}
