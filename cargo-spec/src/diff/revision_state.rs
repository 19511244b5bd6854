//! A revision that is compared: its files, the host that answers questions about them, and its intent.

use std::sync::Arc;

use spec_engine::Host;

use super::DiffSide;
use crate::error::Error;
use crate::revision::{Objects, WorkspacePlace, commit};

/// The state of a workspace at a revision.
#[derive(Debug)]
pub struct RevisionState {
    /// Its files.
    pub objects: Arc<Objects>,
    /// Answers questions about them.
    pub host: Host,
    /// Its intent.
    pub side: DiffSide,
}

impl RevisionState {
    /// Reads a revision, which people call `name`. `now` knows the working tree.
    ///
    /// # Errors
    /// [`Error::Git`], if git cannot read it.
    pub fn read(now: &Host, place: &WorkspacePlace, revision: &str, name: &str) -> Result<Self, Error> {
        Self::read_beside(now, now, place, revision, name)
    }

    /// The same beside a host that has scanned much the same sources: those are not scanned again.
    ///
    /// # Errors
    /// As [`RevisionState::read`].
    pub fn read_beside(
        other: &Host,
        now: &Host,
        place: &WorkspacePlace,
        revision: &str,
        name: &str,
    ) -> Result<Self, Error> {
        let top = place.top.as_deref().unwrap_or(&place.root);
        let commit = commit(&place.repository, revision)?;
        let objects = Arc::new(Objects::read(&place.repository, &commit, top, now.files())?);
        let host = Host::beside(Arc::clone(&objects), other);
        let side = DiffSide::of_objects(now, (&objects, &host), name, &place.folder, &place.root);
        Ok(Self { objects, host, side })
    }
}
