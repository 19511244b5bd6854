//! Makes rustc compile a crate again when a document changes.
//!
//! On stable Rust a macro cannot name the files that it read. But cargo watches a file that is included. So the first expansion that can
//! carry it includes every document and `spec.toml` in a constant that nobody uses: it leaves no byte in the program. One expansion does
//! for the crate: including 40 documents 2,000 times would be felt.
//!
//! `#[cfg]`, `#[test]` and attributes of other macros may take an item away. It carries them too, but does not count: the next one with
//! other conditions carries them again, until one is sure to be there.
//!
//! This covers a document that is edited, moved or deleted. It does not cover a document that appears where none was: a file that is not
//! there cannot be included. `cargo spec check` and the gate look at every run.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::Catalog;
use spec_model::files;

use crate::body::{attributes_of, block};
use crate::item::{self, ItemKind, Shape, braces};

/// Of each spec root: under which conditions this process has included it already. rustc compiles one crate in a process; in
/// an editor's server nothing is rebuilt, so that it does not matter there.
static INCLUDED: Mutex<Option<HashMap<PathBuf, Included>>> = Mutex::new(None);

/// The conditions under which something is there. None at all is one of them.
type Included = HashSet<String>;

/// Adds the documents to an item, unless another one carries them that is there whenever this one is. The designs whose properties
/// the item names, it carries itself: few items name any.
pub(crate) fn track(
    item: &mut Vec<TokenTree>,
    shape: &Shape,
    catalog: &Catalog,
    designs: &BTreeSet<PathBuf>,
) {
    if matches!(shape.kind, ItemKind::Associated | ItemKind::MacroCall) || catalog.is_empty() {
        return;
    }
    if !designs.is_empty() {
        carry(item, shape.kind, &constants(designs.iter().map(PathBuf::as_path)));
    }
    let mut included = INCLUDED.lock().unwrap_or_else(PoisonError::into_inner);
    let included = included.get_or_insert_default();
    if !included.contains_key(&catalog.root) {
        included.insert(catalog.root.clone(), Included::new());
    }
    if included.get_mut(&catalog.root).is_some_and(|included| is_needed(included, &shape.conditions)) {
        carry(item, shape.kind, &inclusion(catalog));
    }
}

/// Must an item under these conditions carry the documents? If so, it does from now on.
fn is_needed(included: &mut Included, conditions: &str) -> bool {
    !included.contains("") && included.insert(conditions.to_owned())
}

fn inclusion(catalog: &Catalog) -> TokenStream {
    constants(catalog.inputs())
}

/// A constant for each file, which nobody uses.
fn constants<'a>(paths: impl Iterator<Item = &'a Path>) -> TokenStream {
    // A file that cannot be read would be a second error, far from the cause.
    let is_readable = |path: &&Path| files::is_readable(path).is_ok();
    let paths = paths.filter(is_readable).filter_map(Path::to_str);
    paths
        .map(|path| {
            quote!(
                const _: &[u8] = ::core::include_bytes!(#path);
            )
        })
        .collect()
}

/// Puts constants where they can stand: first in a function's body or a constant's value, else beside the item.
fn carry(item: &mut Vec<TokenTree>, kind: ItemKind, constants: &TokenStream) {
    match (kind, item.last()) {
        (ItemKind::Function, Some(last)) => {
            let Some(body) = braces(last) else { return };
            item.pop();
            item.push(with_constants(&body, constants));
        }
        (ItemKind::Constant, Some(TokenTree::Punct(end))) if end.as_char() == ';' => {
            let Some(sign) = item::equals_sign(item) else { return };
            let value = item.drain(sign + 1..item.len() - 1).collect();
            let mut group = Group::new(Delimiter::Brace, [constants.clone(), value].into_iter().collect());
            group.set_span(item[sign].span());
            item.insert(sign + 1, TokenTree::Group(group));
        }
        _ => item.extend(constants.clone()),
    }
}

/// A body with constants behind its inner attributes.
fn with_constants(body: &Group, constants: &TokenStream) -> TokenTree {
    let (attributes, statements) = attributes_of(body);
    block(body.span(), quote!(#attributes #constants #statements))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the kind of an item that carries the constant `X`.
    fn check(item: &str, expect: &str) {
        let mut tokens: Vec<_> = item.parse::<TokenStream>().expect("it is Rust").into_iter().collect();
        let shape = Shape::of(&tokens);
        carry(
            &mut tokens,
            shape.kind,
            &quote!(
                const X: () = ();
            ),
        );
        let expect: TokenStream = expect.parse().expect("it is Rust");
        assert_eq!(tokens.into_iter().collect::<TokenStream>().to_string(), expect.to_string());
    }

    #[test]
    fn a_function_carries_in_its_body_behind_inner_attributes() {
        check("fn a() { b() }", "fn a() { const X: () = (); b() }");
        check(
            "#[test] pub const unsafe fn a() { #![allow(x)] b() }",
            "#[test] pub const unsafe fn a() { #![allow(x)] const X: () = (); b() }",
        );
    }

    #[test]
    fn a_constant_carries_in_its_value() {
        check("const A: B<C = D> = E { f };", "const A: B<C = D> = { const X: () = (); E { f } };");
    }

    #[test]
    fn a_type_carries_beside_itself() {
        check("struct A;", "struct A; const X: () = ();");
        check("impl A { fn b() {} }", "impl A { fn b() {} } const X: () = ();");
        check("static A: u8 = 1;", "static A: u8 = 1; const X: () = ();");
    }

    #[test]
    fn one_item_that_is_sure_to_be_there_carries_for_all_that_follow() {
        let mut included = Included::new();
        let carriers = ["test", "cfg(unix)", "test", "", "", "cfg(unix)", "tokio::test"];
        let carriers = carriers.map(|conditions| is_needed(&mut included, conditions));
        assert_eq!(carriers, [true, true, false, true, false, false, false]);
    }
}
