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
    },
    /// `#[path = "…"] mod name;`, or `include!("…")`: a path relative to the file's folder.
    Path {
        /// The inline modules that hold the declaration, outermost first; empty for `include!`.
        within: Vec<String>,
        /// The path.
        path: String,
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

/// The files that a Rust file includes. What is never compiled is taken too: a false alarm would be worse.
pub(super) fn modules(tokens: &Tokens<'_>) -> Vec<ModuleDeclaration> {
    let mut found = Vec::new();
    let mut within: Vec<(String, usize)> = Vec::new();
    for at in tokens.words(&["mod", "include"]) {
        while within.last().is_some_and(|&(_, close)| at >= close) {
            within.pop();
        }
        match tokens.kind(at + 1) {
            Some(Kind::Ident) if tokens.raw(at) == "mod" => {
                let name = tokens.ident(at + 1).to_owned();
                let (mut paths, is_certain) = paths(tokens, at);
                match tokens.kind(at + 2) {
                    Some(Kind::Open(b'{')) => {
                        within.push((paths.pop().unwrap_or(name), tokens.close(at + 2)));
                    }
                    Some(Kind::Punct(b';')) => {
                        let names = || within.iter().map(|(name, _)| name.clone()).collect();
                        found.extend(
                            paths.into_iter().map(|path| ModuleDeclaration::Path { within: names(), path }),
                        );
                        if !is_certain {
                            found.push(ModuleDeclaration::Named { within: names(), name });
                        }
                    }
                    _ => {}
                }
            }
            Some(Kind::Punct(b'!')) => found.extend(included(tokens, at + 2)),
            _ => {}
        }
    }
    found
}

/// What `#[path = "…"]` in front of a `mod` says, and whether it says so in every build.
fn paths(tokens: &Tokens<'_>, module: usize) -> (Vec<String>, bool) {
    let (mut paths, mut is_certain) = (Vec::new(), false);
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
            for attribute in attributes.iter().filter(|attribute| attribute.name == "path") {
                let (equals, _) = attribute.arguments;
                if tokens.is(equals, Kind::Punct(b'=')) && tokens.is(equals + 1, Kind::Str) {
                    paths.extend(string_value(tokens.raw(equals + 1)));
                    is_certain |= attribute.condition == Condition::Always;
                }
            }
        } else {
            break;
        }
    }
    (paths, is_certain)
}

/// The file of an `include!`, whose bracket is at `open`.
fn included(tokens: &Tokens<'_>, open: usize) -> Option<ModuleDeclaration> {
    let Some(Kind::Open(_)) = tokens.kind(open) else { return None };
    let is_literal = tokens.close(open) == open + 2 && tokens.is(open + 1, Kind::Str);
    let path = is_literal.then(|| string_value(tokens.raw(open + 1))).flatten();
    Some(match path {
        Some(path) => ModuleDeclaration::Path { within: Vec::new(), path },
        None => ModuleDeclaration::Unknown,
    })
}
