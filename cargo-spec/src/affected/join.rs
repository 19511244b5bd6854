//! Joins criteria, links, changes and evidence into the list of affected criteria.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::{ChangeKind, ItemState, Key, NowIx, changes, links};
use spec_engine::items::{ChangeIx, ItemChange, ItemIx, Reach};
use spec_engine::ladder::VerdictIx;
use spec_engine::links::{ItemPartKind, Link, Role};
use spec_engine::verdict::Verdict;
use spec_model::Code;
use spec_model::files::Files;
use spec_model::index::IndexVec;

use super::beside::Packages;
use super::executed::{Executed, Ran};
use super::sources::Sources;
use super::{Affected, AffectedCriterion, ChangedItem, ItemPlace, Reason, ReasonKind, RunKnown};
use crate::diff::{DiffSide, RevisionState, What};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::focus::is_run;
use crate::revision::{WorkspacePlace, changed_files, known_files};

/// The criteria that a change since a commit can break. `name` is what the revision is called; `evidence` is that of the last run, and
/// whether its tests were built of the sources as they are now.
///
/// # Errors
/// [`Error::Git`], if git cannot read the commit or tell what differs.
pub fn find(
    host: &Host,
    place: &WorkspacePlace,
    (name, commit): (&str, &str),
    verdicts: IndexVec<VerdictIx, Verdict>,
    evidence: Option<(&Evidence, bool)>,
    packages: &Packages,
) -> Result<Affected, Error> {
    let RevisionState { objects, side: before, .. } = RevisionState::read(host, place, commit, name)?;
    let now = DiffSide::whole_tree(host, &place.root)?;
    let former = Former {
        intended: &before,
        files: &*objects,
        differing: changed_files(objects.top(), commit)?,
        known: &|| known_files(objects.top()),
    };
    find_between(host, &former, &now, verdicts, evidence, packages)
}

/// The state before a change.
pub struct Former<'a> {
    /// Its criteria, tests and links.
    pub intended: &'a DiffSide,
    /// Its files; only those that differ are read.
    pub files: &'a dyn Files,
    /// The files that differ from it.
    pub differing: Vec<PathBuf>,
    /// Finds all files that there are now.
    pub known: &'a dyn Fn() -> Result<Vec<PathBuf>, Error>,
}

/// The same of any two states.
///
/// # Errors
/// If it cannot be told which files there are.
pub fn find_between(
    host: &Host,
    former: &Former<'_>,
    now: &DiffSide,
    verdicts: IndexVec<VerdictIx, Verdict>,
    evidence: Option<(&Evidence, bool)>,
    packages: &Packages,
) -> Result<Affected, Error> {
    let (before, root) = (former.intended, &*now.root);
    let sources = Sources::read(host, former, root, packages)?;
    let reach = Reach::of(&sources.items, &sources.changes, &sources.data);
    let executed =
        evidence.map(|(evidence, is_current)| Executed::of(evidence, verdicts.as_slice(), is_current));
    let tests = verdicts.iter().flat_map(|verdict| &verdict.links).filter(|link| is_test(link));
    let mut join = Join {
        intended: intended(before, now),
        parts: HashMap::new(),
        gone: HashMap::new(),
        reached: HashSet::new(),
        is_open: false,
        reached_by_nobody: None,
        sources: &sources,
        reach: &reach,
        executed: executed.as_ref(),
    };
    for change in &sources.changes {
        if let ItemChange::Gone { file, part } = change {
            join.gone.entry(file).or_default().push(&part.path);
        }
    }
    let tests: HashSet<ItemIx> = tests.flat_map(|link| join.parts_of(link)).collect();
    join.is_open = join.is_open_to_anything(&tests, verdicts.as_slice());
    let looked_at = verdicts.len();
    let stated = now.intent.criteria.iter().filter(|stated| stated.verdict.is_some());
    let keys: HashMap<(&Path, usize), &Key> =
        stated.map(|stated| ((&*stated.place.path, stated.place.span.start), &stated.intent.key)).collect();
    let mut criteria = Vec::new();
    for verdict in verdicts {
        let key = keys.get(&(&*verdict.location.path, verdict.location.span.start));
        let key = key.map_or_else(|| format!("{}/{}", verdict.feature, verdict.id), ToString::to_string);
        let reasons = join.reasons(&key, &verdict);
        if !reasons.is_empty() {
            criteria.push(AffectedCriterion { key, verdict, reasons });
        }
    }
    let reached = std::mem::take(&mut join.reached);
    let of_items = sources.changes.indices().map(|change| {
        let (place, how) = sources.change(change);
        ChangedItem { place, how, has_reached: reached.contains(&change) }
    });
    let mut changes: Vec<_> = of_items.collect();
    changes.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(Affected {
        base: before.name.clone(),
        criteria,
        looked_at,
        changes,
        evidence: match evidence {
            None => RunKnown::Nothing,
            Some((_, true)) => RunKnown::OfTheseSources,
            Some((_, false)) => RunKnown::OfOtherSources,
        },
        other_files: sources.other,
        gaps: before.gaps.iter().chain(&now.gaps).chain(&now.gaps_now).cloned().collect(),
        root: root.to_path_buf(),
    })
}

