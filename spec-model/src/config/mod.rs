//! `spec.toml`: the one place that the command line, the macros and the gate all honour.

pub mod toml;

use crate::diagnostic::{Code, Severity};
use crate::dialect::Dialect;

/// What `spec.toml` says. Without the file, everything is as in `Config::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Globs of the documents in force, relative to the file; empty: the standard places.
    pub documents: Vec<String>,
    /// The dialect of all documents; `None`: each is recognised.
    pub dialect: Option<Dialect>,
    /// The workspace member that gets the stubs.
    pub package: Option<String>,
    /// The attribute of async tests, such as `tokio::test`; `None`: tests are not async.
    pub async_test: Option<String>,
    /// Severities that differ from the default.
    pub severities: Vec<(Code, Severity)>,
}

impl Config {
    /// The severity of a code under this configuration.
    pub fn severity(&self, code: Code) -> Severity {
        let configured = self.severities.iter().rev().find(|(configured, _)| *configured == code);
        configured.map_or(code.default_severity(), |&(_, severity)| severity)
    }
}
