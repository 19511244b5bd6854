//! Reads Gherkin in fences marked `gherkin`: each scenario is a criterion. It reports scenarios without steps, and what
//! Gherkin refuses.

use super::body::last_line;
use crate::grammar::clause;
use crate::grammar::gherkin::{Keyword, keyword};
use crate::grammar::id::{self, Form};
use crate::markdown::{BlockKind, Blocks, MappedText, NodeId};
use crate::source::Span;
use crate::spec::{Criterion, Examples, Id};

/// A scenario before it has an id.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The first tag above it that is an id: `@REQ-3.2`.
    pub(super) tag: Option<Id>,
    /// The title behind the `Feature:` or `Rule:` that it is in.
    pub(super) feature: Option<(String, Span)>,
    steps: MappedText,
    span: Span,
    examples: Option<Examples>,
}

impl Scenario {
    pub(super) fn into_criterion(self, blocks: &Blocks<'_>, id: Id) -> Criterion {
        let source = blocks.source();
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
pub(super) fn is_gherkin(blocks: &Blocks<'_>, node: NodeId) -> bool {
    let BlockKind::Code { fenced: true, .. } = blocks.node(node).kind else { return false };
    let info = blocks.content(node);
    let language =
        info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or_default();
    ["gherkin", "feature", "cucumber"].iter().any(|name| language.eq_ignore_ascii_case(name))
}

/// The scenarios of a fence; none if it is another one.
pub(super) fn scenarios(blocks: &Blocks<'_>, node: NodeId) -> Vec<Scenario> {
    if !is_gherkin(blocks, node) {
        return Vec::new();
    }
    read(blocks, node).scenarios
}

/// A mistake in a fence with Gherkin, or a part that asks for nothing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    NoScenario,
    NoSteps,
    StepsOutside,
    NoStep,
    LateBackground,
    UnclosedText,
    Cells,
    NoStepAbove,
    NoLanguage,
}

/// The mistakes in a fence of Gherkin, each with its place.
pub(super) fn problems(blocks: &Blocks<'_>, node: NodeId) -> Vec<(Span, Problem)> {
    read(blocks, node).problems
}

/// The language that a fence names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    /// All of its keywords are English, so that every step can be told.
    English,
    /// It names another one in its first line: `# language: de`.
    Named,
    /// It has keywords of another one, and does not name it.
    Unnamed,
}

/// The language of all lines of a fence.
fn language<'a>(lines: impl Iterator<Item = &'a str>) -> Language {
    let mut is_head = true;
    let mut doc_string = None;
    for text in lines {
        match doc_string {
            Some(mark) => {
                doc_string = (text != mark).then_some(mark);
                continue;
            }
            None => doc_string = mark(text),
        }
        if let Some(comment) = text.strip_prefix('#').filter(|_| is_head) {
            let value = comment.trim_start().strip_prefix("language").map(str::trim_start);
            match value.and_then(|value| value.strip_prefix(':')).map(str::trim) {
                None => {}
                Some(code) if code.starts_with("en") => {}
                Some(_) => return Language::Named,
            }
        }
        is_head &= text.is_empty() || text.starts_with('#');
        if keyword(text).is_some_and(|(_, is_english, _)| !is_english) {
            return Language::Unnamed;
        }
    }
    Language::English
}

/// The marks that a doc string begins with.
fn mark(text: &str) -> Option<&'static str> {
    ["\"\"\"", "```"].into_iter().find(|mark| text.starts_with(mark))
}

fn read<'a>(blocks: &'a Blocks<'a>, node: NodeId) -> Reader<'a> {
    let source = blocks.source();
    let span = blocks.node(node).span;
    let (first, last) = (source.line(span.start), last_line(source, span));
    let is_open = matches!(blocks.node(node).kind, BlockKind::Code { unclosed: true, .. });
    // The last line closes the fence.
    let last = if is_open { last } else { last - 1 };
    let lines = (first + 1..=last).map(|line| source.line_span(line));
    let lines = lines.map(|line| Span::new(line.start, line.end.min(span.end)));
    let language = language(lines.clone().map(|line| source.slice(line).trim()));
    let mut reader = Reader {
        blocks,
        scenarios: Vec::new(),
        problems: Vec::new(),
        tag: None,
        feature: None,
        background: MappedText::default(),
        of_feature: 0,
        is_rule: false,
        language,
        is_late: false,
        has_text: false,
        steps: 0,
        columns: Vec::new(),
        cells: 0,
        state: State::Header,
        doc_string: None,
    };
    lines.for_each(|line| reader.line(line));
    reader.finish(source.line_span(first));
    reader
}

/// The kind of the lines at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Free text under `Feature:`.
    Header,
    /// Steps that each scenario behind them begins with.
    Background,
    Steps,
    Examples,
}

struct Reader<'a> {
    blocks: &'a Blocks<'a>,
    scenarios: Vec<Scenario>,
    problems: Vec<(Span, Problem)>,
    tag: Option<Id>,
    feature: Option<(String, Span)>,
    /// The steps of the backgrounds that are in force …
    background: MappedText,
    /// … and how many of its bytes are of the feature; the others are of the rule at hand.
    of_feature: usize,
    /// The feature at hand is a rule.
    is_rule: bool,
    language: Language,
    /// The feature or rule at hand has a scenario already.
    is_late: bool,
    /// There is something besides comments.
    has_text: bool,
    /// The number of steps in the current scenario or background.
    steps: usize,
    /// The columns of the table of examples at hand; none before its first row.
    columns: Vec<String>,
    /// The number of cells in the rows of the current table; 0 before its first row.
    cells: usize,
    state: State,
    /// The marks that end the doc string at hand, and where it begins.
    doc_string: Option<(&'static str, Span)>,
}

