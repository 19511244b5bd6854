//! Decides which criteria are accepted and which are refused, and makes the new lock.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use spec_engine::comparison::blocked_moves::BlockedMoves;
use spec_engine::comparison::citations::{CitationEdit, citation_edits};
use spec_engine::comparison::relink::{LinkEdit, link_edits};
use spec_engine::comparison::repair::{forget_returned, moves, repaired};
use spec_engine::intent::{
    AcceptanceRecord, BeforeIx, Change, ChangeKind, CriterionIntent, ItemState, Key, NowIx, Stated,
};
use spec_engine::lock::{BaselineEntry, Lock, lines_of};
use spec_engine::verdict::{Findings, LockComparison, Rung};
use spec_model::{Code, Diagnostic};

use crate::next;
use crate::outcome::Waiting;

/// The criteria that somebody wants to accept.
#[derive(Debug, Default)]
pub struct AcceptRequest {
    /// These criteria, as they are called now, or were when they were accepted; `None`: all.
    pub keys: Option<HashSet<Key>>,
    /// Also what has stubs or failing tests.
    pub is_forced: bool,
    /// The reason why no test needs to change for criteria whose words did.
    pub tests_unchanged: Option<String>,
    /// The criteria whose tests failed in the last run.
    pub failing: HashSet<Key>,
}

impl AcceptRequest {
    fn wants(&self, key: &Key) -> bool {
        self.keys.as_ref().is_none_or(|keys| keys.contains(key))
    }
}

/// The steps to take.
#[derive(Debug, Default)]
pub struct AcceptPlan {
    /// The criteria that are accepted.
    pub accepted: Vec<Accepted>,
    /// The criteria that are refused.
    pub refused: Vec<Refused>,
    /// The number of wanted criteria that are as they were accepted.
    pub unchanged: usize,
    /// The links to rewrite.
    pub edits: Vec<LinkEdit>,
    /// The references in task lists and designs to rewrite, together with the lock.
    pub citations: Vec<CitationEdit>,
    /// The criteria that have another number than when they were accepted: before, and now.
    pub moved: Vec<(Key, Key)>,
    /// Those of which that is not written yet.
    pub waiting: Vec<Waiting>,
    /// The findings that are taken out of the baseline, since they were repaired.
    pub fixed: BTreeMap<BaselineEntry, usize>,
    /// The lock that comes of it, if links need no rewriting.
    pub after: Lock,
}

/// A criterion that is accepted.
#[derive(Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its name; of one that is gone, the one that it had.
    pub key: Key,
    /// The codes of the differences.
    pub codes: Vec<Code>,
    /// The facts that the lock did not know yet, if nothing differed.
    pub addition: Option<Addition>,
}

/// A part of a criterion that the lock lacks, so that nobody is asked about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addition {
    /// A test more, or one with another name.
    Test,
    /// Something that its tests use.
    Helper,
    /// The text around it.
    Context,
}

impl Addition {
    fn of(known: &CriterionIntent, now: &CriterionIntent) -> Self {
        let has_more = |known: &[ItemState], now: &[ItemState]| {
            now.iter().any(|item| !known.iter().any(|other| other.is_called_as(item)))
        };
        match () {
            () if has_more(&known.tests, &now.tests) || has_more(&known.code, &now.code) => Self::Test,
            () if known.context != now.context && !has_more(&known.helpers, &now.helpers) => Self::Context,
            () => Self::Helper,
        }
    }
}

/// A criterion that is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its name.
    pub key: Key,
    /// The reason for the refusal.
    pub reason: String,
    /// The next step.
    pub help: String,
}

