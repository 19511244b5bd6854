//! The last run of the tests, beside the packages that the command line selects.

use std::path::PathBuf;

use spec_model::catalog::Catalog;

use super::proofs;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Evidence, last};
use crate::selection::{self, Folders};

/// The evidence of the last run, and of `prove`.
#[derive(Debug)]
pub struct LastRun {
    /// The manifest.
    pub manifest: PathBuf,
    /// The folder of the workspace, and that of what is built.
    pub folders: Folders,
    /// The documents.
    pub catalogs: Vec<Catalog>,
    /// The evidence; empty where nothing has run.
    pub evidence: Evidence,
    /// Was there a run?
    pub has_run: bool,
}

impl LastRun {
    /// Reads what is there. It runs no test.
    ///
    /// # Errors
    /// No manifest, no documents, evidence that cannot be read.
    pub fn read(context: &Context<'_>) -> Result<Self, Error> {
        let manifest = selection::manifest(context)?;
        let folders = selection::folders(context, &manifest)?;
        let catalogs = selection::catalogs(context)?;
        selection::something_to_read(&catalogs)?;
        let last = last::read(&last::runs(&folders.target, &folders.root), &folders.root)?;
        let has_run = last.is_some();
        let proofs = proofs::kept(&folders.target, &folders.root);
        let evidence = last.unwrap_or_default().with_proofs(&proofs)?;
        Ok(Self { manifest, folders, catalogs, evidence, has_run })
    }
}
