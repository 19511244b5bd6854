//! EARS sentences: preconditions, subject, modal, response.

use std::ops::Range;

use super::keyword::{Style, Word};
use super::part;
use super::parts::{Clause, Part, PartKind, Pattern};
use super::token::{Token, TokenKind, TokenPlace};

/// The sentence that a text begins with; none if it is prose.
pub(super) fn sentence(text: &str, tokens: &[Token]) -> Option<Clause> {
    let sentence = Sentence { text, tokens };
    match sentence.opening() {
        Some(opening) => sentence.conditional(opening).or_else(|| sentence.ubiquitous()),
        None => sentence.ubiquitous(),
    }
}

struct Sentence<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

/// The kind of precondition that a keyword begins.
fn precondition(word: Word) -> Option<PartKind> {
    match word {
        Word::Where => Some(PartKind::Feature),
        Word::While => Some(PartKind::State),
        Word::When => Some(PartKind::Trigger),
        Word::If => Some(PartKind::Condition),
        _ => None,
    }
}

impl Sentence<'_> {
    /// The first token of a kind, from an index on.
    fn find(&self, from: usize, is_it: impl Fn(&Token) -> bool) -> Option<usize> {
        self.tokens.iter().skip(from).position(is_it).map(|index| from + index)
    }

    /// The keyword that begins the first precondition: before any modal, at the beginning, or behind a label (`✅
    /// **DONE** - WHEN …`) or an introduction (`For admins, when …`).
    fn opening(&self) -> Option<usize> {
        let modal = self.find(0, |token| matches!(token.kind, TokenKind::Modal { binds: true, .. }));
        let before = modal.unwrap_or(self.tokens.len());
        self.find(0, |token| {
            token.word().and_then(precondition).is_some()
                && match token.place {
                    TokenPlace::Start => true,
                    TokenPlace::Comma => modal.is_some(),
                    TokenPlace::Stop | TokenPlace::Break => token.is_loud() || modal.is_some(),
                    TokenPlace::Inside => false,
                }
        })
        .filter(|&index| index < before)
    }

    /// `WHEN … THE … SHALL …`
    fn conditional(&self, opening: usize) -> Option<Clause> {
        let style = if self.tokens[opening].is_loud() { Style::Capitals } else { Style::Quiet };
        let main = self.main_clause(opening, style);
        let main_start = main.as_ref().map_or(self.text.len(), |main| main.before);
        let keywords: Vec<_> = (opening..self.tokens.len())
            .map(|index| &self.tokens[index])
            .take_while(|token| token.start < main_start)
            .filter(|token| {
                let is_first = token.start == self.tokens[opening].start;
                is_first || token.word().and_then(precondition).is_some() && begins_precondition(token, style)
            })
            .collect();
        let mut parts = Vec::new();
        for (index, token) in keywords.iter().enumerate() {
            let end = keywords.get(index + 1).map_or(main_start, |next| without_and(self.tokens, next));
            let kind = token.word().and_then(precondition)?;
            parts.extend(part(self.text, kind, token.end..end));
        }
        if parts.is_empty() || main.is_none() && style == Style::Quiet {
            return None;
        }
        let pattern = pattern(&parts);
        if let Some(main) = main {
            self.response(main.start, false, &mut parts);
        }
        Some(Clause { pattern, parts })
    }

    /// Finds the beginning of the main clause, behind the preconditions.
    fn main_clause(&self, opening: usize, style: Style) -> Option<Main> {
        let from = opening + 1;
        let is_modal = |binds: bool| move |token: &Token| matches!(token.kind, TokenKind::Modal { binds: b, .. } if b || !binds);
        let modal = self.find(from, is_modal(true)).or_else(|| self.find(from, is_modal(false)));
        let then = self.find(from, |token| {
            token.word() == Some(Word::Then)
                && (token.is_loud() || style == Style::Quiet || token.place == TokenPlace::Comma)
        });
        if let Some(then) = then.filter(|&then| modal.is_none_or(|modal| then < modal || !self.binds(modal)))
        {
            let token = &self.tokens[then];
            return Some(Main { before: token.start, start: token.end });
        }
        let end = modal.unwrap_or(self.tokens.len());
        let tokens = &self.tokens[from..end];
        let is_the = |token: &&Token| token.word() == Some(Word::The);
        let behind_comma = |token: &&Token| is_the(token) && token.place == TokenPlace::Comma;
        let article = tokens
            .iter()
            .find(|token| behind_comma(token) && token.is_loud())
            .or_else(|| {
                tokens.iter().rfind(|token| is_the(token) && token.is_loud() && style != Style::Quiet)
            })
            .or_else(|| {
                let mut those = tokens.iter().filter(behind_comma);
                if modal.is_some() { those.next_back() } else { those.next() }
            });
        if let Some(article) = article {
            return Some(Main { before: article.start, start: article.start });
        }
        let mut commas = tokens.iter().filter(|token| token.kind == TokenKind::Comma);
        let comma = if modal.is_some() { commas.next_back() } else { commas.next() };
        if let Some(comma) = comma.filter(|comma| !self.text[comma.end..].trim().is_empty()) {
            return Some(Main { before: comma.start, start: comma.end });
        }
        let modal = modal.map(|modal| &self.tokens[modal])?;
        let article = tokens.iter().rfind(is_the).map(|token| token.start);
        let start = article.unwrap_or(modal.start);
        Some(Main { before: start, start })
    }

    fn binds(&self, index: usize) -> bool {
        matches!(self.tokens[index].kind, TokenKind::Modal { binds: true, .. })
    }

    /// `THE … SHALL …`
    fn ubiquitous(&self) -> Option<Clause> {
        let modal = self.find(0, |token| matches!(token.kind, TokenKind::Modal { binds: true, .. }))?;
        let before = &self.tokens[..modal];
        let stop = before.iter().rfind(|token| matches!(token.kind, TokenKind::Stop));
        let sentence = stop.map_or(0, |stop| stop.end);
        let article = before.iter().rfind(|token| {
            token.start >= sentence && token.word() == Some(Word::The) && token.place != TokenPlace::Inside
        });
        let quantifier =
            before.iter().find(|token| token.start >= sentence && token.word() == Some(Word::ForAll));
        let comma =
            before.iter().rfind(|token| token.kind == TokenKind::Comma).filter(|_| quantifier.is_some());
        let start = article.map(|token| token.start).max(comma.map(|token| token.end)).unwrap_or(sentence);
        let mut parts = Vec::new();
        self.response(start, true, &mut parts);
        Some(Clause { pattern: Pattern::Ubiquitous, parts })
    }

    /// The subject, the modal and the response of the main clause.
    fn response(&self, start: usize, must_bind: bool, parts: &mut Vec<Part>) {
        let text = self.text;
        let modals = || self.tokens.iter().filter(|token| token.start >= start);
        let binding = modals().find(|token| matches!(token.kind, TokenKind::Modal { binds: true, .. }));
        let modal = binding
            .or_else(|| modals().find(|token| matches!(token.kind, TokenKind::Modal { .. }) && !must_bind));
        let Some(modal) = modal else {
            let subject = topic(text, start..text.len());
            parts.extend(part(text, PartKind::Subject, start..subject));
            parts.extend(part(text, PartKind::Response, behind_topic(text, subject, start)..text.len()));
            return;
        };
        let trails = matches!(modal.kind, TokenKind::Modal { trails: true, .. })
            || !text[modal.end..].contains(char::is_alphanumeric);
        let subject = if trails { topic(text, start..modal.start) } else { modal.start };
        parts.extend(part(text, PartKind::Subject, start..subject));
        if trails {
            parts.extend(part(text, PartKind::Response, behind_topic(text, subject, start)..modal.start));
        }
        parts.push(Part { kind: PartKind::Modal, range: bare(text, modal.start..modal.end) });
        parts.extend(part(text, PartKind::Response, modal.end..text.len()));
    }
}

