//! Reads what BMAD writes behind the title of a task: the acceptance criteria of its story, as `(AC: 2, 4)`.

use super::lines::Line;
use super::model::{ReferenceKind, Task, TaskReference};
use crate::grammar::id::Form;
use crate::grammar::listed::listed;
use crate::grammar::reference::Reference;
use crate::grammar::task;
use crate::id::Id;
use crate::source::Span;

/// Is a text a story with tasks: does it say what its state is, and a box which criteria it serves?
pub(super) fn is_story(text: &str) -> bool {
    let bare = |line: &str| {
        line.trim_start_matches(['#', '*', '_', ' ', '\t']).get(..6).map(str::to_ascii_lowercase)
    };
    let is_box = |line: &str| {
        let line = line.trim_start();
        line.contains("(AC") && line.starts_with(['-', '*', '+']) && task::item(line).is_some()
    };
    text.contains("(AC")
        && text.lines().any(is_box)
        && text.lines().any(|line| bare(line).as_deref() == Some("status"))
}

/// Reads the criteria that a title ends with.
pub(super) fn read(task: &mut Task, line: &Line<'_>, is_first: bool) {
    if !is_first {
        return;
    }
    let bytes = line.text.as_bytes();
    for at in memchr::memchr_iter(b'A', bytes).filter(|at| bytes.get(at + 1) == Some(&b'C')) {
        // The text behind the first one in a bracket is read with it.
        let is_opened = line.text[..at].ends_with(['(', '[', '（']);
        let rest = line.text[at + 2..].trim_start_matches('s').trim_start();
        let is_number = rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix([':', '：', '#']).or(is_number.then_some(rest)).filter(|_| is_opened);
        let Some(rest) = rest else { continue };
        let start = line.text.len() - rest.len();
        let end = rest.find([')', ']', '）']).unwrap_or(rest.len());
        // `AC1, AC2`: the word before each number has the place of blanks.
        let value = rest[..end].replace("AC", "  ");
        let here = |range: std::ops::Range<usize>| line.span(start + range.start..start + range.end);
        let list = listed(&value);
        // The story has one list of criteria, which its numbers count.
        let name = |reference: Reference| {
            let (id, form) = match reference.form {
                Form::Number => (Id::new(format!("AC-{}", reference.id)), Form::Prefixed),
                form => (reference.id, form),
            };
            Reference { feature: None, id, form, range: here(reference.range).range() }
        };
        let names: Vec<_> = list.references.into_iter().map(name).collect();
        let is_all = list.all.is_some();
        if is_all || !names.is_empty() {
            let span: Span = here(0..end);
            let words = list.words.into_iter().map(here).collect();
            let problems =
                list.problems.into_iter().map(|problem| (here(problem.range), problem.reason)).collect();
            task.references.push(TaskReference {
                span,
                kind: ReferenceKind::Requirements,
                names,
                is_all,
                words,
                problems,
            });
        }
    }
}
