//! Compares expected values, bounds and tolerances.

use super::WeakeningKind;
use super::claim::{REDACTED, is_snapshot, weight};
use super::loosened::Judgement::{self, NotWeaker, Weaker};
use crate::intent::brackets::{self, Depth};
use crate::intent::tokens::{is_literal, is_name, number};

/// Judges what is expected of the same thing: the sides of two equations.
pub(super) fn sides(old: &[String], new: &[String]) -> Judgement {
    if is_snapshot(old) || is_snapshot(new) {
        return snapshots(old, new);
    }
    if weight(old) > 0 || weight(new) > 0 {
        return NotWeaker;
    }
    let (old, new) = (borrowed(old), borrowed(new));
    if is_of_another_type(&old, &new) {
        return NotWeaker;
    }
    if old.len() != new.len() {
        if are_other_values(&old, &new) {
            return Weaker(WeakeningKind::ExpectedValue);
        }
        // One side may hold more elements than the other; nobody knows which is more.
        return if sides_differ(&old, &new) { Weaker(WeakeningKind::ExpectedValue) } else { NotWeaker };
    }
    literals(&old, &new, |_| Role::Expected)
}

/// Are both written out, of literals, constants and variants alone, and not the same: `None` became `Some(ANNA)`? A structure may have got
/// more fields, and a constant may stand for a literal: that is nothing of the kind.
fn are_other_values(old: &[&str], new: &[&str]) -> bool {
    let is_mark = |token: &str| matches!(token, "(" | ")" | "[" | "]" | "," | "&" | "-" | "::" | "vec" | "!");
    let is_variant = |token: &str| token.starts_with(char::is_uppercase);
    let is_value =
        |tokens: &[&str]| tokens.iter().all(|token| is_mark(token) || is_literal(token) || is_variant(token));
    let is_constant =
        |token: &&&str| token.len() > 1 && is_variant(token) && !token.contains(|c: char| c.is_lowercase());
    let alone = |one: &[&str], other: &[&str], is_it: &dyn Fn(&&&str) -> bool| {
        one.iter().filter(|token| !other.contains(token)).filter(is_it).count() > 0
    };
    let is_number = |token: &&&str| is_literal(token);
    let is_named = alone(old, new, &is_constant) && alone(new, old, &is_number)
        || alone(new, old, &is_constant) && alone(old, new, &is_number);
    // Of another type it is another interface.
    let family = |tokens: &[&str]| match tokens.first() {
        Some(&"None" | &"Some") => Some(0),
        Some(&"Ok" | &"Err") => Some(1),
        Some(&"[" | &"vec" | &"&") => Some(2),
        _ => None,
    };
    let is_same_type = family(old).is_some() && family(old) == family(new);
    is_value(old) && is_value(new) && is_same_type && old != new && !is_named
}

/// Judges two snapshots: the macro, what it holds if that is known here, and what is left out of it.
fn snapshots(old: &[String], new: &[String]) -> Judgement {
    let split = |side: &[String]| {
        let end = side.iter().position(|token| token == REDACTED).unwrap_or(side.len());
        (side[..end].to_vec(), side[end..].to_vec())
    };
    let ((was, left_out), (is, leaves_out)) = (split(old), split(new));
    if was.first() != is.first() {
        return NotWeaker;
    }
    if leaves_out.len() > left_out.len() && left_out.iter().all(|selector| leaves_out.contains(selector)) {
        return Weaker(WeakeningKind::AssertionLoosened);
    }
    // The content of a file is not known here.
    let is_inline = was.len() > 1 && is.len() > 1;
    if is_inline && was != is { Weaker(WeakeningKind::ExpectedValue) } else { NotWeaker }
}

/// Judges two conditions that differ in literals alone.
pub(super) fn conditions(old: &[String], new: &[String]) -> Judgement {
    let (old, new) = (borrowed(old), borrowed(new));
    if old.len() != new.len() {
        return NotWeaker;
    }
    literals(&old, &new, |at| match bound(&old, at) {
        Some(direction) => Role::Bound(direction),
        None if is_tolerance("", &old, at) => Role::Tolerance,
        None if is_longer(&old, at, new[at]) || is_input(&old, at) => Role::Given,
        None if is_longer(&new, at, old[at]) => Role::Shortened,
        None => Role::Expected,
    })
}

