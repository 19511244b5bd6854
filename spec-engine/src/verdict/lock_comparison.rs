//! Compares what the criteria and tests say with what people accepted, and reports what differs.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use spec_model::catalog;
use spec_model::diagnostic::Location;
use spec_model::index::IndexVec;
use spec_model::order::Order as _;

use super::answer::Findings;
use super::{changed, follow};
use crate::comparison::citing::CitingDocument;
use crate::comparison::{Baseline, LockComparison};
use crate::findings::change_base_drift::change_base_drift;
use crate::findings::criterion_moved::Repairs;
use crate::findings::lock_missing::asks_for_acceptance;
use crate::findings::sink::Severities;
use crate::intent::{ChangeKind, Intent, Key, changes};
use crate::ladder::{Acceptance, Verdict, VerdictIx};
use crate::lock::{Lock, LockFile};
use crate::snapshot::{Compare, Scope, Snapshot};

/// Compares what was accepted with what the criteria and tests say now.
pub(super) fn compare(snapshot: &Snapshot, accepted: &LockFile, now: Intent) -> LockComparison {
    let mut comparison = LockComparison {
        root: snapshot.workspace.root.clone(),
        path: accepted.path.clone(),
        source: accepted.source.clone(),
        lock: accepted.lock.as_ref().ok().map(Arc::clone),
        now,
        changes: Vec::new(),
        baseline: None,
        ambiguous: HashMap::new(),
        citing: Vec::new(),
    };
    if snapshot.compare == Compare::Never {
        return comparison;
    }
    if snapshot.scope != Scope::Workspace {
        comparison.lock =
            comparison.lock.map(|lock| Arc::new(narrowed(Arc::unwrap_or_clone(lock), snapshot)));
    }
    if let Some(lock) = &comparison.lock {
        comparison.changes = changes(&lock.as_before(), &comparison.now);
    }
    if !comparison.changes.is_empty() {
        comparison.ambiguous = ambiguous(comparison.lock.as_deref(), &comparison.now);
    }
    if comparison.has_moved() {
        comparison.citing = citing(snapshot);
    }
    comparison
}

/// Has to be accepted what differs? A file that holds a baseline alone asks nobody to accept anything, unless a `spec.toml` does.
fn is_binding(snapshot: &Snapshot) -> bool {
    let Some(LockFile { source: Some(_), lock: Ok(lock), .. }) = snapshot.accepted.as_deref() else {
        return false;
    };
    let is_baseline_alone = lock.criteria.is_empty() && lock.known.is_empty() && lock.has_baseline;
    snapshot.compare != Compare::Never
        && (!is_baseline_alone || snapshot.catalogs().iter().any(|catalog| asks_for_acceptance(catalog)))
}

/// Lets the verdicts follow what was accepted: criteria that differ are suspect, those with something new are marked, and each has the links that mean it. Returns the places of
/// the links that the findings about changes explain.
pub(super) fn apply<'a>(
    snapshot: &Snapshot,
    comparison: &'a LockComparison,
    verdicts: &mut IndexVec<VerdictIx, Verdict>,
) -> HashSet<&'a Location> {
    if !is_binding(snapshot) {
        return HashSet::new();
    }
    for change in &comparison.changes {
        let verdict = change.now.and_then(|at| comparison.now.criteria[at].verdict);
        let Some(verdict) = verdict else { continue };
        let known = &mut verdicts[verdict].acceptance;
        match change.kind {
            ChangeKind::Moved(_) | ChangeKind::CodeChanged { .. } => {}
            ChangeKind::New | ChangeKind::TestNew(_) if *known == Acceptance::Suspect => {}
            ChangeKind::New | ChangeKind::TestNew(_) => *known = Acceptance::New,
            _ => *known = Acceptance::Suspect,
        }
    }
    follow::follow(comparison, verdicts);
    // A link to the number that a criterion had is reported with its move, and one to a criterion that is gone with its removal.
    let moved = comparison.relinks().map(|relink| &relink.link.location);
    let gone = comparison.links_of_gone().filter_map(|(_, item)| item.location());
    moved.chain(gone).collect()
}