impl AcceptPlan {
    /// Plans the acceptance that a request asks for. What moved is repaired in any case: it asks nobody anything.
    pub fn new(findings: &Findings, comparison: &LockComparison, request: &AcceptRequest) -> Self {
        let unseen = Unseen::new(findings);
        let same_tests = comparison.with_same_tests();
        let asked = Asked { findings, comparison, request, same_tests: &same_tests };
        let decisions: Vec<_> = comparison
            .changes
            .chunk_by(|a, b| (a.before, a.now) == (b.before, b.now))
            .filter_map(|changes| Decision::new(&asked, &unseen, changes))
            .collect();
        let let_go = decisions.iter().filter(|decision| decision.refusal.is_none());
        let gone: BTreeSet<_> = let_go.filter_map(Decision::gone).collect();
        let held = BlockedMoves::new(comparison, &gone);
        // A criterion that seems to have moved may be another one, as long as the first may be hidden.
        let is_seen = unseen.0.is_empty();
        let is_free = |from: &Key| is_seen && !held.waits(from);
        let mut plan = Self {
            edits: link_edits(comparison, is_free),
            citations: citation_edits(comparison, is_free).edits,
            moved: moves(comparison, is_free),
            waiting: waiting_for(comparison, &held),
            after: repaired(comparison, &held, is_seen),
            ..Self::default()
        };
        if let Some(baseline) = comparison.baseline.as_ref().filter(|_| plan.after.has_baseline) {
            plan.after.known_findings.clone_from(&baseline.still_known);
            plan.fixed.clone_from(&baseline.fixed);
        }
        let mut replaced: Vec<(Option<BeforeIx>, CriterionIntent)> = Vec::new();
        for Decision { changes, key, codes, refusal } in decisions {
            let (before, after) = (changes[0].before, comparison.after(&changes[0]));
            let old = comparison.before(&changes[0]).map(|meaning| &meaning.key);
            let lost = after.and_then(|after| held.keeps(before, old, &after.key));
            let wait = lost.map(|lost| {
                let id = lost.id();
                let reason = format!("its number is not free: {id} is gone, and that is not accepted yet");
                (reason, next::of_gone(comparison, lost).words())
            });
            if let Some((reason, help)) = refusal.or(wait) {
                plan.refused.push(Refused { key, reason, help });
                continue;
            }
            if let Some(after) = after {
                let stayed = changes[0].now.is_some_and(|at| same_tests.contains(&at));
                let record = record(comparison.before(&changes[0]), changes, stayed, request);
                replaced.push((before, CriterionIntent { record, ..after.clone() }));
            }
            plan.accepted.push(Accepted { key, codes, addition: None });
        }
        // A test that nobody has accepted yet comes with the criterion that somebody wants.
        let is_reported = |key: &Key| {
            plan.accepted.iter().any(|accepted| accepted.key == *key)
                || plan.refused.iter().any(|refused| refused.key == *key)
        };
        let mut unchanged = 0;
        let criteria = &plan.after.criteria;
        let by_key: HashMap<_, _> =
            criteria.enumerated().map(|(at, known)| (&known.intent.key, at)).collect();
        let mut extended = Vec::new();
        for (at, Stated { intent: meaning, .. }) in comparison.now.criteria.enumerated() {
            if !request.wants(&meaning.key) || is_reported(&meaning.key) {
                continue;
            }
            let Some(&before) = by_key.get(&meaning.key) else { continue };
            // A criterion that waits has the number of another one.
            if plan.waiting.iter().any(|waiting| waiting.key == meaning.key) {
                continue;
            }
            let known = &criteria[before].intent;
            let record = |tests_unchanged| AcceptanceRecord { tests_unchanged, ..known.record.clone() };
            let same =
                CriterionIntent { record: record(known.record.tests_unchanged.clone()), ..meaning.clone() };
            if says_the_same(known, &same) || asked.refusal(at, &meaning.key).is_some() {
                unchanged += 1;
            } else {
                replaced.push((Some(before), CriterionIntent { record: record(None), ..meaning.clone() }));
                let (key, addition) = (meaning.key.clone(), Some(Addition::of(known, meaning)));
                extended.push(Accepted { key, codes: Vec::new(), addition });
            }
        }
        plan.accepted.extend(extended);
        plan.unchanged = unchanged;
        let criteria = &mut plan.after.criteria;
        for (before, meaning) in replaced {
            match before {
                Some(before) => criteria[before] = meaning.into(),
                None => drop(criteria.push(meaning.into())),
            }
        }
        // The heading stays until the next time: where a branch takes a block away and another one that beside it, git must not
        // take it for a contradiction.
        for meaning in gone.iter().map(|&at| &criteria[at].intent) {
            plan.after.known.insert(meaning.key.clone());
            plan.after.gone.entry(meaning.key.clone()).or_default().insert(meaning.lineage());
        }
        let left = std::mem::take(criteria).into_enumerated();
        *criteria = left.filter(|(at, _)| !gone.contains(at)).map(|(_, accepted)| accepted).collect();
        forget_returned(&mut plan.after);
        plan
    }

