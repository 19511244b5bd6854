//! Adds the recording call to a linked function. `spec-runtime` decides whether anything is recorded; it gets the
//! place, the criteria and the body.

use std::fmt::Write as _;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;
use spec_model::catalog::Target;
use spec_model::grammar::literal::string_value;
use spec_model::spec::Fingerprint;

use crate::body::{block, items_of, statements_of};
use crate::item::{ItemKind, Shape, braces};
use crate::knockout;
use crate::signature::{Signature, is_unnameable, may_be_result};

/// Instruments a function with a body, and to each function in an impl, a trait or a module.
pub(crate) fn instrument(
    item: &mut Vec<TokenTree>,
    shape: &Shape,
    first: Span,
    targets: &[(Target<'_>, String)],
    runtime: &Ident,
) {
    let (place, criteria) = (place(first), criteria(targets));
    match shape.kind {
        // An attribute above this one has put in all that is asked for.
        ItemKind::Function if join(item, &criteria) => {}
        ItemKind::Function => function(item, shape, &format!("{place}\t{criteria}"), runtime),
        ItemKind::Container => {
            members(item, &mut |function_item, shape| {
                let name = function_name(&function_item[shape.attributes..]);
                function(function_item, shape, &format!("{place}\t{name}{criteria}"), runtime);
            });
        }
        _ => {}
    }
}

/// Adds criteria to the instrumentation that a function has from another attribute of its own. Says whether it has one.
fn join(item: &mut [TokenTree], criteria: &str) -> bool {
    let Some(last) = item.last_mut() else { return false };
    let Some(body) = braces(last) else { return false };
    let (_, statements) = statements_of(&body);
    let may_have = |token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | ':'));
    if !statements.into_iter().next().is_some_and(may_have) {
        return false;
    }
    let joined = with_criteria(body.stream(), criteria);
    let is_there = joined.is_some();
    if let Some(joined) = joined {
        *last = block(body.span(), joined);
    }
    is_there
}

/// The same tokens, where each site of a function's own attribute names these criteria as well; `None`: there is none.
fn with_criteria(tokens: TokenStream, criteria: &str) -> Option<TokenStream> {
    let mut tokens: Vec<_> = tokens.into_iter().collect();
    let mut is_there = false;
    for at in 0..tokens.len() {
        let TokenTree::Group(group) = &tokens[at] else { continue };
        let mut inner: Vec<_> = group.stream().into_iter().collect();
        let site = match inner.first() {
            Some(TokenTree::Literal(literal)) if is_given_a_site(&tokens[..at]) => {
                site_with(literal, criteria)
            }
            _ => None,
        };
        let has_site = site.is_some();
        if let Some(site) = site {
            inner[0] = TokenTree::Literal(site);
        }
        let inner: TokenStream = inner.into_iter().collect();
        // A group without a site stays the one that somebody wrote.
        let joined = with_criteria(inner.clone(), criteria).or(has_site.then_some(inner));
        if let Some(joined) = joined {
            let mut joined = Group::new(group.delimiter(), joined);
            joined.set_span(group.span());
            tokens[at] = TokenTree::Group(joined);
            is_there = true;
        }
    }
    is_there.then(|| tokens.into_iter().collect())
}

/// Do tokens end with what `function` and `knockout` hand a site to: `__private::before` and others, or `__returns!`?
fn is_given_a_site(before: &[TokenTree]) -> bool {
    let is = |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    match before {
        [.., private, one, other, TokenTree::Ident(_)] if is(private, "__private") => {
            is_colon(one) && is_colon(other)
        }
        [.., returns, TokenTree::Punct(bang)] => is(returns, "__returns") && bang.as_char() == '!',
        _ => false,
    }
}

/// A site of a function's own attribute with further criteria; `None`: it is something else.
fn site_with(literal: &Literal, criteria: &str) -> Option<Literal> {
    let written = literal.to_string();
    let site = string_value(&written)?;
    let (_, known) = site.split_once("\t\t")?;
    let known: Vec<_> = known.split('\t').collect();
    let new = criteria.split('\t').filter(|criterion| !criterion.is_empty() && !known.contains(criterion));
    let site = new.fold(site.clone(), |site, criterion| site + "\t" + criterion);
    let mut joined = Literal::string(&site);
    joined.set_span(literal.span());
    Some(joined)
}

/// Visits the functions of an impl, a trait or a module, but not those for tests alone.
fn members(item: &mut Vec<TokenTree>, visit: &mut impl FnMut(&mut Vec<TokenTree>, &Shape)) {
    let Some(body) = item.pop().as_ref().and_then(braces) else { return };
    let mut members = TokenStream::new();
    for mut member in items_of(&body) {
        let shape = Shape::of(&member);
        if !shape.is_test && !shape.conditions.contains("test") {
            match shape.kind {
                ItemKind::Function => visit(&mut member, &shape),
                ItemKind::Container => self::members(&mut member, visit),
                _ => {}
            }
        }
        members.extend(member);
    }
    item.push(block(body.span(), members));
}

/// Returns a name that tells a function from others under the same attribute: `from_str:12`, its name and its line.
fn function_name(function: &[TokenTree]) -> String {
    let name = function.windows(2).find_map(|pair| match pair {
        [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "fn" => Some(name),
        _ => None,
    });
    name.map(|name| format!("{name}:{}", line(name.span()))).unwrap_or_default()
}

/// Instruments a function with a body.
fn function(item: &mut Vec<TokenTree>, shape: &Shape, site: &str, runtime: &Ident) {
    let Some((last, head)) = item.split_last() else { return };
    let Some(body) = braces(last) else { return };
    let Some(signature) = Signature::of(&head[shape.attributes..]) else { return };
    if signature.is_const || shape.is_bare {
        return;
    }
    // A test whose attribute stood above ours looks like any function that takes nothing.
    let is_entry = shape.is_test || signature.takes_nothing && !signature.is_async;
    let (first, statements) = statements_of(&body);
    let statements = if shape.is_test {
        statements
    } else {
        knockout::knockout(site, &signature, shape, &statements, body.span(), runtime)
    };
    let result = &signature.result;
    // A closure around the body sees what it returns, but not who called.
    let is_unseen = shape.tracks_caller || !may_be_result(result) || is_unnameable(result);
    let witnessed = match (is_entry, is_unseen) {
        (false, _) => statements,
        (true, true) => {
            quote!(#[cfg(debug_assertions)] let __spec_entry = ::#runtime::__private::begin(#site); #statements)
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

/// The criteria with the fingerprints of their texts, as `spec_runtime::evidence::Site` reads them.
fn criteria(targets: &[(Target<'_>, String)]) -> String {
    let mut site = String::new();
    for (Target { document, requirement, criterion, .. }, _) in targets {
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

/// The line of something; outside of a compiler none.
fn line(span: Span) -> usize {
    if proc_macro::is_available() { span.unwrap().line() } else { 0 }
}

/// Returns the place where something is written; outside of a compiler it has none.
fn place(span: Span) -> String {
    if !proc_macro::is_available() {
        return "0:0 ".to_owned();
    }
    let span = span.unwrap();
    format!("{}:{} {}", span.line(), span.column(), span.file())
}
