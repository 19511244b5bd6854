//! Reads items with ids: in lists, as paragraphs, in tables, under headings.

use std::collections::{HashMap, HashSet};

use super::{Walk, Zone, part};
use crate::dialect::item::{self, Draft};
use crate::dialect::{attachment, body, lines, rows};
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::lead::{self, Lead};
use crate::grammar::{likeness, retired};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::order::Order as _;
use crate::source::Span;
use crate::spec::{Attachment, Criterion, Id, Requirement, Retired};

/// The prefixes of ids that are those of requirements wherever they stand.
const KNOWN: &[&str] = &["FR", "NFR", "SC"];
/// The prefixes of other things: questions, tasks, phases, priorities, decisions, stories.
const OTHERS: &[&str] = &[
    "Q", "A", "T", "P", "H", "M", "CHK", "TASK", "PR", "ADR", "RFC", "US", "CL", "RISK", "ASM", "OQ", "UTF",
    "ISO", "SHA",
];
/// The prefixes of scenarios.
const SCENARIOS: &[&str] = &["AC", "AS", "S", "SC", "TC", "US"];

/// An item that has been found.
pub(super) struct Item {
    id: String,
    /// The text beside the id in bold.
    title: String,
    draft: Draft,
    words: MappedText,
}

/// The known facts about the ids of a document before it is read.
pub(super) struct Items {
    /// The number of items that each prefix has.
    prefixes: HashMap<String, usize>,
    /// The ids that stand before words in lists and paragraphs: a table that names one does not define it.
    uses: HashMap<String, Uses>,
}

/// The places where an id stands before words.
struct Uses {
    count: usize,
    first: NodeId,
    /// Something shall be, in the words of one.
    has_modal: bool,
}

impl Items {
    pub(super) fn new(blocks: &Blocks<'_>) -> Self {
        let mut items = Self { prefixes: HashMap::new(), uses: HashMap::new() };
        for (id, node) in blocks.nodes().iter().enumerate() {
            match node.kind {
                BlockKind::Paragraph if node.quotes == 0 => {
                    let content = blocks.content(id);
                    // `**FR-001: Title**` stands in place of a heading.
                    if part::label(content).is_some_and(|label| lead::lead(label).is_some()) {
                        continue;
                    }
                    for line in content.split('\n').map(str::trim_start) {
                        items.count_line(id, line, content);
                    }
                }
                BlockKind::Heading(_) => {
                    let lead = lead::lead(blocks.content(id)).filter(|lead| lead.is_closed);
                    lead.into_iter().for_each(|lead| items.count(&lead.id));
                }
                BlockKind::Row { .. } => {
                    let first = blocks.children(id).next().map(|cell| blocks.content(cell));
                    let ids = first.and_then(rows::row_ids).unwrap_or_default().ids;
                    ids.iter().for_each(|written| items.count(written));
                }
                _ => {}
            }
        }
        items
    }

    fn count_line(&mut self, node: NodeId, line: &str, content: &str) {
        let Some(lead) = lead::lead(line).filter(|lead| lead.is_closed) else { return };
        self.count(&lead.id);
        if lead.len == content.len() {
            return;
        }
        for written in std::iter::once(&lead.id).chain(&lead.more) {
            let new = || Uses { count: 0, first: node, has_modal: false };
            let uses = self.uses.entry(written.id.as_str().to_owned()).or_insert_with(new);
            uses.count += 1;
            uses.has_modal = uses.has_modal || likeness::has_modal(&line[lead.len..]);
        }
    }

    fn count(&mut self, written: &WrittenId) {
        *self.prefixes.entry(prefix(written.id.as_str()).to_owned()).or_insert(0) += 1;
    }

