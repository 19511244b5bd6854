//! Which rung `spec.toml` demands of each criterion: of all, of a feature, of a requirement or of the criterion itself.

use std::collections::HashMap;

use spec_model::catalog::{Catalog, ResolveError, Target};
use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::nearest::nearest;
use spec_model::spec::{Criterion, Requirement};

use super::Rung;
use super::join::unresolved_id;

/// What a `spec.toml` demands; the demand that says most exactly what it is of counts.
#[derive(Debug, Default)]
pub(super) struct Demands<'a> {
    all: Option<Rung>,
    features: HashMap<&'a str, Rung>,
    requirements: HashMap<*const Requirement, Rung>,
    criteria: HashMap<*const Criterion, Rung>,
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
                Ok(Target { criterion: Some(criterion), .. }) => {
                    demands.criteria.insert(criterion, rung);
                }
                Ok(Target { requirement, .. }) => {
                    demands.requirements.insert(requirement, rung);
                }
                Err(error) => {
                    diagnostics.push(unknown(catalog, of, demand.location.clone(), &error));
                }
            }
        }
        demands
    }

    /// What is demanded of a criterion.
    pub(super) fn of(&self, target: &Target<'_>) -> Option<Rung> {
        let criterion =
            target.criterion.and_then(|criterion| self.criteria.get(&std::ptr::from_ref(criterion)));
        criterion
            .or_else(|| self.requirements.get(&std::ptr::from_ref(target.requirement)))
            .or_else(|| self.features.get(&*target.document.feature))
            .copied()
            .or(self.all)
    }
}

/// Reports something in `spec.toml` that names neither a feature nor an id.
pub(super) fn unknown(catalog: &Catalog, of: &str, location: Location, error: &ResolveError) -> Diagnostic {
    let written = of.escape_debug();
    let (message, help) = match error {
        ResolveError::Ambiguous { .. } | ResolveError::Retired { .. } => unresolved_id(of, error),
        ResolveError::Unknown { similar } if !similar.is_empty() => unresolved_id(of, error),
        _ => {
            let features: Vec<_> = catalog.documents.iter().map(|document| &*document.feature).collect();
            let help = match nearest(of, features.iter().copied(), 1).first() {
                Some(feature) => format!("did you mean `{feature}`?"),
                None => format!("the features are `{}`", features.join("`, `")),
            };
            (format!("`{written}` is neither a feature nor an id that a document defines"), help)
        }
    };
    Diagnostic::new(Code::ConfigUnknown, message).located(location).help(help)
}
