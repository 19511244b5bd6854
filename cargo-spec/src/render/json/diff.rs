//! `diff` for programs.

use std::collections::BTreeMap;

use clap::ValueEnum as _;
use serde::Serialize;

use super::shown_path;
use super::{LocationJson, VERSION};
use crate::diff::{Deny, Diff, DiffEntry};

/// The output of `diff` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiffJson<'a> {
    version: u32,
    before: &'a str,
    now: &'a str,
    changes: Vec<ChangeJson<'a>>,
    gaps: &'a [String],
    tally: BTreeMap<String, usize>,
    is_denied: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ChangeJson<'a> {
    what: &'static str,
    key: String,
    was: Option<&'a str>,
    item: Option<&'a str>,
    file: Option<&'a str>,
    reasons: &'a [String],
    before: Option<&'a str>,
    after: Option<&'a str>,
    path: Option<String>,
    location: Option<LocationJson>,
}

impl<'a> DiffJson<'a> {
    /// The differences.
    pub fn new(diff: &'a Diff, policy: &[Deny]) -> Self {
        let name = |deny: Deny| deny.to_possible_value().map(|value| value.get_name().to_owned());
        Self {
            version: VERSION,
            before: &diff.before,
            now: &diff.now,
            changes: diff.entries.iter().map(ChangeJson::new).collect(),
            gaps: &diff.gaps,
            tally: diff
                .tally()
                .into_iter()
                .filter_map(|(deny, number)| Some((name(deny)?, number)))
                .collect(),
            is_denied: diff.is_denied(policy),
        }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(entry: &'a DiffEntry) -> Self {
        Self {
            what: entry.what.as_str(),
            key: entry.subject.to_string(),
            was: entry.was.as_ref().map(spec_engine::intent::Key::as_str),
            item: entry.item.as_ref().map(|(name, _)| &**name),
            file: entry.item.as_ref().map(|(_, file)| &**file),
            reasons: &entry.reasons,
            before: entry.before.as_deref(),
            after: entry.after.as_deref(),
            path: entry.place.as_ref().map(|place| shown_path(&place.path)),
            location: entry.place.as_ref().map(LocationJson::new),
        }
    }
}