    /// Is nothing accepted, and nothing moved?
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty() && self.edits.is_empty() && self.moved.is_empty()
    }

    /// Is there something to write?
    pub fn writes(&self) -> bool {
        !self.is_empty() || !self.fixed.is_empty()
    }
}

/// Are two meanings written as the same lines?
fn says_the_same(one: &CriterionIntent, other: &CriterionIntent) -> bool {
    one.key == other.key && lines_of(one) == lines_of(other)
}

/// The request for a criterion that differs.
struct Decision<'a> {
    changes: &'a [Change],
    key: Key,
    codes: Vec<Code>,
    /// The reason why it is not accepted, and the next step.
    refusal: Option<(String, String)>,
}

impl<'a> Decision<'a> {
    /// `None`: nobody wants anything of it, or it has only moved.
    fn new(asked: &Asked<'_>, unseen: &Unseen<'_>, changes: &'a [Change]) -> Option<Self> {
        let Asked { comparison, request, .. } = *asked;
        let codes = changes.iter().map(|change| change.kind.code());
        let codes: Vec<_> = codes.filter(|code| *code != Code::CriterionMoved).collect();
        let (before, after) = (comparison.before(&changes[0]), comparison.after(&changes[0]));
        let is_wanted = [after, before].into_iter().flatten().any(|meaning| request.wants(&meaning.key));
        let key = after.or(before)?.key.clone();
        if !is_wanted || codes.is_empty() {
            return None;
        }
        let refusal = match changes[0].now {
            Some(at) => asked.refusal(at, &key),
            None => changes.iter().find_map(|change| asked.links_left(change)),
        };
        // Force is for tests: what nobody can see is accepted by nobody.
        let refusal = unseen.refusal(comparison, changes).or(refusal);
        Some(Self { changes, key, codes, refusal })
    }

    /// The index in the lock of a criterion that is gone.
    fn gone(&self) -> Option<BeforeIx> {
        self.changes[0].before.filter(|_| self.changes[0].now.is_none())
    }
}

/// The renumbered criteria whose numbers are not free as long as nobody accepts that others are gone.
pub fn waiting(comparison: &LockComparison) -> Vec<Waiting> {
    waiting_for(comparison, &BlockedMoves::new(comparison, &BTreeSet::new()))
}

fn waiting_for(comparison: &LockComparison, blocked: &BlockedMoves<'_>) -> Vec<Waiting> {
    let waiting = blocked.moves.iter().filter_map(|(&at, &lost)| {
        let change = comparison.changes.iter().find(|change| change.before == Some(at))?;
        let help = next::of_gone(comparison, lost).words();
        Some(Waiting { key: comparison.after(change)?.key.clone(), lost: lost.clone(), help })
    });
    waiting.collect()
}

/// Returns the record of the acceptance of a criterion that differs from the accepted one. `stayed`: it has other words, and its tests are
/// as they were.
fn record(
    before: Option<&CriterionIntent>,
    changes: &[Change],
    stayed: bool,
    request: &AcceptRequest,
) -> AcceptanceRecord {
    let of_tests = |change: &Change| {
        let code = change.kind.code();
        matches!(code, Code::TestChanged | Code::TestWeakened | Code::TestNew | Code::TestRemoved)
    };
    let known = before.map(|before| &before.record);
    let comparison = known.and_then(|known| known.tests_unchanged.clone());
    AcceptanceRecord {
        lineage: before.map(CriterionIntent::lineage),
        tests_unchanged: match () {
            () if stayed => request.tests_unchanged.clone(),
            () if changes.iter().any(of_tests) => None,
            () => comparison,
        },
    }
}

/// The request, and the criteria that it is for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    findings: &'a Findings,
    comparison: &'a LockComparison,
    request: &'a AcceptRequest,
    /// The criteria with other words and the tests of before.
    same_tests: &'a BTreeSet<NowIx>,
}

