//! Writes the line of a criterion in the style of the lines before it.
//!
//! Each way of writing it is tried on the text, which is read again: the criterion has to be there then, and everything else as it was.

use std::collections::BTreeMap;

use spec_model::grammar::id::{Form, leading};
use spec_model::grammar::reference::{Reference, reference};
use spec_model::spec::Id;
use spec_model::{Code, Criterion, Diagnostic, Document, Requirement, Severity, Source, dialect};

/// A criterion that somebody wants.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The feature that stands before the id: `cart` of `cart/REQ-7`.
    pub(super) feature: Option<String>,
    /// Its id, or that of the requirement that it is.
    pub(super) id: Option<Id>,
    /// Its words.
    pub(super) text: String,
}

/// The reason why nothing is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Something else has the id: the line, and the next free id.
    Taken { line: usize, next: Option<String> },
    /// Criteria are numbered there by their places, so that another number comes next.
    Next(String),
    /// No requirement there has criteria with such a number.
    NoRequirement,
    /// No way of writing it was understood.
    NoWay,
}

/// A document with the criterion in it.
#[derive(Debug)]
pub(super) struct Written {
    /// The whole text.
    pub(super) text: String,
    /// The text that was added.
    pub(super) added: Vec<String>,
    /// The id of the criterion.
    pub(super) id: String,
    /// Its line, from 1.
    pub(super) line: usize,
}

impl Wanted {
    /// Reads `REQ-7: words`, `cart/REQ-7: words`, or words alone.
    pub(super) fn read(written: &str) -> Option<Self> {
        let words = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((reference, text)) = qualified(&words) {
            let is_text = !text.is_empty() && !text.contains(char::is_control);
            let (feature, id) = (reference.feature.clone(), Some(reference.canonical()));
            return is_text.then(|| Self { feature, id, text: text.to_owned() });
        }
        let mut ids = leading(&words);
        let id = ids.pop().filter(|_| ids.is_empty());
        // An id without words says nothing.
        if id.as_ref().is_some_and(|id| id.range == (0..words.len())) {
            return None;
        }
        // A number alone may be the first of the words: `3 tries are enough`.
        let split = id.and_then(|id| {
            let rest = words[id.range.end..].trim_start();
            if id.form == Form::Number {
                let is_id = id.id.as_str().contains('.') && begins_clause(rest);
                let rest = rest.strip_prefix([':', '：']).or(is_id.then_some(rest))?.trim_start();
                return Some((Id::new(format!("REQ-{}", id.id.as_str())), rest.to_owned()));
            }
            let rest = rest.strip_prefix([':', '：', '.', '—', '–', '-'])?.trim_start();
            Some((id.id, rest.to_owned()))
        });
        let (id, text) = split.map_or((None, words.clone()), |(id, text)| (Some(id), text));
        (!text.is_empty() && !text.contains(char::is_control)).then_some(Self { feature: None, id, text })
    }

