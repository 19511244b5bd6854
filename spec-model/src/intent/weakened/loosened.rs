//! One assertion in the place of another: does it hold in more cases?

use super::Kind;
use super::assertion::Claim;
use super::tokens::{is_literal, number};

/// What is to be said of an assertion that has taken the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// It checks less.
    Weaker(Kind),
    /// It does not, or nobody knows.
    NotWeaker,
}

use Judgement::{NotWeaker, Weaker};

const LOOSENED: Judgement = Weaker(Kind::AssertionLoosened);

/// Judges two claims that are not the same.
pub(super) fn judged(old: &Claim, new: &Claim) -> Judgement {
    if is_empty(new) && !is_empty(old) {
        return LOOSENED;
    }
    match (old, new) {
        (Claim::Equal(..), Claim::Equal(..))
        | (Claim::Different(..), Claim::Different(..))
        | (Claim::Other(..), Claim::Other(..)) => {
            literals(&old.tokens(), &new.tokens(), matches!(old, Claim::Other(..)))
        }
        // What is equal says more than anything else does of it.
        (Claim::Equal(..), Claim::Different(..)) => LOOSENED,
        (Claim::Equal(one, other), Claim::Holds(condition)) => equal_holds(one, other, condition),
        (Claim::Holds(one), Claim::Holds(other)) => conditions(one, other),
        (Claim::Holds(condition), Claim::Different(..))
            if condition.iter().any(|token| token == "matches") =>
        {
            LOOSENED
        }
        _ => NotWeaker,
    }
}

/// Does a claim say nothing: `true`, `x == x`, `x || true`?
pub(super) fn is_empty(claim: &Claim) -> bool {
    match claim {
        Claim::Equal(one, other) => {
            one == other || [one, other].iter().all(|side| side.iter().all(|token| is_literal(token)))
        }
        Claim::Holds(tokens) => {
            let tokens: Vec<_> = tokens.iter().map(String::as_str).collect();
            tokens == ["true"]
                || tokens.windows(2).any(|pair| matches!(pair, ["||", "true"] | ["true", "||"]))
        }
        Claim::Different(..) | Claim::Other(..) => false,
    }
}

/// `a == b` became a condition.
fn equal_holds(one: &[String], other: &[String], condition: &[String]) -> Judgement {
    let has = |side: &[String]| contains(condition, side);
    // `matches!(a, Some(3))` for `a == Some(3)`
    let is_pattern = condition.first().is_some_and(|token| token == "matches") && has(one) && has(other);
    // `a == b && …`
    let is_more = splits(condition, "&&").iter().any(|part| {
        let both: Vec<_> = [one, &["==".to_owned()], other].concat();
        let back: Vec<_> = [other, &["==".to_owned()], one].concat();
        part == &both || part == &back
    });
    if (is_pattern && !condition.iter().any(|token| token == "_" || token == "..")) || is_more {
        NotWeaker
    } else {
        LOOSENED
    }
}

fn contains(all: &[String], part: &[String]) -> bool {
    !part.is_empty() && all.windows(part.len()).any(|window| window == part)
}

