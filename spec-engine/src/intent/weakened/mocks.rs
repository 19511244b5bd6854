//! Compares the expectations of mocks, and how long a test waits.

use super::new_calls::NewCalls;
use super::plain::nanoseconds;
use super::values::Values;
use super::{Weakening, WeakeningKind};
use crate::intent::tokens::{Tokens, number};

/// The words of a call that say how often, and with what, it is to come: `mockall`, `wiremock`, `mockito`.
const DEMANDS: [&[&str]; 5] =
    [&["times", "once", "never"], &["with", "withf"], &["in_sequence"], &["expect"], &["checkpoint"]];

/// The stand-in for the real thing, by its name.
const STAND_INS: [&str; 5] = ["Mock", "Fake", "Stub", "Dummy", "Spy"];

/// Finds a mock that has taken the place of the real thing: `MockStore` for `Store`. `before` has the names that it was written with.
pub(super) fn stand_ins(before: &Tokens<'_>, now: &Tokens<'_>, found: &mut Vec<Weakening>) {
    if let Some((real, mock)) = replaced(before, now) {
        let message = format!("`{real}` became `{mock}`");
        found.push(Weakening { kind: WeakeningKind::AssertionLoosened, message });
    }
}

/// The real type that a mock has taken the place of, and the mock.
fn replaced<'t>(before: &'t Tokens<'_>, now: &'t Tokens<'_>) -> Option<(&'t str, &'t str)> {
    let is_called = |tokens: &Tokens<'_>, at: usize| matches!(tokens.get(at + 1), "::" | "(" | "{");
    let has = |tokens: &Tokens<'_>, name: &str| tokens.all.iter().any(|token| *token == name);
    (0..now.all.len()).filter(|&at| is_called(now, at)).find_map(|at| {
        let mock = now.get(at);
        let bare =
            STAND_INS.iter().find_map(|word| mock.strip_prefix(word).or_else(|| mock.strip_suffix(word)))?;
        if !bare.starts_with(char::is_uppercase) || has(before, mock) {
            return None;
        }
        let is_real = |at: &usize| {
            let name = before.get(*at);
            is_called(before, *at)
                && name.starts_with(char::is_uppercase)
                && (name.ends_with(bare) || bare.ends_with(name))
                && !STAND_INS.iter().any(|word| name.starts_with(word))
                && !has(now, name)
        };
        (0..before.all.len()).find(is_real).map(|at| (before.get(at), mock))
    })
}

pub(super) fn mocks(before: &Tokens<'_>, now: &Tokens<'_>, novel: &NewCalls, found: &mut Vec<Weakening>) {
    let has_mocks = |tokens: &Tokens<'_>| {
        tokens
            .all
            .iter()
            .any(|token| token.starts_with("expect_") || token.contains("Mock") || token.starts_with("mock"))
    };
    // A new call may set the mock up.
    if !has_mocks(before) || !has_mocks(now) || novel.calls {
        return;
    }
    for names in DEMANDS {
        let name = names[0];
        // The words of `.expect("…")` are no demand.
        let is_demand = |tokens: &Tokens<'_>, at: &usize| {
            tokens.get(*at) == "."
                && names.contains(&tokens.get(at + 1))
                && tokens.get(at + 2) == "("
                && (name != "expect" || number(tokens.get(at + 3)).is_some())
        };
        let all = |tokens: &Tokens<'_>| {
            (0..tokens.all.len()).filter(|at| is_demand(tokens, at)).collect::<Vec<_>>()
        };
        let (old, new) = (all(before), all(now));
        if new.len() < old.len() {
            let message = format!("`.{name}(…)` was removed from a mock");
            found.push(Weakening { kind: WeakeningKind::AssertionRemoved, message });
            continue;
        }
        // `times(1)` became `times(1..)`.
        let is_exact = |tokens: &Tokens<'_>, at: usize| {
            !(at..tokens.close(at + 2)).any(|at| matches!(tokens.get(at), ".." | "..=" | "any" | "always"))
        };
        if old.iter().zip(&new).any(|(old, new)| is_exact(before, *old) && !is_exact(now, *new)) {
            let message = format!("`.{name}(…)` of a mock lets more calls pass");
            found.push(Weakening { kind: WeakeningKind::AssertionLoosened, message });
        } else if matches!(name, "times" | "expect")
            && !novel.is_staged_otherwise()
            && old.len() == new.len()
            && old.iter().zip(&new).any(|(old, new)| {
                let (was, is) = (number(before.get(old + 3)), number(now.get(new + 3)));
                was.zip(is).is_some_and(|(was, is)| was.to_bits() != is.to_bits())
            })
        {
            let message = format!("`.{name}(…)` of a mock expects another number of calls");
            found.push(Weakening { kind: WeakeningKind::ExpectedValue, message });
        }
    }
}

/// Finds calls that give up after a while: to wait longer is to accept what takes longer.
pub(super) fn waits(
    before: &Tokens<'_>,
    now: &Tokens<'_>,
    (was, is): (&Values, &Values),
    found: &mut Vec<Weakening>,
) {
    let (old, new) = (limits(before, was), limits(now, is));
    if old.len() == new.len() && old.iter().zip(&new).any(|(old, new)| new > old) {
        found.push(Weakening {
            kind: WeakeningKind::Tolerance,
            message: "a timeout is longer than before".to_owned(),
        });
    }
}

fn limits(tokens: &Tokens<'_>, values: &Values) -> Vec<f64> {
    let is_limit = |at: &usize| {
        let name = tokens.get(*at);
        // A timeout that a client or a server is given is no bound of what the test does: `builder().timeout(…)`.
        let is_given = *at > 0
            && tokens.get(at - 1) == "."
            && !["recv", "wait", "join", "poll"].iter().any(|verb| name.starts_with(verb));
        tokens.get(at + 1) == "("
            && !is_given
            && (name == "timeout"
                || name.ends_with("_timeout")
                || name.starts_with("timeout_")
                || name == "wait_until")
    };
    let limit = |at: usize| {
        let end = tokens.close(at + 1);
        let duration = (at + 2..end).find_map(|at| nanoseconds(tokens, at));
        let (from, to) = tokens.parts(at + 2, end, ",").first().copied()?;
        let alone = || (to == from + 1).then(|| values.nanoseconds(tokens.get(from))).flatten();
        duration.or_else(alone)
    };
    (0..tokens.all.len()).filter(is_limit).filter_map(limit).collect()
}
