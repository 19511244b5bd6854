//! Reads what spec-kit writes into the line of a task: tags of stories, ids, `(depends on T012)`, and what its
//! `converge` appends: `per FR-003 (missing)`.

use std::ops::Range;

use super::kiro;
use super::lines::Line;
use super::model::{Gap, ReferenceKind, Task, TaskList, TaskReference};
use super::signs::Signs;
use crate::grammar::id::{self, Form};
use crate::grammar::listed::listed;
use crate::grammar::reference::{self, Reference};
use crate::grammar::task;
use crate::id::Id;

/// Is the task written as only spec-kit's are?
pub(super) fn is_its(list: &TaskList, task: &Task) -> bool {
    let is_id = list.number(task).is_some_and(|number| number.starts_with('T') && number.len() > 2);
    is_id || task.references.iter().any(|reference| reference.kind == ReferenceKind::Story)
}

/// Reads the ids among the words of a line.
pub(super) fn read(task: &mut Task, line: &Line<'_>, is_first: bool) {
    if is_first {
        stories(task, line);
        gap(task, line.text);
    }
    functional(task, line);
    depends(task, line);
    if line.signs.have(Signs::BRACKET) {
        waits(task, line);
    }
}

/// `[US1]`, `[US3+US4]`, `[US1-US3]`, and `US1/AC2` anywhere.
fn stories(task: &mut Task, line: &Line<'_>) {
    let bytes = line.text.as_bytes();
    for at in memchr::memchr_iter(b'U', bytes).filter(|at| bytes.get(at + 1) == Some(&b'S')) {
        let before = &line.text[..at];
        if let Some(inner) = tag(line.text, at) {
            let span = line.span(at..at + inner.len());
            let names: Vec<_> = inner
                .split(['+', ',', '/', '&'])
                .flat_map(|part| {
                    let at = at + (part.as_ptr().addr() - inner.as_ptr().addr());
                    let read = listed(part).references;
                    let of_line = move |name: Reference| {
                        let place = line.span(at + name.range.start..at + name.range.end);
                        Reference { range: place.range(), ..name }
                    };
                    read.into_iter().map(of_line)
                })
                .filter(|name| name.form == Form::Story)
                .collect();
            push(task, span.range(), ReferenceKind::Story, names);
        } else if !before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_')) {
            let end = line.text[at..]
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-'))
                .map_or(line.text.len(), |end| at + end);
            let written = &line.text[at..end];
            let criterion = reference::reference(written)
                .ok()
                .filter(|name| name.form == Form::Story && name.feature.is_none() && written.contains("AC"));
            if let Some(name) = criterion {
                let range = line.span(at..end).range();
                push(task, range.clone(), ReferenceKind::Story, vec![Reference { range, ..name }]);
            }
        }
    }
}

/// Returns the inner text of the tag of a story whose first story stands at a place: `[US1]`, `[US3+US4]`, `[Story: US1]`.
fn tag(text: &str, at: usize) -> Option<&str> {
    let before = &text[..at];
    if before.ends_with(['[', '(']) {
        return task::story(&text[at - 1..]).ok().map(|(_, inner)| inner);
    }
    let label = before.trim_end().trim_end_matches([':', '：']).trim_end();
    let word = label.len().checked_sub("story".len()).and_then(|start| label.get(start..))?;
    let is_label = word.eq_ignore_ascii_case("story") && label[..label.len() - 5].ends_with(['[', '(']);
    let end = text[at..].find([']', ')']).map(|end| at + end)?;
    is_label.then(|| &text[at..end])
}

fn push(task: &mut Task, range: Range<usize>, kind: ReferenceKind, names: Vec<Reference>) {
    let is_field = |known: &&TaskReference| {
        known.kind != ReferenceKind::Story && known.span.start <= range.start && range.end <= known.span.end
    };
    if !names.is_empty() && !task.references.iter().any(|known| is_field(&known)) {
        task.references.push(TaskReference {
            span: range.into(),
            kind,
            names,
            is_all: false,
            words: Vec::new(),
            problems: Vec::new(),
        });
    }
}

/// `FR-003`, `NFR-001`, `SC-002`, `FR-001 to FR-003`, wherever they stand.
fn functional(task: &mut Task, line: &Line<'_>) {
    let mut rest = 0;
    while let Some((place, names)) = next_named(line.text, rest) {
        let here = |range: Range<usize>| line.span(range).range();
        let names = names.into_iter().map(|name| Reference { range: here(name.range.clone()), ..name });
        push(task, here(place.clone()), ReferenceKind::Functional, names.collect());
        rest = place.end;
    }
}

/// Finds the next id of spec-kit's from an offset on, or the next range of them, with its place.
pub(super) fn next_named(text: &str, mut from: usize) -> Option<(Range<usize>, Vec<Reference>)> {
    loop {
        let at = next_id(text, from)?;
        let ids = id::leading(&text[at..]);
        let Some(end) = ids.last().map(|id| at + id.range.end) else {
            from = at + 2;
            continue;
        };
        let (names, end) = range(text, at, end, &ids[0].id).unwrap_or_else(|| {
            let each = ids.iter().map(|id| Reference {
                feature: None,
                id: id.id.clone(),
                form: id.form,
                range: at + id.range.start..at + id.range.end,
            });
            (each.collect(), end)
        });
        return Some((at..end.max(at + 2), names));
    }
}

