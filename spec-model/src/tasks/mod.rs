//! Task lists: the third artifact of a feature. Documents in, tasks with what they claim and what they name out.
//!
//! 1. `lines` has the lines of a document that people see, without code, comments and front matter;
//! 2. `walk` finds the tasks among them, each with its parent, its group and the lines of its own;
//! 3. `kiro`, `speckit` and `bmad` read what a task says in the way of each: labelled fields, tags and ids among words, and `(AC: 2)`.
//!    Documents mix them, so each is asked about every task;
//! 4. `waves` reads the graph of parallel work, by a tolerant reader of JSON;
//! 5. `review` adds what is wrong with the list as a whole.
//!
//! `places` finds the lists of a package.

mod bmad;
mod json;
mod kiro;
mod lines;
mod model;
mod paths;
mod places;
mod review;
mod speckit;
mod walk;
mod waves;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::encoding;
use crate::files::{FileKind, Files};
use crate::line_ends;
use crate::markdown::Blocks;
use crate::source::Source;

pub use model::{
    Check, Depends, Gap, Group, GroupIx, Mark, PropertyReference, ReferenceKind, State, Task, TaskIx,
    TaskList, TaskReference, Wave, WaveTask,
};
pub use places::{PLACES, places};

/// Reads a task list. Never fails: what is not understood becomes a diagnostic of the list.
pub fn read(source: Source) -> TaskList {
    let regular = match line_ends::regular(source.text()) {
        Cow::Owned(text) => Some(source.with_text(text)),
        Cow::Borrowed(_) => None,
    };
    let blocks = Blocks::new(regular.as_ref().unwrap_or(&source));
    let mut list = walk::walk(&blocks);
    list.waves = waves::read(&blocks, &mut list.diagnostics);
    review::review(&blocks, &mut list);
    drop(blocks);
    list.into_list(source)
}

/// Reads one task list from its file.
///
/// # Errors
///
/// As [`Files::read`]. A document that is not UTF-8 is read as far as it goes.
pub fn read_file(files: &dyn Files, path: &Path) -> io::Result<TaskList> {
    let (source, mut diagnostics) = encoding::source(path, files.read(path, FileKind::Document)?);
    let mut list = read(source);
    diagnostics.append(&mut list.diagnostics);
    list.diagnostics = diagnostics;
    Ok(list)
}

#[cfg(test)]
mod tests;
