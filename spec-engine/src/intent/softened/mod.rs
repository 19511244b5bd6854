//! Does the change of a criterion make it weaker?
//!
//! 1. `statement`: both wordings are taken apart by the grammar;
//! 2. `phrase`: the words and phrases in a part, whatever case they have; `quantity`: numbers with their units, and what bounds them;
//! 3. one rule a file, each of which compares the two: `modal`, `bound`, `condition`, `response`, `quantifier`, `hedge`.
//!
//! A rule speaks only of what it is sure about: whatever none of them knows is still told, as a change. What makes a criterion
//! stronger is never told here. Sources: the modal verbs are those of RFC 2119, the clauses those of EARS, the hedges and vague terms
//! those that the INCOSE *Guide to Writing Requirements* (R7, R8) tells writers to avoid.

mod bound;
mod condition;
mod hedge;
mod hunk;
mod modal;
mod phrase;
mod quantifier;
mod quantity;
mod response;
mod statement;

use std::borrow::Cow;

use statement::Statement;

/// A way in which a criterion asks for less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Softening {
    /// Which way.
    pub kind: Kind,
    /// What became weaker, on one line.
    pub message: String,
}

/// The ways in which a criterion can ask for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// SHALL became SHOULD or MAY.
    Modal,
    /// A number may be larger, or smaller, than before, or is bound no more.
    Bound,
    /// It holds only under one more condition.
    Condition,
    /// Something else will do as well.
    Alternative,
    /// Something is not asked for any more.
    Response,
    /// It holds for fewer things, or less often.
    Quantifier,
    /// A word takes away from what is said: *about*, *try to*, *where possible*.
    Hedge,
}

impl Kind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modal => "modal",
            Self::Bound => "bound",
            Self::Condition => "condition",
            Self::Alternative => "alternative",
            Self::Response => "response",
            Self::Quantifier => "quantifier",
            Self::Hedge => "hedge",
        }
    }
}

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
    let (before, now) = (Statement::of(&before), Statement::of(&now));
    let mut found = Vec::new();
    // What asks for something else is not weaker.
    if !before.is_about(&now) {
        return found;
    }
    modal::compare(&before, &now, &mut found);
    bound::compare(&before, &now, &mut found);
    condition::compare(&before, &now, &mut found);
    response::compare(&before, &now, &mut found);
    quantifier::compare(&before, &now, &mut found);
    hedge::compare(&before, &now, &mut found);
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

/// A text in a message: not too long, and on one line.
fn told(text: &str) -> String {
    const MAX: usize = 48;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
