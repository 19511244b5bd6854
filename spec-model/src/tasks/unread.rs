//! Finds what looks like a part of a task and is none: a box with words (`- [done] 2. Bake`, `- 🔲 Bake`), a half number (`1.x`).

use std::ops::Range;

use super::lines::Line;
use super::model::TaskList;
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::{listed, task, words};
use crate::source::{Source, Span};

/// Boxes that are drawn by other signs than tasks have.
const BALLOTS: [char; 3] = ['🗹', '🔲', '🔳'];

/// A box has at most so many signs.
const MOST_SIGNS: usize = 12;

/// The box that a line begins with and that is none of a task.
pub(super) fn odd_box(line: &Line<'_>) -> Option<Span> {
    let text = line.text;
    let behind = task::behind_bullet(text);
    let rest = behind.unwrap_or(text);
    let at = text.len() - rest.len();
    if let Some(ballot) = rest.chars().next().filter(|first| BALLOTS.contains(first)) {
        // `☐ = open` explains the sign.
        let title = rest[ballot.len_utf8()..].trim_start();
        title.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '`' | '[')).then_some(())?;
        return Some(line.span(at..at + ballot.len_utf8()));
    }
    let inner = behind?.strip_prefix('[')?;
    let inner = &inner[..inner.find(']')?];
    let title = &rest[inner.len() + "[]".len()..];
    let is_short = inner.chars().nth(MOST_SIGNS).is_none();
    // `[a](b)`, `[a]: b` and `[a][b]` are links.
    let is_apart = title.is_empty() || title.starts_with(char::is_whitespace);
    let is_tag = task::story(rest).is_ok();
    let is_box = is_short && is_apart && !is_tag && (is_state(inner) || is_numbered(title));
    is_box.then(|| line.span(at..at + inner.len() + "[]".len()))
}

/// Do the words in a box say a state: `done`, `WIP`, `xx`, `--`?
fn is_state(inner: &str) -> bool {
    let word = inner.trim().to_lowercase();
    // `[...]` leaves words out.
    let is_sign = |c: char| c == 'x' || !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '.' | '…');
    let is_signs = word.chars().nth(1).is_some() && word.chars().all(is_sign);
    is_signs || words::BOX_STATES.contains(&&*word)
}

/// Does a title begin with a number as those of tasks do?
fn is_numbered(title: &str) -> bool {
    task::item(&format!("- [ ]{title}")).is_some_and(|head| head.number.is_some() && !head.is_loose)
}

/// The finding about a box that is none.
pub(super) fn finding(source: &Source, span: Span) -> Diagnostic {
    let message =
        format!("`{}` is no box that can be read, so its line is no task", source.slice(span).escape_debug());
    Diagnostic::new(Code::MalformedTask, message)
        .at(source, span)
        .label("not understood")
        .help("write `[ ]` for an open task, `[x]` for one that is done, `[-]` for one that was begun")
}

/// Reports the words in lists of requirements that are nearly numbers: `1.x`.
pub(super) fn half_numbers(list: &TaskList) -> impl Iterator<Item = Diagnostic> {
    let fields = list.tasks.iter().flat_map(|task| &task.references);
    let words = fields.flat_map(|field| &field.words);
    words.filter_map(move |span| {
        let number = listed::half_number(list.text(*span))?;
        let place = |range: Range<usize>| Span::new(span.start + range.start, span.start + range.end);
        let place = place(number);
        let message = format!("`{}` names no criterion", list.text(place).escape_debug());
        let finding = Diagnostic::new(Code::MalformedTask, message)
            .at(&list.source, place)
            .label("not understood")
            .help("write `1` for all of requirement 1, or the numbers of its criteria: `1.1, 1.2`");
        Some(finding)
    })
}

#[cfg(test)]
mod tests {
    use crate::tasks::tests::list;

    /// The places of what is reported beside two tasks.
    #[track_caller]
    fn check(line: &str, expect: &[&str]) {
        let list = list(&format!("- [ ] 1. Heat\n{line}\n- [x] 2. Bake\n"));
        let found = list.diagnostics.iter();
        let found: Vec<_> = found.filter_map(|it| Some(list.text(it.location.as_ref()?.span))).collect();
        assert_eq!(found, expect, "{line}");
        assert_eq!(list.tasks.len(), 2, "{line}");
    }

    #[test]
    fn a_box_with_words_is_reported() {
        for written in ["[xx]", "[done]", "[ok]", "[TODO]", "[WIP]", "[--]", "🔲", "🔳", "[half]"] {
            check(&format!("- {written} 28. odd"), &[written]);
        }
        check("- [done] odd", &["[done]"]);
        check("🔲 odd", &["🔲"]);
    }

    #[test]
    fn what_only_stands_in_brackets_is_no_box() {
        for line in [
            "- [P] tasks = different files",
            "- [Story] maps a task to its story",
            "- [US1] 3. is a tag",
            "- [done](done.md) says how",
            "- [docs](a.md) 1.2",
            "- [RFC] 2119 says so",
            "- [1] is a note",
            "- [...] and so on",
            "- ☐ = open",
            "- ☐ open",
            "- 🔲 = open",
            "- [see above] is text",
            "Boxes: [done] 2. is read",
            "```\n- [done] 2. sample\n```",
        ] {
            check(line, &[]);
        }
    }

    #[test]
    fn a_document_without_tasks_has_no_odd_boxes() {
        assert!(list("- [done] 1. Heat\n- 🔲 Bake\n").diagnostics.is_empty());
    }

    #[test]
    fn a_half_number_is_reported() {
        check("  - _Requirements: 1.x, 2,,_", &["1.x"]);
        check("  - _Requirements: 2.?_", &["2.?"]);
        check("  - _Requirements: .2, 1.1_", &[".2"]);
        check("  - _Requirements: １．２, 1.{2,3}_", &["１．２", "1.{2"]);
        check("  - _Requirements: １.２_", &[]);
        check("  - _Requirements: Setup, N/A, 3 days, v1.x_", &[]);
    }
}
