//! Reads the labelled fields of Kiro and cc-sdd below and in the lines of a task, in many languages. Examples:
//! `_Requirements: 1.2_`, `**Validates: Requirements 3**`, `_Depends: 1.1_`, `_Boundary: Name_` and
//! `**Property 3: title**`.

use std::ops::Range;

use super::lines::Line;
use super::model::{Depends, PropertyReference, ReferenceKind, Task, TaskReference};
use super::signs::Signs;
use crate::grammar::id::Form;
use crate::grammar::listed::listed;
use crate::grammar::property;
use crate::grammar::reference::{self, Reference};
use crate::grammar::words::{self, FirstLetters};
use crate::source::Span;

/// The meaning of a label for the value behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Requirements,
    Validates,
    Depends,
    Boundary,
    Property,
}

/// A labelled value in a line.
struct Field {
    label: Label,
    /// The beginning of the label.
    at: usize,
    value: Range<usize>,
}

/// Is the task written as only Kiro's are?
pub(super) fn is_its(task: &Task) -> bool {
    let is_field = |kind| matches!(kind, ReferenceKind::Requirements | ReferenceKind::Validates);
    !task.boundary.is_empty() || task.references.iter().any(|reference| is_field(reference.kind))
}

/// Is a line a field of a task, and nothing else?
pub(super) fn is_field(line: &str) -> bool {
    let bare = line.trim_start_matches(['-', '*', '+', ' ']);
    bare.starts_with('_')
        || memchr::memchr(b'*', line.as_bytes()).is_some_and(|at| line[at..].contains("**"))
            && fields(line, false).first().is_some_and(|field| {
                matches!(
                    field.label,
                    Label::Requirements | Label::Validates | Label::Depends | Label::Boundary
                )
            })
}

/// Reads the fields of a line.
pub(super) fn read(task: &mut Task, line: &Line<'_>, is_first: bool) {
    // A label ends in a colon, or stands before a number. Most lines have neither.
    if !line.signs.have(Signs::COLON.and(Signs::DIGIT).and(Signs::WIDE)) {
        return;
    }
    for field in fields(line.text, is_first) {
        let span = line.span(field.value.clone());
        let text = &line.text[field.value.clone()];
        match field.label {
            Label::Requirements => names(task, span, text, ReferenceKind::Requirements),
            Label::Validates => names(task, span, text, ReferenceKind::Validates),
            Label::Depends => depends(task, span, text),
            Label::Boundary => boundary(task, span, text),
            Label::Property => properties(task, span, text),
        }
    }
}

/// Does a list of ids that a line has go on in the next one? It ends in a comma, or its mark closes only there, where nothing but ids stands.
pub(super) fn goes_on(line: &str, is_first: bool, next: &str) -> bool {
    // Most lines below begin with a mark.
    if !next.starts_with(char::is_alphanumeric) {
        return false;
    }
    let Some(Field { label, at, value }) = fields(line, is_first).pop() else { return false };
    let is_list = matches!(label, Label::Requirements | Label::Validates);
    if !is_list || !line[value.end..].trim().is_empty() {
        return false;
    }
    let ends_open = line[value].ends_with([',', ';', '、', '，', '；', '&', '+']);
    let is_closed_there = || opening(line, at).is_some_and(|mark| next.contains(counterpart(mark)));
    let has_label = || !fields(next, false).is_empty();
    (ends_open || is_closed_there()) && is_only_ids(next) && !has_label()
}

/// Does a line begin with an id, and have nothing but ids?
fn is_only_ids(line: &str) -> bool {
    let listed = listed(line);
    line.starts_with(char::is_alphanumeric) && !listed.references.is_empty() && listed.words.is_empty()
}

/// Adds what a list of references names.
fn names(task: &mut Task, span: Span, text: &str, kind: ReferenceKind) {
    let list = listed(text);
    let here = |range: Range<usize>| Span::new(span.start + range.start, span.start + range.end);
    for property in list.properties {
        task.properties.push(PropertyReference { number: property.number, span: here(property.range) });
    }
    let names: Vec<_> = list
        .references
        .into_iter()
        .map(|name| Reference { range: here(name.range.clone()).range(), ..name })
        .collect();
    let is_all = list.all.is_some();
    // Words behind `Validates` describe a test, and so does a bare amount.
    let is_amount = |name: &Reference| name.form == Form::Number && !name.id.as_str().contains('.');
    let is_said = || {
        words::behind(text, words::OF_REQUIREMENTS, words::ends_here).is_some()
            || words::behind(text, words::REQUIREMENT, words::ends_here).is_some()
    };
    let is_prose = kind == ReferenceKind::Validates && names.iter().all(is_amount) && !is_said();
    if is_prose && !is_all || names.is_empty() && !is_all && list.words.is_empty() {
        return;
    }
    let words = list.words.into_iter().map(here).collect();
    let problems = list.problems.into_iter().map(|problem| (here(problem.range), problem.reason)).collect();
    task.references.push(TaskReference { span, kind, names, is_all, words, problems });
}

