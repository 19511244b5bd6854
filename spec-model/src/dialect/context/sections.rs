//! The heading that each block stands below, and the extent of its section.

use super::is_of_exceptions;
use super::limits;
use crate::grammar::heading::{self, Heading};
use crate::grammar::words;
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::source::Span;

/// The subject of the blocks of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SectionKind {
    /// Criteria, or anything else.
    Plain,
    /// The whole document: what stands before its first section, or in its introduction.
    Preamble,
    /// Terms and their values.
    Glossary,
    /// Exceptions of what the criteria ask for.
    Exceptions,
    /// Things that are not asked for, as this word of the heading says: the criteria that it names.
    Limits(&'static str),
    /// The history of criteria, or lists of their names: change logs, matrices.
    History,
}

/// A heading with its section.
struct Section {
    heading: NodeId,
    level: u8,
    /// From the heading to the next one of its level, or of a higher one.
    span: Span,
    /// From the heading to the next one.
    own_end: usize,
    parent: Option<usize>,
    kind: SectionKind,
}

/// The sections of a document.
pub(super) struct Sections {
    all: Vec<Section>,
    /// The places where the criteria begin, in order.
    criteria: Vec<usize>,
    end: usize,
    /// The first byte of each node.
    starts: Vec<usize>,
}

impl Sections {
    /// Finds them. `criteria`: where the criteria of the document begin.
    pub(super) fn of(blocks: &Blocks<'_>, mut criteria: Vec<usize>) -> Self {
        criteria.sort_unstable();
        let end = blocks.source().text().len() + 1;
        let mut all: Vec<Section> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (id, node) in blocks.nodes().iter().enumerate() {
            let BlockKind::Heading(level) = node.kind else { continue };
            let start = node.span.start;
            if let Some(before) = all.last_mut() {
                before.own_end = start;
            }
            while let Some(&last) = open.last().filter(|&&last| all[last].level >= level) {
                all[last].span.end = start;
                open.pop();
            }
            let parent = open.last().copied();
            let kind = kind(blocks.content(id), parent.map(|parent| all[parent].kind));
            open.push(all.len());
            all.push(Section { heading: id, level, span: Span::new(start, end), own_end: end, parent, kind });
        }
        let starts = blocks.nodes().iter().map(|node| node.span.start).collect();
        let mut sections = Self { all, criteria, end, starts };
        for at in 0..sections.all.len() {
            let section = &sections.all[at];
            let is_first = section.parent.is_none() && section.level == 1;
            if section.kind == SectionKind::Plain
                && is_first
                && sections.has_criteria(section.span)
                && !sections.has_criteria(sections.own_of(at))
            {
                sections.all[at].kind = SectionKind::Preamble;
            }
        }
        sections
    }

    /// The whole document.
    pub(super) fn whole(&self) -> Span {
        Span::new(0, self.end)
    }

    /// Is there a criterion in some bytes?
    pub(super) fn has_criteria(&self, span: Span) -> bool {
        let first = self.criteria.partition_point(|start| *start < span.start);
        self.criteria.get(first).is_some_and(|start| *start < span.end)
    }

    /// The section that begins with a heading.
    pub(super) fn below(&self, heading: NodeId) -> Span {
        let at = self.all.binary_search_by_key(&heading, |section| section.heading);
        at.map_or(self.whole(), |at| self.all[at].span)
    }

    /// Returns the subject of the section of a block.
    pub(super) fn kind(&self, id: NodeId) -> SectionKind {
        self.holder(id).map_or(SectionKind::Preamble, |at| self.all[at].kind)
    }

    /// The section that a block stands in, or the whole document.
    pub(super) fn own(&self, id: NodeId) -> Span {
        self.holder(id).map_or(self.whole(), |at| self.all[at].span)
    }

    /// The section around that of a block, or the whole document.
    pub(super) fn above(&self, id: NodeId) -> Span {
        let mut at = self.holder(id);
        while let Some(holder) = at {
            at = self.all[holder].parent;
            if let Some(parent) = at
                && self.has_criteria(self.all[parent].span)
            {
                return self.all[parent].span;
            }
        }
        self.whole()
    }

    /// Does a block stand in a section with criteria?
    pub(super) fn is_around(&self, id: NodeId) -> bool {
        self.has_criteria(self.own(id))
    }

    fn own_of(&self, at: usize) -> Span {
        Span::new(self.all[at].span.start, self.all[at].own_end)
    }

    /// The section that a block stands in.
    fn holder(&self, id: NodeId) -> Option<usize> {
        let start = self.starts[id];
        self.all.partition_point(|section| section.span.start <= start).checked_sub(1)
    }
}

/// Finds the subject of a section by its heading; of a section in a glossary, too.
fn kind(text: &str, parent: Option<SectionKind>) -> SectionKind {
    if let Some(kind @ (SectionKind::Glossary | SectionKind::History)) = parent {
        return kind;
    }
    let bare = heading::unnumbered(text).unwrap_or(text);
    let lower = heading::undress(bare).to_lowercase();
    let limit = limits::find(&lower, false).map(|(_, word, _)| word);
    match heading::heading(text) {
        Heading::Glossary => SectionKind::Glossary,
        Heading::Requirement { .. } | Heading::Criteria => SectionKind::Plain,
        _ if is_glossary(&lower) => SectionKind::Glossary,
        _ if words::MENTIONS.iter().any(|word| lower.contains(word)) => SectionKind::History,
        _ if is_of_exceptions(&lower) => SectionKind::Exceptions,
        _ if heading::excludes(text) => SectionKind::Limits(limit.unwrap_or("out of scope")),
        _ if limit.is_some() => SectionKind::Limits(limit.unwrap_or_default()),
        _ if ["introduction", "overview", "scope", "purpose", "about", "summary"]
            .iter()
            .any(|word| lower.starts_with(word)) =>
        {
            SectionKind::Preamble
        }
        _ => SectionKind::Plain,
    }
}

/// Does a heading say that terms or values stand below it?
fn is_glossary(lower: &str) -> bool {
    const WORDS: [&str; 14] = [
        "glossary",
        "definitions",
        "terms",
        "terminology",
        "vocabulary",
        "constants",
        "parameters",
        "thresholds",
        "limits",
        "abbreviations",
        "acronyms",
        "glossar",
        "begriffe",
        "用語",
    ];
    WORDS.iter().any(|word| lower.starts_with(word))
}
