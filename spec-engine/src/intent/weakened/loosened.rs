//! Decides whether an assertion holds in more cases than the one that it replaced.

use super::WeakeningKind;
use super::claim::{Claim, contains};
use super::expected;
use crate::intent::brackets::{opening, operands};
use crate::intent::tokens::{EQUALISING, is_literal, number};

/// The message about an assertion that has taken the place of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// It checks less.
    Weaker(WeakeningKind),
    /// It does not, or nobody knows.
    NotWeaker,
}

use Judgement::{NotWeaker, Weaker};

const LOOSENED: Judgement = Weaker(WeakeningKind::AssertionLoosened);

/// Judges two claims that are not the same.
pub(super) fn judged(old: &Claim, new: &Claim) -> Judgement {
    if is_empty(new) && !is_empty(old) {
        return LOOSENED;
    }
    match (old, new) {
        (Claim::Equal(one, was), Claim::Equal(other, is)) => {
            // `json!({ … })` is nothing of `json`.
            let is_itself = |subject: &[String], value: &[String]| {
                contains(value, subject) && value.get(1).is_none_or(|not| not != "!")
            };
            let is_less = projects(one, other)
                || is_part_of_both((one, was), (other, is))
                || is_itself(other, is) && !is_itself(one, was)
                || is_set(other, is) && !is_set(one, was);
            // More is looked at than before, or what is expected is what was given: `read(write(data)) == data`.
            let is_other = projects(other, one)
                || is_itself(was, one) && is_itself(is, other)
                || !is_same_but_for_literals(one, other);
            match (is_less, is_other) {
                (true, _) => LOOSENED,
                (_, true) => NotWeaker,
                _ => expected::sides(was, is),
            }
        }
        (Claim::Different(one, was), Claim::Different(other, is)) if is_same_but_for_literals(one, other) => {
            expected::sides(was, is)
        }
        (Claim::Other(name, one), Claim::Other(_, other)) => {
            if matches_less(one, other) {
                LOOSENED
            } else {
                expected::arguments(name, one, other)
            }
        }
        // An equality says more of a value than anything else does.
        (Claim::Equal(one, _), Claim::Different(other, _)) if is_about(one, other) => LOOSENED,
        (Claim::Equal(one, other), Claim::Holds(condition))
            if is_about(one, condition) && !is_bool(one, condition) =>
        {
            equal_holds(one, other, condition)
        }
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
                || tokens.starts_with(&["matches", "!"]) && tokens.ends_with(&[",", "_", ")"])
                || tokens.windows(2).any(|pair| matches!(pair, ["||", "true"] | ["true", "||"]))
                || is_extreme(&tokens)
        }
        Claim::Different(..) | Claim::Other(..) => false,
    }
}

/// Is something compared with the greatest value of its type, or with the least: `count <= u64::MAX`, `f64::NEG_INFINITY < x`?
fn is_extreme(tokens: &[&str]) -> bool {
    const GREATEST: [&str; 3] = ["MAX", "INFINITY", "MAX_UTC"];
    const LEAST: [&str; 3] = ["MIN", "NEG_INFINITY", "MIN_UTC"];
    let Some(at) = tokens.iter().position(|token| matches!(*token, "<" | "<=")) else { return false };
    let is_alone =
        |side: &[&str]| side.len() <= 3 && side.iter().all(|token| *token == "::" || is_word(token));
    let (least, greatest) = (&tokens[..at], &tokens[at + 1..]);
    let ends = |side: &[&str], words: &[&str]| {
        is_alone(side) && side.last().is_some_and(|last| words.contains(last))
    };
    ends(greatest, &GREATEST) || ends(least, &LEAST)
}

