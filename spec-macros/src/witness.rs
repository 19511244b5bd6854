//! What a linked function tells of itself when it runs. `spec-runtime` decides whether anything is told: here it is only handed
//! the place, the criteria and the body.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::{Catalog, Target};

use crate::arguments::WrittenId;
use crate::item::{Kind, Shape, block, parts_of_body};
use crate::signature::{Signature, is_unnameable};

/// Adds the witness to a function with a body.
pub(crate) fn witness(
    item: &mut Vec<TokenTree>,
    shape: &Shape,
    ids: &[WrittenId],
    catalog: Option<&Catalog>,
    runtime: &Ident,
) {
    let (Kind::Function, Some(first)) = (shape.kind, ids.first()) else { return };
    let Some((TokenTree::Group(body), head)) = item.split_last() else { return };
    let Some(signature) = Signature::of(&head[shape.attributes..]) else { return };
    if signature.is_const || shape.is_bare {
        return;
    }
    let site = site(first, ids, catalog);
    // A test whose attribute stood above ours looks like any function that takes nothing.
    let is_entry = shape.is_test || signature.takes_nothing && !signature.is_async;
    let (attributes, statements) = parts_of_body(body);
    let result = &signature.result;
    let witnessed = if is_entry {
        let body = block(body.span(), statements);
        match (result.is_empty() || is_unnameable(result), signature.is_async) {
            (true, _) => quote!(::#runtime::__entered! { [#site] #body }),
            (false, true) => quote!(::#runtime::__entered! { [#site] async #result, #body }),
            (false, false) => quote!(::#runtime::__entered! { [#site] sync #result, #body }),
        }
    } else {
        quote!(::#runtime::__ran! { #site } #statements)
    };
    let body = block(body.span(), quote!(#attributes #witnessed));
    item.pop();
    item.push(body);
}

/// The arguments of `Site::new`.
fn site(first: &WrittenId, ids: &[WrittenId], catalog: Option<&Catalog>) -> TokenStream {
    let (file, line, column) = place(first.span);
    let resolve = |id: &WrittenId| catalog?.resolve(&id.text).ok();
    let criteria = ids.iter().filter_map(resolve).flat_map(|target| {
        let Target { document, requirement, criterion } = target;
        let criteria = match criterion {
            Some(criterion) => std::slice::from_ref(criterion),
            None => &requirement.criteria,
        };
        criteria.iter().map(move |criterion| {
            let id = format!("{}/{}", document.feature, criterion.id);
            let fingerprint = u64::from(criterion.fingerprint());
            quote!((#id, #fingerprint))
        })
    });
    quote!(#file, #line, #column, &[#(#criteria),*])
}

/// Where something is written; outside of a compiler nowhere.
fn place(span: Span) -> (String, u32, u32) {
    if !proc_macro::is_available() {
        return (String::new(), 0, 0);
    }
    let span = span.unwrap();
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (span.file(), number(span.line()), number(span.column()))
}
