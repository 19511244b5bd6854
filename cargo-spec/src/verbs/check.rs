//! `cargo spec check`: every static finding of the workspace, from the same engine as the gate.

use std::path::Path;

use clap::Args;
use spec_model::catalog::Catalog;
use spec_model::verdict::{self, Findings, Rung};
use spec_model::{Diagnostic, Severity};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::human::sources::Sources;
use crate::render::{human, json};
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
    /// The rung of each criterion.
    pub rungs: Vec<Rung>,
}

impl Report {
    /// What concerns the packages that are meant: everything, unless some were named. The documents in force for them, and
    /// their own files.
    fn new(findings: Findings, global: &Global) -> Result<Self, Error> {
        let Findings { mut diagnostics, mut verdicts } = findings;
        if !global.packages.is_empty() {
            let folders: Vec<_> =
                selection::packages(global)?.into_iter().map(|package| package.folder).collect();
            let catalogs: Vec<_> = folders.iter().map(|folder| Catalog::for_package(folder)).collect();
            let documents = || catalogs.iter().flat_map(|catalog| &catalog.documents);
            let meant = |path: &Path| {
                folders.iter().any(|folder| path.starts_with(folder))
                    || documents().any(|document| document.source.path() == path)
            };
            diagnostics.retain(|finding| finding.path.as_deref().is_none_or(meant));
            verdicts.retain(|verdict| meant(&verdict.location.path));
        }
        Ok(Self { diagnostics, rungs: verdicts.into_iter().map(|verdict| verdict.rung).collect() })
    }

    /// How many criteria stand on a rung.
    pub fn number(&self, rung: Rung) -> usize {
        self.rungs.iter().filter(|&&other| other == rung).count()
    }

    /// What to do next, if there is anything to do.
    pub fn next(&self) -> Option<&'static str> {
        if self.number(Rung::Untested) > 0 {
            Some("`cargo spec gen` writes a failing test for each untested criterion")
        } else if self.number(Rung::Stub) > 0 {
            Some("write the tests where `pending!` stands, then `cargo test`")
        } else if self.fails() {
            Some("mend what the errors name, then `cargo spec check`")
        } else if !self.rungs.is_empty() {
            Some("`cargo test` says whether they are met")
        } else {
            None
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
    let manifest = selection::manifest(global)?;
    let findings = verdict::check(manifest.parent().unwrap_or(&manifest));
    if findings.verdicts.is_empty() && findings.diagnostics.is_empty() {
        selection::something_to_read(&selection::catalogs(global)?)?;
    }
    let report = Report::new(findings, global)?;
    match terminal.format {
        Format::Human => {
            let text = human::check::render(&report, &mut Sources::default(), &terminal.layout());
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::check::CheckJson::new(&report)))?,
    }
    Ok(if report.fails() { exit::FINDINGS } else { exit::CLEAN })
}
