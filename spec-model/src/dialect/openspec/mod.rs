//! OpenSpec: `### Requirement: Name` with `#### Scenario: Name`, and the sections of a change, `## ADDED Requirements`.
//!
//! A scenario reaches from its heading to the next one, and is a criterion. A requirement without scenarios is its own
//! criterion. Early documents have neither heading: there, a heading is a requirement, and its own criterion, where a
//! paragraph below it begins with WHEN or IF. What a change removes or renames asks for nothing. Only where it gives a
//! reason, as OpenSpec wants it, scenarios below it say what holds from then on: they are listed, and they need no test.
//!
//! OpenSpec counts every heading of the fourth level as a scenario. Here it is one where steps stand below it; else what it promises
//! belongs to its requirement, and is told.

mod head;
mod near;
mod slugs;

use super::definition::{Definition, Mark, MarkKind, Names, Place};
use super::{Reading, body, item};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::heading::{self, Heading};
use crate::grammar::{likeness, retired, words};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Attachment, Criterion, Delta, Id, Requirement, Retired};

use head::{Head, HeadKind, head, lines};
use slugs::Slugs;

pub(super) const DEFINITION: Definition = Definition {
    // The documents of open changes are among them; those of archived ones, which are history, lie one folder deeper.
    places: &["openspec/specs/**/spec.md", "openspec/changes/*/specs/**/spec.md"],
    place,
    claims,
    precedence: 1,
    lines: Some(lines),
    read,
    form: "head each requirement with `### Requirement: Name`, and its scenarios with `#### Scenario: Name`",
};

/// `openspec/specs/…`, `openspec/changes/…`, or a `spec.md` somewhere in `openspec`.
fn place(names: &Names<'_>) -> Option<Place> {
    let is_within = || names.file == "spec.md" && names.folders.contains(&"openspec");
    let is_own = |behind: &[&str]| matches!(behind, ["specs" | "changes", ..]);
    names.own("openspec", is_own).or_else(|| is_within().then_some(Place::NamedWithin))
}

fn claims(mark: &Mark<'_>) -> bool {
    const SECTIONS: [&str; 4] =
        ["added requirements", "modified requirements", "removed requirements", "renamed requirements"];
    mark.names(words::REQUIREMENT)
        || mark.names(words::SCENARIO)
        || mark.kind == MarkKind::Heading && SECTIONS.contains(&&*mark.lower)
}

fn read(blocks: &Blocks<'_>) -> Reading {
    let roots: Vec<_> = blocks.roots().map(|node| (node, head(blocks, node))).collect();
    let requirements = || {
        let heads = roots.iter().filter_map(|(_, head)| head.as_ref());
        heads.filter(|head| matches!(head.kind, HeadKind::Requirement))
    };
    let headed = requirements().filter(|head| !head.is_line).map(|head| head.level).min();
    let mut walk = Walk {
        blocks,
        roots: &roots,
        at: 0,
        level: headed.or_else(|| requirements().map(|head| head.level).min()),
        delta: None,
        above: Vec::new(),
        open: None,
        aside: None,
        slugs: Slugs::default(),
        reading: Reading::default(),
    };
    for (at, (node, head)) in roots.iter().enumerate() {
        walk.at = at;
        match head {
            Some(head) => walk.head(*node, head),
            None => walk.block(*node),
        }
    }
    walk.close();
    walk.reading
}

/// A requirement that is being read.
struct Open {
    requirement: Requirement,
    level: u8,
    /// The blocks under its heading, before the first scenario.
    body: Vec<NodeId>,
    /// The scenario at hand.
    scenario: Option<Scenario>,
    /// The slugs of its scenarios.
    slugs: Slugs,
    /// Its heading does not say that it is a requirement.
    is_early: bool,
    /// Behind another heading inside of it, whose blocks are none of its words.
    is_aside: bool,
    /// Those blocks.
    further: Vec<NodeId>,
    /// Its heading, or all that it says, is marked as gone.
    is_gone: bool,
    /// The scenarios of it that are gone.
    gone: Vec<Retired>,
}

