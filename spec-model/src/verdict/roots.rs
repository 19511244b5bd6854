//! The spec roots of a workspace's packages, each once.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::catalog::Places;

/// Spec roots, and which of them are in force for each package.
#[derive(Debug, Default)]
pub(super) struct Roots {
    /// The places of each; what is [shared](Places::shared) is a root of its own.
    pub(super) places: Vec<Places>,
    /// Of each package: its root.
    pub(super) of_package: Vec<usize>,
    /// Of each root: the one with the documents that it shares.
    pub(super) shared: Vec<Option<usize>>,
    /// So many roots are asked about, the first ones. The others are there for links to what they share.
    pub(super) asked: usize,
    known: HashMap<PathBuf, usize>,
}

impl Roots {
    /// The roots of packages. If only one package is asked about, its own come first.
    pub(super) fn new(packages: Vec<Places>, asked: Option<Places>) -> Self {
        let mut roots = Self::default();
        let is_one = asked.is_some();
        if let Some(asked) = asked {
            roots.add(asked);
            roots.asked = roots.places.len();
        }
        roots.of_package = packages.into_iter().map(|places| roots.add(places)).collect();
        if !is_one {
            roots.asked = roots.places.len();
        }
        roots
    }

    fn add(&mut self, mut places: Places) -> usize {
        let shared = places.shared.take();
        if let Some(&known) = self.known.get(&places.root) {
            return known;
        }
        let at = self.push(places);
        self.shared[at] = shared.map(|shared| match self.known.get(&shared.root) {
            Some(&known) => known,
            None => self.push(Arc::unwrap_or_clone(shared)),
        });
        at
    }

    fn push(&mut self, places: Places) -> usize {
        let at = self.places.len();
        self.known.insert(places.root.clone(), at);
        self.places.push(places);
        self.shared.push(None);
        at
    }
}
