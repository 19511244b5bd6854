//! Links follow what was accepted, not the number that they name.
//!
//! A criterion that has moved takes its links along before anybody rewrites them. A link that was accepted for a criterion which is gone
//! says nothing for the one that has its number now.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use spec_model::diagnostic::Location;

use super::answer::Findings;
use super::lock_comparison::severities_of;
use crate::comparison::LockComparison;
use crate::findings::rule::CriterionUse;
use crate::findings::unmet;
use crate::intent::Key;
use crate::ladder::{self, Rung, VerdictIx};
use crate::links::Link;
use crate::snapshot::Snapshot;

/// Gives each criterion the links that are meant for it.
pub(super) fn follow(snapshot: &Snapshot, comparison: &LockComparison, findings: &mut Findings) {
    let criteria = comparison.now.criteria.iter();
    let keys: HashMap<&Key, VerdictIx> =
        criteria.filter_map(|stated| Some((&stated.intent.key, stated.verdict?))).collect();
    let mut touched = BTreeMap::new();
    let mut take = |key: &Key, link: &Link, findings: &mut Findings| {
        if let Some((&key, &at)) = keys.get_key_value(key).filter(|_| key.is_meant_by(&link.id)) {
            findings.verdicts[at].links.retain(|known| known.location != link.location);
            touched.insert(at, key);
        }
    };
    for relink in comparison.relinks() {
        take(&relink.from, &relink.link, findings);
    }
    for (gone, item) in comparison.links_of_gone() {
        item.link.iter().for_each(|link| take(&gone.key, link, findings));
    }
    for relink in comparison.relinks() {
        let Some((&key, &at)) = keys.get_key_value(&relink.to) else { continue };
        let links = &mut findings.verdicts[at].links;
        if !links.iter().any(|known| known.location == relink.link.location) {
            links.push(Arc::clone(&relink.link));
        }
        touched.insert(at, key);
    }
    let mut places: HashSet<Location> = HashSet::new();
    for &at in touched.keys() {
        let verdict = &mut findings.verdicts[at];
        verdict.rung = ladder::rung(&mut verdict.links);
        if verdict.waiver.is_some() && verdict.rung < Rung::Tested {
            verdict.rung = Rung::Waived;
        }
        places.insert(verdict.location.clone());
    }
    findings.diagnostics.retain(|finding| {
        !(unmet::is_unmet(finding.code) && finding.location.as_ref().is_some_and(|at| places.contains(at)))
    });
    for (at, key) in touched {
        let unmet = unmet::unmet(&CriterionUse {
            verdict: &findings.verdicts[at],
            name: &|| comparison.name(key).to_owned(),
            waiver: None,
        });
        findings.sink().report(severities_of(snapshot, key), unmet);
    }
}
