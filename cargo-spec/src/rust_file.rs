//! Parses Rust files of users: the one door to `syn`. Nothing that a file holds overflows the stack.
//!
//! Rust is read in three ways, each for its reason:
//!
//! 1. `links` of `spec-engine` reads tokens. It meets every file of a workspace in every `check`, and files that do not parse.
//! 2. `spec-macros` reads the tokens that rustc gives it. Each user compiles it, so it brings no parser.
//! 3. The command parses the few files that it edits or takes apart: it has to know where each item ends.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Item};

/// Rust that is nested deeper than this is not read: the parser recurses.
const MAX_DEPTH: usize = 200;
/// Other nesting (`!!!!x`) recurses too, on a stack that has room for it.
const STACK: usize = 128 << 20;

/// The reason why a file cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct NotRust {
    /// The mistake.
    pub message: String,
    /// The bytes that are wrong.
    pub range: Range<usize>,
}

/// Parses a file, and has it read. The number is the offset of its spans in the text.
///
/// # Errors
/// [`NotRust`] with the place, if it does not parse.
pub fn read<T: Send>(text: &str, read: impl FnOnce(&syn::File, usize) -> T + Send) -> Result<T, NotRust> {
    parsed(text, |tokens, offset| syn::parse2(tokens).map(|file| read(&file, offset)))
}

/// Parses one item after another: the trees of all of them at once would take much room.
///
/// # Errors
/// [`NotRust`] with the place, if it does not parse.
pub fn read_items<T: Default + Send>(
    text: &str,
    mut read: impl FnMut(&mut T, &Item, usize) + Send,
) -> Result<T, NotRust> {
    parsed(text, |tokens, offset| {
        let items = |input: ParseStream<'_>| {
            Attribute::parse_inner(input)?;
            let mut found = T::default();
            while !input.is_empty() {
                read(&mut found, &input.parse()?, offset);
            }
            Ok(found)
        };
        items.parse2(tokens)
    })
}

/// Does a text parse as a file?
pub fn is_rust(text: &str) -> bool {
    read(text, |_, _| ()).is_ok()
}

/// The file that a `#[path = "…"]` names.
pub fn named_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &pair.value else { return None };
        pair.path.is_ident("path").then(|| path.value())
    })
}

/// A range of spans in the text.
pub fn shifted(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// Has the tokens of a text parsed, on a stack that has room for them.
fn parsed<T: Send>(
    text: &str,
    parse: impl FnOnce(TokenStream, usize) -> syn::Result<T> + Send,
) -> Result<T, NotRust> {
    let run = || {
        let start = prelude(text);
        parse(tokens(text, start)?, start).map_err(|error| NotRust {
            message: format!("this is not valid Rust: {error}"),
            range: shifted(error.span().byte_range(), start),
        })
    };
    std::thread::scope(|scope| {
        let parser = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let parsed = parser.ok().and_then(|thread| thread.join().ok());
        let gave_up = || NotRust { message: "the file could not be parsed".to_owned(), range: 0..text.len() };
        parsed.unwrap_or_else(|| Err(gave_up()))
    })
}

/// The offset at which the Rust of a file begins: behind the byte order mark and the `#!` line.
fn prelude(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match text[start..].strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => {
            start + 2 + rest.find('\n').unwrap_or(rest.len())
        }
        _ => start,
    }
}

fn tokens(text: &str, start: usize) -> Result<TokenStream, NotRust> {
    let tokens: TokenStream = text[start..].parse().map_err(|error: proc_macro2::LexError| NotRust {
        message: "this is not valid Rust: a bracket or a quote is not closed, or closed twice".to_owned(),
        range: shifted(error.span().byte_range(), start),
    })?;
    match too_deep(&tokens) {
        Some(range) => {
            Err(NotRust { message: "this is nested too deeply".to_owned(), range: shifted(range, start) })
        }
        None => Ok(tokens),
    }
}

fn too_deep(tokens: &TokenStream) -> Option<Range<usize>> {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(last) = open.last_mut() {
        match last.next() {
            Some(TokenTree::Group(group)) if open.len() > MAX_DEPTH => {
                return Some(group.span_open().byte_range());
            }
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nested_deeply_is_refused_or_read_and_overflows_nothing() {
        let brackets = |depth: usize| format!("fn a() {{ {}{} }}", "(".repeat(depth), ")".repeat(depth));
        assert!(is_rust(&brackets(MAX_DEPTH / 2)) && !is_rust(&brackets(100 * MAX_DEPTH)));
        assert!(is_rust(&format!("const A: bool = {}true;", "!".repeat(20_000))));
    }

    #[test]
    fn the_place_of_a_mistake_is_that_in_the_text() {
        for before in ["", "\u{feff}", "#!/usr/bin/env cargo\n", "\u{feff}#!/bin/sh\n"] {
            let text = format!("{before}fn a() {{}}\nfn 1() {{}}\n");
            let mistake = read(&text, |_, _| ()).expect_err("it does not parse");
            assert_eq!(&text[mistake.range], "1", "{before:?}");
        }
    }
}
