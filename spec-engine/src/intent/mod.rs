//! The intent: what the criteria and their tests say, and how it differs from what they said before.
//!
//! 1. `key`: the name of a criterion in a workspace;
//! 2. `around`: what stands around a criterion and is a part of its meaning;
//! 3. `changes`: two intents, compared; `changed_helpers`: what their tests use;
//!    `pair` finds which criterion is which, `matching` which test, `renamed` what is only called otherwise;
//! 4. `words`: two wordings, word by word; `attribute_order`: two tests whose attributes stand in another order.

mod alignment;
mod around;
mod attribute_order;
mod brackets;
mod changed_helpers;
mod changes;
mod key;
mod matching;
mod pair;
pub mod readable;
mod renamed;
pub mod softened;
pub(crate) mod tokens;
pub mod weakened;
pub mod words;

use std::sync::Arc;

pub use around::Around;
pub use changes::{Change, ChangeKind, LinkChange, Relink, changes, links, tests_stayed};
pub use key::Key;

use spec_model::diagnostic::Location;
use spec_model::index::IndexVec;
use spec_model::spec::Fingerprint;
use spec_model::waiver::Waiver;

use crate::ladder::VerdictIx;
use crate::links::{Helper, Link};

spec_model::index_type! {
    /// A criterion as it was: in a lock, or in an earlier state of the documents.
    pub struct BeforeIx;
    /// A criterion as it is, or a requirement that asks for something itself.
    pub struct NowIx;
}

/// The criteria of a state that another one is compared with.
pub type Before<'a> = IndexVec<BeforeIx, &'a CriterionIntent>;

/// The intent of a workspace's criteria at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// The criteria in the order of the documents, then the requirements that ask for something themselves.
    pub criteria: IndexVec<NowIx, Stated>,
    /// Links that name no criterion: the id as it is written, and the item.
    pub unresolved_links: Vec<(String, ItemState)>,
}

impl Intent {
    /// Returns the intent of each criterion.
    pub fn intents(&self) -> impl Iterator<Item = &CriterionIntent> {
        self.criteria.iter().map(|stated| &stated.intent)
    }

    /// This state as the one that another is compared with.
    pub fn as_before(&self) -> Before<'_> {
        self.intents().collect()
    }
}

/// A criterion as the documents state it, or a requirement that asks for something itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The intent of the criterion.
    pub intent: CriterionIntent,
    /// Its place.
    pub place: Location,
    /// The verdict on it; `None`: it is a requirement, which has none of its own.
    pub verdict: Option<VerdictIx>,
}

/// The intent of one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionIntent {
    /// Its name.
    pub key: Key,
    /// Its words: [`spec_model::Criterion::wording`].
    pub wording: String,
    /// The tests that verify it.
    pub tests: Vec<ItemState>,
    /// The helpers of these in their own files: functions, constants and macros that only tests have.
    pub helpers: Vec<ItemState>,
    /// The items that implement it.
    pub code: Vec<ItemState>,
    /// The way in which it is verified instead of by a test, if there is one.
    pub waiver: Option<Waiver>,
    /// The text around it that is a part of its meaning, in the order of the texts; `None`: it was not recorded.
    pub context: Option<Vec<Around>>,
    /// The record of its acceptance; nothing of it stands in the documents.
    pub record: AcceptanceRecord,
}

/// The record of a criterion's acceptance, as `spec.lock` keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptanceRecord {
    /// The fingerprint that identifies an accepted criterion, whatever its number and its words become.
    pub lineage: Option<Fingerprint>,
    /// The reason why its tests stayed as they were when its words changed, if they did.
    pub tests_unchanged: Option<String>,
}

impl CriterionIntent {
    /// Returns the fingerprint that identifies an accepted criterion: that of its first acceptance.
    pub fn lineage(&self) -> Fingerprint {
        self.record
            .lineage
            .unwrap_or_else(|| Fingerprint::as_written(&format!("{}\t{}", self.key, self.wording)))
    }

    /// All that verifies it: its tests, and what they use.
    pub fn checks(&self) -> impl Iterator<Item = &ItemState> {
        self.tests.iter().chain(&self.helpers)
    }
}

/// An item that is linked to a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemState {
    /// Its file, from the root of the workspace, with `/` between names.
    pub file: Arc<str>,
    /// Its path in the file: `tests::pays_once`.
    pub name: Arc<str>,
    /// Of a test, what it says: [`crate::links::LinkedItem::tokens`].
    pub tokens: Arc<str>,
    /// The fingerprint of what it says, of code too; `None`: that does not matter.
    pub fingerprint: Option<Fingerprint>,
    /// The link, where it stands in a source. Of a helper it is that of a test which uses it.
    pub link: Option<Arc<Link>>,
    /// The helper that it is, where it stands in a source.
    pub helper: Option<Arc<Helper>>,
}

impl ItemState {
    /// Is it the same item, by its name?
    pub fn is_called_as(&self, other: &Self) -> bool {
        self.name == other.name && self.file == other.file
    }

    /// Returns its place in a source.
    pub fn location(&self) -> Option<&Location> {
        let link = self.link.as_ref().map(|link| &link.location);
        self.helper.as_ref().map(|helper| &helper.location).or(link)
    }
}
