//! Gherkin in fences marked `gherkin`: each scenario is a criterion.

use super::item::last_line;
use crate::grammar::id::{self, Form};
use crate::markdown::{Kind, NodeId, Outline, Prose};
use crate::source::Span;
use crate::spec::{Criterion, Examples, Id};

/// A scenario before it has an id.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The first tag above it that is an id: `@REQ-3.2`.
    pub(super) tag: Option<Id>,
    /// What stands behind the `Feature:` or `Rule:` that it is in.
    pub(super) feature: Option<(String, Span)>,
    steps: Prose,
    span: Span,
    examples: Option<Examples>,
}

impl Scenario {
    pub(super) fn into_criterion(self, outline: &Outline<'_>, id: Id) -> Criterion {
        let source = outline.source();
        Criterion {
            id,
            text: self.steps,
            is_scenario: true,
            span: self.span,
            line: source.line(self.span.start),
            end_line: last_line(source, self.span),
            points: Vec::new(),
            examples: self.examples,
            attachments: Vec::new(),
        }
    }
}

/// Is the block a fence marked `gherkin` (or `feature`, `cucumber`)?
pub(super) fn is_gherkin(outline: &Outline<'_>, node: NodeId) -> bool {
    let Kind::Code { fenced: true, .. } = outline.node(node).kind else { return false };
    let info = outline.content(node);
    let language =
        info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default();
    ["gherkin", "feature", "cucumber"].iter().any(|name| language.eq_ignore_ascii_case(name))
}

/// The scenarios of a fence; none if it is another one.
pub(super) fn scenarios(outline: &Outline<'_>, node: NodeId) -> Vec<Scenario> {
    if !is_gherkin(outline, node) {
        return Vec::new();
    }
    let mut reader = Reader {
        outline,
        scenarios: Vec::new(),
        tag: None,
        feature: None,
        background: Prose::default(),
        of_feature: 0,
        is_rule: false,
        columns: Vec::new(),
        state: State::Header,
    };
    let source = outline.source();
    let span = outline.node(node).span;
    let (first, last) = (source.line(span.start), last_line(source, span));
    for line in first + 1..=last {
        let line = source.line_span(line);
        reader.line(Span::new(line.start, line.end.min(span.end)));
    }
    reader.scenarios
}

/// What the lines at hand are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Free text under `Feature:`.
    Header,
    /// Steps that each scenario behind them begins with.
    Background,
    Steps,
    Examples,
    /// Inside a doc string, which ends with these marks.
    DocString(&'static str),
}

struct Reader<'a> {
    outline: &'a Outline<'a>,
    scenarios: Vec<Scenario>,
    tag: Option<Id>,
    feature: Option<(String, Span)>,
    /// The steps of the backgrounds that are in force …
    background: Prose,
    /// … and how many of its bytes are of the feature; the others are of the rule at hand.
    of_feature: usize,
    /// The feature at hand is a rule.
    is_rule: bool,
    /// The columns of the table of examples at hand; none before its first row.
    columns: Vec<String>,
    state: State,
}

