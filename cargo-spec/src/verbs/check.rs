//! `cargo spec check`: every static finding of the workspace, from the same engine as the gate.

use clap::Args;
use spec_model::{Code, Diagnostic, Severity, verdict};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::sources::Sources;
use crate::render::{self, json};
use crate::selection;
use crate::terminal::Terminal;

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// Every finding, in the order of the engine.
    pub diagnostics: Vec<Diagnostic>,
    /// How far the criteria are.
    pub tally: Tally,
}

/// How many criteria stand on each rung that can be told without running a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// No test verifies them.
    pub untested: usize,
    /// Only stubs do.
    pub stub: usize,
    /// Only ignored tests do.
    pub ignored: usize,
    /// A test that would run does.
    pub tested: usize,
}

impl Tally {
    /// All criteria.
    pub const fn total(self) -> usize {
        self.untested + self.stub + self.ignored + self.tested
    }
}

impl Report {
    /// What to do next, if there is anything to do.
    pub fn next(&self) -> Option<&'static str> {
        let failed = self.fails();
        match self.tally {
            Tally { untested: 1.., .. } => {
                Some("`cargo spec gen` writes a failing test for each untested criterion")
            }
            Tally { stub: 1.., .. } => Some("write the tests where `pending!` stands, then `cargo test`"),
            _ if failed => Some("mend what the errors name, then `cargo spec check`"),
            Tally { tested: 1.., .. } => Some("`cargo test` says whether they are met"),
            _ => None,
        }
    }

    /// Is there a finding that fails a run?
    pub fn fails(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Checks the workspace.
///
/// # Errors
/// No manifest, or nothing to read. What is wrong in documents and sources is a finding.
pub fn run(_check: &CheckArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let catalogs = selection::catalogs(global)?;
    let manifest = selection::manifest(global)?;
    let findings = verdict::check(manifest.parent().unwrap_or(&manifest));
    let number = |code| findings.diagnostics.iter().filter(|finding| finding.code == code).count();
    let total: usize =
        catalogs.iter().flat_map(|catalog| &catalog.documents).map(|d| d.criteria().count()).sum();
    let (untested, stub, ignored) = (number(Code::Untested), number(Code::Stub), number(Code::Ignored));
    let tested = total.saturating_sub(untested + stub + ignored);
    let report =
        Report { tally: Tally { untested, stub, ignored, tested }, diagnostics: findings.diagnostics };
    match terminal.format {
        Format::Human => {
            let text = render::check::render(&report, &mut Sources::default(), &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&render::check::CheckJson::new(&report)))?,
    }
    Ok(if report.fails() { exit::FINDINGS } else { exit::CLEAN })
}
