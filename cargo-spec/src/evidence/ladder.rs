//! Decides which rung each criterion stands on after a run.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use spec_engine::links::{Link, Role, TestState};
use spec_engine::verdict::{Rung, Verdict, VerdictIx};
use spec_model::index::IndexVec;
use spec_model::spec::Fingerprint;
use spec_runtime::evidence::End;

use super::implementer::Implementer;
use super::items::{ItemPlaces, places};
use super::read::{Evidence, LinkPlace, Run};

/// The criteria after a run, in the order of the documents.
#[derive(Debug, Default)]
pub struct Ladder {
    /// The standing of each criterion.
    pub standings: IndexVec<VerdictIx, Standing>,
    /// The places where linked functions that may be tests ran, but no link stands now.
    pub moved: Vec<LinkPlace>,
    /// The number of failed stubs of criteria that may stand there, as the baseline says.
    pub known_failures: usize,
    /// Do linked items count for no test, since nobody knows for which test their threads ran?
    pub has_unattributed: bool,
}

/// A criterion after a run.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The facts that are known without the run.
    pub verdict: Verdict,
    /// The rung after it.
    pub rung: Rung,
    /// The tests that verify it, the worst first.
    pub tests: Vec<VerifyingTest>,
    /// The linked items that implement it, and whether one of its passing tests ran them.
    pub implementations: Vec<(Arc<Link>, bool)>,
    /// The linked items that its passing tests ran and that implement something else, if nothing implements it.
    pub candidates: Vec<Arc<Link>>,
    /// The number of runs of its tests that were compiled when it had other words: they say nothing.
    pub outdated: usize,
    /// Did one of these fail?
    pub was_failing: bool,
    /// The items that could be broken without one of its tests noticing, as far as `prove` has tried.
    pub missed: Vec<Missed>,
    /// Did it stand too low for the last `prove`?
    pub is_below_in_proof: bool,
}

impl Standing {
    /// The rung that it must stand on: the least that shows anything, if none is demanded.
    pub fn required(&self) -> Rung {
        self.verdict.required.unwrap_or(Rung::Passing)
    }

    /// Did one of its tests pass only when it was tried again?
    pub fn is_flaky(&self) -> bool {
        self.tests.iter().any(|test| test.is_flaky)
    }

    /// Does it stand lower than is required?
    pub fn is_short(&self) -> bool {
        self.rung < self.required()
    }

    /// Does it, and the baseline knows?
    pub fn is_known(&self) -> bool {
        self.is_short() && self.verdict.is_known_on(self.rung)
    }

    /// Does it stand too low?
    pub fn is_below(&self) -> bool {
        self.is_short() && !self.is_known()
    }
}

/// A knock-out that was missed.
#[derive(Clone, Debug)]
pub struct Missed {
    /// The function that did something else instead of its work.
    pub code: Implementer,
    /// The value that it returned.
    pub variant: String,
    /// The tests that passed all the same.
    pub tests: Vec<Arc<Link>>,
}

/// A test that verifies a criterion.
#[derive(Clone, Debug)]
pub struct VerifyingTest {
    /// Its link.
    pub link: Arc<Link>,
    /// Its result.
    pub state: TestResult,
    /// Did it fail first, and pass when it was tried again?
    pub is_flaky: bool,
}

/// The result of a test, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestResult {
    /// It failed: it panicked, or returned an error, or did not panic though it was to.
    Failed,
    /// It never ended: it was killed, or ended its process.
    NeverEnded,
    /// It did not run.
    NotRun,
    /// It passed.
    Passed,
}

impl TestResult {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::NeverEnded => "never ended",
            Self::NotRun => "not run",
            Self::Passed => "passed",
        }
    }
}

