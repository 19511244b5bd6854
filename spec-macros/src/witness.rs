//! What a linked function tells of itself when it runs. `spec-runtime` decides whether anything is told: here it is only handed
//! the place, the criteria and the body.

use std::fmt::Write as _;

use proc_macro2::{Ident, Span, TokenTree};
use quote::quote;
use spec_model::catalog::Target;
use spec_model::spec::Fingerprint;

use crate::body::{block, statements_of};
use crate::item::{Kind, Shape};
use crate::knockout;
use crate::signature::{Signature, is_unnameable, may_be_result};

/// Adds the witness to a function with a body.
pub(crate) fn witness(
    item: &mut Vec<TokenTree>,
    shape: &Shape,
    first: Span,
    targets: &[(Target<'_>, String)],
    runtime: &Ident,
) {
    if shape.kind != Kind::Function {
        return;
    }
    let Some((TokenTree::Group(body), head)) = item.split_last() else { return };
    let Some(signature) = Signature::of(&head[shape.attributes..]) else { return };
    if signature.is_const || shape.is_bare {
        return;
    }
    let site = site(first, targets);
    // A test whose attribute stood above ours looks like any function that takes nothing.
    let is_entry = shape.is_test || signature.takes_nothing && !signature.is_async;
    let (first, statements) = statements_of(body);
    let statements = if shape.is_test {
        statements
    } else {
        knockout::knockout(&site, &signature, shape, &statements, body.span(), runtime)
    };
    let result = &signature.result;
    // A closure around the body sees what it returns, but not who called.
    let is_unseen = shape.tracks_caller || !may_be_result(result) || is_unnameable(result);
    let witnessed = match (is_entry, is_unseen) {
        (false, _) => statements,
        (true, true) => {
            quote!(#[cfg(debug_assertions)] let _entry = ::#runtime::__private::begin(#site); #statements)
        }
        (true, false) => {
            let kind = Ident::new(if signature.is_async { "async" } else { "sync" }, Span::mixed_site());
            quote!(::#runtime::__returns! { #site, #kind #result, { #statements } })
        }
    };
    let body = block(body.span(), quote!(#first #witnessed));
    item.pop();
    item.push(body);
}

/// What `spec_runtime::evidence::Site` reads: the place of the first id, then the criteria.
fn site(first: Span, targets: &[(Target<'_>, String)]) -> String {
    let mut site = place(first);
    for (Target { document, requirement, criterion }, _) in targets {
        let criteria = criterion.map_or(&*requirement.criteria, std::slice::from_ref);
        for criterion in criteria {
            let _ = write!(
                site,
                "\t{}/{}={}",
                document.feature,
                criterion.id,
                Fingerprint::as_written(criterion.text.as_str())
            );
        }
    }
    site
}

/// Where something is written; outside of a compiler nowhere.
fn place(span: Span) -> String {
    if !proc_macro::is_available() {
        return "0:0 ".to_owned();
    }
    let span = span.unwrap();
    format!("{}:{} {}", span.line(), span.column(), span.file())
}
