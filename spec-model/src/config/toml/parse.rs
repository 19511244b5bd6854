//! Shared parts of the TOML parsers: where one stopped, and why.

use nom::IResult;
use nom::error::{ErrorKind, ParseError};

use crate::source::Span;

/// The deepest nesting of keys, arrays and inline tables.
pub(super) const MAX_DEPTH: usize = 64;

/// The result of a parser of this module.
pub(super) type Parsed<'a, T> = IResult<&'a str, T, Bad<'a>>;

/// The place where a parser stopped, and the reason.
#[derive(Debug)]
pub(super) struct Bad<'a> {
    /// The text from the mistake on.
    pub(super) at: &'a str,
    /// The problem.
    pub(super) message: &'static str,
}

impl<'a> ParseError<&'a str> for Bad<'a> {
    fn from_error_kind(at: &'a str, _kind: ErrorKind) -> Self {
        Self { at, message: "this is not expected here" }
    }

    fn append(_at: &'a str, _kind: ErrorKind, other: Self) -> Self {
        other
    }
}

/// A mistake that no alternative can mend.
pub(super) fn fail<'a, T>(at: &'a str, message: &'static str) -> Parsed<'a, T> {
    Err(nom::Err::Failure(Bad { at, message }))
}

/// The document as a whole, to tell the offset of any rest of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl Text<'_> {
    /// The span from where `from` begins to where `to` begins; both are rests of the document.
    pub(super) fn span(self, from: &str, to: &str) -> Span {
        Span::new(self.0.len() - from.len(), self.0.len() - to.len())
    }
}
