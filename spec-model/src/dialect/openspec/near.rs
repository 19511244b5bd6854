//! Finds headings that are nearly those of OpenSpec, and names and sections in the wrong place.

use std::path::Component;

use super::Walk;
use super::head::{self, Head, HeadKind};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::dialect::body;
use crate::grammar::clause::{self, Step};
use crate::grammar::id::Form;
use crate::grammar::{lead, likeness, words};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::Delta;

/// Does a block promise something: a sentence, or an item of a list?
pub(super) fn promises(blocks: &Blocks<'_>, node: NodeId) -> bool {
    let is_prose = matches!(
        blocks.node(node).kind,
        BlockKind::Paragraph | BlockKind::List(_) | BlockKind::Quote | BlockKind::Table
    );
    is_prose && likeness::promises(body::text(blocks, &[node]).as_str())
}

/// Do the blocks below a removed requirement say why it is removed: `**Reason**: …`?
pub(super) fn gives_reason(blocks: &Blocks<'_>, body: &[NodeId]) -> bool {
    let lines = body.iter().flat_map(|&node| blocks.content(node).lines());
    let mut labels = lines.map(|line| words::lower_start(line.trim_start_matches(['*', '_', '-', ' '])));
    labels.any(|label| words::word_at_start(&label, words::REASON).is_some())
}

/// A line without what stands before its words.
fn bare(line: &str) -> &str {
    line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '_' | '#'))
}

/// Does a text say by itself what shall be: an EARS sentence, or one with its modal in capitals, or in a script that has none?
fn stands_alone(text: &str) -> bool {
    let has_no_capitals =
        || text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    likeness::reads_like_ears(text)
        || likeness::is_loud(text)
        || likeness::promises(text) && has_no_capitals()
}

