//! The switch of a linked function: its body, or something wrong instead. `spec-runtime` decides whether, and what.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::item::Shape;
use crate::signature::{Signature, is_unnameable};

/// The statements of a function with a switch before or around them.
pub(crate) fn knockout(
    site: &str,
    signature: &Signature,
    shape: &Shape,
    statements: &TokenStream,
    runtime: &Ident,
) -> TokenStream {
    let Signature { is_async, may_change, owned, result, .. } = signature;
    if signature.returns_nothing() {
        return quote! {
            #[cfg(debug_assertions)]
            if ::#runtime::__private::is_knocked_out(#site) {
                return;
            }
            #statements
        };
    }
    if is_unnameable(result) {
        return quote!(#[cfg(debug_assertions)] ::#runtime::__private::ran(#site); #statements);
    }
    let (kind, order) = match owned {
        // A closure around the body would hide who called; and nothing is to be dropped in another order than without it.
        _ if shape.tracks_caller => ("body", TokenStream::new()),
        None => ("body", TokenStream::new()),
        Some(owned) if owned.len() < 2 => (if *is_async { "async" } else { "sync" }, TokenStream::new()),
        Some(owned) => {
            // What is taken first is dropped last; closures drop in the order that they name things.
            let owned = owned.iter().rev();
            (if *is_async { "async" } else { "sync" }, quote!(let _ = (#(&#owned),*);))
        }
    };
    let kind = Ident::new(kind, Span::mixed_site());
    quote!(::#runtime::__work! { #site, #may_change, #kind #result, { #order #statements } })
}
