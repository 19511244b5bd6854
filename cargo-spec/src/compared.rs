//! Compares a revision with another one, or with the working tree: criteria, tests and rules. It builds nothing.

use std::sync::Arc;

use spec_engine::Host;

use crate::children;
use crate::context::Context;
use crate::diff::{Diff, DiffSide};
use crate::error::Error;
use crate::revision::{Objects, Range, WorkspacePlace, commit, merge_base, whole};
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
    let objects = |revision: &str| {
        let commit = commit(&place.repository, revision)?;
        Ok::<_, Error>(Arc::new(Objects::read(&place.repository, &commit, top)?))
    };
    let side = |objects: &Arc<Objects>, name: &str| {
        DiffSide::of_objects(&context.host, objects, name, &place.folder, &place.root)
    };
    let old_objects = objects(&before)?;
    let old = side(&old_objects, &range.before);
    // A file that a sparse checkout leaves out counts.
    let whole_tree = if range.now.is_none() { whole(&place.root)?.map(Host::new) } else { None };
    let (new, new_host);
    match &range.now {
        Some(now) => {
            let objects = objects(now)?;
            new = side(&objects, now);
            new_host = Some(Host::new(objects));
        }
        None => {
            new = DiffSide::working_tree(whole_tree.as_ref().unwrap_or(&context.host), &place.root);
            new_host = whole_tree;
        }
    }
    let old_host = Host::new(old_objects);
    let states = [
        WorkspaceState { host: &old_host, side: &old },
        WorkspaceState { host: new_host.as_ref().unwrap_or(&context.host), side: &new },
    ];
    Ok(Diff::new(&old, &new).with_rules(rules::all_changes(states[0], states[1], top)))
}
