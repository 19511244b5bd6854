//! Finds the item that bears an attribute, and the items around it.

use super::attributes::Tokens;
use super::lexer::TokenKind;

/// An item behind its attributes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    /// `fn`, `struct`, `mod` …, or nothing for what is no item.
    pub(super) keyword: &'a str,
    /// Its name; nothing if it has none.
    pub(super) name: &'a str,
    /// The index behind its last token.
    pub(super) end: usize,
    /// Is it a `const fn`?
    pub(super) is_const: bool,
    /// The brackets of its body, if it has one.
    pub(super) body: Option<(usize, usize)>,
}

impl Item<'_> {
    /// Returns the reason why nothing tells when it runs, if there is one.
    pub(super) fn unseen(&self) -> Option<&'static str> {
        Some(match (self.keyword, self.body) {
            ("fn", Some(_)) if self.is_const => "a `const fn`",
            ("fn" | "impl" | "trait" | "mod", Some(_)) => return None,
            ("fn", None) => "a function without a body",
            ("struct" | "enum" | "union" | "type", _) => "a type",
            ("const" | "static", _) => "a constant",
            ("use", _) => "an import",
            ("mod", None) => "a module in a file",
            ("extern", _) => "foreign",
            _ => "a macro",
        })
    }
}

/// The item that begins at a token, behind its attributes.
pub(super) fn item<'a>(tokens: &Tokens<'a>, start: usize) -> Item<'a> {
    let (mut at, mut is_const) = (start, false);
    let keyword = loop {
        let word = tokens.ident(at);
        match word {
            "pub" if tokens.is(at + 1, TokenKind::Open(b'(')) => at = group(tokens, at + 1),
            "pub" => at += 1,
            "default" | "unsafe" | "async" | "safe" | "auto" | "gen" => at += 1,
            "const" if matches!(tokens.ident(at + 1), "fn" | "unsafe" | "async" | "extern" | "gen") => {
                (at, is_const) = (at + 1, true);
            }
            "extern" if tokens.is(at + 1, TokenKind::Str) && !tokens.ident(at + 2).is_empty() => at += 2,
            "extern" if tokens.ident(at + 1) == "fn" => at += 1,
            _ => break word,
        }
    };
    let name = match keyword {
        "impl" | "extern" => "",
        "macro_rules" => tokens.ident(at + 2),
        "static" if tokens.ident(at + 1) == "mut" => tokens.ident(at + 2),
        _ => tokens.ident(at + 1),
    };
    let (end, body) = extent(tokens, at, keyword);
    Item { keyword, name, end, is_const, body }
}

/// Nobody writes so many tokens in front of a body, those in brackets not counted: what has more is no item. It keeps the time
/// for any file linear.
const MAX_HEAD: usize = 4_096;

/// Finds the end of an item, and its body.
fn extent(tokens: &Tokens<'_>, start: usize, keyword: &str) -> (usize, Option<(usize, usize)>) {
    let ends_with_semicolon = matches!(keyword, "const" | "static" | "type" | "use" | "let");
    let (mut at, mut angles) = (start, 0_usize);
    for _ in 0..MAX_HEAD {
        let Some(kind) = tokens.kind(at) else { break };
        match kind {
            TokenKind::Punct(b'<') => (at, angles) = (at + 1, angles + 1),
            TokenKind::Punct(b'>') if at == start || !tokens.is(at - 1, TokenKind::Punct(b'-')) => {
                (at, angles) = (at + 1, angles.saturating_sub(1));
            }
            TokenKind::Punct(b';') => return (at + 1, None),
            // A field, a variant or an argument.
            TokenKind::Punct(b',') | TokenKind::Close(_) if keyword.is_empty() || !is_item(keyword) => {
                return (at, None);
            }
            TokenKind::Close(_) => return (at, None),
            // `Foo<{ N }>`: a block that is an argument, not a body.
            TokenKind::Open(b'{') if !ends_with_semicolon && angles == 0 => {
                return (group(tokens, at), Some((at, tokens.close(at))));
            }
            TokenKind::Open(_) => at = group(tokens, at),
            _ => at += 1,
        }
    }
    (at, None)
}

