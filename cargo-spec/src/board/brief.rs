//! Collects what one task needs: the words of its criteria, properties, design, tests, code and boundary.

use std::collections::HashSet;
use std::path::Path;

use spec_engine::ladder::VerdictIx;
use spec_engine::links::Role;
use spec_engine::tasks::{Boundary, Measured};
use spec_model::tasks::{Task, TaskIx, TaskList};

use super::parts::{Naming, PropertyOrSection};
use super::{Board, Judged};

/// The facts that one task needs.
#[derive(Debug)]
pub struct Brief<'a> {
    /// Its list.
    pub judged: &'a Judged,
    /// The task.
    pub task: &'a Task,
    /// The lines below its first one, without those of its parts.
    pub body: Vec<&'a str>,
    /// The state that it has come to.
    pub measured: Option<Measured>,
    /// Its parts, those of parts too.
    pub parts: Vec<&'a Task>,
    /// Its criteria, and those of its parts.
    pub criteria: Vec<VerdictIx>,
    /// The names in it and its parts that no document defines.
    pub undefined: Vec<&'a str>,
    /// The properties that validate them, each with the path of its design and its line.
    pub properties: Vec<DesignPart<'a>>,
    /// The sections of designs that name them.
    pub sections: Vec<DesignPart<'a>>,
    /// The tests of its criteria, then the code.
    pub links: Vec<BriefLink<'a>>,
    /// The places that it may touch.
    pub boundary: Boundary,
    /// The number of lines in its documents.
    pub document_lines: usize,
}

/// A part of a design.
#[derive(Debug)]
pub struct DesignPart<'a> {
    /// The path of the design.
    pub path: &'a Path,
    /// The first line, from 1.
    pub line: usize,
    /// The number of a property; nothing for a section.
    pub number: Option<&'a str>,
    /// The heading.
    pub title: &'a str,
    /// The text of a property.
    pub statement: String,
}

/// A test, or code that implements a criterion.
#[derive(Debug)]
pub struct BriefLink<'a> {
    /// The criterion.
    pub criterion: VerdictIx,
    /// The name of the item.
    pub name: &'a str,
    /// Its file.
    pub path: &'a Path,
    /// Its line, from 1.
    pub line: usize,
    /// Is it a test?
    pub is_test: bool,
}

/// The brief of a task.
pub fn brief<'a>(board: &'a Board, judged: &'a Judged, ix: TaskIx) -> Brief<'a> {
    let criteria = judged.criteria_of(ix);
    let parts_of_task = judged.list.parts_of(ix).into_iter().filter(|&part| part != ix);
    let task = &judged.list.tasks[ix];
    let standings = &board.report.ladder.standings;
    let ids: Vec<_> = criteria.iter().map(|&ix| standings[ix].verdict.id.as_str()).collect();
    let mut naming = Naming::default();
    let parts: Vec<_> = judged
        .designs
        .iter()
        .flat_map(|design| PropertyOrSection::all(design).map(|part| (design.source.path(), part)))
        .collect();
    parts.iter().enumerate().for_each(|(place, (_, part))| naming.push(*part, place));
    let named: HashSet<usize> = ids.iter().flat_map(|id| naming.of(id)).collect();
    let is_named = |place: usize, part: PropertyOrSection<'_>| {
        let own = |number| task.properties.iter().any(|named| named.number == number);
        named.contains(&place) || part.number().is_some_and(own)
    };
    let parts = parts.into_iter().enumerate().filter(|&(place, (_, part))| is_named(place, part));
    let parts = parts.map(|(_, (path, part))| DesignPart {
        path,
        line: part.line(),
        number: part.number(),
        title: part.title(),
        statement: part.statement().to_owned(),
    });
    let (properties, sections) = parts.partition(|part| part.number.is_some());
    let links = criteria.iter().flat_map(|&criterion| {
        standings[criterion].verdict.links.iter().map(move |link| BriefLink {
            criterion,
            name: &link.item.path,
            path: &link.location.path,
            line: link.location.start.line,
            is_test: link.item.role != Role::Implements,
        })
    });
    let links = links.collect();
    Brief {
        judged,
        task,
        body: body(&judged.list, task),
        measured: judged.measured[ix],
        parts: parts_of_task.map(|part| &judged.list.tasks[part]).collect(),
        criteria,
        undefined: judged.undefined_of(ix),
        properties,
        sections,
        links,
        boundary: judged.boundary_of(ix),
        document_lines: judged.document_lines,
    }
}

/// The lines of a task below its first one, without what all of them are indented by.
fn body<'a>(list: &'a TaskList, task: &Task) -> Vec<&'a str> {
    let lines = list.text(task.span).lines().skip(1).filter(|line| !line.trim().is_empty());
    let lines: Vec<_> = lines.collect();
    let indent = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines.into_iter().map(|line| line.get(indent..).unwrap_or(line)).collect()
}
