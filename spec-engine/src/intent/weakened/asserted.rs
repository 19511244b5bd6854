//! Finds assertions that are gone or replaced.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use super::assertion::Assertion;
use super::claim::Claim;
use super::covered::{ClaimIndex, is_taken_apart};
use super::loosened::{self, Judgement};
use super::new_calls::NewCalls;
use super::partners::partners;
use super::tables::Rows;
use super::{Weakening, WeakeningKind, excerpt};

/// The known facts about both tests beside their assertions.
pub(super) struct Around<'a> {
    /// The calls that are new.
    pub(super) novel: &'a NewCalls,
    /// The rows of the tables of now, and of before.
    pub(super) rows: &'a Rows,
    pub(super) old_rows: &'a Rows,
    /// Does as much as before fail the test: `unwrap`, `expect`, `?`, `panic!`?
    pub(super) is_as_demanding: bool,
    /// Does it end early in fewer places than before? Then a condition may stand for one.
    pub(super) returns_less: bool,
    /// Was something sorted, so that its order never counted?
    pub(super) was_sorted: bool,
}

/// So many changed assertions are judged. Any of the new ones may cover each of them. That the test has changed is told in any case.
const MAX_JUDGED: usize = 500;

pub(super) fn compare(
    all_old: &[Assertion],
    all_new: &[Assertion],
    around: &Around<'_>,
    found: &mut Vec<Weakening>,
) {
    let (new, old) = (all_new, all_old);
    let partners = partners(old, new);
    let index = ClaimIndex::of(all_old, all_new, (around.old_rows, around.rows));
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let is_taken = |at: usize| taken.contains(&at);
    // A text that was written out may have become a helper.
    let has_new_helper = (0..new.len()).any(|at| !is_taken(at) && is_helper(&new[at]));
    let has_new_other = (0..new.len()).any(|at| !is_taken(at) && !is_helper(&new[at]));
    let has_fresh = new.iter().any(|new| !is_panic(new) && !index.was_said(new));
    // A new claim that says more than whether there is something may say what is gone in another way.
    let replaced: HashMap<usize, usize> =
        partners.iter().enumerate().filter_map(|(was, at)| Some(((*at)?, was))).collect();
    let is_weaker = |at: usize| {
        replaced.get(&at).is_some_and(|&was| matches!(judged(&old[was], &new[at]), Judgement::Weaker(_)))
    };
    let says_other = (0..new.len()).any(|at| {
        let is_fresh = !is_helper(&new[at]) && !is_panic(&new[at]) && !index.was_said(&new[at]);
        is_fresh && says_much(&new[at]) && !is_weaker(at)
    });
    // Each of them may be a case of what a loop asserts now.
    let gone = partners.iter().filter(|partner| partner.is_none()).count();
    let is_looped = around.rows.len() >= around.old_rows.len() + gone && around.rows.len() > 1;
    let may_be_elsewhere = |old: &Assertion| {
        around.novel.checks
            || around.novel.replaces(&old.expanded)
            || around.novel.calls && matches!(&old.claim, Claim::Other(name, _) if name.starts_with('.'))
    };
    if let Some(message) = fewer(all_old, all_new, around) {
        found.push(Weakening { kind: WeakeningKind::Cases, message });
        return;
    }
    let mut judged_so_far = 0_usize;
    for (old, partner) in old.iter().zip(&partners) {
        let is_another = partner.is_none_or(|at| old.expanded != new[at].expanded);
        judged_so_far += usize::from(is_another);
        if judged_so_far > MAX_JUDGED {
            break;
        }
        let Some(new) = partner.map(|at| &new[at]) else {
            let is_written_out = is_helper(old) && has_new_other;
            let is_helped = has_new_helper && !is_helper(old);
            let is_other_failure = is_panic(old) && (around.is_as_demanding || has_fresh || index.unwraps());
            if !is_written_out
                && !is_helped
                && !is_other_failure
                && !is_looped
                && !says_other
                && !may_be_elsewhere(old)
                && !index.compares_otherwise(old)
                && !index.covers(old)
                && !loosened::is_empty(&old.claim)
            {
                found.push(Weakening {
                    kind: WeakeningKind::AssertionRemoved,
                    message: format!("`{}` was removed", excerpt(&old.tokens)),
                });
            }
            continue;
        };
        if new.is_debug && !old.is_debug {
            let message = format!("`{}` is made in debug builds only", excerpt(&new.tokens));
            found.push(Weakening { kind: WeakeningKind::AssertionLoosened, message });
        }
        // A claim under a condition may be about something else, which is claimed as well.
        let is_same = old.claim == new.claim || old.expanded == new.expanded;
        if is_same && new.guards > old.guards && !is_panic(new) && !around.returns_less {
            let message = format!("`{}` is under a condition", excerpt(&new.tokens));
            found.push(Weakening { kind: WeakeningKind::EarlyReturn, message });
        }
        if old.expanded == new.expanded || index.still_says(old) {
            continue;
        }
        let Judgement::Weaker(kind) = judged(old, new) else { continue };
        let is_value = kind == WeakeningKind::ExpectedValue;
        if !is_value && (index.covers(old) || is_taken_apart(&old.claim, all_new)) {
            continue;
        }
        // If something else comes before, something else may come of it; a sorted value had no order to lose.
        if is_value && (around.novel.changes(&old.expanded) || looks_elsewhere(old, new))
            || !is_value && around.was_sorted && loosened::is_unordered(&new.claim)
        {
            continue;
        }
        let message = match old.tokens == new.tokens {
            true => format!("`{}` means something else", excerpt(&old.tokens)),
            false => format!("`{}` became `{}`", excerpt(&old.tokens), excerpt(&new.tokens)),
        };
        found.push(Weakening { kind, message });
    }
}

