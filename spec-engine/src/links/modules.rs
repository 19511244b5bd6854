//! Finds the files that a Rust file includes: `mod name;`, with `#[path]`, and `include!`.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use spec_model::grammar::literal::string_value;

use super::attributes::{Attribute, Tokens};
use super::condition::{Cfg, Condition};
use super::lexer::TokenKind;
use super::normal;

/// A file that another one includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleDeclaration {
    /// `mod name;` inside the inline modules `within`.
    Named {
        /// The inline modules that hold the declaration, outermost first.
        within: Vec<String>,
        /// The name.
        name: String,
        /// When it is included.
        under: Under,
    },
    /// `#[path = "…"] mod name;`, or `include!("…")`: a path relative to the file's folder.
    Path {
        /// The inline modules that hold the declaration, outermost first; empty for `include!`.
        within: Vec<String>,
        /// The name of the module; empty for `include!`.
        name: String,
        /// The path.
        path: String,
        /// When it is included.
        under: Under,
    },
    /// `automod::dir!("tests/all")`: a module for each file of a folder, which is relative to the package's.
    Folder {
        /// The folder.
        path: String,
        /// When they are included.
        under: Under,
    },
    /// `include!(concat!(env!("CARGO_MANIFEST_DIR"), "/x.rs"))`: a path relative to the package's folder.
    OfPackage {
        /// The path.
        path: String,
        /// When it is included.
        under: Under,
    },
    /// `include!(concat!(env!("OUT_DIR"), "/x.rs"))`: a file that the build script writes.
    Generated {
        /// The end of its path.
        path: String,
        /// When it is included.
        under: Under,
    },
    /// `include!` of a path that is computed in another way.
    Unknown,
}

/// When a file is included: the attributes of its declaration, and of what that stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Under {
    /// Is it there in test builds only?
    pub is_for_tests: bool,
    /// Is it in no test build: `#[cfg(any())]`?
    pub is_never: bool,
    /// All of its conditions but those that always hold.
    pub cfgs: Vec<Cfg>,
    /// Conditions of which nobody knows whether they hold, as the tokens of attributes, each with a space behind it.
    pub conditions: String,
}

impl Under {
    /// Returns the conditions of the code below both.
    #[must_use]
    pub fn and(&self, inner: &Self) -> Self {
        Self {
            is_for_tests: self.is_for_tests || inner.is_for_tests,
            is_never: self.is_never || inner.is_never,
            cfgs: self.cfgs.iter().chain(&inner.cfgs).cloned().collect(),
            conditions: format!("{}{}", self.conditions, inner.conditions),
        }
    }

    fn of(tokens: &Tokens<'_>, attributes: &[Attribute<'_>]) -> Self {
        let mut under = Self::default();
        for attribute in
            attributes.iter().filter(|attribute| attribute.name == "cfg" && attribute.length == 1)
        {
            let (start, end) = attribute.arguments;
            under.is_for_tests |= tokens.needs_test(start, end);
            let cfg = Cfg::read(tokens, start, end);
            let condition = cfg.condition();
            if condition != Condition::Always {
                under.cfgs.push(cfg);
            }
            match condition {
                Condition::Always => {}
                Condition::Never => under.is_never = true,
                Condition::Unknown => {
                    under.conditions.push_str(&normal::conditions(tokens, [(start, end)].into_iter()));
                }
            }
        }
        under
    }

    /// Reads the inner attributes that begin at a token: `#![cfg(unix)]`.
    fn inner(tokens: &Tokens<'_>, mut at: usize) -> Self {
        let mut attributes = Vec::new();
        while tokens.is(at, TokenKind::Punct(b'#'))
            && tokens.is(at + 1, TokenKind::Punct(b'!'))
            && tokens.is(at + 2, TokenKind::Open(b'['))
        {
            tokens.attribute(at + 1, &mut attributes);
            at = tokens.close(at + 2) + 1;
        }
        Self::of(tokens, &attributes)
    }
}

/// May a file include others? A look at its bytes: `mod name` with anything behind it but a brace, `include`, or `automod`.
pub(super) fn may_include(bytes: &[u8]) -> bool {
    let is_declaration = |at: usize| {
        let rest = &bytes[at + b"mod".len()..];
        let name = rest.trim_ascii_start();
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'#' | 0x80..);
        let behind = name.iter().position(|byte| !is_name(byte)).unwrap_or(name.len());
        name.len() < rest.len() && name[behind..].trim_ascii_start().first() != Some(&b'{')
            || bytes[..at].ends_with(b"auto")
    };
    static MOD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("mod"));
    static INCLUDE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("include"));
    MOD.find_iter(bytes).any(is_declaration) || INCLUDE.find(bytes).is_some()
}

/// An inline module around what is looked at.
struct Inline {
    name: String,
    /// The place where it ends.
    close: usize,
    under: Under,
}

/// The attributes in front of a `mod`.
#[derive(Default)]
struct Before {
    /// The paths that `#[path = "…"]` gives.
    paths: Vec<String>,
    /// Does it say so in every build?
    is_certain: bool,
    under: Under,
}

