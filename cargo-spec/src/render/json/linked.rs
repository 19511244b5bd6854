//! Criteria, links and functions as JSON: a part of what `test` and `prove` print.

use serde::Serialize;
use spec_engine::links::Link;
use spec_engine::verdict::Verdict;
use spec_model::waiver::Waiver;

use super::LocationJson;
use super::shown_path;
use crate::evidence::Implementer;

/// A criterion.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct VerdictJson<'a> {
    feature: &'a str,
    id: &'a str,
    text: &'a str,
    path: String,
    location: LocationJson,
    is_suspect: bool,
    acceptance: &'static str,
    waiver: Option<WaiverJson<'a>>,
}

impl<'a> VerdictJson<'a> {
    pub(super) fn new(verdict: &'a Verdict) -> Self {
        Self {
            feature: &verdict.feature,
            id: verdict.id.as_str(),
            text: &verdict.text,
            path: shown_path(&verdict.location.path),
            location: LocationJson::new(&verdict.location),
            is_suspect: verdict.is_suspect(),
            acceptance: verdict.acceptance.as_str(),
            waiver: verdict.waiver.as_ref().map(WaiverJson::new),
        }
    }
}

/// The way in which a criterion is verified instead of by a test.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct WaiverJson<'a> {
    by: &'static str,
    reason: &'a str,
}

impl<'a> WaiverJson<'a> {
    pub(super) fn new(waiver: &'a Waiver) -> Self {
        Self { by: waiver.method.as_str(), reason: &waiver.reason }
    }
}

/// An item that bears a link.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LinkJson<'a> {
    item: &'a str,
    path: String,
    location: LocationJson,
}

impl<'a> LinkJson<'a> {
    pub(super) fn new(link: &'a Link) -> Self {
        Self {
            item: &link.item.path,
            path: shown_path(&link.location.path),
            location: LocationJson::new(&link.location),
        }
    }
}

/// A function that implements something.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct FunctionJson<'a> {
    #[serde(flatten)]
    link: LinkJson<'a>,
    function: &'a str,
    line: usize,
}

impl<'a> FunctionJson<'a> {
    pub(super) fn new(code: &'a Implementer) -> Self {
        Self { link: LinkJson::new(&code.link), function: code.name(), line: code.line() }
    }
}
