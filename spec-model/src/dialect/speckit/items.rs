//! Items that bear ids: in lists, as paragraphs, in tables, under headings.

use std::collections::{HashMap, HashSet};

use super::{Walk, Zone};
use crate::dialect::item::{self, Draft};
use crate::dialect::{attachment, body};
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::lead::{self, Lead};
use crate::markdown::{Kind, NodeId, Outline, Prose};
use crate::source::Span;
use crate::spec::Criterion;

/// What is known of the ids of a document before it is read.
pub(super) struct Items {
    /// How many items each prefix has.
    prefixes: HashMap<String, usize>,
    /// The ids that stand before words in lists and paragraphs: a table that names one does not define it.
    defined: HashSet<String>,
}

impl Items {
    pub(super) fn new(outline: &Outline<'_>) -> Self {
        let mut items = Self { prefixes: HashMap::new(), defined: HashSet::new() };
        for node in outline.nodes().iter().filter(|node| node.kind == Kind::Paragraph && node.quotes == 0) {
            let content = outline.source().slice(node.content);
            if let Some(lead) = lead::lead(content).filter(|lead| lead.is_closed) {
                items.count(&lead.id);
                if lead.len < content.len() {
                    items.defined.insert(lead.id.id.as_str().to_owned());
                }
            }
        }
        for (id, node) in outline.nodes().iter().enumerate() {
            if matches!(node.kind, Kind::Row { header: false }) {
                let first = outline.children(id).next().map(|cell| outline.content(cell));
                if let Some(written) = first.and_then(lead::whole) {
                    items.count(&written);
                }
            }
        }
        items
    }

    fn count(&mut self, written: &WrittenId) {
        *self.prefixes.entry(prefix(written.id.as_str()).to_owned()).or_insert(0) += 1;
    }

    /// Is an id one of a requirement? Those that everybody uses are (FR, NFR, SC); others where a hyphen is in them and
    /// the document has several of the kind. Questions, tasks, phases and priorities are none.
    fn is_requirement(&self, written: &WrittenId) -> bool {
        const OTHERS: &[&str] =
            &["Q", "A", "T", "P", "H", "CHK", "TASK", "PR", "ADR", "RFC", "US", "CL", "RISK", "ASM", "OQ"];
        let id = written.id.as_str();
        let prefix = prefix(id);
        match written.form {
            Form::Requirement => true,
            Form::Prefixed if matches!(prefix, "FR" | "NFR" | "SC") => true,
            Form::Prefixed => {
                !OTHERS.contains(&prefix)
                    && id[prefix.len()..].starts_with(['-', '_'])
                    && (self.prefixes.get(prefix).is_some_and(|&count| count > 1) || id.contains("-0"))
            }
            Form::Number | Form::Story | Form::Name => false,
        }
    }

    /// May a heading with this id be an item?
    pub(super) fn may_be_headed(&self, id: &str, zone: Zone) -> bool {
        zone != Zone::Aside && !self.defined.contains(id)
    }

    /// The item that a text begins with, if it is one in such a place.
    fn lead<'a>(&self, text: &'a str, zone: Zone) -> Option<Lead<'a>> {
        let lead = lead::lead(text)?;
        let is_known = matches!(prefix(lead.id.id.as_str()), "FR" | "NFR" | "SC");
        let is_closed = lead.is_closed || is_known && lead.len > lead.id.range.end;
        let is_item = self.is_requirement(&lead.id) && is_closed && (zone != Zone::Context || is_known);
        // `FR-001, FR-002: …` names them.
        let is_listed = text[lead.id.range.end..lead.len].contains([',', '、']);
        let names_more =
            is_listed && lead::lead(&text[lead.len..]).is_some_and(|next| self.is_requirement(&next.id));
        (is_item && !names_more && lead.len < text.len()).then_some(lead)
    }

    /// Does a block begin with a functional requirement? No scenario does.
    pub(super) fn begin(&self, outline: &Outline<'_>, node: NodeId) -> bool {
        let text = match outline.node(node).kind {
            Kind::List(_) => outline.children(node).next().and_then(|item| item::text_of_item(outline, item)),
            Kind::Paragraph => Some(outline.prose(node)),
            _ => None,
        };
        text.is_some_and(|text| {
            let lead = self.lead(text.as_str(), Zone::Open);
            lead.is_some_and(|lead| matches!(prefix(lead.id.id.as_str()), "FR" | "NFR"))
        })
    }
}

