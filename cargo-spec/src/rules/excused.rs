//! The knock-outs and changed operators that links excuse: `unnoticed("0", reason = "…")`.

use std::collections::BTreeMap;

use super::state::WorkspaceState;
use crate::deep::OperatorMutant;
use crate::diff::RuleChange;

/// Those that are new, have another reason, or are gone.
pub(super) fn changes(before: WorkspaceState<'_>, now: WorkspaceState<'_>) -> Vec<RuleChange> {
    let (was, is) = (excused(before), excused(now));
    let new = is.iter().filter(|(at, reason)| was.get(*at) != Some(*reason));
    let new = new.map(|((file, item, variant), reason)| {
        (file, format!("`{item}` excuses the {} `{variant}` with `unnoticed`: {reason}", kind(variant)))
    });
    let gone = was.iter().filter(|(at, _)| !is.contains_key(*at)).map(|((file, item, variant), _)| {
        (file, format!("`{item}` does not excuse the {} `{variant}` any more", kind(variant)))
    });
    let root = &now.side.root;
    new.chain(gone).map(|(file, what)| RuleChange { file: root.join(file), what }).collect()
}

/// Returns the word for what is excused, by its name.
fn kind(variant: &str) -> &'static str {
    if OperatorMutant::is_label(variant) { "changed operator" } else { "knock-out" }
}

/// Each excused knock-out by its file, its item and its variant, with the reason.
fn excused<'a>(state: WorkspaceState<'a>) -> BTreeMap<(&'a str, &'a str, &'a str), &'a str> {
    let mut found = BTreeMap::new();
    for item in state.side.intent.intents().flat_map(|intent| &intent.code) {
        let excuses = item.link.iter().filter_map(|link| link.item.unnoticed.as_deref()).flatten();
        for excuse in excuses {
            found.insert((&*item.file, &*item.name, &*excuse.variant), &*excuse.reason);
        }
    }
    found
}
