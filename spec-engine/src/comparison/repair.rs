//! Makes the lock in which renumbered criteria have their new numbers. This needs nobody's agreement.

use std::collections::{BTreeMap, HashMap, HashSet};

use spec_model::diagnostic::{Edit, Location};
use spec_model::source::Span;

use super::LockComparison;
use super::blocked_moves::BlockedMoves;
use crate::intent::{ChangeKind, CriterionIntent, Key};
use crate::lock::{BaselineEntry, Lock};

/// The lock with the new numbers of the criteria that need not wait, also in the baseline. `is_seen`: is it sure that nothing hides?
pub fn repaired(comparison: &LockComparison, blocked: &BlockedMoves<'_>, is_seen: bool) -> Lock {
    let mut after = comparison.lock.as_deref().cloned().unwrap_or_default().without_lines();
    after.known = comparison.now.intents().map(|intent| intent.key.clone()).collect();
    after.known_findings =
        renamed_entries(comparison, &after.known_findings, |from| is_seen && !blocked.waits(from));
    let moves =
        comparison.changes.iter().filter(|change| is_seen && matches!(change.kind, ChangeKind::Moved(_)));
    for change in moves {
        if let (Some(before), Some(now)) = (change.before, comparison.after(change))
            && !blocked.moves.contains_key(&before)
        {
            after.criteria[before].intent.key = now.key.clone();
        }
    }
    after
}

/// The entries of the baseline under the names that the criteria have now which had a name that `is_meant`.
pub fn renamed_entries(
    comparison: &LockComparison,
    known_findings: &BTreeMap<BaselineEntry, usize>,
    is_meant: impl Fn(&Key) -> bool,
) -> BTreeMap<BaselineEntry, usize> {
    let names: HashMap<_, _> = moves(comparison, is_meant).into_iter().collect();
    let mut renamed: BTreeMap<BaselineEntry, usize> = BTreeMap::new();
    for (entry, number) in known_findings {
        let key = names.get(&Key::written(&entry.subject));
        let subject = key.map_or(&*entry.subject, |key| key.as_str()).to_owned();
        *renamed.entry(BaselineEntry { subject, code: entry.code.clone() }).or_default() += number;
    }
    renamed
}

/// Takes out of the lock that something is gone which was accepted again.
pub fn forget_returned(lock: &mut Lock) {
    let there: HashSet<_> = lock.intents().map(CriterionIntent::lineage).collect();
    lock.gone.retain(|_, gone| {
        gone.retain(|lineage| !there.contains(lineage));
        !gone.is_empty()
    });
}

/// The criteria that were renumbered and had a name that `is_meant`: before, and now.
pub fn moves(comparison: &LockComparison, is_meant: impl Fn(&Key) -> bool) -> Vec<(Key, Key)> {
    let moves = comparison.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Moved(_)));
    let moves =
        moves.filter_map(|change| Some((&comparison.before(change)?.key, &comparison.after(change)?.key)));
    moves.filter(|(from, _)| is_meant(from)).map(|(from, to)| (from.clone(), to.clone())).collect()
}

/// The edit that makes another text of the lock, as short as whole lines allow; `None`, if nothing differs, or if there is no file.
pub fn lock_edit(comparison: &LockComparison, after: &str) -> Option<Edit> {
    let source = comparison.source.as_ref()?;
    let before = source.text();
    let same = |(one, other): &(&str, &str)| one == other;
    let lines = || before.split_inclusive('\n').zip(after.split_inclusive('\n'));
    let start: usize = lines().take_while(same).map(|(line, _)| line.len()).sum();
    let (old, new) = (&before[start..], &after[start..]);
    let back = old.split_inclusive('\n').rev().zip(new.split_inclusive('\n').rev());
    let end: usize = back.take_while(same).map(|(line, _)| line.len()).sum();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let span = Span::new(start, start + old.len());
    (old != new).then(|| Edit::new(Location::new(source, span), new))
}
