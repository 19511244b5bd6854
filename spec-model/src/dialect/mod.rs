//! How blocks become requirements: one file for each way of writing them.

mod attachment;
mod body;
mod detect;
mod gherkin;
mod headed;
mod item;
mod kiro;
mod lines;
mod marked;
mod mentions;
mod native;
mod openspec;
mod review;
mod rows;
mod speckit;

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::line_ends;
use crate::markdown::{Kind, NodeId, Outline, Prose};
use crate::source::Source;
use crate::spec::{Document, Note, Requirement, Retired, slug};

/// A way of writing requirement documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `## REQ-3: Title` and whatever bears ids of the form `PREFIX-NUMBER`.
    Native,
    /// AWS Kiro: `### Requirement 1: Title`, `#### Acceptance Criteria`.
    Kiro,
    /// GitHub spec-kit: `### User Story 1 - Title (Priority: P1)`, `FR-001`.
    SpecKit,
    /// OpenSpec: `### Requirement: Name`, `#### Scenario: Name`.
    OpenSpec,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 4] = [Self::Native, Self::Kiro, Self::SpecKit, Self::OpenSpec];

    /// The name in configuration and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Kiro => "kiro",
            Self::SpecKit => "spec-kit",
            Self::OpenSpec => "openspec",
        }
    }

    /// Recognises the dialect: by the place where only one has its documents, else by content, else by the name of the file.
    pub fn detect(path: &Path, outline: &Outline<'_>) -> Self {
        detect::detect(path, outline)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a dialect makes of a document.
#[derive(Debug, Default)]
struct Reading {
    requirements: Vec<Requirement>,
    notes: Vec<Note>,
    /// The items of which only the number is left.
    retired: Vec<Retired>,
    /// The blocks that may say what they like without being requirements: assumptions, notes, the defect of a `bugfix.md`.
    aside: Vec<NodeId>,
    /// The blocks that may do so but for sentences with a modal in capitals: risks, dependencies, edge cases.
    beside: Vec<NodeId>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a document. Never fails: what is not understood becomes a diagnostic of the document.
///
/// `dialect` is what the configuration says; without it the dialect is recognised.
pub fn read(source: Source, dialect: Option<Dialect>) -> Document {
    let feature = feature_name(source.path());
    let regular = match line_ends::regular(source.text()) {
        Cow::Owned(text) => Some(source.with_text(text)),
        Cow::Borrowed(_) => None,
    };
    let outline = Outline::new(regular.as_ref().unwrap_or(&source));
    let dialect = dialect.unwrap_or_else(|| Dialect::detect(source.path(), &outline));
    let outline = match dialect {
        Dialect::OpenSpec => {
            let lines = openspec::lines(&outline);
            outline.split(&lines)
        }
        _ => outline,
    };
    let mut reading = match dialect {
        Dialect::Native => native::read(&outline),
        Dialect::Kiro => kiro::read(&outline),
        Dialect::SpecKit => speckit::read(&outline),
        Dialect::OpenSpec => openspec::read(&outline),
    };
    // What was found by another way than reading on stands where the document has it.
    for requirement in &mut reading.requirements {
        requirement.criteria.sort_by_key(|criterion| criterion.span.start);
    }
    review::review(&outline, dialect, &mut reading);
    let title = first_heading(&outline);
    let Reading { requirements, notes, retired, diagnostics, aside: _, beside: _ } = reading;
    Document { feature, dialect, title, requirements, notes, retired, diagnostics, source }
}

fn first_heading(outline: &Outline<'_>) -> Option<Prose> {
    let first = outline.nodes().iter().position(|node| matches!(node.kind, Kind::Heading(_)))?;
    Some(outline.prose(first))
}

/// The feature that a document is of, from its place: the folder's name where each feature has a folder
/// (`.kiro/specs/checkout/requirements.md`), else the file's.
pub fn feature_name(path: &Path) -> String {
    let name = |path: Option<&Path>| path.and_then(Path::file_name).map(|name| slug(&name.to_string_lossy()));
    let folder = path.parent();
    let grandparent = name(folder.and_then(Path::parent));
    match (grandparent.as_deref(), name(folder)) {
        (Some("specs"), Some(feature)) if !feature.is_empty() => feature,
        _ => path.file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
