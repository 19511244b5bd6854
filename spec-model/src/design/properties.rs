//! Reads correctness properties and what they validate: headings, bold paragraphs, lines, or items `Property N: Title`.

use std::collections::HashSet;

use super::lines::{Line, LinePlace};
use super::model::{Cited, Property};
use crate::grammar::listed::{self, Listed};
use crate::grammar::{claim, id, property, words};
use crate::markdown::MappedText;
use crate::source::{Source, Span};

/// The form in which a property is announced, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Heading,
    Bold,
    Line,
    Item,
    /// A numbered heading without the word, in a section of properties: `P1: Title`, `1. Title`.
    Loose,
}

/// The headings that may be a property.
struct Candidate {
    form: Form,
    /// Its place among the lines.
    line: usize,
    number: String,
    title: String,
    /// A heading above says that properties stand here.
    is_in_section: bool,
}

/// Finds the properties among the lines of a document.
pub(super) fn of(lines: &[Line], source: &Source) -> Vec<Property> {
    let candidates = candidates(lines);
    let surest = candidates.iter().map(|candidate| candidate.form).min();
    let headed: HashSet<_> = candidates
        .iter()
        .filter(|candidate| candidate.form == Form::Heading)
        .map(|candidate| candidate.number.clone())
        .collect();
    let mut seen: HashSet<String> = HashSet::new();
    let mut properties = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let end = candidates.get(at + 1).map_or(lines.len(), |next| next.line);
        let body = body(lines, candidate, end);
        let claims = claims(&lines[candidate.line..body]);
        let is_new = !seen.contains(&candidate.number);
        let is_one = match candidate.form {
            Form::Heading => is_new || candidate.is_in_section,
            Form::Bold => {
                let names = candidate.is_in_section || !claims.cited.is_empty();
                names && !headed.contains(&candidate.number) && (is_new || candidate.is_in_section)
            }
            Form::Line => is_new && !headed.contains(&candidate.number),
            Form::Item => is_new && surest == Some(Form::Item),
            // `P1` counts properties; `1` may count anything.
            Form::Loose => {
                let is_counted = candidate.number.starts_with('P') || !claims.cited.is_empty();
                is_new && surest == Some(Form::Loose) && is_counted
            }
        };
        if is_one {
            seen.insert(candidate.number.clone());
            properties.push(read(candidate, &lines[candidate.line..body], claims, source));
        }
    }
    properties
}

fn candidates(lines: &[Line]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    // The headings around: their levels, and whether properties stand below them.
    let mut around: Vec<(u8, bool)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        let announced = property::announced(text);
        if let LinePlace::Heading(level) = line.place {
            around.retain(|&(other, _)| other < level);
            let is_in_section = around.last().is_some_and(|&(_, is)| is);
            let candidate = |form, number: &str, title: &str| {
                let (number, title) = (number.to_owned(), title.to_owned());
                Candidate { form, line: at, number, title, is_in_section }
            };
            // `Properties 1 and 2`
            let several = |title: &str| ["and ", "& ", ", "].iter().any(|joint| title.starts_with(joint));
            match announced {
                Some(found) if found.is_set_off || !several(found.title) => {
                    candidates.push(candidate(Form::Heading, found.number, found.title));
                }
                _ => {
                    let lower = text.to_lowercase();
                    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
                    let is_section = has(words::OF_PROPERTIES) || is_in_section;
                    around.push((level, is_section && !has(words::REFLECTION)));
                    if let Some((number, title)) = loose(text).filter(|_| is_in_section) {
                        candidates.push(candidate(Form::Loose, number, title));
                    }
                }
            }
            continue;
        }
        let is_in_section = around.last().is_some_and(|&(_, is)| is);
        let is_bold = text.starts_with("**") || text.starts_with("__");
        let Some(found) = announced.filter(|found| found.is_set_off) else {
            // `**P1 — Title.** For any …`
            let counted =
                loose(text).filter(|(number, _)| is_in_section && is_bold && number.starts_with('P'));
            candidates.extend(counted.map(|(number, title)| {
                let title = title.split_once("**").map_or(title, |(title, _)| title.trim_end_matches('.'));
                let (number, title) = (number.to_owned(), title.to_owned());
                Candidate { form: Form::Loose, line: at, number, title, is_in_section }
            }));
            continue;
        };
        let form = match line.place {
            LinePlace::Item => Form::Item,
            _ if is_bold => Form::Bold,
            _ => Form::Line,
        };
        if is_in_section || form == Form::Bold {
            let (number, title) = (found.number.to_owned(), found.title.to_owned());
            candidates.push(Candidate { form, line: at, number, title, is_in_section });
        }
    }
    candidates
}