/// Adds the tasks that have to be done before.
pub(super) fn depends(task: &mut Task, span: Span, text: &str) {
    task.depends.extend(numbers(text).into_iter().map(|(number, range)| {
        let span = Span::new(span.start + range.start, span.start + range.end);
        Depends { number, span }
    }));
}

/// The numbers of tasks in a list: `1.1, 2.3`, `T009-T012`, `Task 3`. A task of another spec (`other-spec: 2.1`, `other/2.1`) is left out.
fn numbers(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    for item in text.split([',', ';', '、', '，', '；', '&', '+']) {
        let at = start;
        start += item.len() + item_end_width(text, at + item.len());
        for (from, part) in split_and(item) {
            let bare = part.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, '_' | '*' | '`' | '(' | ')' | '[' | ']' | '.' | '。' | '）' | '（')
            });
            let bare_at = at + from + (bare.as_ptr().addr() - part.as_ptr().addr());
            let (word, behind) = behind_task(bare);
            let offset = bare_at + word;
            let number_end = behind
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | '（' | '：' | ':'))
                .unwrap_or(behind.len());
            let (number, rest) = behind.split_at(number_end);
            // `spec-name: 2.1` and `spec/2.1` are tasks of another list.
            if rest.starts_with([':', '：']) || number.contains('/') || number.is_empty() {
                continue;
            }
            let whole = if is_range_sign(rest.trim_start()) { behind } else { number };
            for id in expand(whole) {
                found.push((id, offset..offset + whole.len()));
            }
        }
    }
    found
}

fn item_end_width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The parts of an item between words for *and*.
fn split_and(item: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = item.split(" and ").flat_map(|part| part.split('和')).flat_map(|part| part.split(" и "));
    parts.map(move |part| (part.as_ptr().addr() - item.as_ptr().addr(), part))
}

fn behind_task(text: &str) -> (usize, &str) {
    let lower = words::lower_start(text);
    let word = words::word_at_start(&lower, words::TASK).map(|word| {
        let plural = usize::from(word == "task" && lower.starts_with("tasks"));
        word.chars().count() + plural
    });
    let word = word.or_else(|| lower.starts_with("tasks ").then_some(5));
    let length =
        word.map_or(0, |count| text.char_indices().map(|(at, _)| at).nth(count).unwrap_or(text.len()));
    let rest = text[length..].trim_start_matches(|c: char| c.is_whitespace() || c == '#');
    (text.len() - rest.len(), rest)
}

fn is_range_sign(rest: &str) -> bool {
    rest.starts_with(['-', '–', '—', '~', '〜', '～', '至'])
        || rest.starts_with("to ")
        || rest.starts_with("..")
}

/// `T009-T012`, `1.1–1.3`, or one number.
fn expand(text: &str) -> Vec<String> {
    let is_number = |text: &str| {
        let bare = text.strip_prefix('t').unwrap_or(text);
        let digits = bare.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches(['-', '_']);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c.is_ascii_lowercase())
    };
    let split = |sign: &str| {
        let mut places =
            text.match_indices(sign).map(|(at, _)| (text[..at].trim(), text[at + sign.len()..].trim()));
        places.find(|(first, last)| is_number(first) && is_number(last))
    };
    let ends = ["..", "–", "—", "~", "〜", "～", "至", " to ", "-"].into_iter().find_map(split);
    if let Some((first, last)) = ends {
        return between(first, last).unwrap_or_else(|| vec![first.to_owned(), last.to_owned()]);
    }
    let text = text.trim_end_matches('.');
    if is_number(text) { vec![text.to_owned()] } else { Vec::new() }
}

fn between(first: &str, last: &str) -> Option<Vec<String>> {
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (width, last_width) = (digits(first), digits(last));
    let (stem, from) = first.split_at(first.len() - width);
    let (last_stem, to) = last.split_at(last.len() - last_width);
    let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
    let is_one = last_stem.is_empty() || stem == last_stem;
    let is_short = to.checked_sub(from).is_some_and(|count| count < reference::MAX_RANGE);
    (is_one && is_short && width > 0)
        .then(|| (from..=to).map(|number| format!("{stem}{number:0width$}")).collect())
}

