//! Reads criteria with a heading or label of their own: `#### AC 4.1: With a card`.

use super::walk::{Open, Walk, Zone};
use super::{criteria, ids};
use crate::dialect::parts::Part;
use crate::dialect::{attachment, body, item, lines};
use crate::grammar::clause::{self, Step};
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::{likeness, retired};
use crate::markdown::{BlockKind, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Criterion, Id, Retired};

impl Walk<'_> {
    /// `AC 4.1` below a requirement is one of its criteria, and so is an id of its own above a sentence.
    pub(super) fn is_criterion(&self, part: &Part<'_>, id: &str, title: &str) -> bool {
        let is_named = id
            .strip_prefix("AC")
            .is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()));
        let is_own = |open: &Open| {
            let own = open.requirement.id.as_str();
            id.strip_prefix(own).is_some_and(|rest| rest.starts_with('.'))
                && likeness::begins_with_keyword(title)
                && likeness::has_modal(title)
        };
        self.open.as_ref().is_some_and(|open| part.level > open.level && (is_named || is_own(open)))
    }

    /// `4.1 With a card` below requirement 4 is one of its criteria where it is a sentence or a scenario, and no list.
    pub(super) fn is_numbered_criterion(&self, part: &Part<'_>, id: &str) -> bool {
        let is_below = |open: &&Open| {
            let own = open.requirement.id.as_str();
            part.level > open.level && id.strip_prefix(own).is_some_and(|rest| rest.starts_with('.'))
        };
        let says = |node: NodeId| {
            let text = self.blocks.content(node);
            likeness::has_modal(text) || clause::is_whole(text)
        };
        self.open.as_ref().filter(is_below).is_some()
            && part.body.first().is_some_and(|&first| match self.blocks.node(first).kind {
                BlockKind::Paragraph => says(first),
                BlockKind::List(_) => criteria::are_steps(self.blocks, first),
                _ => false,
            })
    }

    /// The words of the criterion are what stands below its heading, or else the heading.
    pub(super) fn criterion(&mut self, index: usize, id: &str, title: &str) {
        let part = &self.parts[index];
        let Some((mut open, head)) = self.open.take().zip(part.node) else { return };
        if open.marked.is_none() {
            // Lists above the first heading of a criterion are criteria too.
            let (lists, rest) =
                std::mem::take(&mut open.pending).into_iter().partition(|&node| self.is_block(node));
            open.pending = rest;
            let lists: Vec<NodeId> = lists;
            lists.into_iter().for_each(|node| self.criteria(&mut open, node, None));
        }
        open.marked = open.marked.or(Some(part.level));
        self.zone = Zone::Criteria;
        let blocks = self.blocks;
        let kind = |node: NodeId| blocks.node(node).kind;
        let is_steps =
            |node: NodeId| matches!(kind(node), BlockKind::List(_)) && criteria::are_steps(blocks, node);
        let words = part
            .body
            .iter()
            .take_while(|&&node| kind(node) == BlockKind::Paragraph || is_steps(node))
            .count();
        let (words, below) = part.body.split_at(words);
        let (own, below): (Vec<_>, Vec<_>) = below.iter().partition(|&&node| self.bears_own_ids(&open, node));
        let below = &below[..];
        if words.is_empty() && title.is_empty() {
            // `#### Acceptance Criterion 1` above a list of several.
            below.iter().for_each(|&node| self.criteria(&mut open, node, None));
            self.open = Some(open);
            return;
        }
        let heading = blocks.prose(head);
        let title = heading
            .as_str()
            .find(title)
            .map_or_else(MappedText::default, |at| heading.slice(at..at + title.len()));
        // Below a heading that promises something itself, only what promises more is more of its words.
        let promises = |text: &str| likeness::has_modal(text) || clause::is_whole(text);
        let is_promise = |&node: &NodeId| is_steps(node) || promises(blocks.content(node));
        let (words, beside): (Vec<_>, Vec<_>) = if promises(title.as_str()) {
            words.iter().partition(|&node| is_promise(node))
        } else {
            (words.to_vec(), Vec::new())
        };
        let words = &words[..];
        let mut text =
            if words.is_empty() || promises(title.as_str()) { title } else { MappedText::default() };
        if !words.is_empty() {
            text.push_line(&body::text(blocks, words));
        }
        let span = blocks.node(head).content;
        let end = words
            .iter()
            .chain(&beside)
            .chain(below)
            .max()
            .map_or(span.end, |&last| blocks.node(last).span.end);
        let span = Span::new(span.start, end);
        let written = WrittenId { id: Id::new(id), form: Form::Prefixed, range: 0..0 };
        let id = ids::criterion_id(&open.requirement, Some(&written), open.position());
        open.end = end;
        if retired::is_retired(text.as_str()) || retired::is_retired_title(heading.as_str()) {
            self.reading.retired.push(Retired { id, span });
            open.retired += 1;
            self.open = Some(open);
            return;
        }
        let is_scenario = words.iter().any(|&node| is_steps(node))
            && matches!(clause::step(text.as_str()), Some(Step::Given | Step::When));
        open.requirement.criteria.push(Criterion {
            id,
            text,
            is_scenario,
            span,
            line: blocks.source().line(span.start),
            end_line: body::last_line(blocks.source(), span),
            points: below.iter().flat_map(|&node| item::points(blocks, node)).collect(),
            examples: below.iter().find_map(|&node| item::table(blocks, node)),
            attachments: attachment::of_blocks(blocks, &[&beside, below].concat()),
        });
        own.into_iter().for_each(|node| self.criteria(&mut open, node, None));
        self.open = Some(open);
    }

    /// Reads the blocks that bear an id of the requirement in a place for something else.
    pub(super) fn own_blocks(&mut self, open: &mut Open, node: NodeId) {
        if self.blocks.node(node).kind == BlockKind::Paragraph {
            for draft in lines::of_paragraph(self.blocks, node) {
                if ids::is_own(&open.requirement, draft.prose.as_str()) {
                    self.add(open, &draft, true);
                }
            }
        }
        for item in self.blocks.children(node).collect::<Vec<_>>() {
            for draft in lines::of_item(self.blocks, item, None) {
                if ids::is_own_item(&open.requirement, draft.prose.as_str()) {
                    self.item(open, item, draft, false);
                }
            }
        }
    }

    /// Does a list, paragraph or table in a place for something else bear ids of the requirement?
    pub(super) fn bears_own_ids(&self, open: &Open, node: NodeId) -> bool {
        match self.blocks.node(node).kind {
            BlockKind::List(_) => self
                .blocks
                .children(node)
                .filter_map(|item| item::text_of_item(self.blocks, item))
                .any(|text| ids::is_own_item(&open.requirement, text.as_str())),
            BlockKind::Paragraph => ids::is_own(&open.requirement, self.blocks.content(node)),
            _ => false,
        }
    }
}
