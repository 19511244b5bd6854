//! The results of `cargo spec prove`, kept for reports: a line of JSON for each criterion.

use serde::{Deserialize, Serialize};

use super::implementer::Member;

/// The extension of the files.
pub const EXTENSION: &str = "spec-proof";

/// The version of the form of the lines.
const VERSION: u32 = 2;

/// The results of the knock-outs of a criterion's code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRecord {
    version: u32,
    /// The feature of the criterion.
    pub feature: String,
    /// Its id.
    pub id: String,
    /// The fingerprint of its words.
    pub words: String,
    /// The fingerprint of all sources of the workspace.
    pub sources: String,
    /// The rung that was reached.
    pub rung: String,
    /// The number of the last run of all tests before, if there was one.
    #[serde(default)]
    pub after: Option<u64>,
    /// Did it stand too low for `prove`?
    #[serde(default)]
    pub is_below: bool,
    /// The knock-outs that its tests missed. The lines call them as the attribute does.
    #[serde(rename = "unnoticed")]
    pub missed: Vec<MissedRecord>,
}

/// A knock-out that was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedRecord {
    /// The item with the link.
    pub item: ItemRecord,
    /// The function in it, if the link is not its own.
    pub member: Option<Member>,
    /// The value that it returned instead.
    pub variant: String,
    /// The tests that passed all the same.
    pub tests: Vec<ItemRecord>,
}

/// A linked item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRecord {
    /// Its file, from the workspace's folder, with `/` between its parts.
    pub file: String,
    /// Its path in the file.
    pub path: String,
}

impl ProofRecord {
    /// A record that says nothing yet.
    pub fn new(feature: &str, id: &str, words: String, sources: &str) -> Self {
        Self {
            version: VERSION,
            feature: feature.to_owned(),
            id: id.to_owned(),
            words,
            sources: sources.to_owned(),
            rung: String::new(),
            after: None,
            is_below: false,
            missed: Vec::new(),
        }
    }
}

/// The records of a file, and how many lines are none.
pub(super) fn parse(text: &str) -> (Vec<ProofRecord>, usize) {
    let records = text.lines().map(|line| serde_json::from_str(line).ok());
    let records: Vec<Option<ProofRecord>> = records.collect();
    let total = records.len();
    let records: Vec<_> = records.into_iter().flatten().filter(|record| record.version == VERSION).collect();
    let unreadable = total - records.len();
    (records, unreadable)
}
