//! Errors that are passed over.

use super::tokens::{Tokens, is_name};
use super::{Kind, Weakening};

/// What fails the test if something went wrong.
const DEMANDS: [&[&str]; 7] = [
    &[".", "unwrap", "("],
    &[".", "expect", "("],
    &[".", "unwrap_err", "("],
    &[".", "expect_err", "("],
    &["?"],
    &["panic", "!"],
    &["unreachable", "!"],
];

/// What goes on as if nothing had happened.
const EXCUSES: [(&[&str], &str); 13] = [
    (&["let", "_", "="], "let _ ="),
    (&[".", "ok", "(", ")"], ".ok()"),
    (&["drop", "("], "drop(…)"),
    (&["if", "let", "Ok"], "if let Ok"),
    (&["if", "let", "Some"], "if let Some"),
    (&["if", "let", "Err"], "if let Err"),
    (&["while", "let", "Ok"], "while let Ok"),
    (&["while", "let", "Some"], "while let Some"),
    (&[".", "unwrap_or"], ".unwrap_or(…)"),
    (&[".", "unwrap_or_default"], ".unwrap_or_default()"),
    (&[".", "unwrap_or_else"], ".unwrap_or_else(…)"),
    (&[".", "flatten", "("], ".flatten()"),
    (&[".", "filter_map", "("], ".filter_map(…)"),
];

/// How often something may fail the test without being an assertion.
pub(super) fn demands(tokens: &Tokens<'_>) -> usize {
    DEMANDS.iter().map(|demand| tokens.count(demand)).sum()
}

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    let excuses = |tokens: &Tokens<'_>| silent(tokens);
    let is_less = demands(now) < demands(before);
    let excused = |tokens: &Tokens<'_>, excuse: &[&str]| {
        (0..tokens.all.len()).filter(|&at| tokens.is_at(at, excuse) && !is_clearing(tokens, at)).count()
    };
    let excuse = EXCUSES.iter().find(|(excuse, _)| excused(now, excuse) > excused(before, excuse));
    let mut say = |message: String| found.push(Weakening { kind: Kind::SwallowedError, message });
    match excuse {
        Some((_, name)) if is_less => say(format!("`{name}` passes over what failed the test before")),
        _ if excuses(now) > excuses(before) => say("an arm for the error does nothing".to_owned()),
        // Nothing but `.unwrap()` is gone.
        _ if is_less && without(before) == without(now) => {
            let demand = DEMANDS.iter().find(|demand| now.count(demand) < before.count(demand));
            let name = demand.map_or_else(String::new, |demand| demand.concat());
            let name = if name.ends_with('(') { format!("{name}…)") } else { name };
            say(format!("`{name}` was removed"));
        }
        _ => {}
    }
    // What fails in a thread or task is told by whoever waits for it.
    let is_left = before.count(&["spawn", "("]) == now.count(&["spawn", "("]) && waits(now) < waits(before);
    if now.count(&["spawn", "("]) > 0
        && is_left
        && found.last().is_none_or(|last| last.kind != Kind::SwallowedError)
    {
        let message = "what was spawned is not waited for".to_owned();
        found.push(Weakening { kind: Kind::SwallowedError, message });
    }
}

/// How often a test waits for what it has spawned.
fn waits(tokens: &Tokens<'_>) -> usize {
    let is_spawned = |name: &str| {
        (0..tokens.all.len()).any(|at| {
            tokens.is_at(at, &["let", name, "="])
                && (at..tokens.until(at, ";")).any(|at| tokens.is_at(at, &["spawn", "("]))
        })
    };
    let awaits = (1..tokens.all.len()).filter(|&at| {
        tokens.is_at(at, &[".", "await"]) && is_name(tokens.get(at - 1)) && is_spawned(tokens.get(at - 1))
    });
    tokens.count(&[".", "join", "("]) + awaits.count()
}

/// Does `let _ = …;` only clear away what the test has made?
fn is_clearing(tokens: &Tokens<'_>, at: usize) -> bool {
    const WORDS: [&str; 8] = ["remove_", "close", "kill", "abort", "shutdown", "stop", "cleanup", "clean_up"];
    tokens.get(at) == "let"
        && (at..tokens.until(at, ";"))
            .any(|at| tokens.get(at + 1) == "(" && WORDS.iter().any(|word| tokens.get(at).starts_with(word)))
}

/// Arms that do nothing: `Err ( _ ) => { }`, `_ => ( )`.
fn silent(tokens: &Tokens<'_>) -> usize {
    let is_silent = |at: &usize| {
        tokens.get(*at) == "=>"
            && (tokens.is_at(at + 1, &["{", "}"])
                || tokens.is_at(at + 1, &["(", ")"])
                || tokens.get(at + 1) == "return")
    };
    (0..tokens.all.len()).filter(is_silent).count()
}

/// The tokens without what fails the test if something went wrong.
fn without<'t>(tokens: &'t Tokens<'_>) -> Vec<&'t str> {
    let mut left = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        if tokens.get(at) == "?" {
            at += 1;
        } else if DEMANDS.iter().any(|demand| demand.len() > 1 && tokens.is_at(at, demand)) {
            at = tokens.close(at + 2) + 1;
        } else {
            left.push(tokens.get(at));
            at += 1;
        }
    }
    left
}
