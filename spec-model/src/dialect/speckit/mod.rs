//! GitHub spec-kit: user stories with acceptance scenarios, and items that bear ids. Each item (`FR-001`, `NFR-001`, `SC-001`, …) is a
//! requirement and its own criterion.
//!
//! A heading or label ([`part`]) says what the blocks below it are. Scenarios are gathered step by step ([`scenario`]);
//! items are found wherever they stand ([`items`]). Clarifications, checklists and what else surrounds the requirements only name
//! them: an item there is one where the id is found nowhere else.

mod items;
mod part;
mod scenario;
mod words;

use super::definition::{Definition, Mark, MarkKind, Names, Place};
use super::{Reading, item, mentions, parts};
use crate::grammar;
use crate::grammar::heading::{self, Heading};
use crate::grammar::{likeness, retired};
use crate::hash::FastSet;
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Id, Note, NoteKind, Requirement, Retired};

use part::{Part, Parts};
use scenario::Gathered;

pub(super) const DEFINITION: Definition = Definition {
    places: &["specs/*/spec.md", ".specify/specs/*/spec.md"],
    place,
    claims,
    precedence: 3,
    lines: None,
    read,
    form: "give each requirement an id, as in `- **FR-001**: System MUST …`, or write scenarios below a user story",
};

/// `.specify/…`, `specs/012-name/spec.md`, or another `spec.md`.
fn place(names: &Names<'_>) -> Option<Place> {
    let of_file = || match (names.file, &*names.folders) {
        ("spec.md", [.., "specs", folder]) if is_numbered(folder) => Some(Place::Numbered),
        ("spec.md", _) => Some(Place::Named),
        _ => None,
    };
    names.own(".specify", |_| true).or_else(of_file)
}

/// Is a folder named as spec-kit names those of its features: `012-name`, `20260131-153000-name`?
fn is_numbered(folder: &str) -> bool {
    folder.split_once('-').is_some_and(|(number, name)| {
        number.len() >= 3 && number.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
    })
}

fn claims(mark: &Mark<'_>) -> bool {
    let begins = |names: &[&str]| names.iter().any(|name| mark.lower.starts_with(name));
    match mark.kind {
        MarkKind::Marker => false,
        MarkKind::Label => begins(&["acceptance scenarios"]),
        MarkKind::Heading => {
            let is_story = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
            mark.behind(grammar::words::STORY).is_some_and(is_story)
                || begins(&["feature specification", "acceptance scenarios", "user scenarios"])
        }
    }
}

fn read(blocks: &Blocks<'_>) -> Reading {
    let reading = read_without(blocks, FastSet::default());
    let mentions = mentions::of(blocks, &parts::parts(blocks), &reading, &FastSet::default());
    if mentions.is_empty() { reading } else { read_without(blocks, mentions) }
}

/// Reads a document without the entries that begin at these places.
fn read_without(blocks: &Blocks<'_>, mentions: FastSet<usize>) -> Reading {
    let parts = Parts::new(blocks);
    let (mut headed, mut labelled) = (FastSet::default(), FastSet::default());
    let mut stories = 0;
    for node in blocks.roots() {
        if let Some((level, Part::Story { id, .. })) = parts.of(node) {
            let ids = if level == part::LABEL { &mut labelled } else { &mut headed };
            stories += usize::from(id.is_none_or(|id| ids.insert(id)));
        }
    }
    let mut walk = Walk {
        blocks,
        taken: headed.union(&labelled).cloned().collect(),
        headed,
        added: FastSet::default(),
        bare: 0,
        stories,
        zone: Zone::Open,
        is_glossary: false,
        story: None,
        item: None,
        above: Vec::new(),
        heading: None,
        deferred: Vec::new(),
        mentions,
        reading: Reading::default(),
        items: items::Items::new(blocks),
    };
    for node in blocks.roots() {
        match parts.of(node) {
            Some((level, part)) => walk.part(node, level, part),
            None => walk.block(node),
        }
    }
    walk.close_item();
    walk.close_story();
    walk.add_deferred();
    walk.drop_groups();
    walk.reading
}

/// The kind of the blocks at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Anything: items with ids are requirements.
    Open,
    /// Requirements: also items with ids of a kind that is not known.
    Requirements,
    /// The acceptance scenarios of a story.
    Scenarios,
    EdgeCases,
    /// Clarifications, checklists.
    Aside,
    /// Assumptions, entities, notes.
    Context,
}