/// Finds the criteria, tests and links that differ, by the names of the criteria.
fn intended(before: &DiffSide, now: &DiffSide) -> HashMap<String, Vec<Reason>> {
    let mut found: HashMap<String, Vec<Reason>> = HashMap::new();
    let mut add = |at: NowIx, what: What, item: Option<&ItemState>| {
        let item = item.map(|item| ItemPlace {
            file: item.file.to_string(),
            line: item.location().map(|location| location.start.line),
            name: item.name.to_string(),
        });
        let reason = Reason { why: ReasonKind::Intent(what), item, way: Vec::new() };
        found.entry(now.intent.criteria[at].intent.key.to_string()).or_default().push(reason);
    };
    let test = |is_weaker: bool| if is_weaker { What::TestWeakened } else { What::TestChanged };
    let before = before.intent.as_before();
    for change in changes(&before, &now.intent) {
        let Some(at) = change.now else { continue };
        match &change.kind {
            ChangeKind::New => add(at, What::CriterionAdded, None),
            ChangeKind::Reworded(softenings) if softenings.is_empty() => {
                add(at, What::CriterionChanged, None);
            }
            ChangeKind::Reworded(_) => add(at, What::CriterionSoftened, None),
            ChangeKind::Context { .. } if change.kind.code() == Code::CriterionLimited => {
                add(at, What::CriterionLimited, None);
            }
            ChangeKind::Context { .. } => add(at, What::ContextChanged, None),
            ChangeKind::Waived { before: None, .. } => add(at, What::WaiverAdded, None),
            ChangeKind::Waived { now: None, .. } => add(at, What::WaiverRemoved, None),
            ChangeKind::Waived { .. } => add(at, What::WaiverChanged, None),
            ChangeKind::TestChanged { now, weakenings, .. } => {
                add(at, test(!weakenings.is_empty()), Some(now));
            }
            ChangeKind::HelperChanged { before, now, weakenings } => {
                let mut item = now.as_ref().or(before.as_ref()).cloned();
                if let Some(item) = item.as_mut().filter(|_| now.is_none()) {
                    (item.link, item.helper) = (None, None);
                }
                add(at, test(!weakenings.is_empty()), item.as_ref());
            }
            ChangeKind::TestRemoved(item) => {
                add(at, What::TestRemoved, Some(&ItemState { link: None, helper: None, ..item.clone() }));
            }
            // Another number breaks nothing; new tests are told with the links, and code with the items.
            ChangeKind::Moved(_)
            | ChangeKind::Removed(_)
            | ChangeKind::TestNew(_)
            | ChangeKind::CodeChanged { .. } => {}
        }
    }
    for change in links(&before, &now.intent) {
        let what = match (change.is_test, change.is_added) {
            (true, true) => What::TestAdded,
            (_, true) => What::LinkAdded,
            (_, false) => What::LinkRemoved,
        };
        add(change.now, what, Some(&change.item));
    }
    found
}

