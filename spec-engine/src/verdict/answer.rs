//! The answer of a host: findings, verdicts, and the comparison with what was accepted.

use std::collections::HashMap;
use std::path::Path;

use spec_model::diagnostic::Diagnostic;
use spec_model::index::IndexVec;

use crate::comparison::LockComparison;
use crate::findings::sink::{Severities, Sink};
use crate::findings::task_done_unproven::TaskClaim;
use crate::ladder::{Verdict, VerdictIx};

/// The result of a check of a package or workspace.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every finding, documents first, then links, then verdicts, each in the order of path and place. The severities are
    /// those of the configuration; what it allows is not here.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that hide content, whatever `spec.toml` or the baseline says of them: what seems to be gone is not gone then.
    pub hiding: Vec<Diagnostic>,
    /// The verdict on each criterion, in the order of the documents.
    pub verdicts: IndexVec<VerdictIx, Verdict>,
    /// Those that were there when the baseline was recorded: they fail nothing, and are not among `diagnostics`.
    pub known: Vec<Diagnostic>,
    /// The claims of ticked tasks to be done.
    pub claims: Vec<TaskClaim>,
    /// The accepted criteria and their differences, if anything was accepted, or if it was asked for.
    pub comparison: Option<LockComparison>,
}

impl Findings {
    /// Adds findings, each with its severity. What hides content is kept apart as well.
    pub fn report(&mut self, severities: Severities<'_>, findings: impl IntoIterator<Item = Diagnostic>) {
        self.sink().report(severities, findings);
    }

    /// Adds findings that the baseline knows.
    pub fn report_known(
        &mut self,
        severities: Severities<'_>,
        findings: impl IntoIterator<Item = Diagnostic>,
    ) {
        self.sink().report_known(severities, findings);
    }

    /// The lists, each to be written by the one sink.
    pub(super) fn sink(&mut self) -> Sink<'_> {
        Sink { diagnostics: &mut self.diagnostics, hiding: &mut self.hiding, known: &mut self.known }
    }

    /// Keeps what concerns the files that are asked about, and what concerns none. What was accepted is of the whole workspace: it goes.
    pub fn narrow(&mut self, is_asked: impl Fn(&Path) -> bool) {
        self.sink().narrow(&is_asked);
        let mut moved: HashMap<VerdictIx, VerdictIx> = HashMap::new();
        for (at, verdict) in std::mem::take(&mut self.verdicts).into_enumerated() {
            if is_asked(&verdict.location.path) {
                moved.insert(at, self.verdicts.push(verdict));
            }
        }
        for claim in &mut self.claims {
            claim.criteria = claim.criteria.iter().filter_map(|at| moved.get(at)).copied().collect();
        }
        self.comparison = None;
    }
}
