//! Finds calls that are new in a test, which keep the rules from being sure.
//!
//! Nobody knows here what a helper checks. Where one came, an assertion that is gone may have moved into it; where what comes before the
//! assertions is another, another value may be right.

use std::collections::{HashMap, HashSet};

use super::assertion::{Assertion, is_assertion};
use super::claim::{Claim, weight};
use super::plain::plain;
use super::values::Values;
use crate::intent::brackets::{Depth, is_open};
use crate::intent::tokens::{Tokens, is_literal, is_name};

/// The calls that are new, and those that are gone.
#[derive(Debug, Default)]
pub(super) struct NewCalls {
    /// Is there a statement that may check something: `placed(&order, 2);`, `reply.is_ok().has_body("a");`, `evals!("1" => 1);`?
    pub(super) checks: bool,
    /// Is anything called that was not called before?
    pub(super) calls: bool,
    /// Is there an attribute that was not there, and may bring cases: `#[apply(cases)]`?
    pub(super) brings_cases: bool,
    /// The calls with which the test got ready, and which are gone; empty if nothing came instead.
    replaced: HashSet<String>,
    /// Does it get ready in another way: with other values, other calls?
    is_staged_otherwise: bool,
}

/// The tokens that may check something without being an assertion or a call.
const CHECKS: [&[&str]; 6] = [
    &["panic", "!"],
    &["unreachable", "!"],
    &["macro_rules", "!"],
    &["quickcheck"],
    &["proptest"],
    &["return", "Err", "("],
];

/// The macros and functions that check nothing, whoever calls them.
const INERT: [&str; 49] = [
    "todo",
    "unimplemented",
    "panic",
    "unreachable",
    "exit",
    "println",
    "print",
    "eprintln",
    "eprint",
    "dbg",
    "write",
    "writeln",
    "format",
    "vec",
    "matches",
    "info",
    "debug",
    "trace",
    "warn",
    "error",
    "log",
    "drop",
    "sleep",
    "yield_now",
    "unwrap",
    "expect",
    "unwrap_err",
    "expect_err",
    "ok",
    "err",
    "is_ok",
    "is_err",
    "is_some",
    "is_none",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "collect",
    "iter",
    "into_iter",
    "clone",
    "len",
    "flush",
    "black_box",
    "forget",
    "join",
    "sort",
    "sort_unstable",
    "catch_unwind",
];

/// These begin a statement that only holds others, or binds something.
const HEADS: [&str; 18] = [
    "let", "const", "static", "use", "fn", "struct", "enum", "impl", "type", "for", "while", "if", "match",
    "loop", "return", "#", "unsafe", "else",
];

