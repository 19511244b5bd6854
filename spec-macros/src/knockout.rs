//! Adds the knock-out switch to a linked function. `spec-runtime` decides whether the body runs, or what replaces it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::body::block;
use crate::item::Shape;
use crate::signature::{Signature, is_unnameable};

/// The statements of a function with a switch before or around them.
pub(crate) fn knockout(
    site: &str,
    signature: &Signature,
    shape: &Shape,
    statements: &TokenStream,
    span: Span,
    runtime: &Ident,
) -> TokenStream {
    let Signature { is_async, may_change, has_variables, owned, result, .. } = signature;
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
    // A closure around the body would hide who called; and nothing is to be dropped in another order than without it: what is
    // taken first is dropped last, while closures drop in the order that they name things, and may drop a part of a thing.
    let order = match owned {
        Some(owned) if !owned.is_empty() => {
            let owned = owned.iter().rev();
            quote!(let _ = (#(&#owned,)*);)
        }
        _ => TokenStream::new(),
    };
    // That a variable is dropped in the end is a use of what was last assigned to it; in a closure the compiler does not see it.
    let tolerated = has_variables.then(|| quote!(#[allow(unused_assignments)]));
    let is_seen = !shape.tracks_caller && owned.is_some();
    let body = block(span, quote!(#order #statements));
    // Which variants there are is only asked for when it is needed: finding it takes many calls without optimisation.
    let table = quote!(::#runtime::__private::Probe::<#result>::of().table());
    let switched = match (is_seen, is_async) {
        (false, _) => quote! {
            let __spec_variant = if ::#runtime::__private::may_be_asked() {
                ::#runtime::__private::knocked_out_unseen(#site, #table)
            } else {
                ::core::option::Option::None
            };
            if let ::core::option::Option::Some(__spec_variant) = __spec_variant {
                __spec_variant
            } else #body
        },
        // Of what is generic over the body as little as can be: it is compiled for each function anew.
        (true, false) => quote! {
            if ::#runtime::__private::may_be_asked() {
                if let ::core::option::Option::Some(__spec_variant) =
                    ::#runtime::__private::before(#site, #may_change, #table)
                {
                    return __spec_variant;
                }
            }
            let __spec_returned = ::#runtime::__private::run(move || -> #result #body);
            if ::#runtime::__private::may_be_asked() {
                ::#runtime::__private::after(#table, &__spec_returned);
            }
            __spec_returned
        },
        (true, true) => quote! {
            // The first statement also says what the block returns.
            ::#runtime::__private::watched(#site, #may_change, || #table, async move {
                if let ::core::option::Option::Some(__spec_variant) = ::#runtime::__private::knocked_out(#site, || #table) {
                    return __spec_variant;
                }
                #order
                #statements
            })
            .await
        },
    };
    let plain = block(span, statements.clone());
    // Of the two only one is compiled.
    quote! {
        #[cfg(debug_assertions)]
        #tolerated
        {
            #switched
        }
        #[cfg(not(debug_assertions))]
        #plain
    }
}
