//! A link, with what is known of the item that bears it.

use std::sync::Arc;

use spec_model::diagnostic::{Diagnostic, Location};
use spec_model::source::{Position, Span};

use super::attributes::Unnoticed;
use super::condition::Cfg;
use super::doubt::Doubt;
use super::helpers::Helper;
use super::modules::ModuleDeclaration;

/// The names that a package has of its own for things that every other one calls otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNames {
    /// The attributes that its `spec.toml` says make tests.
    pub test_attributes: Arc<[String]>,
    /// The names under which its manifest depends on `spec-runtime`, as code writes them.
    pub runtimes: Vec<String>,
}

/// The links of one Rust file.
#[derive(Debug, Default)]
pub struct FileLinks {
    /// In the order of the file.
    pub links: Vec<Arc<Link>>,
    /// The files that it includes.
    pub modules: Vec<ModuleDeclaration>,
    /// The mistakes in them, and the reasons why they cannot be seen.
    pub diagnostics: Vec<Diagnostic>,
    /// The macros that have links in their input and are not defined in the file.
    pub unknown_macros: Vec<String>,
}

/// One id in one `#[spec(…)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The id as it is written.
    pub id: String,
    /// The string literal, quotes included.
    pub location: Location,
    /// The item that the attribute is on.
    pub item: LinkedItem,
}

/// The item that bears a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedItem {
    /// Its path inside the file: `tests::nested::name`.
    pub path: Arc<str>,
    /// The bytes from its first attribute to its last token.
    pub span: Span,
    /// The places of its ids, if it has several: the record of a run names it by one of them.
    pub ids_at: Option<Arc<[Position]>>,
    /// The role of the link.
    pub role: Role,
    /// Of a test, its tokens however they are laid out, joined by spaces: documentation, links and its own name do not count.
    /// The conditions of the modules that it stands in come first. Nothing of other items.
    pub tokens: Arc<str>,
    /// Of a test, what it uses of its own file, if that is anything.
    pub helpers: Option<Arc<[Arc<Helper>]>>,
    /// Is it a test that is to panic: `#[should_panic]`?
    pub expects_panic: bool,
    /// The reason why it can prove nothing, if its own tokens tell.
    pub doubt: Option<Doubt>,
    /// Is it there in test builds only: `#[cfg(test)]`, on it or on what it stands in?
    pub is_for_tests: bool,
    /// Is the link on it there in test builds only: `#[cfg_attr(test, spec(…))]`?
    pub is_linked_for_tests: bool,
    /// The reason why nothing tells when it runs, if there is one: it is a `const fn`, a type …
    pub unseen: Option<&'static str>,
    /// The changes that may go unnoticed, as the attribute says.
    pub unnoticed: Option<Arc<[Unnoticed]>>,
    /// Of a test, what it takes for it to run, if it takes anything beside its file being compiled.
    pub runs: Option<Arc<Runs>>,
}

/// The conditions under which a test runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    /// The conditions under which it is there and not ignored: all of them must hold.
    pub under: Vec<Cfg>,
    /// The reason why it never runs, whatever holds: it stands in the body of a function.
    pub never: Option<String>,
    /// The `macro_rules!` whose body it is written in, if nothing in the file calls that.
    pub uncalled_macro: Option<String>,
    /// Does the harness run it that rustc adds? Else the link says itself that it is a test, or the settings do.
    pub needs_harness: bool,
    /// The tool that runs it in place of `cargo test`: `cargo kani`.
    pub tool: Option<&'static str>,
}

/// The role of a link.
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
            Self::Verifies(TestState::Elsewhere) => "elsewhere",
            Self::Verifies(TestState::Ignored) => "ignored",
            Self::Verifies(TestState::Stub) => "stub",
        }
    }
}

/// The worth of a test before it has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestState {
    /// It calls `pending!`.
    Stub,
    /// It is `#[ignore]`d, or never compiled.
    Ignored,
    /// It runs, but on other systems than this one: `#[cfg(windows)]`.
    Elsewhere,
    /// It runs.
    Live,
}
