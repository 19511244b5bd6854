//! Finds the sections of a design, with the requirements that each names.

use super::lines::{Line, LinePlace};
use super::model::{Cited, Section};
use super::properties::cited;
use super::rows::names_requirements;
use crate::grammar::listed::listed;
use crate::grammar::{claim, mention, words};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::order::Order as _;
use crate::source::{Source, Span};

/// Finds the sections of a document.
pub(super) fn of(blocks: &Blocks<'_>, lines: &[Line]) -> Vec<Section> {
    let source = blocks.source();
    let mut sections = vec![section(source, String::new(), 0, source.body_start())];
    let heads = lines.iter().filter_map(|line| match line.place {
        LinePlace::Heading(level) => Some((line, level)),
        _ => None,
    });
    for (line, level) in heads {
        let start = blocks.node(line.node).span.start;
        if let Some(last) = sections.last_mut() {
            last.span.end = start;
        }
        sections.push(section(source, line.text.as_str().to_owned(), level, start));
    }
    if let Some(last) = sections.last_mut() {
        last.span.end = source.text().len();
    }
    let mut cites: Vec<Cited> = lines.iter().flat_map(|line| of_text(&line.text)).collect();
    cites.extend(weighed(lines));
    let tables = (0..blocks.nodes().len()).filter(|&id| blocks.node(id).kind == BlockKind::Table);
    tables.for_each(|table| of_table(blocks, table, &mut cites));
    cites.order_by_key(|cited| cited.span.start);
    let mut cites = cites.into_iter().peekable();
    for section in &mut sections {
        while let Some(cited) = cites.next_if(|cited| cited.span.start < section.span.end) {
            section.cites.push(cited);
        }
    }
    sections.retain(|section| section.level > 0 || !source.slice(section.span).trim().is_empty());
    sections
}

fn section(source: &Source, title: String, level: u8, start: usize) -> Section {
    Section { title, level, span: Span::new(start, start), line: source.line(start), cites: Vec::new() }
}

/// The criteria of lines in a section that weighs them: `1.2 WHEN it rings …`, `these two are one (1.2, 3.4)`.
fn weighed(lines: &[Line]) -> Vec<Cited> {
    // The headings around, and whether criteria are weighed below them.
    let mut around: Vec<(u8, bool)> = Vec::new();
    let mut found = Vec::new();
    for line in lines {
        let text = line.text.as_str();
        if let LinePlace::Heading(level) = line.place {
            around.retain(|&(other, _)| other < level);
            let lower = text.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
            around.push((level, has(words::WEIGHS) || has(words::REFLECTION) && has(words::OF_PROPERTIES)));
        }
        if !around.iter().any(|&(_, weighs)| weighs) {
            continue;
        }
        let number = text.trim_start_matches(['*', '_']);
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let first = (text.len() - number.len(), number[..end].trim_end_matches('.'));
        let within =
            text.match_indices('(').filter_map(|(at, _)| Some((at + 1, text[at + 1..].split_once(')')?.0)));
        let is_list = |list: &str| {
            list.contains('.')
                && list.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '-' | '–'))
        };
        for (start, list) in std::iter::once(first).chain(within).filter(|(_, list)| is_list(list)) {
            found.extend(cited(&line.text, start, listed(list)));
        }
    }
    found
}

/// The references in a line: in a list behind a label, else in its words.
fn of_text(text: &MappedText) -> Vec<Cited> {
    if let Some(claim) = claim::claim(text.as_str()) {
        return cited(text, claim.range.start, claim.listed).collect();
    }
    let mentions = mention::mentions(text.as_str()).into_iter();
    mentions.map(|reference| Cited { span: text.source_span(reference.range.clone()), reference }).collect()
}

/// The references in the cells of a table. Below a column of requirements, and behind a cell that says so, bare numbers count.
fn of_table(blocks: &Blocks<'_>, table: NodeId, cites: &mut Vec<Cited>) {
    let mut columns: Vec<bool> = Vec::new();
    for row in blocks.children(table) {
        let cells: Vec<_> = blocks.children(row).map(|cell| blocks.prose(cell)).collect();
        if blocks.node(row).kind == (BlockKind::Row { header: true }) {
            columns = cells.iter().map(|cell| is_of_requirements(cell.as_str())).collect();
            continue;
        }
        let is_labelled = cells.first().is_some_and(|cell| names_requirements(cell.as_str()));
        for (at, cell) in cells.iter().enumerate() {
            if columns.get(at).is_some_and(|&is| is) || is_labelled && at > 0 {
                cites.extend(cited(cell, 0, listed(cell.as_str())));
            } else {
                cites.extend(of_text(cell));
            }
        }
    }
}

fn is_of_requirements(cell: &str) -> bool {
    let bare = cell.trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = |words: &[&str]| words::behind(bare, words, words::ends_here).is_some();
    bare.len() <= LONGEST_LABEL && (is_word(words::OF_REQUIREMENTS) || is_word(words::REQUIREMENT))
}

/// A cell that is longer is no label; in bytes.
const LONGEST_LABEL: usize = 40;