impl Reader<'_> {
    fn line(&mut self, span: Span) {
        let source = self.blocks.source();
        let raw = source.slice(span);
        let text = raw.trim();
        if text.is_empty() {
            return;
        }
        let start = span.start + raw.len() - raw.trim_start().len();
        let span = Span::new(start, start + text.len());
        if let Some((mark, _)) = self.doc_string {
            self.add(span);
            if text == mark {
                self.doc_string = None;
            }
            return;
        }
        if text.starts_with('#') {
            return;
        }
        self.has_text = true;
        if text.starts_with('@') {
            let tags = text.split_whitespace().map(|tag| tag.trim_start_matches('@'));
            let mut ids = tags.filter_map(id::whole).filter(|written| written.form != Form::Number);
            self.tag = ids.next().map(|written| written.id).or(self.tag.take());
            return;
        }
        match keyword(text) {
            Some((keyword, is_english, name)) => {
                let is_reported = || self.problems.iter().any(|&(_, problem)| problem == Problem::NoLanguage);
                if !is_english && self.language == Language::Unnamed && !is_reported() {
                    self.problems.push((span, Problem::NoLanguage));
                }
                self.block(keyword, name, span);
            }
            None => self.body(text, span),
        }
    }

    /// A line that begins a block.
    fn block(&mut self, keyword: Keyword, name: &str, span: Span) {
        self.cells = 0;
        if keyword != Keyword::Examples {
            self.end_scenario();
        }
        match keyword {
            Keyword::Feature | Keyword::Rule => {
                self.feature = Some((name.to_owned(), span));
                self.of_feature = if keyword == Keyword::Feature { 0 } else { self.of_feature };
                self.background = match self.of_feature {
                    0 => MappedText::default(),
                    end => self.background.slice(0..end),
                };
                self.is_rule = keyword == Keyword::Rule;
                self.is_late = false;
                self.state = State::Header;
            }
            Keyword::Background => {
                if self.is_late {
                    self.problems.push((span, Problem::LateBackground));
                }
                self.state = State::Background;
                self.steps = 0;
            }
            Keyword::Examples => {
                self.state = State::Examples;
                self.columns.clear();
                self.extend(span, false);
            }
            Keyword::Scenario => {
                self.state = State::Steps;
                self.is_late = true;
                self.steps = 0;
                let (tag, feature) = (self.tag.take(), self.feature.clone());
                let steps = self.background.clone();
                self.scenarios.push(Scenario { tag, feature, steps, span, examples: None });
            }
        }
    }

    /// A scenario without steps asks for nothing.
    fn end_scenario(&mut self) {
        if matches!(self.state, State::Steps | State::Examples)
            && self.steps == 0
            && let Some(scenario) = self.scenarios.pop()
        {
            let line = self.blocks.source().line_span(self.blocks.source().line(scenario.span.start));
            self.problems.push((Span::new(scenario.span.start, line.end), Problem::NoSteps));
        }
    }

    fn finish(&mut self, first: Span) {
        if let Some((_, span)) = self.doc_string {
            self.problems.push((span, Problem::UnclosedText));
        }
        self.end_scenario();
        if self.scenarios.is_empty() && self.problems.is_empty() && self.has_text {
            self.problems.push((first, Problem::NoScenario));
        }
    }

    fn body(&mut self, text: &str, span: Span) {
        let is_step = text.starts_with("* ") || clause::step(text).is_some();
        match self.state {
            State::Examples => {
                self.extend(span, false);
                self.row(text, span);
                self.example(text);
            }
            State::Steps | State::Background => {
                self.doc_string = mark(text).map(|mark| (mark, span));
                let is_data = self.doc_string.is_some() || text.starts_with('|');
                if text.starts_with('|') {
                    self.row(text, span);
                }
                if is_data && self.steps == 0 {
                    self.problems.push((span, Problem::NoStepAbove));
                }
                if !is_data {
                    self.cells = 0;
                    // Before the first step stands a description; the steps of another language are not all known.
                    let is_step = is_step || self.language != Language::English;
                    if !is_step && self.steps > 0 {
                        self.problems.push((span, Problem::NoStep));
                    }
                    self.steps += usize::from(is_step);
                }
                self.add(span);
            }
            State::Header if is_step && self.language == Language::English => {
                self.problems.push((span, Problem::StepsOutside));
            }
            State::Header => {}
        }
    }

    /// Adds a line to the steps at hand.
    fn add(&mut self, span: Span) {
        if self.state != State::Background {
            return self.extend(span, true);
        }
        // Data of no step, or a description, says nothing of the scenarios behind it.
        if self.steps == 0 {
            return;
        }
        let mut line = MappedText::default();
        line.push_span(self.blocks.source(), span);
        self.background.push_line(&line);
        if !self.is_rule {
            self.of_feature = self.background.as_str().len();
        }
    }

    fn extend(&mut self, span: Span, is_step: bool) {
        let Some(scenario) = self.scenarios.last_mut() else { return };
        scenario.span.end = span.end;
        if is_step {
            let mut line = MappedText::default();
            line.push_span(self.blocks.source(), span);
            scenario.steps.push_line(&line);
        }
    }

    /// A row of a table: all of them have as many cells.
    fn row(&mut self, text: &str, span: Span) {
        let count = text.strip_prefix('|').map_or(0, |row| cells(row).len());
        if self.cells > 0 && count != self.cells {
            self.problems.push((span, Problem::Cells));
        }
        self.cells = if self.cells == 0 { count } else { self.cells };
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
