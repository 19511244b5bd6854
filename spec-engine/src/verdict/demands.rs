//! Finds the rung that `spec.toml` demands of each criterion: of all, of a feature, of a requirement or of the
//! criterion itself.

use std::collections::HashMap;

use spec_model::catalog::{Catalog, CriterionIx, RequirementIx, Target};
use spec_model::diagnostic::Diagnostic;

use crate::findings::configuration::unknown;
use crate::ladder::Rung;

/// The demands of a `spec.toml`; the most exact demand for a criterion counts.
#[derive(Debug, Default)]
pub(super) struct Demands<'a> {
    all: Option<Rung>,
    features: HashMap<&'a str, Rung>,
    requirements: HashMap<RequirementIx, Rung>,
    criteria: HashMap<CriterionIx, Rung>,
}

impl<'a> Demands<'a> {
    /// Finds what the demands of a catalog are of; what they are of nothing is said.
    pub(super) fn new(catalog: &'a Catalog, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut demands = Self::default();
        for demand in &catalog.config.require {
            let Some(rung) = Rung::ALL.into_iter().find(|rung| rung.as_str() == demand.rung) else {
                continue;
            };
            let mut features = catalog.documents.iter().map(|document| &*document.feature);
            let Some(of) = &demand.of else {
                demands.all = Some(rung);
                continue;
            };
            if let Some(feature) = features.find(|feature| feature == of) {
                demands.features.insert(feature, rung);
                continue;
            }
            match catalog.resolve(of) {
                // Criteria of the shared documents are demanded by their own `spec.toml`.
                Ok(target) if !catalog.holds(&target) => {}
                Ok(Target { criterion_ix: Some(criterion), .. }) => {
                    demands.criteria.insert(criterion, rung);
                }
                Ok(Target { requirement_ix, .. }) => {
                    demands.requirements.insert(requirement_ix, rung);
                }
                Err(error) => {
                    diagnostics.push(unknown(catalog, of, demand.location.clone(), &error));
                }
            }
        }
        demands
    }

    /// The rung that a criterion must reach.
    pub(super) fn of(&self, target: &Target<'_>) -> Option<Rung> {
        let criterion = target.criterion_ix.and_then(|criterion| self.criteria.get(&criterion));
        criterion
            .or_else(|| self.requirements.get(&target.requirement_ix))
            .or_else(|| self.features.get(&*target.document.feature))
            .copied()
            .or(self.all)
    }
}
