//! Writing the stubs, also when others write at the same time.

use std::path::Path;

use spec_engine::verdict::Workspace;
use spec_model::files::Disk;

use super::GenArgs;
use super::plan::{FileChange, Plan, Rest};
use crate::args::Global;
use crate::error::Error;
use crate::{files, selection};

/// How often it is begun again when something else writes the same files.
const ATTEMPTS: usize = 20;

/// Writes what is missing, and says what was written.
///
/// A file that was changed by something else since it was read is read again: what stands in it by then is honoured.
///
/// # Errors
/// As [`super::run`].
pub(super) fn write(r#gen: &GenArgs, global: &Global) -> Result<Plan, Error> {
    let manifest = selection::manifest(global)?;
    let root = Workspace::of(&Disk, manifest.parent().unwrap_or(&manifest)).root;
    let mut attempt = 1;
    loop {
        let plan = Plan::new(r#gen, global)?;
        match write_files(&plan, &root) {
            Err(Error::ChangedMeanwhile { .. }) if attempt < ATTEMPTS => attempt += 1,
            other => return other.map(|()| plan),
        }
    }
}

fn write_files(plan: &Plan, root: &Path) -> Result<(), Error> {
    let before = |file: &FileChange| file.before.clone().map(String::into_bytes);
    // What is not to be removed after all must not lose its declaration.
    for file in plan.changed().filter(|file| file.rest == Rest::Removed) {
        files::is_as_read(&file.path, before(file).as_deref())?;
    }
    let mut writing = files::Writing::within(root);
    // All of them or none.
    for file in plan.changed() {
        writing.stays_inside(&file.path)?;
    }
    for file in plan.changed() {
        match (&file.rest, before(file)) {
            (Rest::Removed, Some(before)) => writing.remove(&file.path, &before)?,
            (_, before) => writing.replace(&file.path, before.as_deref(), file.after.as_bytes())?,
        }
    }
    Ok(())
}