/// The number and the title of a heading without the word: `P1: Title`, `2. Title`, `CP-3 - Title`.
fn loose(heading: &str) -> Option<(&str, &str)> {
    let text = heading.trim_start_matches(['*', '_', '[']);
    let written = id::leading(text).into_iter().next()?;
    let (number, rest) = text.split_at(written.range.end);
    let rest = rest.trim_start_matches(['*', '_', ']']);
    let is_set_off = rest.starts_with([':', '：', '.', ')'])
        || rest.starts_with(" - ")
        || rest.starts_with(" – ")
        || rest.starts_with(" — ");
    let title = rest.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '.' | ')' | '-' | '–' | '—' | '*' | '_')
    });
    is_set_off.then_some((number, title))
}

/// Finds the end of a candidate's lines: before the next heading that is none of its own.
fn body(lines: &[Line], candidate: &Candidate, end: usize) -> usize {
    let level = match lines[candidate.line].place {
        LinePlace::Heading(level) => level,
        _ => u8::MAX,
    };
    let ends =
        |line: &Line| matches!(line.place, LinePlace::Heading(other) if other <= level || level == u8::MAX);
    let from = candidate.line + 1;
    lines[from..end.max(from)].iter().position(ends).map_or(end.max(from), |at| from + at)
}

/// The claims in the lines of a property.
#[derive(Default)]
struct Claims {
    cited: Vec<Cited>,
    /// One of them names all requirements.
    is_of_all: bool,
    /// The lines that say it, counted from the first of the property.
    lines: Vec<usize>,
}

fn claims(lines: &[Line]) -> Claims {
    let mut claims = Claims::default();
    // The list goes on in the next line, or stands below.
    let (mut goes_on, mut stands_below) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        let text = line.text.as_str();
        let found = claim::claim(text).map(|claim| (claim.range.start, claim.listed));
        let further = || {
            let is_list = goes_on && line.place == LinePlace::Further
                || stands_below && matches!(line.place, LinePlace::Item | LinePlace::Further);
            is_list.then(|| (0, listed::listed(text)))
        };
        let Some((start, listed)) = found.or_else(further) else {
            stands_below = at > 0 && claim::is_bare_label(text);
            if stands_below {
                claims.lines.push(at);
            }
            goes_on = false;
            continue;
        };
        goes_on = text.trim_end_matches(['*', '_', ' ']).ends_with([',', '、', '，', ';']) || is_open(text);
        claims.lines.push(at);
        claims.is_of_all |= listed.all.is_some();
        claims.cited.extend(cited(&line.text, start, listed));
    }
    claims
}

/// Does emphasis open in a line and not close?
fn is_open(text: &str) -> bool {
    text.matches("**").count() % 2 == 1
}

/// The references in a list, with their places in the file. The list begins at an offset of the text.
pub(super) fn cited(text: &MappedText, start: usize, listed: Listed) -> impl Iterator<Item = Cited> + '_ {
    listed.references.into_iter().map(move |reference| {
        let span = text.source_span(start + reference.range.start..start + reference.range.end);
        Cited { reference, span }
    })
}

fn read(candidate: &Candidate, lines: &[Line], claims: Claims, source: &Source) -> Property {
    let mut statement = MappedText::default();
    for (at, line) in lines.iter().enumerate().skip(1) {
        if claims.lines.binary_search(&at).is_err() && !matches!(line.place, LinePlace::Heading(_)) {
            statement.push_line(&line.text);
        }
    }
    let last = lines.last().map_or_else(Span::default, |line| line.text.span());
    let first = lines.first().map_or_else(Span::default, |line| line.text.span());
    let line = source.line(first.start);
    let span = Span::new(source.line_span(line).start, last.end.max(first.end));
    Property {
        number: candidate.number.clone(),
        title: candidate.title.clone(),
        statement,
        validates: claims.cited,
        is_of_all: claims.is_of_all,
        span,
        line,
        end_line: source.line(span.end.saturating_sub(1)),
    }
}
