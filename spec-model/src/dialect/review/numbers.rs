//! Finds ids that occur twice, and numbers that are missing or out of order.

use super::{Reviewed, Rule};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::hash::{FastMap, FastSet};
use crate::order::Order as _;
use crate::source::{Source, Span};

/// Reports ids that occur twice, and numbers that are missing or out of order.
pub(super) const RULE: Rule = review;

fn review(document: &Reviewed<'_>, found: &mut Vec<Diagnostic>) {
    let &Reviewed { blocks, reading, .. } = document;
    let source = blocks.source();
    let mut ids = Ids::default();
    let mut series: FastMap<&str, Series<'_>> = FastMap::default();
    // The numbers that are kept for what is gone, by what stands before them.
    let mut gone: FastMap<&str, Vec<u64>> = FastMap::default();
    for (stem, number) in reading.retired.iter().filter_map(|retired| numbered(retired.id.as_str())) {
        series.entry(stem).or_default().covered.push(number);
        gone.entry(stem.trim_end_matches('.')).or_default().push(number);
    }
    for requirement in &reading.requirements {
        let is_new = ids.add(requirement.id.as_str(), requirement.span);
        if let Some((stem, number)) = numbered(requirement.id.as_str()) {
            series.entry(stem).or_default().add(number, requirement.id.as_str(), requirement.span);
        }
        // Where `REQ-3.1`, `FR-003a` or `FR-003-login` is a requirement, number 3 is not missing.
        for part in parts(requirement.id.as_str()) {
            if let Some((stem, number)) = numbered(part) {
                series.entry(stem).or_default().covered.push(number);
            }
        }
        let mut own = Series { last: Some(0), ..Series::default() };
        own.covered = gone.get(requirement.id.as_str()).cloned().unwrap_or_default();
        for criterion in &requirement.criteria {
            let id = criterion.id.as_str();
            // The criteria of a requirement that is there twice are there twice too: said once is enough.
            if id != requirement.id.as_str() {
                let span = first_line(source, criterion.span);
                if is_new {
                    ids.add(id, span);
                } else {
                    ids.repeat(id, span);
                }
            }
            let below = id.strip_prefix(requirement.id.as_str()).and_then(|rest| rest.strip_prefix('.'));
            if let Some(number) = below.and_then(|number| number.parse().ok()) {
                own.add(number, id, first_line(source, criterion.span));
            }
        }
        // If some bear ids of their own, the others are numbered by their position.
        if own.members.len() == requirement.criteria.len() {
            own.report(source, found);
        }
    }
    ids.report(source, found);
    let mut series: Vec<_> = series.into_values().collect();
    series.order_by_key(|series| series.members.first().map(|member| member.2.start));
    for series in series {
        series.report(source, found);
    }
}

/// The places where each id is used.
#[derive(Default)]
struct Ids<'a> {
    places: FastMap<&'a str, Places>,
}

/// The places of one id, in order.
#[derive(Default)]
struct Places {
    all: Vec<Span>,
    /// The second of those that are reported by themselves.
    again: Option<Span>,
}

impl<'a> Ids<'a> {
    /// Notes an id. Says whether it is new.
    fn add(&mut self, id: &'a str, span: Span) -> bool {
        let places = self.places.entry(id).or_default();
        places.all.push(span);
        let is_new = places.all.len() == 1;
        if !is_new {
            places.again.get_or_insert(span);
        }
        is_new
    }

    /// Notes an id that its requirement repeats. Where the id is reported, its place is named.
    fn repeat(&mut self, id: &'a str, span: Span) {
        self.places.entry(id).or_default().all.push(span);
    }

    /// Reports each id that is used more than once, with all of its places.
    fn report(self, source: &Source, found: &mut Vec<Diagnostic>) {
        let mut twice: Vec<_> = self
            .places
            .into_iter()
            .filter_map(|(id, places)| Some((places.again?, id, places.all)))
            .collect();
        twice.order_by_key(|(again, ..)| again.start);
        for (again, id, places) in twice {
            let times = match places.len() {
                2 => "twice".to_owned(),
                times => format!("{times} times"),
            };
            let mut finding = Diagnostic::new(Code::DuplicateId, format!("the id {id} is used {times}"))
                .at(source, again)
                .concerning(id)
                .label("used again here")
                .help("give each its own number; until then both are listed, and a link to the id means the first");
            for (at, &place) in places.iter().enumerate().filter(|(_, place)| **place != again) {
                let label = if at == 0 { "first used here" } else { "and here" };
                finding = finding.related(Location::new(source, place), label);
            }
            found.push(finding);
        }
    }
}

