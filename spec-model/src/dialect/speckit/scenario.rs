//! Reads acceptance scenarios: in one line or several, as items, as paragraphs, or with one item for each step.

use std::collections::BTreeSet;

use crate::dialect::{attachment, body, gherkin, item, lines};
use crate::grammar::clause::{self, Step};
use crate::grammar::id::Form;
use crate::grammar::{lead, retired};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Attachment, Criterion, Id, Retired};

/// The scenarios of one story, so far.
#[derive(Default)]
pub(super) struct Gathered {
    scenarios: Vec<Draft>,
    /// The scenario whose steps are being gathered.
    open: Option<Draft>,
    /// The label above the place, which names the next scenario.
    label: Option<NodeId>,
    /// Below another label: only what is written in steps is a scenario.
    is_aside: bool,
}

struct Draft {
    number: Option<u64>,
    text: MappedText,
    span: Span,
    points: Vec<MappedText>,
    attachments: Vec<Attachment>,
    is_scenario: bool,
    /// It has come to its THEN.
    has_then: bool,
}

/// Does a block hold scenarios, though nothing announces any?
pub(super) fn is_scenario(blocks: &Blocks<'_>, node: NodeId) -> bool {
    let begins = |text: &str| match clause::step(text) {
        Some(Step::Given) => true,
        Some(Step::When) => is_dressed(text),
        _ => false,
    };
    match blocks.node(node).kind {
        BlockKind::Paragraph => begins(blocks.content(node)),
        BlockKind::List(_) => {
            let first = blocks.children(node).next().and_then(|item| item::text_of_item(blocks, item));
            first.is_some_and(|text| {
                let text = text.as_str();
                begins(text) || clause::step(text).is_some() && clause::is_whole(text)
            })
        }
        BlockKind::Code { .. } => gherkin::is_gherkin(blocks, node),
        _ => false,
    }
}

/// Does a paragraph go on with the steps of the one before?
pub(super) fn goes_on(blocks: &Blocks<'_>, node: NodeId) -> bool {
    blocks.node(node).kind == BlockKind::Paragraph && clause::step(blocks.content(node)).is_some()
}

/// Does a step begin with its keyword in emphasis: `**When** …`?
fn is_dressed(text: &str) -> bool {
    text.starts_with(['*', '_'])
}