fn is_word(token: &str) -> bool {
    token.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Methods that leave out a part of what they are called on, besides [`EQUALISING`].
const LOSSY: [&str; 15] = [
    "len", "count", "is_some", "is_ok", "is_err", "is_empty", "first", "last", "kind", "round", "floor",
    "ceil", "trunc", "to_set", "is_none",
];

/// Is only a part of it looked at: `render().trim()` for `render()`, `point.x` for `point`?
pub(super) fn projects(old: &[String], new: &[String]) -> bool {
    let Some(more) = new.strip_prefix(old) else { return false };
    // All lines are all of it; only their number is less.
    let more = more.strip_prefix(&[".", "lines", "(", ")"].map(str::to_owned)).unwrap_or(more);
    let [dot, part, ..] = more else { return false };
    let is_field = more.get(2).is_none_or(|next| next != "(");
    !old.is_empty()
        && (dot == "["
            || dot == "." && (is_field || EQUALISING.contains(&&**part) || LOSSY.contains(&&**part)))
}

/// Methods that give the same value in another form.
const FORMS: [&str; 14] = [
    "to_string",
    "unwrap",
    "unwrap_err",
    "expect",
    "bytes",
    "chars",
    "lock",
    "borrow",
    "read",
    "into_inner",
    "inner",
    "collect",
    "get",
    "deref",
];

/// Is a part of a value compared with the same part of what is expected: `a.host() == b.host()` for `a == b`?
fn is_part_of_both((one, was): (&[String], &[String]), (other, is): (&[String], &[String])) -> bool {
    let part = |whole: &[String], part: &[String]| part.strip_prefix(whole).map(<[String]>::to_vec);
    let (Some(first), Some(second)) = (part(one, other), part(was, is)) else { return false };
    let [dot, name, ..] = &*first else { return false };
    let is_form = FORMS.contains(&&**name)
        || ["to_", "as_", "into_"].iter().any(|start| name.starts_with(start)) && !name.ends_with("case");
    first == second && dot == "." && !was.is_empty() && !is_form
}

/// Does a claim compare something as a set?
pub(super) fn is_unordered(claim: &Claim) -> bool {
    matches!(claim, Claim::Equal(subject, value) if is_set(subject, value))
}

/// Is something compared as a set, in which order and number are lost?
fn is_set(subject: &[String], value: &[String]) -> bool {
    subject.iter().any(|token| token == "to_set") || value.iter().any(|token| token.ends_with("Set"))
}

fn is_same_but_for_literals(one: &[String], other: &[String]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one == other || is_literal(one) && is_literal(other))
}

/// Words of matchers that something can pass which differs.
const MATCHERS: [&str; 16] = [
    "contains",
    "contains_substring",
    "starts_with",
    "ends_with",
    "is_match",
    "always",
    "anything",
    "not",
    "ne",
    "gt",
    "ge",
    "lt",
    "le",
    "near",
    "is_empty",
    "any",
];

/// `stdout(contains("a"))` for `stdout("a")`.
fn matches_less(old: &[String], new: &[String]) -> bool {
    let has = |tokens: &[String]| tokens.iter().any(|token| MATCHERS.contains(&&**token));
    has(new) && !has(old)
}

/// Does what was equal to something hold by itself? Then it is a `bool` now, and was none.
fn is_bool(subject: &[String], condition: &[String]) -> bool {
    condition.strip_prefix(&["!".to_owned()]).unwrap_or(condition) == whole(subject)
}

/// The value that is unwrapped, if one is.
fn whole(subject: &[String]) -> &[String] {
    let unwrap = |method: &str| [".", method, "(", ")"].map(str::to_owned);
    let unwrapped = subject.strip_suffix(&unwrap("unwrap"));
    unwrapped.or_else(|| subject.strip_suffix(&unwrap("unwrap_err"))).unwrap_or(subject)
}

/// Does a condition speak of what another claim looks at, or of what that is a part of? Another function, or one that gives an
/// `Option` where it gave a `Result`, is something else.
fn is_about(subject: &[String], condition: &[String]) -> bool {
    let unwrap = |method: &str| [".", method, "(", ")"].map(str::to_owned);
    let is_error = contains(subject, &unwrap("unwrap_err"));
    if is_error && contains(condition, &unwrap("is_none")) {
        return false;
    }
    let whole = whole(subject);
    // `run().is_err()` for `run().unwrap_err().line == 3`
    let positive = condition.strip_prefix(&["!".to_owned()]).unwrap_or(condition);
    let base = positive.iter().rposition(|token| token == ".").map_or(positive, |dot| &positive[..dot]);
    // `0 < one()` for `one() * 2 == 2`
    let is_part = |side: &Vec<String>| side.iter().any(|token| token == "(") && contains(subject, side);
    let has_part = ["<", "<="].iter().any(|operator| {
        let sides = operands(condition, operator);
        sides.len() == 2 && sides.iter().any(is_part)
    });
    has_part || contains(condition, whole) || !base.is_empty() && subject.starts_with(base)
}

