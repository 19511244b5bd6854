//! Finds errors that are ignored.

use std::collections::HashMap;

use super::assertion::fails;
use super::new_calls::NewCalls;
use super::{Weakening, WeakeningKind};
use crate::intent::tokens::{Tokens, is_name};

/// The calls that fail the test if something went wrong.
const DEMANDS: [&[&str]; 7] = [
    &[".", "unwrap", "("],
    &[".", "expect", "("],
    &[".", "unwrap_err", "("],
    &[".", "expect_err", "("],
    &["?"],
    &["panic", "!"],
    &["unreachable", "!"],
];

/// The calls that go on as if nothing had happened.
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

/// Counts the places where something may fail the test without being an assertion.
pub(super) fn demands(tokens: &Tokens<'_>) -> usize {
    DEMANDS.iter().map(|demand| tokens.count(demand)).sum()
}

pub(super) fn compare(before: &Tokens<'_>, now: &Tokens<'_>, novel: &NewCalls, found: &mut Vec<Weakening>) {
    let is_less = demands(now) < demands(before);
    let (was, is) = (demanding(before), demanding(now));
    // A call that failed the test is now made without failing it.
    let is_excused = |at: usize| {
        let called = called(now, at);
        let is_let_off = |name: &&str| is.get(*name) < was.get(*name);
        called.is_empty() && !now.is_at(at, &["drop"]) || called.iter().any(is_let_off)
    };
    // A call that clears away may fail, unless the test has demanded that it does not.
    let is_cleared = |tokens: &Tokens<'_>, at: usize| {
        // The files that a test has made are none of what it tests: `fs::remove_file(…)`.
        let is_method = |name: &str| tokens.count(&[".", name, "("]) > 0;
        let is_demanded = |name: &&str| was.get(*name) > is.get(*name) && is_method(name);
        is_clearing(tokens, at) && !called(tokens, at).iter().any(is_demanded)
    };
    let count = |tokens: &Tokens<'_>, excuse: &[&str]| {
        (0..tokens.all.len()).filter(|&at| tokens.is_at(at, excuse) && !is_cleared(tokens, at)).count()
    };
    let spawned = spawned(now);
    let excuse = EXCUSES.iter().find(|(excuse, _)| {
        count(now, excuse) > count(before, excuse)
            && (0..now.all.len()).any(|at| {
                now.is_at(at, excuse)
                    && !spawned[at]
                    && is_excused(at)
                    && !is_cleared(now, at)
                    && !is_input(now, at)
            })
    });
    let mut say = |message: String| found.push(Weakening { kind: WeakeningKind::SwallowedError, message });
    match excuse {
        _ if !is_less => {}
        Some((_, name)) => say(format!("`{name}` passes over what failed the test before")),
        _ if silent(now) > silent(before) => say("an arm for the error does nothing".to_owned()),
        // Nothing but `.unwrap()` is gone, of what nothing else looks at: what is looked at is no `Result` any more.
        _ if discarded(now) < discarded(before) && without(before) == without(now) => {
            let demand = DEMANDS.iter().find(|demand| now.count(demand) < before.count(demand));
            let name = demand.map_or_else(String::new, |demand| demand.concat());
            let name = if name.ends_with('(') { format!("{name}…)") } else { name };
            say(format!("`{name}` was removed"));
        }
        _ => {}
    }
    if let Some(name) = not_awaited(before, now) {
        let message = format!("`{name}(…)` is not awaited any more");
        found.push(Weakening { kind: WeakeningKind::SwallowedError, message });
        return;
    }
    // A failure in a thread or task is told by whoever waits for it; that may be the new call.
    let is_left = before.count(&["spawn", "("]) == now.count(&["spawn", "("]) && waits(now) < waits(before);
    if now.count(&["spawn", "("]) > 0
        && is_left
        && !novel.calls
        && found.last().is_none_or(|last| last.kind != WeakeningKind::SwallowedError)
    {
        let message = "what was spawned is not waited for".to_owned();
        found.push(Weakening { kind: WeakeningKind::SwallowedError, message });
    }
}

/// Finds a call that was awaited. Now it is only made, or left to a task whose result nobody reads.
fn not_awaited<'t>(before: &Tokens<'_>, now: &'t Tokens<'_>) -> Option<&'t str> {
    // If nothing is asynchronous any more, each call waits by itself.
    if now.count(&["async"]) == 0 {
        return None;
    }
    let is_awaited = |tokens: &Tokens<'_>, at: usize| tokens.is_at(tokens.close(at + 1) + 1, &[".", "await"]);
    let awaited = |name: &str| {
        (0..before.all.len()).filter(|&at| before.is_at(at, &[name, "("]) && is_awaited(before, at)).count()
    };
    let lost = |&at: &usize| {
        let name = now.get(at);
        if now.get(at + 1) != "(" || !is_name(name) || is_awaited(now, at) || awaited(name) == 0 {
            return false;
        }
        let (start, end) = (start(now, at), now.until(at, ";"));
        // If the call stands in brackets, the statement ends behind them.
        let end = (end..now.all.len()).find(|&at| matches!(now.get(at), ";" | "}")).unwrap_or(end);
        let is_waited_for = (now.close(at + 1)..end).any(|at| now.is_at(at, &[".", "await"]))
            || (start..at)
                .any(|at| matches!(now.get(at), "block_on" | "join" | "try_join" | "select" | "push"));
        let name_at = start + 1 + usize::from(now.get(start + 1) == "mut");
        let is_used = now.get(start) == "let"
            && (end..now.all.len()).any(|at| now.get(at) == now.get(name_at) && now.get(name_at) != "_");
        // The last expression is what the test, or a closure, gives back.
        !is_waited_for && !is_used && now.get(end) == ";"
    };
    (0..now.all.len()).find(lost).map(|at| now.get(at))
}