impl Gathered {
    /// Are steps missing yet, or may there be more?
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.scenarios.is_empty() && self.open.is_none()
    }

    /// A label or heading that names the next scenario.
    pub(super) fn label(&mut self, node: NodeId) {
        self.close();
        self.label = Some(node);
        self.is_aside = true;
    }

    /// Nothing more belongs to the scenario at hand.
    pub(super) fn close(&mut self) {
        self.scenarios.extend(self.open.take());
        self.label = None;
        self.is_aside = false;
    }

    /// A block below the marker of the scenarios.
    pub(super) fn block(&mut self, blocks: &Blocks<'_>, node: NodeId) {
        match blocks.node(node).kind {
            BlockKind::List(_) => {
                let numbers = item::numbers(blocks, node);
                for (item, number) in blocks.children(node).zip(numbers) {
                    self.item(blocks, item, number);
                }
            }
            BlockKind::Paragraph => self.prose(blocks, &blocks.prose(node)),
            BlockKind::Code { .. } => {
                for scenario in gherkin::scenarios(blocks, node) {
                    self.close();
                    let criterion = scenario.into_criterion(blocks, Id::new(""));
                    self.scenarios.push(Draft {
                        number: None,
                        text: criterion.text,
                        span: criterion.span,
                        points: Vec::new(),
                        attachments: Vec::new(),
                        is_scenario: true,
                        has_then: true,
                    });
                }
            }
            _ => {}
        }
    }

    /// Words below the marker of the scenarios, or behind it.
    pub(super) fn prose(&mut self, blocks: &Blocks<'_>, prose: &MappedText) {
        for range in begins(prose.as_str()) {
            self.paragraph(blocks, &prose.slice(range).trim());
        }
    }

    fn item(&mut self, blocks: &Blocks<'_>, item: NodeId, number: Option<u64>) {
        let Some(text) = item::text_of_item(blocks, item) else { return };
        let mut text = lines::without_label(blocks, text);
        let span = blocks.node(item).span;
        let step = clause::step(text.as_str());
        let is_whole = clause::is_whole(text.as_str());
        // A name or the first step, with the other steps in a list below it.
        let has_steps = !is_whole && {
            let mut below = (item + 1..blocks.node(item).end)
                .filter(|&id| matches!(blocks.node(id).kind, BlockKind::Item { .. }))
                .filter_map(|id| item::text_of_item(blocks, id));
            below.next().is_some_and(|text| clause::step(text.as_str()).is_some())
        };
        if has_steps {
            let children: Vec<_> = blocks.children(item).collect();
            text = body::text(blocks, &children);
        } else if let Some(step) = step.filter(|_| !is_whole) {
            // One step of several; the others are in the items behind it.
            let mut text = MappedText::default();
            body::push_item(blocks, item, &mut text);
            return self.step(blocks, step, &text, span);
        } else if self.is_aside && !is_whole {
            return;
        }
        self.close_but_label();
        self.label = None;
        let points = if has_steps { Vec::new() } else { item::points(blocks, item) };
        // The text of steps has everything in it.
        let attachments = if has_steps { Vec::new() } else { attachment::of_item(blocks, item) };
        let is_scenario = has_steps;
        self.scenarios.push(Draft { number, text, span, points, attachments, is_scenario, has_then: true });
    }

    fn paragraph(&mut self, blocks: &Blocks<'_>, prose: &MappedText) {
        let (number, mark) = given(prose.as_str()).unwrap_or_default();
        let prose = &prose.slice(mark..prose.as_str().len());
        let text = prose.as_str();
        let Some(step) = clause::step(text) else {
            // `**Scenario 1**: Given …, When …, Then …`
            if clause::is_whole(text) && clause::parse(text).pattern == crate::spec::Pattern::GivenWhenThen {
                self.close();
                self.push_sentence(prose, number);
            } else {
                // `**Notes**: …`
                self.is_aside |= text.starts_with("**");
            }
            return;
        };
        if clause::is_whole(text) && self.label.is_none() {
            self.close();
            return self.push_sentence(prose, number);
        }
        self.step(blocks, step, prose, prose.span());
        if clause::is_whole(text)
            && let Some(open) = &mut self.open
        {
            open.has_then = true;
        }
    }

    fn push_sentence(&mut self, prose: &MappedText, number: Option<u64>) {
        let (text, span) = (prose.clone(), prose.span());
        self.scenarios.push(Draft {
            number,
            text,
            span,
            points: Vec::new(),
            attachments: Vec::new(),
            is_scenario: false,
            has_then: true,
        });
    }

    /// One step in a block of its own: GIVEN begins a scenario, and WHEN does behind a THEN.
    fn step(&mut self, blocks: &Blocks<'_>, step: Step, text: &MappedText, span: Span) {
        let begins = match step {
            Step::Given | Step::When => self.open.as_ref().is_none_or(|open| open.has_then),
            Step::Then | Step::More => self.open.is_none(),
        };
        if begins {
            self.close_but_label();
            let mut all = MappedText::default();
            let mut start = span.start;
            if let Some(label) = self.label.take() {
                all.push_line(&blocks.prose(label));
                start = blocks.node(label).span.start;
            }
            let span = Span::new(start, span.end);
            self.open = Some(Draft {
                number: None,
                text: all,
                span,
                points: Vec::new(),
                attachments: Vec::new(),
                is_scenario: true,
                has_then: false,
            });
        }
        if let Some(open) = &mut self.open {
            open.text.push_line(text);
            open.span.end = span.end;
            open.has_then |= step == Step::Then;
        }
    }

    fn close_but_label(&mut self) {
        self.scenarios.extend(self.open.take());
    }

    /// The criteria: numbered as they are written, or behind the last where that number is taken; and those that are gone and keep
    /// their numbers.
    pub(super) fn finish(mut self, blocks: &Blocks<'_>, story: &Id) -> (Vec<Criterion>, Vec<Retired>) {
        self.close();
        let mut taken = BTreeSet::new();
        let mut criteria = Vec::with_capacity(self.scenarios.len());
        let mut gone = Vec::new();
        for draft in self.scenarios {
            let (written, text) = written(story, &draft.text);
            if text.as_str().trim().is_empty() {
                continue;
            }
            let position = (criteria.len() + gone.len()) as u64 + 1;
            let id = written.unwrap_or_else(|| {
                let mut number = draft.number.unwrap_or(position);
                if !taken.insert(number) {
                    number = taken.last().map_or(position, |last| last.saturating_add(1));
                    taken.insert(number);
                }
                Id::new(format!("{story}.{number}"))
            });
            if retired::is_retired(text.as_str()) {
                gone.push(Retired { id, span: draft.span });
                continue;
            }
            let source = blocks.source();
            criteria.push(Criterion {
                id,
                text,
                is_scenario: draft.is_scenario,
                span: draft.span,
                line: source.line(draft.span.start),
                end_line: body::last_line(source, draft.span),
                points: draft.points,
                examples: None,
                attachments: draft.attachments,
            });
        }
        (criteria, gone)
    }
}

