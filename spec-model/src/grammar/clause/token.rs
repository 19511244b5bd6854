//! A text as the tokens that its clauses are made of.

use super::keyword::{self, Keyword, Style, Word};
use super::{modal, opaque};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword.
    Word(Word, Style),
    /// A modal; see [`modal::Modal`].
    Modal { binds: bool, trails: bool },
    /// A comma or semicolon of any script.
    Comma,
    /// The end of a sentence.
    Stop,
    /// A colon, or a dash between spaces.
    Dash,
    /// The end of a line.
    Break,
}

/// A token with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// What stands before it.
    pub(super) place: Place,
}

/// What stands directly before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// No letter or digit: it begins the text, but for an emoji.
    Start,
    /// A comma.
    Comma,
    /// A full stop, a colon or a dash.
    Stop,
    /// The end of a line.
    Break,
    /// A word.
    Inside,
}

impl Token {
    /// Its keyword, if it is one.
    pub(super) fn word(&self) -> Option<Word> {
        match self.kind {
            Kind::Word(word, _) => Some(word),
            _ => None,
        }
    }

    /// A keyword in capitals or in emphasis.
    pub(super) fn is_loud(&self) -> bool {
        matches!(self.kind, Kind::Word(_, Style::Capitals | Style::Dressed))
    }
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let opaque = opaque::ranges(text);
    let is_japanese = text.contains(|c| matches!(c, '\u{3041}'..='\u{30ff}'));
    let mut tokens = Vec::new();
    let mut opaque = opaque.iter().peekable();
    let (mut at, mut place, mut previous) = (0, Place::Start, ' ');
    while let Some(c) = text[at..].chars().next() {
        while opaque.next_if(|range| range.start < at).is_some() {}
        let skip = opaque.peek().filter(|range| range.start == at).map(|range| range.end);
        let found = token(text, at, place, previous, is_japanese).filter(|&(kind, end)| {
            // In backticks a keyword may stand alone.
            skip.is_none_or(|skip| matches!(kind, Kind::Word(..)) && end >= skip)
        });
        let end = match (found, skip) {
            (Some((kind, end)), _) => {
                tokens.push(Token { kind, start: at, end, place });
                place = after(kind, place);
                end
            }
            (None, Some(end)) => {
                place = Place::Inside;
                end
            }
            // Inside of a word no token begins.
            (None, None) if c.is_ascii_alphanumeric() => {
                place = Place::Inside;
                at + text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
            }
            (None, None) => {
                if c.is_alphanumeric() {
                    place = Place::Inside;
                }
                at + c.len_utf8()
            }
        };
        previous = text[at..end].chars().next_back().unwrap_or(' ');
        at = end;
    }
    tokens
}

fn after(kind: Kind, before: Place) -> Place {
    match kind {
        // `AND WHEN`: the second stands where the first does.
        Kind::Word(Word::And | Word::But, _) => before,
        Kind::Word(..) | Kind::Modal { .. } => Place::Inside,
        _ if before == Place::Start => Place::Start,
        Kind::Comma => Place::Comma,
        Kind::Stop | Kind::Dash => Place::Stop,
        Kind::Break => Place::Break,
    }
}

/// The token at an offset, and where it ends.
fn token(text: &str, at: usize, place: Place, previous: char, is_japanese: bool) -> Option<(Kind, usize)> {
    let rest = &text[at..];
    let mut chars = rest.chars();
    let c = chars.next()?;
    let ends_word = chars.next().is_none_or(char::is_whitespace);
    let punctuation = match c {
        ',' | ';' if ends_word => Some(Kind::Comma),
        '，' | '、' | '；' => Some(Kind::Comma),
        '.' | '!' | '?' if ends_word => Some(Kind::Stop),
        '。' | '！' | '？' => Some(Kind::Stop),
        ':' if ends_word => Some(Kind::Dash),
        '：' => Some(Kind::Dash),
        '-' | '–' | '—' if ends_word && previous.is_whitespace() => Some(Kind::Dash),
        '\n' => Some(Kind::Break),
        _ => None,
    };
    if let Some(kind) = punctuation {
        return Some((kind, at + c.len_utf8()));
    }
    let is_mark = |c| matches!(c, '*' | '_' | '`');
    if !c.is_alphabetic() && !is_mark(c) || is_mark(c) && is_mark(previous) {
        return None;
    }
    if let Some(modal::Modal { len, binds, trails }) = modal::ending(rest) {
        return Some((Kind::Modal { binds, trails }, at + len));
    }
    let is_spaced = !keyword::is_unspaced(c);
    let goes_on = previous.is_alphanumeric() && !keyword::is_unspaced(previous)
        || matches!(previous, '-' | '_' | '/' | '.' | '\'' | '’' | '`');
    if is_spaced && goes_on && c.is_alphabetic() {
        return None;
    }
    if let Some(Keyword { word, style, len }) = keyword::keyword(rest)
        && (is_spaced || place != Place::Inside)
    {
        return Some((Kind::Word(word, style), at + len));
    }
    let marks = rest.len() - rest.trim_start_matches(['*', '_']).len();
    let modal = modal::modal(&rest[marks..], previous, is_japanese)?;
    let after = &rest[marks + modal.len..];
    let close = if marks > 0 { after.len() - after.trim_start_matches(['*', '_']).len() } else { 0 };
    let (binds, trails) = (modal.binds || close > 0, modal.trails);
    Some((Kind::Modal { binds, trails }, at + marks + modal.len + close))
}