fn boundary(task: &mut Task, span: Span, text: &str) {
    let mut start = 0;
    let mut depth = 0_u32;
    let mut push = |from: usize, to: usize| {
        let part = &text[from..to];
        let name = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '.'));
        if !name.is_empty() {
            let at = span.start + from + (name.as_ptr().addr() - part.as_ptr().addr());
            task.boundary.push(Span::new(at, at + name.len()));
        }
    };
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '{' | '[' => depth += 1,
            ')' | '）' | '}' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | '，' | '；' if depth == 0 => {
                push(start, at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    push(start, text.len());
}

/// Adds the properties that a value names by their numbers: `3`, `1, 2`, `1-5`.
fn properties(task: &mut Task, span: Span, text: &str) {
    // The word before the numbers says what they are; it has no place of its own here.
    const WORD: &str = "Properties ";
    for property in listed(&format!("{WORD}{text}")).properties {
        let range =
            property.range.start.saturating_sub(WORD.len())..property.range.end.saturating_sub(WORD.len());
        let span = Span::new(span.start + range.start, span.start + range.end);
        task.properties.push(PropertyReference { number: property.number, span });
    }
}

/// The labelled values of a line. `is_title`: the line is the first of its task, where words stand before them.
fn fields(line: &str, is_title: bool) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut from = 0;
    // The label stands at the beginning of the line, or where emphasis or a bracket opens.
    if !is_title {
        let bare = line.trim_start_matches(|c: char| {
            matches!(c, '-' | '*' | '+' | '_' | ' ' | '\t' | '`' | '>' | '[' | '(' | '•' | '（')
        });
        if let Some(field) = field(line, line.len() - bare.len()) {
            from = field.value.end;
            fields.push(field);
        }
    } else {
        fields.extend(titled_properties(line));
    }
    while let Some(at) = next_opening(line, from) {
        let opened = &line[at..];
        let width = opened.chars().next().map_or(1, char::len_utf8);
        let is_word = opened.starts_with(['_', '*']) && line[..at].ends_with(char::is_alphanumeric);
        let bare = opened[width..].trim_start_matches(['_', '*', ' ', '[', '(']);
        let found = if is_word { None } else { field(line, line.len() - bare.len()) };
        match found {
            Some(field) => {
                from = field.value.end.max(at + width);
                fields.push(field);
            }
            None => from = at + width,
        }
    }
    fields
}

/// The next sign behind which a label may stand.
fn next_opening(line: &str, from: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    (from..bytes.len()).find(|&at| match bytes[at] {
        b'_' | b'*' | b'(' | b'[' | b'|' | b'<' => true,
        0xef => line[at..].starts_with('（'),
        0xe2 => line[at..].starts_with('—'),
        _ => false,
    })
}

/// The properties that the words of a title name: `🧪 Property 10: …`, `Test Property 3`.
fn titled_properties(title: &str) -> Vec<Field> {
    // A word begins with a capital, or with a letter of another script.
    let may_begin = |at: usize, byte: u8| match byte.is_ascii() {
        true => byte.is_ascii_uppercase() && OF_PROPERTY.may_begin(&title[at..]),
        false => title.is_char_boundary(at) && title[at..].starts_with(char::is_alphabetic),
    };
    let starts = title
        .bytes()
        .enumerate()
        .filter(|&(at, byte)| may_begin(at, byte) && !title[..at].ends_with(char::is_alphabetic));
    // Emphasis and brackets are looked at by themselves.
    let starts = starts.filter(|&(at, _)| !title[..at].ends_with(['*', '_', '(', '[', '（', '|', '<']));
    starts.filter_map(|(at, _)| property_field(title, at)).collect()
}

/// The field whose label begins at a place.
fn field(line: &str, at: usize) -> Option<Field> {
    let rest = &line[at..];
    if !rest.starts_with(char::is_alphabetic) {
        return property_field(line, at);
    }
    if let Some(colon) = near_colon(rest) {
        let written = rest[..colon].trim_end_matches(['*', '_', ' ', '`']);
        if let Some(label) = label(written) {
            let width = rest[colon..].chars().next().map_or(1, char::len_utf8);
            let value_at = at + colon + width;
            let value = value(line, value_at, opening(line, at));
            return Some(Field { label, at, value });
        }
    }
    property_field(line, at).or_else(|| bare_field(line, at))
}

/// Finds the colon behind a label.
fn near_colon(text: &str) -> Option<usize> {
    /// No label has more characters.
    const NEAR: usize = 48;
    let near = &text.as_bytes()[..text.len().min(4 * NEAR)];
    // Most lines have none. The wide one begins with this byte.
    memchr::memchr2(b':', 0xef, near)?;
    text.char_indices().take(NEAR).find(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at)
}

/// The letters that a word for properties begins with.
static OF_PROPERTY: FirstLetters = FirstLetters::of(&[words::PROPERTY, words::PROPERTIES]);
/// The letters that a word for what a test does begins with.
static OF_VALIDATES: FirstLetters = FirstLetters::of(&[words::VALIDATES]);

