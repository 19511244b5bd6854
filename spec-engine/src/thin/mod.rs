//! Reads a criterion beside the tests that verify it, and finds tests that would pass without what it asks for.
//!
//! 1. `wording`: what of a criterion the rules look at;
//! 2. `sources`: the text of its tests and of what these use; `values`: the numbers, texts and names in them;
//! 3. the rules, one file for each: `number`, `boundary`, `literal`, `error_only`, `reordered`, `coarse_time`, `ascii_only`, `copied`.
//!    `own_constant` says where a number is that a rule misses. `reason` is what a rule finds.
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
mod reason;
mod reordered;
mod sources;
mod values;
mod wording;

use std::borrow::Cow;

use memchr::memmem;

use self::values::Values;
use self::wording::{Topic, Wording};

pub(crate) use copied::may_be as may_copy;
pub(crate) use reason::ThinReason;
pub(crate) use sources::TestSources;

/// Returns the reasons why the tests of a criterion are thin.
pub(crate) fn reasons(text: &str, sources: &TestSources<'_>) -> Vec<ThinReason> {
    let wording = Wording::of(text);
    let is_about = wording.is_about() && !is_plainly_there(&wording, &sources.tests);
    let may_be_error_only = error_only::may_be(&sources.tests);
    let may_be_copied = !sources.code.is_empty() && copied::may_be(&sources.tests);
    if !is_about && !may_be_error_only && !may_be_copied {
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
    if may_be_copied {
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
    // The words of a comment are not tested.
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
