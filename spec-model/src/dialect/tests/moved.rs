//! The invariant of every dialect, tried on changed documents. One criterion is moved, marked, indented, numbered or
//! hyphenated in another way. It stays a criterion with the right id and exactly its words, or a finding is at its
//! place. Every other criterion keeps its id and its words.

mod fixtures;
mod ways;

use std::collections::BTreeSet;
use std::ops::Range;

use super::*;
use crate::diagnostic::Code;
use crate::grammar::{clause, likeness};
use crate::markdown::plain;

/// A criterion as it stands in its document.
struct Target {
    id: String,
    words: String,
    /// Its first and last line, from 0.
    lines: Range<usize>,
    /// The text before its words on its first line, the marker of its item left out.
    lead: String,
    /// The words and what follows on their line.
    rest: String,
}

impl Target {
    /// The id that is written before its words; empty where its place is its id.
    fn written_id(&self) -> &str {
        let bare = self.lead.trim_matches(['*', ':', ' ', '`', '[', ']']);
        if bare.contains(|c: char| c.is_ascii_digit()) && !bare.contains(' ') { bare } else { "" }
    }

    /// Has it the id by its place, below the heading of another requirement?
    fn is_positional(&self) -> bool {
        self.written_id().is_empty()
    }
}

/// A document, with all of its criteria.
struct Fixture {
    path: String,
    text: String,
    dialect: Dialect,
    targets: Vec<Target>,
}

impl Fixture {
    fn all() -> Vec<Self> {
        let fixture = |(path, text): (String, String)| {
            let document = read(Source::new(path.as_str(), text.as_str()), None);
            assert!(document.criteria().next().is_some(), "{path}");
            let targets = targets(&document);
            Self { dialect: document.dialect, path, text, targets }
        };
        fixtures::fixtures().into_iter().map(fixture).collect()
    }

    /// All criteria of the short documents, and a few of the long ones.
    fn some(&self) -> impl Iterator<Item = &Target> {
        let is_short = fixtures::WRITTEN.iter().any(|&(written, _)| written == self.path);
        self.targets.iter().step_by(if is_short { 2 } else { 8 })
    }
}

fn words(text: &str) -> String {
    plain(text).replace(['*', '_', '`'], "").trim().to_owned()
}

/// Are the words those of a text, whatever pictures, tags and labels stand before them?
fn says(text: &str, statement: &str) -> bool {
    text.strip_suffix(statement).is_some_and(|before| {
        let is_label = before.trim_end().ends_with([':', '>', '|', ')', '.']) && before.len() < 16;
        is_label || !before.contains(char::is_alphanumeric)
    })
}

fn targets(document: &Document) -> Vec<Target> {
    let lines: Vec<_> = document.source.text().lines().collect();
    let target = |(_, criterion): (&crate::spec::Requirement, &crate::spec::Criterion)| {
        let line = lines[criterion.line - 1];
        let item = line.trim_start().trim_start_matches(['-', '*', '|']).trim_start();
        let item = item.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(". ");
        let first = criterion.text.as_str().lines().next().unwrap_or_default();
        let at = item.find(first).unwrap_or(0);
        Target {
            id: criterion.id.to_string(),
            words: words(criterion.text.as_str()),
            lines: criterion.line - 1..criterion.end_line,
            lead: item[..at].replace(" | ", ": "),
            rest: item[at..].trim_end_matches([' ', '|']).to_owned(),
        }
    };
    document.criteria().map(target).collect()
}

/// The codes of findings about text that is read as nothing, or as a part of something else.
const TELLING: &[Code] =
    &[Code::UnreadText, Code::StrayCriteria, Code::MalformedHeading, Code::MalformedId, Code::UnclosedBlock];

/// Is something told at one of the lines, from 0? Of a list that belongs to nothing, it is told at its first line.
pub(super) fn is_reported(document: &Document, lines: &Range<usize>) -> bool {
    let text: Vec<_> = document.source.text().lines().collect();
    document.diagnostics.iter().filter(|found| TELLING.contains(&found.code)).any(|found| {
        let related = found.labels.iter().map(|label| &label.location);
        found.location.iter().chain(related).any(|at| {
            let below = text[at.end.line.min(text.len())..].iter();
            let is_list = found.code == Code::StrayCriteria;
            let more = below.take_while(|line| is_list && !line.is_empty() && !line.starts_with('#')).count();
            at.start.line <= lines.end && at.end.line + more > lines.start
        })
    })
}

/// Does a line read like a requirement by itself?
fn would_be_taken(target: &Target, line: &str) -> bool {
    const FAMILIES: &[&str] = &["FR-", "NFR-", "SC-", "REQ-", "AC-", "US"];
    let has_id =
        FAMILIES.iter().any(|family| target.lead.contains(family)) && line.contains(target.lead.trim());
    has_id || likeness::promises(&target.rest) || clause::is_whole(&target.rest)
}

