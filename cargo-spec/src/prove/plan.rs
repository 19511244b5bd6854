//! Plans what to knock out for each criterion, and which tests should catch it.

use std::collections::BTreeMap;
use std::sync::Arc;

use spec_engine::links::{Link, Role, TestState};
use spec_engine::verdict::Verdict;

use super::baseline::{Baseline, Finish, Function, Seen};
use super::launch::TestName;
use super::proof::Refusal;
use crate::evidence::Items;

/// A test that passes, with its link and what it executed.
#[derive(Clone, Copy, Debug)]
pub(super) struct CoveringTest<'a> {
    /// Its name.
    pub test: &'a TestName,
    /// What it does when nothing is knocked out.
    pub baseline: &'a Baseline,
    /// Its link to the criterion.
    pub link: &'a Arc<Link>,
    /// What the program knows its function by.
    pub entry: &'a str,
}

impl CoveringTest<'_> {
    /// Is it the same test? A process may run several.
    fn is(&self, other: &Self) -> bool {
        self.test == other.test && self.entry == other.entry
    }

    /// Did a function run for it? A process of its own ran nothing else.
    fn ran(&self, function: &Function) -> bool {
        self.test.name.is_some() || function.ran_for.iter().any(|entry| entry == self.entry)
    }
}

/// An implementing item that tests of a criterion executed.
#[derive(Debug)]
pub(super) struct Target<'a> {
    /// Its link.
    pub link: &'a Arc<Link>,
    /// The function, as one of the tests saw it.
    pub function: &'a Function,
    /// Which variants differ from what it returned in any of the tests.
    pub differing: u64,
    /// Is it unknown what it returns?
    pub is_opaque: bool,
    /// The tests, the fastest first.
    pub covering_tests: Vec<CoveringTest<'a>>,
}

/// What is to be done for a criterion.
///
/// # Errors
/// Why nothing is.
pub(super) fn targets<'a>(
    verdict: &'a Verdict,
    items: &Items,
    baselines: &'a [(TestName, Baseline)],
) -> Result<Vec<Target<'a>>, Refusal> {
    let covering_tests = covering_tests(verdict, items, baselines)?;
    let implementing: Vec<_> =
        verdict.links.iter().filter(|link| link.item.role == Role::Implements).collect();
    if implementing.is_empty() {
        return Err(Refusal::NoImplementation);
    }
    let mut targets: BTreeMap<&str, Target<'a>> = BTreeMap::new();
    for link in implementing {
        for witness in &covering_tests {
            let functions = witness.baseline.functions.iter();
            for function in functions.filter(|function| {
                witness.ran(function) && items.places(link).any(|place| *place == function.place)
            }) {
                let target = targets.entry(&function.key).or_insert_with(|| Target {
                    link,
                    function,
                    differing: 0,
                    is_opaque: false,
                    covering_tests: Vec::new(),
                });
                target.differing |= function.differing;
                target.is_opaque |= function.sight == Some(Seen::Opaque);
                if !target.covering_tests.iter().any(|known| known.is(witness)) {
                    target.covering_tests.push(*witness);
                }
            }
        }
    }
    if targets.is_empty() {
        return Err(Refusal::NotExecuted);
    }
    let mut targets: Vec<_> = targets.into_values().collect();
    targets.sort_by(|a, b| {
        a.link
            .location
            .path
            .cmp(&b.link.location.path)
            .then(a.link.item.span.start.cmp(&b.link.item.span.start))
            .then_with(|| {
                a.function
                    .member
                    .as_ref()
                    .map(|member| member.line)
                    .cmp(&b.function.member.as_ref().map(|member| member.line))
            })
    });
    targets.iter_mut().for_each(|target| target.covering_tests.sort_by_key(|witness| witness.baseline.time));
    Ok(targets)
}

/// The tests that verify a criterion, all of which pass.
fn covering_tests<'a>(
    verdict: &'a Verdict,
    items: &Items,
    baselines: &'a [(TestName, Baseline)],
) -> Result<Vec<CoveringTest<'a>>, Refusal> {
    let is_live = |link: &&Arc<Link>| link.item.role == Role::Verifies(TestState::Live);
    let mut covering_tests = Vec::new();
    let mut has_test = false;
    for link in verdict.links.iter().filter(is_live) {
        has_test = true;
        for (test, baseline) in baselines {
            let is_it = |function: &&Function| {
                !function.runs.is_empty() && items.places(link).any(|place| *place == function.place)
            };
            let Some(entry) = baseline.functions.iter().find(is_it) else { continue };
            let good = if link.item.expects_panic { Finish::Panicked } else { Finish::Returned };
            if baseline.is_flaky() {
                return Err(Refusal::Flaky(Arc::clone(link)));
            }
            if !baseline.passed() || entry.runs.iter().any(|run| *run != good) {
                return Err(Refusal::Failing(Arc::clone(link)));
            }
            covering_tests.push(CoveringTest { test, baseline, link, entry: &entry.key });
        }
    }
    match (has_test, covering_tests.is_empty()) {
        (false, _) => Err(Refusal::NoTest),
        (true, true) => Err(Refusal::NotRun),
        (true, false) => Ok(covering_tests),
    }
}