fn is_test(link: &Link) -> bool {
    matches!(link.item.role, Role::Verifies(_))
}

struct Join<'a> {
    intended: HashMap<String, Vec<Reason>>,
    /// The items of each link, by its file and its place.
    parts: HashMap<(PathBuf, usize), Vec<ItemIx>>,
    /// The paths of the items that are gone, by their files.
    gone: HashMap<&'a str, Vec<&'a str>>,
    /// The changes that affect a criterion.
    reached: HashSet<ChangeIx>,
    /// Can a test of which no run is known have executed what has changed?
    is_open: bool,
    /// Has a run executed what has changed without telling which test did? `None`, until a criterion asks.
    reached_by_nobody: Option<bool>,
    sources: &'a Sources<'a>,
    reach: &'a Reach,
    executed: Option<&'a Executed>,
}

impl Join<'_> {
    /// The items that a link is on: itself, or what is in it.
    fn parts_of(&mut self, link: &Link) -> Vec<ItemIx> {
        let key = (link.location.path.to_path_buf(), link.location.span.start);
        if let Some(known) = self.parts.get(&key) {
            return known.clone();
        }
        let file = self.sources.relative(&link.location.path);
        let (item, at) = (link.item.span, link.location.span.start);
        let parts = self.sources.items.of_file(&file).filter(|(_, part)| {
            let is_in = item.start <= part.span.start && part.span.end <= item.end;
            let is_around = !matches!(part.kind, ItemPartKind::Header | ItemPartKind::Scope)
                && (part.span.start..part.span.end).contains(&at);
            is_in || is_around
        });
        let parts: Vec<_> = parts.map(|(part, _)| part).collect();
        self.parts.insert(key, parts.clone());
        parts
    }

    /// Has anything changed of which only a run can tell who executes it? Without a run that is whatever is no test, else what is linked.
    fn is_open_to_anything(&mut self, tests: &HashSet<ItemIx>, verdicts: &[Verdict]) -> bool {
        if self.executed.is_none() {
            return self.sources.changes.iter().any(|change| match change {
                ItemChange::Now { item, .. } => !tests.contains(item),
                ItemChange::Gone { .. } => true,
            });
        }
        let links = verdicts.iter().flat_map(|verdict| &verdict.links).filter(|link| !is_test(link));
        links
            .into_iter()
            .any(|link| self.parts_of(link).iter().any(|part| self.reach.origin(*part).is_some()))
    }

    /// Returns the reasons why a criterion is affected.
    fn reasons(&mut self, key: &str, verdict: &Verdict) -> Vec<Reason> {
        let mut reasons = self.intended.remove(key).unwrap_or_default();
        for link in &verdict.links {
            let why =
                if is_test(link) { ReasonKind::Intent(What::TestChanged) } else { ReasonKind::CodeChanged };
            for part in self.parts_of(link) {
                reasons.extend(self.reason(part, why, ReasonKind::Uses));
            }
            let file = self.sources.relative(&link.location.path);
            let prefix = format!("{}::", link.item.path);
            let gone = self.gone.get(&*file).into_iter().flatten().filter(|path| path.starts_with(&prefix));
            let gone =
                gone.map(|path| ItemPlace { file: file.clone(), line: None, name: (*path).to_owned() });
            reasons.extend(gone.map(|item| Reason { why, item: Some(item), way: Vec::new() }));
        }
        let mut is_unknown = false;
        for test in verdict.links.iter().filter(|link| is_run(link)) {
            match self.executed.and_then(|executed| executed.by(test)) {
                Some(ran) => ran.iter().for_each(|ran| self.executed_reasons(ran, &mut reasons)),
                None => is_unknown |= self.is_open,
            }
        }
        if !self.sources.beside.is_empty() {
            let packages = verdict.links.iter().filter_map(|link| self.sources.package(&link.location.path));
            for package in packages.collect::<HashSet<_>>() {
                let found = self.sources.beside.reasons(package);
                let reason = |(why, place): (ReasonKind, &ItemPlace)| Reason {
                    why,
                    item: Some(place.clone()),
                    way: Vec::new(),
                };
                reasons.extend(found.map(reason));
            }
        }
        let has_test = verdict.links.iter().any(|link| is_run(link));
        // Without any run, whoever is linked may be affected.
        is_unknown |= self.is_open && self.executed.is_none() && !verdict.links.is_empty();
        is_unknown |= has_test && self.is_reached_by_nobody();
        if is_unknown {
            reasons.push(Reason { why: ReasonKind::Unknown, item: None, way: Vec::new() });
        }
        in_order(reasons)
    }

    /// Has a run executed what has changed without telling which test did?
    fn is_reached_by_nobody(&mut self) -> bool {
        if let Some(known) = self.reached_by_nobody {
            return known;
        }
        let unattributed = self.executed.map_or(&[][..], |executed| &executed.unattributed);
        let is_reached = unattributed.iter().any(|ran| {
            let mut found = Vec::new();
            self.executed_reasons(ran, &mut found);
            !found.is_empty()
        });
        self.reached_by_nobody = Some(is_reached);
        is_reached
    }

    /// Finds the relation of an executed function to the change.
    fn executed_reasons(&mut self, ran: &Ran, reasons: &mut Vec<Reason>) {
        if ran.links.is_empty() && !self.sources.changes.is_empty() {
            let file = self.sources.relative(&ran.file);
            let name = ran.member.clone().unwrap_or_else(|| format!("code of {}", ran.criteria));
            let item = ItemPlace { file, line: None, name };
            reasons.push(Reason { why: ReasonKind::Executed, item: Some(item), way: Vec::new() });
        }
        for link in &ran.links {
            let is_it = |path: &str| {
                ran.member.as_deref().is_none_or(|member| path.rsplit("::").next() == Some(member))
            };
            for part in self.parts_of(link) {
                if is_it(&self.sources.items.part(part).path) {
                    reasons.extend(self.reason(part, ReasonKind::Executed, ReasonKind::ExecutedUses));
                }
            }
        }
    }

    /// Returns the relation of an item to the change: it is changed itself, or it uses a changed one.
    fn reason(&mut self, item: ItemIx, is_changed: ReasonKind, uses: ReasonKind) -> Option<Reason> {
        let (number, way) = self.reach.way(item)?;
        self.reached.insert(number);
        let place = self.sources.place(item);
        let last = way.last().copied();
        let is_it =
            |change: &ItemChange| matches!(change, ItemChange::Now { item, .. } if Some(*item) == last);
        let is_direct = self.sources.changes.get(number).is_some_and(is_it);
        let mut way: Vec<_> = way.into_iter().skip(1).map(|item| self.sources.place(item)).collect();
        if !is_direct {
            // It uses what is gone, or names a file.
            way.push(self.sources.change(number).0);
        }
        let is_new = matches!(self.sources.changes.get(number), Some(ItemChange::Now { is_new: true, .. }));
        let why = match is_changed {
            _ if !way.is_empty() => uses,
            ReasonKind::Intent(What::TestChanged) if is_new => ReasonKind::Intent(What::TestAdded),
            is_changed => is_changed,
        };
        Some(Reason { why, item: Some(place), way })
    }
}

/// The reasons, the surest first, and each item once.
fn in_order(mut reasons: Vec<Reason>) -> Vec<Reason> {
    reasons.sort_by_key(|reason| (reason.why, reason.way.len()));
    let mut known = HashSet::new();
    reasons.retain(|reason| {
        let item = reason.item.as_ref().map(|item| (item.file.clone(), item.name.clone()));
        item.is_none_or(|item| known.insert(item))
    });
    reasons
}