    /// The criterion, if a document has it already.
    pub(super) fn found<'a>(&self, document: &'a Document) -> Option<&'a Criterion> {
        let is_same = |criterion: &Criterion| {
            let has_id = |id: &Id| criterion.id == *id || parent(&criterion.id).as_ref() == Some(id);
            squeezed(criterion.text.as_str()) == self.text && self.id.as_ref().is_none_or(has_id)
        };
        document.criteria().map(|(_, criterion)| criterion).find(|criterion| is_same(criterion))
    }

    /// The text of a first document.
    pub(super) fn first(&self) -> Written {
        let id = self.id.as_ref().map_or("REQ-1", Id::as_str).to_owned();
        let line = format!("- {id}: {}", self.text);
        Written { text: format!("# Requirements\n\n{line}\n"), added: vec![line], id, line: 3 }
    }

    /// Adds it to a document.
    pub(super) fn add_to(&self, document: &Document) -> Result<Written, Refusal> {
        let id = match &self.id {
            Some(id) => id.clone(),
            None => next_of(document).ok_or(Refusal::NoWay)?,
        };
        let taken = document.criteria().find(|(_, criterion)| criterion.id == id).map(|(_, one)| one.line);
        let taken = taken.or_else(|| {
            document.requirements.iter().find(|requirement| requirement.id == id).map(|one| one.line)
        });
        let taken = taken.or_else(|| {
            let retired = document.retired.iter().find(|retired| retired.id == id)?;
            Some(document.source.line(retired.span.start))
        });
        if let Some(line) = taken {
            let inner = document.requirements.iter().find(|one| one.id == id && !one.is_its_own_criterion());
            let next = match inner.and_then(|inner| inner.criteria.last()) {
                Some(last) => following(&last.id),
                None => next_like(document, &id),
            };
            return Err(Refusal::Taken { line, next: next.map(|id| id.as_str().to_owned()) });
        }
        if !has_place(document, &id) {
            return Err(Refusal::NoRequirement);
        }
        let ways = ways(document, &id, &self.text);
        if let Some(written) = ways.iter().find_map(|way| self.tried(document, &id, way)) {
            return Ok(written);
        }
        // Numbered by its place, it would be another one.
        let beside = document.requirements.iter().find(|one| Some(&one.id) == parent(&id).as_ref());
        let next = beside.and_then(|one| one.criteria.last()).and_then(|last| following(&last.id));
        match next.filter(|next| *next != id) {
            Some(next) => Err(Refusal::Next(next.as_str().to_owned())),
            None => Err(Refusal::NoWay),
        }
    }

    /// The document with the criterion written in a way, if that is what comes of it.
    fn tried(&self, document: &Document, id: &Id, way: &Way) -> Option<Written> {
        let source = &document.source;
        let line_end = if source.text().contains("\r\n") { "\r\n" } else { "\n" };
        let (before, behind) = source.text().split_at(way.at);
        let lines = way.lines.join(line_end);
        let text = match before.ends_with('\n') || before.is_empty() {
            true => format!("{before}{lines}{line_end}{behind}"),
            // The last line has no end, and gets none.
            false => format!("{before}{line_end}{lines}{behind}"),
        };
        // If its words tell the dialect, more words may tell another one.
        let is_reported = dialect::read(source.clone(), None).dialect == document.dialect;
        let known = Some(document.dialect).filter(|_| !is_reported);
        let read = dialect::read(Source::new(source.path(), text.as_str()), known);
        let mut left = occurrences(document);
        let mut new = Vec::new();
        for (_, criterion) in read.criteria() {
            let key = (criterion.id.as_str().to_owned(), criterion.text.as_str().to_owned());
            match left.get_mut(&key).filter(|number| **number > 0) {
                Some(number) => *number -= 1,
                None => new.push(criterion),
            }
        }
        let [criterion] = new[..] else { return None };
        let names_it = way.lines.iter().any(|line| line.contains(id.as_str()));
        let is_it = criterion.id == *id || parent(&criterion.id).as_ref() == Some(id);
        let is_whole = left.values().all(|number| *number == 0)
            && squeezed(criterion.text.as_str()) == self.text
            && errors(&read, names_it) <= errors(document, names_it);
        (is_it && is_whole).then(|| Written {
            added: way.lines.iter().filter(|line| !line.is_empty()).cloned().collect(),
            id: criterion.id.as_str().to_owned(),
            line: criterion.line,
            text,
        })
    }
}

/// A reference with a feature before a colon, and the words behind it.
fn qualified(words: &str) -> Option<(Reference, &str)> {
    let end = words.find([':', '：'])?;
    let reference =
        reference(&words[..end]).ok().filter(|it| it.feature.is_some() && it.form != Form::Name)?;
    Some((reference, words[end..].trim_start_matches([':', '：']).trim_start()))
}

/// Do words behind a number begin as criteria do: `WHEN …`, `The shop …`? `2.5 seconds are enough` goes on with a unit.
fn begins_clause(words: &str) -> bool {
    const FIRST: [&str; 8] = ["when", "if", "while", "where", "the", "as", "given", "each"];
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    first.starts_with(char::is_uppercase) && FIRST.contains(&&*first.to_lowercase())
}

/// May a document have a criterion with an id? Where criteria stand below requirements, one with a dot has to be there, or one like it.
fn has_place(document: &Document, id: &Id) -> bool {
    let Some(parent_id) = parent(id) else { return true };
    let is_flat = document.requirements.iter().all(Requirement::is_its_own_criterion);
    let is_like = |other: &Id| *other == parent_id || parent(other).as_ref() == Some(&parent_id);
    is_flat
        || document.requirements.iter().any(|one| is_like(&one.id))
        || document.criteria().any(|(_, one)| is_like(&one.id))
}

