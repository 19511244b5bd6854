//! Reads a criterion beside the tests that verify it, and finds tests that would pass without what it asks for.
//!
//! 1. `wording`: what of a criterion the rules look at;
//! 2. `texts`: the text of its tests and of what these use; `values`: the numbers, texts and names in them;
//! 3. the rules, one file for each: `number`, `boundary`, `literal`, `error_only`, `reordered`, `coarse_time`, `ascii_only`, `copied`.
//!    `own_constant` says where a number is that a rule misses.
//!
//! A rule looks at all tests of a criterion together: one of them is enough. Most criteria have nothing that a rule asks for, and most
//! tests have it; so a look at their bytes comes first.

mod ascii_only;
mod boundary;
mod coarse_time;
mod copied;
mod error_only;
mod literal;
mod number;
mod own_constant;
mod reordered;
mod texts;
mod values;
mod wording;

use std::borrow::Cow;

use memchr::memmem;

use self::values::Values;
use self::wording::{Topic, Wording};

pub(crate) use texts::TestTexts;

/// Why tests are thin, and what would make them thicker.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// What is missing, in one line.
    pub(crate) message: String,
    /// What to add.
    pub(crate) advice: String,
}

impl Reason {
    fn new(message: String, advice: impl Into<String>) -> Self {
        Self { message, advice: advice.into() }
    }
}

/// The source of what verifies and implements a criterion.
#[derive(Debug, Default)]
pub(crate) struct Sources<'a> {
    /// Each test by itself.
    pub(crate) tests: Vec<Cow<'a, str>>,
    /// What the tests use.
    pub(crate) helpers: Vec<Cow<'a, str>>,
    /// The items that implement the criterion.
    pub(crate) code: Vec<Cow<'a, str>>,
    /// Do the tests use something whose content is not known?
    pub(crate) is_partial: bool,
}

/// Why the tests of a criterion are thin.
pub(crate) fn reasons(text: &str, sources: &Sources<'_>) -> Vec<Reason> {
    let wording = Wording::of(text);
    let is_about = wording.is_about() && !is_plainly_there(&wording, &sources.tests);
    let may_be_error_only = error_only::may_be(&sources.tests);
    let may_copy = !sources.code.is_empty() && copied::may_be(&sources.tests);
    if !is_about && !may_be_error_only && !may_copy {
        return Vec::new();
    }
    let values = Values::of(sources);
    let mut found = Vec::new();
    if is_about {
        found.extend(number::missing(&wording, &values));
        found.extend(boundary::missing(&wording, &values));
        found.extend(literal::missing(&wording, &values));
        found.extend(reordered::reordered(&wording, &values));
        found.extend(coarse_time::coarse(&wording, &values));
        found.extend(ascii_only::ascii_only(&wording, &values));
    }
    if may_be_error_only {
        found.extend(error_only::error_only(&wording, &values));
    }
    if may_copy {
        found.extend(copied::copied(&values, sources));
    }
    found
}

/// Have tests, as it is written, everything that a criterion asks for? A look at their bytes, which most tests pass.
fn is_plainly_there(wording: &Wording<'_>, tests: &[Cow<'_, str>]) -> bool {
    let has_number = |test: &str, digits: &str| {
        memmem::find_iter(test.as_bytes(), digits).any(|at| {
            let around = [at.checked_sub(1), Some(at + digits.len())].map(|at| test.as_bytes().get(at?));
            around
                .iter()
                .flatten()
                .all(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'.' | b'-'))
        })
    };
    let is_topical = wording.topics.iter().any(|topic| !matches!(topic, Topic::Message | Topic::PlainText));
    // What a comment says is not tested.
    !is_topical
        && !tests.iter().any(|test| test.contains("//"))
        && wording.literals.iter().all(|literal| tests.iter().any(|test| test.contains(literal)))
        && wording
            .numbers
            .iter()
            .all(|at| tests.iter().any(|test| has_number(test, &wording.text[at.clone()])))
        && !boundary::may_be(wording)
        && !tests.iter().any(|test| coarse_time::may_be(test))
}

#[cfg(test)]
mod tests;
