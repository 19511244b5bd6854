//! What a host answers: findings, verdicts, and the comparison with what was accepted.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use spec_model::diagnostic::{Diagnostic, Location};
use spec_model::source::Source;

use crate::findings::sink::Sink;
use crate::intent::{Change, Intent};
use crate::ladder::Verdict;
use crate::lock::{BaselineEntry, Lock};

/// What a check of a package or workspace found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every finding, documents first, then links, then verdicts, each in the order of path and place. The severities are
    /// those of the configuration; what it allows is not here.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that hide content, whatever `spec.toml` or the baseline says of them: what seems to be gone is not gone then.
    pub hiding: Vec<Diagnostic>,
    /// The verdict on each criterion, in the order of the documents.
    pub verdicts: Vec<Verdict>,
    /// Where the requirements are that ask for something themselves, beside their criteria: what is meant of them stands behind that of
    /// the criteria in [`LockComparison::now`].
    pub statements: Vec<Location>,
    /// Those that were there when the baseline was recorded: they fail nothing, and are not among `diagnostics`.
    pub known: Vec<Diagnostic>,
    /// What was accepted, if anything was, or if it was asked for.
    pub comparison: Option<LockComparison>,
}

impl Findings {
    /// The lists, each to be written by the one sink.
    pub(super) fn sink(&mut self) -> Sink<'_> {
        Sink { diagnostics: &mut self.diagnostics, hiding: &mut self.hiding, known: &mut self.known }
    }

    /// Keeps what concerns the files that are asked about, and what concerns none.
    pub fn narrow(&mut self, is_asked: impl Fn(&Path) -> bool) {
        self.sink().narrow(&is_asked);
        self.verdicts.retain(|verdict| is_asked(&verdict.location.path));
    }

    /// Where a criterion of [`LockComparison::now`] stands, or a requirement.
    pub fn place(&self, at: usize) -> &Location {
        match self.verdicts.get(at) {
            Some(verdict) => &verdict.location,
            None => &self.statements[at - self.verdicts.len()],
        }
    }
}

/// What was accepted, what is meant now, and what differs.
#[derive(Debug)]
pub struct LockComparison {
    /// The root of the workspace.
    pub root: PathBuf,
    /// The file that keeps what was accepted; it need not exist.
    pub path: PathBuf,
    /// Its text, if it exists.
    pub source: Option<Source>,
    /// What was accepted; nothing if there is no file. `None`: the file could not be read, which is a finding.
    pub lock: Option<Lock>,
    /// What is meant, in the order of [`Findings::verdicts`].
    pub now: Intent,
    /// What differs. Numbers lead to `lock` and to `now`.
    pub changes: Vec<Change>,
    /// What the baseline knows, if there is one, or if it was asked for.
    pub ledger: Option<Baseline>,
    /// The ids that several features have, and whether these have several spec roots.
    pub(super) ambiguous: HashMap<String, bool>,
}

/// What was owed, and what is owed now.
#[derive(Debug, Default)]
pub struct Baseline {
    /// Every finding that may be owed, known or not, in the order of the findings.
    pub found: Vec<Found>,
    /// What of the baseline is still owed; what has come to stand higher is owed there.
    pub owed: BTreeMap<BaselineEntry, usize>,
    /// What of the baseline is owed no more.
    pub repaid: BTreeMap<BaselineEntry, usize>,
}

/// A finding that may be owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As what it is owed.
    pub debt: BaselineEntry,
    /// The feature that it concerns, if it concerns one.
    pub feature: Option<String>,
    /// Does the baseline know it?
    pub is_known: bool,
}
