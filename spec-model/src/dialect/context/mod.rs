//! Finds what stands around criteria and is a part of their meaning: an [`Aside`] each.
//!
//! 1. `limits`: the words that take from what a criterion asks for;
//! 2. `sections`: which heading each block stands below, and how far its section goes;
//! 3. `glossary`: the terms that criteria use.
//!
//! Prose that takes nothing is passed over, so that a corrected typo in it concerns nobody.

mod glossary;
mod limits;
mod sections;

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::Reading;
use crate::grammar::{mention, words};
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::source::Span;
use crate::spec::{About, Aside};

use limits::Strength;
use sections::{SectionKind, Sections};

/// Labels of what takes something from criteria, in small letters.
const EXCEPTIONS: [&str; 15] = [
    "exception",
    "exceptions",
    "exclusion",
    "exclusions",
    "exemption",
    "exemptions",
    "limitation",
    "limitations",
    "restriction",
    "restrictions",
    "caveat",
    "caveats",
    "applicability",
    "applies to",
    "ausnahme",
];

/// Labels of other notes.
const NOTES: [&str; 7] = ["note", "notes", "validity", "important", "warning", "hinweis", "nb"];

/// The words by which a text speaks of criteria without naming one.
const CRITERIA: [&str; 18] = [
    "criteria",
    "criterion",
    "requirement",
    "requirements",
    "document",
    "spec",
    "specification",
    "below",
    "following",
    "section",
    "kriterien",
    "anforderungen",
    "exigences",
    "requisitos",
    "基準",
    "要件",
    "需求",
    "标准",
];

/// Everything that stands around the criteria of a document, in its order.
pub(super) fn asides(blocks: &Blocks<'_>, reading: &Reading) -> Vec<Aside> {
    if reading.requirements.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(blocks, reading);
    let mut found = Vec::new();
    let mut id = 0;
    while let Some(node) = blocks.nodes().get(id) {
        let is_read = finder.is_read(node.span);
        match node.kind {
            BlockKind::Metadata => finder.front_matter(id, &mut found),
            BlockKind::Heading(_) => finder.heading(id, &mut found),
            BlockKind::Paragraph if !is_read => finder.paragraph(id, &mut found),
            BlockKind::Row { header: false } if !is_read => {
                finder.row(id, &mut found);
                id = node.end;
                continue;
            }
            BlockKind::Item { .. } if is_read => {}
            BlockKind::Item { .. } if finder.term(id, &mut found) => {
                id = node.end;
                continue;
            }
            _ => {}
        }
        id += 1;
    }
    found
}

struct Finder<'a> {
    blocks: &'a Blocks<'a>,
    /// The places where criteria begin, in order, and where all of them end that begin there or before.
    read: Vec<Span>,
    /// The places where the words of stories begin, in order.
    stories: Vec<usize>,
    /// The ids of requirements and criteria.
    ids: HashSet<&'a str>,
    sections: Sections,
}

impl<'a> Finder<'a> {
    fn new(blocks: &'a Blocks<'a>, reading: &'a Reading) -> Self {
        let requirements = || reading.requirements.iter();
        let criteria = || requirements().flat_map(|requirement| &requirement.criteria);
        let mut read: Vec<Span> = criteria().map(|criterion| criterion.span).collect();
        let starts: Vec<usize> = read.iter().map(|span| span.start).collect();
        read.sort_unstable_by_key(|span| span.start);
        // A criterion may hold others: each reaches as far as those before it.
        let mut end = 0;
        for span in &mut read {
            end = end.max(span.end);
            span.end = end;
        }
        let stories = requirements().filter_map(|requirement| requirement.story.as_ref());
        let mut stories: Vec<usize> = stories.map(|story| story.span().start).collect();
        stories.sort_unstable();
        let ids = requirements().map(|requirement| requirement.id.as_str());
        Self {
            ids: ids.chain(criteria().map(|criterion| criterion.id.as_str())).collect(),
            sections: Sections::of(blocks, starts),
            blocks,
            read,
            stories,
        }
    }

    /// Does a block stand in a criterion, or in a story?
    fn is_read(&self, span: Span) -> bool {
        let behind = self.read.partition_point(|read| read.start <= span.start);
        let is_in_criterion = behind.checked_sub(1).is_some_and(|at| span.start < self.read[at].end);
        let story = self.stories.get(self.stories.partition_point(|story| *story < span.start));
        is_in_criterion || story.is_some_and(|story| *story < span.end)
    }