/// `a == b` became a condition.
fn equal_holds(one: &[String], other: &[String], condition: &[String]) -> Judgement {
    let has = |side: &[String]| contains(condition, side);
    // `matches!(a, Some(3))` for `a == Some(3)`
    let is_pattern = condition.first().is_some_and(|token| token == "matches") && has(one) && has(other);
    // `a == b && …`
    let is_more = operands(condition, "&&").iter().any(|part| {
        let both: Vec<_> = [one, &["==".to_owned()], other].concat();
        let back: Vec<_> = [other, &["==".to_owned()], one].concat();
        part == &both || part == &back
    });
    // `matches!(a, Some(x) if x == 3)`
    let is_guarded = condition.first().is_some_and(|token| token == "matches")
        && condition.iter().any(|token| token == "if")
        && other.iter().filter(|token| is_literal(token)).all(|token| condition.contains(token));
    // `text[..3] == "abc"` is `text.starts_with("abc")`.
    let is_slice = one.iter().any(|token| matches!(&**token, ".." | "..=")) && has(other);
    if is_guarded
        || is_slice
        || (is_pattern && !condition.iter().any(|token| matches!(&**token, "_" | ".." | "|")))
        || is_more
    {
        NotWeaker
    } else {
        LOOSENED
    }
}

/// One condition became another one.
fn conditions(old: &[String], new: &[String]) -> Judgement {
    // `a && b` became `a`; `a` became `a || b`.
    let (all_old, all_new) = (operands(old, "&&"), operands(new, "&&"));
    if all_new.len() < all_old.len() && all_new.iter().all(|part| all_old.contains(part)) {
        return LOOSENED;
    }
    let (any_old, any_new) = (operands(old, "||"), operands(new, "||"));
    if any_new.len() > any_old.len() && any_old.iter().all(|part| any_new.contains(part)) {
        return LOOSENED;
    }
    if all_old.len() > 1
        && any_new.len() == all_old.len()
        && any_new.iter().all(|part| all_old.contains(part))
    {
        return LOOSENED;
    }
    let is_not = |one: &[String], other: &[String]| {
        one.split_first().is_some_and(|(not, rest)| not == "!" && rest == other)
    };
    if is_not(old, new) || is_not(new, old) {
        return Weaker(WeakeningKind::ExpectedValue);
    }
    if let Some(((was, old), (is, new))) = range(old).zip(range(new))
        && old == new
    {
        let is_wider = is.0 <= was.0 && was.1 <= is.1;
        return if is_wider { LOOSENED } else { NotWeaker };
    }
    if asks_less(old, new) || closes_less(old, new) {
        return LOOSENED;
    }
    let differing: Vec<_> = (0..old.len()).filter(|&at| new.get(at) != Some(&old[at])).collect();
    if let [at] = differing[..]
        && old.len() == new.len()
    {
        match (&*old[at], &*new[at]) {
            ("<", "<=") | ("==", "<=" | ">=") | ("&&", "||") | ("all", "any") => return LOOSENED,
            ("is_ok" | "is_some" | "is_err" | "is_none", other) if other.starts_with("is_") => {
                return Weaker(WeakeningKind::ExpectedValue);
            }
            ("starts_with" | "ends_with" | "eq", "contains") => return LOOSENED,
            _ => {}
        }
    }
    match patterns(old, new) {
        NotWeaker => expected::conditions(old, new),
        judgement => judgement,
    }
}

/// The bounds of a range in `( 1 ..= 3 ) . contains ( x )`.
fn range(tokens: &[String]) -> Option<((f64, f64), &[String])> {
    let (head, subject) = tokens.split_at(tokens.iter().position(|token| token == "contains")?);
    let at = head.iter().position(|token| matches!(&**token, ".." | "..="))?;
    let (from, to) = (number(head.get(at.checked_sub(1)?)?)?, number(head.get(at + 1)?)?);
    Some(((from, to), subject))
}

