//! Design documents: the second artifact of a feature. Documents in; properties, traceability, files and sections out.
//!
//! 1. `lines` has the lines that say something;
//! 2. `properties` finds the correctness properties among them, with what they validate;
//! 3. `rows` reads the tables that trace requirements, `tree` the fenced trees of files;
//! 4. `sections` says which requirements each section names;
//! 5. `review` and `numbers` find what was not understood.

mod lines;
mod model;
mod numbers;
mod places;
mod properties;
mod review;
mod rows;
mod sections;
mod tree;

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::artifact;
use crate::encoding;
use crate::files::{FileKind, Files};
use crate::line_ends;
use crate::markdown::Blocks;
use crate::order::Order as _;
use crate::source::Source;

pub use model::{Cited, Design, FileTree, Property, PropertyIx, Section, TraceRow, TreeEntry};
pub use places::{all_places, places};

/// Reads a design document. Never fails: what is not understood becomes a diagnostic of the design.
pub fn read(source: Source) -> Design {
    let regular = match line_ends::regular(source.text()) {
        Cow::Owned(text) => Some(source.with_text(text)),
        Cow::Borrowed(_) => None,
    };
    let blocks = Blocks::new(regular.as_ref().unwrap_or(&source));
    let lines = lines::of(&blocks);
    let properties = properties::of(&lines, &source);
    let ((rows, traced), trees) = (rows::of(&blocks), tree::of(&blocks));
    let sections = sections::of(&blocks, &lines);
    let mut diagnostics = review::review(&blocks, &lines);
    diagnostics.append(&mut numbers::review(&lines, &properties, blocks.source()));
    diagnostics.order_by_key(|finding| finding.location.as_ref().map(|location| location.span.start));
    let feature = artifact::feature(source.path(), &places::NAMES);
    Design { feature, properties, rows, traced, trees, sections, diagnostics, source }
}

/// Reads one design document from its file, if there is one.
///
/// # Errors
///
/// As `Files::read_if_exists`. A document that is not UTF-8 is read as far as it goes.
pub fn read_if_exists(files: &dyn Files, path: &Path) -> io::Result<Option<Design>> {
    Ok(files.read_if_exists(path, FileKind::Document)?.map(|bytes| read_bytes(path, bytes)))
}

fn read_bytes(path: &Path, bytes: Vec<u8>) -> Design {
    let (source, mut diagnostics) = encoding::source(path, bytes);
    let mut design = read(source);
    diagnostics.append(&mut design.diagnostics);
    design.diagnostics = diagnostics;
    design
}

#[cfg(test)]
mod tests;
