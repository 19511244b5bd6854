//! Reads documents with requirements under headings, and criteria in lists below. `kiro` and `native` share it.
//!
//! A document is split into [`part`]s, each a heading or a label in bold with the blocks behind it. The heading says what the blocks are:
//! criteria ([`criteria`]), the introduction of a requirement, an aside, or nothing of a requirement at all ([`flat`]). An introduction has
//! criteria only where nothing else announces any.

mod criteria;
mod criterion;
mod flat;
mod heads;
mod ids;
mod own;
mod walk;

use super::{Reading, item, lines, mentions};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::heading::{self, Behaviour, Heading};
use crate::grammar::{lead, retired};
use crate::hash::FastSet;
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Id, Note, NoteKind, Requirement, Retired};

use super::parts::{self, Part};
pub(super) use criteria::are_steps;
use heads::heads;
pub(super) use walk::Rules;
use walk::{Open, Walk, Zone};

pub(super) fn read(blocks: &Blocks<'_>, rules: Rules) -> Reading {
    let parts = parts::parts(blocks);
    let (reading, doubled) = read_without(blocks, &parts, rules, FastSet::default());
    let mentions = mentions::of(blocks, &parts, &reading, &doubled);
    if mentions.is_empty() { reading } else { read_without(blocks, &parts, rules, mentions).0 }
}

