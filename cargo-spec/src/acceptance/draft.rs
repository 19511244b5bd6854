//! What would be repaired, in memory.

use std::path::Path;
use std::sync::Arc;

use spec_engine::Host;
use spec_model::files::{Disk, Overlay};

use super::baseline::shrunk;
use super::write::{Mode, accept_in, nothing, read, taught};
use crate::error::Error;
use crate::outcome::FileDraft;
use crate::write::read_if_exists;

/// What [`repair`](super::repair) and [`shrink`](super::shrink) would write one after the other, file by file. Nothing is written.
///
/// # Errors
/// As [`repair`](super::repair), but for those of writing.
pub fn draft(host: &Host, folder: &Path) -> Result<Vec<FileDraft>, Error> {
    let draft = Arc::new(Overlay::new(Disk));
    let written = accept_in(host, folder, Mode::Look, &draft, |_, _| Ok(nothing()))?;
    if written.hidden.is_some() {
        return Ok(Vec::new());
    }
    let is_new_lock = written.plan.writes();
    if is_new_lock {
        draft.set(&written.path, Some(&written.plan.after.to_string()));
    }
    // What was renumbered can leave the baseline only now.
    let (_, comparison) = read(&Host::new(Arc::clone(&draft)), folder)?;
    if let Some((after, _)) = shrunk(&comparison) {
        draft.set(&comparison.path, Some(&after.to_string()));
    }
    if let Some(taught) = taught(&comparison, is_new_lock)? {
        draft.set(&taught.path, Some(&String::from_utf8_lossy(&taught.after)));
    }
    let mut files = Vec::new();
    for (path, after) in draft.buffers() {
        let before = read_if_exists(&path)?;
        if before.as_deref() != Some(&*after) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            files.push(FileDraft { path, before: before.as_deref().map(text), after: text(&after) });
        }
    }
    Ok(files)
}