impl NewCalls {
    pub(super) fn of(
        (before, old, was): (&Tokens<'_>, &[Assertion], &Values),
        (now, new, is): (&Tokens<'_>, &[Assertion], &Values),
    ) -> Self {
        let known: HashSet<&str> = calls(before).map(|at| before.get(at)).collect();
        // A helper that is known to assert something is compared by itself.
        let asserting: HashSet<usize> = new.iter().map(|one| one.span.start).collect();
        let is_novel = |at: usize| {
            !known.contains(now.get(at)) && !INERT.contains(&now.get(at)) && !asserting.contains(&at)
        };
        let (old_stage, new_stage) = (stage(before, old, was), stage(now, new, is));
        let excerpt = |stage: &[usize], tokens: &Tokens<'_>| -> Vec<String> {
            stage.iter().filter(|&&at| is_call(tokens, at)).map(|&at| tokens.get(at).to_owned()).collect()
        };
        let is_attribute = |at: &usize| before.is_at(*at, &["#", "["]);
        let attributes: HashSet<&str> =
            (0..before.all.len()).filter(is_attribute).map(|at| before.get(at + 2)).collect();
        let still: HashSet<&str> = calls(now).map(|at| now.get(at)).collect();
        let calls = calls(now).any(is_novel);
        Self {
            checks: CHECKS.iter().any(|words| now.count(words) > before.count(words))
                || statements(now).into_iter().any(is_novel),
            brings_cases: (0..now.all.len()).any(|at| {
                const KNOWN: [&str; 6] = ["allow", "expect", "cfg", "ignore", "should_panic", "test"];
                let name = now.get(at + 2);
                now.is_at(at, &["#", "["]) && !KNOWN.contains(&name) && !attributes.contains(name)
            }),
            calls,
            replaced: match calls {
                true => {
                    excerpt(&old_stage, before).into_iter().filter(|name| !still.contains(&**name)).collect()
                }
                false => HashSet::new(),
            },
            is_staged_otherwise: counted(before, &old_stage) != counted(now, &new_stage),
        }
    }

    /// Is what a claim looks at no longer called, and something else instead?
    pub(super) fn replaces(&self, claim: &Claim) -> bool {
        claim.tokens().into_iter().any(|token| self.replaced.contains(token))
    }

    /// May another value be right: is what a claim looks at made in another way?
    pub(super) fn changes(&self, claim: &Claim) -> bool {
        let (Claim::Equal(side, _) | Claim::Different(side, _) | Claim::Holds(side) | Claim::Other(_, side)) =
            claim;
        // `hits()` is given nothing: it depends on what came before.
        let is_given = side.iter().any(|token| is_literal(token));
        self.is_staged_otherwise && (!is_given || (0..side.len()).any(|at| is_variable(side, at)))
    }

    /// Does the test get ready in another way?
    pub(super) fn is_staged_otherwise(&self) -> bool {
        self.is_staged_otherwise
    }
}

/// Is a token the name of something that the test has made?
fn is_variable(tokens: &[String], at: usize) -> bool {
    let get = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", String::as_str);
    let token = &*tokens[at];
    is_name(token)
        && token.starts_with(|c: char| c.is_lowercase() || c == '_')
        && !matches!(token, "true" | "false" | "as" | "matches" | "if" | "ref" | "mut")
        && !matches!(get(at.checked_sub(1)), "." | "::")
        && !matches!(get(Some(at + 1)), "(" | "!" | "::" | ":")
}

/// Is a token the name of what is called?
fn is_call(tokens: &Tokens<'_>, at: usize) -> bool {
    let open = at + 1 + usize::from(tokens.get(at + 1) == "!");
    let is_opened = is_open(tokens.get(open)) && (open > at + 1 || tokens.get(open) == "(")
        || tokens.is_at(at + 1, &["::", "<"]);
    let last = if at > 0 { tokens.get(at - 1) } else { "" };
    let name = tokens.get(at);
    is_opened
        && is_name(name)
        && name.starts_with(|c: char| c.is_lowercase() || c == '_')
        && last != "fn"
        && !matches!(
            name,
            "if" | "match" | "while" | "for" | "in" | "return" | "move" | "macro_rules" | "mut"
        )
        && !(open > at + 1 && is_assertion(name))
}

fn calls<'t>(tokens: &'t Tokens<'_>) -> impl Iterator<Item = usize> + 't {
    (0..tokens.all.len()).filter(|&at| is_call(tokens, at))
}

/// The calls of statements that are nothing but calls.
fn statements(tokens: &Tokens<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    for start in 1..tokens.all.len() {
        if !matches!(tokens.get(start - 1), ";" | "{" | "}") || HEADS.contains(&tokens.get(start)) {
            continue;
        }
        let mut depth = Depth::default();
        let from = found.len();
        for at in start..tokens.all.len() {
            match tokens.get(at) {
                token if !depth.pass(token) => break,
                ";" if depth.is_outside() => break,
                // It gives something a value, or is a field or an arm.
                "=" | "=>" | ":" if depth.is_outside() => {
                    found.truncate(from);
                    break;
                }
                _ if depth.is_outside() && is_call(tokens, at) => found.push(at),
                _ => {}
            }
        }
    }
    found
}

/// The literals and calls that stand in no assertion and in no value that is expected: with them a test gets ready.
fn stage(tokens: &Tokens<'_>, all: &[Assertion], values: &Values) -> Vec<usize> {
    let mut is_other = vec![false; tokens.all.len()];
    let mut leave = |from: usize, to: usize| {
        is_other.iter_mut().take(to).skip(from).for_each(|is_other| *is_other = true);
    };
    let mut expected: HashSet<&str> = HashSet::new();
    for assertion in all {
        leave(assertion.span.start, assertion.span.end);
        let (Claim::Equal(one, other) | Claim::Different(one, other)) = &assertion.claim else { continue };
        for side in [one, other] {
            if let [name] = &**side
                && weight(&values.expand(side)) == 0
            {
                expected.insert(name);
            }
        }
    }
    for at in 0..tokens.all.len() {
        let is_expected =
            matches!(tokens.get(at), "let" | "const" | "static") && expected.contains(tokens.get(at + 1));
        // No value depends on the text that a statement prints, or on the time that it waits.
        let is_inert = matches!(
            tokens.get(at),
            "println"
                | "eprintln"
                | "print"
                | "eprint"
                | "dbg"
                | "sleep"
                | "times"
                | "info"
                | "debug"
                | "expect"
        ) && is_call(tokens, at);
        if is_expected {
            leave(at, tokens.until(at, ";"));
        } else if is_inert || tokens.is_at(at, &["#", "["]) {
            leave(at, tokens.close(at + 1));
        }
    }
    let is_one = |at: &usize| {
        let token = tokens.get(*at);
        !is_other[*at] && (is_literal(token) || is_call(tokens, *at) && !INERT.contains(&token))
    };
    (0..tokens.all.len()).filter(is_one).collect()
}

/// Counts each of some tokens, in its plain form.
fn counted(tokens: &Tokens<'_>, stage: &[usize]) -> HashMap<String, usize> {
    let mut counted = HashMap::new();
    for &at in stage {
        if let [token] = &plain(tokens, at, at + 1)[..] {
            *counted.entry(token.clone()).or_default() += 1;
        }
    }
    counted
}
