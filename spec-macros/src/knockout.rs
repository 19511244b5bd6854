//! Adds the knock-out switch to a linked function. `spec-runtime` decides whether the body runs, or what replaces it.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::body::block;
use crate::item::Shape;
use crate::other;
use crate::signature::{Signature, is_iterator, is_unnameable, is_word, may_be_result, offers_nothing};

/// The statements of a function with a switch before or around them.
pub(crate) fn knockout(
    site: &str,
    signature: &Signature,
    shape: &Shape,
    statements: &TokenStream,
    span: Span,
    runtime: &Ident,
) -> TokenStream {
    let Signature { is_async, may_change, has_variables, owned, result, arguments, .. } = signature;
    if does_nothing(statements) {
        return quote!(#[cfg(debug_assertions)] ::#runtime::__private::ran(#site); #statements);
    }
    if signature.returns_nothing() {
        return quote! {
            #[cfg(debug_assertions)]
            if ::#runtime::__private::is_knocked_out(#site) {
                return;
            }
            #statements
        };
    }
    let others = if offers_nothing(result) { other::arguments(arguments, result) } else { Vec::new() };
    // An iterator is known only when it is there: its own ways to be broken come behind those of the arguments.
    let is_iterated = is_iterator(result) && !is_async && !shape.tracks_caller && owned.is_some();
    let own: &[&str] = if is_iterated { &ITERATED } else { &[] };
    let first = others.len();
    let labels = others.iter().map(|other| &*other.label).chain(own.iter().copied());
    let function = quote! {
        ::#runtime::__private::function(#site, #may_change, &[#(#labels),*])
    };
    let others = (0_usize..).zip(&others).map(|(number, other)| other.statement(site, number, runtime));
    let others: TokenStream = others.collect();
    // That a variable is dropped in the end is a use of what was last assigned to it; in a closure the compiler does not see it.
    let tolerated = has_variables.then(|| quote!(#[allow(unused_assignments)]));
    if is_unnameable(result) {
        let body = if is_iterated {
            let order = order_of(owned.as_deref());
            let body = block(span, quote!(#order #statements));
            let plain = block(span, statements.clone());
            quote! {
                #[cfg(debug_assertions)]
                #tolerated
                {
                    ::#runtime::__private::iterate(#site, #first, move || #body)
                }
                #[cfg(not(debug_assertions))]
                #plain
            }
        } else {
            statements.clone()
        };
        return quote! {
            #[cfg(debug_assertions)]
            if ::#runtime::__private::may_be_asked() {
                ::#runtime::__private::ran_on(#function);
            }
            #others
            #body
        };
    }
    let is_seen = !shape.tracks_caller && owned.is_some();
    let order = order_of(owned.as_deref());
    let body = block(span, quote!(#order #others #statements));
    // The mutants are only asked for when they are needed: finding them takes many calls without optimisation.
    let probe = quote!(::#runtime::__private::Probe::<#result>::of());
    let errors = may_be_result(result).then(|| quote!(.with(#probe.errors())));
    let table = quote!(#probe.table()#errors);
    let switched = match (is_seen, is_async) {
        (false, _) => quote! {
            let __spec_variant = if ::#runtime::__private::may_be_asked() {
                ::#runtime::__private::knocked_out_unseen(#function, #table)
            } else {
                ::core::option::Option::None
            };
            if let ::core::option::Option::Some(__spec_variant) = __spec_variant {
                __spec_variant
            } else #body
        },
        // Of what is generic over the body as little as can be: it is compiled for each function anew.
        (true, false) => quote! {
            let __spec_table = if ::#runtime::__private::may_be_asked() {
                match ::#runtime::__private::before(#function, #table) {
                    ::core::result::Result::Ok(__spec_table) => __spec_table,
                    ::core::result::Result::Err(__spec_variant) => return __spec_variant,
                }
            } else {
                ::core::option::Option::None
            };
            let mut __spec_returned = ::#runtime::__private::run(move || -> #result #body);
            if let ::core::option::Option::Some(__spec_table) = __spec_table {
                ::#runtime::__private::after(__spec_table, &mut __spec_returned);
            }
            __spec_returned
        },
        (true, true) => quote! {
            // The first statement also says what the block returns.
            ::#runtime::__private::watched(#function, || #table, async move {
                if let ::core::option::Option::Some(__spec_variant) = ::#runtime::__private::knocked_out(#site, || #table) {
                    return __spec_variant;
                }
                #order
                #others
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

/// The ways to break an iterator that has no name.
const ITERATED: [&str; 2] = ["its result without the first element", "its result without any element"];

/// The statement that keeps the order in which a closure around the body drops what the function took.
///
/// A closure around the body would hide who called; and nothing is to be dropped in another order than without it. What is taken first
/// is dropped last. Closures drop in the order that they name things, and may drop a part of a thing.
fn order_of(owned: Option<&[TokenTree]>) -> TokenStream {
    match owned {
        Some(owned) if !owned.is_empty() => {
            let owned = owned.iter().rev();
            quote!(let _ = (#(&#owned,)*);)
        }
        _ => TokenStream::new(),
    }
}

/// Does a body nothing, so that there is nothing to knock out?
fn does_nothing(statements: &TokenStream) -> bool {
    let mut tokens = statements.clone().into_iter();
    match (tokens.next(), tokens.next(), tokens.next()) {
        (None, ..) => true,
        (Some(unit), None, _) => is_unit(&unit),
        (Some(ok), Some(TokenTree::Group(value)), None) => {
            let mut value = value.stream().into_iter();
            is_word(&ok, "Ok") && value.next().is_some_and(|value| is_unit(&value)) && value.next().is_none()
        }
        _ => false,
    }
}

/// Is it `()`?
fn is_unit(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group)
        if group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_does_nothing_is_known_by_its_tokens() {
        let check = |body: &str, expect| {
            assert_eq!(does_nothing(&body.parse().expect("it is Rust")), expect, "{body}");
        };
        for nothing in ["", "()", "Ok(())", "Ok ( ( ) )"] {
            check(nothing, true);
        }
        for something in ["a()", "(a)", "Ok(1)", "Ok(())?", "Err(())", "Ok((), 1)", "();", "{}"] {
            check(something, false);
        }
    }
}
