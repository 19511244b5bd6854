//! Writes the accepted lock to the disk.

use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::{Compare, Findings, LockComparison, Question};

use super::destination::{Destination, Round};
use super::guard::Guard;
use super::plan::{AcceptPlan, AcceptRequest};
use super::relink;
use crate::error::Error;
use crate::hidden;
use crate::on_disk;
use crate::write::{Writing, read_if_exists, unfinished};

/// The steps that were done.
#[derive(Debug)]
pub struct WrittenLock {
    /// The plan of the acceptance.
    pub plan: AcceptPlan,
    /// The lock.
    pub path: PathBuf,
    /// The root of the workspace.
    pub root: PathBuf,
    /// Was the lock written for the first time?
    pub is_new: bool,
    /// Did git learn how to merge it?
    pub has_attributes: bool,
    /// Was it done, or only looked at?
    pub is_written: bool,
    /// The reason why something may be there that was not seen, if that may be.
    pub hidden: Option<String>,
    /// The findings, if nothing was written since.
    pub findings: Option<Findings>,
}

/// The ways to treat a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is only looked at.
    Look,
    /// It is written.
    Write,
}

/// Accepts what somebody wants, in the workspace that a folder belongs to. `request` is asked when it is known what there is.
///
/// # Errors
/// A lock that cannot be read; files that cannot be written; each error of `request`.
pub fn accept(
    host: &Host,
    folder: &Path,
    mode: Mode,
    request: impl Fn(&Findings, &LockComparison) -> Result<AcceptRequest, Error>,
) -> Result<WrittenLock, Error> {
    let destination = match mode {
        Mode::Look => Destination::buffers(host),
        Mode::Write => Destination::disk(host),
    };
    if mode == Mode::Write {
        complete(host, folder)?;
    }
    let (mut edits, mut moved) = (Vec::new(), None);
    let mut written = destination.rounds(folder, |findings, comparison, guard| {
        let plan = AcceptPlan::new(&findings, &comparison, &request(&findings, &comparison)?);
        if !plan.edits.is_empty() {
            let files = relink::rewritten(destination.host(), &plan.edits)?;
            edits.extend(plan.edits);
            moved.get_or_insert(plan.moved);
            return Ok(Round::Write(files));
        }
        let hidden = hidden::remark(&findings);
        let mut written = WrittenLock { hidden, ..written(plan, &comparison, guard.is_some()) };
        if let Some(guard) = guard {
            if written.plan.writes() {
                let documents = relink::of_citations(host, &written.plan.citations)?;
                guard.write_with(host, &comparison, &written.plan.after.to_string(), documents)?;
            }
            written.has_attributes = destination.teach_git(&comparison, written.plan.writes())?;
        }
        let is_as_found = edits.is_empty() && !written.plan.writes() && !written.has_attributes;
        if is_as_found && comparison.source.is_some() {
            written.findings = Some(Findings { comparison: Some(comparison), ..findings });
        }
        Ok(Round::Done(written))
    })?;
    edits.sort();
    written.plan.edits = edits;
    if let Some(moved) = moved {
        written.plan.moved = moved;
    }
    Ok(written)
}

/// Writes what a run has left that was stopped. What somebody has changed since is for `check --fix` to report.
fn complete(host: &Host, folder: &Path) -> Result<(), Error> {
    let _guard = Guard::hold(host, folder);
    let root = host.workspace(folder).root;
    if !unfinished::is_completable(&root)? {
        return Err(Error::Unfinished { root });
    }
    unfinished::complete(host, &root).map(drop)
}

/// Reads the current criteria, and the accepted ones.
///
/// # Errors
/// A lock that cannot be read.
pub fn read(host: &Host, folder: &Path) -> Result<(Findings, LockComparison), Error> {
    let mut findings = host.ask(folder, &Question { compare: Compare::Always, ..Question::default() });
    match findings.comparison.take() {
        Some(comparison) if comparison.lock.is_some() => Ok((findings, comparison)),
        comparison => Err(unreadable(&findings, comparison.as_ref())),
    }
}

/// The lock cannot be read: nothing is written over it.
fn unreadable(findings: &Findings, comparison: Option<&LockComparison>) -> Error {
    let path = comparison.map(|comparison| comparison.path.clone());
    let is_it = |finding: &&spec_model::Diagnostic| finding.path.as_deref() == path.as_deref();
    let finding = findings.diagnostics.iter().find(is_it);
    let place =
        finding.and_then(|finding| finding.location.as_ref()).map(|at| (at.start.line, at.start.column));
    let problem = finding.map_or_else(String::new, |finding| {
        if finding.label.is_empty() {
            finding.message.clone()
        } else {
            format!("{}: {}", finding.message, finding.label)
        }
    });
    Error::Unclear { problem, path, place, help: finding.and_then(spec_model::Diagnostic::advice_text) }
}

fn written(plan: AcceptPlan, comparison: &LockComparison, is_written: bool) -> WrittenLock {
    WrittenLock {
        plan,
        path: comparison.path.clone(),
        root: comparison.root.clone(),
        is_new: comparison.source.is_none(),
        has_attributes: false,
        is_written,
        hidden: None,
        findings: None,
    }
}

/// Has git keep the lines of both sides where two branches accept something in the same place: each line says all that it means, and
/// two that contradict each other are found when the lock is read. Says whether anything was written. `is_written`: was the lock?
/// If one is there already, a run may have been killed before it got here.
///
/// # Errors
/// If the file cannot be read or written.
pub fn teach_git(host: &Host, comparison: &LockComparison, is_written: bool) -> Result<bool, Error> {
    let Some(Taught { path, before, after }) = taught(comparison, is_written)? else { return Ok(false) };
    Writing::within(host, &comparison.root).replace(&path, before.as_deref(), &after)?;
    Ok(true)
}

/// The content of `.gitattributes` now, and as it should be.
#[derive(Debug)]
pub(super) struct Taught {
    /// The file.
    pub path: PathBuf,
    before: Option<Vec<u8>>,
    /// The content that it should have.
    pub after: Vec<u8>,
}

/// The lines that `.gitattributes` lacks. `None`: git knows how to merge the lock, or there is none.
///
/// # Errors
/// If the file cannot be read.
pub(super) fn taught(comparison: &LockComparison, is_written: bool) -> Result<Option<Taught>, Error> {
    let root = &*comparison.root;
    let has_lock = is_written || comparison.source.is_some();
    if !has_lock || !root.ancestors().any(|folder| on_disk::exists(folder.join(".git"))) {
        return Ok(None);
    }
    let path = root.join(".gitattributes");
    let before = read_if_exists(&path)?;
    let known = before.as_deref().unwrap_or_default();
    if known
        .split(|byte| *byte == b'\n')
        .any(|line| line.trim_ascii_start().starts_with(FILE_NAME.as_bytes()))
    {
        return Ok(None);
    }
    let mut after = known.to_vec();
    if !after.is_empty() && !after.ends_with(b"\n") {
        after.push(b'\n');
    }
    after.extend_from_slice(format!("{FILE_NAME} merge=union\n").as_bytes());
    Ok(Some(Taught { path, before, after }))
}
