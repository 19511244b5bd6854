//! OpenSpec: `### Requirement: Name` with `#### Scenario: Name`, and the sections of a change, `## ADDED Requirements`.
//!
//! A scenario reaches from its heading to the next one, and is a criterion. A requirement without scenarios is its own
//! criterion. Early documents have neither heading: there, a heading is a requirement, and its own criterion, where a
//! paragraph below it begins with WHEN or IF. What a change removes or renames asks for nothing: a
//! scenario that is spelled out there is listed, and no test is owed to it.

use std::collections::{HashMap, HashSet};

use super::{Reading, body, item};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::heading::{self, Heading};
use crate::grammar::{likeness, words};
use crate::markdown::{Kind, NodeId, Outline, Prose};
use crate::source::Span;
use crate::spec::{Criterion, Delta, Id, Requirement, slug};

pub(super) fn read(outline: &Outline<'_>) -> Reading {
    let heads: Vec<_> = outline.roots().filter_map(|node| Some((node, head(outline, node)?))).collect();
    let has_requirements = heads.iter().any(|(_, head)| matches!(head.kind, HeadKind::Requirement));
    let mut walk = Walk {
        outline,
        has_requirements,
        delta: None,
        above: Vec::new(),
        open: None,
        aside: None,
        slugs: Slugs::default(),
        reading: Reading::default(),
    };
    for node in outline.roots() {
        match head(outline, node) {
            Some(head) => walk.head(node, &head),
            None => walk.block(node),
        }
    }
    walk.close();
    walk.reading
}

/// What a heading, or a label in bold, announces.
#[derive(Debug)]
struct Head {
    kind: HeadKind,
    /// 1 to 6; 7 for a label.
    level: u8,
    /// The name, without what announces it.
    name: String,
}

#[derive(Debug)]
enum HeadKind {
    Delta(Delta),
    Requirement,
    Scenario,
    Other,
}

fn head(outline: &Outline<'_>, node: NodeId) -> Option<Head> {
    let content = outline.content(node);
    let level = match outline.node(node).kind {
        Kind::Heading(level) => level,
        Kind::Paragraph => return label(content),
        _ => return None,
    };
    let (kind, name) = announced(content).unwrap_or_else(|| match delta(content) {
        Some(delta) => (HeadKind::Delta(delta), content),
        None => (HeadKind::Other, content),
    });
    Some(Head { kind, level, name: name.trim().to_owned() })
}

/// `**Scenario: Name**` in place of a heading.
fn label(content: &str) -> Option<Head> {
    let inner =
        content.strip_prefix("**")?.strip_suffix("**").filter(|inner| !inner.contains(['*', '\n']))?;
    let (kind, name) = announced(inner)?;
    matches!(kind, HeadKind::Scenario).then(|| Head { kind, level: 7, name: name.trim().to_owned() })
}

/// `Requirement: Name`, `Scenario: Name`; in other languages too.
fn announced(content: &str) -> Option<(HeadKind, &str)> {
    let content = content.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = content.to_lowercase();
    let requirement = || Some((HeadKind::Requirement, behind(content, &lower, words::REQUIREMENT)?));
    requirement().or_else(|| Some((HeadKind::Scenario, behind(content, &lower, words::SCENARIO)?)))
}