/// Judges the arguments of the same helper. Of several, the first is what is looked at.
pub(super) fn arguments(name: &str, old: &[String], new: &[String]) -> Judgement {
    let (old, new) = (borrowed(old), borrowed(new));
    let first = commas(&old).first().copied();
    // `assert_abs_diff_eq!(a, b)` became `assert_abs_diff_eq!(a, b, epsilon = 0.1)`.
    let adds_tolerance = new.len() > old.len()
        && new.starts_with(&old)
        && number(new[new.len() - 1]).is_some_and(|value| value > f64::EPSILON)
        && is_tolerance(name, &new, new.len() - 1);
    if adds_tolerance {
        return Weaker(WeakeningKind::Tolerance);
    }
    // With more or fewer arguments it is another helper.
    if commas(&old).len() != commas(&new).len() {
        return NotWeaker;
    }
    if old.len() != new.len() {
        let start = if name.starts_with('.') { Some(0) } else { first };
        let is_first_same = start.is_some_and(|end| new.get(..end) == Some(&old[..end]));
        return match is_first_same && sides_differ(&old, &new) {
            true => Weaker(WeakeningKind::ExpectedValue),
            false => NotWeaker,
        };
    }
    let is_given = |at: usize| match first {
        Some(end) => at < end,
        None => !name.starts_with('.') && name != "expect",
    };
    literals(&old, &new, |at| match () {
        () if is_tolerance(name, &old, at) => Role::Tolerance,
        () if is_given(at) && !name.starts_with('.') => Role::Given,
        () => Role::Expected,
    })
}

/// The purpose of a literal.
enum Role {
    /// It is what is expected.
    Expected,
    /// It bounds what is looked at.
    Bound(Direction),
    /// The distance by which the value may differ.
    Tolerance,
    /// It is a part of the text that was looked for.
    Shortened,
    /// It is given to what is looked at: another one makes another case, and no weaker one.
    Given,
}

enum Direction {
    Upper,
    Lower,
}

fn literals(old: &[&str], new: &[&str], role: impl Fn(usize) -> Role) -> Judgement {
    let mut judgement = NotWeaker;
    let is_same_operator =
        std::iter::zip(old, new).all(|(one, other)| one == other || !matches!(*one, "<" | "<="));
    for at in (0..old.len()).filter(|&at| old[at] != new[at]) {
        let (one, other) = (old[at], new[at]);
        let is_value = |token: &str| is_literal(token) || token.starts_with(char::is_uppercase);
        if is_literal(one) != is_literal(other) || !is_value(one) || !is_value(other) {
            return NotWeaker;
        }
        let numbers = number(one).zip(number(other));
        if numbers.is_some_and(|(was, is)| was.to_bits() == is.to_bits()) {
            continue;
        }
        match (role(at), numbers) {
            // Of something else, something else is expected.
            (Role::Given, _) => return NotWeaker,
            (Role::Bound(_) | Role::Tolerance, None) => {}
            (Role::Bound(direction), Some((was, is))) => {
                let is_wider = match direction {
                    Direction::Upper => is > was,
                    Direction::Lower => is < was,
                };
                // Of whole numbers, `2 <= a` is `1 < a`.
                if is_wider && (is_same_operator || (is - was).abs() > 1.0) {
                    // `coverage() >= 0.9` is no tolerance.
                    let is_small = was.abs() < 1.0 && matches!(direction, Direction::Upper);
                    return Weaker(if is_small {
                        WeakeningKind::Tolerance
                    } else {
                        WeakeningKind::AssertionLoosened
                    });
                }
            }
            (Role::Tolerance, Some((was, is))) if is > was => return Weaker(WeakeningKind::Tolerance),
            (Role::Tolerance, Some(_)) => {}
            (Role::Shortened, _) => return Weaker(WeakeningKind::AssertionLoosened),
            (Role::Expected, _) => judgement = Weaker(WeakeningKind::ExpectedValue),
        }
    }
    judgement
}

/// Some tokens, in which a variant is the same whatever its type is called: `WeakeningKind::A` is `A`.
fn borrowed(tokens: &[String]) -> Vec<&str> {
    let is_upper = |at: usize| tokens.get(at).is_some_and(|token| token.starts_with(char::is_uppercase));
    let is_path = |at: usize| tokens.get(at).is_some_and(|token| token == "::");
    (0..tokens.len())
        .filter(|&at| {
            let is_type = is_upper(at) && is_path(at + 1) && is_upper(at + 2);
            let is_behind_type = at > 0 && is_upper(at - 1) && is_path(at) && is_upper(at + 1);
            !is_type && !is_behind_type
        })
        .map(|at| &*tokens[at])
        .collect()
}

/// Are there literals in both, but none of a kind that the other has: a string for a number?
fn is_of_another_type(old: &[&str], new: &[&str]) -> bool {
    let kind = |token: &str| match token.trim_start_matches('-').chars().next() {
        Some(c) if c.is_ascii_digit() => 'n',
        Some('f') => 't',
        Some('r') => '"',
        first => first.unwrap_or_default(),
    };
    let kinds = |tokens: &[&str]| -> Vec<char> {
        tokens.iter().filter(|token| is_literal(token)).map(|token| kind(token)).collect()
    };
    let (old, new) = (kinds(old), kinds(new));
    !old.is_empty() && !new.is_empty() && !old.iter().any(|kind| new.contains(kind))
}

