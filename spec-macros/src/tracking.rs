//! Why a crate is compiled again when a document changes.
//!
//! On stable Rust a macro cannot name the files that it read. But a file that is included is watched by cargo, so the first
//! expansion of a compilation that can carry it includes every document and `spec.toml` in a constant that nobody uses: it
//! leaves no byte in the program. One expansion does for the crate: including 40 documents 2,000 times would be felt.
//!
//! What this covers: a document that is edited, moved or deleted. What it cannot: a document that appears where none was, since
//! a file that is not there cannot be included. `cargo spec check` and the gate look at every run.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::Catalog;

use crate::item::{Kind, Shape};

/// The spec roots that this process has included already. rustc compiles one crate in a process; in an editor's server
/// nothing is rebuilt, so that it does not matter there.
static INCLUDED: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// Adds the documents to an item that will be there in this compilation, unless another one carries them.
pub(crate) fn track(item: &mut Vec<TokenTree>, shape: Shape, catalog: &Catalog) {
    let will_be_there = !shape.is_conditional && (!shape.is_test || is_test_build());
    if !will_be_there || !matches!(shape.kind, Kind::Function | Kind::Free) || catalog.documents.is_empty() {
        return;
    }
    let mut included = INCLUDED.lock().unwrap_or_else(PoisonError::into_inner);
    if included.get_or_insert_default().insert(catalog.root.clone()) {
        carry(item, shape.kind, &inclusion(catalog));
    }
}

/// Is this rustc compiling a test harness? Elsewhere functions under `#[test]` are dropped, with whatever they carry.
fn is_test_build() -> bool {
    std::env::args_os().any(|argument| argument == "--test")
}

fn inclusion(catalog: &Catalog) -> TokenStream {
    let paths = catalog.inputs().filter(|path| path.is_file()).filter_map(|path| path.to_str());
    paths
        .map(|path| {
            quote!(
                const _: &[u8] = ::core::include_bytes!(#path);
            )
        })
        .collect()
}

/// Puts constants where they can stand: first in a function's body, else beside the item.
pub(crate) fn carry(item: &mut Vec<TokenTree>, kind: Kind, constants: &TokenStream) {
    if kind != Kind::Function {
        item.extend(constants.clone());
        return;
    }
    let Some(TokenTree::Group(body)) = item.pop() else { return };
    let tokens: Vec<_> = body.stream().into_iter().collect();
    let behind = inner_attributes(&tokens);
    let mut stream: TokenStream = tokens[..behind].iter().cloned().collect();
    stream.extend(constants.clone());
    stream.extend(tokens[behind..].iter().cloned());
    let mut group = Group::new(Delimiter::Brace, stream);
    group.set_span(body.span());
    item.push(TokenTree::Group(group));
}

/// How many tokens the inner attributes of a body are: nothing may stand before them.
fn inner_attributes(body: &[TokenTree]) -> usize {
    let mut at = 0;
    while let [TokenTree::Punct(hash), TokenTree::Punct(bang), TokenTree::Group(group), ..] = &body[at..]
        && (hash.as_char(), bang.as_char(), group.delimiter()) == ('#', '!', Delimiter::Bracket)
    {
        at += 3;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(item: TokenStream, expect: &TokenStream) {
        let mut tokens: Vec<_> = item.into_iter().collect();
        let shape = Shape::of(&tokens);
        carry(
            &mut tokens,
            shape.kind,
            &quote!(
                const _: () = ();
            ),
        );
        assert_eq!(tokens.into_iter().collect::<TokenStream>().to_string(), expect.to_string());
    }

    #[test]
    fn a_function_carries_in_its_body_behind_inner_attributes() {
        check(
            quote!(
                fn a() {
                    b()
                }
            ),
            &quote!(
                fn a() {
                    const _: () = ();
                    b()
                }
            ),
        );
        check(
            quote!(
                pub const unsafe fn a() {
                    #![allow(x)]
                    b()
                }
            ),
            &quote!(
                pub const unsafe fn a() {
                    #![allow(x)]
                    const _: () = ();
                    b()
                }
            ),
        );
    }

    #[test]
    fn a_type_carries_beside_itself() {
        check(
            quote!(
                struct A;
            ),
            &quote!(
                struct A;
                const _: () = ();
            ),
        );
        check(quote!(impl A { fn b() {} }), &quote!(impl A { fn b() {} } const _: () = ();));
    }
}