/// The beginning of the main clause.
struct Main {
    /// The end of the preconditions.
    before: usize,
    /// The beginning of the clause.
    start: usize,
}

/// A keyword of a second precondition: a quiet one stands behind a comma, and only among quiet ones.
fn begins_precondition(token: &Token, style: Style) -> bool {
    match token.place {
        TokenPlace::Inside => token.is_loud(),
        _ => token.is_loud() || style == Style::Quiet && token.word() != Some(Word::Where),
    }
}

/// Finds the end of the text before a keyword: before the AND that joins them.
fn without_and(tokens: &[Token], keyword: &Token) -> usize {
    let before = tokens.partition_point(|token| token.start < keyword.start);
    let joins = |token: &Token| matches!(token.word(), Some(Word::And | Word::But));
    match before.checked_sub(1).map(|index| &tokens[index]) {
        Some(token) if joins(token) && keyword.place == token.place => token.start,
        _ => keyword.start,
    }
}

/// The pattern that the preconditions make.
fn pattern(parts: &[Part]) -> Pattern {
    let one = |kind| match kind {
        PartKind::Feature => Pattern::Optional,
        PartKind::State => Pattern::State,
        PartKind::Condition => Pattern::Unwanted,
        _ => Pattern::Event,
    };
    match parts {
        [first, rest @ ..] if rest.iter().all(|part| part.kind == first.kind) => one(first.kind),
        _ => Pattern::Complex,
    }
}

/// Finds the end of the topic of a Japanese clause: before its first は; at the beginning if it has none.
fn topic(text: &str, range: Range<usize>) -> usize {
    let opaque = super::opaque::ranges(&text[range.clone()]);
    let is_open = |at: usize| !opaque.iter().any(|range| range.contains(&at));
    let particle = text[range.clone()].match_indices('は').map(|(at, _)| at).find(|&at| is_open(at));
    particle.map_or(range.start, |at| range.start + at)
}

fn behind_topic(text: &str, topic: usize, start: usize) -> usize {
    if topic == start { start } else { topic + text[topic..].chars().next().map_or(0, char::len_utf8) }
}

/// A modal without its emphasis.
fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let start = range.end - raw.trim_start_matches(['*', '_']).len();
    start..range.start + raw.trim_end_matches(['*', '_']).len()
}