impl Reader<'_> {
    fn line(&mut self, span: Span) {
        let source = self.outline.source();
        let raw = source.slice(span);
        let text = raw.trim();
        if text.is_empty()
            || text.starts_with("```") && self.state != State::DocString("```")
            || text.starts_with("~~~")
        {
            return;
        }
        let start = span.start + raw.len() - raw.trim_start().len();
        let span = Span::new(start, start + text.len());
        if let State::DocString(mark) = self.state {
            self.extend(span, true);
            if text == mark {
                self.state = State::Steps;
            }
            return;
        }
        if text.starts_with('#') {
            return;
        }
        if text.starts_with('@') {
            let tags = text.split_whitespace().map(|tag| tag.trim_start_matches('@'));
            let mut ids = tags.filter_map(id::whole).filter(|written| written.form != Form::Number);
            self.tag = ids.next().map(|written| written.id).or(self.tag.take());
            return;
        }
        match keyword(text) {
            Some((word @ ("Feature" | "Rule"), name)) => {
                self.feature = Some((name.to_owned(), span));
                self.of_feature = if word == "Feature" { 0 } else { self.of_feature };
                self.background = match self.of_feature {
                    0 => Prose::default(),
                    end => self.background.slice(0..end),
                };
                self.is_rule = word == "Rule";
                self.state = State::Header;
            }
            Some(("Background", _)) => self.state = State::Background,
            Some(("Examples" | "Scenarios", _)) => {
                self.state = State::Examples;
                self.columns.clear();
                self.extend(span, false);
            }
            Some(_) => {
                self.state = State::Steps;
                let (tag, feature) = (self.tag.take(), self.feature.clone());
                let steps = self.background.clone();
                self.scenarios.push(Scenario { tag, feature, steps, span, examples: None });
            }
            None => self.body(text, span),
        }
    }

    fn body(&mut self, text: &str, span: Span) {
        match self.state {
            State::Examples => {
                self.extend(span, false);
                self.example(text);
            }
            State::Steps => {
                self.extend(span, true);
                if let Some(mark) = ["\"\"\"", "```"].into_iter().find(|mark| text.starts_with(mark)) {
                    self.state = State::DocString(mark);
                }
            }
            State::Background => {
                let mut line = Prose::default();
                line.push_span(self.outline.source(), span);
                self.background.push_line(&line);
                if !self.is_rule {
                    self.of_feature = self.background.as_str().len();
                }
            }
            State::Header | State::DocString(_) => {}
        }
    }

    fn extend(&mut self, span: Span, is_step: bool) {
        let Some(scenario) = self.scenarios.last_mut() else { return };
        scenario.span.end = span.end;
        if is_step {
            let mut line = Prose::default();
            line.push_span(self.outline.source(), span);
            scenario.steps.push_line(&line);
        }
    }

    /// A row of a table of examples. Each table has a header of its own; what other tables have in a column of the same name
    /// goes into that column.
    fn example(&mut self, text: &str) {
        let Some(scenario) = self.scenarios.last_mut() else { return };
        let Some(row) = text.strip_prefix('|') else { return };
        let cells = cells(row);
        let examples = scenario.examples.get_or_insert_default();
        if self.columns.is_empty() {
            self.columns = cells;
            for column in &self.columns {
                if !examples.columns.contains(column) {
                    examples.columns.push(column.clone());
                }
            }
            let width = examples.columns.len();
            examples.rows.iter_mut().for_each(|row| row.resize(width, String::new()));
            return;
        }
        let mut row = vec![String::new(); examples.columns.len()];
        for (column, cell) in self.columns.iter().zip(cells) {
            if let Some(at) = examples.columns.iter().position(|known| known == column) {
                row[at] = cell;
            }
        }
        examples.rows.push(row);
    }
}

/// The cells of a row behind its first bar: `\|`, `\n` and `\\` stand for a bar, a line break and a backslash.
fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut chars = row.chars();
    while let Some(c) = chars.next() {
        match c {
            '|' => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '\\' => match chars.next() {
                Some('n') => cell.push('\n'),
                Some(c @ ('|' | '\\')) => cell.push(c),
                other => cell.extend(std::iter::once(c).chain(other)),
            },
            c => cell.push(c),
        }
    }
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// A line that begins a block, and what stands behind its colon.
fn keyword(text: &str) -> Option<(&str, &str)> {
    const KEYWORDS: &[&str] = &[
        "Feature",
        "Rule",
        "Background",
        "Scenario Outline",
        "Scenario Template",
        "Scenario",
        "Example",
        "Examples",
        "Scenarios",
    ];
    let (word, name) = text.split_once(':')?;
    KEYWORDS.contains(&word).then_some((word, name.trim()))
}
