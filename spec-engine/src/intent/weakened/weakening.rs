//! The ways in which a test can check less.

use crate::intent::readable;

/// A way in which a test checks less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weakening {
    /// The way in which it is weaker.
    pub kind: WeakeningKind,
    /// The weaker part, on one line.
    pub message: String,
}

/// The ways in which a test can check less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeakeningKind {
    /// An assertion is gone.
    AssertionRemoved,
    /// An assertion holds in more cases.
    AssertionLoosened,
    /// Another value is expected, while the criterion says what it said.
    ExpectedValue,
    /// A number may differ by more.
    Tolerance,
    /// The test does not run, or only when it is asked for.
    Ignored,
    /// It, or a part of it, is compiled under a condition.
    Cfg,
    /// It is to panic, or with fewer words.
    ShouldPanic,
    /// It may end before it has checked everything, or checks something under a condition.
    EarlyReturn,
    /// A panic is caught.
    CatchUnwind,
    /// There are fewer cases.
    Cases,
    /// An error is passed over.
    SwallowedError,
}

impl WeakeningKind {
    /// The word for it, in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AssertionRemoved => "assertion-removed",
            Self::AssertionLoosened => "assertion-loosened",
            Self::ExpectedValue => "expected-value",
            Self::Tolerance => "tolerance",
            Self::Ignored => "ignored",
            Self::Cfg => "cfg",
            Self::ShouldPanic => "should-panic",
            Self::EarlyReturn => "early-return",
            Self::CatchUnwind => "catch-unwind",
            Self::Cases => "cases",
            Self::SwallowedError => "swallowed-error",
        }
    }
}

/// Tokens in a message: as people write them, and not too many.
pub(super) fn excerpt<T: AsRef<str>>(tokens: &[T]) -> String {
    const MAX: usize = 64;
    let text = readable::line(tokens.iter().map(AsRef::as_ref));
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
