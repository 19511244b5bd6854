//! Reads attributes: the path, the arguments, and the attributes inside `cfg_attr`.

use spec_model::grammar::harness::AttributePath;
use spec_model::grammar::literal::string_value;
use spec_model::source::Span;

use super::condition::{Cfg, Condition, both};
use super::lexer::{Lexed, Token, TokenKind};

/// A knock-out that no test needs to notice: `unnoticed("None", reason = "…")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnoticed {
    /// The value that the item returns then, as `cargo spec prove` writes it.
    pub variant: String,
    /// The reason why that is no matter.
    pub reason: String,
}

/// An attribute, or what a `cfg_attr` applies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    /// The first word of its path: `tokio` of `tokio::test`.
    pub(super) root: &'a str,
    /// The last word of its path.
    pub(super) name: &'a str,
    /// The number of words in its path.
    pub(super) length: usize,
    /// The tokens of its arguments: those inside the parentheses.
    pub(super) arguments: (usize, usize),
    /// The bytes of its path.
    pub(super) span: Span,
    /// The condition under which it applies.
    pub(super) condition: Condition,
    /// The tokens of the predicate of the `cfg_attr` that applies it, if one alone does.
    predicate: Option<(usize, usize)>,
}

impl Attribute<'_> {
    /// Does it make a function a test, as far as its name tells, or the settings?
    pub(super) fn makes_a_test(&self, tokens: &Tokens<'_>, configured: &[String]) -> bool {
        let path = AttributePath { root: self.root, name: self.name };
        let (_, end) = self.arguments;
        let names_a_macro = || end > 0 && tokens.is(end - 1, TokenKind::Punct(b'!'));
        path.makes_a_test() && !(path.may_name_a_macro() && names_a_macro()) || path.is_one_of(configured)
    }

    /// Returns the condition under which it applies, if it does not always.
    pub(super) fn applies(&self, tokens: &Tokens<'_>) -> Option<Cfg> {
        match self.condition {
            Condition::Always => None,
            _ => Some(self.predicate(tokens).unwrap_or(Cfg::Unknown)),
        }
    }

    /// The predicate of the `cfg_attr` that applies it, if one alone does.
    pub(super) fn predicate(&self, tokens: &Tokens<'_>) -> Option<Cfg> {
        self.predicate.map(|(start, end)| Cfg::read(tokens, start, end))
    }
}

