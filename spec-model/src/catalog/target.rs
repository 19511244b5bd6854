//! The target of an id, and its place in its catalog.

use crate::spec::{Criterion, Document, Id, Requirement};

/// A requirement of a catalog, by its place: two catalogs have the same places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequirementIx {
    /// The place of its document among those of the catalog.
    pub document: usize,
    /// Its own place in the document.
    pub requirement: usize,
}

/// A criterion of a catalog, by its place. They are ordered as the documents are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionIx {
    /// The place of its requirement.
    pub requirement: RequirementIx,
    /// Its own place below the requirement.
    pub criterion: usize,
}

/// The thing that an id names.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The document.
    pub document: &'a Document,
    /// The requirement.
    pub requirement: &'a Requirement,
    /// The criterion, unless the requirement itself was named and it has several.
    pub criterion: Option<&'a Criterion>,
    /// The place of the requirement.
    pub requirement_ix: RequirementIx,
    /// The place of the criterion.
    pub criterion_ix: Option<CriterionIx>,
}

impl<'a> Target<'a> {
    /// The requirement of a document, which stands at a place in its catalog, or one of its criteria. `None`: there is none.
    pub fn new(
        (document_at, document): (usize, &'a Document),
        requirement_at: usize,
        criterion_at: Option<usize>,
    ) -> Option<Self> {
        let requirement = document.requirements.get(requirement_at)?;
        let requirement_ix = RequirementIx { document: document_at, requirement: requirement_at };
        let criterion = criterion_at.and_then(|at| requirement.criteria.get(at));
        let criterion_ix = criterion.and(criterion_at);
        let criterion_ix =
            criterion_ix.map(|criterion| CriterionIx { requirement: requirement_ix, criterion });
        Some(Self { document, requirement, criterion, requirement_ix, criterion_ix })
    }

    /// Every criterion of a document that stands at a place in its catalog, in the order of the document.
    pub fn criteria_of(document_at: usize, document: &'a Document) -> impl Iterator<Item = Self> {
        let requirements = 0..document.requirements.len();
        requirements
            .flat_map(move |requirement| Self::criteria_of_requirement((document_at, document), requirement))
    }

    /// Every criterion of a requirement, which stands at a place in its document, in their order.
    pub fn criteria_of_requirement(
        document: (usize, &'a Document),
        requirement: usize,
    ) -> impl Iterator<Item = Self> {
        let criteria = document.1.requirements.get(requirement).map_or(0, |stated| stated.criteria.len());
        (0..criteria).filter_map(move |criterion| Self::new(document, requirement, Some(criterion)))
    }

    /// The places of all criteria of the requirement.
    pub fn all_of_requirement(&self) -> impl Iterator<Item = CriterionIx> + use<> {
        let requirement = self.requirement_ix;
        (0..self.requirement.criteria.len()).map(move |criterion| CriterionIx { requirement, criterion })
    }

    /// The id of the criterion, or of the requirement when that was named.
    pub fn id(&self) -> &'a Id {
        self.criterion.map_or(&self.requirement.id, |criterion| &criterion.id)
    }

    /// Returns whether both are of one document, of whatever catalog.
    pub fn is_beside(&self, other: &Target<'_>) -> bool {
        self.requirement_ix.document == other.requirement_ix.document
            && self.document.source.path() == other.document.source.path()
    }

    /// Returns whether this names the other one, or the requirement that it belongs to.
    pub fn includes(&self, other: &Target<'_>) -> bool {
        self.requirement_ix == other.requirement_ix
            && (self.criterion.is_none() || self.criterion_ix == other.criterion_ix)
            && self.is_beside(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Source, dialect};

    #[test]
    fn places_tell_criteria_apart_and_are_in_the_order_of_the_document() {
        let text = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. it SHALL a\n2. it SHALL b\n\n\
                    ### Requirement 2: B\n\n#### Acceptance Criteria\n\n1. it SHALL c\n";
        let read = |path: &str| dialect::read(Source::new(path, text), Some(Dialect::Kiro));
        let (document, other) = (read("/a/requirements.md"), read("/b/requirements.md"));
        let all: Vec<_> = Target::criteria_of(0, &document).collect();
        assert_eq!(
            all.iter().map(|target| target.id().as_str()).collect::<Vec<_>>(),
            ["REQ-1.1", "REQ-1.2", "REQ-2.1"]
        );
        assert!(all.is_sorted_by(|one, next| one.criterion_ix < next.criterion_ix));
        let first = Target::new((0, &document), 0, None).expect("a requirement");
        let includes: Vec<_> = all.iter().map(|target| first.includes(target)).collect();
        assert_eq!(includes, [true, true, false]);
        assert!(all[0].includes(&all[0]) && !all[0].includes(&all[1]) && !all[0].includes(&first));
        let elsewhere = Target::criteria_of(0, &other).next().expect("a criterion");
        assert!(!first.includes(&elsewhere), "the same places of another catalog");
        assert!(Target::new((0, &document), 2, None).is_none());
    }
}