impl Asked<'_> {
    /// Returns the reason why a criterion is not accepted, and the next step.
    fn refusal(&self, at: NowIx, key: &Key) -> Option<(String, String)> {
        let verdict = &self.findings.verdicts[self.comparison.now.criteria[at].verdict?];
        let name = self.comparison.name(key);
        // Whoever insists on a stub need not insist that the words of a test were looked at.
        if self.same_tests.contains(&at) && self.request.tests_unchanged.is_none() {
            return Some((
                "its words were changed, and its tests are as they were".to_owned(),
                format!(
                    "change a test, or say why none needs to: `cargo spec accept {name} --tests-unchanged REASON`"
                ),
            ));
        }
        if self.request.is_forced {
            return None;
        }
        if !verdict.is_known_on(verdict.rung) {
            if verdict.rung == Rung::Untested {
                return Some((
                    "no test verifies it".to_owned(),
                    format!("`cargo spec gen {name}` writes a failing test: make it pass, then accept"),
                ));
            }
            if verdict.rung == Rung::Stub {
                let stub = verdict.links.first().map_or("", |link| &link.item.path);
                return Some((
                    format!("its test `{stub}` is a stub"),
                    "write the test in place of `pending!`, then accept".to_owned(),
                ));
            }
        }
        self.request.failing.contains(key).then(|| {
            (
                "its test failed in the last run".to_owned(),
                "fix what fails and run `cargo spec test`, then accept".to_owned(),
            )
        })
    }

    /// Returns the reason why a loss is not accepted: links still mean the criterion, and would soon be taken for links to another one.
    fn links_left(&self, change: &Change) -> Option<(String, String)> {
        let ChangeKind::Removed(items) = &change.kind else { return None };
        let item = items.first().filter(|_| !self.request.is_forced)?;
        let place = item.location().map(|at| format!("{}:{}", item.file, at.start.line));
        let more = if items.len() > 1 { format!(", and {} more", items.len() - 1) } else { String::new() };
        Some((
            format!("`{}` ({}) still names it{more}", item.name, place.unwrap_or_default()),
            "delete it, or link it to another criterion; then accept".to_owned(),
        ))
    }
}

/// The files that could not be read: what is not seen there is not gone.
struct Unseen<'a>(Vec<&'a Diagnostic>);

impl<'a> Unseen<'a> {
    fn new(findings: &'a Findings) -> Self {
        Self(findings.hiding.iter().collect())
    }

    /// Returns the reason why a criterion is not accepted that may have unseen parts, and the next step.
    fn refusal(&self, comparison: &LockComparison, changes: &[Change]) -> Option<(String, String)> {
        let first = self.0.first()?;
        let is_less = |change: &Change| {
            matches!(change.kind, ChangeKind::Removed(_) | ChangeKind::TestRemoved(_) | ChangeKind::Moved(_))
        };
        // The words are in its document, and in the sources of the tests that differ.
        let document = comparison.place(&changes[0]).map(|place| &place.path);
        let tests = changes.iter().filter_map(|change| match &change.kind {
            ChangeKind::TestChanged { now, .. } | ChangeKind::TestNew(now) => {
                Some(&now.link.as_ref()?.location.path)
            }
            _ => None,
        });
        let places: Vec<_> = document.into_iter().chain(tests).collect();
        let is_here =
            |finding: &&Diagnostic| finding.location.as_ref().is_some_and(|at| places.contains(&&at.path));
        let finding = match changes.iter().find(|change| is_less(change)).map(|change| &change.kind) {
            Some(ChangeKind::TestRemoved(test)) => {
                // The file that it was in says most.
                let is_its = |finding: &&&Diagnostic| {
                    let path = finding.location.as_ref().map(|at| &*at.path).or(finding.path.as_deref());
                    path.is_some_and(|path| path.ends_with(&*test.file))
                };
                self.0.iter().find(is_its).unwrap_or(first)
            }
            Some(_) => first,
            None => self.0.iter().find(|finding| is_here(finding))?,
        };
        let file = finding.location.as_ref().map(|at| &*at.path).or(finding.path.as_deref());
        let file = file.and_then(|path| path.file_name()).unwrap_or_default().display().to_string();
        Some((
            format!("not everything could be read: {} ({})", finding.message, file.escape_debug()),
            "fix it (`cargo spec check` shows the place), then accept".to_owned(),
        ))
    }
}
