//! Applies the fixes of findings.
//!
//! A round asks for the findings. It applies the safe fixes whose edits do not touch each other, and asks again: a fix may leave another
//! one to do, or wait for one that stands in its way. Nothing is applied while something may be hidden.
//!
//! 1. `round`: the fixes that are applied together.

mod round;

use std::path::Path;

use spec_engine::Host;
use spec_engine::verdict::{Findings, LockComparison};
use spec_model::Severity;
use spec_model::diagnostic::{Applicability, Diagnostic, Edit};
use spec_model::files::FileKind;

use self::round::FixesTogether;
use crate::acceptance::{self, Destination, Round};
use crate::error::Error;
use crate::hidden;
use crate::outcome::{FileDraft, FixOutcome};
use crate::write::spliced;
use crate::write::unfinished::{Completed, Replacement};

/// Applies every safe fix of the findings that are `meant`, in the workspace that a folder belongs to.
///
/// # Errors
/// A lock that cannot be read; a file that cannot be written, or that somebody has changed since it was read.
pub fn apply(host: &Host, folder: &Path, meant: impl Fn(&Diagnostic) -> bool) -> Result<FixOutcome, Error> {
    rounds(&Destination::disk(host), folder, FixScope::All, meant)
}

/// Applies the safe fixes that change links in Rust files, and nothing else: who may not accept may do that.
///
/// # Errors
/// As [`apply`].
pub fn apply_links(
    host: &Host,
    folder: &Path,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<FixOutcome, Error> {
    rounds(&Destination::disk(host), folder, FixScope::Links, |finding| {
        meant(finding) && is_of_links(finding)
    })
}

/// The files that fixes may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FixScope {
    All,
    Links,
}

/// Is there a safe fix, and does it change Rust files alone?
fn is_of_links(finding: &Diagnostic) -> bool {
    let safe = finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe);
    let is_rust = |edit: &Edit| edit.location.path.extension().is_some_and(|extension| extension == "rs");
    safe.is_some_and(|fix| fix.edits.iter().all(is_rust))
}

/// The changes that [`apply`] would write, file by file. Nothing is written.
///
/// # Errors
/// As [`apply`], but for those of writing.
pub fn draft(
    host: &Host,
    folder: &Path,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<(FixOutcome, Vec<FileDraft>), Error> {
    let destination = Destination::buffers(host);
    let outcome = rounds(&destination, folder, FixScope::All, meant)?;
    Ok((outcome, destination.drafts()?))
}

/// The changes that [`apply_links`] would write. Nothing is written.
///
/// # Errors
/// As [`draft`].
pub fn draft_links(
    host: &Host,
    folder: &Path,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<(FixOutcome, Vec<FileDraft>), Error> {
    let destination = Destination::buffers(host);
    let meant = |finding: &Diagnostic| meant(finding) && is_of_links(finding);
    let outcome = rounds(&destination, folder, FixScope::Links, meant)?;
    Ok((outcome, destination.drafts()?))
}

/// Applies fixes round by round, until none is left that is safe.
fn rounds(
    destination: &Destination<'_>,
    folder: &Path,
    scope: FixScope,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<FixOutcome, Error> {
    // An unfinished run may have left the lock to be written.
    let completed = match scope {
        FixScope::All => destination.complete(folder)?,
        FixScope::Links => Completed::default(),
    };
    let (mut applied, mut doubtful) = (Vec::new(), Vec::new());
    let outcome = destination.rounds(folder, |findings, comparison, _| {
        let fixes = together(&findings, &meant);
        if fixes.is_empty() {
            let is_taught = scope == FixScope::All && findings.hiding.is_empty();
            let has_attributes = is_taught && destination.teach_git(&comparison, false)?;
            return Ok(Round::Done(FixOutcome { has_attributes, ..outcome(&findings, &comparison, &meant) }));
        }
        let files = spliced_files(destination.host(), &fixes)?;
        applied.extend(fixes.applied(&files));
        doubtful = fixes.doubtful(std::mem::take(&mut doubtful));
        Ok(Round::Write(files))
    })?;
    Ok(FixOutcome { applied, completed, doubtful, ..outcome })
}

/// The files with the safe fixes of one round that are `meant`, of findings that a host has made. None: there is nothing left to fix.
///
/// # Errors
/// A file that cannot be read, or that has changed since the findings were made.
pub fn round(
    host: &Host,
    findings: &Findings,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<Vec<Replacement>, Error> {
    spliced_files(host, &together(findings, &meant))
}

/// The fixes that can be applied together.
fn together<'a>(findings: &'a Findings, meant: &impl Fn(&Diagnostic) -> bool) -> FixesTogether<'a> {
    let mut together = FixesTogether::default();
    if findings.hiding.is_empty() {
        for finding in findings.diagnostics.iter().filter(|finding| meant(finding)) {
            let safe = finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe);
            safe.into_iter().for_each(|fix| together.add(finding, fix));
        }
    }
    together
}

/// The findings that are left when nothing more can be applied.
fn outcome(
    findings: &Findings,
    comparison: &LockComparison,
    meant: &impl Fn(&Diagnostic) -> bool,
) -> FixOutcome {
    let asked_for = || findings.diagnostics.iter().filter(|finding| meant(finding));
    FixOutcome {
        applied: Vec::new(),
        left: asked_for().filter(|finding| !finding.fixes.is_empty()).cloned().collect(),
        fails: asked_for().any(|finding| finding.severity == Severity::Error),
        waiting: acceptance::waiting(comparison),
        hidden: hidden::remark(findings),
        has_attributes: false,
        completed: Completed::default(),
        doubtful: Vec::new(),
        lock: comparison.path.clone(),
    }
}

/// The files of a round, as the findings were made of them and with their edits. All of it is made before anything is written.
fn spliced_files(host: &Host, fixes: &FixesTogether<'_>) -> Result<Vec<Replacement>, Error> {
    let files = fixes.files().map(|(path, edits)| {
        let read = host.files().read(path, FileKind::Edited);
        let before = read.map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let after = spliced(path, &before, &edits)?;
        Ok(Replacement { path: path.to_path_buf(), before, after })
    });
    files.collect()
}