/// The files that a Rust file includes. What is never compiled is taken too: a false alarm would be worse.
pub(super) fn modules(tokens: &Tokens<'_>) -> Vec<ModuleDeclaration> {
    let mut found = Vec::new();
    let mut within: Vec<Inline> = Vec::new();
    // A file that is there for tests alone says so of itself; what it includes may be tried as code all the same.
    let of_file = Under { is_for_tests: false, ..Under::inner(tokens, 0) };
    for at in tokens.words(&["mod", "include", "dir"]) {
        while within.last().is_some_and(|module| at >= module.close) {
            within.pop();
        }
        let outer = within.last().map_or(&of_file, |module| &module.under);
        match tokens.kind(at + 1) {
            Some(TokenKind::Ident) if tokens.raw(at) == "mod" => {
                let name = tokens.ident(at + 1).to_owned();
                let Before { mut paths, is_certain, under } = before(tokens, at);
                let under = outer.and(&under);
                match tokens.kind(at + 2) {
                    Some(TokenKind::Open(b'{')) => {
                        let name = paths.pop().unwrap_or(name);
                        let under = under.and(&Under::inner(tokens, at + 3));
                        within.push(Inline { name, close: tokens.close(at + 2), under });
                    }
                    Some(TokenKind::Punct(b';')) => {
                        let names = || within.iter().map(|module| module.name.clone()).collect();
                        let at = |path| ModuleDeclaration::Path {
                            within: names(),
                            name: name.clone(),
                            path,
                            under: under.clone(),
                        };
                        found.extend(paths.into_iter().map(at));
                        if !is_certain {
                            found.push(ModuleDeclaration::Named {
                                within: names(),
                                name,
                                under: under.clone(),
                            });
                        }
                    }
                    _ => {}
                }
            }
            Some(TokenKind::Punct(b'!')) if tokens.raw(at) == "dir" => {
                found.extend(folder(tokens, at + 2, outer));
            }
            Some(TokenKind::Punct(b'!')) => found.extend(included(tokens, at + 2, outer)),
            _ => {}
        }
    }
    found
}

/// Reads the attributes in front of a `mod`.
fn before(tokens: &Tokens<'_>, module: usize) -> Before {
    let mut found = Before::default();
    let mut attributes = Vec::new();
    let mut at = module;
    while let Some(before) = at.checked_sub(1) {
        let open = match tokens.kind(before) {
            Some(TokenKind::Close(_)) => tokens.close(before),
            _ => before,
        };
        if tokens.ident(before) == "pub" {
            at = before;
        } else if open > 0 && tokens.is(before, TokenKind::Close(b')')) && tokens.ident(open - 1) == "pub" {
            at = open - 1;
        } else if open > 0
            && tokens.is(before, TokenKind::Close(b']'))
            && tokens.is(open - 1, TokenKind::Punct(b'#'))
        {
            at = open - 1;
            attributes.clear();
            tokens.attribute(at, &mut attributes);
            found.under = Under::of(tokens, &attributes).and(&found.under);
            for attribute in &attributes {
                let (start, _) = attribute.arguments;
                match attribute.name {
                    "path"
                        if tokens.is(start, TokenKind::Punct(b'='))
                            && tokens.is(start + 1, TokenKind::Str) =>
                    {
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
fn included(tokens: &Tokens<'_>, open: usize, under: &Under) -> Option<ModuleDeclaration> {
    let Some(TokenKind::Open(_)) = tokens.kind(open) else { return None };
    if let Some(computed) = computed(tokens, open + 1, under) {
        return Some(computed);
    }
    let is_literal = tokens.close(open) == open + 2 && tokens.is(open + 1, TokenKind::Str);
    let path = is_literal.then(|| string_value(tokens.raw(open + 1))).flatten();
    Some(match path {
        Some(path) => {
            ModuleDeclaration::Path { within: Vec::new(), name: String::new(), path, under: under.clone() }
        }
        None => ModuleDeclaration::Unknown,
    })
}

/// `concat!(env!("OUT_DIR"), "/x.rs")`, or the same of the package's folder; the words of the path may be in pieces.
fn computed(tokens: &Tokens<'_>, at: usize, under: &Under) -> Option<ModuleDeclaration> {
    let opens = |at: usize| {
        tokens.is(at + 1, TokenKind::Punct(b'!')) && matches!(tokens.kind(at + 2), Some(TokenKind::Open(_)))
    };
    let string = |at: usize| string_value(tokens.raw(at)).filter(|_| tokens.is(at, TokenKind::Str));
    if tokens.ident(at) != "concat" || !opens(at) || tokens.ident(at + 3) != "env" || !opens(at + 3) {
        return None;
    }
    let variable = string(at + 6)?;
    let (mut from, end) = (tokens.close(at + 5) + 1, tokens.close(at + 2));
    let mut path = String::new();
    while from < end {
        if !tokens.is(from, TokenKind::Punct(b',')) {
            path.push_str(&string(from)?);
        }
        from += 1;
    }
    let under = under.clone();
    let path = path.trim_start_matches(['/', '\\']).to_owned();
    match variable.as_str() {
        "OUT_DIR" => Some(ModuleDeclaration::Generated { path, under }),
        "CARGO_MANIFEST_DIR" => Some(ModuleDeclaration::OfPackage { path, under }),
        _ => None,
    }
}

/// The folder of an `automod::dir!`, whose bracket is at `open`: its last string, behind the visibility.
fn folder(tokens: &Tokens<'_>, open: usize, under: &Under) -> Option<ModuleDeclaration> {
    let Some(TokenKind::Open(_)) = tokens.kind(open) else { return None };
    let last = tokens.close(open).checked_sub(1)?;
    let path = string_value(tokens.raw(last)).filter(|_| tokens.is(last, TokenKind::Str))?;
    Some(ModuleDeclaration::Folder { path, under: under.clone() })
}
