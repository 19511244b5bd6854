//! Writes one stub: the failing test of one criterion.

use proc_macro2::Literal;
use spec_model::grammar;
use spec_model::spec::Examples;
use unicode_width::UnicodeWidthStr as _;

use super::cases::{Cases, Pending};
use super::layout::CodeLayout;
use super::lines::{comment, fold, is_item, item, one_line, push_line, quiet};
use super::name;
use super::property::{self, Input};
use super::scene::{self, Scene};
use crate::text::step_lines;

/// The words of a document about a criterion, as far as its stub tells them.
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
    /// Are its words the steps of a scenario?
    pub is_scenario: bool,
    /// The list below it.
    pub points: Vec<String>,
    /// The table of examples below it.
    pub examples: Option<Examples>,
}

/// The style of a stub in its package.
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
    /// The way in which the project lays out its code.
    pub layout: CodeLayout,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            spec: "spec".to_owned(),
            pending: "pending".to_owned(),
            async_test: None,
            has_proptest: false,
            layout: CodeLayout::default(),
        }
    }
}

/// A failing test that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// The words of the document.
    pub wanted: Wanted,
    /// Its name, unless another test of the file has it.
    pub name: String,
    /// Its words on lines, as they are documented if there is room.
    lines: Vec<String>,
    scene: Scene,
    /// The words, each on one line, that say when the criterion asks for something. Nothing has to meet the bounds in them.
    conditions: Vec<String>,
    /// The inputs, if it is the skeleton of a correctness property.
    inputs: Option<Vec<Input>>,
}

impl Stub {
    /// Works out what the stub of a criterion says.
    pub fn new(wanted: Wanted) -> Self {
        let text = text_lines(&wanted.text).join("\n");
        let clause =
            if wanted.is_scenario { grammar::clause::scenario(&text) } else { grammar::clause::parse(&text) };
        let scene = scene::scene(&text, &clause);
        let name = name::test_name(wanted.scenario.as_deref(), &scene, &wanted.id);
        let lines = broken(&text, &scene::breaks(&text, &clause));
        let conditions = scene::conditions(&text, &clause);
        Self { wanted, name, lines, scene, conditions, inputs: None }
    }

    /// Works out what the skeleton of a correctness property says.
    pub fn of_property(wanted: Wanted) -> Self {
        let inputs = Some(property::inputs(&wanted.text));
        let titled =
            Wanted { scenario: Some(wanted.title.clone()).filter(|title| !title.is_empty()), ..wanted };
        Self { inputs, ..Self::new(titled) }
    }

    /// Its text under a name, with `\n` as line end.
    pub fn text(&self, name: &str, style: &Style) -> String {
        let Self { wanted, .. } = self;
        let layout = &style.layout;
        let mut out = String::new();
        self.push_docs(&mut out, layout);
        let id = Literal::string(&wanted.id).to_string();
        match &style.async_test {
            Some(attribute) => push_line(&mut out, 0, "", &format!("#[{attribute}]")),
            None => push_line(&mut out, 0, "", "#[test]"),
        }
        push_call(&mut out, layout, 0, &format!("#[{}(", style.spec), &id, ")]");
        let kind = if style.async_test.is_some() { "async fn" } else { "fn" };
        let head = format!("{kind} {name}()");
        // If the brace does not fit, rustfmt puts it on the next line; behind a name that does not fit, with a blank.
        let breaks = match head.width() {
            width if layout.fits(0, width + " {".len()) => format!("{head} {{"),
            width if layout.fits(0, width) => format!("{head}\n{{"),
            _ => format!("{head}\n {{"),
        };
        breaks.lines().for_each(|line| push_line(&mut out, 0, "", line));
        let open = format!("{}!(", style.pending);
        let pending = Pending { open: &open, id: &id };
        if let Some(inputs) = &self.inputs {
            property::push_body(&mut out, layout, inputs, &pending);
            out.push_str("}\n");
            return layout.indented(out);
        }
        push_acts(&mut out, layout, &self.scene);
        let texts = [&wanted.text].into_iter().chain(&wanted.points).map(|text| one_line(text));
        let text = texts.collect::<Vec<_>>().join("; ");
        let cases = Cases { examples: wanted.examples.as_ref(), text: &text, conditions: &self.conditions };
        cases.push(&mut out, layout, &pending, style.has_proptest);
        out.push_str("}\n");
        layout.indented(out)
    }

    /// Id, title, text and sub-points, as documentation.
    fn push_docs(&self, out: &mut String, layout: &CodeLayout) {
        let title = one_line(&self.wanted.title);
        let head =
            if title.is_empty() { self.wanted.id.clone() } else { format!("{} · {title}", self.wanted.id) };
        push_line(out, 0, "/// ", &quiet(&head));
        let push_item =
            |out: &mut String, item: &str| comment(out, layout, 0, ["/// - ", "///   "], &quiet(item));
        let mut was_item = true;
        for line in &self.lines {
            let item = item(line);
            // The text behind a list, or behind the head, is a paragraph of its own.
            if was_item && item.is_none() {
                push_line(out, 0, "///", "");
            }
            match item {
                Some(item) => push_item(out, item),
                None => {
                    let columns = layout.comment_columns(0, "/// ".len());
                    fold(line, columns).iter().for_each(|line| push_line(out, 0, "/// ", &quiet(line)));
                }
            }
            was_item = item.is_some();
        }
        if !self.wanted.points.is_empty() {
            push_line(out, 0, "///", "");
        }
        self.wanted.points.iter().for_each(|point| push_item(out, &one_line(point)));
    }
}

/// The comments in the body that a person replaces by code.
fn push_acts(out: &mut String, layout: &CodeLayout, scene: &Scene) {
    let then: Vec<_> = scene.then.iter().map(scene::Statement::sentence).collect();
    for (mark, sentences) in [("Given", &scene.given), ("When", &scene.when), ("Then", &then)] {
        let mut mark = format!("// {mark}: ");
        let sentences: Vec<_> = sentences.iter().filter(|sentence| !sentence.is_empty()).collect();
        if sentences.is_empty() {
            push_line(out, 4, &mark, "…");
        }
        for sentence in sentences {
            let mut lines = sentence.lines();
            comment(out, layout, 4, [&mark, "//   "], lines.next().unwrap_or_default());
            for line in lines {
                comment(out, layout, 4, ["//   - ", "//     "], item(line).unwrap_or(line));
            }
            "// And: ".clone_into(&mut mark);
        }
    }
}

/// A text on lines: those of its steps and of the items of its list.
fn text_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        match lines.last_mut() {
            Some(block) if !is_item(line.trim_start()) => {
                let block: &mut String = block;
                block.push('\n');
                block.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.iter().flat_map(|block| step_lines(block)).collect()
}

/// The lines of a text, broken between the parts of its clause.
fn broken(text: &str, breaks: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut from = 0;
    for &at in breaks.iter().chain([&text.len()]) {
        lines.extend(text[from..at].lines().map(one_line).filter(|line| !line.is_empty()));
        from = at;
    }
    lines
}

/// A call with one string literal, broken as rustfmt does where it is too wide.
pub(super) fn push_call(
    out: &mut String,
    layout: &CodeLayout,
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