/// Reports what is wrong with the lock, what differs, and what the baseline does not list.
pub(super) fn report(snapshot: &Snapshot, comparison: &mut LockComparison, findings: &mut Findings) {
    let catalogs = snapshot.catalogs();
    if let Some(Err(diagnostics)) = snapshot.accepted.as_ref().map(|accepted| &accepted.lock) {
        findings.report(Severities::Strictest(&catalogs), diagnostics.iter().cloned());
    }
    if snapshot.compare == Compare::Never {
        return;
    }
    let is_whole = snapshot.scope == Scope::Workspace;
    if is_binding(snapshot) {
        let texts = |path: &Path| snapshot.text(path);
        let repairs = is_whole.then(|| Repairs::new(&texts, comparison, findings.hiding.is_empty()));
        for (key, finding) in changed::changed(comparison, repairs.as_ref()) {
            findings.report(severities_of(snapshot, &key), [finding]);
        }
        for root in snapshot.roots.iter().filter(|root| root.is_asked) {
            let drifted = change_base_drift(comparison, &root.catalog, &root.name);
            findings.report(Severities::Of(&root.catalog.config), drifted);
        }
    }
    let is_asked = is_whole && snapshot.compare == Compare::Always;
    if comparison.lock.as_ref().is_some_and(|lock| lock.has_baseline || is_asked) {
        comparison.baseline = Baseline::settle(comparison, is_whole, &catalogs, findings);
    }
}

/// The task lists and designs, with what they name.
fn citing(snapshot: &Snapshot) -> Vec<CitingDocument> {
    let mut citing = Vec::new();
    for root in snapshot.roots.iter().filter(|root| root.is_asked) {
        let mut features: HashMap<Option<&Path>, Vec<String>> = HashMap::new();
        for document in &root.catalog.documents {
            features.entry(catalog::home(document.source.path())).or_default().push(document.feature.clone());
        }
        let beside = |path: &Path| {
            let mut beside = features.get(&path.parent()).cloned().unwrap_or_default();
            beside.order();
            beside.dedup();
            beside
        };
        for list in &root.tasks {
            citing.push(CitingDocument::of_tasks(list, &root.name, beside(list.source.path())));
        }
        for design in &root.designs {
            citing.push(CitingDocument::of_design(design, &root.name, beside(design.source.path())));
        }
    }
    citing
}

/// Who says how bad the findings about a criterion are.
fn severities_of<'a>(snapshot: &'a Snapshot, key: &Key) -> Severities<'a> {
    let root = snapshot.roots.iter().find(|root| root.is_asked && root.name == key.root());
    root.map_or(Severities::OfCodes, |root| Severities::Of(&root.catalog.config))
}

/// The ids that more than one criterion has, or had.
fn ambiguous(lock: Option<&Lock>, now: &Intent) -> HashMap<String, bool> {
    let mut keys: HashMap<&str, &Key> = HashMap::new();
    let mut several: HashMap<String, bool> = HashMap::new();
    let accepted = lock.iter().flat_map(|lock| lock.intents());
    let all = now.intents().chain(accepted).map(|meaning| &meaning.key);
    for key in all {
        let first = *keys.entry(key.id()).or_insert(key);
        if first != key {
            *several.entry(key.id().to_owned()).or_default() |= first.root() != key.root();
        }
    }
    several
}

/// The accepted criteria of the spec roots that are asked about.
fn narrowed(mut lock: Lock, snapshot: &Snapshot) -> Lock {
    let roots = snapshot.roots.iter().filter(|root| root.is_asked);
    let roots: HashSet<&str> = roots.map(|root| &*root.name).collect();
    let criteria = std::mem::take(&mut lock.criteria).into_iter();
    lock.criteria = criteria.filter(|accepted| roots.contains(accepted.intent.key.root())).collect();
    lock
}
