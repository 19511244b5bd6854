//! Reads specs: requirement documents in; requirements, criteria and ids out.
//!
//! The modules are in the order that the data takes:
//!
//! 1. [`source`]: a document's text, its spans, line and column look-ups;
//! 2. [`markdown`]: blocks and inline text with exact byte offsets, from a CommonMark library;
//! 3. [`grammar`]: nom parsers over block text: ids, headings, EARS clauses, Given/When/Then;
//! 4. [`dialect`]: how blocks become requirements, one file for each way of writing them;
//! 5. [`spec`]: the model: documents, requirements, criteria, ids, fingerprints; [`design`] reads what stands beside requirements;
//! 6. [`config`] and [`catalog`]: which documents are in force for a package, and which criterion an id names.
//!
//! [`tasks`] reads the task lists beside them, [`properties`] says what the properties of designs stand for.
//!
//! `spec-engine` holds code against it: links, what people have accepted, verdicts.
//!
//! [`files`] is the one place that opens a user's file. [`encoding`] reads bytes as text, [`index`] has vectors with indices of their own type, [`id`] is what names a requirement, [`paths`] tells two names of a file from two files, [`nearest`] knows what somebody probably meant, [`diagnostic`] what a
//! finding is, [`waiver`] what stands in place of a test, and [`visible`] what of a text may be shown.
//!
//! Nothing here starts a process, opens a socket or prints. Whatever a person could get wrong becomes a
//! [`Diagnostic`]: it is made once, and every output is a rendering of it.

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
pub mod id;
pub mod index;
mod line_ends;
pub mod markdown;
pub mod nearest;
pub mod paths;
pub mod properties;
pub mod source;
pub mod spec;
pub mod tasks;
pub mod visible;
pub mod waiver;

pub use diagnostic::{Code, Diagnostic, Severity};
pub use source::{Position, Source, Span};
pub use spec::{Criterion, Dialect, Document, Requirement};