/// An example that neither a row of a table nor an assertion says any more. A loop has taken the place of assertions, or they that of a
/// loop.
fn fewer(old: &[Assertion], new: &[Assertion], around: &Around<'_>) -> Option<String> {
    let claims = |all: &'_ [Assertion]| -> Vec<Claim> { all.iter().map(|one| one.claim.clone()).collect() };
    let (was, is) = (claims(old), claims(new));
    let (was, is) = (was.iter().collect::<Vec<_>>(), is.iter().collect::<Vec<_>>());
    // A loop became assertions.
    for one in old
        .iter()
        .filter(|one| one.guards == 0 && around.old_rows.names_any(&one.claim) && !is.contains(&&one.claim))
    {
        if let [row, ..] = &*around.old_rows.missing(&one.claim, &is) {
            let row: Vec<_> = row.iter().map(|value| value.concat()).collect();
            return Some(format!("the case `{}` was removed", excerpt(&[row.join(", ")])));
        }
    }
    // Assertions became a loop.
    for one in new
        .iter()
        .filter(|one| one.guards == 0 && around.rows.names_any(&one.claim) && !was.contains(&&one.claim))
    {
        let cases: Vec<_> = old
            .iter()
            .filter_map(|case| Some((case, super::tables::filled(&one.claim, &case.claim, around.rows)?)))
            .collect();
        let is_gone = |(case, values): &&(&Assertion, Vec<Vec<String>>)| {
            !around.rows.hold(values) && !is.contains(&&case.claim)
        };
        if cases.len() > 1
            && cases.iter().any(|case| !is_gone(&case))
            && !around.rows.is_less_known(around.old_rows)
        {
            let gone = cases.iter().find(is_gone)?;
            return Some(format!("`{}` was removed", excerpt(&gone.0.tokens)));
        }
    }
    None
}

/// Judges two assertions as they are written, else with what the names in them stand for.
fn judged(old: &Assertion, new: &Assertion) -> Judgement {
    if loosened::is_empty(&new.expanded) && !loosened::is_empty(&old.expanded) {
        return Judgement::Weaker(WeakeningKind::AssertionLoosened);
    }
    let is_same = old.claim == new.claim || old.claim.clone().plain() == new.claim.clone().plain();
    let written = match is_same {
        true => Judgement::NotWeaker,
        false => loosened::judged(&old.claim, &new.claim),
    };
    match written {
        // The same words about something else: only what is expected of it can be compared.
        Judgement::NotWeaker if is_same && discriminant(&old.expanded) != discriminant(&new.expanded) => {
            Judgement::NotWeaker
        }
        Judgement::NotWeaker => loosened::judged(&old.expanded, &new.expanded),
        weaker @ Judgement::Weaker(_) => weaker,
    }
}

/// Does an assertion say more than whether there is something, or something at all?
fn says_much(assertion: &Assertion) -> bool {
    let asks = |tokens: &[String]| matches!(tokens, [.., dot, method, _, _] if dot == "." && method.starts_with("is_"));
    !loosened::is_empty(&assertion.expanded)
        && !matches!(&assertion.claim, Claim::Holds(tokens) if asks(tokens))
}

/// Is more different between two assertions if names are replaced by what they stand for: do they look at something else?
fn looks_elsewhere(old: &Assertion, new: &Assertion) -> bool {
    let differing = |one: &Claim, other: &Claim| {
        let is_word = |token: &&str| *token != "!";
        let tokens = |claim: &Claim| -> Vec<String> {
            claim.tokens().into_iter().filter(is_word).map(str::to_owned).collect()
        };
        let (one, other) = (tokens(one), tokens(other));
        let number = std::iter::zip(&one, &other).filter(|(one, other)| one != other).count();
        (one.len() == other.len()).then_some(number)
    };
    match (&old.expanded, &new.expanded) {
        (Claim::Equal(one, _), Claim::Equal(other, _))
        | (Claim::Different(one, _), Claim::Different(other, _)) => one != other,
        _ => differing(&old.expanded, &new.expanded)
            .zip(differing(&old.claim, &new.claim))
            .is_some_and(|(expanded, written)| expanded > written),
    }
}

fn is_helper(assertion: &Assertion) -> bool {
    matches!(&assertion.claim, Claim::Other(..)) && !is_panic(assertion)
}

fn is_panic(assertion: &Assertion) -> bool {
    matches!(&assertion.claim, Claim::Other(name, _) if name == "panic")
}
