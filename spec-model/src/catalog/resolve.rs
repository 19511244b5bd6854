//! Which criterion a written id names.

use super::index::{Index, Slot};
use super::{Catalog, ResolveError, Target};
use crate::grammar::id::Form;
use crate::grammar::reference::{self, Reference};
use crate::nearest::nearest;
use crate::spec::{Document, Id};

/// How many similar ids are offered for one that does not exist.
const MAX_SIMILAR: usize = 3;

impl Catalog {
    /// Finds what a written id names: `REQ-3.2`, `3.2`, `Requirement 3.2`, `checkout/REQ-3.2`, `US1/AC2` …
    ///
    /// # Errors
    ///
    /// When it is not an id, when no document defines it, or when several features do.
    pub fn resolve(&self, written: &str) -> Result<Target<'_>, ResolveError> {
        match reference::reference(written) {
            Ok(reference) => self.find(&reference),
            Err(problem) => Err(ResolveError::Malformed { reason: problem.reason }),
        }
    }

    /// Finds what a reference names.
    ///
    /// In this order: the id as it is written, the id in any case; of a bare number, the criterion of the numbered requirement
    /// (`REQ-1.2` for `1.2`), else the only one whose id ends so (`FR-1.2`). A known id costs one look-up.
    ///
    /// # Errors
    ///
    /// When no document defines it, or when several features do.
    pub fn find(&self, reference: &Reference) -> Result<Target<'_>, ResolveError> {
        let id = match reference.form {
            Form::Number => format!("REQ-{}", reference.id),
            _ => reference.id.to_string(),
        };
        let mut slots = self.slots(self.index().by_id(&id), reference);
        if slots.is_empty() && reference.form == Form::Number {
            slots = self.slots(self.index().by_number(reference.id.as_str()), reference);
        }
        if slots.iter().any(|&slot| self.slot_id(slot).as_str() == id) {
            slots.retain(|&slot| self.slot_id(slot).as_str() == id);
        }
        // The same id again in the same document is either a requirement that is its own criterion, which comes first, or a
        // duplicate, of which the first counts.
        let Some(&first) = slots.first() else { return Err(self.unknown(reference, &id)) };
        slots.retain(|&slot| {
            slot == first || slot.document != first.document || self.slot_id(slot) != self.slot_id(first)
        });
        if slots.len() == 1 {
            return Ok(self.target(first));
        }
        let mut candidates: Vec<_> = slots.into_iter().map(|slot| self.qualified(slot)).collect();
        candidates.dedup();
        Err(ResolveError::Ambiguous { candidates })
    }

    /// The id by which a link should name a target: the bare one, or `feature/ID` where other features have the same.
    pub fn qualified_id(&self, target: &Target<'_>) -> String {
        self.qualify(&target.document.feature, target.id())
    }

    fn qualify(&self, feature: &str, id: &Id) -> String {
        let same = self.index().by_id(id.as_str()).iter().filter(|&&slot| self.slot_id(slot) == id);
        let mut features = same.map(|slot| &self.documents[slot.document].feature);
        if features.any(|other| other != feature) { format!("{feature}/{id}") } else { id.to_string() }
    }

    /// Every criterion, in the order of the documents.
    pub fn criteria(&self) -> impl Iterator<Item = Target<'_>> {
        self.documents.iter().flat_map(|document| {
            let targets = document.criteria();
            targets.map(move |(requirement, criterion)| Target {
                document,
                requirement,
                criterion: Some(criterion),
            })
        })
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.documents))
    }

    /// Those slots that are in the feature of the reference.
    fn slots(&self, slots: &[Slot], reference: &Reference) -> Vec<Slot> {
        let is_meant = |slot: &&Slot| {
            let document = self.documents.get(slot.document);
            let feature = reference.feature.as_ref();
            document.is_some_and(|document| feature.is_none_or(|feature| *feature == document.feature))
        };
        slots.iter().filter(is_meant).copied().collect()
    }

    fn slot_id(&self, slot: Slot) -> &Id {
        let requirement = &self.documents[slot.document].requirements[slot.requirement];
        slot.criterion.map_or(&requirement.id, |criterion| &requirement.criteria[criterion].id)
    }

    fn qualified(&self, slot: Slot) -> String {
        format!("{}/{}", self.documents[slot.document].feature, self.slot_id(slot))
    }

    fn target(&self, slot: Slot) -> Target<'_> {
        let document = &self.documents[slot.document];
        let requirement = &document.requirements[slot.requirement];
        let criterion = match (slot.criterion, requirement.criteria.as_slice()) {
            (Some(criterion), criteria) => criteria.get(criterion),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        Target { document, requirement, criterion }
    }

    /// No document defines the id: what was probably meant?
    fn unknown(&self, reference: &Reference, id: &str) -> ResolveError {
        let elsewhere = self.index().by_id(id).iter().map(|&slot| self.qualified(slot));
        let mut similar: Vec<_> = elsewhere.take(MAX_SIMILAR).collect();
        similar.dedup();
        if similar.is_empty() {
            let is_meant =
                |document: &&Document| reference.feature.as_ref().is_none_or(|it| *it == document.feature);
            let documents = self.documents.iter().filter(is_meant);
            let mut ids: Vec<&str> = Vec::new();
            for requirement in documents.flat_map(|document| &document.requirements) {
                ids.extend(requirement.criteria.iter().map(|criterion| criterion.id.as_str()));
                ids.push(requirement.id.as_str());
            }
            for near in nearest(id, ids, 2 * MAX_SIMILAR) {
                let slots = self.slots(self.index().by_id(near), reference);
                let Some(&slot) = slots.iter().find(|&&slot| self.slot_id(slot).as_str() == near) else {
                    continue;
                };
                let name = match reference.feature {
                    Some(_) => self.qualified(slot),
                    None => self.qualify(&self.documents[slot.document].feature, self.slot_id(slot)),
                };
                if !similar.contains(&name) {
                    similar.push(name);
                }
            }
            similar.truncate(MAX_SIMILAR);
        }
        ResolveError::Unknown { similar }
    }
}
