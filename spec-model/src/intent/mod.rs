//! What is meant: what the criteria and their tests say, and how that differs from what they said before.
//!
//! 1. `key`: the name of a criterion in a workspace;
//! 2. `changes`: two intents, compared (`pair` finds which criterion is which, `matching` which test);
//! 3. `words`: two wordings, word by word.

mod changes;
mod key;
mod matching;
mod pair;
pub mod readable;
pub mod softened;
pub mod weakened;
pub mod words;

use std::sync::Arc;

pub use changes::{Change, Kind, LinkChange, Relink, changes, links};
pub use key::Key;

use crate::links::Link;
use crate::spec::Fingerprint;

/// What the criteria of a workspace say at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// In the order of the documents, or of the lock.
    pub criteria: Vec<Meaning>,
    /// Links that name no criterion: the id as it is written, and the item.
    pub strays: Vec<(String, Linked)>,
}

/// What one criterion says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Its name.
    pub key: Key,
    /// Its words: [`crate::Criterion::wording`].
    pub wording: String,
    /// The tests that verify it.
    pub tests: Vec<Linked>,
    /// The items that implement it.
    pub code: Vec<Linked>,
}

/// An item that is linked to a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its file, from the root of the workspace, with `/` between names.
    pub file: Arc<str>,
    /// Its path in the file: `tests::pays_once`.
    pub name: Arc<str>,
    /// Of a test, what it says: [`crate::links::LinkedItem::tokens`].
    pub tokens: Arc<str>,
    /// The fingerprint of what it says, of code too; `None`: that does not matter.
    pub fingerprint: Option<Fingerprint>,
    /// The link, where it stands in a source.
    pub link: Option<Arc<Link>>,
}

impl Linked {
    /// Is it the same item, by its name?
    pub fn is_called_as(&self, other: &Self) -> bool {
        self.name == other.name && self.file == other.file
    }
}
