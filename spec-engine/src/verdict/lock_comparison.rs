//! What is meant meets what was accepted.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use spec_model::diagnostic::{Code, Location};

use super::answer::Findings;
use super::{changed, follow};
use crate::comparison::citing::CitingDocument;
use crate::comparison::{Baseline, LockComparison};
use crate::findings::criterion_moved::Repairs;
use crate::findings::lock_missing::asks_for_acceptance;
use crate::findings::sink::Severities;
use crate::intent::{ChangeKind, Intent, Key, changes};
use crate::lock::{Lock, LockFile};
use crate::snapshot::{Compare, Scope, Snapshot};

/// Compares what was accepted with what is meant now, and tells what differs.
pub(super) fn compare(snapshot: &Snapshot, accepted: &LockFile, now: Intent, findings: &mut Findings) {
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
    let catalogs = snapshot.catalogs();
    if let Err(diagnostics) = &accepted.lock {
        findings.sink().report(Severities::Strictest(&catalogs), diagnostics.iter().cloned());
    }
    let compare = snapshot.compare;
    if compare == Compare::Never {
        findings.comparison = Some(comparison);
        return;
    }
    // A file that holds a baseline alone asks nobody to accept anything, unless a `spec.toml` does.
    let has_accepted = comparison.lock.as_ref().is_some_and(|lock| {
        let is_alone = lock.criteria.is_empty() && lock.known.is_empty() && lock.has_baseline;
        !is_alone || catalogs.iter().any(|catalog| asks_for_acceptance(catalog))
    });
    let is_whole = snapshot.scope == Scope::Workspace;
    if !is_whole {
        comparison.lock =
            comparison.lock.map(|lock| Arc::new(narrowed(Arc::unwrap_or_clone(lock), snapshot)));
    }
    if let Some(lock) = &comparison.lock {
        comparison.changes = changes(&lock.as_before(), &comparison.now);
    }
    let is_asked = is_whole && compare == Compare::Always;
    let has_baseline = comparison.lock.as_ref().is_some_and(|lock| lock.has_baseline || is_asked);
    if !comparison.changes.is_empty() {
        comparison.ambiguous = ambiguous(comparison.lock.as_deref(), &comparison.now);
    }
    if comparison.has_moved() {
        comparison.citing = citing(snapshot);
    }
    if comparison.source.is_some() && has_accepted {
        tell(snapshot, &comparison, findings);
    }
    if has_baseline {
        comparison.baseline = Baseline::settle(&comparison, is_whole, &catalogs, findings);
    }
    findings.comparison = Some(comparison);
}

/// Tells what differs.
fn tell(snapshot: &Snapshot, comparison: &LockComparison, findings: &mut Findings) {
    for change in &comparison.changes {
        let verdict = change.now.and_then(|at| comparison.now.criteria[at].verdict);
        if let Some(verdict) = verdict
            && !matches!(
                change.kind,
                ChangeKind::New
                    | ChangeKind::Moved(_)
                    | ChangeKind::TestNew(_)
                    | ChangeKind::CodeChanged { .. }
            )
        {
            findings.verdicts[verdict].is_suspect = true;
        }
    }
    // A link to the number that a criterion had is told with its move, and one to a criterion that is gone by what that said.
    let moved = comparison.relinks().map(|relink| &relink.link.location);
    let gone = comparison.links_of_gone().filter_map(|(_, item)| item.location());
    let told: BTreeSet<Location> = moved.chain(gone).cloned().collect();
    findings.sink().withdraw(|finding| {
        let is_told = finding.location.as_ref().is_some_and(|at| told.contains(at));
        finding.code == Code::Orphan && is_told
    });
    if !told.is_empty() {
        follow::follow(snapshot, comparison, findings);
    }
    let is_whole = snapshot.scope == Scope::Workspace;
    let texts = |path: &Path| snapshot.text(path);
    let repairs = is_whole.then(|| Repairs::new(&texts, comparison, findings.hiding.is_empty()));
    for (key, finding) in changed::changed(comparison, repairs.as_ref()) {
        findings.sink().report(severities_of(snapshot, &key), [finding]);
    }
}

/// The task lists and designs, with what they name.
fn citing(snapshot: &Snapshot) -> Vec<CitingDocument> {
    let mut citing = Vec::new();
    for root in snapshot.roots.iter().filter(|root| root.is_asked) {
        let mut features: HashMap<Option<&Path>, Vec<String>> = HashMap::new();
        for document in &root.catalog.documents {
            features.entry(document.source.path().parent()).or_default().push(document.feature.clone());
        }
        let beside = |path: &Path| {
            let mut beside = features.get(&path.parent()).cloned().unwrap_or_default();
            beside.sort_unstable();
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
pub(super) fn severities_of<'a>(snapshot: &'a Snapshot, key: &Key) -> Severities<'a> {
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

/// What was accepted under the spec roots that are asked about.
fn narrowed(mut lock: Lock, snapshot: &Snapshot) -> Lock {
    let roots = snapshot.roots.iter().filter(|root| root.is_asked);
    let roots: HashSet<&str> = roots.map(|root| &*root.name).collect();
    let criteria = std::mem::take(&mut lock.criteria).into_iter();
    lock.criteria = criteria.filter(|accepted| roots.contains(accepted.intent.key.root())).collect();
    lock
}
