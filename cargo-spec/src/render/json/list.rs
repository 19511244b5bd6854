//! `list` for programs.

use serde::Serialize;
use spec_model::{Diagnostic, Document, Requirement, Source};

use super::{CriterionJson, DiagnosticJson, VERSION, path_text};

/// What `list` prints.
#[derive(Debug, Serialize)]
pub struct ListJson<'a> {
    version: u32,
    documents: Vec<DocumentJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> ListJson<'a> {
    /// The documents, and what is to be said about them.
    pub fn new(documents: &[&'a Document], diagnostics: &'a [Diagnostic]) -> Self {
        Self {
            version: VERSION,
            documents: documents.iter().map(|document| DocumentJson::new(document)).collect(),
            diagnostics: diagnostics.iter().map(DiagnosticJson::new).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct DocumentJson<'a> {
    path: String,
    dialect: &'static str,
    feature: &'a str,
    requirements: Vec<RequirementJson<'a>>,
}

impl<'a> DocumentJson<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            path: path_text(document.source.path()),
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

#[derive(Debug, Serialize)]
struct RequirementJson<'a> {
    id: &'a str,
    title: &'a str,
    line: usize,
    criteria: Vec<CriterionJson<'a>>,
}

impl<'a> RequirementJson<'a> {
    fn new(requirement: &'a Requirement, source: &Source) -> Self {
        Self {
            id: requirement.id.as_str(),
            title: &requirement.title,
            line: requirement.line,
            criteria: requirement
                .criteria
                .iter()
                .map(|criterion| CriterionJson::new(criterion, source))
                .collect(),
        }
    }
}