    /// Is an id one of a requirement? Those that everybody uses are; others where a hyphen is in them and the document has several of
    /// the kind, or where requirements are announced.
    fn is_requirement(&self, lead: &Lead<'_>, zone: Zone) -> bool {
        let id = lead.id.id.as_str();
        let prefix = prefix(id);
        match lead.id.form {
            Form::Requirement => true,
            Form::Prefixed if is_known(id) => true,
            Form::Prefixed if OTHERS.contains(&prefix) => false,
            Form::Prefixed => {
                let has_number = || id[prefix.len()..].starts_with(['-', '_']);
                let is_one_of_several = || self.prefixes.get(prefix).is_some_and(|&count| count > 1);
                zone == Zone::Requirements && lead.is_closed
                    || lead.is_familiar()
                    || has_number() && (is_one_of_several() || id.contains("-0"))
            }
            Form::Number | Form::Story | Form::Name => false,
        }
    }

    /// May a heading with this id be an item?
    pub(super) fn may_be_headed(&self, id: &str, zone: Zone) -> bool {
        let written = lead::lead(id).filter(|lead| lead.id.id.as_str() == id);
        let is_requirement = written.is_none_or(|lead| {
            let lead = Lead { is_closed: true, ..lead };
            self.is_requirement(&lead, Zone::Requirements)
        });
        let is_defined = self.uses.contains_key(id);
        is_requirement && !is_defined && (is_known(id) || !matches!(zone, Zone::Aside | Zone::Context))
    }

    /// The item that a text begins with, if it is one in such a place.
    fn lead<'a>(&self, text: &'a str, zone: Zone) -> Option<Lead<'a>> {
        let lead = lead::lead(text)?;
        let is_known = is_known(lead.id.id.as_str()) && !lead.is_short;
        // `FR-001 System MUST …`, unless another place has the id with a colon: then `FR-001 is …` speaks of it.
        let is_named = !lead.open_marks.is_empty() && text[lead.len..].starts_with(['(', '（', '「', '【']);
        let is_apart = is_named || text[..lead.len].ends_with(char::is_whitespace);
        let is_closed =
            lead.is_closed || is_known && is_apart && !self.uses.contains_key(lead.id.id.as_str());
        // `R1: a fire` is a risk, but for the place of requirements.
        let is_beside =
            matches!(zone, Zone::Context | Zone::Aside) || zone == Zone::EdgeCases && lead.is_short;
        // `FR-001: looked at` of a checklist names it.
        let is_aside = zone == Zone::Aside && !likeness::has_modal(&text[lead.len..]);
        let is_item = self.is_requirement(&lead, zone) && is_closed && !is_aside && (is_known || !is_beside);
        // `FR-001, FR-002: …` names them, if they are told elsewhere.
        let is_listed = text[..lead.len].trim_end().ends_with([',', '、']);
        let is_reported_elsewhere = || self.uses.get(lead.id.id.as_str()).is_some_and(|uses| uses.count > 1);
        let names_more = is_listed && is_reported_elsewhere() && self.next(&text[lead.len..], zone).is_some();
        (is_item && !names_more && lead.len < text.len()).then_some(lead)
    }

    /// The item whose id follows another: that of `FR-002` behind `**FR-001**`, in `**FR-001**/**FR-002**: …`.
    fn next<'a>(&self, text: &'a str, zone: Zone) -> Option<Lead<'a>> {
        let rest =
            text.trim_start_matches(|c: char| matches!(c, '/' | ',' | '&' | '+' | '、') || c.is_whitespace());
        let rest = rest.strip_prefix("and ").unwrap_or(rest);
        let lead = lead::lead(rest).filter(|lead| lead.is_closed && self.is_requirement(lead, zone))?;
        let len = text.len() - rest.len() + lead.len;
        Some(Lead { len, ..lead })
    }

    /// Does a block begin with a requirement? No scenario does.
    pub(super) fn begin(&self, blocks: &Blocks<'_>, node: NodeId) -> bool {
        first_words(blocks, node).is_some_and(|text| {
            let lead = self.lead(text.as_str(), Zone::Open);
            lead.is_some_and(|lead| {
                lead.id.form == Form::Prefixed && !SCENARIOS.contains(&prefix(lead.id.id.as_str()))
            })
        })
    }

    /// Does a block begin with an item that is told here, and not only named?
    pub(super) fn is_own(&self, blocks: &Blocks<'_>, node: NodeId) -> bool {
        first_words(blocks, node).is_some_and(|text| self.is_reported(text.as_str()))
    }

    /// Does a text begin with an id that stands nowhere else, or say what shall be?
    fn is_reported(&self, text: &str) -> bool {
        let lead = self.lead(text, Zone::Open).filter(|lead| lead.is_closed);
        lead.is_some_and(|lead| {
            let uses = self.uses.get(lead.id.id.as_str());
            uses.is_none_or(|uses| uses.count == 1) || likeness::has_modal(&text[lead.len..])
        })
    }

    /// Does a list only name items that are told elsewhere, as a map of what covers them does?
    fn is_map(&self, blocks: &Blocks<'_>, list: NodeId) -> bool {
        let mut named = 0;
        for item in (list + 1..blocks.node(list).end).filter(|&id| is_item(blocks, id)) {
            let Some(text) = item::text_of_item(blocks, item) else { continue };
            let text = text.as_str();
            let Some(lead) = self.lead(text, Zone::Open) else { continue };
            named += 1;
            let is_named = self
                .uses
                .get(lead.id.id.as_str())
                .is_some_and(|uses| uses.count > 1 && (uses.first < list || uses.has_modal));
            if !is_named || likeness::has_modal(&text[lead.len..]) {
                return false;
            }
        }
        named > 1
    }
}