    /// The state that the front matter gives the whole document.
    fn front_matter(&self, id: NodeId, found: &mut Vec<Aside>) {
        let node = self.blocks.node(id);
        for line in self.blocks.raw(id).lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) =
                (key.trim().to_lowercase(), value.trim().trim_matches(['"', '\'']).to_lowercase());
            let is_state = matches!(
                &*key,
                "status"
                    | "state"
                    | "stage"
                    | "binding"
                    | "normative"
                    | "applies"
                    | "applies-to"
                    | "scope"
                    | "validity"
                    | "effective"
            );
            let is_off = matches!(&*value, "false" | "no") && matches!(&*key, "binding" | "normative");
            if is_state && (is_off || limits::find(&value, true).is_some()) {
                let about = About::Within(self.sections.whole());
                found.push(Aside { text: format!("{key}: {value}"), span: node.span, about, limit: None });
            }
        }
    }

    /// Collects the limits that a heading sets for the criteria below it: `Prices (later)`.
    fn heading(&self, id: NodeId, found: &mut Vec<Aside>) {
        let section = self.sections.below(id);
        if !self.sections.has_criteria(section) {
            return;
        }
        let text = words_of(self.blocks.content(id)).to_lowercase();
        let mut parts: Vec<&str> = Vec::new();
        if let Some((at, ..)) = limits::find(&text, false) {
            let rest = &text[at..];
            parts.push(&rest[..rest.find([')', ']', ',', ';', '—', '–']).unwrap_or(rest.len())]);
        }
        // `(Priority: P1)` of spec-kit limits nothing.
        parts.extend(remark(&text).filter(|remark| !remark.trim_start().starts_with("priority")));
        let struck = text.contains("~~").then_some("~~");
        parts.extend(struck);
        for part in parts.iter().map(|part| part.trim()).collect::<BTreeSet<_>>() {
            if !part.is_empty() {
                let about = About::Within(section);
                found.push(Aside {
                    text: part.to_owned(),
                    span: self.blocks.node(id).span,
                    about,
                    limit: None,
                });
            }
        }
    }

    fn paragraph(&self, id: NodeId, found: &mut Vec<Aside>) {
        let node = self.blocks.node(id);
        let kind = self.sections.kind(id);
        let text = words_of(self.blocks.prose(id).as_str());
        if kind == SectionKind::Glossary && self.named(&text).0.is_empty() {
            let text = words_of(self.blocks.content(id));
            found.extend(glossary::entry(self.blocks.content(id), &text, node.span));
            return;
        }
        self.text(&text, id, found);
    }

    /// A row of a table: an entry of the glossary, or a sentence.
    fn row(&self, id: NodeId, found: &mut Vec<Aside>) {
        let cells: Vec<_> =
            self.blocks.children(id).map(|cell| words_of(self.blocks.content(cell))).collect();
        let text = cells.join(" | ");
        if self.sections.kind(id) == SectionKind::Glossary {
            let term = cells.first().map(String::as_str).unwrap_or_default();
            found.extend(glossary::of_term(term, text.clone(), self.blocks.node(id).span));
        } else if !self.named(&text).0.is_empty() {
            self.sentence(&text, id, found);
        }
    }

    /// An item of a list in the glossary, with all that is in it.
    fn term(&self, id: NodeId, found: &mut Vec<Aside>) -> bool {
        if self.sections.kind(id) != SectionKind::Glossary {
            return false;
        }
        let raw = self.blocks.raw(id);
        let own = raw[self.blocks.marker(id).len()..].trim_start();
        let entry = glossary::entry(own, &words_of(own), self.blocks.node(id).span);
        found.extend(entry);
        true
    }

    /// The sentences of a block.
    fn text(&self, text: &str, id: NodeId, found: &mut Vec<Aside>) {
        if is_labelled(text) {
            self.sentence(text, id, found);
            return;
        }
        for sentence in sentences(text) {
            self.sentence(sentence, id, found);
        }
    }

    /// A sentence, if it takes something from criteria, or may do so.
    fn sentence(&self, sentence: &str, id: NodeId, found: &mut Vec<Aside>) {
        let kind = self.sections.kind(id);
        if sentence.ends_with(['?', '？']) || kind == SectionKind::History {
            return;
        }
        let (ids, text) = self.named(sentence);
        let lower = text.to_lowercase();
        let is_labelled = is_labelled(sentence) || kind == SectionKind::Exceptions;
        let of_heading = if let SectionKind::Limits(word) = kind { Some(word) } else { None };
        let limit = limits::find(&lower, is_labelled || !ids.is_empty());
        let span = self.blocks.node(id).span;
        if !ids.is_empty() {
            if limit.is_some() || is_labelled || of_heading.is_some() {
                let word =
                    limit.filter(|(_, _, strength)| *strength == Strength::Limits).map(|(_, word, _)| word);
                let word = word.or(of_heading);
                found.push(Aside { text, span, about: About::Ids(ids), limit: word });
            }
            return;
        }
        let around = match kind {
            SectionKind::Exceptions => Some(self.sections.above(id)),
            _ if !self.sections.is_around(id) => speaks_of_criteria(&lower).then(|| self.sections.whole()),
            SectionKind::Preamble => speaks_of_criteria(&lower).then(|| self.sections.own(id)),
            _ => Some(self.sections.own(id)),
        };
        let is_one = limit.is_some() || is_labelled;
        if let Some(span_of_criteria) = around.filter(|span| is_one && self.sections.has_criteria(*span)) {
            found.push(Aside { text, span, about: About::Within(span_of_criteria), limit: None });
        }
    }

    /// The ids that a text names, and the text with `§` in place of each.
    fn named(&self, text: &str) -> (Vec<String>, String) {
        let mut places: Vec<(Range<usize>, String)> = Vec::new();
        for reference in mention::mentions(text) {
            let id = reference.canonical();
            if self.ids.contains(id.as_str()) {
                places.push((reference.range, id.as_str().to_owned()));
            }
        }
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let mut start = 0;
        for word in text.split(|c: char| !is_part(c)) {
            let at = start;
            start = text
                .len()
                .min(at + word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8));
            let bare = word.trim_end_matches(['.', '-', '/']);
            if bare.contains(|c: char| c.is_ascii_digit() || c == '-') && self.ids.contains(bare) {
                places.push((at..at + bare.len(), bare.to_owned()));
            }
        }
        places.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut ids, mut masked, mut end) = (Vec::new(), String::with_capacity(text.len()), 0);
        for (range, id) in places {
            if range.start >= end {
                masked.push_str(&text[end..range.start]);
                masked.push('§');
                end = range.end;
            }
            ids.push(id);
        }
        masked.push_str(&text[end..]);
        ids.sort();
        ids.dedup();
        (ids, masked)
    }
}

