//! `spec.toml`: the configuration of the command, the macros and the gate.
//!
//! ```toml
//! documents = ["docs/specs/**/*.md"]   # instead of the standard places
//! dialect = "kiro"                     # of every document, instead of recognising it
//! package = "shop"                     # the workspace member that gets the stubs
//! require = "exercised"                # how far each criterion must have come: "passing", "exercised" or "proven"
//!
//! [gen]
//! async = "tokio::test"                # tests are async, with this attribute
//!
//! [require]                            # … or, in place of the line above, of some criteria
//! "*" = "passing"                      # all others
//! checkout = "exercised"               # a feature
//! "checkout/REQ-3" = "proven"          # a requirement, or a criterion
//!
//! [prove]
//! deep = "require"                    # changed operators that no test catches count; else they are only shown
//! threshold = 80                       # percent of the knock-outs of a function that must be noticed; else 100
//!
//! [dialect]                            # … or, in place of `dialect` above, of some documents; the first glob that fits counts
//! "docs/specs/legacy/**/*.md" = "native"
//!
//! [tests]
//! attributes = ["my_test"]             # attributes that make a test of a function, beside those that are known
//!
//! [severity]
//! numbering-gap = "error"              # allow, note, warning or error, for each code
//!
//! [waive]                              # criteria that are verified otherwise than by a test
//! "SC-001" = { by = "measurement", reason = "asked in the yearly survey" }
//! ```
//!
//! A mistake in it is a diagnostic with its place; what is right in it is in force all the same.

pub mod manifest;
mod read;
pub mod toml;
mod waive;

pub use waive::ConfiguredWaiver;

use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::source::Source;
use crate::spec::Dialect;

/// The name of the file.
pub const FILE_NAME: &str = "spec.toml";

/// The settings of `spec.toml`. Without the file, everything is as in `Config::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The documents in force; empty: those in the standard places.
    pub documents: Vec<DocumentPattern>,
    /// The dialects of documents, in the order in which they are written. The first that fits a document counts; where none does, it is
    /// recognised.
    pub dialects: Vec<DialectPattern>,
    /// The workspace member that gets the stubs.
    pub package: Option<String>,
    /// The place where `package` is written.
    pub package_location: Option<Location>,
    /// The rungs that criteria must stand on after a run.
    pub require: Vec<Demand>,
    /// The attribute of async tests, such as `tokio::test`; `None`: tests are not async.
    pub async_test: Option<String>,
    /// Are skeletons of correctness properties left out of what `gen` writes?
    pub without_properties: bool,
    /// The percentage of the knock-outs of an item that a test must notice; `None`: all.
    pub threshold: Option<u8>,
    /// Must tests catch changed operators too: does `prove` always run with `--deep`, and do survivors count?
    pub requires_deep: bool,
    /// The attributes that make a test of a function, beside those that are known: `my_test`, `crate::my_test`.
    pub test_attributes: Vec<String>,
    /// Severities that differ from the default.
    pub severities: Vec<(Code, Severity)>,
    /// Criteria that are verified otherwise than by a test.
    pub waivers: Vec<ConfiguredWaiver>,
}

/// A rung that criteria must stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The feature, the requirement or the criterion that it is of, as it is written; `None`: of all.
    pub of: Option<String>,
    /// `passing`, `exercised` or `proven`.
    pub rung: &'static str,
    /// The place where it is written.
    pub location: Location,
}

/// A glob of documents: `*` and `?` stand for characters of one name, `**` for any number of folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPattern {
    /// The glob, relative to the folder of `spec.toml`, with `/` between names; it never leads out of that folder.
    pub glob: String,
    /// The place where it is written.
    pub location: Location,
}

/// The dialect of some documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialectPattern {
    /// The documents; `None`: all.
    pub documents: Option<DocumentPattern>,
    /// The dialect that they are written in.
    pub dialect: Dialect,
}

impl Config {
    /// Reads a `spec.toml`: what is understood of it, and every mistake.
    pub fn read(source: &Source) -> (Self, Vec<Diagnostic>) {
        read::read(source)
    }

    /// The severity of a code under this configuration.
    pub fn severity(&self, code: Code) -> Severity {
        let configured = self.severities.iter().rev().find(|(configured, _)| *configured == code);
        configured.map_or(code.default_severity(), |&(_, severity)| severity)
    }
}
