//! The join of documents and links: the verdict on each criterion, and every static finding.

use std::fmt;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Location};
use crate::links::Role;
use crate::spec::Id;

/// What a check of a package or workspace found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every finding, documents first, then links, then verdicts, each in the order of path and place. The severities are
    /// those of the configuration; what it allows is not here.
    pub diagnostics: Vec<Diagnostic>,
    /// The verdict on each criterion, in the order of the documents.
    pub verdicts: Vec<Verdict>,
}

/// How far one criterion is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The feature of its document.
    pub feature: String,
    /// Its canonical id.
    pub id: Id,
    /// Where it stands: its document, and all of its bytes there.
    pub location: Location,
    /// The best that any test shows.
    pub rung: Rung,
    /// The tests that verify it, best first, then the items that implement it.
    pub links: Vec<LinkedItem>,
}

/// An item that names a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedItem {
    /// Its path inside the file: `tests::nested::name`.
    pub path: String,
    /// Where the id is written.
    pub location: Location,
    /// What the link means.
    pub role: Role,
}

/// The rungs of the ladder that can be told without running a test, worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// No test verifies the criterion.
    Untested,
    /// Only stubs do.
    Stub,
    /// Only ignored tests (and stubs) do.
    Ignored,
    /// A test that would run does.
    Tested,
}

impl Rung {
    /// Every rung, worst first.
    pub const ALL: [Self; 4] = [Self::Untested, Self::Stub, Self::Ignored, Self::Tested];

    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Untested => "untested",
            Self::Stub => "stub",
            Self::Ignored => "ignored",
            Self::Tested => "tested",
        }
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Checks the package or workspace in a folder.
pub fn check(_root: &Path) -> Findings {
    Findings::default()
}
