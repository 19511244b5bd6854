//! The findings that people took as known, as they grow.

use std::collections::BTreeMap;

use spec_engine::lock::{FILE_NAME, Lock};

use super::state::WorkspaceState;
use crate::diff::RuleChange;

/// The first baseline, and each code of which it knows more findings than before.
pub(super) fn changes(before: WorkspaceState<'_>, now: WorkspaceState<'_>) -> Vec<RuleChange> {
    let Some(new) = now.side.lock.as_deref().filter(|lock| lock.has_baseline) else { return Vec::new() };
    let old = before.side.lock.as_deref().filter(|lock| lock.has_baseline);
    let was = old.map(by_code).unwrap_or_default();
    let first = if old.is_none() { "the first baseline" } else { "the baseline" };
    let grown = by_code(new).into_iter().filter_map(|(code, number)| {
        let known = was.get(code).copied().unwrap_or_default();
        let findings = if number == 1 { "finding" } else { "findings" };
        (number > known).then(|| match known {
            0 => format!("{first} knows {number} {findings} `{code}`"),
            known => format!("{first} knows {number} {findings} `{code}`, and knew {known}"),
        })
    });
    let file = now.side.root.join(FILE_NAME);
    grown.map(|what| RuleChange { file: file.clone(), what }).collect()
}

/// Counts the findings that a baseline knows of each code.
fn by_code(lock: &Lock) -> BTreeMap<&str, usize> {
    let mut numbers = BTreeMap::new();
    for (entry, number) in &lock.known_findings {
        *numbers.entry(&*entry.code).or_default() += number;
    }
    numbers
}
