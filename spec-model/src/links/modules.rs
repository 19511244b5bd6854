//! Which files a Rust file includes: `mod name;`, with `#[path]`, and `include!`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::attributes::{Condition, Tokens};
use super::lexer::Kind;
use crate::grammar::literal::string_value;

/// A file that another one includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleDeclaration {
    /// `mod name;` inside the inline modules `within`.
    Named {
        /// The inline modules that hold the declaration, outermost first.
        within: Vec<String>,
        /// The name.
        name: String,
        /// Is it there in test builds only?
        is_for_tests: bool,
    },
    /// `#[path = "…"] mod name;`, or `include!("…")`: a path relative to the file's folder.
    Path {
        /// The inline modules that hold the declaration, outermost first; empty for `include!`.
        within: Vec<String>,
        /// The path.
        path: String,
        /// Is it there in test builds only?
        is_for_tests: bool,
    },
    /// `include!` of a path that is computed.
    Unknown,
}

/// May a file include others? A look at its bytes: `mod name` with anything behind it but a brace, or `include`.
pub(super) fn may_include(bytes: &[u8]) -> bool {
    let is_declaration = |at: usize| {
        let rest = &bytes[at + b"mod".len()..];
        let name = rest.trim_ascii_start();
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'#' | 0x80..);
        let behind = name.iter().position(|byte| !is_name(byte)).unwrap_or(name.len());
        name.len() < rest.len() && name[behind..].trim_ascii_start().first() != Some(&b'{')
    };
    static MOD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("mod"));
    static INCLUDE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("include"));
    MOD.find_iter(bytes).any(is_declaration) || INCLUDE.find(bytes).is_some()
}

/// An inline module around what is looked at.
struct Inline {
    name: String,
    /// Where it ends.
    close: usize,
    is_for_tests: bool,
}

/// What stands in front of a `mod`.
#[derive(Default)]
struct Before {
    /// What `#[path = "…"]` says.
    paths: Vec<String>,
    /// Does it say so in every build?
    is_certain: bool,
    /// `#[cfg(test)]`
    needs_test: bool,
}

/// The files that a Rust file includes. What is never compiled is taken too: a false alarm would be worse.
pub(super) fn modules(tokens: &Tokens<'_>) -> Vec<ModuleDeclaration> {
    let mut found = Vec::new();
    let mut within: Vec<Inline> = Vec::new();
    for at in tokens.words(&["mod", "include"]) {
        while within.last().is_some_and(|module| at >= module.close) {
            within.pop();
        }
        let is_for_tests = within.last().is_some_and(|module| module.is_for_tests);
        match tokens.kind(at + 1) {
            Some(Kind::Ident) if tokens.raw(at) == "mod" => {
                let name = tokens.ident(at + 1).to_owned();
                let Before { mut paths, is_certain, needs_test } = before(tokens, at);
                let is_for_tests = is_for_tests || needs_test;
                match tokens.kind(at + 2) {
                    Some(Kind::Open(b'{')) => {
                        let name = paths.pop().unwrap_or(name);
                        within.push(Inline { name, close: tokens.close(at + 2), is_for_tests });
                    }
                    Some(Kind::Punct(b';')) => {
                        let names = || within.iter().map(|module| module.name.clone()).collect();
                        let at = |path| ModuleDeclaration::Path { within: names(), path, is_for_tests };
                        found.extend(paths.into_iter().map(at));
                        if !is_certain {
                            found.push(ModuleDeclaration::Named { within: names(), name, is_for_tests });
                        }
                    }
                    _ => {}
                }
            }
            Some(Kind::Punct(b'!')) => found.extend(included(tokens, at + 2, is_for_tests)),
            _ => {}
        }
    }
    found
}

/// What the attributes in front of a `mod` say.
fn before(tokens: &Tokens<'_>, module: usize) -> Before {
    let mut found = Before::default();
    let mut attributes = Vec::new();
    let mut at = module;
    while let Some(before) = at.checked_sub(1) {
        let open = match tokens.kind(before) {
            Some(Kind::Close(_)) => tokens.close(before),
            _ => before,
        };
        if tokens.ident(before) == "pub" {
            at = before;
        } else if open > 0 && tokens.is(before, Kind::Close(b')')) && tokens.ident(open - 1) == "pub" {
            at = open - 1;
        } else if open > 0 && tokens.is(before, Kind::Close(b']')) && tokens.is(open - 1, Kind::Punct(b'#')) {
            at = open - 1;
            attributes.clear();
            tokens.attribute(at, &mut attributes);
            for attribute in &attributes {
                let (start, end) = attribute.arguments;
                match attribute.name {
                    "cfg" => found.needs_test |= tokens.needs_test(start, end),
                    "path" if tokens.is(start, Kind::Punct(b'=')) && tokens.is(start + 1, Kind::Str) => {
                        found.paths.extend(string_value(tokens.raw(start + 1)));
                        found.is_certain |= attribute.condition == Condition::Always;
                    }
                    _ => {}
                }
            }
        } else {
            break;
        }
    }
    found
}

/// The file of an `include!`, whose bracket is at `open`.
fn included(tokens: &Tokens<'_>, open: usize, is_for_tests: bool) -> Option<ModuleDeclaration> {
    let Some(Kind::Open(_)) = tokens.kind(open) else { return None };
    let is_literal = tokens.close(open) == open + 2 && tokens.is(open + 1, Kind::Str);
    let path = is_literal.then(|| string_value(tokens.raw(open + 1))).flatten();
    Some(match path {
        Some(path) => ModuleDeclaration::Path { within: Vec::new(), path, is_for_tests },
        None => ModuleDeclaration::Unknown,
    })
}