/// The operands of an operator outside of brackets.
pub(super) fn splits(tokens: &[String], operator: &str) -> Vec<Vec<String>> {
    let (mut parts, mut depth) = (vec![Vec::new()], 0_usize);
    for token in tokens {
        match &**token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            token if depth == 0 && token == operator => {
                parts.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    parts
}

/// One condition became another one.
fn conditions(old: &[String], new: &[String]) -> Judgement {
    // `a && b` became `a`; `a` became `a || b`.
    let (all_old, all_new) = (splits(old, "&&"), splits(new, "&&"));
    if all_new.len() < all_old.len() && all_new.iter().all(|part| all_old.contains(part)) {
        return LOOSENED;
    }
    let (any_old, any_new) = (splits(old, "||"), splits(new, "||"));
    if any_new.len() > any_old.len() && any_old.iter().all(|part| any_new.contains(part)) {
        return LOOSENED;
    }
    if all_old.len() > 1
        && any_new.len() == all_old.len()
        && any_new.iter().all(|part| all_old.contains(part))
    {
        return LOOSENED;
    }
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    if old.len() != new.len() {
        return patterns(&old, &new);
    }
    let differing: Vec<_> = (0..old.len()).filter(|&at| old[at] != new[at]).collect();
    if let [at] = differing[..] {
        match (old[at], new[at]) {
            ("<", "<=") | ("==", "<=" | ">=") | ("&&", "||") => return LOOSENED,
            (_, "_") => return LOOSENED,
            ("is_ok" | "is_some" | "is_err" | "is_none", other) if other.starts_with("is_") => {
                return Weaker(Kind::ExpectedValue);
            }
            ("starts_with" | "ends_with" | "eq", "contains") => return LOOSENED,
            ("all", "any") => return LOOSENED,
            _ => {}
        }
    }
    literals(&old, &new, false)
}

/// `matches!(x, Err(Error::A))` became `matches!(x, Err(_))`.
fn patterns(old: &[&str], new: &[&str]) -> Judgement {
    let wild = |tokens: &[&str]| tokens.iter().filter(|token| matches!(**token, "_" | "..")).count();
    let is_pattern = old.first() == Some(&"matches") && new.first() == Some(&"matches");
    let drops_guard = old.contains(&"if") && !new.contains(&"if");
    let adds_arm =
        new.iter().filter(|token| **token == "|").count() > old.iter().filter(|token| **token == "|").count();
    if is_pattern && (wild(new) > wild(old) || drops_guard || adds_arm) {
        return LOOSENED;
    }
    // `matches!(x, Err(Error::A))` became `x.is_err()`.
    let is_kind = |word: &str| new.contains(&word);
    if old.first() == Some(&"matches")
        && new.first() != Some(&"matches")
        && ["is_ok", "is_err", "is_some"].iter().any(|word| is_kind(word))
    {
        return LOOSENED;
    }
    NotWeaker
}

/// The same but for literals.
fn literals(old: &[&str], new: &[&str], is_other: bool) -> Judgement {
    if old.len() != new.len() {
        // One side may hold more elements than the other; nobody knows which is more.
        return if sides_differ(old, new) { Weaker(Kind::ExpectedValue) } else { NotWeaker };
    }
    let mut judgement = NotWeaker;
    for at in (0..old.len()).filter(|&at| old[at] != new[at]) {
        let (one, other) = (old[at], new[at]);
        if !is_literal(one) || !is_literal(other) {
            // `Some` for `None`, `Error::A` for `Error::B`.
            let is_value = |token: &str| token.starts_with(char::is_uppercase);
            if is_value(one) && is_value(other) {
                judgement = Weaker(Kind::ExpectedValue);
                continue;
            }
            return NotWeaker;
        }
        if let (Some(was), Some(is)) = (number(one), number(other)) {
            if was.to_bits() == is.to_bits() {
                continue;
            }
            match tolerance(old, at, is_other) {
                Some(direction) => {
                    if (is > was) == (direction == Direction::Upper) {
                        let is_small = was.abs() < 1.0 || is_other;
                        return Weaker(if is_small { Kind::Tolerance } else { Kind::AssertionLoosened });
                    }
                    continue;
                }
                None => judgement = Weaker(Kind::ExpectedValue),
            }
        } else if !is_longer(old, at, other) {
            judgement = Weaker(Kind::ExpectedValue);
        }
    }
    judgement
}

/// `contains("order")` became `contains("order 12")`.
fn is_longer(old: &[&str], at: usize, new: &str) -> bool {
    let inner = |token: &str| Some(token.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    let (Some(was), Some(is)) = (inner(old[at]), inner(new)) else { return false };
    let is_negative = old.first() == Some(&"!");
    match old.get(at.wrapping_sub(2)) {
        _ if is_negative => false,
        Some(&"contains") => is.contains(&was),
        Some(&"starts_with") => is.starts_with(&was),
        Some(&"ends_with") => is.ends_with(&was),
        _ => false,
    }
}

#[derive(PartialEq, Eq)]
enum Direction {
    Upper,
    Lower,
}

/// Is a number the bound of an inequality, or a tolerance? Then which way it bounds.
fn tolerance(tokens: &[&str], at: usize, is_other: bool) -> Option<Direction> {
    // `epsilon = 1e-9`
    if is_other
        && at >= 2
        && tokens[at - 1] == "="
        && matches!(
            tokens[at - 2],
            "epsilon" | "max_relative" | "ulps" | "abs" | "tolerance" | "delta" | "eps"
        )
    {
        return Some(Direction::Upper);
    }
    // What is less stands on the left: `a < 3`, `3 < a`, also `a < Duration::from_millis(3)`.
    let before = tokens[..at].iter().rposition(|token| matches!(*token, "<" | "<=" | "&&" | "||"));
    let behind = tokens[at..]
        .iter()
        .position(|token| matches!(*token, "<" | "<=" | "&&" | "||"))
        .map(|more| at + more);
    let is_less = |at: Option<usize>| at.is_some_and(|at| matches!(tokens[at], "<" | "<="));
    match (is_less(before), is_less(behind)) {
        (true, _) => Some(Direction::Upper),
        (false, true) => Some(Direction::Lower),
        _ => None,
    }
}

/// Do the two differ in a list of literals alone: another list is expected?
fn sides_differ(old: &[&str], new: &[&str]) -> bool {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let back = old[front..].iter().rev().zip(new[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let differing = [&old[front..old.len() - back], &new[front..new.len() - back]];
    differing.iter().all(|tokens| {
        tokens.iter().all(|token| {
            is_literal(token)
                || matches!(*token, "," | "[" | "]" | "-" | "(" | ")" | "Some" | "None" | "Ok" | "Err")
        })
    }) && differing
        .iter()
        .any(|tokens| tokens.iter().any(|token| is_literal(token) || matches!(*token, "None" | "Some")))
}
