//! `criterion-moved`: an accepted criterion has another number.
//!
//! The fix takes two steps, as long as a link can be told from another by what was accepted: first the links name the new numbers, then
//! `spec.lock` does, together with the references in task lists and designs. Where one item names several criteria that moved up, the links take several rounds.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use spec_model::diagnostic::{Advice, Code, Diagnostic, Edit, Fix, Location};
use spec_model::encoding;

use crate::comparison::LockComparison;
use crate::comparison::blocked_moves::BlockedMoves;
use crate::comparison::citations::{CitationEdits, KeptCitation, WhyKept, citation_edits};
use crate::comparison::relink::{LinkEdit, link_edits};
use crate::comparison::repair::{forget_returned, lock_edit, moves, repaired};
use crate::intent::{Change, ChangeKind, CriterionIntent, Key};

/// Finds the text of a source.
pub(crate) type Texts<'a> = &'a dyn Fn(&Path) -> Option<&'a [u8]>;

/// The repairs that are possible for renumbered criteria.
pub(crate) struct Repairs<'a> {
    texts: Texts<'a>,
    comparison: &'a LockComparison,
    /// The moves that need not wait, by the name that each criterion had.
    free: HashSet<Key>,
    /// The links to rewrite first.
    links: Vec<LinkEdit>,
}

impl<'a> Repairs<'a> {
    /// Works out what can be repaired. `is_seen`: is it sure that nothing hides? What seems to have moved may be another one else.
    pub(crate) fn new(texts: Texts<'a>, comparison: &'a LockComparison, is_seen: bool) -> Self {
        let blocked = BlockedMoves::new(comparison, &BTreeSet::new());
        let is_free = |from: &Key| is_seen && !blocked.waits(from);
        let free = moves(comparison, is_free).into_iter().map(|(from, _)| from).collect();
        Self { texts, comparison, free, links: link_edits(comparison, is_free) }
    }

    /// The edits of the links to some criteria.
    fn of_links(&self, names: &HashSet<&Key>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let meant: Vec<_> = self.links.iter().filter(|link| names.contains(&link.from)).collect();
        for links in meant.chunk_by(|one, other| one.path == other.path) {
            // A file that cannot be read any more is not rewritten.
            let Some(bytes) = (self.texts)(&links[0].path) else { continue };
            let (source, _) = encoding::source(&links[0].path, bytes.to_vec());
            edits.extend(links.iter().filter_map(|link| link.edits(&source)).flatten());
        }
        edits
    }

    /// The edits of `spec.lock`, of task lists and of designs, once all links name the new numbers. All or none of them: without the old
    /// lock nobody knows what the others mean.
    fn of_lock(&self) -> Option<(Vec<Edit>, CitationEdits)> {
        let blocked = BlockedMoves::new(self.comparison, &BTreeSet::new());
        let mut lock = repaired(self.comparison, &blocked, true);
        forget_returned(&mut lock);
        let edit = lock_edit(self.comparison, &lock.to_string())?;
        let mut citations = citation_edits(self.comparison, |from| self.free.contains(from));
        let edits = std::mem::take(&mut citations.edits).into_iter().map(|citation| citation.edit);
        let edits = edits.chain([edit]).collect();
        Some((edits, citations))
    }
}

/// Reports the criteria that have other numbers, one finding for each document. `moved` are in the order of the documents.
pub(crate) fn criterion_moved(
    comparison: &LockComparison,
    moved: &[(&Change, &Location)],
    repairs: Option<&Repairs<'_>>,
) -> Vec<(Key, Diagnostic)> {
    let documents = moved.chunk_by(|(_, one), (_, other)| one.path == other.path);
    let mut is_lock_fixed = false;
    let findings = documents.filter_map(|moved| {
        let (key, mut finding) = of_document(comparison, moved)?;
        let Some(repairs) = repairs else { return Some((key, finding)) };
        let names: HashSet<_> = names(comparison, moved).map(|(old, _)| &old.key).collect();
        if !names.iter().any(|name| repairs.free.contains(*name)) {
            finding.advice = vec![WAITS.into()];
            return Some((key, finding));
        }
        for (location, message) in unaccepted(comparison, moved) {
            finding = finding.related(location, message);
        }
        if !repairs.links.is_empty() {
            let edits = repairs.of_links(&names);
            if !edits.is_empty() {
                finding = finding.fix(Fix::safe("name the new numbers in the links", edits));
            }
        } else if !std::mem::replace(&mut is_lock_fixed, true)
            && let Some((edits, citations)) = repairs.of_lock()
        {
            finding = finding.fix(Fix::safe(title(&edits), edits));
            for KeptCitation { location, why } in citations.kept {
                let message = match why {
                    WhyKept::NamesNew(id) => {
                        format!("{id} is new, so this names the new numbers already, and stays")
                    }
                    WhyKept::OtherForm(ids) => {
                        format!("write {ids} here yourself: its form is not understood")
                    }
                };
                finding = finding.related(location, message);
            }
        }
        Some((key, finding))
    });
    findings.collect()
}

