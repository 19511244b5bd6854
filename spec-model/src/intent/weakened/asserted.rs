//! Assertions that are gone, or other ones.

use std::collections::HashSet;
use std::mem::discriminant;

use super::assertion::Assertion;
use super::claim::Claim;
use super::covered::{Said, is_taken_apart};
use super::loosened::{self, Judgement};
use super::partners::partners;
use super::tables::Rows;
use super::{Kind, Weakening, told};

/// What is known of both tests beside their assertions.
pub(super) struct Around<'a> {
    /// The rows of the tables of now, and of before.
    pub(super) rows: &'a Rows,
    pub(super) old_rows: &'a Rows,
    /// Does as much as before fail the test: `unwrap`, `expect`, `?`, `panic!`?
    pub(super) is_as_demanding: bool,
    /// Does it end early in fewer places than before? Then a condition may stand for one.
    pub(super) returns_less: bool,
}

pub(super) fn compare(
    all_old: &[Assertion],
    all_new: &[Assertion],
    around: &Around<'_>,
    found: &mut Vec<Weakening>,
) {
    let (new, old) = (all_new, all_old);
    let partners = partners(old, new);
    let said = Said::of(all_old, all_new, (around.old_rows, around.rows));
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let is_taken = |at: usize| taken.contains(&at);
    // What was written out may have become a helper.
    let has_new_helper = (0..new.len()).any(|at| !is_taken(at) && is_helper(&new[at]));
    let has_new_other = (0..new.len()).any(|at| !is_taken(at) && !is_helper(&new[at]));
    for (old, partner) in old.iter().zip(&partners) {
        let Some(new) = partner.map(|at| &new[at]) else {
            let is_written_out = is_helper(old) && has_new_other;
            let is_helped = has_new_helper && !is_helper(old);
            let is_other_failure =
                is_panic(old) && (around.is_as_demanding || has_new_other || said.unwraps());
            if !is_written_out
                && !is_helped
                && !is_other_failure
                && !said.covers(old)
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
        if new.guards > old.guards && !is_panic(new) && !around.returns_less {
            let message = format!("`{}` stands under a condition", told(&new.tokens));
            found.push(Weakening { kind: Kind::EarlyReturn, message });
        }
        if old.expanded == new.expanded || said.still_says(old) {
            continue;
        }
        let Judgement::Weaker(kind) = judged(old, new) else { continue };
        let is_value = kind == Kind::ExpectedValue;
        if !is_value && (said.covers(old) || is_taken_apart(&old.claim, all_new)) {
            continue;
        }
        let message = match old.tokens == new.tokens {
            true => format!("`{}` means something else", told(&old.tokens)),
            false => format!("`{}` became `{}`", told(&old.tokens), told(&new.tokens)),
        };
        found.push(Weakening { kind, message });
    }
}

/// Judges two assertions as they are written, else with what the names in them stand for.
fn judged(old: &Assertion, new: &Assertion) -> Judgement {
    if loosened::is_empty(&new.expanded) && !loosened::is_empty(&old.expanded) {
        return Judgement::Weaker(Kind::AssertionLoosened);
    }
    let written = match old.claim == new.claim {
        true => Judgement::NotWeaker,
        false => loosened::judged(&old.claim, &new.claim),
    };
    match written {
        // The same words about something else: only what is expected of it can be compared.
        Judgement::NotWeaker
            if old.claim == new.claim && discriminant(&old.expanded) != discriminant(&new.expanded) =>
        {
            Judgement::NotWeaker
        }
        Judgement::NotWeaker => loosened::judged(&old.expanded, &new.expanded),
        weaker @ Judgement::Weaker(_) => weaker,
    }
}

fn is_helper(assertion: &Assertion) -> bool {
    matches!(&assertion.claim, Claim::Other(..)) && !is_panic(assertion)
}

fn is_panic(assertion: &Assertion) -> bool {
    matches!(&assertion.claim, Claim::Other(name, _) if name == "panic")
}