/// Is an id of a kind that every document of spec-kit has?
pub(super) fn is_known(id: &str) -> bool {
    KNOWN.contains(&prefix(id)) || id.starts_with("REQ-")
}

fn is_item(blocks: &Blocks<'_>, node: NodeId) -> bool {
    matches!(blocks.node(node).kind, BlockKind::Item { .. })
}

/// The words that a block begins with.
fn first_words(blocks: &Blocks<'_>, node: NodeId) -> Option<MappedText> {
    match blocks.node(node).kind {
        BlockKind::List(_) => blocks.children(node).next().and_then(|item| item::text_of_item(blocks, item)),
        BlockKind::Paragraph => Some(blocks.prose(node)),
        _ => None,
    }
}

impl Walk<'_> {
    /// The items of a block; false if it has none.
    pub(super) fn find_items(&mut self, node: NodeId) -> bool {
        match self.blocks.node(node).kind {
            BlockKind::List(_) => self.list(node),
            BlockKind::Paragraph => self.paragraph(node),
            BlockKind::Table => self.table(node),
            _ => false,
        }
    }

    /// A list, its sub-lists included: an item may stand below one without an id, and below another item.
    fn list(&mut self, list: NodeId) -> bool {
        if self.items.is_map(self.blocks, list) {
            return true;
        }
        let before = self.reading.requirements.len();
        let mut is_any = false;
        let mut unnumbered = Vec::new();
        let mut id = list + 1;
        while id < self.blocks.node(list).end {
            let draft = is_item(self.blocks, id).then(|| self.of_item(id)).flatten();
            let is_found = draft.as_ref().is_some_and(|draft| self.item(id, draft));
            unnumbered.extend(draft.filter(|_| !is_found));
            id = if is_found { self.blocks.node(id).end } else { id + 1 };
            is_any |= is_found;
        }
        let last = self.reading.requirements[before..].last().map(|requirement| &requirement.id);
        let last = last.or(self.reading.retired.last().map(|retired| &retired.id));
        if let Some(id) = last.filter(|_| is_any && !matches!(self.zone, Zone::Aside | Zone::Context)) {
            let found = item::without_id(self.blocks.source(), &unnumbered, id);
            self.reading.diagnostics.extend(found);
        }
        is_any
    }

    /// The draft of an item of a list. Where it is no more than an id, what stands below it are its words.
    fn of_item(&self, node: NodeId) -> Option<Draft> {
        let mut draft = item::of_item(self.blocks, node, None)?;
        if lead::whole(draft.prose.as_str()).is_some() {
            let nodes = self.blocks.children(node);
            let below: Vec<_> =
                nodes.skip_while(|&block| self.blocks.node(block).kind == BlockKind::Paragraph).collect();
            let words = body::text(self.blocks, &below);
            if !words.is_empty() {
                draft.prose.push_line(&words);
                (draft.points, draft.attachments) = (Vec::new(), Vec::new());
            }
        }
        Some(draft)
    }

    /// An item of a list, with those below it that bear ids of their own.
    fn item(&mut self, node: NodeId, draft: &Draft) -> bool {
        let (blocks, text) = (self.blocks, draft.prose.as_str());
        let starts = self.starts(text);
        let is_first = self.items.lead(text, self.zone).is_some();
        if !is_first && starts.is_empty() {
            return false;
        }
        let mut draft = draft.clone();
        let mut below = Vec::new();
        let mut id = node + 1;
        while id < blocks.node(node).end {
            let words = is_item(blocks, id).then(|| item::text_of_item(blocks, id)).flatten();
            let is_own = words.is_some_and(|words| self.items.is_reported(words.as_str()));
            below.extend(is_own.then_some(id));
            id = if is_own { blocks.node(id).end } else { id + 1 };
        }
        if let Some(&first) = below.first() {
            draft.points = item::points_without(blocks, node, &below);
            let end = blocks.node(first).span.start;
            draft.span.end =
                draft.span.start + blocks.source().slice(Span::new(draft.span.start, end)).trim_end().len();
        }
        self.pieces(&draft, &starts);
        for id in below {
            if let Some(draft) = self.of_item(id) {
                self.item(id, &draft);
            }
        }
        true
    }

    /// Finds the beginnings of items in a text, but for its own: at lines that begin with ids which are told there.
    fn starts(&self, text: &str) -> Vec<usize> {
        let mut starts = Vec::new();
        for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
            let line = text[at + 1..].split('\n').next().unwrap_or_default();
            let lead = self.items.lead(line, self.zone).filter(|lead| lead.is_closed);
            if lead.is_some() && self.items.is_reported(line) {
                starts.push(at + 1);
            }
        }
        starts
    }

    /// The items of a draft. One begins at its beginning, if it has an id, and one at each of `starts`. What stands below the draft belongs
    /// to the last.
    fn pieces(&mut self, draft: &Draft, starts: &[usize]) {
        let all = draft.prose.as_str().len();
        let ends = starts.iter().map(|&start| start - 1).chain([all]);
        let begins = std::iter::once(0).chain(starts.iter().copied());
        for (start, end) in begins.zip(ends) {
            let prose = lines::without_label(self.blocks, draft.prose.slice(start..end).trim());
            if starts.is_empty() {
                self.draft(&Draft { prose, ..draft.clone() });
                return;
            }
            let span = prose.span();
            let piece = if end == all {
                let span = Span::new(span.start, draft.span.end.max(span.end));
                Draft { prose, span, ..draft.clone() }
            } else {
                let start = if start == 0 { draft.span.start } else { span.start };
                Draft::of_words(prose, Span::new(start, span.end))
            };
            self.draft(&piece);
        }
    }

    /// A paragraph: an item begins at each line that begins with an id. A list behind it belongs to the last.
    fn paragraph(&mut self, node: NodeId) -> bool {
        let prose = self.blocks.prose(node);
        let is_first = self.items.lead(prose.as_str(), self.zone).is_some();
        let starts = self.starts(prose.as_str());
        if !is_first && starts.is_empty() {
            return false;
        }
        let span = prose.span();
        self.pieces(&Draft::of_words(prose, span), &starts);
        true
    }

    /// Takes a draft, if it is an item: each id of it is a requirement with itself as its only criterion.
    fn draft(&mut self, draft: &Draft) {
        let text = draft.prose.as_str();
        let Some(lead) = self.items.lead(text, self.zone) else { return };
        if self.mentions.contains(&draft.span.start) {
            return;
        }
        let is_retired = draft.is_retired(Some(&lead)) || draft.is_retired(None);
        let named = named(draft, &lead);
        let (name, mut words) = named.unwrap_or_else(|| (MappedText::default(), draft.words(&lead)));
        let mut title = name.as_str().to_owned();
        let mut len = lead.len;
        let separates = |text: &str| text.trim_end().ends_with([',', '、', '&', '/']);
        let mut ids: Vec<_> = std::iter::once(lead.id).chain(lead.more).map(|written| written.id).collect();
        while let Some(next) = self.items.next(&text[len..], self.zone).filter(|_| {
            separates(&text[..len])
                || text[len..].starts_with(['/', '&', '+', ','])
                || text[len..].starts_with("and ")
        }) {
            len += next.len;
            ids.extend(std::iter::once(next.id).chain(next.more).map(|written| written.id));
            (title, words) = (String::new(), draft.prose.slice(len..text.len()));
        }
        let mut draft = draft.clone();
        // A name that says more belongs to what is accepted.
        if !title.is_empty() {
            draft.attachments.insert(0, Attachment { text: name, is_code: false });
        }
        let is_aside = matches!(self.zone, Zone::Aside | Zone::Context);
        if is_retired {
            let retired = ids.into_iter().map(|id| Retired { id, span: draft.span });
            self.reading.retired.extend(retired.filter(|_| !is_aside));
            return;
        }
        for id in ids {
            let (id, title) = (id.as_str().to_owned(), title.clone());
            let item = Item { id, title, draft: draft.clone(), words: words.clone() };
            if is_aside {
                self.deferred.push(item);
            } else {
                self.add_item(item);
            }
        }
    }

    fn add_item(&mut self, item: Item) {
        let requirement = self.own_requirement(item);
        self.add(requirement);
    }

    /// The requirement that an item is, with itself as its only criterion.
    fn own_requirement(&self, item: Item) -> Requirement {
        let Item { id, title, draft, words } = item;
        let mut requirement = self.requirement(id, &title, draft.span);
        requirement.criteria.push(draft.into_criterion(self.blocks, requirement.id.clone(), words));
        requirement
    }

    /// Adds the items that stand where ids are only named, and nowhere else.
    pub(super) fn add_deferred(&mut self) {
        let ids = self.reading.requirements.iter().map(|requirement| requirement.id.as_str().to_owned());
        let mut ids: HashSet<String> = ids.collect();
        for item in std::mem::take(&mut self.deferred) {
            if ids.insert(item.id.clone()) {
                let requirement = self.own_requirement(item);
                self.reading.requirements.push(requirement);
            }
        }
        self.reading.requirements.order_by_key(|requirement| requirement.span.start);
    }

    /// A table whose rows begin with ids; not one that only names what is defined elsewhere.
    fn table(&mut self, table: NodeId) -> bool {
        let mut is_any = false;
        for (written, draft) in rows::of_table(self.blocks, table) {
            let id = written.id.as_str().to_owned();
            let is_requirement = lead::lead(&id).is_some_and(|lead| {
                let lead = Lead { is_closed: true, ..lead };
                self.items.is_requirement(&lead, self.zone)
            });
            let is_named = self.items.uses.contains_key(&id);
            let is_aside = matches!(self.zone, Zone::Aside | Zone::Context);
            let is_beside = is_aside || self.zone == Zone::EdgeCases;
            let is_risk = draft.is_short && is_beside;
            if is_requirement && !is_named && !is_risk && (!is_aside || is_known(&id)) {
                is_any = true;
                if self.mentions.contains(&draft.span.start) {
                    continue;
                }
                if draft.is_retired(None) {
                    self.reading.retired.push(Retired { id: written.id, span: draft.span });
                    continue;
                }
                let words = draft.prose.clone();
                let item = Item { id, title: String::new(), draft, words };
                if is_aside {
                    self.deferred.push(item);
                } else {
                    self.add_item(item);
                }
            }
        }
        is_any
    }

    /// Ends the headed item at hand: its text is what stands below the heading, or the heading's own words.
    pub(super) fn close_item(&mut self) {
        let Some(headed) = self.item.take() else { return };
        let paragraphs =
            headed.body.iter().take_while(|&&node| self.blocks.node(node).kind == BlockKind::Paragraph);
        let paragraphs: Vec<_> = paragraphs.copied().collect();
        let mut text = body::text(self.blocks, &paragraphs);
        let head = self.blocks.node(headed.node);
        if text.is_empty() {
            let all = self.blocks.prose(headed.node);
            let Some(at) = all.as_str().find(&headed.title).filter(|_| !headed.title.is_empty()) else {
                return;
            };
            text = all.slice(at..at + headed.title.len());
        }
        let points = headed.body.iter().flat_map(|&node| match self.blocks.node(node).kind {
            BlockKind::List(_) => item::points(self.blocks, node),
            _ => Vec::new(),
        });
        let points = points.collect();
        if retired::is_retired_heading(self.blocks.content(headed.node))
            || retired::is_retired_title(&headed.title)
            || retired::is_retired(text.as_str())
        {
            self.reading.retired.push(Retired { id: Id::new(headed.id), span: head.span });
            self.reading.aside.extend(headed.body);
            return;
        }
        let end = body::end(self.blocks, &headed.body).unwrap_or(head.span.end);
        let span = Span::new(head.span.start, end);
        let mut requirement = self.requirement(headed.id, &headed.title, head.span);
        let source = self.blocks.source();
        requirement.criteria.push(Criterion {
            id: requirement.id.clone(),
            text,
            is_scenario: false,
            span,
            line: source.line(span.start),
            end_line: body::last_line(source, span),
            points,
            examples: headed.body.iter().find_map(|&node| item::table(self.blocks, node)),
            attachments: attachment::of_blocks(self.blocks, &headed.body[paragraphs.len()..]),
        });
        self.add(requirement);
    }
}

