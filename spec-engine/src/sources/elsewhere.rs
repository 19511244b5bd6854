//! The scanned sources of another host, for one whose files say the same for the most part.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::walk::{Scanned, position};
use crate::links::OwnNames;
use crate::workspace::Package;

/// The sources that another host has scanned, and the names that decided what a link is.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub(super) packages: Vec<(PathBuf, Arc<OwnNames>)>,
    pub(super) has_words: bool,
    /// In the order of their paths.
    pub(super) found: Vec<Arc<Scanned>>,
}

impl Elsewhere {
    /// Did it have the same packages, and the same question?
    pub(crate) fn fits(&self, packages: &[Package], with_words: bool) -> bool {
        let own = self.packages.iter().map(|(folder, names)| (folder, names));
        self.has_words == with_words
            && own.eq(packages.iter().map(|package| (&package.folder, &package.own_names)))
    }

    /// A file that has the same bytes there.
    pub(crate) fn same(&self, path: &Path, bytes: &[u8], package: usize) -> Option<Arc<Scanned>> {
        let scanned = &self.found[position(&self.found, path).ok()?];
        (scanned.package == package && *scanned.text == *bytes).then(|| Arc::clone(scanned))
    }
}