/// What stands behind one of the words and a colon. A number may stand between them, which a dash may follow too.
fn behind<'a>(content: &'a str, lower: &str, list: &[&'static str]) -> Option<&'a str> {
    let word = words::word_at_start(lower, list)?;
    let (at, _) = content.char_indices().nth(word.chars().count())?;
    let rest = content[at..].trim_start();
    let rest = ["Outline", "outline"].iter().find_map(|outline| rest.strip_prefix(outline)).unwrap_or(rest);
    let name = rest.trim_start_matches(|c: char| c.is_ascii_digit() || [' ', '.', '#', '*'].contains(&c));
    let has_number = rest[..rest.len() - name.len()].contains(|c: char| c.is_ascii_digit());
    let dash = || name.strip_prefix(['-', '–', '—']).filter(|_| has_number);
    name.strip_prefix([':', '：']).or_else(dash)
}

/// What a section does: `ADDED Requirements`, `新增需求`.
fn delta(content: &str) -> Option<Delta> {
    const WORDS: [(Delta, &[&str]); 4] = [
        (Delta::Added, &["added", "新增", "追加", "추가", "añadid", "adicionad", "добавлен"]),
        (Delta::Modified, &["modified", "修改", "变更", "變更", "変更", "수정", "modificad", "измен"]),
        (
            Delta::Removed,
            &["removed", "移除", "删除", "刪除", "削除", "삭제", "제거", "eliminad", "removid", "удал"],
        ),
        (
            Delta::Renamed,
            &["renamed", "重命名", "改名", "名称変更", "이름 변경", "renombrad", "renomead", "переимен"],
        ),
    ];
    let lower = content.trim().to_lowercase();
    let names_requirements =
        lower.contains("requirement") || words::REQUIREMENT.iter().any(|word| lower.contains(word));
    let found = WORDS.into_iter().find(|(_, words)| words.iter().any(|word| lower.starts_with(word)));
    found.filter(|_| names_requirements).map(|(delta, _)| delta)
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
    /// Behind another heading inside of it, whose blocks are no part of it.
    is_aside: bool,
}

struct Scenario {
    name: String,
    node: NodeId,
    level: u8,
    body: Vec<NodeId>,
}

struct Walk<'a> {
    outline: &'a Outline<'a>,
    has_requirements: bool,
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
        self.aside = self.aside.filter(|&above| above < head.level);
        match head.kind {
            HeadKind::Delta(delta) => {
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
            HeadKind::Other => self.other(node, head.level),
        }
    }

    fn other(&mut self, node: NodeId, level: u8) {
        if matches!(heading::heading(self.outline.content(node)), Heading::Aside | Heading::Glossary) {
            self.aside.get_or_insert(level);
        }
        let is_inside = self.open.as_ref().is_some_and(|open| level > open.level && !open.is_early);
        if is_inside {
            let is_in_scenario =
                |open: &Open| open.scenario.as_ref().is_some_and(|scenario| level > scenario.level);
            if let Some(open) = self.open.as_mut().filter(|open| !is_in_scenario(open)) {
                open.is_aside = true;
                self.close_scenario();
            }
            return;
        }
        self.close();
        self.above.retain(|&(above, _)| above < level);
        self.above.push((level, node));
        if level <= 2 {
            self.delta = None;
        }
    }

    /// A requirement in place of the heading above, which does not say that it is one.
    fn open_above(&mut self, node: NodeId) {
        let (level, node) = self.above.last().copied().unwrap_or((1, node));
        let name = self.outline.content(node).to_owned();
        self.open_requirement(node, level, &name, true);
    }

    fn open_requirement(&mut self, node: NodeId, level: u8, name: &str, is_early: bool) {
        let span = self.outline.node(node).span;
        let id = self.slugs.of(name);
        if name.trim().is_empty() {
            self.reading.diagnostics.push(
                Diagnostic::new(Code::MalformedId, "a requirement has no name")
                    .at(self.outline.source(), span)
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
        });
    }

    fn requirement(&self, id: String, title: &str, span: Span, delta: Option<Delta>) -> Requirement {
        Requirement {
            id: Id::new(id),
            title: title.to_owned(),
            span,
            line: self.outline.source().line(span.start),
            story: None,
            priority: None,
            delta,
            statement: Prose::default(),
            criteria: Vec::new(),
        }
    }

    fn block(&mut self, node: NodeId) {
        let is_asked_for = self.open.as_ref().is_none_or(|open| open.requirement.is_asked_for());
        if self.aside.is_some() || !is_asked_for {
            self.reading.aside.push(node);
        }
        if self.delta == Some(Delta::Renamed) && self.open.is_none() {
            return self.renames(node);
        }
        let is_statement = || {
            let content = self.outline.content(node);
            let is_paragraph = self.outline.node(node).kind == Kind::Paragraph;
            is_paragraph && likeness::begins_with_keyword(content) && !content.starts_with("THE ")
        };
        if !self.has_requirements && self.open.is_none() && is_statement() {
            self.open_above(node);
        }
        let Some(open) = &mut self.open else { return };
        match &mut open.scenario {
            Some(scenario) => scenario.body.push(node),
            None if !open.is_aside => open.body.push(node),
            None => {}
        }
    }

    /// ``- FROM: `### Requirement: Old` `` and ``- TO: `### Requirement: New` ``.
    fn renames(&mut self, list: NodeId) {
        let mut old = None;
        for id in list..self.outline.node(list).end {
            if self.outline.node(id).kind != Kind::Paragraph {
                continue;
            }
            for line in self.outline.content(id).lines() {
                let Some((_, name)) = line.trim_matches(['`', ' ', '*', '-']).rsplit_once([':', '：'])
                else {
                    continue;
                };
                let name = name.trim_matches(['`', ' ', '*']);
                match old.take() {
                    None => old = Some(name.to_owned()),
                    Some(old) => {
                        let slug = self.slugs.of(&old);
                        let title = format!("{old} → {name}");
                        let span = self.outline.node(id).span;
                        let renamed = self.requirement(slug, &title, span, Some(Delta::Renamed));
                        self.reading.requirements.push(renamed);
                    }
                }
            }
        }
    }

    fn close_scenario(&mut self) {
        let Some(open) = &mut self.open else { return };
        let Some(scenario) = open.scenario.take() else { return };
        let text = body::text(self.outline, &scenario.body);
        if text.is_empty() {
            let span = self.outline.node(scenario.node).span;
            self.reading.diagnostics.push(
                Diagnostic::new(Code::RequirementWithoutCriteria, "a scenario has no steps")
                    .at(self.outline.source(), span)
                    .label("its name alone promises nothing")
                    .help("write its steps below it: `- **WHEN** …`, `- **THEN** …`"),
            );
            return;
        }
        let slug = open.slugs.of(&scenario.name);
        let id = Id::new(format!("{}.{slug}", open.requirement.id));
        let head = self.outline.node(scenario.node).span;
        let end = body::end(self.outline, &scenario.body).unwrap_or(head.end);
        let span = Span::new(head.start, end);
        open.requirement.criteria.push(criterion(self.outline, id, text, span, true));
    }

    fn close(&mut self) {
        self.close_scenario();
        let Some(mut open) = self.open.take() else { return };
        if open.requirement.criteria.is_empty() && open.requirement.is_asked_for() {
            let text = body::text(self.outline, &open.body);
            let head = open.requirement.span;
            let end = body::end(self.outline, &open.body).unwrap_or(head.end);
            if !text.is_empty() {
                let id = open.requirement.id.clone();
                let span = Span::new(head.start, end);
                open.requirement.criteria.push(criterion(self.outline, id, text, span, false));
            }
        }
        if open.requirement.is_asked_for() && !open.requirement.is_its_own_criterion() {
            open.requirement.statement = item::statement(self.outline, &open.body);
        }
        self.reading.requirements.push(open.requirement);
    }
}

fn criterion(outline: &Outline<'_>, id: Id, text: Prose, span: Span, is_scenario: bool) -> Criterion {
    let source = outline.source();
    Criterion {
        id,
        text,
        is_scenario,
        span,
        line: source.line(span.start),
        end_line: item::last_line(source, span),
        points: Vec::new(),
        examples: None,
        attachments: Vec::new(),
    }
}

/// The slugs that have been given under one parent.
#[derive(Default)]
struct Slugs {
    taken: HashSet<String>,
    /// How often each has been asked for.
    asked: HashMap<String, usize>,
}

impl Slugs {
    /// The slug of a name, emphasis and code marks left out. A second equal one ends in `-2`, and a name without letters
    /// is known by its position (design, §3).
    fn of(&mut self, name: &str) -> String {
        let mut slug = slug(&name.replace(['*', '_', '`'], ""));
        if slug.is_empty() {
            slug = (self.taken.len() + 1).to_string();
        }
        loop {
            let asked = self.asked.entry(slug.clone()).or_insert(0);
            *asked += 1;
            let unique = if *asked == 1 { slug.clone() } else { format!("{slug}-{asked}") };
            if self.taken.insert(unique.clone()) {
                return unique;
            }
        }
    }
}
