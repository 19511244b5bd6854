//! Decides whether the change of a test makes it weaker.
//!
//! Both tests are given as normalised tokens ([`crate::links::LinkedItem::tokens`]).
//!
//! 1. `tokens`: the text is split again; `rename`: what is only called otherwise gets one name;
//! 2. `plain`: what can be written in several ways is written in one; `values`: what names stand for; `tables`: the rows of cases;
//!    `conditions`: what is reached only in some cases, or never; `new_calls`: what is called that nobody knows here;
//! 3. `assertion`: what a test asserts, as a `claim`: a form in which equal claims are equal;
//! 4. one rule a file, each of which compares the two: `attributes`, `control`, `cases`, `tables`, `mocks`, `ordered`, `errors`, and `asserted`:
//!    `partners` finds the assertion that took another's place, `loosened` and `expected` judge it, `covered` knows what is still said.
//!
//! A rule speaks only of what it is sure about: whatever none of them knows is still told, as a change. What makes a test stronger is never
//! told here. So a rule is silent where something that it does not know may check as much: a new helper, macro, loop or snapshot, a claim
//! that is made for the first time, or another input.

mod asserted;
mod assertion;
mod attributes;
mod cases;
mod claim;
mod conditions;
mod control;
mod covered;
mod errors;
mod expected;
mod loosened;
mod mocks;
mod new_calls;
mod ordered;
mod partners;
mod plain;
mod rename;
mod tables;
mod values;
mod weakening;

use std::collections::HashSet;

use super::tokens::Tokens;
use asserted::Around;
use assertion::{Assertion, assertions};
use new_calls::NewCalls;
use tables::Rows;
use values::Values;

use weakening::excerpt;
pub use weakening::{Weakening, WeakeningKind};

/// Every way in which the second test checks less than the first.
///
/// ```
/// use spec_engine::intent::weakened::weakened;
///
/// let before = "# [ test ] fn _ ( ) { pay ( ) ; assert_eq ! ( total ( ) , 12 ) ; }";
/// let now = "# [ test ] fn _ ( ) { pay ( ) ; }";
/// assert_eq!(weakened(before, now)[0].message, "`assert_eq!(total(), 12)` was removed");
/// assert!(weakened(now, before).is_empty());
/// ```
pub fn weakened(before: &str, now: &str) -> Vec<Weakening> {
    let (before, now) = (Tokens::of(before), Tokens::of(now));
    if before.all == now.all {
        return Vec::new();
    }
    let mut found = Vec::new();
    mocks::stand_ins(&before, &now, &mut found);
    let before = rename::renamed(before, &now);
    if before.all == now.all {
        return found;
    }
    let values = (&Values::of(&before), &Values::of(&now));
    let (old, new) = (assertions(&before, values.0), assertions(&now, values.1));
    let (old_rows, new_rows) = (Rows::of(&before), Rows::of(&now));
    let guards = |all: &[Assertion]| all.iter().map(|assertion| assertion.guards).max().unwrap_or_default();
    let claim_tokens: Vec<_> = new.iter().map(|assertion| assertion.claim.tokens()).collect();
    let novel = NewCalls::of((&before, &old, values.0), (&now, &new, values.1));
    let around = Around {
        novel: &novel,
        rows: &new_rows,
        old_rows: &old_rows,
        is_as_demanding: errors::demands(&now) >= errors::demands(&before),
        returns_less: control::returns(&now) < control::returns(&before),
        was_sorted: ordered::is_sorted(&before),
    };
    attributes::compare(&before, &now, &mut found);
    let assertions = control::Assertions { is_freed: guards(&new) < guards(&old), are_left: !new.is_empty() };
    control::compare(&before, &now, assertions, &mut found);
    let claims = |all: &[Assertion]| all.iter().map(|one| one.claim.clone()).collect::<HashSet<_>>();
    let (claims, known) = (claims(&new), claims(&old));
    let says_the_same = old.iter().all(|old| claims.contains(&old.claim));
    let fresh = new.iter().filter(|new| !known.contains(&new.claim)).count();
    cases::compare(&before, &now, values, says_the_same, &mut found);
    tables::compare(&old_rows, &new_rows, (&claim_tokens, fresh, &novel, says_the_same), &mut found);
    mocks::mocks(&before, &now, &novel, &mut found);
    mocks::waits(&before, &now, values, &mut found);
    asserted::compare(&old, &new, &around, &mut found);
    ordered::compare(&before, &now, (&old, &new), &mut found);
    errors::compare(&before, &now, &novel, &mut found);
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
