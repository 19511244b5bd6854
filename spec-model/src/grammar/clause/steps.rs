//! Parses steps: GIVEN … WHEN … THEN …

use super::keyword::{Style, Word};
use super::part;
use super::parts::{Clause, Part, PartKind, Pattern};
use super::token::{Token, TokenKind, TokenPlace};

/// The steps of a sentence that begins with GIVEN and goes on with WHEN or THEN.
pub(super) fn given_when_then(text: &str, tokens: &[Token]) -> Option<Clause> {
    let first = tokens.iter().find(|token| begins_step(token, Style::Quiet))?;
    let is_reported = first.word() == Some(Word::Given);
    let clause = steps(text, tokens).filter(|_| is_reported)?;
    let goes_on = clause.parts.iter().any(|part| matches!(part.kind, PartKind::When | PartKind::Then));
    goes_on.then_some(clause)
}

/// The steps of a scenario; none if there is no keyword.
pub(super) fn steps(text: &str, tokens: &[Token]) -> Option<Clause> {
    let style = style(tokens);
    let keywords: Vec<_> = tokens.iter().filter(|token| begins_step(token, style)).collect();
    let mut kind = None;
    let mut parts: Vec<Part> = Vec::new();
    for (index, token) in keywords.iter().enumerate() {
        kind = match token.word()? {
            Word::Given | Word::Where | Word::While => Some(PartKind::Given),
            Word::When | Word::If => Some(PartKind::When),
            Word::Then => Some(PartKind::Then),
            _ => kind,
        };
        let end = keywords.get(index + 1).map_or(text.len(), |next| next.start);
        parts.extend(kind.and_then(|kind| part(text, kind, token.end..end)));
    }
    (!parts.is_empty()).then_some(Clause { pattern: Pattern::GivenWhenThen, parts })
}

/// Returns the style of the keywords: that of the first one.
fn style(tokens: &[Token]) -> Style {
    let first = tokens.iter().find(|token| begins_step(token, Style::Quiet));
    first.map_or(Style::Quiet, |token| if token.is_loud() { Style::Capitals } else { Style::Quiet })
}

/// A keyword that begins a step, where the keywords are written in `style`. Within a line a quiet one is a word like any other if the
/// others are loud. AND and BUT join words unless they are dressed or stand behind a comma.
fn begins_step(token: &Token, style: Style) -> bool {
    let TokenKind::Word(word, written) = token.kind else { return false };
    let begins = matches!(token.place, TokenPlace::Start | TokenPlace::Break);
    match word {
        Word::The | Word::ForAll => false,
        Word::And | Word::But => {
            written == Style::Dressed
                || begins
                || written == Style::Capitals && token.place != TokenPlace::Inside
        }
        // Preconditions of EARS: only where a step may begin.
        Word::If | Word::While | Word::Where => begins || written == Style::Dressed,
        Word::Given | Word::When | Word::Then => {
            written >= Style::Capitals
                || begins
                || style == Style::Quiet && matches!(token.place, TokenPlace::Comma | TokenPlace::Stop)
        }
    }
}
