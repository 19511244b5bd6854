//! Designs as JSON: a part of what `tasks` prints.

use super::shown_path;
use serde::Serialize;
use spec_model::design::{Cited, Design, Property, Section, TraceRow, TreeEntry};

/// One design document.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct DesignJson<'a> {
    path: String,
    feature: &'a str,
    properties: Vec<PropertyJson<'a>>,
    traceability: Vec<RowJson<'a>>,
    files: Vec<&'a str>,
    sections: Vec<SectionJson<'a>>,
}

impl<'a> DesignJson<'a> {
    /// A design, without the rows and sections that name no requirement.
    pub(super) fn new(design: &'a Design) -> Self {
        let rows = design.rows.iter().filter(|row| !row.requirements.is_empty());
        let sections = design.sections.iter().filter(|section| !section.cites.is_empty());
        let entries = design.trees.iter().flat_map(|tree| &tree.entries);
        let is_file = |entry: &&TreeEntry| !entry.is_folder;
        Self {
            path: shown_path(design.source.path()),
            feature: &design.feature,
            properties: design.properties.iter().map(PropertyJson::new).collect(),
            traceability: rows.map(RowJson::new).collect(),
            files: entries.filter(is_file).map(|entry| entry.path.as_str()).collect(),
            sections: sections.map(SectionJson::new).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PropertyJson<'a> {
    number: &'a str,
    title: &'a str,
    line: usize,
    end_line: usize,
    validates: Vec<String>,
}

impl<'a> PropertyJson<'a> {
    fn new(property: &'a Property) -> Self {
        let Property { number, title, line, end_line, validates, .. } = property;
        Self { number, title, line: *line, end_line: *end_line, validates: ids(validates) }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RowJson<'a> {
    requirement: &'a str,
    ids: Vec<String>,
    line: usize,
    targets: Vec<&'a str>,
}

impl<'a> RowJson<'a> {
    fn new(row: &'a TraceRow) -> Self {
        let targets = row.targets.iter().map(spec_model::markdown::MappedText::as_str).collect();
        Self { requirement: row.written.as_str(), ids: ids(&row.requirements), line: row.line, targets }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SectionJson<'a> {
    title: &'a str,
    line: usize,
    ids: Vec<String>,
}

impl<'a> SectionJson<'a> {
    fn new(section: &'a Section) -> Self {
        Self { title: &section.title, line: section.line, ids: ids(&section.cites) }
    }
}

/// The ids that are named, each once.
fn ids(cited: &[Cited]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for Cited { reference, .. } in cited {
        let id = match &reference.feature {
            Some(feature) => format!("{feature}/{}", reference.canonical()),
            None => reference.canonical().to_string(),
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
