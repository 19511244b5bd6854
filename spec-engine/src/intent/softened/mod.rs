//! Decides whether the change of a criterion makes it weaker.
//!
//! 1. `softening`: what a rule finds; `hunk`: where the words of two parts differ;
//! 2. one rule a file, each of which compares two statements of `crate::criterion`: `modal`, `bound`, `condition`, `response`,
//!    `quantifier`, `hedge`, `adverbial`, `members`; `foreign` compares the modal verbs of other languages.
//!
//! A rule speaks only of what it is sure about: whatever none of them knows is still told, as a change. What makes a criterion stronger is
//! never told here. Sources: the modal verbs are those of RFC 2119, the clauses those of EARS. The hedges and vague terms are those that
//! the INCOSE *Guide to Writing Requirements* (R7, R8) tells writers to avoid.

mod adverbial;
mod bound;
mod condition;
mod foreign;
mod hedge;
mod hunk;
mod members;
mod modal;
mod quantifier;
mod response;
mod softening;

use std::borrow::Cow;

pub use softening::{Softening, SofteningKind};

use crate::criterion::modality::modality;
use crate::criterion::statement::Statement;

/// Every way in which the second wording asks for less than the first.
///
/// ```
/// use spec_engine::intent::softened::softened;
///
/// let found = softened("THE shop SHALL answer within 50 ms", "THE shop SHALL answer within 500 ms");
/// assert_eq!(found[0].message, "`within 50 ms` became `within 500 ms`");
/// assert!(softened("THE shop SHALL answer within 500 ms", "THE shop SHALL answer within 50 ms").is_empty());
/// ```
pub fn softened(before: &str, now: &str) -> Vec<Softening> {
    let (before, now) = (sentences(before), sentences(now));
    if before == now {
        return Vec::new();
    }
    let (old_text, new_text) = (&*before, &*now);
    let (before, now) = (Statement::of(old_text), Statement::of(new_text));
    let mut found = Vec::new();
    // A request for something else is not weaker, unless it only reports what had to be ended.
    if !before.is_about(&now) {
        hedge::only_reports(&before, &now, &mut found);
        return found;
    }
    if modality(before.modal).is_none() && modality(now.modal).is_none() {
        foreign::compare(old_text, new_text, &mut found);
    }
    modal::compare(&before, &now, &mut found);
    bound::compare(&before, &now, &mut found);
    condition::compare(&before, &now, &mut found);
    response::compare(&before, &now, &mut found);
    quantifier::compare(&before, &now, &mut found);
    hedge::compare(&before, &now, &mut found);
    adverbial::compare(&before, &now, &mut found);
    members::compare(&before, &now, &mut found);
    found.dedup();
    found
}

/// A wording without its blocks of code, quotes and the like, whose numbers promise nothing by themselves.
fn sentences(wording: &str) -> Cow<'_, str> {
    if !wording.contains("\n> ") {
        return Cow::Borrowed(wording);
    }
    let lines: Vec<_> = wording.lines().filter(|line| !line.starts_with("> ")).collect();
    Cow::Owned(lines.join("\n"))
}

#[cfg(test)]
mod tests;