/// May a criterion that has its id by its place have this one: below a requirement of the document, with a number or a name of its own?
fn is_place(id: &str, target: &Target, document: &Document) -> bool {
    let last = target.id.rsplit('.').next().unwrap_or_default();
    let is_part = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit()) || rest == last;
    document.requirements.iter().any(|requirement| {
        let behind = id.strip_prefix(requirement.id.as_str());
        behind.is_some_and(|rest| rest.strip_prefix('.').is_some_and(is_part) || rest.is_empty())
    })
}

/// Does the way to write a criterion make its line a heading?
fn is_heading(way: &str) -> bool {
    way.trim_start().starts_with('#') || way.ends_with("\n---")
}

/// A document in which a target is written at another place, or in another way.
struct Rewrite<'a> {
    fixture: &'a Fixture,
    target: &'a Target,
    /// The first line of it now, from 0.
    place: usize,
    /// The number of lines that it has now.
    height: usize,
    document: &'a Document,
    /// The ids and words of its criteria.
    criteria: &'a [(&'a str, String)],
    /// The place where a finding about it stands.
    reported: Range<usize>,
    makes_heading: bool,
}

impl Rewrite<'_> {
    /// The problem with another criterion: it is neither as it was, nor told.
    fn lost(&self, other: &Target) -> Option<String> {
        let has = |id: &str| self.criteria.iter().any(|(it, words)| *it == id && *words == other.words);
        if has(&other.id) {
            return None;
        }
        let lines = self.lines_of(other);
        if is_reported(self.document, &lines) {
            return None;
        }
        let (parent, last) = other.id.rsplit_once('.').unwrap_or(("", &other.id));
        // A place is the id: by one more if the target has entered the list, by one less if it has left it.
        if let Ok(number) = last.parse::<usize>()
            && self.target.is_positional()
        {
            let left = self.target.id.rsplit_once('.').is_some_and(|(of, _)| of == parent);
            let by_one =
                has(&format!("{parent}.{}", number + 1)) || left && has(&format!("{parent}.{}", number - 1));
            if by_one {
                return None;
            }
        }
        // The nearest heading of a requirement is another one.
        let text: Vec<_> = self.document.source.text().lines().collect();
        let head = text[..lines.start].iter().rposition(|line| line.starts_with("### Requirement:"));
        let is_below = head.is_some_and(|at| (self.place..self.place + self.height).contains(&at));
        if is_below && has(&format!("{}.{last}", self.target.id)) {
            return None;
        }
        // It says what the requirement asks for, above the scenario that stands there now.
        let states = |it: &crate::spec::Requirement| {
            it.id.as_str() == other.id && words(it.statement.as_str()) == other.words
        };
        if self.fixture.dialect == Dialect::OpenSpec && self.document.requirements.iter().any(states) {
            return None;
        }
        let renamed = self.criteria.iter().find(|(_, words)| *words == other.words).map(|(id, _)| id);
        // Words below a heading are its own. The heading is told.
        if self.makes_heading && renamed.is_some() && is_reported(self.document, &self.reported) {
            return None;
        }
        let now = self.criteria.iter().find(|(id, _)| *id == other.id).map(|(_, words)| words);
        Some(format!("{} is {now:?} now; its words have {renamed:?}", other.id))
    }

    /// Returns the lines where another criterion stands now.
    fn lines_of(&self, other: &Target) -> Range<usize> {
        let start = other.lines.start;
        let start = if start >= self.target.lines.end { start - self.target.lines.len() } else { start };
        let start = if start >= self.place { start + self.height } else { start };
        start..start + other.lines.len()
    }
}

#[derive(Default)]
struct Tried {
    count: usize,
    wrong: Vec<String>,
}