impl Walk<'_> {
    /// The blocks below the heading at hand, up to the next one of its level or above; those of headings below it too.
    fn below(&self, level: u8) -> impl Iterator<Item = NodeId> + '_ {
        let behind = self.roots[self.at + 1..].iter();
        let below = behind.take_while(move |(_, head)| head.as_ref().is_none_or(|head| head.level > level));
        below.map(|&(node, _)| node)
    }

    /// The blocks directly below the heading at hand.
    fn directly_below(&self) -> Vec<NodeId> {
        let behind = self.roots[self.at + 1..].iter().take_while(|(_, head)| head.is_none());
        behind.map(|&(node, _)| node).collect()
    }

    /// Is there something below the heading at hand that is asked for?
    pub(super) fn promises_below(&self, level: u8) -> bool {
        self.below(level).any(|node| promises(self.blocks, node)) || self.has_steps_below()
    }

    /// Are there the steps of a scenario directly below the heading at hand?
    pub(super) fn has_steps_below(&self) -> bool {
        let text = body::text(self.blocks, &self.directly_below());
        clause::step(text.as_str()).is_some() && clause::is_whole(text.as_str())
    }

    /// From the heading at hand to the last block directly below it that promises something; none if none does.
    fn promising(&self, node: NodeId) -> Option<Span> {
        let below = self.directly_below();
        let last = below.iter().rfind(|&&node| promises(self.blocks, node));
        let last = last.or_else(|| below.last().filter(|_| self.has_steps_below()))?;
        Some(Span::new(self.blocks.node(node).span.start, self.blocks.node(*last).span.end))
    }

    /// Is there a scenario below the heading at hand?
    pub(super) fn has_scenario_below(&self, level: u8) -> bool {
        let mut behind = self.roots[self.at + 1..].iter().filter_map(|(_, head)| head.as_ref());
        behind.next().is_some_and(|head| head.level > level && matches!(head.kind, HeadKind::Scenario))
    }

    /// `### Requirement Two`, or `### Two` above scenarios: read, though OpenSpec itself would not.
    pub(super) fn report_nearly(&mut self, node: NodeId, name: &str) {
        let span = self.blocks.node(node).span;
        self.reading.diagnostics.push(
            Diagnostic::new(
                Code::MalformedHeading,
                "the heading of a requirement does not begin with `Requirement:`",
            )
            .at(self.blocks.source(), span)
            .label("read as a requirement; OpenSpec itself does not see it")
            .help(format!("write `### Requirement: {}`", name.trim())),
        );
    }

    /// `###Requirement: Two`, or a label in its place: read, though neither Markdown nor OpenSpec sees a heading.
    pub(super) fn report_line(&mut self, node: NodeId, head: &Head) {
        let what = if matches!(head.kind, HeadKind::Requirement) { "requirement" } else { "scenario" };
        let heading = head.kind.heading();
        self.reading.diagnostics.push(
            Diagnostic::new(Code::MalformedHeading, format!("this names a {what}, but is not a heading"))
                .at(self.blocks.source(), self.blocks.node(node).span)
                .label(format!("read as the heading of a {what}; OpenSpec itself does not see it"))
                .help(format!("write `{heading}: {}`", head.name)),
        );
    }

    /// Lines that name another requirement or scenario among the words of one. Where the first of them begins: what follows it belongs to the
    /// other one, and no more to a scenario.
    pub(super) fn report_glued(&mut self, text: &MappedText, is_scenario: bool) -> Option<usize> {
        let mut first = None;
        let mut start = 0;
        let (mut is_fenced, mut has_steps) = (false, false);
        let mut lines = text.as_str().split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let bare = bare(line);
            is_fenced ^= ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
            // Above a step, a line needs no capital and no colon to be a name.
            let next = lines.peek().map_or("", |next| self::bare(next));
            let above_steps = || {
                let is_above = has_steps && matches!(clause::step(next), Some(Step::Given | Step::When));
                is_above.then(|| head::plain(bare.trim()))?
            };
            let head = head::line(bare.trim()).or_else(above_steps).filter(|_| !is_fenced);
            has_steps |= clause::step(bare).is_some();
            let is_whole =
                head.is_none() && !is_fenced && first.is_none() && is_scenario && head::is_whole(bare);
            if head.is_some() || is_whole {
                let is_first = first.is_none() && is_scenario && !is_whole;
                let end = if is_first { text.as_str().len() } else { start + line.trim_end().len() };
                let label = if is_whole || !is_scenario {
                    "read as a part of it"
                } else {
                    "not counted, with what follows"
                };
                let named = head.as_ref().map(|head| format!("`{}: {}`", head.kind.heading(), head.name));
                let heading = named.unwrap_or_else(|| "`#### Scenario: …` or the like".to_owned());
                let finding = Diagnostic::new(
                    Code::MalformedHeading,
                    "another requirement or scenario is named among the words of this one, and by no heading",
                )
                .at(self.blocks.source(), text.source_span(start..end))
                .label(label)
                .help(format!("head it with {heading} at the margin, behind an empty line"));
                let source = self.blocks.source();
                let above = Location::new(source, text.source_span(0..start.saturating_sub(1)));
                let is_above = start > 0;
                let finding = if is_above { finding.related(above, "behind these words") } else { finding };
                self.reading.diagnostics.push(finding);
                first = first.or(Some(start).filter(|_| !is_whole));
            }
            start += line.len();
        }
        first
    }

    /// The text behind the steps of a scenario that is none of them, and promises something: `Note: the mill SHALL …`.
    pub(super) fn report_behind_steps(&mut self, name: &str, nodes: &[NodeId]) {
        let blocks = self.blocks;
        let mut sentences = Vec::new();
        for &node in nodes {
            match blocks.node(node).kind {
                BlockKind::Paragraph | BlockKind::Quote => sentences.push(node),
                BlockKind::List(_) => {
                    for item in blocks.children(node) {
                        let Some(first) = blocks.children(item).next() else { continue };
                        // A block below a step belongs to it.
                        let is_step = clause::step(blocks.content(first)).is_some();
                        let end = if is_step { first + 1 } else { blocks.node(item).end };
                        let is_text = |node: &NodeId| blocks.node(*node).kind == BlockKind::Paragraph;
                        sentences.extend((first..end).filter(is_text));
                    }
                }
                _ => {}
            }
        }
        let mut has_steps = false;
        for node in sentences {
            let text = body::text(blocks, &[node]);
            let text = text.as_str().trim_start_matches(['>', ' ']);
            let is_step = clause::step(text).is_some();
            has_steps |= is_step;
            // An id is told by itself.
            let has_id = || lead::lead(text).is_some_and(|lead| lead.id.form != Form::Number);
            let is_own = has_steps && !is_step && stands_alone(text) && !has_id();
            if is_own {
                self.reading.diagnostics.push(
                    Diagnostic::new(
                        Code::MalformedHeading,
                        "this text behind the steps of a scenario is not a step, and asks for something",
                    )
                    .at(blocks.source(), blocks.node(node).span)
                    .label(format!("read as a part of “{}”", name.trim()))
                    .help("put it below a `### Requirement: …` of its own; or begin it with `**AND**`, if it is a step"),
                );
            }
        }
    }

    /// `### Brakes`, among requirements, with something below it that shall be.
    pub(super) fn report_unnamed(&mut self, node: NodeId) {
        let Some(span) = self.promising(node) else { return };
        let name = self.blocks.content(node).trim();
        self.reading.diagnostics.push(
            Diagnostic::new(
                Code::MalformedHeading,
                "this reads like a requirement, but its heading does not say so",
            )
            .at(self.blocks.source(), span)
            .label("not counted")
            .help(format!("head it `### Requirement: {name}`; or reword it, if it asks for nothing")),
        );
    }

    /// `#### Details`, inside of a requirement, with something below it that shall be, and no steps.
    pub(super) fn report_inside(&mut self, node: NodeId) {
        let Some(span) = self.promising(node) else { return };
        let name = self.blocks.content(node).trim();
        self.reading.diagnostics.push(
            Diagnostic::new(
                Code::MalformedHeading,
                "the text below this heading is not a scenario, and asks for something",
            )
            .at(self.blocks.source(), span)
            .label("read as a part of the requirement above; not counted")
            .help(format!(
                "write its steps below `#### Scenario: {name}`; or put the sentence above the first scenario"
            )),
        );
    }

    /// Two requirements, or two scenarios of one, have the same name.
    pub(super) fn report_same_name(&mut self, name: &str, id: &str, span: Span, first: Option<Span>) {
        let Some(first) = first else { return };
        let source = self.blocks.source();
        self.reading.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateName,
                format!("“{}” has the name of another one, or one that makes the same id", name.trim()),
            )
            .at(source, span)
            .concerning(id)
            .label(format!("its id is {id}, which changes when another one is put before it"))
            .related(Location::new(source, first), "first given here")
            .help("give it a name of its own"),
        );
    }

    /// Reports a section that takes something away, in a document that states the current requirements.
    pub(super) fn report_misplaced(&mut self, node: NodeId, delta: Delta) {
        let source = self.blocks.source();
        let folders: Vec<_> = source
            .path()
            .components()
            .filter_map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        let is_main = folders.windows(2).any(|pair| pair == ["openspec", "specs"]);
        if !is_main || !matches!(delta, Delta::Removed | Delta::Renamed) {
            return;
        }
        self.reading.diagnostics.push(
            Diagnostic::new(Code::MisplacedChange, "a main document has a section of a change")
                .at(source, self.blocks.node(node).span)
                .label("the text below it asks for nothing")
                .help("head the section `## Requirements`; what is removed or renamed belongs into `openspec/changes/`"),
        );
    }
}