/// Does the new one only ask whether there is something, of which the old one said more: `a.is_err()` for
/// `a.unwrap_err().to_string().contains("b")`?
fn asks_less(old: &[String], new: &[String]) -> bool {
    let positive = |tokens: &[String]| tokens.strip_prefix(&["!".to_owned()]).unwrap_or(tokens).len();
    let (old_subject, subject) = (&old[old.len() - positive(old)..], &new[new.len() - positive(new)..]);
    let Some(open) = subject.len().checked_sub(1).and_then(|last| opening(subject, last)) else {
        return false;
    };
    if open < 3 || open + 2 != subject.len() || subject[open - 2] != "." {
        return false;
    }
    let is_negated = subject.len() != new.len();
    let asks = match &*subject[open - 1] {
        "is_ok" | "is_err" | "is_some" => !is_negated,
        "is_none" | "is_empty" => is_negated,
        _ => false,
    };
    let is_about = |all: &[String]| all.starts_with(&subject[..open - 2]);
    // `matches!(x, Err(_))` asks no more than `x.is_err()`.
    let is_wild =
        matches!(old_subject, [.., comma, _, _, wild, _, _] if comma == "," && (wild == "_" || wild == ".."));
    let is_pattern = old_subject.first().is_some_and(|token| token == "matches")
        && old_subject.get(3..).is_some_and(is_about)
        && !is_wild;
    let is_weak = |word: &String| matches!(&**word, "is_ok" | "is_err" | "is_some" | "is_none" | "is_empty");
    // `3 < x.unwrap()` says of `x` more than `x.is_some()`.
    let unwrap = if &*subject[open - 1] == "is_err" { "unwrap_err" } else { "unwrap" };
    let whole = [&subject[..open - 2], &[".", unwrap].map(str::to_owned)].concat();
    if asks && !is_negated && contains(old, &whole) {
        return true;
    }
    let says_more = is_about(old_subject) && !old_subject.iter().skip(open - 2).any(is_weak);
    asks && (is_pattern || says_more)
}

/// Does a closure of a claim about many things ask less of each: `all(|x| a && b)`, `all(|x| a)`?
fn closes_less(old: &[String], new: &[String]) -> bool {
    const ASKING: [&str; 6] = ["all", "any", "is_some_and", "is_ok_and", "is_err_and", "is_none_or"];
    let body = |tokens: &[String]| -> Option<(Vec<String>, Vec<Vec<String>>, usize)> {
        let open = opening(tokens, tokens.len().checked_sub(1)?)?;
        let bar = (open + 2..tokens.len()).find(|&at| tokens[at] == "|")?;
        let is_asking = tokens.get(open.checked_sub(1)?).is_some_and(|name| ASKING.contains(&&**name));
        let is_closure = is_asking && tokens.get(open + 1).is_some_and(|token| token == "|");
        let body = &tokens[bar + 1..tokens.len() - 1];
        is_closure.then(|| (tokens[..=bar].to_vec(), operands(body, "&&"), operands(body, "||").len()))
    };
    if old.first().is_some_and(|not| not == "!") {
        return false;
    }
    let (Some((head, all, any)), Some((other, left, choices))) = (body(old), body(new)) else { return false };
    let is_fewer = left.len() < all.len() && left.iter().all(|part| all.contains(part));
    let is_choice = choices > any && left.len() == 1 && all.len() == 1;
    head == other && (is_fewer || is_choice && any == 1 && operands(&left[0], "||").contains(&all[0]))
}

/// `matches!(x, Err(Error::A))` became `matches!(x, Err(_))`.
fn patterns(old: &[String], new: &[String]) -> Judgement {
    let number = |tokens: &[String], word: &str| tokens.iter().filter(|token| **token == word).count();
    let wild = |tokens: &[String]| number(tokens, "_") + number(tokens, "..");
    let is_pattern = |tokens: &[String]| tokens.first().is_some_and(|token| token == "matches");
    if !is_pattern(old) || !is_pattern(new) {
        return NotWeaker;
    }
    let drops_guard = number(old, "if") > number(new, "if");
    let adds_arm = number(new, "|") > number(old, "|");
    // `A { line: 1, .. }` became `A { .. }`.
    let drops_field = wild(new) > 0
        && number(new, "|") >= number(old, "|")
        && new.len() < old.len()
        && new.iter().all(|word| number(new, word) <= number(old, word));
    if wild(new) > wild(old) || drops_guard || adds_arm || drops_field { LOOSENED } else { NotWeaker }
}
