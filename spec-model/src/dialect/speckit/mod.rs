//! GitHub spec-kit: user stories with acceptance scenarios, and items that bear ids (`FR-001`, `NFR-001`, `SC-001`, …),
//! each of which is a requirement and its own criterion.
//!
//! A heading or label ([`part`]) says what the blocks below it are. Scenarios are gathered step by step ([`scenario`]);
//! items are found wherever they stand ([`items`]), but not in clarifications and checklists, which only name them.

mod items;
mod part;
mod scenario;

use std::collections::HashSet;

use super::{Reading, item};
use crate::grammar::heading;
use crate::markdown::{Kind, NodeId, Outline, Prose};
use crate::source::Span;
use crate::spec::{Id, Note, NoteKind, Requirement};

use part::Part;
use scenario::Gathered;

pub(super) fn read(outline: &Outline<'_>) -> Reading {
    let stories = outline.roots().filter_map(|node| match part::part(outline, node) {
        Some((_, Part::Story { id, .. })) => Some(id.unwrap_or_default()),
        _ => None,
    });
    let mut walk = Walk {
        outline,
        headed: stories.collect(),
        zone: Zone::Open,
        story: None,
        item: None,
        above: Vec::new(),
        reading: Reading::default(),
        items: items::Items::new(outline),
    };
    for node in outline.roots() {
        match part::part(outline, node) {
            Some((level, part)) => walk.part(node, level, part),
            None => walk.block(node),
        }
    }
    walk.close_item();
    walk.close_story();
    walk.reading
}

/// What the blocks at hand are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Anything: items with ids are requirements.
    Open,
    /// The acceptance scenarios of a story.
    Scenarios,
    EdgeCases,
    Aside,
    Context,
}

/// A story that is being read.
struct Story {
    level: u8,
    requirement: Requirement,
    gathered: Gathered,
}

/// A headed item that is being read.
struct Headed {
    level: u8,
    id: String,
    title: String,
    node: NodeId,
    body: Vec<NodeId>,
}

struct Walk<'a> {
    outline: &'a Outline<'a>,
    /// The ids of the stories that have a heading.
    headed: HashSet<String>,
    zone: Zone,
    story: Option<Story>,
    item: Option<Headed>,
    /// The zones of the headings above the place, outermost first.
    above: Vec<(u8, Zone)>,
    reading: Reading,
    items: items::Items,
}

