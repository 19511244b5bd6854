//! Which files a Rust file includes: `mod name;`, with `#[path]`, and `include!`.

use super::attributes::Tokens;
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

/// The files that a Rust file includes. What is never compiled is taken too: a false alarm would be worse.
pub(super) fn modules(tokens: &Tokens<'_>) -> Vec<ModuleDeclaration> {
    let all = tokens.all;
    let mut found = Vec::new();
    let mut within: Vec<(String, usize)> = Vec::new();
    let mut path = None;
    for (at, token) in all.iter().enumerate() {
        while within.last().is_some_and(|&(_, close)| at >= close) {
            within.pop();
        }
        if token.kind != Kind::Ident {
            continue;
        }
        let names = || within.iter().map(|(name, _)| name.clone()).collect();
        match tokens.raw(at) {
            "path" if tokens.is(at + 1, Kind::Punct(b'=')) && tokens.is(at + 2, Kind::Str) => {
                path = string_value(tokens.raw(at + 2));
            }
            "mod" if tokens.is(at + 1, Kind::Ident) => {
                let name = tokens.ident(at + 1).to_owned();
                let path = path.take();
                match (tokens.kind(at + 2), path) {
                    (Some(Kind::Punct(b';')), Some(path)) => {
                        found.push(ModuleDeclaration::Path { within: names(), path });
                    }
                    (Some(Kind::Punct(b';')), None) => {
                        found.push(ModuleDeclaration::Named { within: names(), name });
                    }
                    (Some(Kind::Open(b'{')), path) => {
                        within.push((path.unwrap_or(name), tokens.close(at + 2)));
                    }
                    _ => {}
                }
            }
            "include"
                if tokens.is(at + 1, Kind::Punct(b'!'))
                    && matches!(tokens.kind(at + 2), Some(Kind::Open(_))) =>
            {
                let close = tokens.close(at + 2);
                let literal = (close == at + 4 && tokens.is(at + 3, Kind::Str))
                    .then(|| string_value(tokens.raw(at + 3)));
                found.push(match literal.flatten() {
                    Some(path) => ModuleDeclaration::Path { within: Vec::new(), path },
                    None => ModuleDeclaration::Unknown,
                });
            }
            // Between a `#[path]` and its module there are only other attributes and a visibility.
            "fn" | "struct" | "enum" | "use" | "impl" | "static" | "type" | "trait" => path = None,
            _ => {}
        }
    }
    found
}