/// `Property 3: title`, `Property 1-5`: the numbers.
fn property_field(line: &str, at: usize) -> Option<Field> {
    let rest = &line[at..];
    // Marks and the number of a section may stand before the word.
    rest.find(char::is_alphabetic).filter(|&word| OF_PROPERTY.may_begin(&rest[word..]))?;
    let several = || {
        let behind = words::behind(rest, words::PROPERTIES, words::ends_here)?.trim_start();
        let start = line.len() - behind.len();
        behind.starts_with(|c: char| c.is_ascii_digit()).then_some(start..start + 1)
    };
    let one = property::announced(rest).map(|one| at + one.range.start..at + one.range.end);
    let range = one.or_else(several)?;
    let start = range.start;
    let numbers =
        line[start..].find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '–' | ',' | ' '));
    let end = numbers.map_or(line.len(), |end| start + end);
    // `Property 1 holds` names one, `Properties 1, 2` several.
    let is_list =
        line[start..end].bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b',' | b'.' | b'-'));
    let value = if is_list { start..end } else { range };
    Some(Field { label: Label::Property, at, value })
}

/// `Validates Requirements 1.2`: a label without a colon, before the word that its numbers count.
fn bare_field(line: &str, at: usize) -> Option<Field> {
    let rest = Some(&line[at..]).filter(|rest| OF_VALIDATES.may_begin(rest))?;
    let behind = words::behind(rest, words::VALIDATES, words::ends_here)?.trim_start();
    words::behind(behind, words::OF_REQUIREMENTS, words::ends_here)
        .or_else(|| words::behind(behind, words::REQUIREMENT, words::ends_here))
        .filter(|numbers| numbers.trim_start().starts_with(|c: char| c.is_ascii_digit()))?;
    let value = value(line, line.len() - behind.len(), opening(line, at));
    Some(Field { label: Label::Validates, at, value })
}

fn label(written: &str) -> Option<Label> {
    if written.len() > 60 {
        return None;
    }
    let lower = written.to_lowercase();
    let is_any = |written: &str, lists: &[&[&str]]| lists.iter().any(|words| words.contains(&written));
    let is = |lists: &[&[&str]]| is_any(&lower, lists);
    const REQUIREMENTS: &[&[&str]] = &[words::OF_REQUIREMENTS, words::REQUIREMENT, words::REQUIREMENT_LABELS];
    if is(REQUIREMENTS) {
        Some(Label::Requirements)
    } else if is(&[words::DEPENDS_LABELS]) {
        Some(Label::Depends)
    } else if is(&[words::BOUNDARY_LABELS]) {
        Some(Label::Boundary)
    } else if is(&[words::PROPERTY, words::PROPERTIES]) {
        Some(Label::Property)
    } else {
        let behind = words::behind(&lower, words::VALIDATES, words::ends_here)?.trim();
        (behind.is_empty() || is_any(behind, REQUIREMENTS)).then_some(Label::Validates)
    }
}

/// The mark that opened directly before a place, if one did.
fn opening(line: &str, at: usize) -> Option<char> {
    line[..at].chars().next_back().filter(|c| matches!(c, '_' | '*' | '(' | '[' | '（'))
}

/// The mark that closes what another one opens.
fn counterpart(open: char) -> char {
    match open {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        mark => mark,
    }
}

/// The bytes of the value that begins at a place: to where the mark closes that opened before the label, or to the end of the line.
fn value(line: &str, at: usize, open: Option<char>) -> Range<usize> {
    let rest = &line[at..];
    let behind = rest.trim_start_matches(['*', '_', ' ', '\t', '`']);
    let start = line.len() - behind.len();
    // `**Requirements**: 1.2` closes before the value.
    let is_closed =
        rest.starts_with(['*', '_']) || line[..at].trim_end_matches([':', '：']).ends_with(['*', '_']);
    let close = open.filter(|_| !is_closed).map(counterpart);
    let end = match close {
        Some(close) => closing(behind, close),
        // Another field may follow in emphasis of its own.
        None => behind.find(" _").unwrap_or(behind.len()),
    };
    let value = behind[..end].trim_end_matches(['*', '_', ' ', '`', '\t']);
    start..start + value.len()
}

/// Finds the end of a mark: before something that is no part of a word.
fn closing(text: &str, close: char) -> usize {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        let open = match close {
            ')' => '(',
            '）' => '（',
            ']' => '[',
            _ => '\0',
        };
        if c == open {
            depth += 1;
        } else if c == close {
            if depth > 0 {
                depth -= 1;
                continue;
            }
            let behind = text[at + c.len_utf8()..].chars().next();
            if !matches!(close, '_' | '*') || behind.is_none_or(|c| !c.is_alphanumeric()) {
                return at;
            }
        }
    }
    text.len()
}
