//! What a test asserts.

use std::collections::HashMap;

use super::loosened::splits;
use super::tokens::{Tokens, is_name};

/// Something that fails the test if it is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assertion {
    /// The claim, in a form in which equal claims are equal.
    pub(super) claim: Claim,
    /// The same with names replaced by the values that `let` gave them, as people would write it.
    pub(super) expanded: Claim,
    /// Is it made in debug builds only?
    pub(super) is_debug: bool,
    /// Under how many conditions it stands: `if`, `match`, `while`.
    pub(super) guards: usize,
    /// Its tokens, as they are written.
    pub(super) tokens: Vec<String>,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Two things are equal.
    Equal(Vec<String>, Vec<String>),
    /// Two things are not equal.
    Different(Vec<String>, Vec<String>),
    /// Something holds.
    Holds(Vec<String>),
    /// What another function or macro claims, with its name.
    Other(String, Vec<String>),
}

impl Claim {
    /// The tokens of it.
    pub(super) fn tokens(&self) -> Vec<&str> {
        let (one, other): (&[String], &[String]) = match self {
            Self::Equal(one, other) | Self::Different(one, other) => (one, other),
            Self::Holds(one) => (one, &[]),
            Self::Other(name, arguments) => (std::slice::from_ref(name), arguments),
        };
        one.iter().chain(other).map(String::as_str).collect()
    }

    fn expanded(&self, values: &HashMap<String, Vec<String>>) -> Self {
        let expand = |tokens: &Vec<String>| expand(tokens, values);
        match self {
            Self::Equal(one, other) => Self::equal(expand(one), expand(other)),
            Self::Different(one, other) => Self::different(expand(one), expand(other)),
            Self::Holds(tokens) => Self::Holds(expand(tokens)),
            Self::Other(name, arguments) => Self::Other(name.clone(), expand(arguments)),
        }
    }

    /// The claims that it joins: `a && b` says what `a` and `b` say.
    pub(super) fn parts(&self) -> Vec<Self> {
        let Self::Holds(tokens) = self else { return vec![self.clone()] };
        // A closure reaches to the end.
        if tokens.iter().any(|token| token == "|") || splits(tokens, "||").len() > 1 {
            return vec![self.clone()];
        }
        let parts = splits(tokens, "&&").into_iter();
        parts
            .map(|part| match &splits(&part, "==")[..] {
                [one, other] => Self::equal(one.clone(), other.clone()).plain(),
                _ => Self::Holds(part).plain(),
            })
            .collect()
    }

    /// As people, and clippy, write it: `a` for `a == true`, `!a` for `a == false`, `a.is_empty()` for `a.len() == 0`, `a.is_none()` for
    /// `a == None`.
    fn plain(self) -> Self {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let without = |side: &[String], end: &[&str]| side.strip_suffix(&*words(end)).map(<[String]>::to_vec);
        const LEN: [&str; 4] = [".", "len", "(", ")"];
        let is_term = |side: &[String]| !side.iter().any(|token| OPERATORS.contains(&&**token));
        let (one, other, is_equal) = match &self {
            Self::Equal(one, other) => (one, other, true),
            Self::Different(one, other) => (one, other, false),
            // `0 < a.len()`
            Self::Holds(tokens) => {
                let value = tokens.strip_prefix(&*words(&["0", "<"])).and_then(|value| without(value, &LEN));
                let value = value.filter(|value| is_term(value));
                return match value {
                    Some(value) => {
                        Self::Holds([words(&["!"]), value, words(&[".", "is_empty", "(", ")"])].concat())
                    }
                    None => self,
                };
            }
            Self::Other(..) => return self,
        };
        for (value, side) in [(one, other), (other, one)] {
            let [value] = &**value else { continue };
            let (claim, is_so) = match &**value {
                _ if !is_term(side) => continue,
                "true" => (side.clone(), is_equal),
                "false" => (side.clone(), !is_equal),
                "None" => ([side.clone(), words(&[".", "is_none", "(", ")"])].concat(), is_equal),
                "0" => match without(side, &LEN) {
                    Some(side) => ([side, words(&[".", "is_empty", "(", ")"])].concat(), is_equal),
                    None => continue,
                },
                _ => continue,
            };
            return Self::Holds(if is_so { claim } else { [words(&["!"]), claim].concat() });
        }
        self
    }