/// A story that is being read.
struct Story {
    level: u8,
    /// Its heading.
    node: NodeId,
    requirement: Requirement,
    gathered: Gathered,
    /// No heading names it: scenarios stand where there is no story.
    is_implied: bool,
    /// It is named by a label, or has no number of its own: it may be a group of requirements.
    may_be_group: bool,
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
    blocks: &'a Blocks<'a>,
    /// The ids of the stories that have a heading.
    headed: FastSet<String>,
    /// The ids of all stories.
    taken: FastSet<String>,
    /// The ids of the stories that were added.
    added: FastSet<String>,
    /// The number of them that have no scenarios.
    bare: usize,
    /// The number of stories in the document.
    stories: usize,
    zone: Zone,
    /// The heading above is that of a glossary.
    is_glossary: bool,
    story: Option<Story>,
    item: Option<Headed>,
    /// The zones of the headings above the place, outermost first.
    above: Vec<(u8, Zone)>,
    /// The last heading, and its level.
    heading: Option<(NodeId, u8)>,
    /// Items where ids are only named, as a rule.
    deferred: Vec<items::Item>,
    /// The places where the entries begin that only name things defined elsewhere.
    mentions: FastSet<usize>,
    reading: Reading,
    items: items::Items,
}

impl Walk<'_> {
    fn part(&mut self, node: NodeId, level: u8, part: Part<'_>) {
        if level == part::LABEL {
            if self.label(node, &part) {
                return;
            }
        } else {
            self.heading = Some((node, level));
            self.is_glossary = heading::heading(self.blocks.content(node)) == Heading::Glossary;
        }
        if self.item.as_ref().is_some_and(|item| level <= item.level) {
            self.close_item();
        }
        let is_inside = self.story.as_ref().is_some_and(|story| level > story.level);
        match part {
            Part::Story { id, title, priority } if self.is_story(level, id.as_deref()) => {
                let may_be_group = level == part::LABEL || id.is_none();
                self.open_story(node, level, id, title, priority);
                self.story.as_mut().into_iter().for_each(|story| story.may_be_group = may_be_group);
                // `## Acceptance Criteria` may stand above the stories.
                let is_announced = self.zone_above(level) == Zone::Scenarios;
                self.enter(level, if is_announced { Zone::Scenarios } else { Zone::Open });
            }
            Part::Scenarios => {
                if !is_inside && !self.story.as_ref().is_some_and(|story| self.ends_in(story, level)) {
                    self.imply_story(node, level);
                }
                self.gather(|_, gathered| gathered.close());
                self.enter(level, Zone::Scenarios);
            }
            Part::Scenario => {
                if !is_inside && self.story.as_ref().is_none_or(|story| story.level != level) {
                    self.imply_story(node, level.saturating_sub(1));
                }
                self.gather(|_, gathered| gathered.label(node));
                self.enter(level, Zone::Scenarios);
            }
            Part::Other if is_inside && self.zone_above(level) == Zone::Scenarios => {
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
                    Part::Requirements if !matches!(above, Zone::Aside | Zone::Context) => Zone::Requirements,
                    _ if above == Zone::Scenarios => Zone::Open,
                    _ => above,
                };
                self.enter(level, zone);
                let is_mention = self.mentions.contains(&self.blocks.node(node).span.start);
                if let Part::Item { id, title } = part
                    && !is_mention
                    && self.items.may_be_headed(&id, zone)
                {
                    self.close_item();
                    let (title, body) = (title.to_owned(), Vec::new());
                    self.item = Some(Headed { level, id, title, node, body });
                }
            }
        }
    }

    /// Does a heading begin a story? One that says so without a number does where no requirements stand. One whose story is told elsewhere
    /// does not begin it in an aside.
    fn is_story(&self, level: u8, id: Option<&str>) -> bool {
        let above = self.zone_above(level);
        match id {
            None => !matches!(above, Zone::Aside | Zone::Context | Zone::Requirements),
            Some(id) => !matches!(above, Zone::Aside | Zone::Context) || !self.is_added(id),
        }
    }

    fn is_added(&self, id: &str) -> bool {
        let is_open = self.story.as_ref().is_some_and(|story| story.requirement.id.as_str() == id);
        is_open || self.added.contains(id)
    }

    /// Do scenarios that are announced beside a story, or above it, belong to it? Only where it is the only one, or the others
    /// beside it have theirs.
    fn ends_in(&self, story: &Story, level: u8) -> bool {
        let may_be_of_all = self.bare > 0 || !story.gathered.is_empty();
        self.stories <= 1 || level == story.level && !may_be_of_all
    }

    /// A label in bold, inside of a story or anywhere else; false if it stands in place of a heading.
    fn label(&mut self, node: NodeId, part: &Part<'_>) -> bool {
        // The section of a label goes on to the next label.
        let is_labelled = self.above.last().is_some_and(|&(level, _)| level == part::LABEL);
        if is_labelled && !matches!(self.zone, Zone::Scenarios | Zone::Open) {
            self.above.pop();
            self.zone = self.zone_above(part::LABEL);
        }
        match part {
            Part::Story { id, .. } => {
                let is_inside = self.story.as_ref().is_some_and(|story| story.level < part::LABEL);
                // `**US1: Title**` above requirements, where stories have headings.
                let is_group = id.is_none() || !self.headed.is_empty();
                let is_none = is_inside || is_group && self.zone == Zone::Requirements;
                self.reading.aside.extend(is_none.then_some(node));
                is_none
            }
            Part::Scenarios => self.item.is_some(),
            Part::Item { .. } => false,
            Part::Scenario | Part::Other if self.zone == Zone::Scenarios => {
                self.gather(|_, gathered| gathered.label(node));
                true
            }
            Part::EdgeCases | Part::Aside | Part::Context | Part::Requirements if self.item.is_none() => {
                false
            }
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
        let mut requirement = self.requirement(id, title, self.blocks.node(node).span);
        requirement.priority = priority.map(str::to_uppercase);
        let (is_implied, may_be_group) = (false, false);
        self.story =
            Some(Story { level, node, requirement, gathered: Gathered::default(), is_implied, may_be_group });
    }

    /// Opens a story that only its scenarios tell of.
    fn imply_story(&mut self, node: NodeId, level: u8) {
        self.open_story(node, level, None, self.blocks.content(node), None);
        self.story.as_mut().into_iter().for_each(|story| story.is_implied = true);
    }

    /// The id of a story whose heading has no number: the next one.
    fn next_story(&mut self) -> String {
        let mut number = 1;
        while self.taken.contains(&format!("US{number}")) {
            number += 1;
        }
        format!("US{number}")
    }

    fn requirement(&self, id: String, title: &str, span: Span) -> Requirement {
        Requirement::new(Id::new(id), title.to_owned(), span, self.blocks.source())
    }

    fn gather(&mut self, with: impl FnOnce(&Blocks<'_>, &mut Gathered)) {
        if let Some(story) = &mut self.story {
            with(self.blocks, &mut story.gathered);
        }
    }

    fn close_story(&mut self) {
        let Some(mut story) = self.story.take() else { return };
        let (criteria, gone) = story.gathered.finish(self.blocks, &story.requirement.id);
        story.requirement.criteria = criteria;
        if retired::is_retired_heading(self.blocks.content(story.node))
            || retired::is_retired_title(&story.requirement.title)
        {
            let Requirement { id, span, criteria, .. } = story.requirement;
            let below =
                criteria.into_iter().map(|criterion| Retired { id: criterion.id, span: criterion.span });
            self.reading.retired.extend(below.chain([Retired { id, span }]).chain(gone));
            return;
        }
        let is_all_gone = story.requirement.criteria.is_empty() && !gone.is_empty();
        self.reading.retired.extend(gone);
        let start = story.requirement.span.start;
        let has_items = || self.reading.requirements.last().is_some_and(|last| last.span.start > start);
        let is_group = story.is_implied || is_all_gone || story.may_be_group && has_items();
        // A title of something that shall be is no story if nothing else of it is asked for.
        if story.requirement.criteria.is_empty() {
            let text = story.requirement.story.take();
            story.requirement.story = text.filter(|text| !likeness::promises(text.as_str()));
        }
        if !story.requirement.criteria.is_empty() || !is_group {
            let id = story.requirement.id.as_str().to_owned();
            self.taken.insert(id.clone());
            self.added.insert(id);
            self.bare += usize::from(story.requirement.criteria.is_empty());
            self.add(story.requirement);
        }
    }

    /// Takes out the headings that name a story without telling it: a group of its requirements.
    fn drop_groups(&mut self) {
        let full = self.reading.requirements.iter().filter(|requirement| !requirement.criteria.is_empty());
        let full: FastSet<Id> = full.map(|requirement| requirement.id.clone()).collect();
        let is_group = |requirement: &Requirement| {
            requirement.criteria.is_empty()
                && requirement.id.as_str().starts_with("US")
                && full.contains(&requirement.id)
        };
        self.reading.requirements.retain(|requirement| !is_group(requirement));
    }

    /// Adds a requirement in the order of the document: the items inside of it have been added before.
    fn add(&mut self, requirement: Requirement) {
        let start = requirement.span.start;
        let at = self.reading.requirements.partition_point(|other| other.span.start <= start);
        self.reading.requirements.insert(at, requirement);
    }

    fn block(&mut self, node: NodeId) {
        match self.zone {
            Zone::Context | Zone::EdgeCases if !self.is_glossary => self.reading.beside.push(node),
            Zone::Context | Zone::EdgeCases | Zone::Aside => self.reading.aside.push(node),
            _ => {}
        }
        if self.item.is_some() {
            let is_prose = self.blocks.node(node).kind == BlockKind::Paragraph;
            let found = (!is_prose || self.items.is_own(self.blocks, node)) && self.find_items(node);
            if let Some(item) = self.item.as_mut().filter(|_| !found) {
                item.body.push(node);
            }
            return;
        }
        let is_open = matches!(self.zone, Zone::Open | Zone::Requirements | Zone::Context);
        if is_open && self.announces_scenarios(node) {
            return;
        }
        match self.zone {
            Zone::Aside => {
                self.find_items(node);
            }
            Zone::EdgeCases => {
                if !self.find_items(node) {
                    self.notes(node);
                }
            }
            Zone::Open | Zone::Requirements | Zone::Context => {
                let is_open = self.story.as_ref().is_some_and(|story| story.gathered.is_open());
                let is_scenario = self.zone != Zone::Context
                    && (scenario::is_scenario(self.blocks, node)
                        || is_open && scenario::goes_on(self.blocks, node));
                if is_scenario
                    && self.story.is_none()
                    && self.zone == Zone::Open
                    && let Some((heading, level)) = self.heading
                {
                    self.imply_story(heading, level);
                }
                if is_scenario && self.story.is_some() {
                    self.gather(|blocks, gathered| gathered.block(blocks, node));
                } else if !self.find_items(node) {
                    self.find_story(node);
                }
            }
            Zone::Scenarios => {
                if self.items.begin(self.blocks, node) {
                    self.find_items(node);
                } else {
                    self.gather(|blocks, gathered| gathered.block(blocks, node));
                }
            }
        }
    }

    /// A paragraph of a story, or a list in it, with the label for the scenarios among other words. What stands behind the
    /// label is gathered.
    fn announces_scenarios(&mut self, node: NodeId) -> bool {
        let (blocks, Some(story)) = (self.blocks, &mut self.story) else { return false };
        let mut found = false;
        match blocks.node(node).kind {
            BlockKind::Paragraph => {
                let prose = blocks.prose(node);
                if let Some(at) = part::behind_label(prose.as_str()) {
                    let rest = prose.slice(at..prose.as_str().len()).trim();
                    story.gathered.close();
                    story.gathered.prose(blocks, &rest);
                    found = true;
                }
            }
            BlockKind::List(_) => {
                for item in blocks.children(node) {
                    let mut children = blocks.children(item);
                    let label =
                        children.next().filter(|&first| blocks.node(first).kind == BlockKind::Paragraph);
                    if label.is_some_and(|first| part::behind_label(blocks.content(first)).is_some()) {
                        children.for_each(|child| story.gathered.block(blocks, child));
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

    /// Takes the first paragraph of a story as its text, if it is directly below the heading.
    fn find_story(&mut self, node: NodeId) {
        let is_paragraph = self.blocks.node(node).kind == BlockKind::Paragraph;
        let level = self.above.last().map(|&(level, _)| level);
        let is_begin = |story: &&mut Story| {
            let has_text = story.requirement.story.is_some() || !story.gathered.is_empty();
            is_paragraph && !has_text && level == Some(story.level)
        };
        let Some(story) = self.story.as_mut().filter(is_begin) else { return };
        let prose = self.blocks.prose(node);
        let text = prose.as_str();
        let story_text = heading::story(text).or_else(|| (!text.starts_with("**")).then_some(text));
        let start = story_text.and_then(|it| Some(text.find(it)?..text.find(it)? + it.len()));
        story.requirement.story = start.filter(|range| !range.is_empty()).map(|range| prose.slice(range));
    }

    fn notes(&mut self, node: NodeId) {
        let texts: Vec<MappedText> = match self.blocks.node(node).kind {
            BlockKind::List(_) => {
                self.blocks.children(node).filter_map(|item| item::text_of_item(self.blocks, item)).collect()
            }
            BlockKind::Paragraph => vec![self.blocks.prose(node)],
            _ => return,
        };
        let source = self.blocks.source();
        self.reading.notes.extend(texts.into_iter().filter(|text| !text.is_empty()).map(|text| {
            let line = source.line(text.source_offset(0));
            Note { kind: NoteKind::EdgeCase, text, line }
        }));
    }
}
