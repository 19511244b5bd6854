//! Tasks and parts of designs beside criteria as JSON: a part of what `show` and `report` print.

use serde::Serialize;
use spec_engine::tasks::Measured;

use super::shown_path;
use crate::evidence::Standing;
use crate::report::{DesignEntry, Matrix, MatrixRow, Report, TaskEntry};

/// The matrix of a report.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct MatrixJson<'a> {
    tasks: Vec<EntryJson<'a>>,
    criteria: Vec<RowJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RowJson<'a> {
    feature: &'a str,
    id: &'a str,
    rung: &'static str,
    #[serde(flatten)]
    planned: PlannedJson<'a>,
    tests: Vec<&'a str>,
}

/// The tasks and designs that name a criterion.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PlannedJson<'a> {
    tasks: Vec<EntryJson<'a>>,
    properties: Vec<PropertyJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EntryJson<'a> {
    feature: &'a str,
    id: Option<&'a str>,
    title: &'a str,
    state: &'static str,
    measured: Option<&'static str>,
    path: String,
    line: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PropertyJson<'a> {
    number: &'a str,
    title: &'a str,
    path: String,
    line: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SectionJson<'a> {
    title: &'a str,
    path: String,
    line: usize,
}

impl<'a> MatrixJson<'a> {
    /// The matrix; nothing without task lists and designs.
    pub(super) fn new(report: &'a Report) -> Option<Self> {
        let matrix = &report.matrix;
        let row = |row: &'a MatrixRow| {
            let standing: &Standing = &report.ladder.standings[row.criterion];
            RowJson {
                feature: &standing.verdict.feature,
                id: standing.verdict.id.as_str(),
                rung: standing.rung.as_str(),
                planned: PlannedJson::new(matrix, row),
                tests: standing.tests.iter().map(|test| &*test.link.item.path).collect(),
            }
        };
        (!matrix.is_empty()).then(|| Self {
            tasks: matrix.tasks.iter().map(EntryJson::new).collect(),
            criteria: matrix.rows.iter().map(row).collect(),
        })
    }
}

impl<'a> PlannedJson<'a> {
    /// The tasks and designs that name the criterion of a row.
    pub(super) fn new(matrix: &'a Matrix, row: &'a MatrixRow) -> Self {
        let property = |part: &'a DesignEntry| {
            let number = part.property.as_deref()?;
            Some(PropertyJson { number, title: &part.title, path: shown_path(&part.path), line: part.line })
        };
        let section = |part: &'a DesignEntry| SectionJson {
            title: &part.title,
            path: shown_path(&part.path),
            line: part.line,
        };
        Self {
            tasks: matrix.tasks_of(row).map(EntryJson::new).collect(),
            properties: matrix.parts_of(row).filter_map(property).collect(),
            sections: matrix.parts_of(row).filter(|part| part.property.is_none()).map(section).collect(),
        }
    }
}

impl<'a> EntryJson<'a> {
    fn new(task: &'a TaskEntry) -> Self {
        Self {
            feature: &task.feature,
            id: task.number.as_deref(),
            title: &task.title,
            state: task.state.as_str(),
            measured: task.measured.map(Measured::as_str),
            path: shown_path(&task.path),
            line: task.line,
        }
    }
}
