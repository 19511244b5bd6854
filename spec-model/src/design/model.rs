//! The model of a design document.

use crate::diagnostic::Diagnostic;
use crate::grammar::reference::Reference;
use crate::markdown::MappedText;
use crate::source::{Source, Span};

/// One design document, read: `design.md`, spec-kit's `plan.md`.
#[derive(Clone, Debug)]
pub struct Design {
    /// Its text.
    pub source: Source,
    /// The feature that it designs, as a slug: `checkout` of `.kiro/specs/checkout/design.md`.
    pub feature: String,
    /// Its correctness properties, in document order.
    pub properties: Vec<Property>,
    /// The rows of its tables of traceability, in document order.
    pub rows: Vec<TraceRow>,
    /// The names in tables of traceability that do not begin with the requirement: `Component | Requirements`.
    pub traced: Vec<Cited>,
    /// Its trees of files, in document order.
    pub trees: Vec<FileTree>,
    /// Its headings with what stands below each, up to the next one.
    pub sections: Vec<Section>,
    /// The findings that a person should know about, in document order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The place of a property in [`Design::properties`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyIx(u32);

impl Design {
    /// The properties with their places.
    pub fn properties(&self) -> impl Iterator<Item = (PropertyIx, &Property)> {
        (0..).map(PropertyIx).zip(&self.properties)
    }

    /// One property.
    pub fn property(&self, ix: PropertyIx) -> &Property {
        &self.properties[ix.0 as usize]
    }

    /// Names it any requirement in a property or a row of a table? Else its coverage cannot be measured.
    pub fn traces_requirements(&self) -> bool {
        !self.traced.is_empty()
            || self.rows.iter().any(|row| row.is_of_all || !row.requirements.is_empty())
            || self.properties.iter().any(|property| property.is_of_all || !property.validates.is_empty())
    }
}

/// A requirement or criterion that is named, with its place. All ids of a range have that of the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The references.
    pub reference: Reference,
    /// Its bytes.
    pub span: Span,
}

/// A correctness property: `### Property 3: Title`, `Validates: Requirements 1.2`.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its number as it is written: `3`, `1.2`.
    pub number: String,
    /// The text behind the number.
    pub title: String,
    /// Its text, without the lines that name requirements.
    pub statement: MappedText,
    /// The requirements and criteria that it validates.
    pub validates: Vec<Cited>,
    /// It says that it validates all of them.
    pub is_of_all: bool,
    /// All of its bytes.
    pub span: Span,
    /// The first line of `span`, from 1.
    pub line: usize,
    /// The last line of `span`, from 1.
    pub end_line: usize,
}

/// A row of a table that says where the design meets a requirement.
#[derive(Clone, Debug)]
pub struct TraceRow {
    /// Its first cell as it is written.
    pub written: MappedText,
    /// The requirements and criteria of the first cell, ranges expanded.
    pub requirements: Vec<Cited>,
    /// The first cell says that it is about all of them.
    pub is_of_all: bool,
    /// The first cell says that it is about none: `N/A`, `—`, or nothing at all.
    pub is_of_none: bool,
    /// Its other cells that say something.
    pub targets: Vec<MappedText>,
    /// All of its bytes.
    pub span: Span,
    /// Its line, from 1.
    pub line: usize,
}

/// The files of a fenced tree.
#[derive(Clone, Debug)]
pub struct FileTree {
    /// Files and folders, in the order of the tree.
    pub entries: Vec<TreeEntry>,
    /// The bytes of the code block.
    pub span: Span,
}

/// One file or folder of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeEntry {
    /// The path from the root of the tree, with `/` between the names and none at the end.
    pub path: String,
    /// Something stands below it, or its name ends in `/`.
    pub is_folder: bool,
    /// The words behind the name: `# Phase 1 output`.
    pub remark: String,
    /// The bytes of its name.
    pub span: Span,
}

/// A heading with what stands below it, up to the next heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// The text of the heading; empty for what stands before the first one.
    pub title: String,
    /// From 1 to 6; 0 for what stands before the first heading.
    pub level: u8,
    /// The heading, and what stands below it.
    pub span: Span,
    /// The first line of `span`, from 1.
    pub line: usize,
    /// The requirements and criteria that it names, in document order.
    pub cites: Vec<Cited>,
}