/// The links that nobody has accepted and that name a number which another criterion has now: it is not known which one they mean.
fn unaccepted(comparison: &LockComparison, moved: &[(&Change, &Location)]) -> Vec<(Location, String)> {
    let new_of: HashMap<_, _> = names(comparison, moved).map(|(old, new)| (&old.key, &new.key)).collect();
    let found = comparison.changes.iter().filter_map(|change| {
        let ChangeKind::TestNew(test) = &change.kind else { return None };
        let key = &comparison.after(change)?.key;
        let new = new_of.get(key)?;
        let (name, id) = (&test.name, key.id());
        let message =
            format!("`{name}` names {id}, which nobody has accepted: does it mean what is {} now?", new.id());
        Some((test.location()?.clone(), message))
    });
    found.collect()
}

/// Returns the title of the fix of the lock.
fn title(edits: &[Edit]) -> &'static str {
    if edits.len() > 1 {
        "write the new numbers into `spec.lock`, task lists and designs"
    } else {
        "write the new numbers into `spec.lock`"
    }
}

/// The advice where the numbers are not free.
const WAITS: &str =
    "its number belonged to a removed criterion: accept that removal first, or restore the criterion";

fn names<'a>(
    comparison: &'a LockComparison,
    moved: &[(&Change, &Location)],
) -> impl Iterator<Item = (&'a CriterionIntent, &'a CriterionIntent)> {
    moved.iter().filter_map(|(change, _)| Some((comparison.before(change)?, comparison.after(change)?)))
}

/// The criteria of one document that have other numbers.
fn of_document(comparison: &LockComparison, moved: &[(&Change, &Location)]) -> Option<(Key, Diagnostic)> {
    /// So many are named; of more, only how many they are.
    const MAX_NAMED: usize = 4;
    let (first, place) = moved.first()?;
    let named = names(comparison, moved).take(MAX_NAMED).map(|(old, new)| {
        let is_feature = old.key.id() == new.key.id();
        let name = if is_feature { Key::qualified } else { Key::id };
        format!("{} → {}", name(&old.key), name(&new.key))
    });
    let mut named = named.collect::<Vec<_>>().join(", ");
    if moved.len() > MAX_NAMED {
        named.push_str(", …");
    }
    let were = if moved.len() == 1 {
        "1 criterion was".to_owned()
    } else {
        format!("{} criteria were", moved.len())
    };
    let links: usize = moved
        .iter()
        .map(|(change, _)| if let ChangeKind::Moved(relinks) = &change.kind { relinks.len() } else { 0 })
        .sum();
    let message = format!("{were} renumbered: {named}");
    let label = match links {
        0 => "the links name it already".to_owned(),
        1 => "1 link still names what was accepted".to_owned(),
        several => format!("{several} links still name what was accepted"),
    };
    let finding = Diagnostic::new(Code::CriterionMoved, message).located((*place).clone()).label(label).help(
        Advice::run(
            "cargo spec check --fix",
            "rewrites the links, the references in task lists and designs, and `spec.lock`",
        ),
    );
    let key = &comparison.after(first)?.key;
    Some((key.clone(), finding.concerning(key.id())))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn a_criterion_under_another_number_is_reported_once() {
        check_accepted(&[TEST], &[("requirements.md", b"### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN q THEN the lamp SHALL glow\n2. WHEN x THEN the system SHALL y\n3. WHEN x THEN the system SHALL z\n"), ("tests/c.rs", b"#[test] #[spec(\"REQ-1.1\")] fn lamp() { glow() }")], "criterion-new requirements.md:5, criterion-moved requirements.md:6");
    }
}
