//! Finds moves that have to wait. A criterion may have the number of a removed one, whose removal nobody has accepted
//! yet. The lock knows one criterion by each number. To write the move would lose what was accepted of the removed one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::LockComparison;
use crate::intent::{BeforeIx, ChangeKind, Key};

/// The numbers that are not free, and what waits for them.
#[derive(Debug, Default)]
pub struct BlockedMoves<'a> {
    /// The criteria whose move has to wait, by their index in the lock. Each has the one that is gone and keeps it waiting.
    pub moves: BTreeMap<BeforeIx, &'a Key>,
    /// The names that the lock needs for what is gone, and for those that wait; each with the one that is gone.
    taken: HashMap<&'a Key, &'a Key>,
}

impl<'a> BlockedMoves<'a> {
    /// `gone`: what is accepted to be gone, by the index in the lock.
    pub fn new(comparison: &'a LockComparison, gone: &BTreeSet<BeforeIx>) -> Self {
        let mut held = Self::default();
        let lost = comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Removed(_)));
        let lost = lost.filter(|change| change.before.is_some_and(|before| !gone.contains(&before)));
        let mut taken: Vec<_> =
            lost.filter_map(|change| comparison.before(change)).map(|meaning| &meaning.key).collect();
        held.taken.extend(taken.iter().map(|key| (*key, *key)));
        while let Some(key) = taken.pop() {
            for change in
                comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Moved(_)))
            {
                let Some((at, before)) = change.before.zip(comparison.before(change)) else { continue };
                let is_there = comparison.after(change).is_some_and(|after| after.key == *key);
                if is_there && !held.moves.contains_key(&at) {
                    let lost = held.taken[key];
                    held.moves.insert(at, lost);
                    held.taken.insert(&before.key, lost);
                    taken.push(&before.key);
                }
            }
        }
        held
    }

    /// Does the move of the criterion that had a name have to wait? What is gone has none.
    pub fn waits(&self, from: &Key) -> bool {
        self.taken.contains_key(from)
    }

    /// Returns the lost criterion that keeps another one from being written under a name. `before`: its index in the lock, if it has one.
    pub fn keeps(&self, before: Option<BeforeIx>, old: Option<&Key>, new: &Key) -> Option<&'a Key> {
        let waits = before.and_then(|at| self.moves.get(&at)).copied();
        waits.or_else(|| self.taken.get(new).copied().filter(|_| old != Some(new)))
    }
}

/// Can a criterion that was renumbered be written under its new number now?
pub fn can_move(comparison: &LockComparison) -> bool {
    let held = BlockedMoves::new(comparison, &BTreeSet::new());
    let mut moves = comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Moved(_)));
    moves.any(|change| change.before.is_some_and(|before| !held.moves.contains_key(&before)))
}

/// The criteria that are gone and keep others from being written under their new numbers, as people name them.
pub fn waits_for(comparison: &LockComparison) -> Vec<String> {
    let held = BlockedMoves::new(comparison, &BTreeSet::new());
    let names: BTreeSet<&str> = held.moves.values().map(|lost| comparison.name(lost)).collect();
    names.into_iter().map(str::to_owned).collect()
}
