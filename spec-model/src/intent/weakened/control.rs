//! Ways to end before everything is checked.

use super::tokens::Tokens;
use super::{Kind, Weakening};

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    let more = |tokens: &[&str]| now.count(tokens) > before.count(tokens);
    if returns(now) > returns(before) {
        found.push(Weakening { kind: Kind::EarlyReturn, message: "a `return` was added".to_owned() });
    }
    for exit in [["exit", "("], ["abort", "("]] {
        if more(&exit) && now.count(&["process", "::", exit[0]]) > before.count(&["process", "::", exit[0]]) {
            let message = format!("`process::{}` was added", exit[0]);
            found.push(Weakening { kind: Kind::EarlyReturn, message });
        }
    }
    if more(&["catch_unwind"]) {
        found.push(Weakening { kind: Kind::CatchUnwind, message: "`catch_unwind` was added".to_owned() });
    }
    if more(&["prop_assume", "!"]) {
        found.push(Weakening {
            kind: Kind::Cases,
            message: "`prop_assume!` was added: it leaves cases out".to_owned(),
        });
    }
}

/// How often it returns before its end. `return` at the very end is none.
fn returns(tokens: &Tokens<'_>) -> usize {
    let is_last = |at: usize| {
        let end = tokens.parts(at, tokens.all.len(), ";").first().map_or(at, |(_, end)| *end);
        end + 2 >= tokens.all.len()
    };
    (0..tokens.all.len()).filter(|&at| tokens.get(at) == "return" && !is_last(at)).count()
}
