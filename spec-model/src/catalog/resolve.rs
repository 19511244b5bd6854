//! Resolves a written id to its criterion.
//!
//! If documents are shared, an id is looked for in the package's own documents first. `workspace/REQ-1` is the shared one.

use std::sync::Arc;

use super::index::{Index, Slot};
use super::{Catalog, CriterionIx, RequirementIx, ResolveError, Target};
use crate::grammar::reference::{self, Reference};
use crate::nearest::nearest;
use crate::spec::{Document, Id};

/// The number of similar ids that are offered for one that does not exist.
const MAX_SIMILAR: usize = 3;

/// The prefix of an id that names a criterion of a workspace's root.
pub const WORKSPACE: &str = "workspace/";

impl Catalog {
    /// Finds what a written id names: `REQ-3.2`, `3.2`, `Requirement 3.2`, `checkout/REQ-3.2`, `US1/AC2` …
    ///
    /// # Errors
    ///
    /// When it is not an id, when no document defines it, or when several features do.
    pub fn resolve(&self, written: &str) -> Result<Target<'_>, ResolveError> {
        self.resolve_beside(self.shared.as_deref(), written)
    }

    /// As [`Catalog::resolve`], with these shared documents.
    pub fn resolve_beside<'a>(
        &'a self,
        shared: Option<&'a Self>,
        written: &str,
    ) -> Result<Target<'a>, ResolveError> {
        let written = written.trim();
        let own = self.resolve_alone(written);
        if let Some(rest) = written.strip_prefix(WORKSPACE) {
            // A feature may be named like this.
            let of_workspace = shared.or(self.is_of_workspace.then_some(self));
            return own.or_else(|error| of_workspace.map_or(Err(error), |root| root.resolve_alone(rest)));
        }
        let Some(shared) = shared else { return own };
        match (own, shared.resolve_alone(written)) {
            (Err(ResolveError::Unknown { similar }), Err(ResolveError::Unknown { similar: others })) => {
                let others = others.into_iter().filter(|other| !similar.contains(other));
                let similar = similar.iter().cloned().chain(others).take(MAX_SIMILAR).collect();
                Err(ResolveError::Unknown { similar })
            }
            (Err(ResolveError::Unknown { .. }), shared) => shared,
            (own, _) => own,
        }
    }

    /// Finds what an id names in these documents alone.
    ///
    /// An id that a document defines is found as it is, whatever it looks like, in one look-up; what is not defined as it is
    /// written is read as a [`Reference`].
    fn resolve_alone(&self, written: &str) -> Result<Target<'_>, ResolveError> {
        let (feature, id) = match written.trim().rsplit_once('/') {
            Some((feature, id)) => (Some(feature), id),
            None => (None, written.trim()),
        };
        let exact = self.exact(&self.slots(id, feature), id);
        if !exact.is_empty() {
            return self.only(exact);
        }
        match reference::reference(written) {
            Ok(reference) => self.find(&reference),
            Err(problem) => Err(ResolveError::Malformed { reason: problem.reason }),
        }
    }

    /// Finds what a reference names.
    ///
    /// In this order: the id as it is written, the id in any case; of a bare number, the criterion of the numbered requirement (`REQ-1.2`
    /// for `1.2`); else (of `AC 1.2` too) the only one whose id ends so (`FR-1.2`).
    ///
    /// # Errors
    ///
    /// When no document defines it, or when several features do.
    pub fn find(&self, reference: &Reference) -> Result<Target<'_>, ResolveError> {
        let feature = reference.feature.as_deref();
        let id = reference.canonical();
        let id = id.as_str();
        let mut slots = self.slots(id, feature);
        if slots.is_empty()
            && let Some(number) = reference.number()
        {
            slots = self.in_feature(self.index().by_number(number), feature);
        }
        let exact = self.exact(&slots, id);
        match if exact.is_empty() { slots } else { exact } {
            slots if slots.is_empty() => Err(match self.retired(id, feature) {
                Some(place) => ResolveError::Retired { place },
                None => ResolveError::Unknown { similar: self.similar(id, feature) },
            }),
            slots => self.only(slots),
        }
    }

    /// Finds the id that the document keeps for a removed requirement or criterion.
    fn retired(&self, id: &str, feature: Option<&str>) -> Option<String> {
        let gone = self.index().retired(id).iter();
        let mut gone = gone.map(|&(document, at)| (&self.documents[document], at));
        let (document, at) =
            gone.find(|(document, _)| feature.is_none_or(|feature| document.feature == feature))?;
        let line = document.source.line(document.retired[at].span.start);
        Some(format!("{}:{line}", document.source.path().display()))
    }

    /// The one thing that is meant by slots, of which there is at least one.
    ///
    /// A requirement that is its own criterion has the same id twice in a document, and comes first. Any other is a duplicate, of which the
    /// first counts.
    fn only(&self, mut slots: Vec<Slot>) -> Result<Target<'_>, ResolveError> {
        let first = slots[0];
        slots.retain(|&slot| {
            slot == first || slot.document != first.document || self.slot_id(slot) != self.slot_id(first)
        });
        let mut candidates: Vec<_> = slots.into_iter().map(|slot| self.qualified(slot)).collect();
        candidates.dedup();
        // A requirement that an open change modifies stands before the rest of it in force.
        if candidates.len() == 1 {
            return Ok(self.target(first));
        }
        Err(ResolveError::Ambiguous { candidates })
    }

    /// The id by which a link should name a target: the bare one, or `feature/ID` where other features have the same.
    pub fn qualified_id(&self, target: &Target<'_>) -> String {
        self.name_in(!self.holds(target), target)
    }

    /// As [`Catalog::qualified_id`], for a target that was read elsewhere. `is_shared`: is it one of the shared documents?
    pub fn name_in(&self, is_shared: bool, target: &Target<'_>) -> String {
        let (feature, id) = (&target.document.feature, target.id());
        match self.shared.as_deref() {
            Some(shared) if is_shared => {
                let name = shared.qualify(feature, id);
                if self.defines(id) { format!("{WORKSPACE}{name}") } else { name }
            }
            _ => self.qualify(feature, id),
        }
    }

    /// Is this of one of its own documents?
    pub fn holds(&self, target: &Target<'_>) -> bool {
        let own = self.documents.get(target.requirement_ix.document);
        own.is_some_and(|own| own.source.path() == target.document.source.path())
    }

    fn defines(&self, id: &Id) -> bool {
        !self.exact(&self.slots(id.as_str(), None), id.as_str()).is_empty()
    }

    fn qualify(&self, feature: &str, id: &Id) -> String {
        if self.index().is_shared(id.as_str()) { format!("{feature}/{id}") } else { id.to_string() }
    }

    /// Every criterion, in the order of the documents.
    pub fn criteria(&self) -> impl Iterator<Item = Target<'_>> {
        let documents = self.documents.iter().enumerate();
        documents.flat_map(|(at, document)| Target::criteria_of(at, document))
    }

    /// Makes what look-ups need now, where it would be made by the first of them.
    pub fn indexed(self) -> Self {
        self.index();
        self
    }

    /// Has ids that do not exist compared with names as if nobody had asked before.
    pub fn asked_anew(&self) {
        if let Some(index) = self.index.get() {
            index.asked_anew();
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.documents))
    }

    /// The targets that an id may mean, in any case, in a feature or in all.
    fn slots(&self, id: &str, feature: Option<&str>) -> Vec<Slot> {
        self.in_feature(self.index().by_id(id), feature)
    }

    fn in_feature(&self, slots: &[Slot], feature: Option<&str>) -> Vec<Slot> {
        let is_meant =
            |slot: &&Slot| feature.is_none_or(|feature| self.documents[slot.document].feature == feature);
        slots.iter().filter(is_meant).copied().collect()
    }

    /// Those slots whose id is written like this.
    fn exact(&self, slots: &[Slot], id: &str) -> Vec<Slot> {
        slots.iter().filter(|&&slot| self.slot_id(slot).as_str() == id).copied().collect()
    }

    fn slot_id(&self, slot: Slot) -> &Id {
        let requirement = &self.documents[slot.document].requirements[slot.requirement];
        slot.criterion.map_or(&requirement.id, |criterion| &requirement.criteria[criterion].id)
    }

    fn qualified(&self, slot: Slot) -> String {
        format!("{}/{}", self.documents[slot.document].feature, self.slot_id(slot))
    }

    fn target(&self, slot: Slot) -> Target<'_> {
        let document = &*self.documents[slot.document];
        let requirement = &document.requirements[slot.requirement];
        let criterion = match (slot.criterion, requirement.criteria.len()) {
            (None, 1) => Some(0),
            (criterion, _) => criterion,
        };
        let requirement_ix = RequirementIx { document: slot.document, requirement: slot.requirement };
        let criterion_ix = criterion.map(|criterion| CriterionIx { requirement: requirement_ix, criterion });
        let criterion = criterion.and_then(|at| requirement.criteria.get(at));
        Target { document, requirement, criterion, requirement_ix, criterion_ix }
    }

    /// No document defines the id, or not in this feature: what was probably meant? Nothing, if too many were asked for.
    fn similar(&self, id: &str, feature: Option<&str>) -> Vec<String> {
        let elsewhere = self.index().by_id(id).iter().map(|&slot| self.qualified(slot));
        let mut similar: Vec<_> = elsewhere.take(MAX_SIMILAR).collect();
        similar.dedup();
        if !similar.is_empty() {
            return similar;
        }
        let is_meant = |document: &&Arc<Document>| feature.is_none_or(|feature| document.feature == feature);
        let mut ids: Vec<&str> = Vec::new();
        for requirement in self.documents.iter().filter(is_meant).flat_map(|document| &document.requirements)
        {
            ids.extend(requirement.criteria.iter().map(|criterion| criterion.id.as_str()));
            ids.push(requirement.id.as_str());
        }
        if !self.index().may_compare(ids.len()) {
            return similar;
        }
        // Twice as many as are shown: a requirement that is its own criterion is there twice.
        for near in nearest(id, ids, 2 * MAX_SIMILAR) {
            let Some(&slot) = self.exact(&self.slots(near, feature), near).first() else { continue };
            let name = match feature {
                Some(_) => self.qualified(slot),
                None => self.qualify(&self.documents[slot.document].feature, self.slot_id(slot)),
            };
            if !similar.contains(&name) {
                similar.push(name);
            }
        }
        similar.truncate(MAX_SIMILAR);
        similar
    }
}
