//! Compares what people accepted with what documents and tests say now.
//!
//! 1. `blocked_moves`: renumbered criteria that have to wait until their numbers are free;
//! 2. `relink`: the links that name the number that a criterion had;
//! 3. `citations`: the references in task lists and designs that do, which `citing` has; `respell`: a reference with another number, in the form that it has;
//! 4. `repair`: the lock in which renumbered criteria have their new numbers.

pub mod blocked_moves;
pub mod citations;
pub mod citing;
pub mod relink;
pub mod repair;
mod respell;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use spec_model::diagnostic::Location;
use spec_model::source::Source;

use crate::intent::{
    Change, ChangeKind, CriterionIntent, Intent, ItemState, Key, NowIx, Relink, tests_stayed,
};
use crate::lock::{BaselineEntry, Lock};
use citing::CitingDocument;

/// The accepted criteria, the criteria as they are now, and the differences.
#[derive(Debug)]
pub struct LockComparison {
    /// The root of the workspace.
    pub root: PathBuf,
    /// The file that keeps what was accepted; it need not exist.
    pub path: PathBuf,
    /// Its text, if it exists.
    pub source: Option<Arc<Source>>,
    /// The accepted criteria; none if there is no file. `None`: the file could not be read, which is a finding.
    pub lock: Option<Arc<Lock>>,
    /// The criteria now, each with the index of its verdict among [`Findings::verdicts`](crate::verdict::Findings::verdicts).
    pub now: Intent,
    /// The differences. Numbers lead to `lock` and to `now`.
    pub changes: Vec<Change>,
    /// The findings that the baseline knows, if there is one, or if it was asked for.
    pub baseline: Option<Baseline>,
    /// The ids that several features have, and whether these have several spec roots.
    pub(crate) ambiguous: HashMap<String, bool>,
    /// The task lists and designs, if a criterion moved.
    pub(crate) citing: Vec<CitingDocument>,
}

impl LockComparison {
    /// The links that name the number that a criterion had.
    pub fn relinks(&self) -> impl Iterator<Item = &Relink> {
        self.changes.iter().flat_map(|change| match &change.kind {
            ChangeKind::Moved(relinks) => relinks.as_slice(),
            _ => &[],
        })
    }

    /// The criteria that say something else, while their tests say what was accepted.
    pub fn with_same_tests(&self) -> BTreeSet<NowIx> {
        let groups = self.changes.chunk_by(|a, b| (a.before, a.now) == (b.before, b.now));
        let stayed = groups.filter(|changes| tests_stayed(changes)).filter_map(|changes| changes[0].now);
        stayed.filter(|&at| !self.now.criteria[at].intent.tests.is_empty()).collect()
    }

    /// The criterion of a change, as it was accepted.
    pub fn before(&self, change: &Change) -> Option<&CriterionIntent> {
        Some(&self.lock.as_ref()?.criteria.get(change.before?)?.intent)
    }

    /// The criterion of a change, as it is.
    pub fn after(&self, change: &Change) -> Option<&CriterionIntent> {
        Some(&self.now.criteria.get(change.now?)?.intent)
    }

    /// The name that people write for a criterion: its id, with the feature where the id alone says too little.
    pub fn name<'a>(&self, key: &'a Key) -> &'a str {
        if self.ambiguous.contains_key(key.id()) { key.qualified() } else { key.id() }
    }

    /// Has a criterion under another spec root the same id?
    pub fn is_of_several_roots(&self, key: &Key) -> bool {
        self.ambiguous.get(key.id()).copied().unwrap_or_default()
    }

    /// Returns the place where a criterion was accepted.
    pub(crate) fn accepted_at(&self, change: &Change) -> Option<Location> {
        let lines = self.lock.as_ref()?.criteria.get(change.before?)?.lines?;
        Some(Location::new(self.source.as_ref()?, lines.words))
    }

    /// Returns the place of the criterion of a change in its document.
    pub fn place(&self, change: &Change) -> Option<&Location> {
        Some(&self.now.criteria.get(change.now?)?.place)
    }

    /// Has a criterion another number than when it was accepted?
    pub fn has_moved(&self) -> bool {
        self.changes.iter().any(|change| matches!(change.kind, ChangeKind::Moved(_)))
    }

    /// The items whose links mean criteria that are gone, each with the criterion as it was accepted.
    pub fn links_of_gone(&self) -> impl Iterator<Item = (&CriterionIntent, &ItemState)> {
        self.changes.iter().filter_map(|change| Some((change, self.before(change)?))).flat_map(
            |(change, before)| {
                let items =
                    if let ChangeKind::Removed(items) = &change.kind { items.as_slice() } else { &[] };
                items.iter().map(move |item| (before, item))
            },
        )
    }
}

/// The findings that were known, and those that are known now.
#[derive(Debug, Default)]
pub struct Baseline {
    /// Every finding that the baseline may know, known or not, in the order of the findings.
    pub found: Vec<Found>,
    /// The entries of the baseline that are still known. A criterion that has risen is known at its new rung.
    pub still_known: BTreeMap<BaselineEntry, usize>,
    /// The findings of the baseline that are fixed.
    pub fixed: BTreeMap<BaselineEntry, usize>,
}

/// A finding that the baseline may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its entry.
    pub entry: BaselineEntry,
    /// The feature that it concerns, if it concerns one.
    pub feature: Option<String>,
    /// Does the baseline know it?
    pub is_known: bool,
}