/// The id in front of a scenario, and the words behind it: `**AC1**: Given …`, `US1.2: Given …`, `1.2 Given …`.
fn written(story: &Id, text: &MappedText) -> (Option<Id>, MappedText) {
    let all = text.as_str();
    let story_number = story.as_str().trim_start_matches("US");
    let Some(lead) = lead::lead(all).filter(|lead| lead.len < all.len()) else { return (None, text.clone()) };
    let id = lead.id.id.as_str();
    let number = |id: &str| {
        let number = id.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().to_owned();
        Id::new(format!("{story}.{}", number.trim_start_matches('0')))
    };
    let found = match lead.id.form {
        Form::Number => {
            let below = id.strip_prefix(story_number).is_some_and(|rest| rest.starts_with('.'));
            below.then(|| number(id))
        }
        Form::Story if id.starts_with(story.as_str()) => Some(number(id)),
        // `SC-002` is the second scenario where steps stand behind it, and else what success is measured by.
        Form::Prefixed if lead.is_closed && lead::prefix(id) == "SC" && !clause::is_whole(all) => {
            Some(lead.id.id.clone())
        }
        Form::Prefixed if lead.is_closed && matches!(lead::prefix(id), "AC" | "AS" | "S" | "SC" | "TC") => {
            Some(number(id))
        }
        Form::Prefixed if lead.is_closed && lead.is_familiar() => Some(lead.id.id.clone()),
        _ => None,
    };
    match found {
        Some(id) => (Some(id), text.slice(lead.len..all.len())),
        None => (None, text.clone()),
    }
}

/// Finds the beginnings of a paragraph's scenarios: its own, and each line with a GIVEN, whatever number stands before it.
fn begins(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = text[at + 1..].split('\n').next().unwrap_or_default();
        if given(line).is_some() {
            starts.push(at + 1);
        }
    }
    let ends: Vec<_> = starts.iter().skip(1).map(|&start| start - 1).chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// The number before a GIVEN that a line begins with, and the length of its mark: `2、Given …`.
fn given(line: &str) -> Option<(Option<u64>, usize)> {
    let begins = |at: usize| clause::step(&line[at..]) == Some(Step::Given);
    if begins(0) {
        return Some((None, 0));
    }
    Some(lines::marker(line, true)).filter(|&(_, len)| len > 0 && begins(len))
}