impl Walk<'_> {
    /// The items of a block; false if it has none.
    pub(super) fn find_items(&mut self, node: NodeId) -> bool {
        let before = self.reading.requirements.len();
        match self.outline.node(node).kind {
            Kind::List(_) => self.list(node),
            Kind::Paragraph => return self.paragraph(node),
            Kind::Table => self.table(node),
            _ => {}
        }
        self.reading.requirements.len() > before
    }

    /// A list, its sub-lists included: an item may stand below one without an id, but not below another item.
    fn list(&mut self, list: NodeId) {
        let before = self.reading.requirements.len();
        let mut strays = Vec::new();
        let mut id = list + 1;
        while id < self.outline.node(list).end {
            let is_item = matches!(self.outline.node(id).kind, Kind::Item { .. });
            let draft = if is_item { item::of_item(self.outline, id, None) } else { None };
            let is_found = draft.as_ref().is_some_and(|draft| self.draft(draft));
            strays.extend(draft.filter(|_| !is_found));
            id = if is_found { self.outline.node(id).end } else { id + 1 };
        }
        if self.reading.requirements.len() > before {
            self.reading.diagnostics.extend(item::without_id(self.outline.source(), &strays));
        }
    }

    /// A paragraph: an item begins at each line that begins with an id. A list behind it belongs to the last.
    fn paragraph(&mut self, node: NodeId) -> bool {
        let before = self.reading.requirements.len();
        let prose = self.outline.prose(node);
        let text = prose.as_str();
        if self.items.lead(text, self.zone).is_none() {
            return false;
        }
        let mut starts = vec![0];
        for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
            let line = text[at + 1..].split('\n').next().unwrap_or_default();
            if self.items.lead(line, self.zone).is_some_and(|lead| lead.is_closed) {
                starts.push(at + 1);
            }
        }
        let ends: Vec<_> = starts.iter().skip(1).map(|&start| start - 1).chain([text.len()]).collect();
        for (start, end) in starts.into_iter().zip(ends) {
            let prose = prose.slice(start..end).trim();
            let span = prose.span();
            self.draft(&Draft::of_words(prose, span));
        }
        self.reading.requirements.len() > before
    }

    /// Is the draft an item? Each id of it is a requirement with itself as its only criterion.
    fn draft(&mut self, draft: &Draft) -> bool {
        let Some(lead) = self.items.lead(draft.prose.as_str(), self.zone) else { return false };
        let words = without_strike(draft.words(&lead));
        for written in std::iter::once(&lead.id).chain(&lead.more) {
            self.add_item(written.id.as_str(), draft.clone(), words.clone());
        }
        true
    }

    fn add_item(&mut self, id: &str, draft: Draft, words: Prose) {
        let mut requirement = self.requirement(id.to_owned(), "", draft.span);
        requirement.criteria.push(draft.into_criterion(self.outline, requirement.id.clone(), words));
        self.add(requirement);
    }

    /// A table whose rows begin with ids; not one that only names what is defined elsewhere.
    fn table(&mut self, table: NodeId) {
        for (written, draft) in item::of_table(self.outline, table) {
            if self.items.is_requirement(&written) && !self.items.defined.contains(written.id.as_str()) {
                let words = draft.prose.clone();
                self.add_item(written.id.as_str(), draft, words);
            }
        }
    }

    /// Ends the headed item at hand: its text is what stands below the heading, or the heading's own words.
    pub(super) fn close_item(&mut self) {
        let Some(headed) = self.item.take() else { return };
        let paragraphs =
            headed.body.iter().take_while(|&&node| self.outline.node(node).kind == Kind::Paragraph);
        let paragraphs: Vec<_> = paragraphs.copied().collect();
        let mut text = body::text(self.outline, &paragraphs);
        let head = self.outline.node(headed.node);
        if text.is_empty() {
            let all = self.outline.prose(headed.node);
            let Some(at) = all.as_str().find(&headed.title).filter(|_| !headed.title.is_empty()) else {
                return;
            };
            text = all.slice(at..at + headed.title.len());
        }
        let points = headed.body.iter().flat_map(|&node| match self.outline.node(node).kind {
            Kind::List(_) => item::points(self.outline, node),
            _ => Vec::new(),
        });
        let points = points.collect();
        let end = body::end(self.outline, &headed.body).unwrap_or(head.span.end);
        let span = Span::new(head.span.start, end);
        let mut requirement = self.requirement(headed.id, &headed.title, head.span);
        let source = self.outline.source();
        requirement.criteria.push(Criterion {
            id: requirement.id.clone(),
            text,
            is_scenario: false,
            span,
            line: source.line(span.start),
            end_line: item::last_line(source, span),
            points,
            examples: headed.body.iter().find_map(|&node| item::table(self.outline, node)),
            attachments: attachment::of_blocks(self.outline, &headed.body[paragraphs.len()..]),
        });
        self.add(requirement);
    }
}

/// What stands before the first hyphen of an id, or before its number: `A11Y` of `A11Y-001`, `FR` of `FR1`.
fn prefix(id: &str) -> &str {
    id.split_once(['-', '_']).map_or_else(|| lead::prefix(id), |(prefix, _)| prefix)
}

/// The words of `~~**FR-001**: words~~`, whose strike begins before the id.
fn without_strike(words: Prose) -> Prose {
    let text = words.as_str();
    let is_half = text.matches("~~").count() % 2 == 1;
    match text.strip_suffix("~~").filter(|_| is_half).map(str::len) {
        Some(end) if end > 0 => words.slice(0..end),
        _ => words,
    }
}