pub(super) fn is_item(keyword: &str) -> bool {
    matches!(
        keyword,
        "fn" | "struct"
            | "enum"
            | "union"
            | "trait"
            | "impl"
            | "mod"
            | "macro_rules"
            | "extern"
            | "const"
            | "static"
            | "type"
            | "use"
    )
}

/// The index behind the bracket that closes the one at `at`.
fn group(tokens: &Tokens<'_>, at: usize) -> usize {
    (tokens.close(at) + 1).min(tokens.all.len()).max(at + 1)
}

/// So many scopes are named in a path; nobody nests deeper.
const MAX_DEPTH: usize = 64;

/// The items that a token stands in: modules, impls, functions and macros, outermost first.
#[derive(Debug, Default)]
pub(super) struct Surroundings<'a> {
    scopes: Vec<Scope<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Scope<'a> {
    name: &'a str,
    /// The kind of item that it is the body of: `fn`, `mod`, `impl` or `trait`; nothing, if of none of these.
    keyword: &'a str,
    close: usize,
    /// A macro whose functions are all tests: `quickcheck! { … }`.
    is_tests: bool,
    /// Never compiled, as what it stands in may be: `#[cfg(any())] mod x { … }`.
    is_never: bool,
    /// Compiled for tests only, as what it stands in may be: `#[cfg(test)] mod x { … }`.
    is_for_tests: bool,
    /// The tokens of a condition under which it is compiled, and of which nobody knows whether it holds: `#[cfg(unix)] mod x { … }`.
    condition: Option<(usize, usize)>,
}

impl Scope<'_> {
    fn anonymous(close: usize) -> Self {
        Self {
            name: "",
            keyword: "",
            close,
            is_tests: false,
            is_never: false,
            is_for_tests: false,
            condition: None,
        }
    }
}

impl<'a> Surroundings<'a> {
    /// Moves on to a token: what ended before it is left, and what it opens is entered.
    pub(super) fn advance(&mut self, tokens: &Tokens<'a>, at: usize) {
        while self.scopes.last().is_some_and(|scope| at >= scope.close) {
            self.scopes.pop();
        }
        match tokens.raw(at) {
            "mod" | "trait" | "fn" => {
                let name = tokens.ident(at + 1);
                if !name.is_empty() {
                    self.enter(tokens, at, name);
                }
            }
            "impl" if begins_item(tokens, at) => self.enter(tokens, at, implementor(tokens, at)),
            "quickcheck"
                if tokens.is(at + 1, TokenKind::Punct(b'!')) && tokens.is(at + 2, TokenKind::Open(b'{')) =>
            {
                self.push(Scope { is_tests: true, ..Scope::anonymous(tokens.close(at + 2)) });
            }
            _ => {}
        }
    }

    fn enter(&mut self, tokens: &Tokens<'a>, at: usize, name: &'a str) {
        if let (_, Some((_, close))) = extent(tokens, at, "fn") {
            self.push(Scope { name, keyword: tokens.raw(at), ..Scope::anonymous(close) });
        }
    }