struct Scenario {
    name: String,
    node: NodeId,
    level: u8,
    body: Vec<NodeId>,
}

struct Walk<'a> {
    blocks: &'a Blocks<'a>,
    /// The blocks of the document, and what the headings among them announce.
    roots: &'a [(NodeId, Option<Head>)],
    /// The place of the block at hand among them.
    at: usize,
    /// The level of the headings of requirements; none if there are none.
    level: Option<u8>,
    delta: Option<Delta>,
    /// The other headings above the place, outermost first: level, node.
    above: Vec<(u8, NodeId)>,
    open: Option<Open>,
    /// The level of the heading above that says that nothing below it is a requirement: `## Purpose`.
    aside: Option<u8>,
    /// The slugs of the requirements.
    slugs: Slugs,
    reading: Reading,
}

impl Walk<'_> {
    fn head(&mut self, node: NodeId, head: &Head) {
        if head.is_line {
            self.report_line(node, head);
        }
        self.aside = self.aside.filter(|&above| above < head.level);
        match head.kind {
            HeadKind::Delta(delta) => {
                self.report_misplaced(node, delta);
                self.close();
                self.above.clear();
                self.delta = Some(delta);
            }
            HeadKind::Requirement => {
                self.close();
                self.open_requirement(node, head.level, &head.name, false);
            }
            HeadKind::Scenario => {
                self.close_scenario();
                if self.open.is_none() {
                    self.open_above(node);
                }
                if let Some(open) = &mut self.open {
                    let (name, level) = (head.name.clone(), head.level);
                    open.scenario = Some(Scenario { name, node, level, body: Vec::new() });
                }
            }
            HeadKind::NearlyRequirement
                if self.has_scenario_below(head.level) || self.promises_below(head.level) =>
            {
                self.close();
                self.open_requirement(node, head.level, &head.name, false);
                self.report_nearly(node, &head.name);
            }
            HeadKind::NearlyRequirement | HeadKind::Other => self.other(node, head.level),
        }
    }

    fn other(&mut self, node: NodeId, level: u8) {
        if matches!(heading::heading(self.blocks.content(node)), Heading::Aside | Heading::Glossary) {
            self.aside.get_or_insert(level);
        }
        let is_inside = self.open.as_ref().is_some_and(|open| level > open.level && !open.is_early);
        if is_inside {
            return self.inside(node, level);
        }
        if self.aside.is_none() && self.level == Some(level) {
            if self.has_scenario_below(level) {
                self.close();
                let name = self.blocks.content(node).to_owned();
                self.open_requirement(node, level, &name, false);
                return self.report_nearly(node, &name);
            }
            self.report_unnamed(node);
        }
        self.close();
        self.above.retain(|&(above, _)| above < level);
        self.above.push((level, node));
        if level <= 2 {
            self.delta = None;
        }
    }

    /// Another heading inside of a requirement: a scenario where steps stand below it.
    fn inside(&mut self, node: NodeId, level: u8) {
        let is_in_scenario =
            |open: &Open| open.scenario.as_ref().is_some_and(|scenario| level > scenario.level);
        if self.open.as_ref().is_none_or(is_in_scenario) {
            return;
        }
        self.close_scenario();
        let is_scenario = self.has_steps_below();
        let is_reported = !is_scenario && self.is_active();
        if is_reported {
            self.report_inside(node);
        }
        if is_scenario {
            self.aside = None;
        }
        let name = self.blocks.content(node).to_owned();
        if let Some(open) = &mut self.open {
            open.is_aside = true;
            open.scenario = is_scenario.then(|| Scenario { name, node, level, body: Vec::new() });
        }
    }

    /// Does the requirement at hand ask for something?
    fn is_active(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.requirement.is_active())
    }

    /// A requirement in place of the heading above, which does not say that it is one.
    fn open_above(&mut self, node: NodeId) {
        let (level, node) = self.above.last().copied().unwrap_or((1, node));
        let name = self.blocks.content(node).to_owned();
        self.open_requirement(node, level, &name, true);
    }

    fn open_requirement(&mut self, node: NodeId, level: u8, name: &str, is_early: bool) {
        let span = self.blocks.node(node).span;
        let is_gone = self.is_gone(node, name);
        let given = name;
        let name = &*if is_gone { retired::title(given) } else { given.to_owned() };
        let (id, first) = self.slugs.of(name, span);
        self.report_same_name(name, &id, span, first);
        if name.trim().is_empty() {
            self.reading.diagnostics.push(
                Diagnostic::new(Code::MalformedId, "a requirement has no name")
                    .at(self.blocks.source(), span)
                    .label(format!("read as `{id}`"))
                    .help(
                        "name it: `### Requirement: Two-factor authentication`; its id is made of the name",
                    ),
            );
        }
        self.open = Some(Open {
            requirement: self.requirement(id, name, span, self.delta),
            level,
            body: Vec::new(),
            scenario: None,
            slugs: Slugs::default(),
            is_early,
            is_aside: false,
            further: Vec::new(),
            is_gone,
            gone: Vec::new(),
        });
    }

    /// Does a heading say that what it names is gone?
    fn is_gone(&self, node: NodeId, name: &str) -> bool {
        let heading = self.blocks.content(node);
        retired::is_retired_heading(heading)
            || heading.contains("~~") && retired::is_retired_heading(&format!("~~{name}"))
            || retired::is_retired_name(name)
    }

    fn requirement(&self, id: String, title: &str, span: Span, delta: Option<Delta>) -> Requirement {
        let source = self.blocks.source();
        Requirement { delta, ..Requirement::new(Id::new(id), title.to_owned(), span, source) }
    }

    fn block(&mut self, node: NodeId) {
        if self.aside.is_some() || !self.is_active() {
            self.reading.aside.push(node);
        }
        if self.delta == Some(Delta::Renamed) && self.open.is_none() {
            return self.renames(node);
        }
        let is_statement = || {
            let content = self.blocks.content(node);
            let is_paragraph = self.blocks.node(node).kind == BlockKind::Paragraph;
            is_paragraph && likeness::begins_with_keyword(content) && !content.starts_with("THE ")
        };
        if self.level.is_none() && self.open.is_none() && is_statement() {
            self.open_above(node);
        }
        let Some(open) = &mut self.open else { return };
        match &mut open.scenario {
            Some(scenario) => scenario.body.push(node),
            None if !open.is_aside => open.body.push(node),
            None => open.further.push(node),
        }
    }

    /// ``- FROM: `### Requirement: Old` `` and ``- TO: `### Requirement: New` ``.
    fn renames(&mut self, list: NodeId) {
        let mut old = None;
        for id in list..self.blocks.node(list).end {
            if self.blocks.node(id).kind != BlockKind::Paragraph {
                continue;
            }
            for line in self.blocks.content(id).lines() {
                let Some((_, name)) = line.trim_matches(['`', ' ', '*', '-']).rsplit_once([':', '：'])
                else {
                    continue;
                };
                let name = name.trim_matches(['`', ' ', '*']);
                match old.take() {
                    None => old = Some(name.to_owned()),
                    Some(old) => {
                        let title = format!("{old} → {name}");
                        let span = self.blocks.node(id).span;
                        let (slug, _) = self.slugs.of(&old, span);
                        let renamed = self.requirement(slug, &title, span, Some(Delta::Renamed));
                        self.reading.requirements.push(renamed);
                    }
                }
            }
        }
    }

    fn close_scenario(&mut self) {
        let Some(scenario) = self.open.as_mut().and_then(|open| open.scenario.take()) else { return };
        let is_gone = self.is_gone(scenario.node, &scenario.name);
        let name = if is_gone { retired::title(&scenario.name) } else { scenario.name };
        let is_counted =
            |open: &Open| open.requirement.is_active() || near::gives_reason(self.blocks, &open.body);
        if !self.open.as_ref().is_some_and(is_counted) {
            return;
        }
        let mut text = body::text(self.blocks, &scenario.body);
        let glued = self.report_glued(&text, true);
        if let Some(at) = glued {
            text = text.slice(0..at).trim();
        }
        let Some(open) = &mut self.open else { return };
        let head = self.blocks.node(scenario.node).span;
        if text.is_empty() && !is_gone {
            let span = self.blocks.node(scenario.node).span;
            self.reading.diagnostics.push(
                Diagnostic::new(Code::RequirementWithoutCriteria, "a scenario has no steps")
                    .at(self.blocks.source(), span)
                    .label("its name alone promises nothing")
                    .help("write its steps below it: `- **WHEN** …`, `- **THEN** …`"),
            );
            return;
        }
        let (slug, first) = open.slugs.of(&name, head);
        let id = Id::new(format!("{}.{slug}", open.requirement.id));
        let end = body::end(self.blocks, &scenario.body).unwrap_or(head.end);
        let span = Span::new(head.start, end);
        if is_gone || retired::is_retired(text.as_str()) {
            open.gone.push(Retired { id, span });
            return;
        }
        let of = id.to_string();
        open.requirement.criteria.push(criterion(self.blocks, id, text, span, true));
        if glued.is_none() {
            self.report_behind_steps(&name, &scenario.body);
        }
        self.report_same_name(&name, &of, head, first);
    }

    fn close(&mut self) {
        self.close_scenario();
        let Some(mut open) = self.open.take() else { return };
        if open.requirement.criteria.is_empty() && open.requirement.is_active() {
            let text = body::text(self.blocks, &open.body);
            let head = open.requirement.span;
            let end = body::end(self.blocks, &open.body).unwrap_or(head.end);
            open.is_gone |= retired::is_retired(text.as_str());
            if !text.is_empty() && !open.is_gone {
                self.report_glued(&text, false);
                let id = open.requirement.id.clone();
                let span = Span::new(head.start, end);
                open.requirement.criteria.push(criterion(self.blocks, id, text, span, false));
            }
        }
        if open.requirement.is_active() {
            let promises = |node: &NodeId| near::promises(self.blocks, *node);
            if open.requirement.is_its_own_criterion() {
                let further = open.further.iter().filter(|node| promises(node));
                let attachments = further
                    .map(|&node| Attachment { text: body::text(self.blocks, &[node]), is_code: false });
                open.requirement.criteria[0].attachments.extend(attachments);
            } else {
                open.body.append(&mut open.further);
                open.requirement.statement = item::statement(self.blocks, &open.body);
            }
        }
        if open.is_gone {
            return self.retire(open);
        }
        self.reading.retired.extend(open.gone);
        self.reading.requirements.push(open.requirement);
    }

    /// Keeps the ids of a requirement that is gone, and of its scenarios.
    fn retire(&mut self, open: Open) {
        let is_own = open.requirement.is_its_own_criterion();
        let Requirement { id, span, criteria, .. } = open.requirement;
        let below = criteria.into_iter().filter(|_| !is_own);
        let below = below.map(|Criterion { id, span, .. }| Retired { id, span });
        let end = body::end(self.blocks, &open.body).unwrap_or(span.end);
        let own = Retired { id, span: Span::new(span.start, end) };
        self.reading.retired.extend(std::iter::once(own).chain(below).chain(open.gone));
    }
}

fn criterion(blocks: &Blocks<'_>, id: Id, text: MappedText, span: Span, is_scenario: bool) -> Criterion {
    let source = blocks.source();
    Criterion {
        id,
        text,
        is_scenario,
        span,
        line: source.line(span.start),
        end_line: body::last_line(source, span),
        points: Vec::new(),
        examples: None,
        attachments: Vec::new(),
    }
}
