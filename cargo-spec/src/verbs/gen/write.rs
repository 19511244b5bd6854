//! Writes the stubs, also when another process writes at the same time.

use std::path::Path;

use spec_engine::Host;

use super::GenArgs;
use super::plan::plan;
use crate::context::Context;
use crate::error::Error;
use crate::outcome::{FileChange, GenPlan, Leftover};
use crate::{selection, write};

/// The number of attempts when something else writes the same files.
const ATTEMPTS: usize = 20;

/// Writes what is missing, and says what was written.
///
/// A file that was changed by something else since it was read is read again: what stands in it by then is honoured.
///
/// # Errors
/// As [`super::run`].
pub(super) fn write(r#gen: &GenArgs, context: &Context<'_>) -> Result<GenPlan, Error> {
    let manifest = selection::manifest(context)?;
    let root = context.host.workspace(manifest.parent().unwrap_or(&manifest)).root;
    let mut attempt = 1;
    loop {
        let plan = plan(r#gen, context)?;
        match write_files(&context.host, &plan, &root) {
            // The read files are old: all of them, for who writes may write more than one file.
            Err(Error::ChangedMeanwhile { .. }) if attempt < ATTEMPTS => context.host.forget_all(),
            other => return other.map(|()| plan),
        }
        attempt += 1;
    }
}

fn write_files(host: &Host, plan: &GenPlan, root: &Path) -> Result<(), Error> {
    let before = |file: &FileChange| file.before.clone().map(String::into_bytes);
    // A file that is not to be removed after all must not lose its declaration.
    for file in plan.changed().filter(|file| file.rest == Leftover::Removed) {
        write::is_as_read(&file.path, before(file).as_deref())?;
    }
    let mut writing = write::Writing::within(host, root);
    // All of them or none.
    for file in plan.changed() {
        writing.stays_inside(&file.path)?;
    }
    for file in plan.changed() {
        match (&file.rest, before(file)) {
            (Leftover::Removed, Some(before)) => writing.remove(&file.path, &before)?,
            (_, before) => writing.replace(&file.path, before.as_deref(), file.after.as_bytes())?,
        }
    }
    Ok(())
}
