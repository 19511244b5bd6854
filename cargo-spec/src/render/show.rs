//! `show`: one criterion or requirement, for people and programs.

use std::fmt::Write as _;

use serde::Serialize;
use spec_model::catalog::Target;
use spec_model::markdown::Prose;
use spec_model::{Criterion, Requirement};

use super::Layout;
use super::json::{CriterionJson, VERSION, path_text};
use super::style::{FAINT, HEADING, ID, paint};
use super::text::{fold, one_line, padding};

/// The columns of the words before what they name.
const NAME: usize = 10;

/// What an id names, on one screen.
pub fn render(target: &Target<'_>, layout: &Layout) -> String {
    let Target { document, requirement, criterion } = *target;
    let mut out = String::new();
    let id = criterion.map_or(&requirement.id, |criterion| &criterion.id);
    let _ = writeln!(
        out,
        "{}  {}",
        paint(ID, one_line(id.as_str())),
        paint(HEADING, one_line(&requirement.title))
    );
    let line = criterion.map_or(requirement.line, |criterion| criterion.line);
    let place = format!("{}:{line}", layout.shown(document.source.path()));
    let _ = writeln!(
        out,
        "{}\n",
        paint(FAINT, format!("{place} · {} · {}", one_line(&document.feature), document.dialect))
    );
    match criterion {
        Some(criterion) => render_criterion(&mut out, criterion, layout),
        None => {
            for criterion in &requirement.criteria {
                named(&mut out, criterion.id.as_str(), criterion.text.as_str(), layout);
            }
        }
    }
    if let Some(story) = &requirement.story {
        out.push('\n');
        named(&mut out, "story", story.as_str(), layout);
    }
    if let Some(priority) = &requirement.priority {
        named(&mut out, "priority", priority, layout);
    }
    out
}

fn render_criterion(out: &mut String, criterion: &Criterion, layout: &Layout) {
    for line in criterion.text.as_str().lines() {
        for line in fold(&one_line(line), layout.columns.saturating_sub(2)) {
            let _ = writeln!(out, "  {line}");
        }
    }
    for point in &criterion.points {
        for (at, line) in fold(&one_line(point.as_str()), layout.columns.saturating_sub(4)).iter().enumerate()
        {
            let _ = writeln!(out, "{}{line}", if at == 0 { "  - " } else { "    " });
        }
    }
    out.push('\n');
    let clause = criterion.clause();
    named(out, "pattern", clause.pattern.as_str(), layout);
    for part in &clause.parts {
        named(out, part.kind.as_str(), &criterion.text.as_str()[part.range.clone()], layout);
    }
}

/// A name, and what it names beside it, folded.
fn named(out: &mut String, name: &str, text: &str, layout: &Layout) {
    let name = one_line(name);
    let indent = 2 + NAME + 1;
    for (at, line) in fold(&one_line(text), layout.columns.saturating_sub(indent)).iter().enumerate() {
        let name = if at == 0 { &*name } else { "" };
        let _ = writeln!(out, "  {}{} {line}", paint(FAINT, name), padding(name, NAME));
    }
}

/// What `show` prints for programs.
#[derive(Debug, Serialize)]
pub struct ShowJson<'a> {
    version: u32,
    path: String,
    dialect: &'static str,
    feature: &'a str,
    requirement: HeadJson<'a>,
    /// The criterion that was named; all of the requirement's, if that was.
    criteria: Vec<WholeCriterionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct HeadJson<'a> {
    id: &'a str,
    title: &'a str,
    line: usize,
    story: Option<&'a str>,
    priority: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct WholeCriterionJson<'a> {
    #[serde(flatten)]
    criterion: CriterionJson<'a>,
    parts: Vec<PartJson<'a>>,
    points: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct PartJson<'a> {
    kind: &'static str,
    text: &'a str,
}

impl<'a> ShowJson<'a> {
    /// What an id names.
    pub fn new(target: &Target<'a>) -> Self {
        let Target { document, requirement, criterion } = *target;
        let criteria = match criterion {
            Some(criterion) => vec![WholeCriterionJson::new(criterion)],
            None => requirement.criteria.iter().map(WholeCriterionJson::new).collect(),
        };
        Self {
            version: VERSION,
            path: path_text(document.source.path()),
            dialect: document.dialect.as_str(),
            feature: &document.feature,
            requirement: HeadJson::new(requirement),
            criteria,
        }
    }
}

impl<'a> HeadJson<'a> {
    fn new(requirement: &'a Requirement) -> Self {
        Self {
            id: requirement.id.as_str(),
            title: &requirement.title,
            line: requirement.line,
            story: requirement.story.as_ref().map(Prose::as_str),
            priority: requirement.priority.as_deref(),
        }
    }
}

impl<'a> WholeCriterionJson<'a> {
    fn new(criterion: &'a Criterion) -> Self {
        let text = criterion.text.as_str();
        let part =
            |part: spec_model::spec::Part| PartJson { kind: part.kind.as_str(), text: &text[part.range] };
        Self {
            criterion: CriterionJson::new(criterion),
            parts: criterion.clause().parts.into_iter().map(part).collect(),
            points: criterion.points.iter().map(Prose::as_str).collect(),
        }
    }
}
