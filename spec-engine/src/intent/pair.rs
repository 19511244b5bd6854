//! Pairs the criteria of two intents, also when their numbers changed.

use std::collections::{HashMap, VecDeque};

use spec_model::index::IndexVec;
use spec_model::order::Order as _;

use super::{Before, BeforeIx, Key, NowIx, Stated, words};

/// So much alike are two wordings under different numbers if one is the other, changed: from 0 to 1.
const ALIKE: f64 = 0.75;

/// The weight of an equal number for two wordings that differ.
const SAME_KEY: f64 = 0.35;

/// So many pairs are weighed; of more, those under the same number are the same.
const MAX_PAIRS: usize = 10_000;

/// Pairs the criteria of `before` with those of `now`; one is missing where something is new or gone. In the order of `now`, what is gone
/// behind it.
///
/// The same wording is the same criterion, first under the same number, then under any. What is left is the same if it is alike,
/// and else under the same number.
pub(super) fn pairs(
    before: &Before<'_>,
    now: &IndexVec<NowIx, Stated>,
) -> Vec<(Option<BeforeIx>, Option<NowIx>)> {
    let mut pairing = Pairing { of_before: before.map(|_| None), of_now: now.map(|_| None) };
    let by_key: HashMap<&Key, BeforeIx> = before.enumerated().map(|(at, old)| (&old.key, at)).collect();
    for (at, Stated { intent: new, .. }) in now.enumerated() {
        if let Some(&old) = by_key.get(&new.key)
            && before[old].wording == new.wording
        {
            pairing.join(old, at);
        }
    }
    let mut by_wording: HashMap<&str, VecDeque<BeforeIx>> = HashMap::new();
    for old in pairing.left_of_before() {
        by_wording.entry(&before[old].wording).or_default().push_back(old);
    }
    for new in pairing.left_of_now() {
        if let Some(old) = by_wording.get_mut(&*now[new].intent.wording).and_then(VecDeque::pop_front) {
            pairing.join(old, new);
        }
    }
    pairing.alike(before, now);
    for new in pairing.left_of_now() {
        if let Some(&old) = by_key.get(&now[new].intent.key)
            && pairing.of_before[old].is_none()
        {
            pairing.join(old, new);
        }
    }
    let gone = pairing.left_of_before();
    let pairs = pairing.of_now.enumerated().map(|(new, old)| (*old, Some(new)));
    pairs.chain(gone.into_iter().map(|old| (Some(old), None))).collect()
}

struct Pairing {
    of_before: IndexVec<BeforeIx, Option<NowIx>>,
    of_now: IndexVec<NowIx, Option<BeforeIx>>,
}

impl Pairing {
    fn join(&mut self, old: BeforeIx, new: NowIx) {
        self.of_before[old] = Some(new);
        self.of_now[new] = Some(old);
    }

    fn left_of_before(&self) -> Vec<BeforeIx> {
        self.of_before.indices().filter(|&at| self.of_before[at].is_none()).collect()
    }

    fn left_of_now(&self) -> Vec<NowIx> {
        self.of_now.indices().filter(|&at| self.of_now[at].is_none()).collect()
    }

    /// Joins what is alike, the most alike first.
    fn alike(&mut self, before: &Before<'_>, now: &IndexVec<NowIx, Stated>) {
        let (gone, new) = (self.left_of_before(), self.left_of_now());
        if gone.len().saturating_mul(new.len()) > MAX_PAIRS {
            return;
        }
        let mut candidates: Vec<(f64, BeforeIx, NowIx)> = Vec::new();
        for &old in &gone {
            for &new in &new {
                let is_same_key = before[old].key == now[new].intent.key;
                let score = words::likeness(&before[old].wording, &now[new].intent.wording);
                if score >= ALIKE || is_same_key {
                    candidates.push((score + if is_same_key { SAME_KEY } else { 0.0 }, old, new));
                }
            }
        }
        candidates.order_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, old, new) in candidates {
            if self.of_before[old].is_none() && self.of_now[new].is_none() {
                self.join(old, new);
            }
        }
    }
}
