//! Splits a text into the tokens of clauses.

use std::ops::Range;

use super::keyword::{self, Keyword, Style, Word};
use super::{modal, opaque};

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
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
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text before it.
    pub(super) place: TokenPlace,
}

/// The text directly before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenPlace {
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
            TokenKind::Word(word, _) => Some(word),
            _ => None,
        }
    }

    /// A keyword in capitals or in emphasis.
    pub(super) fn is_loud(&self) -> bool {
        matches!(self.kind, TokenKind::Word(_, Style::Capitals | Style::Dressed))
    }
}

/// The tokens of a text, in order, each found when it is asked for.
pub(super) struct Tokens<'a> {
    text: &'a str,
    is_japanese: bool,
    /// Brackets, quotes and code that begin behind what was looked at.
    opaque: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
    at: usize,
    place: TokenPlace,
    previous: char,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let is_japanese = text.contains(|c| matches!(c, '\u{3041}'..='\u{30ff}'));
        let opaque = opaque::ranges(text).into_iter().peekable();
        Self { text, is_japanese, opaque, at: 0, place: TokenPlace::Start, previous: ' ' }
    }
}

/// The keyword that a text begins with, if no word stands before it, and how it is written.
pub(super) fn first_word(text: &str) -> Option<(Word, Style)> {
    // Before a letter nothing opens: most texts are not looked at any further.
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return match token(text, 0, TokenPlace::Start, ' ', false)? {
            (TokenKind::Word(word, style), _) => Some((word, style)),
            _ => None,
        };
    }
    let mut tokens = Tokens::of(text);
    while tokens.place == TokenPlace::Start {
        let token = tokens.next()?;
        if let (TokenKind::Word(word, style), TokenPlace::Start) = (token.kind, token.place) {
            return Some((word, style));
        }
    }
    None
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let text = self.text;
        while let Some(c) = text[self.at..].chars().next() {
            let (at, place) = (self.at, self.place);
            while self.opaque.next_if(|range| range.start < at).is_some() {}
            let skip = self.opaque.peek().filter(|range| range.start == at).map(|range| range.end);
            let found = token(text, at, place, self.previous, self.is_japanese).filter(|&(kind, end)| {
                // In backticks a keyword may stand alone.
                skip.is_none_or(|skip| matches!(kind, TokenKind::Word(..)) && end >= skip)
            });
            let end = match (found, skip) {
                (Some((kind, end)), _) => {
                    self.place = after(kind, place);
                    end
                }
                (None, Some(end)) => {
                    self.place = TokenPlace::Inside;
                    end
                }
                // Inside of a word no token begins.
                (None, None) if c.is_ascii_alphanumeric() => {
                    self.place = TokenPlace::Inside;
                    let word = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
                    at + word.count()
                }
                (None, None) => {
                    if c.is_alphanumeric() {
                        self.place = TokenPlace::Inside;
                    }
                    at + c.len_utf8()
                }
            };
            self.previous = text[at..end].chars().next_back().unwrap_or(' ');
            self.at = end;
            if let Some((kind, _)) = found {
                return Some(Token { kind, start: at, end, place });
            }
        }
        None
    }
}

fn after(kind: TokenKind, before: TokenPlace) -> TokenPlace {
    match kind {
        // `AND WHEN`: the second stands where the first does.
        TokenKind::Word(Word::And | Word::But, _) => before,
        TokenKind::Word(..) | TokenKind::Modal { .. } => TokenPlace::Inside,
        _ if before == TokenPlace::Start => TokenPlace::Start,
        TokenKind::Comma => TokenPlace::Comma,
        TokenKind::Stop | TokenKind::Dash => TokenPlace::Stop,
        TokenKind::Break => TokenPlace::Break,
    }
}

/// The token at an offset, and where it ends.
fn token(
    text: &str,
    at: usize,
    place: TokenPlace,
    previous: char,
    is_japanese: bool,
) -> Option<(TokenKind, usize)> {
    let rest = &text[at..];
    let mut chars = rest.chars();
    let c = chars.next()?;
    let ends_word = chars.next().is_none_or(char::is_whitespace);
    let punctuation = match c {
        ',' | ';' if ends_word => Some(TokenKind::Comma),
        '，' | '、' | '；' => Some(TokenKind::Comma),
        '.' | '!' | '?' if ends_word => Some(TokenKind::Stop),
        '。' | '！' | '？' => Some(TokenKind::Stop),
        ':' if ends_word => Some(TokenKind::Dash),
        '：' => Some(TokenKind::Dash),
        '-' | '–' | '—' if ends_word && previous.is_whitespace() => Some(TokenKind::Dash),
        '\n' => Some(TokenKind::Break),
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
        return Some((TokenKind::Modal { binds, trails }, at + len));
    }
    let is_spaced = !keyword::is_unspaced(c);
    let goes_on = previous.is_alphanumeric() && !keyword::is_unspaced(previous)
        || matches!(previous, '-' | '_' | '/' | '.' | '\'' | '’' | '`');
    if is_spaced && goes_on && c.is_alphabetic() {
        return None;
    }
    if let Some(Keyword { word, style, len }) = keyword::keyword(rest)
        && (is_spaced || place != TokenPlace::Inside)
    {
        return Some((TokenKind::Word(word, style), at + len));
    }
    let marks = rest.len() - rest.trim_start_matches(['*', '_']).len();
    let modal = modal::modal(&rest[marks..], previous, is_japanese)?;
    let after = &rest[marks + modal.len..];
    let close = if marks > 0 { after.len() - after.trim_start_matches(['*', '_']).len() } else { 0 };
    let (binds, trails) = (modal.binds || close > 0, modal.trails);
    Some((TokenKind::Modal { binds, trails }, at + marks + modal.len + close))
}
