//! Links that name the number that a criterion had.

use std::collections::BTreeMap;
use std::path::PathBuf;

use spec_model::intent::{Key, Relink};
use spec_model::verdict::Kept;

use crate::error::Error;
use crate::files::{Writing, read_if_exists};

/// A link that is to name another id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The file.
    pub path: PathBuf,
    /// The bytes of the literal, quotes included.
    pub start: usize,
    /// Behind its last byte.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// What it names.
    pub before: String,
    /// What it should name.
    pub after: String,
}

/// What has to be rewritten, in the order of the files. A literal that is to become two different things stays.
pub(super) fn edits(kept: &Kept) -> Vec<Edit> {
    let mut edits: BTreeMap<(PathBuf, usize), Option<Edit>> = BTreeMap::new();
    for relink in kept.relinks() {
        let location = &relink.link.location;
        let Some(after) = renamed(kept, relink) else { continue };
        let edit = Edit {
            path: location.path.to_path_buf(),
            start: location.span.start,
            end: location.span.end,
            line: location.start.line,
            before: relink.link.id.clone(),
            after,
        };
        let known = edits.entry((edit.path.clone(), edit.start)).or_insert_with(|| Some(edit.clone()));
        if known.as_ref() != Some(&edit) {
            *known = None;
        }
    }
    edits.into_values().flatten().collect()
}

/// What a link should name, written as it was written.
fn renamed(kept: &Kept, relink: &Relink) -> Option<String> {
    let written = relink.link.id.trim();
    let (from, to) = (&relink.from, &relink.to);
    let (id, qualified) = if from.is_meant_by(written) {
        (to.id().to_owned(), to.qualified().to_owned())
    } else {
        // A whole requirement, which code may name.
        let whole = |key: &Key| {
            Some((key.id().rsplit_once('.')?.0.to_owned(), key.qualified().rsplit_once('.')?.0.to_owned()))
        };
        let (_, requirement) = whole(from)?;
        Key::written(&requirement).is_meant_by(written).then(|| whole(to))??
    };
    let is_bare = !written.contains('/') && kept.name(to) == to.id();
    let is_number = written.starts_with(|c: char| c.is_ascii_digit());
    Some(match id.strip_prefix("REQ-") {
        Some(number) if is_bare && is_number => number.to_owned(),
        _ if is_bare => id,
        _ => qualified,
    })
}

/// Rewrites the links, each file at once.
///
/// # Errors
/// A file that cannot be read or written, or that is not as it was when it was scanned: those before it are rewritten.
pub(super) fn apply(edits: &[Edit]) -> Result<(), Error> {
    let mut writing = Writing::default();
    for edits in edits.chunk_by(|a, b| a.path == b.path) {
        let path = &edits[0].path;
        let before = read_if_exists(path)?.unwrap_or_default();
        let mut after = Vec::with_capacity(before.len() + 16);
        let mut copied = 0;
        for edit in edits {
            let is_literal = before
                .get(edit.start..edit.end)
                .is_some_and(|bytes| bytes.ends_with(b"\"") || bytes.ends_with(b"#"));
            if edit.start < copied || !is_literal {
                return Err(Error::ChangedMeanwhile { path: path.clone() });
            }
            after.extend_from_slice(&before[copied..edit.start]);
            after.extend_from_slice(format!("{:?}", edit.after).as_bytes());
            copied = edit.end;
        }
        after.extend_from_slice(&before[copied..]);
        writing.replace(path, Some(&before), &after)?;
    }
    Ok(())
}