/// The criteria of a document, each as often as it is there.
fn occurrences(document: &Document) -> BTreeMap<(String, String), usize> {
    let mut all = BTreeMap::new();
    for (_, criterion) in document.criteria() {
        let key = (criterion.id.as_str().to_owned(), criterion.text.as_str().to_owned());
        *all.entry(key).or_default() += 1;
    }
    all
}

/// Counts the findings of a document that are more than notes. Where ids are written out, there may be gaps between them.
fn errors(document: &Document, may_have_gaps: bool) -> usize {
    let is_gap = |finding: &Diagnostic| may_have_gaps && finding.code == Code::NumberingGap;
    let findings = document.diagnostics.iter().filter(|finding| !is_gap(finding));
    findings.filter(|finding| finding.severity >= Severity::Warning).count()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The id that an id of a criterion is below: `REQ-7` of `REQ-7.1`.
fn parent(id: &Id) -> Option<Id> {
    id.as_str().rsplit_once('.').map(|(parent, _)| Id::new(parent))
}

/// The last number of an id: what stands before it, and its digits.
fn last_number(id: &str) -> Option<(&str, &str)> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < id.len()).then(|| id.split_at(stem.len()))
}

/// The id behind one: `FR-013` of `FR-012`, `REQ-1.3` of `REQ-1.2`.
fn following(id: &Id) -> Option<Id> {
    let (stem, digits) = last_number(id.as_str())?;
    let next = digits.parse::<u64>().ok()?.checked_add(1)?;
    Some(Id::new(format!("{stem}{next:0width$}", width = digits.len())))
}

/// The next free id like another one: of all that differ in their last number alone.
fn next_like(document: &Document, id: &Id) -> Option<Id> {
    let (stem, _) = last_number(id.as_str())?;
    let requirements = document.requirements.iter().map(|requirement| &requirement.id);
    let criteria = document.criteria().map(|(_, criterion)| &criterion.id);
    let retired = document.retired.iter().map(|retired| &retired.id);
    let alike = requirements.chain(criteria).chain(retired).filter_map(|other| {
        let (other_stem, digits) = last_number(other.as_str())?;
        Some((digits.parse::<u64>().ok()?, other)).filter(|_| other_stem == stem)
    });
    following(alike.max_by_key(|(number, _)| *number)?.1)
}

/// The id that comes next where none is named: behind the last requirement, of those that are criteria themselves if there are any.
fn next_of(document: &Document) -> Option<Id> {
    let mut flat = document.requirements.iter().filter(|requirement| requirement.is_its_own_criterion());
    let functional = flat.clone().find(|requirement| requirement.id.as_str().starts_with("FR-"));
    let last = functional.or_else(|| flat.next_back()).or_else(|| document.requirements.last());
    match last {
        Some(last) => next_like(document, &last.id),
        None => Some(Id::new("REQ-1")),
    }
}

/// A way of writing: where, and which lines.
struct Way {
    at: usize,
    lines: Vec<String>,
}

/// The ways of writing a criterion, the best first.
fn ways(document: &Document, id: &Id, text: &str) -> Vec<Way> {
    let mut ways = Vec::new();
    // Behind the last one of its requirement, or of those that are numbered like it.
    let of_parent = document.requirements.iter().rfind(|one| Some(&one.id) == parent(id).as_ref());
    let stem = last_number(id.as_str()).map(|(stem, _)| stem);
    let alike = document
        .criteria()
        .map(|(_, one)| one)
        .filter(|one| last_number(one.id.as_str()).map(|(stem, _)| stem) == stem);
    let siblings = [of_parent.and_then(|parent| parent.criteria.last()), alike.last()];
    for sibling in siblings.into_iter().flatten() {
        ways.extend(beside(document, sibling, id, text));
    }
    if let Some((last, (_, criterion))) = document.requirements.last().zip(document.criteria().last()) {
        ways.extend(section(document, last, criterion, id, text));
    }
    if of_parent.is_some() {
        return ways;
    }
    // A list of its own at the end.
    let source = &document.source;
    let end = source.text().len();
    let blank =
        if source.text().trim_end_matches(['\r', '\n']).len() + 1 < end { None } else { Some(String::new()) };
    let line = format!("- {}: {text}", id.as_str());
    ways.push(Way { at: end, lines: blank.into_iter().chain([line]).collect() });
    ways
}

