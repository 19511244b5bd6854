//! Finds criteria of requirements without a heading for criteria, or without lists.

use super::ids;
use super::walk::{Open, Walk};
use crate::dialect::{attachment, body, gherkin, item, lines, rows};
use crate::grammar::id::Form;
use crate::grammar::{heading, lead, likeness, words};
use crate::markdown::{BlockKind, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Attachment, Criterion};

impl Walk<'_> {
    /// Finds the criteria of a requirement that has none so far: the lists of its introduction, or its sentences, or what
    /// its heading says.
    pub(super) fn settle(&mut self, open: &mut Open) {
        if open.marked.is_some() {
            return; // The place for the criteria is empty: what stands elsewhere is none.
        }
        let pending = std::mem::take(&mut open.pending);
        let is_sentence = |&node: &NodeId| {
            !self.is_block(node) && !ids::is_numbered(&open.requirement, self.blocks.content(node))
        };
        let (sentences, lists): (Vec<_>, Vec<_>) = pending.into_iter().partition(is_sentence);
        let statement = open.statement.take();
        let states_itself = self.rules.prose_is_a_criterion
            && !lists.iter().chain(&open.late).any(|&node| self.holds_criteria(open, node))
            && (statement.is_some() || sentences.iter().any(|&node| self.announces_points(node)));
        if !states_itself {
            let mut above = None;
            for &node in &lists {
                self.criteria(open, node, above);
                above = Some(node);
            }
        }
        if !open.requirement.criteria.is_empty() || !open.late.is_empty() {
            open.pending = sentences;
            open.statement = statement;
            return;
        }
        if !self.rules.prose_is_a_criterion {
            return self.sentences(open, &sentences, statement);
        }
        let promise = statement.or_else(|| self.joined(&sentences));
        let attachments = self.attachments(&lists);
        let points = if states_itself { lists } else { Vec::new() };
        let points = points.into_iter().flat_map(|list| item::points(self.blocks, list)).collect();
        if let Some(text) = promise.or_else(|| self.title(open)) {
            self.add_own(open, text, points, attachments);
        }
    }

    /// Is a block a list, a table or a fence, or a paragraph that people see as a list: `• …`?
    pub(super) fn is_block(&self, node: NodeId) -> bool {
        self.blocks.node(node).kind != BlockKind::Paragraph || lines::is_marked(self.blocks.content(node))
    }

    /// Are there criteria in a block, whatever stands above it: items or rows with ids of their own, or scenarios?
    fn holds_criteria(&self, open: &Open, node: NodeId) -> bool {
        let is_own = |node: NodeId| {
            let text = self.blocks.content(node);
            lead::lead(text).is_some_and(|lead| {
                let is_below = ids::is_below(&open.requirement, &lead.id);
                match lead.id.form {
                    Form::Number => is_below && (lead.is_closed || likeness::has_modal(text)),
                    // Nothing parts an id from the words that it is a subject of: `FR-3 is open`.
                    _ => {
                        (is_below || lead.is_familiar())
                            && (lead.is_closed || is_below || likeness::has_modal(text))
                    }
                }
            })
        };
        match self.blocks.node(node).kind {
            BlockKind::List(_) => (node + 1..self.blocks.node(node).end)
                .filter(|&node| self.blocks.node(node).kind == BlockKind::Paragraph)
                .any(is_own),
            BlockKind::Table => {
                let rows = rows::of_table(self.blocks, node);
                rows.iter().any(|(written, _)| {
                    written.form != Form::Number || ids::is_below(&open.requirement, written)
                })
            }
            BlockKind::Code { .. } => gherkin::is_gherkin(self.blocks, node),
            _ => false,
        }
    }

    /// The text below a requirement that is its own criterion, beside its points.
    fn attachments(&self, nodes: &[NodeId]) -> Vec<Attachment> {
        let of_block = |&node: &NodeId| match self.blocks.node(node).kind {
            BlockKind::List(_) => attachment::of_blocks(self.blocks, &[node]),
            _ => attachment::of_block(self.blocks, node).into_iter().collect(),
        };
        nodes.iter().flat_map(of_block).collect()
    }

    /// The words of a requirement itself that has criteria.
    pub(super) fn state(&self, open: &mut Open) {
        if open.requirement.is_its_own_criterion() {
            return;
        }
        let statement = item::statement(self.blocks, &open.pending);
        let mut labelled = || open.statement.take().filter(|text| likeness::has_modal(text.as_str()));
        open.requirement.statement =
            if statement.is_empty() { labelled().unwrap_or_default() } else { statement };
    }

    /// A title that is a sentence is a criterion, where all criteria below it have other ids: `#### SEC-1: The door shall lock`, `- SEC-2: …`.
    pub(super) fn promise_of_title(&self, open: &mut Open) {
        let own = open.requirement.id.as_str();
        let is_below =
            |id: &str| id.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let criteria = &open.requirement.criteria;
        if criteria.is_empty() || criteria.iter().any(|criterion| is_below(criterion.id.as_str())) {
            return;
        }
        let Some((text, node)) = self.title(open).zip(open.node) else { return };
        let end = std::mem::replace(&mut open.end, self.blocks.node(node).span.end);
        self.add_own(open, text, Vec::new(), Vec::new());
        open.end = end;
        open.requirement.criteria.rotate_right(1);
    }

    /// Sentences that read like criteria. A single one that bears no number is the requirement itself.
    fn sentences(&mut self, open: &mut Open, sentences: &[NodeId], statement: Option<MappedText>) {
        for &node in sentences {
            self.criteria(open, node, None);
        }
        match &mut open.requirement.criteria[..] {
            [] => {
                let text = statement.filter(|text| likeness::has_modal(text.as_str()));
                if let Some(text) = text.or_else(|| self.title(open)) {
                    self.add_own(open, text, Vec::new(), Vec::new());
                }
            }
            [criterion] => criterion.id = open.requirement.id.clone(),
            _ => {}
        }
    }

    /// A sentence that promises what the list below it spells out: `The system shall keep:`.
    fn announces_points(&self, node: NodeId) -> bool {
        let text = self.blocks.content(node).trim_end();
        text.ends_with([':', '：']) && likeness::has_modal(text)
    }

    fn joined(&self, paragraphs: &[NodeId]) -> Option<MappedText> {
        let mut text = MappedText::default();
        for prose in paragraphs.iter().map(|&node| self.blocks.prose(node)) {
            let mut start = 0;
            for line in prose.as_str().split('\n') {
                if !heading::is_attribute(line) {
                    text.push_line(&prose.slice(start..start + line.len()));
                }
                start += line.len() + 1;
            }
        }
        (!text.is_empty()).then_some(text)
    }

    /// The title, where it is a sentence: `FR-3: The system shall …`.
    fn title(&self, open: &Open) -> Option<MappedText> {
        let heading = self.blocks.prose(open.node?);
        let title = open.requirement.title.as_str();
        let start = heading.as_str().find(title).filter(|_| likeness::has_modal(title))?;
        Some(heading.slice(start..start + title.len()))
    }

    /// The requirement is its own single criterion: it reaches from its heading to its last block.
    fn add_own(
        &self,
        open: &mut Open,
        text: MappedText,
        points: Vec<MappedText>,
        attachments: Vec<Attachment>,
    ) {
        let requirement = &mut open.requirement;
        let span = Span::new(requirement.span.start, open.end.max(requirement.span.end));
        requirement.criteria.push(Criterion {
            id: requirement.id.clone(),
            text,
            is_scenario: false,
            span,
            line: requirement.line,
            end_line: body::last_line(self.blocks.source(), span),
            points,
            examples: None,
            attachments,
        });
    }
}

/// The text behind a label that says that it is the requirement: `**Requirement**: …`, `**Description:** …`.
pub(super) fn statement(prose: &MappedText) -> Option<MappedText> {
    let text = prose.as_str();
    let marks = text.len() - text.trim_start_matches(['*', '_']).len();
    if marks == 0 {
        return None;
    }
    let lower = words::lower_start(&text[marks..]);
    let word = words::word_at_start(&lower, words::STATEMENT)?;
    let rest = lower[word.len()..].trim_start_matches(['*', '_', ' ']);
    if !rest.starts_with([':', '：']) {
        return None;
    }
    let start = text.find([':', '：'])?;
    let words = text[start..].trim_start_matches([':', '：', '*', '_', ' ', '\n']);
    (!words.is_empty()).then(|| prose.slice(text.len() - words.len()..text.len()))
}