    /// Either side may come first.
    fn equal(one: Vec<String>, other: Vec<String>) -> Self {
        if one <= other { Self::Equal(one, other) } else { Self::Equal(other, one) }
    }

    fn different(one: Vec<String>, other: Vec<String>) -> Self {
        if one <= other { Self::Different(one, other) } else { Self::Different(other, one) }
    }
}

/// What a term is put together with, so that a `!` before it would concern its first part alone.
const OPERATORS: [&str; 20] = [
    "==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "as",
    "..",
];

/// Tokens with names replaced by their values.
fn expand(tokens: &[String], values: &HashMap<String, Vec<String>>) -> Vec<String> {
    /// So long a claim gets; so often values stand for names in values.
    const MAX: (usize, usize) = (400, 4);
    let mut tokens = tokens.to_vec();
    for _ in 0..MAX.1 {
        let mut expanded = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            match values.get(token) {
                Some(value) if at == 0 || !matches!(&*tokens[at - 1], "." | "::") => {
                    expanded.extend_from_slice(value);
                }
                _ => expanded.push(token.clone()),
            }
        }
        if expanded == tokens || expanded.len() > MAX.0 {
            break;
        }
        tokens = expanded;
    }
    tokens
}

/// Words that helpers begin with which assert something.
const HELPERS: [&str; 5] = ["check", "assert", "expect", "verify", "ensure"];

/// The methods of a command's answer that assert something (`assert_cmd`).
const ANSWERS: [&str; 7] = ["assert", "success", "failure", "code", "stdout", "stderr", "interrupted"];

/// Every assertion of a test.
pub(super) fn assertions(tokens: &Tokens<'_>) -> Vec<Assertion> {
    let has_answers = tokens.count(&[".", "assert", "("]) > 0;
    let guards = guards(tokens);
    let values = values(tokens);
    let mut found = Vec::new();
    for (at, &guards) in guards.iter().enumerate() {
        let name = tokens.get(at);
        let (is_macro, open) = if tokens.get(at + 1) == "!" { (true, at + 2) } else { (false, at + 1) };
        if !is_name(name) || !matches!(tokens.get(open), "(" | "[" | "{") {
            continue;
        }
        let last = if at > 0 { tokens.get(at - 1) } else { "" };
        let is_method = last == ".";
        let is_one = match is_macro {
            true => is_assertion(name),
            false if is_method => {
                has_answers && ANSWERS.contains(&name)
                    || HELPERS.iter().any(|helper| name.starts_with(&format!("{helper}_")))
            }
            false => {
                last != "fn"
                    && tokens.get(open) == "("
                    && HELPERS.iter().any(|helper| name.starts_with(helper))
            }
        };
        if !is_one || matches!(name, "expect_err" | "assert_unwind_safe") {
            continue;
        }
        let close = tokens.close(open);
        let claim = claim(tokens, name, is_macro, open, close);
        found.push(Assertion {
            expanded: claim.expanded(&values).plain(),
            claim,
            is_debug: name.starts_with("debug_"),
            guards,
            tokens: tokens.all[at..(close + 1).min(tokens.all.len())]
                .iter()
                .map(|token| token.clone().into_owned())
                .collect(),
        });
    }
    found
}

fn owned(tokens: &Tokens<'_>, from: usize, to: usize) -> Vec<String> {
    tokens.all[from..to.min(tokens.all.len())].iter().map(|token| plain(token)).collect()
}

fn is_assertion(name: &str) -> bool {
    let bare = name.trim_start_matches("debug_").trim_start_matches("prop_");
    bare.starts_with("assert") && !bare.starts_with("assert_impl")
        || matches!(bare, "panic" | "unreachable" | "abs_diff_eq" | "relative_eq")
        || HELPERS.iter().any(|helper| bare.starts_with(helper))
}

