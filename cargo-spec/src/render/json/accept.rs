//! `accept` for programs.

use serde::Serialize;
use spec_engine::comparison::citations::CitationEdit;
use spec_engine::comparison::relink::LinkEdit;
use spec_model::diagnostic::Edit;

use super::VERSION;
use super::baseline::{EntryJson, known_findings};
use super::shown_path;
use crate::acceptance::WrittenLock;

/// The output of `accept` for programs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcceptJson<'a> {
    version: u32,
    lock: String,
    is_written: bool,
    accepted: Vec<AcceptedJson<'a>>,
    refused: Vec<RefusedJson<'a>>,
    unchanged: usize,
    moved: Vec<MovedJson<'a>>,
    waiting: Vec<WaitingJson<'a>>,
    links: Vec<LinkJson<'a>>,
    fixed: Vec<EntryJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AcceptedJson<'a> {
    key: &'a str,
    changes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RefusedJson<'a> {
    key: &'a str,
    reason: &'a str,
    help: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct MovedJson<'a> {
    before: &'a str,
    after: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct WaitingJson<'a> {
    key: &'a str,
    gone: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LinkJson<'a> {
    path: String,
    line: usize,
    before: &'a str,
    after: &'a str,
}

impl<'a> AcceptJson<'a> {
    /// Lists the acceptance that was made, or would be.
    pub fn new(written: &'a WrittenLock) -> Self {
        let plan = &written.plan;
        let accepted = plan.accepted.iter().map(|accepted| AcceptedJson {
            key: accepted.key.as_str(),
            changes: accepted.codes.iter().map(|code| code.as_str()).collect(),
        });
        let refused = plan.refused.iter().map(|refused| RefusedJson {
            key: refused.key.as_str(),
            reason: &refused.reason,
            help: &refused.help,
        });
        let moved = plan.moved.iter();
        let moved = moved.map(|(before, after)| MovedJson { before: before.as_str(), after: after.as_str() });
        let waiting = plan
            .waiting
            .iter()
            .map(|waiting| WaitingJson { key: waiting.key.as_str(), gone: waiting.lost.as_str() });
        let links = plan.edits.iter().map(LinkJson::new);
        let citations = plan.citations.iter().map(LinkJson::of_citation);
        Self {
            version: VERSION,
            lock: shown_path(&written.path),
            is_written: written.is_written && plan.writes(),
            accepted: accepted.collect(),
            refused: refused.collect(),
            unchanged: plan.unchanged,
            moved: moved.collect(),
            waiting: waiting.collect(),
            links: links.chain(citations).collect(),
            fixed: known_findings(&plan.fixed),
        }
    }
}

impl<'a> LinkJson<'a> {
    fn new(edit: &'a LinkEdit) -> Self {
        Self { path: shown_path(&edit.path), line: edit.line, before: &edit.before, after: &edit.after }
    }

    fn of_citation(CitationEdit { before, edit }: &'a CitationEdit) -> Self {
        let Edit { location, replacement } = edit;
        Self { path: shown_path(&location.path), line: location.start.line, before, after: replacement }
    }
}