/// Marks the code in threads and tasks, and the code in moved closures that others run. What fails there fails no test by itself.
fn spawned(tokens: &Tokens<'_>) -> Vec<bool> {
    let mut end = 0;
    let is_spawned = |at: usize| {
        if at >= end && tokens.is_at(at, &["spawn", "("]) {
            end = tokens.close(at + 1);
        } else if at >= end && tokens.get(at) == "move" {
            end = tokens.until(at, ",");
        }
        at < end
    };
    (0..tokens.all.len()).map(is_spawned).collect()
}

/// So far a statement is looked through.
const MAX: usize = 100;

/// Finds the beginning of the statement that a place stands in.
fn start(tokens: &Tokens<'_>, at: usize) -> usize {
    let is_end = |at: &usize| matches!(tokens.get(*at), ";" | "{" | "}");
    (at.saturating_sub(MAX)..at).rev().find(is_end).map_or(at.saturating_sub(MAX), |end| end + 1)
}

/// The calls from one place to another, but for what demands or excuses.
fn names<'t>(tokens: &'t Tokens<'_>, from: usize, to: usize) -> Vec<&'t str> {
    const OTHER: [&str; 6] = ["unwrap", "expect", "unwrap_err", "expect_err", "drop", "ok"];
    (from..to)
        .filter(|&at| tokens.get(at + 1) == "(" || tokens.is_at(at + 1, &["::", "<"]))
        .map(|at| tokens.get(at))
        .filter(|name| {
            let is_lower = name.starts_with(|c: char| c.is_lowercase() || c == '_');
            is_lower && is_name(name) && !OTHER.contains(name) && !name.starts_with("unwrap_or")
        })
        .collect()
}

/// The calls of the statement of an excuse: those in its head, if it has a block.
fn called<'t>(tokens: &'t Tokens<'_>, at: usize) -> Vec<&'t str> {
    let is_end = |at: &usize| matches!(tokens.get(*at), ";" | "{" | "}");
    let end = (at..tokens.all.len().min(at + MAX)).find(is_end).unwrap_or(at);
    names(tokens, start(tokens, at), end)
}

/// Counts the calls of which the test demands that they go well.
fn demanding<'t>(tokens: &'t Tokens<'_>) -> HashMap<&'t str, usize> {
    let mut demanding = HashMap::new();
    for at in 0..tokens.all.len() {
        let Some(demand) = DEMANDS.iter().find(|demand| tokens.is_at(at, demand)) else { continue };
        // `match a() { …, Err(e) => panic!() }`
        let from = if demand.contains(&"!") { at.saturating_sub(MAX) } else { start(tokens, at) };
        for name in names(tokens, from, at) {
            *demanding.entry(name).or_default() += 1;
        }
    }
    demanding
}

/// Is what an excuse gives a name to only given to something else that is called? A test may take for it what it likes.
fn is_input(tokens: &Tokens<'_>, at: usize) -> bool {
    let start = start(tokens, at);
    let name = start + 1 + usize::from(tokens.get(start + 1) == "mut");
    if tokens.get(start) != "let" || tokens.get(name) == "_" || !matches!(tokens.get(name + 1), "=" | ":") {
        return false;
    }
    let mut uses = (name + 1..tokens.all.len()).filter(|&at| tokens.get(at) == tokens.get(name)).peekable();
    uses.peek().is_some()
        && uses.all(|at| {
            let before = if tokens.get(at - 1) == "&" { at - 2 } else { at - 1 };
            // No argument of an assertion.
            matches!(tokens.get(before), "(" | ",")
                && matches!(tokens.get(at + 1), ")" | ",")
                && !(tokens.get(before) == "(" && tokens.get(before - 1) == "!")
                && !(tokens.get(before) == "," && fails(tokens, self::start(tokens, before), before))
        })
}

/// Counts the demands of a test that something goes well of which it makes no use.
fn discarded(tokens: &Tokens<'_>) -> usize {
    let end = |at: usize| if tokens.get(at) == "?" { at + 1 } else { tokens.close(at + 2) + 1 };
    (0..tokens.all.len())
        .filter(|&at| DEMANDS.iter().any(|demand| !demand.contains(&"!") && tokens.is_at(at, demand)))
        .filter(|&at| {
            let start = start(tokens, at);
            tokens.get(end(at)) == ";"
                && (tokens.get(start) != "let" || tokens.get(start + 1) == "_")
                && !(start..at).any(|at| tokens.get(at) == "=")
        })
        .count()
}

/// Counts the places where a test waits for its spawned tasks.
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

/// Does a statement only make room for what the test makes, or clear it away?
fn is_clearing(tokens: &Tokens<'_>, at: usize) -> bool {
    const WORDS: [&str; 12] = [
        "wait",
        "remove_",
        "close",
        "kill",
        "abort",
        "shutdown",
        "stop",
        "cleanup",
        "clean_up",
        "create_dir",
        "try_init",
        "set_",
    ];
    tokens.get(at) != "if"
        && called(tokens, at).iter().any(|name| WORDS.iter().any(|word| name.starts_with(word)))
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
