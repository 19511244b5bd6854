//! `check` for programs.

use serde::Serialize;
use spec_engine::verdict::Rung;

use super::{DiagnosticJson, VERSION};
use crate::outcome::CheckOutcome;

/// The output of `check` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckJson<'a> {
    version: u32,
    criteria: TallyJson,
    diagnostics: Vec<DiagnosticJson<'a>>,
    known: Vec<DiagnosticJson<'a>>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TallyJson {
    total: usize,
    untested: usize,
    stub: usize,
    ignored: usize,
    tested: usize,
    waived: usize,
    suspect: usize,
}

impl<'a> CheckJson<'a> {
    /// The tally and every finding.
    pub fn new(report: &'a CheckOutcome) -> Self {
        Self {
            version: VERSION,
            criteria: TallyJson {
                total: report.rungs.len(),
                untested: report.number(Rung::Untested),
                stub: report.number(Rung::Stub),
                ignored: report.number(Rung::Ignored),
                tested: report.number(Rung::Tested),
                waived: report.number(Rung::Waived),
                suspect: report.suspect,
            },
            diagnostics: report.diagnostics.iter().map(DiagnosticJson::new).collect(),
            known: report.known.iter().map(DiagnosticJson::new).collect(),
            next: report.next(),
        }
    }
}