/// A file's tokens with its text.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub(super) text: &'a str,
    pub(super) all: &'a [Token],
    /// The places where something may begin that matters.
    pub(super) landmarks: &'a [u32],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str, lexed: &'a Lexed) -> Self {
        Self { text, all: lexed.tokens(), landmarks: &lexed.landmarks }
    }

    /// The landmarks that are one of these words.
    pub(super) fn words(&self, words: &'static [&'static str]) -> impl Iterator<Item = usize> + use<'a> {
        let tokens = *self;
        let landmarks = self.landmarks.iter().map(|&at| at as usize);
        landmarks.filter(move |&at| words.contains(&tokens.raw(at)))
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.all.get(at).map(|token| token.kind)
    }

    pub(super) fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    /// The text of an identifier without `r#`, or nothing if the token is none.
    pub(super) fn ident(&self, at: usize) -> &'a str {
        match self.all.get(at) {
            Some(token) if token.kind == TokenKind::Ident => {
                let word = &self.text[token.span().range()];
                word.strip_prefix("r#").unwrap_or(word)
            }
            _ => "",
        }
    }

    pub(super) fn raw(&self, at: usize) -> &'a str {
        self.all.get(at).map_or("", |token| &self.text[token.span().range()])
    }

    /// The index of the bracket that closes the one at `at`, never beyond the last token.
    pub(super) fn close(&self, at: usize) -> usize {
        (self.all[at].mate as usize).min(self.all.len())
    }

    /// The tokens from `from` up to the next `,` outside brackets, or to `end`.
    pub(super) fn until_comma(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end {
            match self.all[at].kind {
                TokenKind::Punct(b',') => return at,
                TokenKind::Open(_) => at = self.close(at).max(at) + 1,
                _ => at += 1,
            }
        }
        end
    }

    /// The attributes that `#[…]` applies: itself, or what is in `cfg_attr(…)`, to any depth.
    pub(super) fn attribute(&self, hash: usize, out: &mut Vec<Attribute<'a>>) {
        let mut next = Some((hash + 2, self.close(hash + 1), Condition::Always, None));
        let mut waiting = Vec::new();
        while let Some((start, end, condition, within)) = next.take().or_else(|| waiting.pop()) {
            let Some(attribute) = self.one(start, end, condition) else { continue };
            let attribute = Attribute { predicate: within, ..attribute };
            if attribute.name != "cfg_attr" || attribute.length != 1 {
                out.push(attribute);
                continue;
            }
            let (first, last) = attribute.arguments;
            let mut comma = self.until_comma(first, last);
            let within = (condition == Condition::Always).then_some((first, comma));
            let condition = both(condition, self.predicate(first, comma));
            let behind = waiting.len();
            while comma < last {
                let next = self.until_comma(comma + 1, last);
                waiting.push((comma + 1, next, condition, within));
                comma = next;
            }
            waiting[behind..].reverse();
        }
    }

    fn one(&self, start: usize, end: usize, condition: Condition) -> Option<Attribute<'a>> {
        let mut at = start;
        // `#[unsafe(no_mangle)]`
        if self.ident(at) == "unsafe" && self.is(at + 1, TokenKind::Open(b'(')) {
            at += 2;
        }
        while self.is(at, TokenKind::Punct(b':')) {
            at += 1;
        }
        let (first, mut last, mut length) = (at, at, 0);
        while at < end && self.is(at, TokenKind::Ident) {
            (last, length) = (at, length + 1);
            at += 1;
            if !(self.is(at, TokenKind::Punct(b':')) && self.is(at + 1, TokenKind::Punct(b':'))) {
                break;
            }
            at += 2;
        }
        if length == 0 {
            return None;
        }
        let arguments = match self.kind(at) {
            Some(TokenKind::Open(_)) if at < end => (at + 1, self.close(at).min(end)),
            _ => (at, at),
        };
        Some(Attribute {
            root: self.ident(first),
            name: self.ident(last),
            length,
            arguments,
            span: Span::new(self.all[first].start as usize, self.all[last].end as usize),
            condition,
            predicate: None,
        })
    }

    /// Does `unnoticed(…)` begin here?
    pub(super) fn is_unnoticed(&self, at: usize) -> bool {
        self.ident(at) == "unnoticed" && self.is(at + 1, TokenKind::Open(b'('))
    }

    /// Reads `unnoticed("None", reason = "…")`, which ends before `end`.
    ///
    /// # Errors
    /// The bytes of what is none.
    pub(super) fn unnoticed(&self, at: usize, end: usize) -> Result<Unnoticed, Span> {
        let (first, close) = (at + 2, self.close(at + 1).min(end));
        let string = |at: usize| string_value(self.raw(at)).filter(|_| self.is(at, TokenKind::Str));
        let has_form = self.is(first + 1, TokenKind::Punct(b','))
            && self.ident(first + 2) == "reason"
            && self.is(first + 3, TokenKind::Punct(b'='))
            && (close == first + 5 || close == first + 6 && self.is(first + 5, TokenKind::Punct(b',')));
        match (string(first), string(first + 4)) {
            (Some(variant), Some(reason)) if has_form && !reason.trim().is_empty() => {
                Ok(Unnoticed { variant, reason })
            }
            _ => {
                let last = self.all[close.min(self.all.len() - 1)];
                Err(Span::new(self.all[at].start as usize, last.end as usize))
            }
        }
    }

    /// Evaluates a `cfg` predicate for a test build.
    pub(super) fn predicate(&self, start: usize, end: usize) -> Condition {
        Cfg::read(self, start, end).condition()
    }

    /// Does a `cfg` predicate hold in test builds alone?
    pub(super) fn needs_test(&self, start: usize, end: usize) -> bool {
        Cfg::read(self, start, end).needs_test()
    }
}
