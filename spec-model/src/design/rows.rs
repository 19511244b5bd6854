//! Reads the tables that map requirements to parts of the design.

use super::model::{Cited, TraceRow};
use super::properties::cited;
use crate::grammar::listed::listed;
use crate::grammar::words;
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};

/// The rows of the tables under a heading that announces them. Tables that begin with something else give the ids that they name.
pub(super) fn of(blocks: &Blocks<'_>) -> (Vec<TraceRow>, Vec<Cited>) {
    let (mut rows, mut reversed) = (Vec::new(), Vec::new());
    // The headings around, with what they announce.
    let mut around: Vec<(u8, Announced)> = Vec::new();
    for id in blocks.roots() {
        match blocks.node(id).kind {
            BlockKind::Heading(level) => {
                around.retain(|&(other, _)| other < level);
                around.push((level, announces(blocks.content(id))));
            }
            BlockKind::Paragraph if is_label(blocks.content(id)) => {
                around.retain(|&(other, _)| other < LABEL);
                around.push((LABEL, announces(blocks.content(id))));
            }
            BlockKind::Table => {
                let announced = around.iter().map(|&(_, announced)| announced).max();
                let announced = announced.unwrap_or_default();
                rows.extend(of_table(blocks, id, announced));
                if announced != Announced::Nothing {
                    reversed.extend(of_reversed(blocks, id, announced));
                }
            }
            _ => {}
        }
    }
    (rows, reversed)
}

/// Reads the column of requirements of a table whose first column is another: `Component | Requirements`.
fn of_reversed(blocks: &Blocks<'_>, table: NodeId, announced: Announced) -> Vec<Cited> {
    let mut column = None;
    let mut found = Vec::new();
    for row in blocks.children(table) {
        let cells: Vec<_> = blocks.children(row).map(|cell| blocks.prose(cell)).collect();
        if blocks.node(row).kind == (BlockKind::Row { header: true }) {
            column = cells.iter().position(|cell| names_requirements(cell.as_str())).filter(|&at| at > 0);
            continue;
        }
        let Some(cell) = column.and_then(|at| cells.get(at)) else { continue };
        let listed = listed(cell.as_str());
        let is_read = listed.all.is_some() || !listed.references.is_empty() || names_none(cell.as_str());
        if announced != Announced::Traces && !is_read {
            return Vec::new();
        }
        found.extend(cited(cell, 0, listed));
    }
    found
}

/// The level of a label in bold: below that of every heading.
const LABEL: u8 = 7;

/// The meaning of a heading for the tables below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Announced {
    #[default]
    Nothing,
    /// They are about requirements.
    Requirements,
    /// They trace requirements.
    Traces,
}

fn announces(heading: &str) -> Announced {
    let lower = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(words::TRACES) {
        Announced::Traces
    } else if has(words::OF_REQUIREMENTS) || has(words::REQUIREMENT) || is_coverage(&lower) {
        Announced::Requirements
    } else {
        Announced::Nothing
    }
}

/// `Coverage`, `5. Coverage`: of what, the table says. That of tests is another matter.
fn is_coverage(lower: &str) -> bool {
    lower.trim_start_matches(|c: char| !c.is_alphabetic()).trim_end_matches(|c: char| !c.is_alphabetic())
        == "coverage"
}

/// Is a paragraph one line in bold, as headings are that are none?
fn is_label(text: &str) -> bool {
    let bare = text.trim_end_matches([':', '：', ' ']);
    !bare.contains('\n') && bare.len() > 4 && bare.starts_with("**") && bare.ends_with("**")
}

fn of_table(blocks: &Blocks<'_>, table: NodeId, announced: Announced) -> Vec<TraceRow> {
    let is_announced = announced == Announced::Traces;
    let mut rows = Vec::new();
    let mut all = true;
    for row in blocks.children(table) {
        let cells: Vec<_> = blocks.children(row).map(|cell| blocks.prose(cell)).collect();
        let Some((first, others)) = cells.split_first() else { continue };
        if blocks.node(row).kind == (BlockKind::Row { header: true }) {
            let is_of_requirements = names_requirements(first.as_str());
            // A table that lists something else, and the requirements of it behind.
            let is_reversed =
                !is_of_requirements && others.iter().any(|cell| names_requirements(cell.as_str()));
            let is_about = announced == Announced::Requirements && is_of_requirements;
            if is_reversed || !(is_announced || is_about) {
                return Vec::new();
            }
            continue;
        }
        let listed = listed(first.as_str());
        let is_of_all = listed.all.is_some();
        let is_of_none = names_none(first.as_str());
        let requirements: Vec<Cited> = cited(first, 0, listed).collect();
        all &= is_of_all || !requirements.is_empty();
        let says = |cell: &&MappedText| cell.as_str().contains(char::is_alphanumeric);
        let targets = others.iter().filter(says).cloned().collect();
        let span = blocks.node(row).span;
        let line = blocks.source().line(span.start);
        rows.push(TraceRow {
            written: first.clone(),
            requirements,
            is_of_all,
            is_of_none,
            targets,
            span,
            line,
        });
    }
    // Elsewhere a cell may have a requirement as a sentence.
    if is_announced || all { rows } else { Vec::new() }
}

/// Does a cell say that there is no requirement?
fn names_none(cell: &str) -> bool {
    let bare = cell.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || words::NO_REQUIREMENT.contains(&bare.to_lowercase().as_str())
}

/// Is a column headed with the word for requirements: `Requirement`, `Req ID`, `要件`?
pub(super) fn names_requirements(header: &str) -> bool {
    let bare = header.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = words::behind(bare, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(bare, words::REQUIREMENT, words::ends_here));
    let of_ids = |rest: &str| {
        let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_lowercase();
        rest.is_empty() || words::ID_COLUMN.contains(&rest.as_str()) || rest == "s"
    };
    rest.is_some_and(of_ids)
}