impl Walk<'_> {
    fn part(&mut self, node: NodeId, level: u8, part: Part<'_>) {
        if level == part::LABEL && self.label(node, &part) {
            return;
        }
        if self.item.as_ref().is_some_and(|item| level <= item.level) {
            self.close_item();
        }
        let is_inside = self.story.as_ref().is_some_and(|story| level > story.level);
        match part {
            Part::Story { id, title, priority } if self.zone_above(level) != Zone::Aside => {
                self.open_story(node, level, id, title, priority);
                self.enter(level, Zone::Open);
            }
            Part::Scenarios => {
                if self.story.is_none() {
                    self.open_story(node, level, None, self.outline.content(node), None);
                }
                self.gather(|_, gathered| gathered.close());
                self.enter(level, Zone::Scenarios);
            }
            Part::Scenario if is_inside => {
                self.gather(|_, gathered| gathered.label(node));
                self.enter(level, Zone::Scenarios);
            }
            part => {
                if !is_inside {
                    self.close_story();
                }
                self.gather(|_, gathered| gathered.close());
                let above = self.zone_above(level);
                let zone = match part {
                    Part::EdgeCases => Zone::EdgeCases,
                    Part::Aside => Zone::Aside,
                    Part::Context => Zone::Context,
                    _ if above == Zone::Scenarios => Zone::Open,
                    _ => above,
                };
                self.enter(level, zone);
                if let Part::Item { id, title } = part
                    && self.items.may_be_headed(&id, zone)
                {
                    self.close_item();
                    let (title, body) = (title.to_owned(), Vec::new());
                    self.item = Some(Headed { level, id, title, node, body });
                }
            }
        }
    }

    /// A label in bold, inside of a story or anywhere else; false if it stands in place of a heading.
    fn label(&mut self, node: NodeId, part: &Part<'_>) -> bool {
        match part {
            Part::Story { .. } => self.story.as_ref().is_some_and(|story| story.level < part::LABEL),
            Part::Scenarios => self.item.is_some(),
            Part::Item { .. } => false,
            Part::Scenario | Part::Other if self.zone == Zone::Scenarios => {
                self.gather(|_, gathered| gathered.label(node));
                true
            }
            Part::EdgeCases | Part::Aside if self.item.is_none() => false,
            _ => {
                self.block(node);
                true
            }
        }
    }

    fn zone_above(&self, level: u8) -> Zone {
        let above = self.above.iter().rfind(|&&(above, _)| above < level);
        above.map_or(Zone::Open, |&(_, zone)| zone)
    }

    fn enter(&mut self, level: u8, zone: Zone) {
        self.above.retain(|&(above, _)| above < level);
        self.above.push((level, zone));
        self.zone = zone;
    }

    fn open_story(
        &mut self,
        node: NodeId,
        level: u8,
        id: Option<String>,
        title: &str,
        priority: Option<&str>,
    ) {
        self.close_item();
        self.close_story();
        let id = id.unwrap_or_else(|| self.next_story());
        let mut requirement = self.requirement(id, title, self.outline.node(node).span);
        requirement.priority = priority.map(str::to_uppercase);
        self.story = Some(Story { level, requirement, gathered: Gathered::default() });
    }

    /// The id of a story whose heading has no number: the next one.
    fn next_story(&mut self) -> String {
        let mut number = 1;
        while !self.headed.insert(format!("US{number}")) {
            number += 1;
        }
        format!("US{number}")
    }

    fn requirement(&self, id: String, title: &str, span: Span) -> Requirement {
        Requirement {
            id: Id::new(id),
            title: title.to_owned(),
            span,
            line: self.outline.source().line(span.start),
            story: None,
            priority: None,
            delta: None,
            statement: Prose::default(),
            criteria: Vec::new(),
        }
    }

    fn gather(&mut self, with: impl FnOnce(&Outline<'_>, &mut Gathered)) {
        if let Some(story) = &mut self.story {
            with(self.outline, &mut story.gathered);
        }
    }

    fn close_story(&mut self) {
        let Some(mut story) = self.story.take() else { return };
        story.requirement.criteria = story.gathered.finish(self.outline, &story.requirement.id);
        self.add(story.requirement);
    }

    /// Adds a requirement in the order of the document: the items inside of it have been added before.
    fn add(&mut self, requirement: Requirement) {
        let start = requirement.span.start;
        let at = self.reading.requirements.partition_point(|other| other.span.start <= start);
        self.reading.requirements.insert(at, requirement);
    }

    fn block(&mut self, node: NodeId) {
        if matches!(self.zone, Zone::Aside | Zone::Context | Zone::EdgeCases) {
            self.reading.aside.push(node);
        }
        if self.item.is_some() {
            let is_prose = self.outline.node(node).kind == Kind::Paragraph;
            let found = !is_prose && self.find_items(node);
            if let Some(item) = self.item.as_mut().filter(|_| !found) {
                item.body.push(node);
            }
            return;
        }
        if matches!(self.zone, Zone::Open | Zone::Context) && self.announces_scenarios(node) {
            return;
        }
        match self.zone {
            Zone::Aside => {}
            Zone::EdgeCases => {
                if !self.find_items(node) {
                    self.notes(node);
                }
            }
            Zone::Open | Zone::Context => {
                let is_scenario = self.story.is_some() && scenario::is_scenario(self.outline, node);
                if is_scenario {
                    self.gather(|outline, gathered| gathered.block(outline, node));
                } else if !self.find_items(node) {
                    self.tell(node);
                }
            }
            Zone::Scenarios => {
                if self.items.begin(self.outline, node) {
                    self.find_items(node);
                } else {
                    self.gather(|outline, gathered| gathered.block(outline, node));
                }
            }
        }
    }

    /// A paragraph of a story, or a list in it, with the label for the scenarios among other words. What stands behind the
    /// label is gathered.
    fn announces_scenarios(&mut self, node: NodeId) -> bool {
        let (outline, Some(story)) = (self.outline, &mut self.story) else { return false };
        let mut found = false;
        match outline.node(node).kind {
            Kind::Paragraph => {
                let prose = outline.prose(node);
                if let Some(at) = part::behind_label(prose.as_str()) {
                    let rest = prose.slice(at..prose.as_str().len()).trim();
                    story.gathered.close();
                    story.gathered.prose(outline, &rest);
                    found = true;
                }
            }
            Kind::List(_) => {
                for item in outline.children(node) {
                    let mut children = outline.children(item);
                    let label = children.next().filter(|&first| outline.node(first).kind == Kind::Paragraph);
                    if label.is_some_and(|first| part::behind_label(outline.content(first)).is_some()) {
                        children.for_each(|child| story.gathered.block(outline, child));
                        found = true;
                    }
                }
                return found;
            }
            _ => {}
        }
        if found {
            self.zone = Zone::Scenarios;
        }
        found
    }

    /// The first paragraph of a story tells it.
    fn tell(&mut self, node: NodeId) {
        let is_paragraph = self.outline.node(node).kind == Kind::Paragraph;
        let Some(story) =
            self.story.as_mut().filter(|story| is_paragraph && story.requirement.story.is_none())
        else {
            return;
        };
        let prose = self.outline.prose(node);
        let text = prose.as_str();
        let told = heading::story(text).or_else(|| (!text.starts_with("**")).then_some(text));
        let start = told.and_then(|told| Some(text.find(told)?..text.find(told)? + told.len()));
        story.requirement.story = start.filter(|range| !range.is_empty()).map(|range| prose.slice(range));
    }

    fn notes(&mut self, node: NodeId) {
        let texts: Vec<Prose> = match self.outline.node(node).kind {
            Kind::List(_) => self
                .outline
                .children(node)
                .filter_map(|item| item::text_of_item(self.outline, item))
                .collect(),
            Kind::Paragraph => vec![self.outline.prose(node)],
            _ => return,
        };
        let source = self.outline.source();
        self.reading.notes.extend(texts.into_iter().filter(|text| !text.is_empty()).map(|text| {
            let line = source.line(text.source_offset(0));
            Note { kind: NoteKind::EdgeCase, text, line }
        }));
    }
}
