//! Where Rust source names criteria: token-accurate, without compiling.

use crate::source::Span;

/// The links of one Rust file.
#[derive(Debug, Default)]
pub struct FileLinks {
    /// In the order of the file.
    pub links: Vec<Link>,
}

/// One id in one `#[spec(…)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The id as it is written.
    pub id: String,
    /// The string literal, quotes included.
    pub span: Span,
    /// What the attribute is on.
    pub item: LinkedItem,
}

/// The item that bears a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedItem {
    /// Its path inside the file: `tests::nested::name`.
    pub path: String,
    /// The bytes from its first attribute to its last token.
    pub span: Span,
    /// What the link means.
    pub role: Role,
}

/// What a link means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// On any item that is no test.
    Implements,
    /// On a test: how much the test is worth.
    Verifies(TestState),
}

impl Role {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Implements => "code",
            Self::Verifies(TestState::Live) => "test",
            Self::Verifies(TestState::Ignored) => "ignored",
            Self::Verifies(TestState::Stub) => "stub",
        }
    }
}

/// How much a test is worth before it has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestState {
    /// It calls `pending!`.
    Stub,
    /// It is `#[ignore]`d.
    Ignored,
    /// It runs.
    Live,
}

/// Finds every link of a Rust file.
pub fn scan(_text: &str) -> FileLinks {
    FileLinks::default()
}