/// The places of the commas outside of brackets.
fn commas(tokens: &[&str]) -> Vec<usize> {
    let mut depth = Depth::default();
    let is_comma = |(at, token): (usize, &&str)| {
        depth.pass(token);
        (*token == "," && depth.is_outside()).then_some(at)
    };
    tokens.iter().enumerate().filter_map(is_comma).collect()
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

/// Is a token given to a call of which only the result is looked at: `is_valid("a")`, `cart.get(3).is_some()`, `size(3) < 5`?
fn is_input(tokens: &[&str], at: usize) -> bool {
    for open in brackets::around(tokens, at) {
        if tokens[open] != "(" {
            return false;
        }
        let name = if open > 0 { tokens[open - 1] } else { "" };
        let before = if open > 1 { tokens[open - 2] } else { "" };
        if !is_name(name) || name.starts_with(char::is_uppercase) {
            continue;
        }
        if before == "::" {
            // `Email::is_valid("a")` is looked at, `Duration::from_millis(3)` is expected.
            if open == 3 || open == 4 && tokens[0] == "!" {
                return true;
            }
            continue;
        }
        if before != "." {
            return true;
        }
        let behind = brackets::closing(tokens, open) + 1;
        if tokens.get(behind).is_some_and(|token| !matches!(*token, "&&" | "||" | ")" | ",")) {
            return true;
        }
    }
    false
}

/// `epsilon = 1e-9`, or the third argument of `assert_approx_eq!`.
fn is_tolerance(name: &str, tokens: &[&str], at: usize) -> bool {
    const NAMES: [&str; 9] =
        ["epsilon", "max_relative", "ulps", "max_ulps", "abs", "rel", "tolerance", "delta", "eps"];
    if at >= 2 && matches!(tokens[at - 1], "=" | "<=" | "<") && NAMES.contains(&tokens[at - 2]) {
        return true;
    }
    let is_near = ["approx", "abs_diff", "relative", "ulps", "close", "near", "within", "delta", "float"]
        .iter()
        .any(|word| name.contains(word));
    is_near && commas(tokens).iter().filter(|&&comma| comma < at).count() >= 2
}

/// Is a number the bound of an inequality? Then which way it bounds.
fn bound(tokens: &[&str], at: usize) -> Option<Direction> {
    // The smaller value stands on the left: `a < 3`, `3 < a`, also `a < Duration::from_millis(3)`.
    let is_less_or_joint = |token: &str| matches!(token, "<" | "<=" | ">" | ">=" | "&&" | "||");
    let before = tokens[..at].iter().rposition(|token| is_less_or_joint(token));
    let behind = tokens[at..].iter().position(|token| is_less_or_joint(token)).map(|more| at + more);
    let operator = |at: Option<usize>| at.map_or("", |at| tokens[at]);
    // Of `size(3) < 5` and `(a - 3) < 5` only the 5 is a bound.
    let is_side = |side: &[&str]| {
        side.iter().all(|token| {
            !is_name(token) || token.starts_with(char::is_uppercase) || token.starts_with("from_")
        })
    };
    let end = behind.unwrap_or(tokens.len());
    let start = before.map_or(0, |before| before + 1);
    if !is_side(&tokens[start..end]) {
        return None;
    }
    match (operator(before), operator(behind)) {
        ("<" | "<=", _) | (_, ">" | ">=") => Some(Direction::Upper),
        (">" | ">=", _) | (_, "<" | "<=") => Some(Direction::Lower),
        _ => None,
    }
}

/// Do the two differ in a list of literals alone: another list is expected?
fn sides_differ(old: &[&str], new: &[&str]) -> bool {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let back = old[front..].iter().rev().zip(new[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let differing = [&old[front..old.len() - back], &new[front..new.len() - back]];
    let is_plain = |token: &&str| {
        is_literal(token)
            || matches!(*token, "," | "[" | "]" | "-" | "(" | ")" | "::" | "." | "_")
            || token.starts_with(char::is_uppercase)
    };
    let is_value = |token: &&str| is_literal(token) || token.starts_with(char::is_uppercase);
    // `200` may be what `StatusCode::OK` is.
    let is_named = |tokens: &&[&str]| {
        tokens.iter().any(|token| {
            token.starts_with(char::is_uppercase) && !matches!(*token, "Some" | "None" | "Ok" | "Err")
        })
    };
    if differing.iter().any(is_named)
        && !differing.iter().all(is_named)
        && !differing.iter().any(|tokens| tokens.is_empty())
    {
        return false;
    }
    differing.iter().all(|tokens| tokens.iter().all(is_plain))
        && differing.iter().any(|tokens| tokens.iter().any(is_value))
}
