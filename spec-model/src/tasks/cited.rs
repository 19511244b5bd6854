//! Reads references that no label announces: `(Req 2.1)`, `[REQ-1.2]`, `→ Requirements 1.1`, and a line that is nothing else.
//!
//! Each says that it names requirements: by the word for them, or by a prefix. Bare numbers alone name nothing.

use std::ops::Range;

use super::lines::Line;
use super::model::{ReferenceKind, Task, TaskReference};
use super::signs::Signs;
use crate::grammar::id::Form;
use crate::grammar::listed::{Listed, listed};
use crate::grammar::reference::{Problem, Reference};
use crate::grammar::words::{self, FirstLetters};
use crate::order::Order as _;

/// The arrows that point from a title to requirements.
const ARROWS: [&str; 6] = ["→", "⇒", "➜", "➔", "=>", "->"];

/// Adds what a line names. A line below the title may be nothing but a reference.
pub(super) fn read(task: &mut Task, line: &Line<'_>, is_first: bool) {
    if !line.signs.have(Signs::DIGIT) {
        return;
    }
    let mut places = Vec::new();
    if line.signs.have(Signs::BRACKET.and(Signs::WIDE)) {
        places = bracketed(line.text);
    }
    if line.signs.have(Signs::POINT.and(Signs::WIDE)) {
        places.extend(behind_arrows(line.text));
    }
    if is_first {
        places.extend(prefixed(line.text));
    } else {
        places.push(whole(line.text));
    }
    places.order_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut end = 0;
    for place in places.into_iter().filter(|place| !place.is_empty()) {
        if place.start < end {
            continue;
        }
        // A label announced what stands in its list.
        let span = line.span(place.clone());
        if task.references.iter().any(|known| known.span.start < span.end && span.start < known.span.end) {
            continue;
        }
        if let Some(names) = names(&line.text[place.clone()]) {
            end = place.end;
            add(task, line, place, names);
        }
    }
}

/// Finds the text between brackets.
fn bracketed(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】'), ('{', '}')];
    let mut found = Vec::new();
    // From the end, so that each sign is looked at once. Of each pair: where the next of both stands, whether one closes.
    let mut next: [Option<usize>; PAIRS.len()] = [None; PAIRS.len()];
    let mut is_closed = [false; PAIRS.len()];
    for (at, sign) in text.char_indices().rev() {
        let Some(pair) = PAIRS.iter().position(|&(open, close)| sign == open || sign == close) else {
            continue;
        };
        let (open, close) = PAIRS[pair];
        let end = next[pair].replace(at);
        is_closed[pair] |= sign == close;
        let Some(end) = end.filter(|_| sign == open && is_closed[pair]) else { continue };
        // `[1.2](a.md)` is a link.
        let is_link = text[end..].starts_with("](") || text[end..].starts_with("]:");
        if !is_link {
            found.push(at + open.len_utf8()..end);
        }
    }
    found.reverse();
    found
}

/// Finds the text behind an arrow, up to the end of the line.
fn behind_arrows(text: &str) -> Option<Range<usize>> {
    let last = ARROWS.iter().filter_map(|arrow| Some(text.rfind(arrow)? + arrow.len())).max()?;
    Some(last..text.len())
}

/// All of a line, without the marks of a list and of emphasis.
fn whole(text: &str) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '_' | '`' | '•' | '>');
    let start = text.len() - text.trim_start_matches(is_mark).len();
    start..text.trim_end_matches(is_mark).len().max(start)
}

/// The ids with the prefix of requirements among the words of a title: `REQ-1.2: sort`, `sort as REQ-1.2 asks`.
fn prefixed(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let starts = memchr::memchr_iter(b'R', text.as_bytes()).filter(|&at| text[at..].starts_with("REQ-"));
    let alone = starts.filter(|&at| !text[..at].ends_with(|c: char| is_part(c) || c == '/'));
    let place = |at: usize| {
        let length = text[at..].find(|c: char| !is_part(c)).unwrap_or(text.len() - at);
        at..at + text[at..at + length].trim_end_matches(['.', '-', '_']).len()
    };
    alone.map(place).collect()
}

/// The letters that a word for requirements begins with.
static OF_REQUIREMENTS: FirstLetters = FirstLetters::of(&[words::OF_REQUIREMENTS, words::REQUIREMENT]);

/// The references of a text that holds nothing else, and says that they are some.
fn names(text: &str) -> Option<Listed> {
    let bare = text.trim_start();
    let of_word = || {
        words::behind(bare, words::OF_REQUIREMENTS, words::ends_here)
            .or_else(|| words::behind(bare, words::REQUIREMENT, words::ends_here))
            // `REQ-1.2` is an id as it is.
            .filter(|list| !list.starts_with(['-', '_']))
    };
    let behind = OF_REQUIREMENTS.may_begin(bare).then(of_word).flatten();
    // Most texts are words: without the word for requirements, an id has to come first.
    let first = bare.trim_start_matches(|c: char| !c.is_alphanumeric()).split_whitespace().next()?;
    if behind.is_none() && !(first.starts_with('R') && first.contains(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let list = behind.map_or(bare, |list| list.trim_start_matches(['.', ':', '：', ' ', '#']));
    if list.is_empty() {
        return None;
    }
    let start = text.len() - list.len();
    let read = listed(list);
    let is_said = |name: &Reference| match name.form {
        Form::Requirement => true,
        Form::Number => behind.is_some(),
        Form::Prefixed => name.id.as_str().starts_with("REQ-"),
        Form::Story | Form::Name => false,
    };
    let is_all = !read.references.is_empty()
        && read.references.iter().all(is_said)
        && is_covered(list, read.references.iter().map(|name| name.range.clone()));
    let here = |range: Range<usize>| start + range.start..start + range.end;
    is_all.then(|| Listed {
        references: read
            .references
            .into_iter()
            .map(|it| Reference { range: here(it.range.clone()), ..it })
            .collect(),
        problems: read.problems.into_iter().map(|it| Problem { range: here(it.range), ..it }).collect(),
        ..Listed::default()
    })
}

/// Do some places of a text hold all of it that is no joint between them?
fn is_covered(text: &str, places: impl Iterator<Item = Range<usize>>) -> bool {
    const JOINTS: [&str; 8] = ["and", "und", "et", "y", "e", "и", "和", "と"];
    let is_joint = |between: &str| {
        let mut words = between.split(|c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | '、' | '，' | '；' | '&' | '/' | '+' | '.' | '*' | '_' | '`' | ':')
        });
        words.all(|word| word.is_empty() || JOINTS.contains(&word) || is_word(word))
    };
    let mut end = 0;
    for place in places {
        if place.start > end && !is_joint(&text[end..place.start]) {
            return false;
        }
        end = place.end.max(end);
    }
    is_joint(&text[end..])
}

/// Is it the word for requirements?
fn is_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    words::OF_REQUIREMENTS.contains(&&*lower) || words::REQUIREMENT.contains(&&*lower)
}

/// Adds references that stand at a place of a line.
fn add(task: &mut Task, line: &Line<'_>, place: Range<usize>, names: Listed) {
    let start = place.start;
    let here = |range: Range<usize>| line.span(start + range.start..start + range.end);
    let of_line = |name: Reference| Reference { range: here(name.range.clone()).range(), ..name };
    task.references.push(TaskReference {
        span: line.span(place),
        kind: ReferenceKind::Requirements,
        names: names.references.into_iter().map(of_line).collect(),
        is_all: false,
        words: Vec::new(),
        problems: names.problems.into_iter().map(|it| (here(it.range), it.reason)).collect(),
    });
}
