//! Finds statements of a test that are no longer reached.

use std::collections::HashMap;

use super::assertion::fails;
use crate::intent::tokens::{Tokens, is_name};

/// Under how many conditions each token stands; nothing where it is never reached.
pub(super) fn guards(tokens: &Tokens<'_>) -> Vec<Option<usize>> {
    let mut guards = Vec::with_capacity(tokens.all.len());
    // The blocks that are open, and what is known of blocks to come: branches of one `if`.
    let (mut open, mut start, mut number) = (Vec::new(), 0, 0_usize);
    let mut branches: HashMap<usize, bool> = HashMap::new();
    let dead = dead(tokens);
    let mut dead = dead.iter().peekable();
    for at in 0..tokens.all.len() {
        match tokens.get(at) {
            "{" => {
                let is_guard = match branches.get(&at) {
                    Some(is_guard) => *is_guard,
                    None => is_guard(tokens, start, at, &mut branches),
                };
                open.push(is_guard);
                number += usize::from(is_guard);
                start = at + 1;
            }
            "}" => {
                number -= usize::from(open.pop().unwrap_or_default() && number > 0);
                start = at + 1;
            }
            ";" => start = at + 1,
            _ => {}
        }
        while dead.next_if(|(_, end)| *end <= at).is_some() {}
        let is_dead = dead.peek().is_some_and(|(from, _)| *from <= at);
        guards.push((!is_dead).then_some(number));
    }
    guards
}

/// Is a block, whose head begins at `start`, passed by in some cases?
fn is_guard(tokens: &Tokens<'_>, start: usize, open: usize, branches: &mut HashMap<usize, bool>) -> bool {
    let word =
        (start..open).rev().find(|&at| matches!(tokens.get(at), "if" | "match" | "while" | "for" | "else"));
    let Some(word) = word else { return false };
    match tokens.get(word) {
        "match" => !every_arm_fails(tokens, open),
        // It goes through something, as `for` does.
        "while" => false,
        "for" => is_nothing(tokens, word, open),
        "if" => {
            let mut blocks = vec![open];
            let mut at = tokens.close(open) + 1;
            let mut is_whole = false;
            while tokens.get(at) == "else" && !is_whole {
                is_whole = tokens.get(at + 1) == "{";
                let Some(block) = (at + 1..tokens.all.len()).find(|&at| tokens.get(at) == "{") else { break };
                blocks.push(block);
                at = tokens.close(block) + 1;
            }
            let fail = |block: &usize| fails(tokens, *block, tokens.close(*block));
            let is_guard = !(is_whole && blocks.iter().all(fail));
            branches.extend(blocks.into_iter().map(|block| (block, is_guard)));
            is_guard
        }
        _ => true,
    }
}

/// Can every arm of a `match` fail the test?
fn every_arm_fails(tokens: &Tokens<'_>, open: usize) -> bool {
    let close = tokens.close(open);
    let mut arms = Vec::new();
    let mut at = open + 1;
    while at < close {
        at = tokens.part_end(at, close, "=>");
        if at < close {
            arms.push(at);
        }
        at += 1;
    }
    let ends = arms.iter().skip(1).copied().chain([close]);
    !arms.is_empty() && arms.iter().zip(ends).all(|(&from, to)| fails(tokens, from, to))
}

/// Does a loop go through nothing at all: `for x in []`, `0..0`, `Vec::new()`?
fn is_nothing(tokens: &Tokens<'_>, head: usize, open: usize) -> bool {
    let Some(from) = (head..open).find(|&at| tokens.get(at) == "in") else { return false };
    let from = from + 1 + usize::from(tokens.get(from + 1) == "&");
    let bare = if tokens.is_at(from, &["vec", "!"]) { from + 2 } else { from };
    tokens.is_at(bare, &["[", "]"])
        || tokens.get(from) == "Vec" && tokens.is_at(open.saturating_sub(3), &["new", "(", ")"])
        || tokens.get(open.saturating_sub(4)) == "empty" && tokens.get(open.saturating_sub(3)) == "("
        || open == from + 3 && tokens.get(from + 1) == ".." && tokens.get(from) == tokens.get(from + 2)
}

/// Finds the code that never runs: a closure, an `async` block or a function whose name is never said again.
fn dead(tokens: &Tokens<'_>) -> Vec<(usize, usize)> {
    let mut dead: Vec<(usize, usize)> = Vec::new();
    let mut times: HashMap<&str, usize> = HashMap::new();
    tokens.all.iter().for_each(|token| *times.entry(token).or_default() += 1);
    for at in 0..tokens.all.len() {
        let name = at + 1 + usize::from(tokens.get(at + 1) == "mut");
        let is_unused = || tokens.get(name) == "_" || times.get(tokens.get(name)) == Some(&1);
        let end = match tokens.get(at) {
            "let" if is_name(tokens.get(name)) => {
                let Some(equals) = (name + 1..(name + 32).min(tokens.all.len()))
                    .take_while(|&at| tokens.get(at) != ";")
                    .find(|&at| tokens.get(at) == "=")
                else {
                    continue;
                };
                let value = (equals + 1..).find(|&at| !matches!(tokens.get(at), "move" | "async"));
                let is_async = tokens.get(equals + 1) == "async";
                let is_kept = value.is_some_and(|value| {
                    matches!(tokens.get(value), "|" | "||") || is_async && tokens.get(value) == "{"
                });
                if !is_kept || !is_unused() {
                    continue;
                }
                tokens.until(equals + 1, ";")
            }
            "fn" if tokens.get(name) != "_" && is_unused() => {
                let Some(open) = (at..tokens.all.len()).find(|&at| matches!(tokens.get(at), "{" | ";"))
                else {
                    continue;
                };
                tokens.close(open)
            }
            _ => continue,
        };
        if dead.last().is_none_or(|(_, last)| *last <= at) {
            dead.push((at, end));
        }
    }
    dead
}
