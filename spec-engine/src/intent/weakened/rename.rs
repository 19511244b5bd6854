//! Finds names that changed without a change of meaning.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::intent::tokens::{Tokens, is_literal, is_name};
use spec_model::order::Order as _;

/// The first test with the names of the second: a name that `let`, a closure, a pattern or `for` brings, and that stands in its place
/// throughout.
pub(super) fn renamed<'a>(before: Tokens<'a>, now: &Tokens<'a>) -> Tokens<'a> {
    let names = if before.all.len() == now.all.len() { throughout(&before, now) } else { None };
    let mut names = names.unwrap_or_else(|| bound(&before, now));
    if names.is_empty() {
        names.extend(a_type(&before, now));
    }
    if names.is_empty() {
        return before;
    }
    let mut all = before.all;
    for at in 0..all.len() {
        // A field or a method keeps its name.
        if (at == 0 || all[at - 1] != ".")
            && let Some(name) = names.get(&all[at])
        {
            all[at] = name.clone();
        }
    }
    Tokens::new(all)
}

type Names<'a> = HashMap<Cow<'a, str>, Cow<'a, str>>;

/// The names if nothing else differs, and each of them always in the same way.
fn throughout<'a>(before: &Tokens<'a>, now: &Tokens<'a>) -> Option<Names<'a>> {
    let (mut names, mut back): (Names<'a>, Names<'a>) = (HashMap::new(), HashMap::new());
    let bound: HashSet<_> = binders(before).map(|(at, _)| before.get(at).to_owned()).collect();
    for (old, new) in before.all.iter().zip(&now.all) {
        if old == new {
            continue;
        }
        if !is_name(old) || !is_name(new) || !bound.contains(&**old) {
            return None;
        }
        if names.insert(old.clone(), new.clone()).is_some_and(|known| known != *new)
            || back.insert(new.clone(), old.clone()).is_some_and(|known| known != *old)
        {
            return None;
        }
    }
    Some(names)
}

/// A type that has another name, if it is the only one: `Point { … }`, `Status::…`. A variant keeps its name, for it is a value; but not if
/// it is another one wherever it stood.
fn a_type<'a>(before: &Tokens<'a>, now: &Tokens<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let types = |tokens: &Tokens<'a>, others: &Tokens<'a>| -> Vec<Cow<'a, str>> {
        let is_new = |token: &&Cow<'a, str>| {
            token.starts_with(char::is_uppercase) && is_name(token) && !others.all.contains(token)
        };
        let mut types: Vec<_> = tokens.all.iter().filter(is_new).cloned().collect();
        types.order();
        types.dedup();
        types
    };
    let ([old], [new]) = (&types(before, now)[..], &types(now, before)[..]) else { return None };
    let is_type = |tokens: &Tokens<'a>, name: &str| {
        (0..tokens.all.len()).filter(|&at| tokens.get(at) == name).all(|at| {
            (at == 0 || tokens.get(at - 1) != "::")
                && matches!(tokens.get(at + 1), "{" | "::" | "," | ">" | "=" | ")")
        }) && (0..tokens.all.len())
            .any(|at| tokens.get(at) == name && matches!(tokens.get(at + 1), "{" | "::"))
    };
    let is_variant = |tokens: &Tokens<'a>, name: &str| {
        let mut places = (1..tokens.all.len()).filter(|&at| tokens.get(at) == name);
        tokens.count(&[name]) > 1 && places.all(|at| tokens.get(at - 1) == "::")
    };
    let is_renamed =
        is_type(before, old) && is_type(now, new) || is_variant(before, old) && is_variant(now, new);
    (is_renamed && before.count(&[old]) == now.count(&[new])).then(|| (old.clone(), new.clone()))
}

/// The names that get the same value: `let a = pay ( ) ;`, `let b = pay ( ) ;`.
fn bound<'a>(before: &Tokens<'a>, now: &Tokens<'a>) -> Names<'a> {
    let mut names: Names<'a> = HashMap::new();
    let new: Vec<_> = binders(now).filter(|(_, value)| !value.is_empty()).collect();
    let there: HashSet<_> = new.iter().map(|(at, _)| &*now.all[*at]).collect();
    let mut by_value: HashMap<&[&str], usize> = HashMap::new();
    for (at, value) in &new {
        by_value.entry(value).or_insert(*at);
    }
    for (at, value) in binders(before).filter(|(_, value)| !value.is_empty()) {
        let name = &before.all[at];
        if there.contains(&**name) {
            continue;
        }
        if let Some(&other) = by_value.get(&*value) {
            names.insert(name.clone(), now.all[other].clone());
        }
    }
    names
}

/// Finds the places that bind names, with the tokens of their values as far as they are known.
fn binders<'t>(tokens: &'t Tokens<'_>) -> impl Iterator<Item = (usize, Vec<&'t str>)> {
    (0..tokens.all.len()).filter_map(|at| {
        let before = |back: usize| if at >= back { tokens.get(at - back) } else { "" };
        if !is_name(tokens.get(at)) || is_literal(tokens.get(at)) {
            return None;
        }
        let is_let = before(1) == "let" || before(1) == "mut" && before(2) == "let";
        let is_other =
            matches!(before(1), "for" | "|") && matches!(tokens.get(at + 1), "in" | "|" | "," | ":");
        if is_let && tokens.get(at + 1) == "=" {
            let end = tokens.part_end(at + 2, tokens.all.len(), ";");
            return Some((at, (at + 2..end).map(|at| tokens.get(at)).collect()));
        }
        (is_let || is_other).then(|| (at, Vec::new()))
    })
}