/// The ids of a range that begins at a place: `FR-001–FR-003`, `FR-001 to FR-003`, `FR-001..003`.
fn range(text: &str, at: usize, end: usize, first: &Id) -> Option<(Vec<Reference>, usize)> {
    const SIGNS: [&str; 8] = ["..", "–", "—", "-", "~", "to ", "through ", "〜"];
    let rest = &text[end..];
    let blanks = rest.len() - rest.trim_start().len();
    let sign = SIGNS.iter().find(|sign| rest[blanks..].starts_with(**sign))?;
    let behind = &rest[blanks + sign.len()..];
    let behind_at = text.len() - behind.trim_start().len();
    let last = id::leading(&text[behind_at..]).into_iter().next().map(|id| id.range.end);
    let last_end = behind_at + last?;
    let list = listed(&text[at..last_end]);
    let is_range =
        list.references.len() > 1 && list.references.iter().all(|name| name.range == (0..last_end - at));
    (is_range && list.references[0].id == *first).then(|| {
        let names = list.references.into_iter().map(|name| Reference { range: at..last_end, ..name });
        (names.collect(), last_end)
    })
}

/// Finds the beginning of the next id of a requirement of spec-kit.
fn next_id(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr2(b'F', b'S', bytes.get(at..)?)?;
        let rest = &text[at..];
        let (start, is_prefix) = if rest.starts_with("FR") {
            (if bytes[..at].ends_with(b"N") { at - 1 } else { at }, true)
        } else {
            (at, rest.starts_with("SC"))
        };
        let behind = rest.get(2..).unwrap_or_default().trim_start_matches(['-', '\u{2011}', '–']);
        let is_alone =
            !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if is_prefix && is_alone && start >= from && behind.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(start);
        }
        at += 1;
    }
}

/// `(depends on T012)`, `depends on T001, T002`.
fn depends(task: &mut Task, line: &Line<'_>) {
    let bytes = line.text.as_bytes();
    let may_begin =
        |at: &usize| bytes.get(at + 1..at + 3).is_some_and(|letters| letters.eq_ignore_ascii_case(b"ep"));
    for at in memchr::memchr2_iter(b'd', b'D', bytes).filter(may_begin) {
        let rest = &line.text[at..];
        let Some(phrase) = rest.get(..10).filter(|phrase| phrase.eq_ignore_ascii_case("depends on")) else {
            continue;
        };
        let behind = &rest[phrase.len()..];
        // With a colon it is a field, which is read as one.
        let is_field = behind.trim_start_matches(['*', '_']).starts_with([':', '：']);
        let is_tight = line.text[..at].ends_with(['(', '（', ',', ' ', '[']) || at == 0;
        if is_field || !is_tight {
            continue;
        }
        let sign = behind.find([')', '）', ']', ';', '。']).unwrap_or(behind.len());
        let end = behind.find(". ").map_or(sign, |end| end.min(sign));
        let start = line.text.len() - behind.len();
        kiro::depends(task, line.span(start..start + end), &behind[..end]);
    }
}

/// `(after T012)`, `[blocked by 1.2]`: brackets with a word for waiting, and numbers of tasks alone.
fn waits(task: &mut Task, line: &Line<'_>) {
    const WORDS: [&str; 4] = ["after ", "requires ", "blocked by ", "needs "];
    for at in memchr::memchr2_iter(b'(', b'[', line.text.as_bytes()) {
        let inner = &line.text[at + 1..];
        let Some(end) = inner.find(['(', '[', ')', ']']).filter(|&end| inner[end..].starts_with([')', ']']))
        else {
            continue;
        };
        let inner = &inner[..end];
        let word = WORDS
            .iter()
            .find(|word| inner.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
        let Some(word) = word else { continue };
        let list = &inner[word.len()..];
        let is_number = |word: &str| {
            let digits = word.strip_prefix('T').unwrap_or(word);
            let is_id = digits.len() < word.len() || digits.contains('.');
            is_id && digits.starts_with(|c: char| c.is_ascii_digit())
        };
        let is_joint = |word: &str| matches!(word, "" | "and" | "&" | "task" | "tasks" | "to" | "-");
        let mut words = list.split([' ', ',']);
        if words.all(|word| is_joint(word) || is_number(word)) {
            let start = at + 1 + word.len();
            kiro::depends(task, line.span(start..start + list.len()), list);
        }
    }
}

/// Reads the state of the code that `converge` notes: `T042 … per FR-003 (missing)`.
fn gap(task: &mut Task, line: &str) {
    if line.contains(" per ") {
        task.gap =
            Gap::ALL.into_iter().find(|(word, _)| line.contains(&format!("({word})"))).map(|(_, gap)| gap);
    }
}