/// The words of a text of one block, without marks and layout.
fn words_of(text: &str) -> String {
    crate::markdown::plain(text)
}

/// The sentences of a text without layout.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |before: char, c: char| {
        c == ' ' && matches!(before, '.' | '!' | '?' | ';') || matches!(before, '。' | '！' | '？')
    };
    let mut before = ' ';
    let parts = text.split_inclusive(move |c: char| is_end(std::mem::replace(&mut before, c), c));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Does a text begin with a label that says that it is about criteria: `Note: …`, `[!NOTE] …`?
fn is_labelled(text: &str) -> bool {
    let text = text.trim_start_matches(['[', '!', '(', '>', ' ']);
    let lower = words::lower_start(text);
    EXCEPTIONS.iter().chain(&NOTES).any(|label| {
        let behind = lower.strip_prefix(label);
        behind.is_some_and(|rest| {
            rest.starts_with([':', ']', '：']) || rest.starts_with(" (") || rest.starts_with(" –")
        })
    })
}

/// Does a text in small letters speak of criteria without naming one?
fn speaks_of_criteria(lower: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() && (c as u32) < 0x2E80;
    CRITERIA.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            !word.starts_with(is_part)
                || !lower[..at].ends_with(is_part) && !lower[at + word.len()..].starts_with(is_part)
        })
    })
}

/// Returns the text in brackets at the end of a heading.
fn remark(text: &str) -> Option<&str> {
    let (open, inner) = match text.strip_suffix(')') {
        Some(inner) => ('(', inner),
        None => ('[', text.strip_suffix(']')?),
    };
    inner.rfind(open).map(|at| &inner[at + 1..])
}

/// Does a heading, in small letters, say that what is below it is about exceptions?
fn is_of_exceptions(lower: &str) -> bool {
    EXCEPTIONS.iter().any(|label| lower.starts_with(label))
}

#[cfg(test)]
mod tests;
