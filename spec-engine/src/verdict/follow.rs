//! Gives links to the criteria that they were accepted for, whatever numbers they name.
//!
//! A criterion that has moved takes its links along before anybody rewrites them. A link may be accepted for a criterion which is gone. It
//! says nothing for the one that has its number now.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use spec_model::index::IndexVec;

use crate::comparison::LockComparison;
use crate::intent::Key;
use crate::ladder::{self, Rung, Verdict, VerdictIx};
use crate::links::Link;

/// Gives each criterion the links that are meant for it, and the rung that these lift it to.
pub(super) fn follow(comparison: &LockComparison, verdicts: &mut IndexVec<VerdictIx, Verdict>) {
    let criteria = comparison.now.criteria.iter();
    let keys: HashMap<&Key, VerdictIx> =
        criteria.filter_map(|stated| Some((&stated.intent.key, stated.verdict?))).collect();
    let mut touched: BTreeSet<VerdictIx> = BTreeSet::new();
    let mut take = |key: &Key, link: &Link, verdicts: &mut IndexVec<VerdictIx, Verdict>| {
        if let Some(&at) = keys.get(key).filter(|_| key.is_meant_by(&link.id)) {
            verdicts[at].links.retain(|known| known.location != link.location);
            touched.insert(at);
        }
    };
    for relink in comparison.relinks() {
        take(&relink.from, &relink.link, verdicts);
    }
    for (gone, item) in comparison.links_of_gone() {
        item.link.iter().for_each(|link| take(&gone.key, link, verdicts));
    }
    for relink in comparison.relinks() {
        let Some(&at) = keys.get(&relink.to) else { continue };
        let links = &mut verdicts[at].links;
        if !links.iter().any(|known| known.location == relink.link.location) {
            links.push(Arc::clone(&relink.link));
        }
        touched.insert(at);
    }
    for at in touched {
        let verdict = &mut verdicts[at];
        verdict.rung = ladder::rung(&mut verdict.links);
        if verdict.waiver.is_some() && verdict.rung < Rung::Tested {
            verdict.rung = Rung::Waived;
        }
    }
}
