//! Finds ways to end a test before everything is checked.

use super::assertion::fails;
use super::{Weakening, WeakeningKind};
use crate::intent::tokens::Tokens;

/// The outcome of the assertions of a test.
pub(super) struct Assertions {
    /// Conditions around them are gone: a way out is as good.
    pub(super) is_freed: bool,
    /// There are still some: else there is nothing to end before.
    pub(super) are_left: bool,
}

/// Says what ends a test early.
pub(super) fn compare(
    before: &Tokens<'_>,
    now: &Tokens<'_>,
    Assertions { is_freed, are_left }: Assertions,
    found: &mut Vec<Weakening>,
) {
    let mut say =
        |kind: WeakeningKind, message: &str| found.push(Weakening { kind, message: message.to_owned() });
    let more = |tokens: &[&str]| now.count(tokens) > before.count(tokens);
    if returns(now) > returns(before) && !is_freed {
        say(WeakeningKind::EarlyReturn, "a `return` was added");
    }
    if jumps(now).1 > jumps(before).1 && !is_freed {
        say(WeakeningKind::EarlyReturn, "a `continue` was added");
    }
    for name in ["exit", "abort"] {
        let is_there = |tokens: &Tokens<'_>| {
            tokens.count(&["process", "::", name])
                + tokens.count(&[";", name, "("])
                + tokens.count(&["{", name, "("])
        };
        if is_there(now) > is_there(before) {
            say(WeakeningKind::EarlyReturn, &format!("`process::{name}` was added"));
        }
    }
    for name in ["todo", "unimplemented"] {
        if are_left && more(&[name, "!"]) {
            say(WeakeningKind::EarlyReturn, &format!("`{name}!` was added"));
        }
    }
    if more(&["pending", "!"]) {
        say(WeakeningKind::EarlyReturn, "`pending!` makes the test a stub again");
    }
    // A closure that a `?` may end with nothing said.
    if more(&["||", "->", "Option", "<"]) {
        say(WeakeningKind::EarlyReturn, "a closure was added that ends where something is missing");
    }
    // A panic that is caught may be what is expected.
    let expects_more =
        ["unwrap_err", "expect_err", "is_err", "resume_unwind"].iter().any(|name| more(&[name]));
    if more(&["catch_unwind"]) && !expects_more {
        say(WeakeningKind::CatchUnwind, "`catch_unwind` was added");
    }
}

/// Counts the returns of a test before its end, as if all were well. `return` at the very end is none. Nor is that of a closure or a helper
/// that returns a value, or checks nothing more.
pub(super) fn returns(tokens: &Tokens<'_>) -> usize {
    jumps(tokens).0
}

/// The kind of a block: what `return` ends, what `continue` begins again, or another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Body,
    Loop,
    Other,
}

/// Counts the uses of `return`, and of `continue`, that leave out a check behind them.
fn jumps(tokens: &Tokens<'_>) -> (usize, usize) {
    let is_last = |at: usize| tokens.until(at, ";") + 2 >= tokens.all.len();
    let is_empty = |at: usize| {
        matches!(tokens.get(at + 1), ";" | "}" | ",")
            || tokens.is_at(at + 1, &["Ok", "(", "(", ")"])
            || tokens.is_at(at + 1, &["(", ")"])
            || tokens.is_at(at + 1, &["ExitCode", "::", "SUCCESS"])
    };
    let (mut returns, mut continues) = (0, 0);
    // The open blocks, each with the jumps that leave the rest of it out.
    let mut open: Vec<(Block, Vec<usize>)> = Vec::new();
    let (mut start, mut last_check) = (0, 0);
    for at in 0..tokens.all.len() {
        match tokens.get(at) {
            "return" if is_empty(at) && !is_last(at) => match enclosing(&mut open, Block::Body) {
                Some(jumps) => jumps.push(at),
                // It ends the test itself.
                None => returns += 1,
            },
            "continue" => match enclosing(&mut open, Block::Loop) {
                Some(jumps) => jumps.push(at),
                None => continues += 1,
            },
            "{" => {
                open.push((block(tokens, start, at, open.is_empty()), Vec::new()));
                start = at + 1;
            }
            "}" => {
                if let Some((block, jumps)) = open.pop() {
                    let number = jumps.iter().filter(|&&jump| jump < last_check).count();
                    *(if block == Block::Loop { &mut continues } else { &mut returns }) += number;
                }
                start = at + 1;
            }
            ";" => start = at + 1,
            _ if fails(tokens, at, at + 1) => last_check = at,
            _ => {}
        }
    }
    (returns, continues)
}

fn enclosing(open: &mut [(Block, Vec<usize>)], block: Block) -> Option<&mut Vec<usize>> {
    open.iter_mut().rfind(|(known, _)| *known == block).map(|(_, jumps)| jumps)
}

/// The kind of a block whose head begins at `start`.
fn block(tokens: &Tokens<'_>, start: usize, open: usize, is_test: bool) -> Block {
    let last = if open > 0 { tokens.get(open - 1) } else { "" };
    let has = |word: &str| (start..open).any(|at| tokens.get(at) == word);
    if !is_test && (matches!(last, "|" | "||" | "move" | "async") || has("fn")) {
        Block::Body
    } else if (start..open).any(|at| matches!(tokens.get(at), "for" | "while" | "loop")) {
        Block::Loop
    } else {
        Block::Other
    }
}
