//! Criteria, links and functions, as `test` and `prove` both show them.

use serde::Serialize;
use spec_model::links::Link;
use spec_model::verdict::Verdict;

use super::{LocationJson, path_text};
use crate::evidence::Implementer;

/// A criterion.
#[derive(Debug, Serialize)]
pub(super) struct VerdictJson<'a> {
    feature: &'a str,
    id: &'a str,
    text: &'a str,
    path: String,
    location: LocationJson,
    is_suspect: bool,
}

impl<'a> VerdictJson<'a> {
    pub(super) fn new(verdict: &'a Verdict) -> Self {
        Self {
            feature: &verdict.feature,
            id: verdict.id.as_str(),
            text: &verdict.text,
            path: path_text(&verdict.location.path),
            location: LocationJson::new(&verdict.location),
            is_suspect: verdict.is_suspect,
        }
    }
}

/// An item that bears a link.
#[derive(Debug, Serialize)]
pub(super) struct LinkJson<'a> {
    item: &'a str,
    path: String,
    location: LocationJson,
}

impl<'a> LinkJson<'a> {
    pub(super) fn new(link: &'a Link) -> Self {
        Self {
            item: &link.item.path,
            path: path_text(&link.location.path),
            location: LocationJson::new(&link.location),
        }
    }
}

/// A function that implements something.
#[derive(Debug, Serialize)]
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
