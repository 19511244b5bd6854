//! Ways to end before everything is checked.

use super::tokens::Tokens;
use super::{Kind, Weakening};

/// Says what ends a test early. Where a condition stood around an assertion, a way out is as good: `is_freed` says so. A test that
/// asserts nothing more has nothing to end before.
pub(super) fn compare(
    before: &Tokens<'_>,
    now: &Tokens<'_>,
    (is_freed, asserts): (bool, bool),
    found: &mut Vec<Weakening>,
) {
    let mut say = |kind: Kind, message: &str| found.push(Weakening { kind, message: message.to_owned() });
    let more = |tokens: &[&str]| now.count(tokens) > before.count(tokens);
    if returns(now) > returns(before) && !is_freed {
        say(Kind::EarlyReturn, "a `return` was added");
    }
    if more(&["continue"]) && !is_freed {
        say(Kind::EarlyReturn, "a `continue` was added");
    }
    for name in ["exit", "abort"] {
        let is_there = |tokens: &Tokens<'_>| {
            tokens.count(&["process", "::", name])
                + tokens.count(&[";", name, "("])
                + tokens.count(&["{", name, "("])
        };
        if is_there(now) > is_there(before) {
            say(Kind::EarlyReturn, &format!("`process::{name}` was added"));
        }
    }
    for name in ["todo", "unimplemented"] {
        if asserts && more(&[name, "!"]) {
            say(Kind::EarlyReturn, &format!("`{name}!` was added"));
        }
    }
    // A closure that a `?` may end with nothing said.
    if more(&["||", "->", "Option", "<"]) {
        say(Kind::EarlyReturn, "a closure was added that ends where something is missing");
    }
    if more(&["catch_unwind"]) {
        say(Kind::CatchUnwind, "`catch_unwind` was added");
    }
}

/// How often a test returns before its end as if all were well. `return` at the very end is none, and neither is that of a closure or
/// a helper that returns a value.
pub(super) fn returns(tokens: &Tokens<'_>) -> usize {
    let is_last = |at: usize| tokens.until(at, ";") + 2 >= tokens.all.len();
    let is_empty = |at: usize| {
        matches!(tokens.get(at + 1), ";" | "}" | ",")
            || tokens.is_at(at + 1, &["Ok", "(", "(", ")"])
            || tokens.is_at(at + 1, &["(", ")"])
            || tokens.is_at(at + 1, &["ExitCode", "::", "SUCCESS"])
    };
    (0..tokens.all.len()).filter(|&at| tokens.get(at) == "return" && is_empty(at) && !is_last(at)).count()
}