/// Ids that differ in their last number only.
#[derive(Debug, Default)]
struct Series<'a> {
    /// The number that the first member has to follow.
    last: Option<u64>,
    members: Vec<(u64, &'a str, Span)>,
    /// Numbers that only members of their own stand for: 3 of `REQ-3.1`.
    covered: Vec<u64>,
}

impl<'a> Series<'a> {
    fn add(&mut self, number: u64, id: &'a str, span: Span) {
        self.members.push((number, id, span));
    }

    /// Reports each break, unless there are so many that the numbers were never meant to follow each other.
    fn report(self, source: &Source, found: &mut Vec<Diagnostic>) {
        let numbers = self.members.iter().map(|&(number, ..)| number);
        let numbers: FastSet<u64> = numbers.chain(self.covered.iter().copied()).collect();
        let has_blocks = self.has_blocks();
        let mut breaks = Vec::new();
        let mut last = self.last;
        let mut seen = FastSet::default();
        let mut is_behind_break = false;
        for &(number, id, span) in &self.members {
            if !seen.insert(number) {
                continue;
            }
            let Some(before) = last.replace(number) else { continue };
            // The one that goes on counting behind a number that stands out is no break of its own.
            let was_behind_break = std::mem::replace(&mut is_behind_break, false);
            let message = if number < before {
                if was_behind_break {
                    continue;
                }
                format!("{id} comes after number {before}")
            } else {
                if begins_block(before, number, has_blocks) {
                    continue;
                }
                let mut missing = (before + 1..number).filter(|number| !numbers.contains(number));
                match (missing.next(), missing.next_back()) {
                    (None, _) => continue,
                    (Some(one), None) => format!("number {one} is missing before {id}"),
                    (Some(first), Some(last)) => format!("numbers {first} to {last} are missing before {id}"),
                }
            };
            is_behind_break = true;
            breaks.push(
                Diagnostic::new(Code::NumberingGap, message)
                    .at(source, span)
                    .concerning(id)
                    .label("the numbering jumps here")
                    .help("number in order, or leave it: ids stay as they are written"),
            );
        }
        if breaks.len() * 2 <= self.members.len().max(2) {
            found.append(&mut breaks);
        }
    }

    /// Are the numbers given in blocks of ten: does every jump end at a round number, and is there more than one?
    fn has_blocks(&self) -> bool {
        let pairs = self.members.iter().zip(self.members.iter().skip(1));
        let jumps = pairs.map(|(one, next)| (one.0, next.0)).filter(|&(one, next)| next > one + 1);
        let ends: Vec<_> = jumps.map(|(_, next)| next).collect();
        ends.len() > 1 && ends.iter().all(|end| end % 10 <= 1)
    }
}

/// Does a block of numbers begin behind another: 200 behind 104, 301 behind 215; 20 behind 13 where all blocks are of ten?
fn begins_block(before: u64, number: u64, has_blocks: bool) -> bool {
    let round = if has_blocks { 10 } else { 100 };
    number > before + 1 && number % round <= 1 && number >= round
}

/// The parts of an id that end in a number and go on: `FR-003` of `FR-003a`, of `FR-003.1` and of `FR-003-login`.
fn parts(id: &str) -> impl Iterator<Item = &str> {
    id.char_indices().zip(id.chars().skip(1)).filter_map(|((at, c), next)| {
        let is_end = c.is_ascii_digit() && (matches!(next, '.' | '-') || next.is_ascii_alphabetic());
        is_end.then(|| &id[..=at])
    })
}

/// An id without its last number, and that number: `FR-` and 3 of `FR-003`.
fn numbered(id: &str) -> Option<(&str, u64)> {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((stem, id[stem.len()..].parse().ok()?))
}

/// The part of a span that is on its first line.
fn first_line(source: &Source, span: Span) -> Span {
    Span::new(span.start, source.line_span(source.line(span.start)).end.clamp(span.start, span.end))
}
