//! Compares a revision with another one, or with the working tree: criteria, tests and rules. It builds nothing.

use spec_engine::Host;

use crate::children;
use crate::context::Context;
use crate::diff::{Diff, DiffSide, RevisionState};
use crate::error::Error;
use crate::revision::{Range, WorkspacePlace, merge_base, whole};
use crate::rules::{self, WorkspaceState};

/// Compares what `base` says (also `BASE..HEAD`, or `BASE...HEAD` from their merge base) with `head`, else with the working tree.
///
/// # Errors
/// No repository, no such revision, or a lack of its objects.
pub fn since(base: &str, head: Option<&str>, context: &Context<'_>) -> Result<Diff, Error> {
    let range = Range::read(base, head);
    let place = WorkspacePlace::find(context, &range)?;
    children::end_with_this_command().map_err(Error::Run)?;
    let before = if range.from_merge_base {
        merge_base(&place.repository, &range.before, range.now.as_deref().unwrap_or("HEAD"))?
    } else {
        range.before.clone()
    };
    let top = place.top.as_deref().unwrap_or(&place.root);
    let compared = |old: &RevisionState, (side, host): (&DiffSide, &Host)| {
        let before = WorkspaceState { host: &old.host, side: &old.side };
        let rules = rules::all_changes(before, WorkspaceState { host, side }, top);
        Diff::new(&old.side, side).with_rules(rules)
    };
    if let Some(now) = &range.now {
        let new = RevisionState::read(&context.host, &place, now, now)?;
        let old = RevisionState::read_beside(&new.host, &context.host, &place, &before, &range.before)?;
        return Ok(compared(&old, (&new.side, &new.host)));
    }
    // A file that a sparse checkout leaves out counts.
    let whole_tree = whole(&place.root)?.map(Host::new);
    let host = whole_tree.as_ref().unwrap_or(&context.host);
    let new = DiffSide::working_tree(host, &place.root);
    let old = RevisionState::read(host, &place, &before, &range.before)?;
    Ok(compared(&old, (&new, host)))
}
