//! One stub: the failing test of one criterion, as text.

use proc_macro2::Literal;
use spec_model::grammar;
use spec_model::spec::Examples;
use unicode_width::UnicodeWidthStr as _;

use super::layout::Layout;
use super::lines::{comment, fold, one_line, push_line, quiet};
use super::scene::{self, Scene};
use super::{cases, name};
use crate::text::step_lines;

/// What a document says about a criterion, as far as its stub tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The id that the link names, qualified where it must be.
    pub id: String,
    /// The title of its requirement.
    pub title: String,
    /// The name that the document gives it.
    pub scenario: Option<String>,
    /// Its words.
    pub text: String,
    /// The list below it.
    pub points: Vec<String>,
    /// The table of examples below it.
    pub examples: Option<Examples>,
}

/// What a stub looks like in its package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The attribute that links a test: `spec`, or with its crate before it where the file does not import it.
    pub spec: String,
    /// The macro that fails: `pending`, or with its crate before it.
    pub pending: String,
    /// The attribute of async tests; `None`: tests are not async.
    pub async_test: Option<String>,
    /// Is `proptest` among the dependencies?
    pub has_proptest: bool,
    /// How the project lays out its code.
    pub layout: Layout,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            spec: "spec".to_owned(),
            pending: "pending".to_owned(),
            async_test: None,
            has_proptest: false,
            layout: Layout::default(),
        }
    }
}

/// A failing test that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// What the document says.
    pub wanted: Wanted,
    /// Its name, unless another test of the file has it.
    pub name: String,
    lines: Vec<String>,
    acts: String,
}

impl Stub {
    /// Works out what the stub of a criterion says.
    pub fn new(wanted: Wanted) -> Self {
        let text = step_lines(&wanted.text).join("\n");
        let clause = grammar::clause::parse(&text);
        let scene = scene::scene(&text, &clause);
        let name = name::test_name(wanted.scenario.as_deref(), &scene, &wanted.id);
        let lines = folded(&text, &scene::breaks(&text, &clause));
        let acts = acts(&scene);
        Self { wanted, name, lines, acts }
    }

    /// Its text under a name, with `\n` as line end.
    pub fn text(&self, name: &str, style: &Style) -> String {
        let Self { wanted, .. } = self;
        let layout = &style.layout;
        let mut out = String::new();
        self.push_docs(&mut out);
        let id = Literal::string(&wanted.id).to_string();
        match &style.async_test {
            Some(attribute) => push_line(&mut out, 0, "", &format!("#[{attribute}]")),
            None => push_line(&mut out, 0, "", "#[test]"),
        }
        push_call(&mut out, layout, 0, &format!("#[{}(", style.spec), &id, ")]");
        let kind = if style.async_test.is_some() { "async fn" } else { "fn" };
        let head = format!("{kind} {name}()");
        // Where the line ends before the brace, rustfmt breaks it there, or between the parentheses.
        let breaks = match head.width() {
            width if layout.fits(0, width + " {".len()) => format!("{head} {{"),
            width if layout.fits(0, width) => format!("{head}\n{{"),
            _ => format!("{kind} {name}(\n) {{"),
        };
        breaks.lines().for_each(|line| push_line(&mut out, 0, "", line));
        out.push_str(&self.acts);
        if let Some(examples) = &wanted.examples {
            cases::push_examples(&mut out, layout, examples);
        }
        let said = [&wanted.text].into_iter().chain(&wanted.points).map(|text| one_line(text));
        let text = said.collect::<Vec<_>>().join("; ");
        cases::push_bounds(&mut out, layout, &text);
        if let Some(property) = cases::property(&text) {
            cases::push_property(&mut out, layout, &property, style.has_proptest);
        }
        push_call(&mut out, layout, 4, &format!("{}!(", style.pending), &id, ");");
        out.push_str("}\n");
        layout.indented(out)
    }

    /// Id, title, text and sub-points, as documentation.
    fn push_docs(&self, out: &mut String) {
        let title = one_line(&self.wanted.title);
        let head =
            if title.is_empty() { self.wanted.id.clone() } else { format!("{} · {title}", self.wanted.id) };
        push_line(out, 0, "/// ", &quiet(&head));
        if !self.lines.is_empty() {
            push_line(out, 0, "///", "");
        }
        self.lines.iter().for_each(|line| push_line(out, 0, "/// ", &quiet(line)));
        if !self.wanted.points.is_empty() {
            push_line(out, 0, "///", "");
        }
        for point in &self.wanted.points {
            comment(out, 0, "/// - ", "///   ", &quiet(&one_line(point)));
        }
    }
}

/// The comments in the body that a person replaces by code.
fn acts(scene: &Scene) -> String {
    let mut out = String::new();
    let mut act = |mark: &str, sentences: &[String]| {
        let mut mark = format!("// {mark}: ");
        if sentences.is_empty() {
            push_line(&mut out, 4, &mark, "…");
        }
        for sentence in sentences {
            comment(&mut out, 4, &mark, "//   ", sentence);
            "// And: ".clone_into(&mut mark);
        }
    };
    act("Given", &scene.given);
    act("When", &scene.when);
    act(
        "Then",
        &scene
            .then
            .iter()
            .map(scene::Statement::sentence)
            .filter(|then| !then.is_empty())
            .collect::<Vec<_>>(),
    );
    out
}

/// The lines of a text: folded, and broken between the parts of its clause.
fn folded(text: &str, breaks: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut from = 0;
    for &at in breaks.iter().chain([&text.len()]) {
        for line in text[from..at].lines() {
            lines.extend(fold(&one_line(line), super::lines::COLUMNS - "/// ".len()));
        }
        from = at;
    }
    lines
}

/// A call with one string literal, broken as rustfmt does where it is too wide.
pub(super) fn push_call(
    out: &mut String,
    layout: &Layout,
    indent: usize,
    open: &str,
    argument: &str,
    close: &str,
) {
    let line = format!("{open}{argument}{close}");
    if layout.fits(indent, line.width()) {
        push_line(out, indent, "", &line);
    } else {
        push_line(out, indent, "", open);
        push_line(out, indent + 4, "", argument);
        push_line(out, indent, "", close);
    }
}
