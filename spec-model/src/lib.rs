//! Reads specs: requirement documents in; requirements, criteria and ids out.
//!
//! The modules are in the order that the data takes:
//!
//! 1. [`source`]: a document's text, its spans, line and column look-ups;
//! 2. [`markdown`]: blocks and inline text with exact byte offsets, from a CommonMark library;
//! 3. [`grammar`]: nom parsers over block text: ids, headings, EARS clauses, Given/When/Then;
//! 4. [`dialect`]: turns blocks into requirements, one file for each dialect;
//! 5. [`spec`] and [`id`]: the model: documents, requirements, criteria, ids, fingerprints;
//! 6. `tasks`, [`design`] and [`properties`]: the task lists (a feature, which the macros do without) and designs beside requirements;
//! 7. [`config`] and [`catalog`]: the documents of a package, and the resolution of ids.
//!
//! Others help them:
//!
//! - [`files`]: the one place that opens a user's file; [`encoding`]: reads bytes as text;
//! - [`index`]: vectors with an index type of their own; [`order`]: sorting; [`parallel`]: many files at once; [`paths`]: paths as text;
//! - [`nearest`]: similar names; [`visible`]: text that is safe to show; [`waiver`]: criteria that need no test;
//! - [`diagnostic`]: the finding as a value, which every output renders.
//!
//! `spec-engine` compares code with all of this. Nothing here starts a process, opens a socket or prints.

pub mod artifact;
pub mod catalog;
pub mod config;
pub mod conflict;
pub mod design;
pub mod diagnostic;
pub mod dialect;
pub mod encoding;
#[cfg(feature = "explanations")]
pub mod explanations;
pub mod files;
pub mod grammar;
pub mod hash;
pub mod id;
pub mod index;
mod line_ends;
pub mod markdown;
pub mod nearest;
pub mod order;
pub mod parallel;
pub mod paths;
pub mod properties;
pub mod source;
pub mod spec;
#[cfg(feature = "tasks")]
pub mod tasks;
pub mod visible;
pub mod waiver;

pub use diagnostic::{Code, Diagnostic, Severity};
pub use source::{Position, Source, Span};
pub use spec::{Criterion, Dialect, Document, Requirement};
