//! The JSON forms. Their schema is documented in `docs/json.md`; a change that a reader could notice changes [`VERSION`].

pub mod accept;
pub mod affected;
pub mod baseline;
pub mod check;
mod designs;
pub mod diff;
pub mod explain;
pub mod fix;
pub mod r#gen;
pub mod import;
pub mod init;
mod linked;
pub mod list;
mod matrix;
pub mod new;
mod operators;
pub mod paths;
pub mod prove;
pub mod replay;
pub mod review;
pub mod show;
pub mod tasks;
pub mod test;
pub mod todo;
pub mod watch;

pub use self::paths::{relative_to, shown_path};
pub use self::test::render;

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;
use spec_model::diagnostic::{Advice, Fix, Location};
use spec_model::{Criterion, Diagnostic, Source};

use crate::terminal::{is_hidden, opens_command};

/// The version of every JSON object that the command prints.
pub const VERSION: u32 = 1;

/// A value as the text that is printed: one object in one line, with a line end. Characters that a terminal or a CI runner would obey are
/// escaped, as JSON lets every character be.
pub fn to_text(value: &impl Serialize) -> String {
    // Maps with keys that are no strings are the only values that cannot be written, and there is none.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut text = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // `##[` is a command of CI runners wherever it stands in a line.
        if c != '\n' && is_hidden(c) || c == '[' && opens_command(&text) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    text
}

/// One criterion.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CriterionJson<'a> {
    id: &'a str,
    line: usize,
    end_line: usize,
    text: Cow<'a, str>,
    pattern: &'static str,
}

impl<'a> CriterionJson<'a> {
    /// The JSON form of a criterion of a document.
    pub fn new(criterion: &'a Criterion, source: &Source) -> Self {
        Self {
            id: criterion.id.as_str(),
            line: criterion.line,
            end_line: criterion.end_line,
            text: criterion.text_as_shown(source),
            pattern: criterion.clause().pattern.as_str(),
        }
    }
}

/// One finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiagnosticJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    subject: Option<&'a str>,
    path: Option<String>,
    location: Option<LocationJson>,
    label: &'a str,
    related: Vec<RelatedJson<'a>>,
    help: Option<String>,
    advice: Vec<AdviceJson<'a>>,
    fixes: Vec<FixJson<'a>>,
}

/// One thing to do about a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AdviceJson<'a> {
    kind: &'static str,
    text: String,
    command: Option<&'a str>,
    names: &'a [String],
}

impl<'a> AdviceJson<'a> {
    fn new(advice: &'a Advice) -> Self {
        let (kind, text) = (advice.kind(), advice.to_string());
        Self { kind, text, command: advice.command(), names: advice.names() }
    }
}

/// A change of files that makes a finding go away.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FixJson<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EditJson<'a> {
    path: String,
    location: LocationJson,
    replacement: &'a str,
}

impl<'a> FixJson<'a> {
    fn new(fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| EditJson {
            path: shown_path(&edit.location.path),
            location: LocationJson::new(&edit.location),
            replacement: &edit.replacement,
        });
        let applicability = fix.applicability.as_str();
        Self { title: &fix.title, applicability, edits: edits.collect() }
    }
}

impl<'a> DiagnosticJson<'a> {
    /// The JSON form of a finding.
    pub fn new(diagnostic: &'a Diagnostic) -> Self {
        let related = diagnostic.labels.iter().map(|label| RelatedJson {
            message: &label.text,
            path: shown_path(&label.location.path),
            location: LocationJson::new(&label.location),
        });
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            subject: diagnostic.subject.as_deref(),
            path: diagnostic.path.as_deref().map(shown_path),
            location: diagnostic.location.as_ref().map(LocationJson::new),
            label: &diagnostic.label,
            related: related.collect(),
            help: diagnostic.advice_text(),
            advice: diagnostic.advice.iter().map(AdviceJson::new).collect(),
            fixes: diagnostic.fixes.iter().map(FixJson::new).collect(),
        }
    }
}

/// The reason why the command could not run.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorJson<'a> {
    version: u32,
    error: ErrorTextJson<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ErrorTextJson<'a> {
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> ErrorJson<'a> {
    /// The problem, and what to do.
    pub fn new(message: &'a str, help: Option<&'a str>) -> Self {
        Self { version: VERSION, error: ErrorTextJson { message, help } }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RelatedJson<'a> {
    message: &'a str,
    path: String,
    location: LocationJson,
}

/// A place in a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocationJson {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl LocationJson {
    /// The JSON form of a place.
    pub fn new(location: &Location) -> Self {
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

#[cfg(test)]
mod tests;
