//! `baseline` for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use spec_engine::lock::BaselineEntry;

use super::{DiagnosticJson, VERSION};
use crate::acceptance::Recorded;
use crate::layout::path_text;

/// What `baseline` prints for programs.
#[derive(Debug, Serialize)]
pub struct BaselineJson<'a> {
    version: u32,
    lock: String,
    is_first: bool,
    is_written: bool,
    added: Vec<DebtJson<'a>>,
    refused: Vec<DebtJson<'a>>,
    removed: Vec<DebtJson<'a>>,
    hard: Vec<&'a str>,
    owed: usize,
    others: Vec<DiagnosticJson<'a>>,
}

/// So many findings that are alike.
#[derive(Debug, Serialize)]
pub(super) struct DebtJson<'a> {
    subject: &'a str,
    code: &'a str,
    number: usize,
}

impl<'a> BaselineJson<'a> {
    /// What was recorded, or would be.
    pub fn new(recorded: &'a Recorded) -> Self {
        Self {
            version: VERSION,
            lock: path_text(&recorded.path),
            is_first: recorded.is_first,
            is_written: recorded.is_written,
            added: debts(&recorded.added),
            refused: debts(&recorded.refused),
            removed: debts(&recorded.removed),
            hard: recorded.hard.iter().map(String::as_str).collect(),
            owed: recorded.owed,
            others: recorded.others.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

pub(super) fn debts(debts: &BTreeMap<BaselineEntry, usize>) -> Vec<DebtJson<'_>> {
    let debts = debts.iter();
    debts.map(|(debt, &number)| DebtJson { subject: &debt.subject, code: &debt.code, number }).collect()
}
