//! The bytes of a document that the dialect's reading covers.

use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Reading;
use crate::grammar::likeness;
use crate::markdown::{BlockKind, Blocks, MappedText};
use crate::order::Order as _;
use crate::source::Span;
use crate::spec::{Criterion, NoteKind};

/// The owner of a stretch of a document. Where there are several, the first here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// A finding tells of it.
    Reported,
    /// The words of a criterion.
    Words,
    /// The text below a criterion that promises something.
    Part,
    /// The text below a criterion that promises nothing itself, as below a heading.
    Silent,
    /// The words of a requirement itself, above its first criterion; a note.
    Statement,
    /// A requirement's title or story, or the defect of a `bugfix.md`.
    Other,
    /// The headings beside requirements that may be one by their words: assumptions, risks, edge cases.
    Beside,
    /// The blocks that the dialect has set aside.
    Aside,
}

const CLAIMS: [Claim; 8] = [
    Claim::Reported,
    Claim::Words,
    Claim::Part,
    Claim::Silent,
    Claim::Statement,
    Claim::Other,
    Claim::Beside,
    Claim::Aside,
];

/// The blocks that a reading has claimed.
#[derive(Default)]
pub(super) struct Claims<'a> {
    /// The places where criteria begin, in order, and their ids.
    begins: Vec<(usize, &'a str)>,
    /// The criteria, by the place of their words.
    criteria: Vec<Span>,
    /// For each [`Claim`] its stretches, in order and none in another.
    spans: [Vec<Span>; CLAIMS.len()],
}

impl<'a> Claims<'a> {
    pub(super) fn of(blocks: &Blocks<'_>, reading: &'a Reading, found: &[Diagnostic]) -> Self {
        let mut claims = Self::default();
        let starts = Starts::of(blocks);
        for requirement in &reading.requirements {
            // Of what is an item, only its words are claimed.
            claims.add(Claim::Other, starts.head_at(requirement.span.start));
            requirement.story.iter().for_each(|text| claims.add_prose(Claim::Other, text));
            // A statement behind the first criterion, or without one, reads like a criterion.
            let first = requirement.criteria.first().map_or(0, |criterion| criterion.span.start);
            let stated = requirement.statement.pieces().filter(|piece| piece.start < first);
            // A list above scenarios spells out what the requirement asks for.
            let has_scenarios = requirement.criteria.iter().any(|criterion| criterion.is_scenario);
            let claim = if has_scenarios { Claim::Other } else { Claim::Statement };
            claims.spans[claim as usize].extend(stated);
            requirement.criteria.iter().for_each(|criterion| claims.add_criterion(criterion, &starts));
        }
        for note in reading.notes.iter().filter(|note| note.kind != NoteKind::EdgeCase) {
            let is_defect = note.kind == NoteKind::CurrentBehaviour;
            let claim = if is_defect { Claim::Other } else { Claim::Statement };
            claims.add_prose(claim, &note.text);
        }
        reading.retired.iter().for_each(|retired| claims.add(Claim::Other, Some(retired.span)));
        for &node in &reading.beside {
            claims.add(Claim::Beside, Some(blocks.node(node).span));
        }
        for &node in &reading.aside {
            claims.add(Claim::Aside, Some(blocks.node(node).span));
        }
        for diagnostic in found {
            let Some(location) = &diagnostic.location else { continue };
            match diagnostic.code {
                // It is told at the first line of a list.
                Code::StrayCriteria => {
                    let list = starts.list_at(location.span.start).unwrap_or(location.span);
                    claims.add(Claim::Reported, Some(list));
                }
                Code::MalformedHeading => claims.add(Claim::Reported, Some(location.span)),
                Code::MalformedId | Code::UnclosedBlock => {
                    let line = blocks.source().line_span(location.start.line);
                    claims.add(Claim::Reported, Some(Span::new(line.start, location.span.end.max(line.end))));
                }
                _ => {}
            }
        }
        claims.settle();
        claims
    }

    fn add(&mut self, claim: Claim, span: Option<Span>) {
        self.spans[claim as usize].extend(span);
    }

    fn add_prose(&mut self, claim: Claim, prose: &MappedText) {
        self.spans[claim as usize].extend(prose.pieces());
    }

    fn add_criterion(&mut self, criterion: &'a Criterion, starts: &Starts) {
        let words = criterion.text.span();
        let id = criterion.id.as_str();
        self.begins.extend([(words.start, id), (criterion.span.start, id)]);
        self.criteria.push(words);
        self.add(Claim::Words, starts.head_at(criterion.span.start));
        self.add_prose(Claim::Words, &criterion.text);
        if !criterion.points.is_empty() {
            let promises = criterion.is_scenario || likeness::has_modal(criterion.text.as_str());
            let part = if promises { Claim::Part } else { Claim::Silent };
            criterion.points.iter().for_each(|point| self.add_prose(part, point));
        }
        let texts = criterion.attachments.iter().map(|attachment| &attachment.text);
        texts.for_each(|text| self.add_prose(Claim::Part, text));
        // The cells of examples have no places of their own.
        self.add(Claim::Part, criterion.examples.as_ref().map(|_| criterion.span));
    }

    /// Puts all of it into order.
    fn settle(&mut self) {
        self.begins.order();
        self.criteria.order_by_key(|span| span.start);
        for spans in &mut self.spans {
            spans.order_by_key(|span| span.start);
            spans.dedup_by(|next, last| {
                let is_within = next.start <= last.end;
                if is_within {
                    last.end = last.end.max(next.end);
                }
                is_within
            });
        }
    }

    /// The ids of the criteria that begin in a stretch.
    pub(super) fn begin_in(&self, span: Span) -> impl Iterator<Item = &'a str> + '_ {
        let next = self.begins.partition_point(|&(begin, _)| begin < span.start);
        self.begins[next..].iter().take_while(move |&&(begin, _)| begin < span.end).map(|&(_, id)| id)
    }

    /// The criterion that the words before a place are of.
    pub(super) fn criterion_before(&self, offset: usize) -> Option<Span> {
        let next = self.criteria.partition_point(|criterion| criterion.start <= offset);
        next.checked_sub(1).map(|at| self.criteria[at])
    }

    /// The owner of a byte.
    pub(super) fn at(&self, offset: usize) -> Option<Claim> {
        CLAIMS.into_iter().find(|&claim| {
            let spans = &self.spans[claim as usize];
            let next = spans.partition_point(|span| span.start <= offset);
            next.checked_sub(1).is_some_and(|at| offset < spans[at].end)
        })
    }
}

/// The places where the headings, paragraphs and lists of a document begin.
struct Starts {
    heads: Vec<Span>,
    lists: Vec<Span>,
}

impl Starts {
    fn of(blocks: &Blocks<'_>) -> Self {
        let (mut heads, mut lists) = (Vec::new(), Vec::new());
        for node in blocks.nodes() {
            match node.kind {
                BlockKind::Heading(_) | BlockKind::Paragraph => heads.push(node.span),
                // Only the outermost of those that begin together.
                BlockKind::List(_) if lists.last().is_none_or(|last: &Span| last.start < node.span.start) => {
                    lists.push(node.span);
                }
                _ => {}
            }
        }
        Self { heads, lists }
    }

    /// The heading, or label, that begins there.
    fn head_at(&self, offset: usize) -> Option<Span> {
        at(&self.heads, offset)
    }

    fn list_at(&self, offset: usize) -> Option<Span> {
        at(&self.lists, offset)
    }
}

fn at(spans: &[Span], offset: usize) -> Option<Span> {
    spans.binary_search_by_key(&offset, |span| span.start).ok().map(|at| spans[at])
}
