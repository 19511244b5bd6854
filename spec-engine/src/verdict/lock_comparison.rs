//! What is meant meets what was accepted.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use spec_model::catalog::Catalog;
use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::files::{FileKind, Files};
use spec_model::source::Source;

use super::answer::Findings;
use super::intent_builder::relative;
use super::question::{Compare, Question, Scope};
use super::{changed, follow};
use crate::comparison::{Baseline, LockComparison};
use crate::findings::criterion_moved::Repairs;
use crate::findings::lock_missing::asks_for_acceptance;
use crate::findings::sink::Severities;
use crate::intent::{Intent, Key, Kind, changes};
use crate::lock::{self, FILE_NAME, Lock};

/// What was read.
pub(super) struct Accepted {
    compare: Compare,
    /// Is the whole workspace looked at? Else what was accepted under other spec roots is not asked for.
    is_whole: bool,
    root: PathBuf,
    path: PathBuf,
    source: Option<Source>,
    lock: Result<Lock, Vec<Diagnostic>>,
}

impl Accepted {
    /// Reads what was accepted in a workspace.
    pub(super) fn read(files: &dyn Files, root: &Path, question: &Question<'_>) -> Self {
        let compare = question.compare;
        let path = root.join(FILE_NAME);
        let (source, lock) = match files.read(&path, FileKind::Lock) {
            Ok(bytes) => {
                let (source, mistakes) = spec_model::encoding::source(path.as_path(), bytes);
                // Who compares two states wants to know what somebody edited; nobody else may rely on it.
                let read = if compare == Compare::Never { lock::read_edited } else { lock::read };
                let lock = if mistakes.is_empty() { read(&source) } else { Err(mistakes) };
                (Some(source), lock)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, Ok(Lock::default())),
            Err(error) => (None, Err(vec![unreadable(&path, &error)])),
        };
        let root = root.to_path_buf();
        Self { compare, is_whole: question.scope == Scope::Workspace, root, path, source, lock }
    }
}

/// Will it be asked what was accepted in a workspace? That is decided once: a lock may come meanwhile.
pub(super) fn is_asked_for(files: &dyn Files, root: &Path, question: &Question<'_>) -> bool {
    question.compare != Compare::IfLocked || files.exists(&root.join(FILE_NAME))
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::LockDamaged, format!("`{FILE_NAME}` could not be read: {error}"))
        .about(path)
        .help("what was accepted is unknown: make it readable")
}

impl Accepted {
    /// Is there a lock, whatever it holds?
    pub(super) fn is_there(&self) -> bool {
        self.source.is_some() || self.lock.is_err()
    }

    /// Compares it with what is meant now, and tells what differs.
    pub(super) fn compare(
        self,
        files: &dyn Files,
        now: Intent,
        catalogs: &[Catalog],
        findings: &mut Findings,
    ) {
        let Self { compare, is_whole, root, path, source, lock } = self;
        let mut lock = match lock {
            Ok(lock) => Some(lock),
            Err(diagnostics) => {
                findings.sink().report(Severities::OfCodes, diagnostics);
                None
            }
        };
        if compare == Compare::Never {
            let (changes, ledger, ambiguous) = Default::default();
            findings.comparison =
                Some(LockComparison { root, path, source, lock, now, changes, ledger, ambiguous });
            return;
        }
        // A file that holds a baseline alone asks nobody to accept anything, unless a `spec.toml` does.
        let has_accepted = lock.as_ref().is_some_and(|lock| {
            let is_alone = lock.criteria.is_empty() && lock.known.is_empty() && lock.has_baseline;
            !is_alone || catalogs.iter().any(asks_for_acceptance)
        });
        let roots: Vec<_> = catalogs.iter().map(|catalog| relative(&catalog.root, &root)).collect();
        if let Some(lock) = lock.as_mut().filter(|_| !is_whole) {
            narrow(lock, &roots.iter().map(String::as_str).collect());
        }
        let changes = lock.as_ref().map(|lock| changes(&lock.as_before(), &now)).unwrap_or_default();
        let is_asked = is_whole && compare == Compare::Always;
        let has_baseline = lock.as_ref().is_some_and(|lock| lock.has_baseline || is_asked);
        let ambiguous = if changes.is_empty() { HashMap::new() } else { ambiguous(lock.as_ref(), &now) };
        let mut comparison =
            LockComparison { root, path, source, lock, now, changes, ledger: None, ambiguous };
        if comparison.source.is_some() && has_accepted {
            for change in &comparison.changes {
                let verdict = change.now.and_then(|at| comparison.now.criteria[at].verdict);
                if let Some(verdict) = verdict
                    && !matches!(
                        change.kind,
                        Kind::New | Kind::Moved(_) | Kind::TestNew(_) | Kind::CodeChanged { .. }
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
                follow::follow(&comparison, catalogs, &roots, findings);
            }
            let repairs = is_whole.then(|| Repairs::new(files, &comparison, findings.hiding.is_empty()));
            for (key, finding) in changed::findings(&comparison, repairs.as_ref()) {
                let catalog = roots.iter().position(|root| root == key.root()).map(|at| &catalogs[at]);
                let severities =
                    catalog.map_or(Severities::OfCodes, |catalog| Severities::Of(&catalog.config));
                findings.sink().report(severities, [finding]);
            }
        }
        if has_baseline {
            comparison.ledger = Baseline::settle(&comparison, is_whole, catalogs, findings);
        }
        findings.comparison = Some(comparison);
    }
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

/// Leaves only what was accepted under some spec roots.
fn narrow(lock: &mut Lock, roots: &HashSet<&str>) {
    let criteria = std::mem::take(&mut lock.criteria).into_iter();
    lock.criteria = criteria.filter(|accepted| roots.contains(accepted.intent.key.root())).collect();
}
