//! Plans what to knock out for each criterion, and which tests should catch it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use spec_engine::links::{Link, Role, TestState};
use spec_engine::verdict::Verdict;

use super::baseline::{BaselineFunction, BaselineRuns, Finish, Seen};
use super::launch::TestName;
use super::proof::{ExecutedItem, Refusal};
use crate::evidence::ItemPlaces;

/// A test that passes, with its link and what it executed.
#[derive(Clone, Copy, Debug)]
pub(super) struct CoveringTest<'a> {
    /// Its name.
    pub test: &'a TestName,
    /// Its runs when nothing is knocked out.
    pub baseline: &'a BaselineRuns,
    /// Its link to the criterion.
    pub link: &'a Arc<Link>,
    /// The name by which the program knows its function.
    pub entry: &'a str,
}

impl CoveringTest<'_> {
    /// Is it the same test? A process may run several.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.test == other.test && self.entry == other.entry
    }

    /// Did a function run for it? A process of its own ran nothing else.
    fn ran(&self, function: &BaselineFunction) -> bool {
        self.test.name.is_some() || function.ran_for.iter().any(|entry| entry == self.entry)
    }

    /// Was an operator evaluated for it?
    pub(super) fn reached(&self, operator: u64) -> bool {
        let entries = self.baseline.reached.get(&operator);
        entries.is_some_and(|entries| self.test.name.is_some() || entries.contains(self.entry))
    }
}

/// An implementing item that tests of a criterion executed.
#[derive(Debug)]
pub(super) struct KnockoutTarget<'a> {
    /// Its link.
    pub link: &'a Arc<Link>,
    /// The function, as one of the tests saw it.
    pub function: &'a BaselineFunction,
    /// The mutants that differ from its result in any of the tests.
    pub differing: u64,
    /// Is it unknown what it returns?
    pub is_opaque: bool,
    /// The tests, the fastest first.
    pub covering_tests: Vec<CoveringTest<'a>>,
}

impl KnockoutTarget<'_> {
    /// Does the mutant with a place make a difference to what it returned?
    pub(super) fn differs(&self, at: usize) -> bool {
        u32::try_from(at).ok().and_then(|at| self.differing.checked_shr(at)).is_some_and(|bits| bits & 1 == 1)
    }
}

/// Returns the targets for a criterion. `same`: the criteria that the same tests verify and the same code implements.
///
/// # Errors
/// The reason why nothing is knocked out.
pub(super) fn targets<'a>(
    verdict: &'a Verdict,
    items: &ItemPlaces,
    baselines: &'a [(TestName, BaselineRuns)],
    same: &[String],
) -> Result<Vec<KnockoutTarget<'a>>, Refusal> {
    let covering_tests = covering_tests(verdict, items, baselines)?;
    let implementing: Vec<_> = implementing(verdict).collect();
    if implementing.is_empty() {
        return Err(Refusal::NoImplementation);
    }
    if let Some(link) = implementing.iter().find(|link| link.item.doubt.is_some()) {
        return Err(Refusal::InDoubt(Arc::clone(link)));
    }
    let mut targets: BTreeMap<&str, KnockoutTarget<'a>> = BTreeMap::new();
    for link in implementing {
        for witness in &covering_tests {
            let functions = witness.baseline.functions.iter();
            for function in functions.filter(|function| {
                witness.ran(function) && items.places(link).any(|place| *place == function.place)
            }) {
                let target = targets.entry(&function.key).or_insert_with(|| KnockoutTarget {
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
    if !same.is_empty() {
        return Err(Refusal::SameAs(same.to_vec()));
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

/// The links of a criterion to what implements it.
fn implementing(verdict: &Verdict) -> impl Iterator<Item = &Arc<Link>> {
    verdict.links.iter().filter(|link| link.item.role == Role::Implements)
}

/// The implementing functions of a criterion that none of its tests ran. What nobody can see running is none of them.
pub(super) fn not_run(verdict: &Verdict, items: &[ExecutedItem]) -> Vec<Arc<Link>> {
    let has_run = |link: &Arc<Link>| items.iter().any(|item| item.code.link.location == link.location);
    let unseen = implementing(verdict).filter(|link| link.item.unseen.is_none() && !has_run(link));
    unseen.map(Arc::clone).collect()
}

/// For each criterion, by feature and id, those that the same tests verify and the same code implements: no run can tell them apart.
#[derive(Debug, Default)]
pub struct Twins(HashMap<(Arc<str>, String), Vec<String>>);

impl Twins {
    /// Those of some criteria.
    pub fn of<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Self {
        let mut alike: HashMap<_, Vec<&Verdict>> = HashMap::new();
        for verdict in verdicts {
            let places = |is: fn(Role) -> bool| {
                let links = verdict.links.iter().filter(|link| is(link.item.role));
                let places = links.map(|link| (&*link.location.path, link.item.span.start));
                places.collect::<BTreeSet<_>>()
            };
            let tests = places(|role| role == Role::Verifies(TestState::Live));
            let code = places(|role| role == Role::Implements);
            if !tests.is_empty() && !code.is_empty() {
                alike.entry((tests, code)).or_default().push(verdict);
            }
        }
        let mut twins = HashMap::new();
        for alike in alike.into_values().filter(|alike| alike.len() > 1) {
            for verdict in &alike {
                let others = alike.iter().filter(|other| key(other) != key(verdict));
                let others = others.map(|other| other.id.to_string()).collect();
                twins.insert(key(verdict), others);
            }
        }
        Self(twins)
    }

    /// Those of a criterion.
    pub(super) fn of_criterion(&self, verdict: &Verdict) -> &[String] {
        self.0.get(&key(verdict)).map_or(&[], Vec::as_slice)
    }
}

fn key(verdict: &Verdict) -> (Arc<str>, String) {
    (Arc::from(&*verdict.feature), verdict.id.to_string())
}

/// The tests that verify a criterion, all of which pass. One that takes any panic notices nothing.
pub(super) fn covering_tests<'a>(
    verdict: &'a Verdict,
    items: &ItemPlaces,
    baselines: &'a [(TestName, BaselineRuns)],
) -> Result<Vec<CoveringTest<'a>>, Refusal> {
    let is_live = |link: &&Arc<Link>| link.item.role == Role::Verifies(TestState::Live);
    let mut covering_tests = Vec::new();
    let (mut has_test, mut in_doubt) = (false, None);
    for link in verdict.links.iter().filter(is_live) {
        has_test = true;
        for (test, baseline) in baselines {
            let is_it = |function: &&BaselineFunction| {
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
            if link.item.doubt.is_some() {
                in_doubt = Some(Arc::clone(link));
            } else {
                covering_tests.push(CoveringTest { test, baseline, link, entry: &entry.key });
            }
        }
    }
    match (in_doubt, covering_tests.is_empty()) {
        _ if !has_test => Err(Refusal::NoTest),
        (Some(link), true) => Err(Refusal::InDoubt(link)),
        (None, true) => Err(Refusal::NotRun),
        (_, false) => Ok(covering_tests),
    }
}