fn claim(tokens: &Tokens<'_>, name: &str, is_macro: bool, open: usize, close: usize) -> Claim {
    let owned = |(from, to): (usize, usize)| owned(tokens, from, to);
    let arguments = tokens.parts(open + 1, close, ",");
    let bare = name.trim_start_matches("debug_").trim_start_matches("prop_");
    match (bare, arguments.as_slice()) {
        _ if !is_macro => Claim::Other(name.to_owned(), owned((open + 1, close))),
        ("assert_eq", [one, other, ..]) => Claim::equal(owned(*one), owned(*other)),
        ("assert_ne", [one, other, ..]) => Claim::different(owned(*one), owned(*other)),
        ("assert", [condition, ..]) => holds(tokens, *condition, owned),
        // The words of a panic are for people.
        ("panic" | "unreachable", _) => Claim::Other("panic".to_owned(), Vec::new()),
        ("assert_matches", [value, pattern, ..]) => Claim::Holds(
            [
                vec!["matches".to_owned(), "!".to_owned()],
                owned(*value),
                vec![",".to_owned()],
                owned(*pattern),
            ]
            .concat(),
        ),
        _ => Claim::Other(bare.to_owned(), owned((open + 1, close))),
    }
}

/// `a == b` is what `assert_eq!` says.
fn holds(
    tokens: &Tokens<'_>,
    (from, to): (usize, usize),
    owned: impl Fn((usize, usize)) -> Vec<String>,
) -> Claim {
    let is_simple = (from..to).all(|at| !matches!(tokens.get(at), "&&" | "||" | "|"));
    for (operator, make) in [("==", Claim::equal as fn(_, _) -> _), ("!=", Claim::different as fn(_, _) -> _)]
    {
        if is_simple && let [one, other] = tokens.parts(from, to, operator)[..] {
            return make(owned(one), owned(other));
        }
    }
    match tokens.parts(from, to, ">")[..] {
        // `b > a` is `a < b`.
        [one, other] if is_simple && one.0 < one.1 => {
            Claim::Holds([owned(other), vec!["<".to_owned()], owned(one)].concat())
        }
        _ => match tokens.parts(from, to, ">=")[..] {
            [one, other] if is_simple => {
                Claim::Holds([owned(other), vec!["<=".to_owned()], owned(one)].concat())
            }
            _ => Claim::Holds(owned((from, to))),
        },
    }
}

/// A literal without its type and its underscores.
fn plain(token: &str) -> String {
    if !token.starts_with(|c: char| c.is_ascii_digit()) || token.starts_with("0x") || token.starts_with("0b")
    {
        return token.to_owned();
    }
    let digits = token.replace('_', "");
    let end = digits.find(['u', 'i', 'f']).unwrap_or(digits.len());
    digits[..end].to_owned()
}

/// What `let` gives to names that are given something once.
fn values(tokens: &Tokens<'_>) -> HashMap<String, Vec<String>> {
    let mut values: HashMap<String, Option<Vec<String>>> = HashMap::new();
    for at in 0..tokens.all.len() {
        if tokens.get(at) == "let" && is_name(tokens.get(at + 1)) && tokens.get(at + 2) == "=" {
            let end = tokens.parts(at + 3, tokens.all.len(), ";").first().map_or(at, |(_, end)| *end);
            let value: Vec<String> =
                tokens.all[(at + 3).min(end)..end].iter().map(|token| plain(token)).collect();
            let name = tokens.get(at + 1).to_owned();
            // `let a = a + 1`
            let is_known = values.contains_key(&name) || value.contains(&name);
            values.insert(name, if is_known { None } else { Some(value) });
        }
    }
    values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Under how many conditions each token stands.
fn guards(tokens: &Tokens<'_>) -> Vec<usize> {
    let mut guards = Vec::with_capacity(tokens.all.len());
    let (mut open, mut start, mut number) = (Vec::new(), 0, 0_usize);
    for at in 0..tokens.all.len() {
        match tokens.get(at) {
            "{" => {
                let is_guard =
                    (start..at).any(|at| matches!(tokens.get(at), "if" | "match" | "while" | "else"));
                open.push(is_guard);
                number += usize::from(is_guard);
                start = at + 1;
            }
            "}" => {
                number -= usize::from(open.pop().unwrap_or_default() && number > 0);
                start = at + 1;
            }
            ";" => start = at + 1,
            _ => {}
        }
        guards.push(number);
    }
    guards
}
