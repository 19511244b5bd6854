//! The JSON forms. Their schema is documented in `docs/json.md`; a change that a reader could notice changes [`VERSION`].

use std::path::Path;

use serde::Serialize;
use spec_model::diagnostic::Location;
use spec_model::{Criterion, Diagnostic, Document, Requirement};

/// The version of every JSON object that the command prints.
pub const VERSION: u32 = 1;

/// A value as the text that is printed: one object, indented, with a line end.
pub fn to_text(value: &impl Serialize) -> String {
    // Maps with keys that are no strings are the only values that cannot be written, and there is none.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// What `list` prints.
#[derive(Debug, Serialize)]
pub struct ListJson<'a> {
    version: u32,
    documents: Vec<DocumentJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

impl<'a> ListJson<'a> {
    /// The documents, and what is to be said about them.
    pub fn new(
        documents: impl IntoIterator<Item = &'a Document>,
        diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    ) -> Self {
        Self {
            version: VERSION,
            documents: documents.into_iter().map(DocumentJson::new).collect(),
            diagnostics: diagnostics.into_iter().map(DiagnosticJson::new).collect(),
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
            requirements: document.requirements.iter().map(RequirementJson::new).collect(),
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
    fn new(requirement: &'a Requirement) -> Self {
        Self {
            id: requirement.id.as_str(),
            title: &requirement.title,
            line: requirement.line,
            criteria: requirement.criteria.iter().map(CriterionJson::new).collect(),
        }
    }
}

/// One criterion.
#[derive(Debug, Serialize)]
pub struct CriterionJson<'a> {
    id: &'a str,
    line: usize,
    end_line: usize,
    text: &'a str,
    pattern: &'static str,
}

impl<'a> CriterionJson<'a> {
    /// The JSON form of a criterion.
    pub fn new(criterion: &'a Criterion) -> Self {
        Self {
            id: criterion.id.as_str(),
            line: criterion.line,
            end_line: criterion.end_line,
            text: criterion.text.as_str(),
            pattern: criterion.clause().pattern.as_str(),
        }
    }
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct DiagnosticJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    subject: Option<&'a str>,
    path: Option<String>,
    location: Option<LocationJson>,
    label: &'a str,
    related: Vec<RelatedJson<'a>>,
    help: Option<&'a str>,
}

impl<'a> DiagnosticJson<'a> {
    /// The JSON form of a finding.
    pub fn new(diagnostic: &'a Diagnostic) -> Self {
        let related = diagnostic.related.iter().map(|related| RelatedJson {
            message: &related.message,
            path: path_text(&related.location.path),
            location: LocationJson::new(&related.location),
        });
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            subject: diagnostic.subject.as_deref(),
            path: diagnostic.path.as_deref().map(path_text),
            location: diagnostic.location.as_ref().map(LocationJson::new),
            label: &diagnostic.label,
            related: related.collect(),
            help: diagnostic.help.as_deref(),
        }
    }
}

/// Why the command could not run.
#[derive(Debug, Serialize)]
pub struct ErrorJson<'a> {
    version: u32,
    error: ErrorTextJson<'a>,
}

#[derive(Debug, Serialize)]
struct ErrorTextJson<'a> {
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> ErrorJson<'a> {
    /// What is wrong, and what to do.
    pub fn new(message: &'a str, help: Option<&'a str>) -> Self {
        Self { version: VERSION, error: ErrorTextJson { message, help } }
    }
}

#[derive(Debug, Serialize)]
struct RelatedJson<'a> {
    message: &'a str,
    path: String,
    location: LocationJson,
}

#[derive(Debug, Serialize)]
struct LocationJson {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl LocationJson {
    fn new(location: &Location) -> Self {
        Self {
            start: location.span.start,
            end: location.span.end,
            line: location.start.line,
            column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
        }
    }
}

/// A path with `/` between its parts on every system.
pub fn path_text(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
