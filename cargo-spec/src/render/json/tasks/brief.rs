//! `tasks brief` for programs.

use serde::Serialize;

use super::UnitJson;
use crate::board::Board;
use crate::board::brief::{Brief, DesignPart};
use crate::render::json::VERSION;
use crate::render::json::shown_path;

/// The output of `tasks brief`.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BriefJson<'a> {
    version: u32,
    path: String,
    feature: &'a str,
    task: UnitJson<'a>,
    criteria: Vec<CriterionJson<'a>>,
    undefined: &'a [&'a str],
    properties: Vec<PartJson<'a>>,
    sections: Vec<PartJson<'a>>,
    links: Vec<LinkJson<'a>>,
    boundary: Vec<PlaceJson<'a>>,
    document_lines: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CriterionJson<'a> {
    id: &'a str,
    rung: &'static str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PartJson<'a> {
    path: String,
    line: usize,
    number: Option<&'a str>,
    title: &'a str,
    statement: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct LinkJson<'a> {
    criterion: &'a str,
    item: &'a str,
    path: String,
    line: usize,
    is_test: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlaceJson<'a> {
    place: &'a str,
    why: &'static str,
}

impl<'a> BriefJson<'a> {
    /// The brief.
    pub fn new(brief: &'a Brief<'a>, board: &'a Board) -> Self {
        let standings = &board.report.ladder.standings;
        Self {
            version: VERSION,
            path: shown_path(brief.judged.list.source.path()),
            feature: &brief.judged.feature,
            task: UnitJson::of(&brief.judged.list, brief.task, brief.measured),
            criteria: brief
                .criteria
                .iter()
                .map(|&ix| CriterionJson {
                    id: standings[ix].verdict.id.as_str(),
                    rung: standings[ix].rung.as_str(),
                    text: &standings[ix].verdict.text,
                })
                .collect(),
            undefined: &brief.undefined,
            properties: brief.properties.iter().map(PartJson::new).collect(),
            sections: brief.sections.iter().map(PartJson::new).collect(),
            links: brief
                .links
                .iter()
                .map(|link| LinkJson {
                    criterion: standings[link.criterion].verdict.id.as_str(),
                    item: link.name,
                    path: shown_path(link.path),
                    line: link.line,
                    is_test: link.is_test,
                })
                .collect(),
            boundary: brief
                .boundary
                .places
                .iter()
                .map(|(place, why)| PlaceJson { place: place.as_str(), why: why.as_str() })
                .collect(),
            document_lines: brief.document_lines,
        }
    }
}

impl<'a> PartJson<'a> {
    fn new(part: &'a DesignPart<'a>) -> Self {
        Self {
            path: shown_path(part.path),
            line: part.line,
            number: part.number,
            title: part.title,
            statement: &part.statement,
        }
    }
}
