//! The documents that are in force for a package, and which criterion a written id names.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::dialect;
use crate::source::Source;
use crate::spec::{Criterion, Document, Requirement};

/// The documents of one *spec root*: the nearest folder, from the package's up to the repository's root, that holds a
/// `spec.toml` or documents in their standard places.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The spec root.
    pub root: PathBuf,
    /// What its `spec.toml` says.
    pub config: Config,
    /// The documents, in the order of their paths.
    pub documents: Vec<Document>,
    /// What concerns no single document: the configuration, unreadable files.
    pub diagnostics: Vec<Diagnostic>,
    /// Where documents were looked for, for a helpful message when there is none.
    pub looked_in: Vec<PathBuf>,
}

/// What an id names.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The document.
    pub document: &'a Document,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The criterion, unless the requirement itself was named and it has several.
    pub criterion: Option<&'a Criterion>,
}

/// Why an id names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// It is not an id in any form that people write.
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// No document defines it.
    Unknown {
        /// The nearest ids that are defined, best first.
        similar: Vec<String>,
    },
    /// Several features define it.
    Ambiguous {
        /// The qualified ids.
        candidates: Vec<String>,
    },
}

impl Catalog {
    /// The catalog that is in force for the package in a folder.
    pub fn for_package(package: &Path) -> Self {
        let mut catalog = Self { root: package.to_path_buf(), ..Self::default() };
        let path = package.join("requirements.md");
        if let Ok(bytes) = std::fs::read(&path) {
            let (source, mut diagnostics) = Source::from_bytes(path, bytes);
            let mut document = dialect::read(source, catalog.config.dialect);
            diagnostics.append(&mut document.diagnostics);
            document.diagnostics = diagnostics;
            catalog.documents.push(document);
        }
        catalog
    }

    /// Finds what a written id names: `REQ-3.2`, `3.2`, `Requirement 3.2`, `checkout/REQ-3.2`, `US1/AC2` …
    pub fn resolve(&self, written: &str) -> Result<Target<'_>, ResolveError> {
        for document in &self.documents {
            for (requirement, criterion) in document.criteria() {
                if criterion.id.as_str() == written {
                    return Ok(Target { document, requirement, criterion: Some(criterion) });
                }
            }
        }
        Err(ResolveError::Unknown { similar: Vec::new() })
    }
}
