//! Task lists: the third artifact of a feature. Documents in, tasks with what they claim and what they name out.
//!
//! 1. `lines` has the lines of a document that people see, without code, comments and front matter. `signs` says which readers have to
//!    look at a line;
//! 2. `walk` finds the tasks among them, each with its parent, its group and the lines of its own;
//! 3. `kiro`, `speckit` and `bmad` read what a task says in the way of each: labelled fields, tags and ids among words, and `(AC: 2)`.
//!    `cited` reads references without a label. Documents mix them, so each is asked about every task;
//! 4. `waves` reads the graph of parallel work, by a tolerant reader of JSON, and `mermaid` one that is drawn;
//! 5. `review` and `unread` add what of the text was not read. `boxes` adds the boxes that are no tasks, and `twice` the numbers that
//!    several tasks have. `graph` adds what their order says and cannot be, by `numbers`. `criteria` compares a list with the documents of
//!    its feature; `undefined` finds what they lack, `unbound` the tasks that name nothing. `headed` has the stories of its headings.
//!
//! `places` finds the lists of a package.

mod beside;
mod bmad;
mod boxes;
mod cited;
mod criteria;
mod graph;
mod headed;
mod json;
mod kiro;
mod lines;
mod mermaid;
mod model;
mod named;
mod numbers;
mod paths;
mod places;
mod ranks;
mod review;
mod signs;
mod spans;
mod speckit;
mod story;
mod titles;
mod twice;
mod unbound;
mod undefined;
mod unread;
mod walk;
mod waves;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::encoding;
use crate::files::{FileKind, Files};
use crate::line_ends;
use crate::markdown::Landmarks;
use crate::order::Order as _;
use crate::source::Source;

pub use beside::{Beside, ListDocuments};
pub use criteria::against;
pub use headed::named_in_heading;
pub use model::{
    Check, Depends, Drawn, Gap, Group, GroupIx, Mark, PropertyReference, ReferenceKind, State, Task, TaskIx,
    TaskList, TaskReference, Wave, WaveTask,
};
pub use named::{Named, named};
pub use numbers::{Numbered, Numbers};
pub use places::{all_places, places};
pub use ranks::Ranks;
pub use undefined::undefined;

/// Reads a task list. Never fails: what is not understood becomes a diagnostic of the list.
pub fn read(source: Source) -> TaskList {
    let regular = match line_ends::regular(source.text()) {
        // Its lines are those that people see.
        Cow::Owned(text) => Some(Source::new(source.path(), text)),
        Cow::Borrowed(_) => None,
    };
    let landmarks = Landmarks::new(regular.as_ref().unwrap_or(&source));
    let mut list = walk::walk(&landmarks);
    list.waves = waves::read(&landmarks, &mut list.diagnostics);
    let mut arrows = mermaid::read(&landmarks);
    review::review(&landmarks, &mut list);
    drop(landmarks);
    if regular.is_some() {
        // Blanks and line ends took the place of signs of several bytes: a place may begin or end within such a sign.
        spans::relocate(&mut list, &source);
        arrows.iter_mut().for_each(|arrow| arrow.span = source.whole_characters(arrow.span));
    }
    let mut list = list.into_list(source);
    list.drawn = mermaid::drawn(&arrows, &list);
    let mut found = graph::order(&list);
    found.extend(mermaid::unknown(&arrows, &list));
    found.extend(twice::number_twice(&list));
    found.extend(unread::half_numbers(&list));
    list.diagnostics.append(&mut found);
    list.diagnostics.order_by_key(|finding| finding.location.as_ref().map(|location| location.span.start));
    list
}

/// Reads one task list from its file.
///
/// # Errors
///
/// As [`Files::read`]. A document that is not UTF-8 is read as far as it goes.
pub fn read_file(files: &dyn Files, path: &Path) -> io::Result<TaskList> {
    let (source, diagnostics) = encoding::source(path, files.read(path, FileKind::Document)?);
    let mut list = read(source);
    // It hides no criterion, so that it keeps no verb from its work.
    let severity = Code::MalformedTask.default_severity();
    let reported =
        diagnostics.into_iter().map(|finding| Diagnostic { code: Code::MalformedTask, severity, ..finding });
    list.diagnostics.splice(0..0, reported);
    Ok(list)
}

#[cfg(test)]
mod tests;
