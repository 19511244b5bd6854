//! `baseline` for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use spec_engine::lock::BaselineEntry;

use super::shown_path;
use super::{DiagnosticJson, VERSION};
use crate::acceptance::Recorded;

/// The output of `baseline` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaselineJson<'a> {
    version: u32,
    lock: String,
    is_first: bool,
    is_written: bool,
    added: Vec<EntryJson<'a>>,
    refused: Vec<EntryJson<'a>>,
    removed: Vec<EntryJson<'a>>,
    strict: Vec<&'a str>,
    known: usize,
    others: Vec<DiagnosticJson<'a>>,
}

/// So many findings that are alike.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EntryJson<'a> {
    subject: &'a str,
    code: &'a str,
    number: usize,
}

impl<'a> BaselineJson<'a> {
    /// The findings that were recorded, or would be.
    pub fn new(recorded: &'a Recorded) -> Self {
        Self {
            version: VERSION,
            lock: shown_path(&recorded.path),
            is_first: recorded.is_first,
            is_written: recorded.is_written,
            added: known_findings(&recorded.added),
            refused: known_findings(&recorded.refused),
            removed: known_findings(&recorded.removed),
            strict: recorded.strict.iter().map(String::as_str).collect(),
            known: recorded.still_known,
            others: recorded.others.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

pub(super) fn known_findings(known_findings: &BTreeMap<BaselineEntry, usize>) -> Vec<EntryJson<'_>> {
    let known_findings = known_findings.iter();
    known_findings
        .map(|(entry, &number)| EntryJson { subject: &entry.subject, code: &entry.code, number })
        .collect()
}
