//! `list` for programs.

use serde::Serialize;
use spec_model::config::ConfiguredWaiver;
use spec_model::spec::Proposal;
use spec_model::{Diagnostic, Document, Requirement, Source};

use super::linked::WaiverJson;
use super::shown_path;
use super::{CriterionJson, DiagnosticJson, VERSION};

/// The output of `list`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListJson<'a> {
    version: u32,
    documents: Vec<DocumentJson<'a>>,
    waivers: Vec<ConfiguredWaiverJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> ListJson<'a> {
    /// The documents, and what is to be said about them.
    pub fn new(
        documents: &[&'a Document],
        waivers: &[&'a ConfiguredWaiver],
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        Self {
            version: VERSION,
            documents: documents.iter().map(|document| DocumentJson::new(document)).collect(),
            waivers: waivers.iter().map(|waiver| ConfiguredWaiverJson::new(waiver)).collect(),
            diagnostics: diagnostics.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DocumentJson<'a> {
    path: String,
    dialect: &'static str,
    feature: &'a str,
    requirements: Vec<RequirementJson<'a>>,
}

impl<'a> DocumentJson<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            path: shown_path(document.source.path()),
            dialect: document.dialect.as_str(),
            feature: &document.feature,
            requirements: document
                .requirements
                .iter()
                .map(|requirement| RequirementJson::new(requirement, &document.source))
                .collect(),
        }
    }
}

/// A waiver as `spec.toml` writes it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ConfiguredWaiverJson<'a> {
    of: &'a str,
    #[serde(flatten)]
    waiver: WaiverJson<'a>,
}

impl<'a> ConfiguredWaiverJson<'a> {
    fn new(configured: &'a ConfiguredWaiver) -> Self {
        Self { of: &configured.of, waiver: WaiverJson::new(&configured.waiver) }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RequirementJson<'a> {
    id: &'a str,
    title: &'a str,
    line: usize,
    change: Option<&'a str>,
    does: Option<&'static str>,
    criteria: Vec<ListedCriterionJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ListedCriterionJson<'a> {
    #[serde(flatten)]
    criterion: CriterionJson<'a>,
    proposed: bool,
}

impl<'a> RequirementJson<'a> {
    fn new(requirement: &'a Requirement, source: &Source) -> Self {
        let proposal = requirement.proposal.as_ref();
        let proposed = proposal.is_some_and(|proposal| !proposal.removes);
        Self {
            id: requirement.id.as_str(),
            title: &requirement.title,
            line: requirement.line,
            change: proposal.map(|proposal| proposal.change.as_str()),
            does: proposal.map(Proposal::verb),
            criteria: requirement
                .criteria
                .iter()
                .map(|criterion| CriterionJson::new(criterion, source))
                .map(|criterion| ListedCriterionJson { criterion, proposed })
                .collect(),
        }
    }
}