impl Tried {
    /// Reads a document with new lines in the place of a target's. `lines` are those of the document without the target, `place` where the
    /// new ones stand among them.
    fn try_it(
        &mut self,
        fixture: &Fixture,
        lines: &[&str],
        place: usize,
        way: &str,
        target: &Target,
        ids: &[String],
    ) {
        let (before, after) = lines.split_at(place);
        let text = [before, &way.split('\n').collect::<Vec<_>>(), after].concat().join("\n");
        let document = read(Source::new(fixture.path.as_str(), text.as_str()), Some(fixture.dialect));
        self.count += 1;
        let height = way.split('\n').count();
        let mut complain = |what: String| {
            let behind = before.last().unwrap_or(&"");
            self.wrong
                .push(format!("{} {} as {way:?} behind {behind:?}: {what}", fixture.dialect, target.id));
        };
        let reported = place..place + height + 1;
        let criteria: Vec<_> =
            document.criteria().map(|(_, it)| (it.id.as_str(), words(it.text.as_str()))).collect();
        // It begins there, so that it has no words of what stands above.
        let found: Vec<_> = document
            .criteria()
            .zip(&criteria)
            .filter(|((_, it), (_, words))| it.line > place && says(words, &target.words))
            .map(|((_, it), _)| it)
            .collect();
        let is_right = |id: &str| {
            ids.iter().any(|right| right == id) || ids.is_empty() && is_place(id, target, &document)
        };
        // The words of a requirement above its scenarios are no criterion any more once it has some.
        let is_statement = || {
            fixture.dialect == Dialect::OpenSpec
                && document.requirements.iter().any(|it| {
                    it.id.as_str() == target.id && words(it.statement.as_str()).contains(&target.words)
                })
        };
        if found.is_empty() && !is_reported(&document, &reported) && !is_statement() {
            complain("silent".to_owned());
        }
        if let [criterion] = &found[..]
            && !is_right(criterion.id.as_str())
            && !is_reported(&document, &reported)
        {
            complain(format!("has the id {}", criterion.id));
        }
        let at = Rewrite {
            fixture,
            target,
            place,
            height,
            document: &document,
            criteria: &criteria,
            reported,
            makes_heading: is_heading(way),
        };
        for other in fixture.targets.iter().filter(|other| other.lines != target.lines) {
            if let Some(what) = at.lost(other) {
                complain(what);
            }
        }
    }

    #[track_caller]
    fn finish(self) {
        assert!(self.count > 1_000, "{}", self.count);
        assert!(self.wrong.is_empty(), "{} of {}:\n{}", self.wrong.len(), self.count, self.wrong.join("\n"));
    }
}

#[test]
fn a_criterion_that_is_written_in_another_way_is_read_or_reported() {
    let mut tried = Tried::default();
    for fixture in Fixture::all() {
        let lines: Vec<_> = fixture.text.lines().collect();
        let targets = fixture.some().filter(|target| target.lines.len() == 1);
        let ways = targets.flat_map(|target| ways::written(target).into_iter().map(move |way| (target, way)));
        let ways: Vec<_> = ways.filter(|(target, (way, _))| would_be_taken(target, way)).collect();
        // A prime, so that each way comes up for some target.
        for (target, (way, ids)) in ways.iter().step_by(if ways.len() > MOST { 3 } else { 1 }) {
            let others = [&lines[..target.lines.start], &lines[target.lines.end..]].concat();
            tried.try_it(&fixture, &others, target.lines.start, way, target, ids);
        }
    }
    tried.finish();
}

/// The least number of ways to write the criteria of one document that are tried, before some are left out.
const MOST: usize = 300;

/// The places that a criterion is moved to, as numbers of lines.
fn places(lines: &[&str], target: &Target) -> Vec<usize> {
    let mut places: BTreeSet<usize> = (0..=lines.len()).step_by(1 + lines.len() / 40).collect();
    places.extend([0, 1, lines.len(), target.lines.start, target.lines.end]);
    places.into_iter().filter(|&place| place <= lines.len()).collect()
}

#[test]
fn a_criterion_that_is_moved_is_read_or_reported() {
    let mut tried = Tried::default();
    for fixture in Fixture::all() {
        let lines: Vec<_> = fixture.text.lines().collect();
        for target in fixture.some() {
            let item = &lines[target.lines.clone()];
            if target.lines.len() == 1 && !would_be_taken(target, item[0]) {
                continue;
            }
            let others = [&lines[..target.lines.start], &lines[target.lines.end..]].concat();
            let own = target.written_id();
            let ids = if own.is_empty() { Vec::new() } else { vec![own.to_owned()] };
            for place in places(&others, target) {
                let after = &others[place..];
                // A line that goes on directly below would become a part of it in every reading.
                let next = after.iter().find(|line| !line.trim().is_empty());
                let goes_on = match after.first() {
                    Some(line) => !line.is_empty() && !line.starts_with(['#', '-', '1']),
                    None => false,
                };
                let is_cut = after.first().is_some_and(|line| line.starts_with([' ', '|']));
                let is_headed = item[0].starts_with('#') && next.is_some_and(|line| !line.starts_with('#'));
                let ways = [item.join("\n"), format!("\n{}\n", item.join("\n"))];
                let is_inside = is_cut || is_headed;
                for item in ways.iter().skip(usize::from(goes_on)).take(if is_inside { 0 } else { 2 }) {
                    tried.try_it(&fixture, &others, place, item, target, &ids);
                }
            }
        }
    }
    tried.finish();
}