    /// The name of the function whose body ends with a token.
    pub(super) fn function_of(&self, close: usize) -> Option<&'a str> {
        let mut scopes = self.scopes.iter();
        scopes.find(|scope| scope.close == close && scope.keyword == "fn").map(|scope| scope.name)
    }

    /// Is it a module, an impl or a trait whose body ends with a token?
    pub(super) fn is_body(&self, close: usize) -> bool {
        self.scopes.iter().any(|scope| scope.close == close && !matches!(scope.keyword, "" | "fn"))
    }

    /// Enters a scope, which shares the fate of what it stands in.
    fn push(&mut self, scope: Scope<'a>) {
        let is_never = scope.is_never || self.is_never();
        let is_for_tests = scope.is_for_tests || self.is_for_tests();
        self.scopes.push(Scope { is_never, is_for_tests, ..scope });
    }

    /// Marks the code from here to `close` as never compiled.
    pub(super) fn never(&mut self, close: usize) {
        self.push(Scope { is_never: true, ..Scope::anonymous(close) });
    }

    /// Marks the code from here to `close` as compiled for tests only.
    pub(super) fn for_tests(&mut self, close: usize) {
        self.push(Scope { is_for_tests: true, ..Scope::anonymous(close) });
    }

    /// Marks the code from here to the end of the innermost scope as compiled for tests only; `end` is the end of the file.
    pub(super) fn for_tests_here(&mut self, end: usize) {
        self.for_tests(self.scopes.last().map_or(end, |scope| scope.close));
    }

    /// Marks the code from here to `close` as compiled under a condition.
    pub(super) fn conditional(&mut self, condition: (usize, usize), close: usize) {
        self.push(Scope { condition: Some(condition), ..Scope::anonymous(close) });
    }

    /// Marks the code from here to the end of the innermost scope as compiled under a condition; `end` is the end of the file.
    pub(super) fn conditional_here(&mut self, condition: (usize, usize), end: usize) {
        self.conditional(condition, self.scopes.last().map_or(end, |scope| scope.close));
    }

    /// The end of the innermost scope.
    pub(super) fn close(&self) -> Option<usize> {
        self.scopes.last().map(|scope| scope.close)
    }

    /// The conditions under which what stands here is compiled, the outermost first.
    pub(super) fn conditions(&self) -> impl Iterator<Item = (usize, usize)> {
        self.scopes.iter().filter_map(|scope| scope.condition)
    }

    /// Is what stands here compiled for tests only?
    pub(super) fn is_for_tests(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_for_tests)
    }

    /// Marks the code from here to the end of the innermost scope as never compiled; `end` is the end of the file.
    pub(super) fn never_here(&mut self, end: usize) {
        self.never(self.scopes.last().map_or(end, |scope| scope.close));
    }

    /// Is every function here a test?
    pub(super) fn is_tests(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_tests)
    }

    /// Is nothing here compiled?
    pub(super) fn is_never(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_never)
    }

    /// The same, as the surroundings of what a macro makes here: nothing of it ends, and its conditions stand elsewhere.
    pub(super) fn around_expansion(&self) -> Self {
        let scopes = self.scopes.iter().map(|scope| Scope { close: usize::MAX, condition: None, ..*scope });
        Self { scopes: scopes.collect() }
    }

    /// The path of an item here.
    pub(super) fn path(&self, name: &str) -> String {
        let mut path = String::new();
        let scopes = self.scopes.iter().take(MAX_DEPTH).map(|scope| scope.name);
        for part in scopes.chain([name]).filter(|part| !part.is_empty()) {
            if !path.is_empty() {
                path.push_str("::");
            }
            path.push_str(part);
        }
        path
    }
}

/// Does an `impl` begin an item, rather than a type?
pub(super) fn begins_item(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    matches!(
        tokens.all[before].kind,
        TokenKind::Open(b'{') | TokenKind::Close(b'}' | b']') | TokenKind::Punct(b';')
    ) || matches!(tokens.ident(before), "unsafe" | "default")
}

/// The name of the type that an `impl` is for: `Store` of `impl<T> fmt::Display for store::Store<T>`.
pub(super) fn implementor<'a>(tokens: &Tokens<'a>, at: usize) -> &'a str {
    let (mut name, mut angles) = ("", 0_usize);
    let mut at = at + 1;
    for _ in 0..MAX_HEAD {
        let Some(kind) = tokens.kind(at) else { break };
        match kind {
            TokenKind::Punct(b'<') => angles += 1,
            TokenKind::Punct(b'>') if !tokens.is(at - 1, TokenKind::Punct(b'-')) => {
                angles = angles.saturating_sub(1);
            }
            TokenKind::Open(b'{') | TokenKind::Punct(b';') => break,
            TokenKind::Open(_) => at = tokens.close(at),
            TokenKind::Ident if angles == 0 => match tokens.ident(at) {
                "where" => break,
                "for" | "dyn" | "const" | "mut" => {}
                word => name = word,
            },
            _ => {}
        }
        at += 1;
    }
    name
}
