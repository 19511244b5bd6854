//! Conditions of conditional compilation, as they are written (Rust Reference, *Conditional compilation*).

use spec_model::grammar::literal::string_value;

use super::attributes::Tokens;
use super::lexer::TokenKind;

/// Nobody nests conditions deeper; what is deeper stays unknown.
const MAX_DEPTH: usize = 16;

/// A predicate of `cfg`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cfg {
    /// `unix`, or `feature = "slow"` with its value.
    Is(String, Option<String>),
    /// `not(…)`
    Not(Box<Cfg>),
    /// `all(…)`
    All(Vec<Cfg>),
    /// `any(…)`
    Any(Vec<Cfg>),
    /// A text that is no predicate, is nested too deeply, or stands in a macro.
    Unknown,
}

/// The truth of something in a test build, as far as it can be told without compiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Always,
    Never,
    Unknown,
}

/// Names that hold in no build of `cargo test`: other tools set them, or nobody does. People write `FALSE` for what never holds.
pub(crate) const NEVER_SET: [&str; 9] =
    ["false", "FALSE", "miri", "kani", "doc", "doctest", "clippy", "rustfmt", "rust_analyzer"];

impl Cfg {
    /// The condition that a feature is on.
    pub fn feature(name: impl Into<String>) -> Self {
        Self::Is("feature".to_owned(), Some(name.into()))
    }

    /// Reads the predicate between two tokens.
    pub(super) fn read(tokens: &Tokens<'_>, start: usize, end: usize) -> Self {
        read(tokens, start, end, MAX_DEPTH)
    }

    /// Does it hold in every test build, or in none?
    pub(super) fn condition(&self) -> Condition {
        self.evaluate(true)
    }

    /// Does it name a tool that runs tests in place of `cargo test`?
    pub(super) fn names_a_tool(&self) -> bool {
        match self {
            Self::Is(name, None) => name == "miri" || name == "kani",
            Self::Not(inner) => inner.names_a_tool(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::names_a_tool),
            Self::Is(..) | Self::Unknown => false,
        }
    }

    /// Does it hold in test builds alone?
    pub(super) fn needs_test(&self) -> bool {
        self.evaluate(false) == Condition::Never && self.evaluate(true) != Condition::Never
    }

    fn evaluate(&self, is_test: bool) -> Condition {
        match self {
            Self::Is(name, None) => match name.as_str() {
                "test" if is_test => Condition::Always,
                "test" => Condition::Never,
                "true" => Condition::Always,
                name if NEVER_SET.contains(&name) => Condition::Never,
                _ => Condition::Unknown,
            },
            Self::Not(inner) => match inner.evaluate(is_test) {
                Condition::Always => Condition::Never,
                Condition::Never => Condition::Always,
                Condition::Unknown => Condition::Unknown,
            },
            Self::All(parts) => {
                parts.iter().fold(Condition::Always, |all, part| both(all, part.evaluate(is_test)))
            }
            Self::Any(parts) => {
                parts.iter().fold(Condition::Never, |any, part| match (any, part.evaluate(is_test)) {
                    (Condition::Always, _) | (_, Condition::Always) => Condition::Always,
                    (Condition::Never, Condition::Never) => Condition::Never,
                    _ => Condition::Unknown,
                })
            }
            Self::Is(..) | Self::Unknown => Condition::Unknown,
        }
    }
}

/// Returns the condition that holds if both of two conditions hold.
pub(super) fn both(one: Condition, other: Condition) -> Condition {
    match (one, other) {
        (Condition::Never, _) | (_, Condition::Never) => Condition::Never,
        (Condition::Always, Condition::Always) => Condition::Always,
        _ => Condition::Unknown,
    }
}

fn read(tokens: &Tokens<'_>, start: usize, end: usize, depth: usize) -> Cfg {
    if depth == 0 || !tokens.is(start, TokenKind::Ident) || start >= end {
        return Cfg::Unknown;
    }
    let name = tokens.ident(start);
    if end == start + 1 {
        return Cfg::Is(name.to_owned(), None);
    }
    if tokens.is(start + 1, TokenKind::Punct(b'=')) {
        let value = string_value(tokens.raw(start + 2)).filter(|_| tokens.is(start + 2, TokenKind::Str));
        return match value {
            Some(value) if end == start + 3 => Cfg::Is(name.to_owned(), Some(value)),
            _ => Cfg::Unknown,
        };
    }
    if !tokens.is(start + 1, TokenKind::Open(b'(')) {
        return Cfg::Unknown;
    }
    let last = tokens.close(start + 1).min(end);
    let mut parts = Vec::new();
    let mut from = start + 2;
    while from < last {
        let to = tokens.until_comma(from, last);
        parts.push(read(tokens, from, to, depth - 1));
        from = to + 1;
    }
    match (name, parts.len()) {
        ("all", _) => Cfg::All(parts),
        ("any", _) => Cfg::Any(parts),
        ("not", 1) => parts.pop().map_or(Cfg::Unknown, |part| Cfg::Not(Box::new(part))),
        _ => Cfg::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::lexer::{Lexed, lex};

    fn cfg(text: &str) -> Cfg {
        let mut lexed = Lexed::default();
        lex(text, &mut lexed);
        let tokens = Tokens::new(text, &lexed);
        Cfg::read(&tokens, 0, tokens.all.len())
    }

    #[test]
    fn predicates_are_known_to_any_depth() {
        for (text, expect) in [
            ("test", Condition::Always),
            ("true", Condition::Always),
            ("all()", Condition::Always),
            ("not(any())", Condition::Always),
            ("all(test, not(miri),)", Condition::Always),
            ("any(test, unix)", Condition::Always),
            ("not(all(not(test), unix))", Condition::Always),
            ("any()", Condition::Never),
            ("false", Condition::Never),
            ("FALSE", Condition::Never),
            ("not(test)", Condition::Never),
            ("not(all())", Condition::Never),
            ("not(any(test, unix))", Condition::Never),
            ("all(unix, any(doc, not(not(miri))))", Condition::Never),
            ("unix", Condition::Unknown),
            ("feature = \"a\"", Condition::Unknown),
            ("all(test, feature = \"a\")", Condition::Unknown),
            ("not(unix)", Condition::Unknown),
            ("$condition", Condition::Unknown),
            ("a b", Condition::Unknown),
            ("not(a, b)", Condition::Unknown),
            ("", Condition::Unknown),
        ] {
            assert_eq!(cfg(text).condition(), expect, "{text}");
        }
        let deep = "not(".repeat(400) + "test" + &")".repeat(400);
        assert_eq!(cfg(&deep).condition(), Condition::Unknown);
    }

    #[test]
    fn what_holds_in_test_builds_alone_is_known() {
        for text in [
            "test",
            "all(test, unix)",
            "all(unix, all(test))",
            "not(not(test))",
            "any(all(test, unix), test)",
        ] {
            assert!(cfg(text).needs_test(), "{text}");
        }
        for text in ["any(test, unix)", "unix", "not(test)", "all()", "any()", "any(test, feature = \"a\")"] {
            assert!(!cfg(text).needs_test(), "{text}");
        }
    }
}
