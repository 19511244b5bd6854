//! A value for each criterion of a catalog.

use std::ops::{Index, IndexMut};

use spec_model::catalog::{Catalog, CriterionIx, Target};

/// A value for each criterion of a catalog: of each document and requirement in turn.
#[derive(Debug)]
pub(crate) struct CriterionMap<T>(Vec<Vec<Vec<T>>>);

impl<T> CriterionMap<T> {
    /// Gives each criterion of a catalog a value.
    pub(crate) fn new(catalog: &Catalog, mut each: impl FnMut(&Target<'_>) -> T) -> Self {
        let documents = catalog.documents.iter().enumerate();
        let of_documents = documents.map(|(document_at, document)| {
            let requirements = 0..document.requirements.len();
            let of_requirements = requirements.map(|requirement| {
                let criteria = Target::criteria_of_requirement((document_at, document), requirement);
                criteria.map(|target| each(&target)).collect()
            });
            of_requirements.collect()
        });
        Self(of_documents.collect())
    }
}

impl<T> Index<CriterionIx> for CriterionMap<T> {
    type Output = T;

    fn index(&self, at: CriterionIx) -> &T {
        &self.0[at.requirement.document][at.requirement.requirement][at.criterion]
    }
}

impl<T> IndexMut<CriterionIx> for CriterionMap<T> {
    fn index_mut(&mut self, at: CriterionIx) -> &mut T {
        &mut self.0[at.requirement.document][at.requirement.requirement][at.criterion]
    }
}
