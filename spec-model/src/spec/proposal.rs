//! The proposals of an open change of OpenSpec.

use super::{Criterion, Requirement};

/// The action of an open change on a requirement. Until the change is archived, it needs no test.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The name of the change: that of its folder.
    pub change: String,
    /// It takes the requirement away, or what is left of it; else it adds or modifies it.
    pub removes: bool,
    /// It modifies the requirement, and does not add or remove it as a whole.
    pub modifies: bool,
    /// The requirement of the same name that is in force until then.
    pub replaces: Option<Box<Requirement>>,
}

impl Proposal {
    /// Its action, in a word: `adds`, `modifies` or `removes`.
    pub const fn verb(&self) -> &'static str {
        match (self.removes, self.modifies) {
            (true, _) => "removes",
            (false, true) => "modifies",
            (false, false) => "adds",
        }
    }
}

impl Requirement {
    /// The criterion that is in force in the place of one that an open change modifies; else the same one.
    pub fn in_force<'a>(&'a self, criterion: &'a Criterion) -> &'a Criterion {
        let replaced = self.proposal.as_ref().and_then(|proposal| proposal.replaces.as_deref());
        let mut criteria = replaced.into_iter().flat_map(|replaced| &replaced.criteria);
        criteria.find(|other| other.id == criterion.id).unwrap_or(criterion)
    }
}
