//! Links follow what was accepted, not the number that they name.
//!
//! A criterion that has moved takes its links along before anybody rewrites them. A link that was accepted for a criterion which is gone
//! says nothing for the one that has its number now.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use spec_model::catalog::Catalog;
use spec_model::diagnostic::Location;

use super::answer::{Findings, LockComparison};
use crate::findings::sink::Severities;
use crate::findings::unmet;
use crate::intent::{CriterionIntent, ItemState, Key, Kind};
use crate::ladder::{self, Rung};
use crate::links::Link;

impl LockComparison {
    /// The items whose links mean criteria that are gone, each with the criterion as it was accepted.
    pub fn links_of_gone(&self) -> impl Iterator<Item = (&CriterionIntent, &ItemState)> {
        self.changes.iter().filter_map(|change| Some((change, self.before(change)?))).flat_map(
            |(change, before)| {
                let items = if let Kind::Removed(items) = &change.kind { items.as_slice() } else { &[] };
                items.iter().map(move |item| (before, item))
            },
        )
    }
}

/// Gives each criterion the links that are meant for it. `catalogs` are in the order of `roots`, which are the roots of keys.
pub(super) fn follow(
    comparison: &LockComparison,
    catalogs: &[Catalog],
    roots: &[String],
    findings: &mut Findings,
) {
    let verdicts = findings.verdicts.len();
    let keys: HashMap<&Key, usize> = comparison
        .now
        .criteria
        .iter()
        .take(verdicts)
        .enumerate()
        .map(|(at, meaning)| (&meaning.key, at))
        .collect();
    let mut touched = BTreeSet::new();
    let mut take = |key: &Key, link: &Link, findings: &mut Findings| {
        if let Some(&at) = keys.get(key).filter(|_| key.is_meant_by(&link.id)) {
            findings.verdicts[at].links.retain(|known| known.location != link.location);
            touched.insert(at);
        }
    };
    for relink in comparison.relinks() {
        take(&relink.from, &relink.link, findings);
    }
    for (gone, item) in comparison.links_of_gone() {
        item.link.iter().for_each(|link| take(&gone.key, link, findings));
    }
    for relink in comparison.relinks() {
        let Some(&at) = keys.get(&relink.to) else { continue };
        let links = &mut findings.verdicts[at].links;
        if !links.iter().any(|known| known.location == relink.link.location) {
            links.push(Arc::clone(&relink.link));
        }
        touched.insert(at);
    }
    let mut places: HashMap<Location, usize> = HashMap::new();
    for at in touched {
        let verdict = &mut findings.verdicts[at];
        verdict.rung = ladder::rung(&mut verdict.links);
        if verdict.waiver.is_some() && verdict.rung < Rung::Tested {
            verdict.rung = Rung::Waived;
        }
        places.insert(verdict.location.clone(), at);
    }
    findings.diagnostics.retain(|finding| {
        !(unmet::is_unmet(finding.code)
            && finding.location.as_ref().is_some_and(|at| places.contains_key(at)))
    });
    let mut touched: Vec<_> = places.into_values().collect();
    touched.sort_unstable();
    for at in touched {
        let key = &comparison.now.criteria[at].key;
        let unmet = unmet::unmet(&findings.verdicts[at], || comparison.name(key).to_owned());
        let catalog = roots.iter().position(|root| root == key.root()).map(|at| &catalogs[at]);
        let severities = catalog.map_or(Severities::OfCodes, |catalog| Severities::Of(&catalog.config));
        findings.sink().report(severities, unmet);
    }
}
