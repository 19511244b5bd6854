//! Finds the criteria that are waived, and the waivers that are not needed.

use std::collections::HashMap;

use spec_model::catalog::{Catalog, Target};
use spec_model::config::ConfiguredWaiver;
use spec_model::diagnostic::Diagnostic;

use crate::findings::configuration::{unknown, waived_twice};
use crate::ladder::{Rung, Verdict};

/// The waivers of a catalog, by the feature and the id of the criterion.
#[derive(Debug, Default)]
pub(super) struct Waivers<'a>(HashMap<(&'a str, &'a str), &'a ConfiguredWaiver>);

impl<'a> Waivers<'a> {
    /// Finds what the waivers of a catalog name, and reports those that name nothing.
    ///
    /// A waiver of a requirement is one of each of its criteria that has none of its own.
    pub(super) fn new(catalog: &'a Catalog, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let (mut own, mut inherited) = (HashMap::new(), HashMap::new());
        for waiver in &catalog.config.waivers {
            match catalog.resolve(&waiver.of) {
                Ok(target) => {
                    let waivers = if target.criterion.is_some() { &mut own } else { &mut inherited };
                    let criteria = target.criterion.map_or_else(
                        || target.requirement.criteria.iter().collect(),
                        |criterion| vec![criterion],
                    );
                    for criterion in criteria {
                        let key = (&*target.document.feature, criterion.id.as_str());
                        if let Some(first) = waivers.insert(key, waiver) {
                            diagnostics.push(waived_twice(waiver, first));
                        }
                    }
                }
                Err(error) => {
                    diagnostics.push(unknown(catalog, &waiver.of, waiver.location.clone(), &error));
                }
            }
        }
        for (key, waiver) in inherited {
            own.entry(key).or_insert(waiver);
        }
        Self(own)
    }

    /// The waiver of a criterion.
    pub(super) fn of(&self, target: &Target<'_>) -> Option<&'a ConfiguredWaiver> {
        let id = target.criterion?.id.as_str();
        self.0.get(&(&*target.document.feature, id)).copied()
    }
}

/// Puts a waiver into force: where no test would run, the criterion stands as waived.
///
/// A test that would run says more than a waiver. It decides, and the waiver is a finding.
pub(super) fn apply(verdict: &mut Verdict, configured: &ConfiguredWaiver) {
    if verdict.rung < Rung::Tested {
        verdict.rung = Rung::Waived;
    }
    verdict.waiver = Some(configured.waiver.clone());
}