impl Ladder {
    /// Joins verdicts and evidence.
    pub fn new(verdicts: IndexVec<VerdictIx, Verdict>, evidence: &Evidence) -> Self {
        let mut places: HashMap<&LinkPlace, Vec<usize>> = HashMap::new();
        for (number, site) in evidence.sites.iter().enumerate() {
            places.entry(&site.place).or_default().push(number);
        }
        let mut runs: HashMap<usize, Vec<&Run>> = HashMap::new();
        for run in &evidence.runs {
            runs.entry(run.site).or_default().push(run);
        }
        // Without a run nobody asks for the links at a place.
        let linked = if evidence.sites.is_empty() { &[][..] } else { verdicts.as_slice() };
        let joined = Joined { evidence, places, runs, items: ItemPlaces::of(linked), code: code(linked) };
        let known_failures = joined.known_failures(verdicts.as_slice());
        let mut ladder =
            Self { known_failures, has_unattributed: !evidence.unattributed.is_empty(), ..Self::default() };
        for verdict in verdicts {
            ladder.standings.push(joined.standing(verdict));
        }
        ladder.moved = joined.moved();
        ladder
    }

    /// Counts the criteria on a rung.
    pub fn number(&self, rung: Rung) -> usize {
        self.standings.iter().filter(|standing| standing.rung == rung).count()
    }
}

struct Joined<'a> {
    evidence: &'a Evidence,
    /// The sites at each place: several, if the program was compiled more than once.
    places: HashMap<&'a LinkPlace, Vec<usize>>,
    runs: HashMap<usize, Vec<&'a Run>>,
    items: ItemPlaces,
    /// The items that implement anything, by the places of their links.
    code: HashMap<LinkPlace, Arc<Link>>,
}