/// Behind a criterion, written as that is.
fn beside(document: &Document, sibling: &Criterion, id: &Id, text: &str) -> Option<Way> {
    let source = &document.source;
    let start = source.line_span(sibling.line).start;
    let lead = lead(source, sibling, start)?;
    let lead = renumbered(&lead, &sibling.id, id);
    let mut lines = vec![format!("{lead}{text}")];
    // If a blank line parts the items, one parts this from them.
    let before = (sibling.line > 1).then(|| source.slice(source.line_span(sibling.line - 1)));
    let others = document.criteria().filter(|(_, other)| other.end_line + 2 == sibling.line).count();
    if others > 0 && before.is_some_and(|line| line.trim().is_empty()) {
        lines.insert(0, String::new());
    }
    Some(Way { at: behind(source, sibling.end_line), lines })
}

/// A new requirement at the end, with the criterion in it, written as the last one is.
fn section(
    document: &Document,
    last: &Requirement,
    criterion: &Criterion,
    id: &Id,
    text: &str,
) -> Option<Way> {
    if last.is_its_own_criterion() || parent(id).is_some() {
        return None;
    }
    let source = &document.source;
    let heading = source.slice(source.line_span(last.line)).trim_end();
    let (_, number) = last_number(last.id.as_str())?;
    let (_, new) = last_number(id.as_str())?;
    let at = heading.find(number)?;
    let mut lines = vec![String::new(), format!("{}{new}", &heading[..at]), String::new()];
    // The lines above the criteria: `#### Acceptance Criteria`.
    let between = last.line + 1..criterion.line;
    let inner = between.map(|line| source.slice(source.line_span(line))).rfind(|line| line.starts_with('#'));
    lines.extend(inner.into_iter().flat_map(|line| [line.trim_end().to_owned(), String::new()]));
    let first = last.criteria.first()?;
    let lead = lead(source, first, source.line_span(first.line).start)?;
    let lead = lead.replace(first.id.as_str(), &format!("{}.1", id.as_str()));
    lines.push(format!("{lead}{text}"));
    Some(Way { at: behind(source, criterion.end_line), lines })
}

/// The text in front of the words of a criterion, from the begin of its line.
fn lead(source: &Source, criterion: &Criterion, start: usize) -> Option<String> {
    let words = criterion.text.span().start;
    let lead = source.text().get(start..words).filter(|lead| !lead.contains('\n'))?;
    // The begin of emphasis is a part of the words: `**Given** …`.
    let marks = lead.len() - lead.trim_end_matches(['*', '_']).len();
    let has_open = lead.matches("**").count() % 2 == 1;
    Some(if has_open { lead[..lead.len() - marks].to_owned() } else { lead.to_owned() })
}

/// A lead with the number of another id.
fn renumbered(lead: &str, from: &Id, to: &Id) -> String {
    if let Some(at) = lead.rfind(from.as_str()) {
        return format!("{}{}{}", &lead[..at], to.as_str(), &lead[at + from.as_str().len()..]);
    }
    let numbers = |id: &Id| {
        let digits = id.as_str().find(|c: char| c.is_ascii_digit()).unwrap_or(id.as_str().len());
        id.as_str()[digits..].to_owned()
    };
    let last = |id: &Id| last_number(id.as_str()).map(|(_, digits)| digits.to_owned()).unwrap_or_default();
    for (old, new) in [(numbers(from), numbers(to)), (last(from), last(to))] {
        if let Some(at) = lead.rfind(old.as_str()).filter(|_| !old.is_empty()) {
            return format!("{}{new}{}", &lead[..at], &lead[at + old.len()..]);
        }
    }
    lead.to_owned()
}

/// Returns the beginning of the line behind a line.
fn behind(source: &Source, line: usize) -> usize {
    if line < source.line_count() { source.line_span(line + 1).start } else { source.text().len() }
}
