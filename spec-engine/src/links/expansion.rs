//! Finds the items of links in the input of a macro of the file, in its expansion.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memrchr;

use spec_model::source::Span;

use super::FileLinks;
use super::attributes::{Attribute, Tokens};
use super::condition::Cfg;
use super::lexer::{Token, TokenKind, is_landmark};
use super::macros::Macros;
use super::scan::Scanner;
use super::standing::{Enclosing, macro_of, unreachable};

/// The facts of the file about the place of tokens that a macro has made.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// The conditions that are not known to hold, as the tests say them.
    pub(super) conditions: String,
    /// All conditions.
    pub(super) under: Vec<Cfg>,
    /// The reason why nothing there runs, if nothing does.
    pub(super) never: Option<String>,
    /// The bytes of the macro's input.
    input: Range<usize>,
}

impl Base {
    /// The bytes of an item in the input of the macro, from its attribute on: the rest of it is the macro's. `None`: nothing is, or there
    /// is no macro.
    pub(super) fn span(&self, tokens: &Tokens<'_>, (first, end): (usize, usize)) -> Option<Span> {
        let all = tokens.all.get(first..end.min(tokens.all.len()))?;
        let own = || all.iter().filter(|token| self.input.contains(&(token.start as usize)));
        let start = own().map(|token| token.start as usize).min()?;
        let end = own().map(|token| token.end as usize).max()?;
        let text = &tokens.text[self.input.start..start];
        // The macro may take what is in `#[…]`, and write the brackets itself.
        let hash = memrchr(b'#', text.as_bytes()).filter(|&hash| {
            let between = text[hash + 1..].bytes().filter(|byte| !byte.is_ascii_whitespace());
            between.eq(*b"[")
        });
        Some(Span::new(hash.map_or(start, |hash| self.input.start + hash), end))
    }
}

/// A macro call whose input was looked at in its expansion.
#[derive(Debug)]
pub(super) struct Expansion<'a> {
    pub(super) name: &'a str,
    /// The token that ends its input.
    close: usize,
    /// The beginnings of the ids that its expansion has.
    seen: HashSet<u32>,
}

impl Expansion<'_> {
    /// Returns the reason why a test in the input never runs that the expansion does not have.
    pub(super) fn drops(&self) -> String {
        format!("`{}!` leaves it out", self.name)
    }
}

impl<'a> Scanner<'a> {
    /// Looks at the links in the input of the outermost macro around a token, in what it becomes; once for each call.
    pub(super) fn expand_around(&mut self, at: usize) {
        if self.expansion.as_ref().is_some_and(|expansion| at < expansion.close) {
            return;
        }
        self.expansion = None;
        let tokens = self.tokens;
        let around = self.enclosing.around(&tokens, at);
        let named = |open: &usize| macro_of(&tokens, *open).is_some();
        if !around.iter().any(named) {
            return;
        }
        let macros = self.macros.get_or_init(|| Macros::of(&tokens));
        let call =
            around.iter().position(|&open| macro_of(&tokens, open).is_some_and(|name| macros.defines(name)));
        let Some(call) = call else {
            self.unknown_around(at);
            return;
        };
        let (open, close) = (around[call], tokens.close(around[call]));
        let never = unreachable(&tokens, &around[..call], &self.surroundings);
        let name = macro_of(&tokens, open).unwrap_or_default();
        let input = tokens.all.get(open + 1..close).unwrap_or_default();
        let Some(expanded) = macros.expand(name, input) else { return };
        let bytes = tokens.all[open].end as usize..tokens.all[close.min(tokens.all.len() - 1)].start as usize;
        let base = Base { conditions: self.conditions_here(), under: self.under_here(), never, input: bytes };
        let found = self.scan_expansion(&expanded, base);
        let seen = found.links.iter().map(|link| link.location.span.start as u32).collect();
        let first = self.found.links.len();
        self.found.links.extend(found.links);
        let new = found.diagnostics.into_iter().filter(|finding| !self.found.diagnostics.contains(finding));
        let new: Vec<_> = new.collect();
        self.found.diagnostics.extend(new);
        // The helpers of the tests are looked for in the text of the file.
        self.tests.push((first..self.found.links.len(), (open, close)));
        self.expansion = Some(Expansion { name, close, seen });
    }

    /// Notes the macros around a token: another file may define them.
    fn unknown_around(&mut self, at: usize) {
        let tokens = self.tokens;
        let names: Vec<_> =
            self.enclosing.around(&tokens, at).iter().filter_map(|&open| macro_of(&tokens, open)).collect();
        if names.contains(&"macro_rules") {
            return;
        }
        for name in names {
            if !self.found.unknown_macros.iter().any(|known| known == name) {
                self.found.unknown_macros.push(name.to_owned());
            }
        }
    }

    /// The links of what a macro has made.
    fn scan_expansion(&mut self, expanded: &[Token], base: Base) -> FileLinks {
        let text = self.tokens.text;
        let is_landmark = |token: &Token| match token.kind {
            TokenKind::Punct(b'#') => true,
            TokenKind::Ident => is_landmark(&text.as_bytes()[token.span().range()]),
            _ => false,
        };
        let landmarks = (0_u32..).zip(expanded).filter(|(_, token)| is_landmark(token)).map(|(at, _)| at);
        let landmarks: Vec<_> = landmarks.collect();
        let mut scanner = Scanner {
            cursor: self.cursor.clone(),
            tokens: Tokens { text, all: expanded, landmarks: &landmarks },
            test_attributes: self.test_attributes,
            with_words: self.with_words,
            names: self.names.clone(),
            surroundings: self.surroundings.around_expansion(),
            enclosing: Enclosing::default(),
            pending: OnceCell::new(),
            for_tests: Vec::new(),
            tests: Vec::new(),
            // A macro that calls itself was expanded already.
            macros: OnceCell::from(Macros::default()),
            calls: OnceCell::new(),
            base,
            expansion: None,
            found: FileLinks::default(),
        };
        scanner.names.passed_on = None;
        scanner.run();
        let (last, found) = (scanner.cursor.last(), scanner.found);
        // There may be thousands of calls: each goes on where the one before has found its place.
        self.cursor.go_on(last);
        found
    }

    /// Have all links of attributes been seen in an expansion?
    pub(super) fn is_expanded(&self, attributes: &[Attribute<'a>]) -> bool {
        let mut ids =
            attributes.iter().filter(|attribute| self.names.is_spec(attribute)).flat_map(|attribute| {
                let (start, end) = attribute.arguments;
                self.tokens.all[start..end].iter().filter(|token| token.kind == TokenKind::Str)
            });
        self.expansion.is_some() && ids.all(|&token| self.is_expanded_at(token))
    }

    /// Has the link been seen in an expansion whose id is at a token?
    pub(super) fn is_expanded_at(&self, token: Token) -> bool {
        self.expansion.as_ref().is_some_and(|expansion| expansion.seen.contains(&token.start))
    }

    /// Does a token stand in the input of a macro?
    pub(super) fn is_in_a_macro(&mut self, at: usize) -> bool {
        let tokens = self.tokens;
        self.enclosing.around(&tokens, at).iter().any(|&open| macro_of(&tokens, open).is_some())
    }
}
