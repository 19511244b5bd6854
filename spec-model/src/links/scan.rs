//! From a Rust file to its links.

use std::cell::RefCell;

use memchr::memmem;

use super::attributes::{Attribute, Condition, Tokens};
use super::imports::Names;
use super::items::{Surroundings, implementor, item};
use super::lexer::{self, Flaw, Kind, Token};
use super::modules::modules;
use super::{FileLinks, Link, LinkedItem, Role, TestState};
use crate::diagnostic::{Code, Diagnostic};
use crate::grammar::harness::makes_a_test;
use crate::grammar::literal::string_value;
use crate::source::{Source, Span};

thread_local! {
    /// The tokens of the file at hand: one allocation serves all files of a thread.
    static TOKENS: RefCell<Vec<Token>> = const { RefCell::new(Vec::new()) };
}

/// May a file have links, or include other files? Asked of its bytes, before anything else is done with them: a file that
/// has neither costs only this look.
pub fn concerns(bytes: &[u8]) -> bool {
    may_link(bytes) || may_include(bytes)
}

fn may_link(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"spec").is_some()
}

fn may_include(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"mod ").is_some() || memmem::find(bytes, b"include").is_some()
}

/// Finds every link of a Rust file, and the files that it includes.
pub fn scan(source: &Source) -> FileLinks {
    let bytes = source.text().as_bytes();
    if !concerns(bytes) {
        return FileLinks::default();
    }
    TOKENS.with_borrow_mut(|all| {
        let flaw = lexer::lex(source.text(), all);
        let tokens = Tokens { text: source.text(), all };
        let modules = if may_include(bytes) { modules(&tokens) } else { Vec::new() };
        if !may_link(bytes) {
            return FileLinks { modules, ..FileLinks::default() };
        }
        let mut scanner = Scanner {
            source,
            tokens,
            names: Names::of(&tokens),
            surroundings: Surroundings::default(),
            found: FileLinks { modules, ..FileLinks::default() },
        };
        scanner.run();
        scanner.found.diagnostics.extend(flaw.map(|flaw| report(flaw, source)));
        scanner.found
    })
}

