//! Shows a finding as rustc would: the message, the line with the caret, related places, the help.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use spec_model::diagnostic::{Label, Location};
use spec_model::{Diagnostic, Severity};

use super::bounded::push_each;
use super::sources::SourceLines;
use super::style::{HELP, paint};
use crate::layout::Layout;
use crate::terminal::visible;
use crate::text::{fold, one_line};

/// So many places beside the one of a finding are shown.
const MAX_LABELS: usize = 8;

/// A label of the same file is in the snippet of its finding, if it is so near in lines.
const NEAR: usize = 20;

/// The finding, with a blank line behind it.
pub fn render(diagnostic: &Diagnostic, sources: &mut SourceLines<'_>, layout: &Layout) -> String {
    let title =
        level(diagnostic.severity).primary_title(one_line(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut primary = Group::with_title(title);
    let labels = diagnostic.labels.iter().take(MAX_LABELS);
    let (near, far): (Vec<_>, Vec<_>) = labels.partition(|label| {
        let Label { location, .. } = label;
        is_near(diagnostic, label) && sources.excerpt(&location.path, location.span).is_some()
    });
    if let Some(location) = &diagnostic.location {
        primary = primary.elements(place(location, &diagnostic.label, &near, sources, layout));
    } else if let Some(path) = &diagnostic.path {
        primary = primary.element(Origin::path(layout.shown(path)));
    }
    let mut groups = vec![primary];
    for label in far {
        let title = Level::NOTE.secondary_title(one_line(&label.text));
        groups.push(Group::with_title(title).elements(place(&label.location, "", &[], sources, layout)));
    }
    to_text(&groups, diagnostic.advice_text().as_deref(), layout)
}

/// Is a label close enough to the place of its finding to be shown in one snippet with it?
fn is_near(diagnostic: &Diagnostic, label: &Label) -> bool {
    diagnostic.location.as_ref().is_some_and(|place| {
        place.path == label.location.path
            && place.span != label.location.span
            && place.start.line.abs_diff(label.location.start.line) <= NEAR
    })
}

/// Findings one below the other.
pub fn render_all<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) -> String {
    let mut out = String::new();
    push_each(&mut out, diagnostics, layout, |out, diagnostic| {
        out.push_str(&render(diagnostic, sources, layout));
    });
    out
}

/// Renders the reason why the command could not run, in the same form.
pub fn render_error(message: &str, help: Option<&str>, layout: &Layout) -> String {
    let title = Level::ERROR.primary_title(shown_lines(message));
    to_text(&[Group::with_title(title)], help, layout)
}

fn to_text(groups: &[Group<'_>], help: Option<&str>, layout: &Layout) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(layout.columns);
    let rendered = renderer.render(groups);
    let mut text = String::with_capacity(rendered.len());
    // The renderer separates a place from lines without one by a sign that the runner of a CI job might obey.
    let is_sign = |line: &str| line.contains(":::") && strip_str(line).to_string().trim() == ":::";
    for line in rendered.lines().filter(|line| !is_sign(line)) {
        text.push_str(line);
        text.push('\n');
    }
    if let Some(help) = help {
        let lead = format!("{}: ", paint(HELP, "help"));
        for (at, line) in help.lines().flat_map(|line| folded(line, layout)).enumerate() {
            text.push_str(if at == 0 { &lead } else { HANGING });
            text.push_str(&line);
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

/// The lines of a help stand behind this.
const HANGING: &str = "      ";

/// A line of a help, folded behind its own indentation.
fn folded(line: &str, layout: &Layout) -> Vec<String> {
    let text = line.trim_start();
    let indent = " ".repeat(line.len() - text.len());
    let columns = layout.columns.saturating_sub(HANGING.len() + indent.len());
    fold(&visible(text), columns).into_iter().map(|line| format!("{indent}{line}")).collect()
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note | Severity::Allow => Level::NOTE,
    }
}

/// `--> path:line:column`, and the lines with what the carets say: the place and the labels near it.
///
/// The renderer counts the column in the line that is shown. That differs from the line in the file where something was escaped or cut.
/// Then the place is given on a line of its own.
fn place<'a>(
    location: &Location,
    text: &str,
    near: &[&Label],
    sources: &mut SourceLines<'_>,
    layout: &Layout,
) -> Vec<Element<'a>> {
    let path = layout.shown(&location.path);
    let origin = Origin::path(path.clone()).line(location.start.line).char_column(location.start.column);
    let spans: Vec<_> =
        [location.span].into_iter().chain(near.iter().map(|label| label.location.span)).collect();
    let Some(lines) = sources.lines(&location.path, &spans) else {
        return vec![origin.into()];
    };
    let start = lines.ranges[0].start;
    let shown_column = lines.text[..start].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let texts = [text].into_iter().chain(near.iter().map(|label| &*label.text));
    let annotations = lines.ranges.into_iter().zip(texts).enumerate().map(|(at, (range, text))| {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(range).label((!text.is_empty()).then(|| one_line(text)))
    });
    let snippet = Snippet::source(lines.text)
        .line_start(lines.first)
        .fold(!near.is_empty())
        .annotations(annotations.collect::<Vec<_>>());
    if shown_column == location.start.column {
        vec![snippet.path(path).into()]
    } else {
        vec![origin.into(), snippet.into()]
    }
}

/// Lines of a message of our own, which may hold text of a user's.
fn shown_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use spec_model::{Code, Source, Span};

    use super::*;

    const DOCUMENT: &str =
        "# Accounts\n\n1. WHEN a\u{1b}[2J visitor 注册 twice THEN it SHALL fail\n2. second\n";

    fn check(columns: usize, diagnostic: impl Fn(&Source) -> Diagnostic) -> String {
        check_text(columns, DOCUMENT, diagnostic)
    }

    fn check_text(columns: usize, text: &str, diagnostic: impl Fn(&Source) -> Diagnostic) -> String {
        let source = Source::new("/repo/requirements.md", text);
        let diagnostic = diagnostic(&source);
        let mut sources = SourceLines::default();
        sources.insert(source);
        let layout = Layout { columns, here: "/repo".into(), ..Layout::default() };
        strip_str(&render(&diagnostic, &mut sources, &layout)).to_string()
    }

    fn span_of(words: &str) -> Span {
        let start = DOCUMENT.find(words).expect("the words are in the document");
        Span::new(start, start + words.len())
    }

    fn duplicate(source: &Source) -> Diagnostic {
        Diagnostic::new(Code::DuplicateId, "the id `REQ-1.1` is used twice")
            .at(source, span_of("twice"))
            .label("used here again")
            .related(Location::new(source, span_of("second")), "first used here")
            .help("give one of them another number; `cargo spec list` shows which numbers are taken in this document")
    }

    #[test]
    fn the_caret_stands_under_what_is_meant_behind_wide_and_escaped_characters() {
        insta::assert_snapshot!(check(80, duplicate), @r"
        error[duplicate-id]: the id `REQ-1.1` is used twice
         --> requirements.md:3:26
          |
        3 | 1. WHEN a\u{1b}[2J visitor 注册 twice THEN it SHALL fail
          |                                 ^^^^^ used here again
        4 | 2. second
          |    ------ first used here
        help: give one of them another number; `cargo spec list` shows which numbers are
              taken in this document
        ");
    }

    #[test]
    fn a_narrow_terminal_folds_the_help_and_cuts_the_line() {
        insta::assert_snapshot!(check(40, duplicate), @r"
        error[duplicate-id]: the id `REQ-1.1` is used twice
         --> requirements.md:3:26
          |
        3 | 1. WHEN a\u{1b}[2J visitor 注册 twice TH...
          |                                 ^^^^^ used here again
        4 | 2. second
          |    ------ first used here
        help: give one of them another number;
              `cargo spec list` shows which
              numbers are taken in this document
        ");
    }

    #[test]
    fn a_label_far_away_or_in_another_file_has_a_snippet_of_its_own() {
        let far = format!("{DOCUMENT}{}3. third\n", "\n".repeat(NEAR));
        let text = check_text(80, &far, |source| {
            let other = Source::new("/repo/tests/a.rs", "fn a() {}\n");
            let start = far.find("third").expect("it is there");
            Diagnostic::new(Code::DuplicateId, "the id `REQ-1.1` is used twice")
                .at(source, span_of("second"))
                .label("used here again")
                .related(Location::new(source, span_of("Accounts")), "below this heading")
                .related(Location::new(source, Span::new(start, start + 5)), "and here")
                .related(Location::new(&other, Span::new(3, 4)), "tested here")
        });
        insta::assert_snapshot!(text, @r"
        error[duplicate-id]: the id `REQ-1.1` is used twice
          --> requirements.md:4:4
           |
         1 | # Accounts
           |   -------- below this heading
        ...
         4 | 2. second
           |    ^^^^^^ used here again
           |
        note: and here
          --> requirements.md:25:4
           |
        25 | 3. third
           |    ^^^^^
        note: tested here
          --> tests/a.rs:1:4
        ");
    }

    #[test]
    fn a_file_without_text_is_named() {
        let text = check(80, |_| {
            Diagnostic::new(Code::UnreadableDocument, "cannot read the document: permission\ndenied\u{7}")
                .about("/repo/docs/\u{1b}]0;x\u{7}.md")
        });
        insta::assert_snapshot!(text, @r"
        error[unreadable-document]: cannot read the document: permission denied\u{7}
        --> docs/\u{1b}]0;x\u{7}.md
        ");
    }

    #[test]
    fn a_line_that_is_gone_leaves_the_place() {
        let text = check(80, |source| {
            let gone = Source::new("/repo/gone.md", source.text());
            Diagnostic::new(Code::MalformedId, "`REQ-` is not an id").at(&gone, span_of("visitor"))
        });
        insta::assert_snapshot!(text, @r"
        warning[malformed-id]: `REQ-` is not an id
        --> gone.md:3:15
        ");
    }
}
