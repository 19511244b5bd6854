//! Assertions that are gone, or other ones.

use super::assertion::{Assertion, Claim, assertions};
use super::loosened::{self, Judgement};
use super::tokens::Tokens;
use super::{Kind, Weakening, told};
use crate::intent::words;

/// So much alike are two assertions if one has taken the place of the other: from 0 to 1.
const ALIKE: f64 = 0.25;

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    let (all_old, all_new) = (assertions(before), assertions(now));
    let new = &all_new;
    let old = &all_old;
    let partners = partners(old, new);
    let is_taken = |at: usize| partners.contains(&Some(at));
    // What was written out may have become a helper.
    let has_new_helper = (0..new.len()).any(|at| !is_taken(at) && is_helper(&new[at]));
    for (old, partner) in old.iter().zip(&partners) {
        let Some(new) = partner.map(|at| &new[at]) else {
            let is_written_out =
                is_helper(old) && (0..new.len()).any(|at| !is_taken(at) && !is_helper(&new[at]));
            let is_helped = has_new_helper && !is_helper(old);
            if !is_written_out
                && !is_helped
                && !is_still_said(old, &all_old, new)
                && !loosened::is_empty(&old.claim)
            {
                found.push(Weakening {
                    kind: Kind::AssertionRemoved,
                    message: format!("`{}` was removed", told(&old.tokens)),
                });
            }
            continue;
        };
        if new.is_debug && !old.is_debug {
            let message = format!("`{}` is made in debug builds only", told(&new.tokens));
            found.push(Weakening { kind: Kind::AssertionLoosened, message });
        }
        if new.guards > old.guards {
            let message = format!("`{}` stands under a condition", told(&new.tokens));
            found.push(Weakening { kind: Kind::EarlyReturn, message });
        }
        if is_same(old, new) || is_still_said(old, &all_old, &all_new) {
            continue;
        }
        let kind = match loosened::judged(&old.claim, &new.claim) {
            Judgement::Weaker(kind) => kind,
            Judgement::NotWeaker => continue,
        };
        let message = format!("`{}` became `{}`", told(&old.tokens), told(&new.tokens));
        found.push(Weakening { kind, message });
    }
}

/// Do the assertions together say all that one said, as often as before and under no more conditions?
fn is_still_said(one: &Assertion, old: &[Assertion], new: &[Assertion]) -> bool {
    let is_as_strict = |other: &&Assertion| other.guards <= one.guards && (!other.is_debug || one.is_debug);
    let said: Vec<_> = new.iter().filter(is_as_strict).flat_map(|new| new.expanded.parts()).collect();
    let was_said: Vec<_> = old.iter().flat_map(|old| old.expanded.parts()).collect();
    let number = |of: &[Claim], part: &Claim| of.iter().filter(|other| *other == part).count();
    let parts = one.expanded.parts();
    parts.iter().all(|part| said.contains(part) && number(&said, part) >= number(&was_said, part))
}

fn is_helper(assertion: &Assertion) -> bool {
    matches!(&assertion.claim, Claim::Other(name, _) if name != "panic" && !name.contains("snapshot"))
}

fn is_same(old: &Assertion, new: &Assertion) -> bool {
    old.claim == new.claim || old.expanded == new.expanded
}

/// For each assertion the one that has taken its place: the same, else the one that is most alike.
fn partners(old: &[Assertion], new: &[Assertion]) -> Vec<Option<usize>> {
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
