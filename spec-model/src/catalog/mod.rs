//! The documents that are in force for a package. The catalog resolves written ids to their criteria.
//!
//! 1. `places`: from the package's folder to the list of documents (`glob` finds the files);
//! 2. `load`: reads each document; `feature` names its feature, and `home` finds its other folders;
//! 3. `resolve`: from a written id to the criterion (`index` makes that one look-up); `target`: the item that an id names.

mod changes;
mod document;
mod feature;
mod glob;
mod home;
mod index;
mod load;
mod looked_for;
mod memo;
mod near;
mod places;
mod resolve;
mod shared;
mod target;
mod unseen;

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::files::Files;
use crate::spec::Document;

pub use crate::dialect::STANDARD_PLACES;
pub use document::read_document;
pub use glob::files_of_glob;
pub use home::home;
pub use looked_for::looked_for;
pub use memo::Documents;
pub use places::{Places, Stamp, is_of_another_workspace, repository_of};
pub use resolve::WORKSPACE;
pub use target::{CriterionIx, RequirementIx, Target};

/// The documents of one *spec root*: the nearest folder, from the package's up to the repository's root. It holds a `spec.toml`, or
/// documents in their standard places.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The spec root.
    pub root: PathBuf,
    /// Its `spec.toml`, if it has one.
    pub config_path: Option<PathBuf>,
    /// The content of its `spec.toml`.
    pub config: Config,
    /// The documents, in the order of their paths. Each has a feature of its own.
    pub documents: Vec<Arc<Document>>,
    /// The findings that concern no single document: the configuration, unreadable files.
    pub diagnostics: Vec<Diagnostic>,
    /// The places where documents were looked for, for a helpful message when there is none.
    pub looked_in: Vec<PathBuf>,
    /// The documents of the workspace's root, where the package has others of its own: its ids may be named as well.
    pub shared: Option<Arc<Self>>,
    /// Is the spec root that of a workspace?
    pub is_of_workspace: bool,
    /// Every document that should be there, also those that could not be read.
    inputs: Vec<PathBuf>,
    /// Made at the first look-up.
    index: OnceLock<index::Index>,
}

/// The reason why an id names nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// It is not an id in any form that people write.
    Malformed {
        /// The problems with it.
        reason: String,
    },
    /// No document defines it.
    Unknown {
        /// The nearest ids that are defined, best first.
        similar: Vec<String>,
    },
    /// A document keeps it for what is gone: `~~**FR-002**~~`.
    Retired {
        /// The document and line.
        place: String,
    },
    /// Several features define it.
    Ambiguous {
        /// The qualified ids.
        candidates: Vec<String>,
    },
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { reason } => f.write_str(reason),
            Self::Unknown { .. } => f.write_str("no document defines this id"),
            Self::Retired { .. } => f.write_str("what had this id was retired"),
            Self::Ambiguous { .. } => f.write_str("several features define this id"),
        }
    }
}

impl std::error::Error for ResolveError {}

impl Catalog {
    /// The catalog that is in force for the package in a folder.
    pub fn for_package(files: &dyn Files, package: &Path) -> Self {
        Self::read(files, Places::for_package(files, package))
    }

    /// The catalogs that are in force for packages in some folders: one for each spec root. Shared documents are a catalog of their own.
    pub fn for_packages<'a>(
        files: &dyn Files,
        documents: &Documents,
        packages: impl IntoIterator<Item = &'a Path>,
    ) -> Vec<Self> {
        let mut roots: Vec<Places> = Vec::new();
        let mut known: HashSet<PathBuf> = HashSet::new();
        for mut places in Places::for_packages(files, packages) {
            let shared = places.shared.take().filter(|shared| !known.contains(&shared.root));
            for places in [Some(places), shared.map(Arc::unwrap_or_clone)].into_iter().flatten() {
                if known.insert(places.root.clone()) {
                    roots.push(places);
                }
            }
        }
        roots.into_iter().map(|places| Self::read_once(files, documents, places)).collect()
    }

    /// The catalog of a spec root.
    pub fn load(files: &dyn Files, root: &Path) -> Self {
        Self::read(files, Places::of_root(files, root))
    }

    /// Reads the documents in their places.
    pub fn read(files: &dyn Files, places: Places) -> Self {
        Self::read_once(files, &Documents::default(), places)
    }

    /// As [`Catalog::read`], but for the documents that are known.
    pub fn read_once(files: &dyn Files, documents: &Documents, mut places: Places) -> Self {
        let shared = places.shared.take();
        let shared =
            shared.map(|shared| Arc::new(load::load(files, documents, Arc::unwrap_or_clone(shared))));
        Self { shared, ..load::load(files, documents, places) }
    }

    /// The places that were looked at, as globs from the spec root.
    pub fn places(&self) -> Vec<&str> {
        match self.config.documents.as_slice() {
            [] => STANDARD_PLACES.to_vec(),
            named => named.iter().map(|pattern| &*pattern.glob).collect(),
        }
    }

    /// Every file that decides what the catalog says: `spec.toml` and the documents, also those that could not be read. The shared
    /// ones are last.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        let all = [Some(self), self.shared.as_deref()].into_iter().flatten();
        all.flat_map(|catalog| catalog.config_path.iter().chain(&catalog.inputs)).map(PathBuf::as_path)
    }

    /// The problems with the configuration, the folders and what could not be read; those of the shared documents too.
    pub fn all_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let shared = self.shared.iter().flat_map(|shared| &shared.diagnostics);
        self.diagnostics.iter().chain(shared)
    }

    /// A path from the spec root on; one of a shared document from the root of its workspace on.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        let roots = [Some(&self.root), self.shared.as_ref().map(|shared| &shared.root)];
        roots.into_iter().flatten().find_map(|root| path.strip_prefix(root).ok()).unwrap_or(path)
    }

    /// Is there no document at all, not even a shared one?
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.shared.as_ref().is_none_or(|shared| shared.documents.is_empty())
    }
}

#[cfg(test)]
mod tests;