impl Joined<'_> {
    /// The sites of the item of a link.
    fn sites(&self, link: &Link) -> impl Iterator<Item = usize> {
        self.items.places(link).filter_map(|place| self.places.get(place)).flatten().copied()
    }

    /// Counts the failed stubs of criteria that the baseline knows to have nothing better. A stub that was tried again counts once.
    fn known_failures(&self, verdicts: &[Verdict]) -> usize {
        let known = verdicts.iter().filter(|verdict| verdict.has_known_stub());
        let stubs = known.flat_map(|verdict| &verdict.links);
        let stubs = stubs.filter(|link| link.item.role == Role::Verifies(TestState::Stub));
        let has_failed = |site: &usize, link: &Link| {
            let mut runs = self.runs.get(site).into_iter().flatten();
            runs.any(|run| state(run.end, link.item.expects_panic) == TestResult::Failed)
        };
        let failed = stubs.flat_map(|link| self.sites(link).filter(move |site| has_failed(site, link)));
        failed.collect::<HashSet<usize>>().len()
    }

    /// The places of runs that no item is at.
    fn moved(&self) -> Vec<LinkPlace> {
        let here: HashSet<&LinkPlace> = self.items.all().collect();
        let ran = self.runs.keys().map(|&site| &self.evidence.sites[site].place);
        let mut moved: Vec<_> = ran.filter(|place| !here.contains(place)).cloned().collect();
        moved.sort_unstable();
        moved.dedup();
        moved
    }

    fn standing(&self, verdict: Verdict) -> Standing {
        let id = format!("{}/{}", verdict.feature, verdict.id);
        let words = Fingerprint::as_written(&verdict.text).to_string();
        // A program that was compiled with other words of this criterion says nothing of it.
        let is_current = |site: &usize| {
            let known = self.evidence.sites[*site].criteria.iter().find(|(known, _)| *known == id);
            known.is_none_or(|(_, fingerprint)| format!("{fingerprint:016x}") == words)
        };
        let (mut tests, mut ran, mut outdated) = (Vec::new(), HashSet::<usize>::new(), 0);
        let mut was_failing = false;
        // A test of other systems counts where the evidence is of one of these.
        let has_run = |link: &Link| self.sites(link).any(|site| self.runs.contains_key(&site));
        let counts = |link: &&Arc<Link>| match link.item.role {
            Role::Verifies(TestState::Live) => true,
            Role::Verifies(TestState::Elsewhere) => has_run(link),
            _ => false,
        };
        for link in verdict.links.iter().filter(counts) {
            let (current, old): (Vec<_>, Vec<_>) = self.sites(link).partition(is_current);
            let runs = |sites: &[usize]| -> Vec<&Run> {
                sites.iter().filter_map(|site| self.runs.get(site)).flatten().copied().collect()
            };
            let worst = |runs: &[&Run]| runs.iter().map(|run| state(run.end, link.item.expects_panic)).min();
            let (runs, old) = (runs(&current), runs(&old));
            outdated += old.len();
            was_failing |= worst(&old).is_some_and(|state| state <= TestResult::NeverEnded);
            let (retried, last): (Vec<_>, Vec<_>) = runs.iter().copied().partition(|run| run.is_retried);
            let state = worst(&last);
            let has_failed = worst(&retried).is_some_and(|state| state <= TestResult::NeverEnded);
            let is_flaky = has_failed && state == Some(TestResult::Passed);
            let runs = last;
            if state == Some(TestResult::Passed) {
                ran.extend(runs.iter().flat_map(|run| &run.ran));
            }
            tests.push(VerifyingTest {
                link: Arc::clone(link),
                state: state.unwrap_or(TestResult::NotRun),
                is_flaky,
            });
        }
        tests.sort_by_key(|test| test.state);
        let implementing = verdict.links.iter().filter(|link| link.item.role == Role::Implements);
        let implementations: Vec<_> = implementing
            .map(|link| {
                (Arc::clone(link), self.sites(link).any(|site| is_current(&site) && ran.contains(&site)))
            })
            .collect();
        let rung = match tests.first().map(|test| test.state) {
            None => verdict.rung,
            Some(TestResult::Failed | TestResult::NeverEnded) => Rung::Failing,
            // The worst did not run: none of them is known to fail, and those that ran passed.
            Some(TestResult::NotRun) if tests.iter().all(|test| test.state == TestResult::NotRun) => {
                Rung::Tested
            }
            Some(_) if implementations.iter().any(|(_, ran)| *ran) => Rung::Exercised,
            Some(_) => Rung::Passing,
        };
        let mut candidates = Vec::new();
        if rung == Rung::Passing && implementations.is_empty() {
            let code = ran.iter().filter_map(|&site| self.code.get(&self.evidence.sites[site].place));
            candidates.extend(code.map(Arc::clone));
            candidates.sort_by(|a, b| {
                (&a.location.path, a.location.span).cmp(&(&b.location.path, b.location.span))
            });
            candidates.dedup_by(|a, b| a.location == b.location);
        }
        Standing {
            verdict,
            rung,
            tests,
            implementations,
            candidates,
            outdated,
            was_failing,
            missed: Vec::new(),
            is_below_in_proof: false,
        }
    }
}

/// The links of items that implement something, by their places.
fn code(verdicts: &[Verdict]) -> HashMap<LinkPlace, Arc<Link>> {
    let links = verdicts.iter().flat_map(|verdict| &verdict.links);
    let code = links.filter(|link| link.item.role == Role::Implements);
    let mut by_place = HashMap::new();
    for link in code {
        for (at, place) in places(link).enumerate() {
            // A link has its own place; that of another id may be the place of no other link here.
            if at == 0 {
                by_place.insert(place, Arc::clone(link));
            } else {
                by_place.entry(place).or_insert_with(|| Arc::clone(link));
            }
        }
    }
    by_place
}

/// Returns the result of a test whose function ended so.
pub fn state(end: Option<End>, expects_panic: bool) -> TestResult {
    match (end, expects_panic) {
        (None, _) => TestResult::NeverEnded,
        (Some(End::Returned), false) | (Some(End::Panicked), true) => TestResult::Passed,
        (Some(_), _) => TestResult::Failed,
    }
}
