//! The join of documents and links: the verdict on each criterion, and every static finding.

use std::path::Path;

use crate::diagnostic::Diagnostic;

/// What a check of a package or workspace found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every finding, documents first, then links, then verdicts, each in the order of path and place. The severities are
    /// those of the configuration; what it allows is not here.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the package or workspace in a folder.
pub fn check(_root: &Path) -> Findings {
    Findings::default()
}