/// The text before the first hyphen of an id, or before its number: `A11Y` of `A11Y-001`, `FR` of `FR1`.
fn prefix(id: &str) -> &str {
    id.split_once(['-', '_']).map_or_else(|| lead::prefix(id), |(prefix, _)| prefix)
}

/// The name of an item that stands with the id in bold, and the words behind it: `**FR-001 (Login)**: words`, `**FR-001. Login.** words`.
/// Words that say what shall be are no name, unless they stand in brackets.
fn named(draft: &Draft, lead: &Lead<'_>) -> Option<(MappedText, MappedText)> {
    const LONGEST: usize = 100;
    let text = draft.prose.as_str();
    let mark = ["**", "__"].into_iter().find(|mark| lead.open_marks.contains(mark))?;
    let rest = &text[lead.len..];
    let (name, behind) = rest.split_at(rest.find(mark).filter(|&at| at <= LONGEST)?);
    let is_separator = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '-' | '–' | '—');
    let words = behind[mark.len()..].trim_start_matches(is_separator);
    let name = name.trim_matches(is_separator);
    let brackets = [('(', ')'), ('（', '）'), ('[', ']')];
    let inner = brackets.into_iter().find_map(|(open, close)| name.strip_prefix(open)?.strip_suffix(close));
    let is_name = name.contains(char::is_alphanumeric) && (inner.is_some() || !likeness::has_modal(name));
    let is_apart = words.len() < behind.len() - mark.len() && words.contains(char::is_alphanumeric);
    let words = draft.prose.slice(text.len() - words.len()..text.len());
    let name = inner.unwrap_or(name);
    let start = lead.len + rest.find(name)?;
    (is_name && is_apart).then(|| (draft.prose.slice(start..start + name.len()), words))
}