struct Scanner<'a> {
    source: &'a Source,
    tokens: Tokens<'a>,
    names: Names<'a>,
    surroundings: Surroundings<'a>,
    found: FileLinks,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        if let Some((name, span)) = self.names.passed_on {
            self.say(
                Diagnostic::new(Code::UnfollowedImport, format!("`spec` is passed on as `{name}`"))
                    .at(self.source, span)
                    .label("links under this name are seen in this file only")
                    .help("pass it on under its own name: `pub use spec_runtime::spec;`"),
            );
        }
        let mut attributes = Vec::new();
        let mut at = 0;
        while at < self.tokens.all.len() {
            self.surroundings.advance(&self.tokens, at);
            if !self.begins_attribute(at) {
                at += 1;
                continue;
            }
            let first = at;
            attributes.clear();
            while self.begins_attribute(at) {
                self.tokens.attribute(at, &mut attributes);
                at = (self.tokens.close(at + 1) + 1).min(self.tokens.all.len());
            }
            self.attributes(&attributes, first, at);
        }
    }

    fn begins_attribute(&self, at: usize) -> bool {
        self.tokens.is(at, Kind::Punct(b'#')) && self.tokens.is(at + 1, Kind::Open(b'['))
    }

    /// What the attributes between two tokens say of the item behind them.
    fn attributes(&mut self, attributes: &[Attribute<'a>], first: usize, behind: usize) {
        let never = attributes.iter().any(|attribute| {
            let (start, end) = attribute.arguments;
            attribute.name == "cfg" && self.tokens.predicate(start, end) == Condition::Never
        });
        let ours = |attribute: &&Attribute<'a>| self.names.is_spec(attribute);
        let links: Vec<_> = attributes.iter().filter(ours).copied().collect();
        if links.is_empty() && !never {
            self.foreign(attributes);
            return;
        }
        let item = item(&self.tokens, behind);
        if never && let Some((_, close)) = item.body {
            self.surroundings.never(close);
        }
        let name = if item.keyword == "impl" { implementor(&self.tokens, behind) } else { item.name };
        let path = self.surroundings.path(name);
        let end = self.tokens.all[item.end.clamp(first + 1, self.tokens.all.len()) - 1].end as usize;
        let span = Span::new(self.tokens.all[first].start as usize, end);
        let is_test =
            item.keyword == "fn" && (attributes.iter().any(is_test) || self.surroundings.in_tests());
        for attribute in links {
            let never = never || attribute.condition == Condition::Never;
            let role = if is_test {
                Role::Verifies(self.state(attributes, never, item.body))
            } else {
                Role::Implements
            };
            if attribute.condition == Condition::Unknown {
                self.say(
                    Diagnostic::new(
                        Code::ConditionalLink,
                        "whether this link counts depends on a `cfg_attr`",
                    )
                    .at(self.source, attribute.span)
                    .label("it is not counted")
                    .help("put `#[spec(…)]` on the item without a condition, or under `cfg_attr(test, …)`"),
                );
                continue;
            }
            self.ids(&attribute, &LinkedItem { path: path.clone(), span, role });
        }
    }

    /// The ids that an attribute names.
    fn ids(&mut self, attribute: &Attribute<'a>, item: &LinkedItem) {
        let (mut at, end) = attribute.arguments;
        if at >= end {
            self.malformed(attribute.span, "`#[spec]` names no criterion");
        }
        while at < end {
            let comma = self.tokens.until_comma(at, end);
            let token = self.tokens.all[at];
            let literal = self.tokens.raw(at);
            match (token.kind, comma - at) {
                (Kind::Str, 1) => match string_value(literal) {
                    Some(id) => self.found.links.push(Link { id, span: token.span(), item: item.clone() }),
                    None => self.malformed(token.span(), "this string has an escape that Rust does not know"),
                },
                (Kind::Punct(b','), _) => self.malformed(token.span(), "an id is missing before the comma"),
                _ => {
                    let last = self.tokens.all[(comma.max(at + 1) - 1).min(end - 1)];
                    let span = Span::new(token.start as usize, last.end as usize);
                    self.malformed(span, "`#[spec]` takes ids as string literals");
                }
            }
            at = comma + 1;
        }
    }

    fn malformed(&mut self, span: Span, message: &str) {
        self.say(
            Diagnostic::new(Code::MalformedLink, message)
                .at(self.source, span)
                .help("write the id as a string: `#[spec(\"REQ-1.2\")]`"),
        );
    }

    /// An attribute of our name that comes from another crate.
    fn foreign(&mut self, attributes: &[Attribute<'a>]) {
        let Some((root, _)) = self.names.foreign else { return };
        let foreign = attributes.iter().find(|attribute| {
            let (start, end) = attribute.arguments;
            self.names.is_foreign(attribute) && (start..end).any(|at| self.tokens.is(at, Kind::Str))
        });
        if let Some(attribute) = foreign {
            let message = format!("this `spec` is imported from `{root}`");
            self.say(
                Diagnostic::new(Code::UnfollowedImport, message)
                    .at(self.source, attribute.span)
                    .label("it is not counted as a link")
                    .help("import it from `spec_runtime` if it is meant to link a criterion"),
            );
        }
    }

    /// What a test is worth.
    fn state(&self, attributes: &[Attribute<'a>], never: bool, body: Option<(usize, usize)>) -> TestState {
        let ignored = attributes.iter().any(|attribute| {
            attribute.name == "ignore" && attribute.length == 1 && attribute.condition == Condition::Always
        });
        if never || ignored || self.surroundings.in_nothing() {
            return TestState::Ignored;
        }
        let (open, close) = body.unwrap_or((0, 0));
        let is_pending = |at: usize| {
            self.tokens.is(at + 1, Kind::Punct(b'!')) && self.names.is_pending(self.tokens.ident(at))
        };
        if (open..close).any(is_pending) { TestState::Stub } else { TestState::Live }
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        self.found.diagnostics.push(diagnostic);
    }
}

/// Does an attribute make a function a test?
fn is_test(attribute: &Attribute<'_>) -> bool {
    attribute.condition != Condition::Never && makes_a_test(attribute.name)
}

fn report(flaw: Flaw, source: &Source) -> Diagnostic {
    let (message, span) = match flaw {
        Flaw::UnclosedString(span) => ("a string is never closed", span),
        Flaw::UnclosedComment(span) => ("a comment is never closed", span),
        Flaw::Unbalanced(span) => ("a bracket has no partner", span),
    };
    Diagnostic::new(Code::UnlexableSource, message)
        .at(source, span)
        .label("from here on links may be missed")
        .help("`cargo check` says more")
}