/// Reads a document without the entries that begin at these places. Also the ids of items that define what a heading has.
fn read_without(
    blocks: &Blocks<'_>,
    parts: &[Part<'_>],
    rules: Rules,
    mentions: FastSet<usize>,
) -> (Reading, FastSet<String>) {
    let mut walk = Walk::new(blocks, parts, rules, mentions, heads(blocks, parts));
    for index in 0..parts.len() {
        walk.part(index);
    }
    walk.close();
    walk.tell_prefixes_apart();
    (walk.reading, walk.doubled)
}

impl Walk<'_> {
    fn part(&mut self, index: usize) {
        let part = &self.parts[index];
        (self.is_unowned, self.is_announced) = (false, false);
        let start = part.node.map(|node| self.blocks.node(node).span.start);
        match &part.heading {
            _ if start.is_some_and(|start| self.mentions.contains(&start)) => {
                self.leave(part.level, Zone::Aside);
            }
            Heading::Requirement { title, .. } if self.heads.title == Some(index) => {
                if self.heads.owners.contains(&index) && !self.has_requirements {
                    let id = self.next_id();
                    self.open_requirement(part, id, title);
                } else {
                    self.leave(part.level, Zone::Outside);
                }
            }
            Heading::Requirement { id, title, .. } if self.is_criterion(part, id, title) => {
                return self.criterion(index, id, title);
            }
            Heading::Section { id: Some(id), title } if self.is_numbered_criterion(part, id) => {
                return self.criterion(index, id, title);
            }
            Heading::Requirement { id, title, malformed } => {
                self.open_requirement(part, id.clone(), title);
                if let Some(written) = malformed {
                    self.report_malformed(part, written, id);
                }
            }
            Heading::Section { id, title } if self.is_requirement(index) => {
                let id = id.clone().unwrap_or_else(|| self.next_id());
                self.open_requirement(part, id, title);
            }
            Heading::Behaviour(Behaviour::Current) if self.is_bugfix => {
                self.close();
                self.zone = Zone::Defect;
            }
            Heading::Behaviour(behaviour) if self.is_bugfix => {
                let title = part.node.map(|node| self.blocks.content(node)).unwrap_or_default();
                self.open_requirement(part, format!("REQ-{}", *behaviour as u8), title);
                self.zone = Zone::Criteria;
            }
            Heading::Criteria => self.announce_criteria(part.level),
            Heading::Glossary => self.leave(part.level, Zone::Glossary),
            Heading::Aside if self.is_group(part) => {}
            Heading::Aside | Heading::Behaviour(_) => self.leave(part.level, Zone::Aside),
            Heading::Story if self.open.is_some() => self.zone = Zone::Introduction,
            Heading::Story | Heading::Section { .. } => {
                // A heading below the one for criteria groups them, one beside it ends them.
                let marked = self.open.as_ref().and_then(|open| open.marked);
                let groups = self.zone == Zone::Criteria && marked.is_none_or(|level| part.level > level);
                self.leave(part.level, if groups { Zone::Criteria } else { Zone::Group });
                self.is_announced = self.open.is_none()
                    && part.node.is_some_and(|node| heading::is_of_requirements(self.blocks.content(node)));
            }
        }
        let mut above = None;
        for &node in &part.body {
            self.block(node, above);
            above = Some(node);
        }
    }

    /// The id of a requirement whose heading has none: the next number.
    fn next_id(&self) -> String {
        let mut number = self.reading.requirements.len() + 1 + usize::from(self.open.is_some());
        while self.headed.contains(&format!("REQ-{number}")) {
            number += 1;
        }
        format!("REQ-{number}")
    }

    fn open_requirement(&mut self, part: &Part<'_>, id: String, title: &str) {
        self.close();
        self.headed.insert(id.clone());
        let span = part.node.map_or_else(Span::default, |node| self.blocks.node(node).span);
        let heading = part.node.and_then(|node| lead::lead(self.blocks.content(node)));
        if heading.is_some_and(|lead| lead.is_short) {
            self.shorts.insert(span.start);
        }
        let requirement = self.requirement(Id::new(id), title, span);
        let (marked, pending, late, statement) = (None, Vec::new(), Vec::new(), None);
        let (level, node, end) = (part.level, part.node, span.end);
        self.open = Some(Open {
            level,
            node,
            requirement,
            marked,
            pending,
            late,
            statement,
            steps: None,
            retired: 0,
            end,
        });
        self.zone = Zone::Introduction;
    }

    fn requirement(&self, id: Id, title: &str, span: Span) -> Requirement {
        Requirement::new(id, title.replace("**", ""), span, self.blocks.source())
    }

    fn report_malformed(&mut self, part: &Part<'_>, written: &str, id: &str) {
        let Some(node) = part.node else { return };
        let heading = self.blocks.node(node).content;
        let start = heading.start + self.blocks.content(node).find(written).unwrap_or_default();
        self.reading.diagnostics.push(
            Diagnostic::new(Code::MalformedId, format!("`{written}` is not a requirement number"))
                .at(self.blocks.source(), Span::new(start, (start + written.len()).min(heading.end)))
                .label(format!("read as {id}"))
                .help("number the requirement with digits: `Requirement 1` or `Requirement 1.2`"),
        );
    }

    /// A heading for criteria belongs to the requirement at hand, whatever its level. A section of the whole document does not, behind a
    /// requirement that has its criteria already.
    fn announce_criteria(&mut self, level: u8) {
        match self.open.take() {
            Some(mut open) if level >= open.level || open.marked.is_none() => {
                open.marked = Some(level);
                self.zone = Zone::Criteria;
                // A block that bears an id above the heading is a criterion too.
                for node in open.pending.clone() {
                    self.own_blocks(&mut open, node);
                }
                self.open = Some(open);
            }
            open => {
                self.open = open;
                self.leave(level, Zone::Group);
                self.is_unowned = self.open.is_none();
            }
        }
    }

    /// A heading that is no requirement ends the requirement that is not above it.
    fn leave(&mut self, level: u8, zone: Zone) {
        if self.open.as_ref().is_some_and(|open| level <= open.level) {
            self.close();
        }
        self.zone = match zone {
            Zone::Group | Zone::Criteria if self.open.is_none() => Zone::Outside,
            zone => zone,
        };
    }

    /// Ends the requirement at hand.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let reported = self.reading.diagnostics.len();
        if open.requirement.criteria.is_empty() {
            self.settle(&mut open);
        }
        if self.is_retired(&open) {
            // Nothing is wrong with what asks for nothing.
            self.reading.diagnostics.truncate(reported);
            return self.retire(open);
        }
        for node in std::mem::take(&mut open.late) {
            self.own_blocks(&mut open, node);
        }
        self.state(&mut open);
        self.promise_of_title(&mut open);
        self.reading.requirements.push(open.requirement);
        self.zone = Zone::Outside;
    }

    /// `R1` and `REQ-1` are one id, unless a document has both: then the one is `R1`.
    fn tell_prefixes_apart(&mut self) {
        let is_short = |requirement: &Requirement| self.shorts.contains(&requirement.span.start);
        let requirements = &self.reading.requirements;
        let long: FastSet<_> =
            requirements.iter().filter(|it| !is_short(it)).map(|it| it.id.clone()).collect();
        if !requirements.iter().any(|it| is_short(it) && long.contains(&it.id)) {
            return;
        }
        let rename = |id: &mut Id| {
            if let Some(number) = id.as_str().strip_prefix("REQ-") {
                *id = Id::new(format!("R{number}"));
            }
        };
        for requirement in
            self.reading.requirements.iter_mut().filter(|it| self.shorts.contains(&it.span.start))
        {
            rename(&mut requirement.id);
            requirement.criteria.iter_mut().for_each(|criterion| rename(&mut criterion.id));
        }
    }

    /// Does its heading say that the requirement is gone?
    fn is_retired(&self, open: &Open) -> bool {
        open.node.is_some_and(|node| retired::is_retired_heading(self.blocks.content(node)))
            || retired::is_retired_title(&open.requirement.title)
    }

    /// Keeps the numbers of a requirement that is gone, and of its criteria.
    fn retire(&mut self, open: Open) {
        let Requirement { id, span, criteria, .. } = open.requirement;
        let below = criteria.into_iter().filter(|criterion| criterion.id != id).map(|criterion| criterion.id);
        let span = Span::new(span.start, open.end.max(span.end));
        let ids: Vec<_> = below.collect();
        self.reading.retired.extend(std::iter::once(id).chain(ids).map(|id| Retired { id, span }));
        self.zone = Zone::Outside;
    }

    fn block(&mut self, node: NodeId, above: Option<NodeId>) {
        if matches!(self.zone, Zone::Aside | Zone::Glossary | Zone::Defect) {
            self.reading.aside.push(node);
        }
        match self.zone {
            Zone::Glossary => return self.notes(node, NoteKind::Term),
            Zone::Defect => return self.notes(node, NoteKind::CurrentBehaviour),
            _ => {}
        }
        let Some(mut open) = self.open.take() else { return self.flat(node) };
        match self.zone {
            Zone::Criteria => self.criteria(&mut open, node, above),
            Zone::Introduction | Zone::Group => self.introduction(&mut open, node),
            // A block that bears an id of the requirement is a criterion, whatever the heading above it says.
            _ if self.bears_own_ids(&open, node) => open.late.push(node),
            _ => {}
        }
        open.end = self.blocks.node(node).span.end;
        self.open = Some(open);
    }

    /// A block between a requirement's heading and its criteria.
    fn introduction(&mut self, open: &mut Open, node: NodeId) {
        let kind = self.blocks.node(node).kind;
        match kind {
            BlockKind::Paragraph | BlockKind::Quote => {
                let story = self.story(&open.requirement.title, node);
                if open.requirement.story.is_none() && story.is_some() {
                    open.requirement.story = story;
                } else if kind == BlockKind::Paragraph
                    && ids::is_numbered(&open.requirement, self.blocks.content(node))
                    && (open.marked.is_some() || open.pending.iter().all(|&node| !self.is_block(node)))
                {
                    self.criteria(open, node, None);
                } else if kind == BlockKind::Paragraph {
                    open.statement =
                        open.statement.take().or_else(|| own::statement(&self.blocks.prose(node)));
                    open.pending.push(node);
                }
            }
            BlockKind::List(_) if open.marked.is_some() => {
                let lists =
                    std::iter::once(node).filter(|&node| criteria::reads_like_ears(self.blocks, node));
                lists.for_each(|node| self.criteria(open, node, None));
            }
            BlockKind::List(_) => {
                let is_criteria = self.zone == Zone::Introduction
                    || criteria::reads_like_criteria(self.blocks, node)
                    || self.bears_own_ids(open, node);
                if !self.labelled_items(open, node) && is_criteria {
                    open.pending.push(node);
                }
            }
            BlockKind::Table | BlockKind::Code { .. } => open.pending.push(node),
            _ => {}
        }
    }

    fn story(&self, title: &str, node: NodeId) -> Option<MappedText> {
        let is_paragraph = |&node: &NodeId| self.blocks.node(node).kind == BlockKind::Paragraph;
        let paragraph =
            Some(node).filter(is_paragraph).or_else(|| self.blocks.children(node).find(is_paragraph))?;
        let prose = self.blocks.prose(paragraph);
        let text = prose.as_str();
        let story = heading::story(text).or_else(|| heading::is_story_title(title).then_some(text))?;
        let start = text.find(story)?;
        Some(prose.slice(start..start + story.len()))
    }

    fn notes(&mut self, node: NodeId, kind: NoteKind) {
        let texts: Vec<_> = match self.blocks.node(node).kind {
            BlockKind::List(_) => {
                self.blocks.children(node).filter_map(|item| item::text_of_item(self.blocks, item)).collect()
            }
            BlockKind::Paragraph if kind == NoteKind::CurrentBehaviour => {
                lines::of_paragraph(self.blocks, node).into_iter().map(|draft| draft.prose).collect()
            }
            _ => return,
        };
        let source = self.blocks.source();
        self.reading.notes.extend(texts.into_iter().map(|text| {
            let line = source.line(text.source_offset(0));
            Note { kind, text, line }
        }));
    }
}
