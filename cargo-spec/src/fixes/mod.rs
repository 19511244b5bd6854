//! Applies the fixes of findings.
//!
//! A round asks for the findings, applies the fixes that are safe and whose edits do not touch each other, and asks again: a fix may
//! leave another one to do, or wait for one that stands in its way. Nothing is applied while something may be hidden.
//!
//! 1. `round`: the fixes that are applied together.

mod round;

use std::path::Path;
use std::sync::Arc;

use spec_engine::Host;
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::{Findings, LockComparison};
use spec_model::Severity;
use spec_model::diagnostic::{Applicability, Diagnostic};
use spec_model::files::{FileKind, Overlay};

use self::round::{FileTexts, Round};
use crate::acceptance::{self, Guard};
use crate::error::Error;
use crate::hidden;
use crate::outcome::{FileDraft, FixOutcome};
use crate::revision::WorkingTree;
use crate::write::unfinished::{self, Completed, Replacement};
use crate::write::{read_if_exists, spliced};

/// A fix that leaves another one to do this many times goes round in circles.
const MAX_ROUNDS: usize = 100;

/// Applies every safe fix of the findings that are `meant`, in the workspace that a folder belongs to.
///
/// # Errors
/// A lock that cannot be read; a file that cannot be written, or that somebody has changed since it was read.
pub fn apply(host: &Host, folder: &Path, meant: impl Fn(&Diagnostic) -> bool) -> Result<FixOutcome, Error> {
    rounds(&Destination::Disk(host), folder, meant)
}

/// The changes that [`apply`] would write, file by file. Nothing is written.
///
/// # Errors
/// As [`apply`], but for those of writing.
pub fn draft(
    folder: &Path,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<(FixOutcome, Vec<FileDraft>), Error> {
    let buffers = Arc::new(Overlay::new(WorkingTree));
    let host = Host::new(Arc::clone(&buffers));
    let outcome = rounds(&Destination::Buffers(&host, &buffers), folder, meant)?;
    Ok((outcome, drafts(&buffers)?))
}

/// Where fixes are written, and who is asked for the findings afterwards.
enum Destination<'a> {
    /// The files of the user.
    Disk(&'a Host),
    /// Buffers over these files.
    Buffers(&'a Host, &'a Overlay<WorkingTree>),
}

impl<'a> Destination<'a> {
    fn host(&self) -> &'a Host {
        let (Self::Disk(host) | Self::Buffers(host, _)) = self;
        host
    }

    /// Keeps others from writing meanwhile, if something is written.
    fn hold(&self, folder: &Path) -> Option<Guard> {
        matches!(self, Self::Disk(_)).then(|| Guard::hold(self.host(), folder))
    }

    fn write(&self, root: &Path, files: &FileTexts<'_>) -> Result<(), Error> {
        match self {
            Self::Disk(host) => {
                let files = files.iter().map(|(path, (before, after))| Replacement {
                    path: path.to_path_buf(),
                    before: before.clone(),
                    after: after.clone(),
                });
                unfinished::replace_all(host, root, &files.collect::<Vec<_>>())?;
            }
            Self::Buffers(host, buffers) => {
                for (path, (_, after)) in files {
                    buffers.set(path, Some(&String::from_utf8_lossy(after)));
                    host.forget(path);
                }
            }
        }
        Ok(())
    }

    /// Writes what a run has left that was stopped.
    fn complete(&self, folder: &Path) -> Result<Completed, Error> {
        let root = self.host().workspace(folder).root;
        match self {
            Self::Disk(host) => {
                let _guard = self.hold(folder);
                unfinished::complete(host, &root)
            }
            Self::Buffers(host, buffers) => {
                for left in unfinished::left(&root)? {
                    buffers.set(&left.path, Some(&String::from_utf8_lossy(&left.after)));
                    host.forget(&left.path);
                }
                Ok(Completed::default())
            }
        }
    }

    /// Has git merge the lock line by line. Says whether anything was missing.
    fn teach_git(&self, comparison: &LockComparison) -> Result<bool, Error> {
        match self {
            Self::Disk(host) => acceptance::teach_git(host, comparison, false),
            Self::Buffers(_, buffers) => {
                let taught = acceptance::taught(comparison, false)?;
                taught.iter().for_each(|taught| {
                    buffers.set(&taught.path, Some(&String::from_utf8_lossy(&taught.after)));
                });
                Ok(taught.is_some())
            }
        }
    }
}

/// Applies fixes round by round, until none is left that is safe.
fn rounds(
    destination: &Destination<'_>,
    folder: &Path,
    meant: impl Fn(&Diagnostic) -> bool,
) -> Result<FixOutcome, Error> {
    let (host, mut applied, mut doubtful) = (destination.host(), Vec::new(), Vec::new());
    let completed = destination.complete(folder)?;
    for _ in 0..MAX_ROUNDS {
        let _guard = destination.hold(folder);
        let (findings, comparison) = acceptance::read(host, folder)?;
        let round = round(&findings, &meant);
        if round.is_empty() {
            let has_attributes = findings.hiding.is_empty() && destination.teach_git(&comparison)?;
            let outcome = outcome(&findings, &comparison, &meant);
            return Ok(FixOutcome { applied, completed, doubtful, has_attributes, ..outcome });
        }
        let files = spliced_files(host, &round)?;
        destination.write(&comparison.root, &files)?;
        applied.extend(round.applied(&files));
        doubtful = round.doubtful(doubtful);
    }
    Err(Error::ChangedMeanwhile { path: folder.join(FILE_NAME) })
}

/// The fixes that can be applied together.
fn round<'a>(findings: &'a Findings, meant: &impl Fn(&Diagnostic) -> bool) -> Round<'a> {
    let mut round = Round::default();
    if findings.hiding.is_empty() {
        for finding in findings.diagnostics.iter().filter(|finding| meant(finding)) {
            let safe = finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe);
            safe.into_iter().for_each(|fix| round.add(finding, fix));
        }
    }
    round
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

/// What each file of a round holds, as the findings were made of it, and what it is to hold. All of it is worked out before anything is
/// written.
fn spliced_files<'a>(host: &Host, round: &Round<'a>) -> Result<FileTexts<'a>, Error> {
    let files = round.files().map(|(path, edits)| {
        let read = host.files().read(path, FileKind::Edited);
        let before = read.map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let after = spliced(path, &before, &edits)?;
        Ok((path, (before, after)))
    });
    files.collect()
}

/// The files that differ from those on the disk.
fn drafts(draft: &Overlay<WorkingTree>) -> Result<Vec<FileDraft>, Error> {
    let mut files = Vec::new();
    for (path, after) in draft.buffers() {
        let before = read_if_exists(&path)?;
        if before.as_deref() != Some(&*after) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            files.push(FileDraft { path, before: before.as_deref().map(text), after: text(&after) });
        }
    }
    Ok(files)
}
