//! Design documents: the second artifact of a feature. Documents in; properties, traceability, files and sections out.
//!
//! 1. `lines` has the lines that say something;
//! 2. `properties` finds the correctness properties among them, with what they validate;
//! 3. `rows` reads the tables that trace requirements, `tree` the fenced trees of files;
//! 4. `sections` says which requirements each section names.

mod lines;
mod model;
mod properties;
mod rows;
mod sections;
mod tree;

use std::borrow::Cow;

use crate::dialect;
use crate::line_ends;
use crate::markdown::Blocks;
use crate::source::Source;

pub use model::{Cited, Design, FileTree, Property, PropertyIx, Section, TraceRow, TreeEntry};

/// Reads a design document. Never fails: what it does not have is empty.
pub fn read(source: Source) -> Design {
    let regular = match line_ends::regular(source.text()) {
        Cow::Owned(text) => Some(source.with_text(text)),
        Cow::Borrowed(_) => None,
    };
    let blocks = Blocks::new(regular.as_ref().unwrap_or(&source));
    let lines = lines::of(&blocks);
    let properties = properties::of(&lines, &source);
    let (rows, trees) = (rows::of(&blocks), tree::of(&blocks));
    let sections = sections::of(&blocks, &lines);
    let feature = dialect::feature_name(source.path());
    Design { feature, properties, rows, trees, sections, source }
}

#[cfg(test)]
mod tests;
