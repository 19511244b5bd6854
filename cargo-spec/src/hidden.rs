//! Finds out whether content may be hidden, and keeps verbs from writing while it may.
//!
//! A finding may hide content, as an unclosed fence or an unreadable document does: there may be criteria or links that are
//! not seen. Verbs that write ask [`refuse`] first; the others end with [`exit()`].

use std::collections::HashSet;
use std::path::Path;

use spec_engine::verdict::Findings;
use spec_model::{Diagnostic, Severity};

use crate::error::Error;
use crate::exit::{self, Exit};

/// Refuses to go on while something may be hidden: whatever was written or deleted would rest on a guess.
///
/// Everything of this kind is named, by path and line, and once.
///
/// # Errors
/// [`Error::Unclear`], or several of them.
pub fn refuse<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> Result<(), Error> {
    let mut known = HashSet::new();
    let start = |finding: &Diagnostic| finding.location.as_ref().map(|location| location.span.start);
    let hiding = found.filter(|finding| finding.code.hides_content());
    let mut hiding: Vec<_> =
        hiding.filter(|finding| known.insert((&finding.path, start(finding), &finding.message))).collect();
    hiding.sort_by(|one, other| (&one.path, start(one)).cmp(&(&other.path, start(other))));
    let mut errors: Vec<_> = hiding.into_iter().map(unclear).collect();
    match errors.len() {
        0 => Ok(()),
        1 => Err(errors.remove(0)),
        _ => Err(Error::Several(errors)),
    }
}

/// The exit code of a verb that would end with another one: while something may be hidden, nothing ends as if all were well.
pub fn exit(findings: &[Diagnostic], exit: Exit) -> Exit {
    let hides = |finding: &Diagnostic| finding.code.hides_content() && finding.severity == Severity::Error;
    if exit == exit::CLEAN && findings.iter().any(hides) { exit::FINDINGS } else { exit }
}

/// Says that something may be hidden: a line for people, where a verb shows no findings. `None`, if nothing is.
pub fn remark(findings: &Findings) -> Option<String> {
    let first = findings.hiding.first()?;
    let path = first.path.as_deref().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let more = match findings.hiding.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!(
        "not everything could be read: {} ({}){more}; `cargo spec check` shows the place\n",
        first.message,
        path.escape_debug()
    ))
}

/// That what a finding is about keeps a verb from its work.
pub fn unclear(finding: &Diagnostic) -> Error {
    let place = finding.location.as_ref().map(|location| (location.start.line, location.start.column));
    Error::Unclear {
        problem: finding.message.clone(),
        path: finding.path.as_deref().map(Path::to_path_buf),
        place,
        help: finding.advice_text(),
    }
}
