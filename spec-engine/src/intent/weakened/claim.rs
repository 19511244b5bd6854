//! The claim of an assertion: which values it lets pass.

use std::cmp::Reverse;

use super::values::Values;
use crate::intent::brackets::{self, operands};
use crate::intent::tokens::{is_name, is_primitive};

/// The claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    /// Two things are equal: what is looked at, and what is expected of it.
    Equal(Vec<String>, Vec<String>),
    /// Two things are not equal.
    Different(Vec<String>, Vec<String>),
    /// Something holds.
    Holds(Vec<String>),
    /// The claim of another function or macro, with its name; the name of a method begins with a dot.
    Other(String, Vec<String>),
}

pub(super) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
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

    /// The same with names replaced by what they stand for.
    pub(super) fn expanded(&self, values: &Values) -> Self {
        match self {
            Self::Equal(one, other) if is_snapshot(other) => Self::Equal(values.expand(one), other.clone()),
            Self::Equal(one, other) => Self::equal(values.expand(one), values.expand(other)),
            Self::Different(one, other) => Self::different(values.expand(one), values.expand(other)),
            Self::Holds(tokens) => Self::holds(values.expand(tokens)),
            Self::Other(name, arguments) => Self::Other(name.clone(), values.expand(arguments)),
        }
        .plain()
    }

    /// The claims that it joins: `a && b` says what `a` and `b` say.
    pub(super) fn parts(&self) -> Vec<Self> {
        // `(a, b) == (1, 2)` says what `a == 1` and `b == 2` say.
        if let Self::Equal(one, other) = self
            && let Some(pairs) =
                elements(one).zip(elements(other)).filter(|(one, other)| one.len() == other.len())
        {
            return std::iter::zip(pairs.0, pairs.1)
                .map(|(one, other)| Self::equal(one, other).plain())
                .collect();
        }
        let Self::Holds(tokens) = self else { return vec![self.clone()] };
        // `!(a || b)` says what `!a` and `!b` say.
        if let [not, open, inner @ .., _] = &**tokens
            && (&**not, &**open) == ("!", "(")
            && closes_at_end(&tokens[1..])
            && operands(inner, "&&").len() == 1
        {
            let not = |part: Vec<String>| Self::holds([words(&["!"]), part].concat()).plain();
            return operands(inner, "||").into_iter().map(not).collect();
        }
        // A closure reaches to the end.
        if tokens.iter().any(|token| token == "|") || operands(tokens, "||").len() > 1 {
            return vec![self.clone()];
        }
        operands(tokens, "&&").into_iter().map(|part| Self::holds(part).plain()).collect()
    }

    /// As people, and clippy, write it: `a` for `a == true`, `!a` for `a == false`, `a.is_empty()` for `a.len() == 0`, `a.is_none()` for
    /// `a == None`, `a.unwrap() == 3` for `a == Some(3)`.
    pub(super) fn plain(self) -> Self {
        const LEN: [&str; 4] = [".", "len", "(", ")"];
        let without = |side: &[String], end: &[&str]| side.strip_suffix(&*words(end)).map(<[String]>::to_vec);
        let is_term = |side: &[String]| OPERATORS.iter().all(|operator| operands(side, operator).len() < 2);
        let (one, other, is_equal) = match &self {
            Self::Equal(one, other) => (one, other, true),
            Self::Different(one, other) => (one, other, false),
            Self::Holds(tokens) => {
                // `0 < a.len()`, `1 <= a.len()`
                let more = ["0 <", "1 <="].iter().find_map(|start| {
                    let start: Vec<_> = start.split(' ').collect();
                    tokens.strip_prefix(&*words(&start)).and_then(|value| without(value, &LEN))
                });
                return match more.filter(|value| is_term(value)) {
                    Some(value) => {
                        Self::Holds([words(&["!"]), value, words(&[".", "is_empty", "(", ")"])].concat())
                    }
                    None => self,
                };
            }
            Self::Other(..) => return self,
        };
        for (value, side) in [(other, one), (one, other)] {
            if let [kind, open, inner @ .., close] = &**value
                && (&**open, &**close) == ("(", ")")
                && is_equal
                && closes_at_end(&value[1..])
            {
                let method = match &**kind {
                    "Some" | "Ok" => "unwrap",
                    "Err" => "unwrap_err",
                    _ => continue,
                };
                let side = [side.clone(), words(&[".", method, "(", ")"])].concat();
                return Self::equal(side, inner.to_vec()).plain();
            }
            // `a.unwrap() == ()`
            if is_equal
                && *value == words(&["(", ")"])
                && let Some(whole) = without(side, &[".", "unwrap", "(", ")"])
            {
                return Self::Holds([whole, words(&[".", "is_ok", "(", ")"])].concat());
            }
            let is_nothing = matches!(
                value.iter().map(String::as_str).collect::<Vec<_>>()[..],
                ["\"\""]
                    | ["[", "]"]
                    | [
                        "String" | "Vec" | "HashMap" | "HashSet" | "BTreeMap" | "BTreeSet",
                        "::",
                        "new",
                        "(",
                        ")"
                    ]
            );
            if is_nothing && is_term(side) {
                let claim = [side.clone(), words(&[".", "is_empty", "(", ")"])].concat();
                return Self::Holds(if is_equal { claim } else { [words(&["!"]), claim].concat() });
            }
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
            return match claim.strip_prefix(&*words(&["!"])) {
                Some(claim) if !is_so => Self::holds(claim.to_vec()),
                _ if is_so => Self::holds(claim),
                _ => Self::Holds([words(&["!"]), claim].concat()),
            };
        }
        self
    }

    /// Either side may come first: what is looked at has more calls and names in it than what is expected.
    pub(super) fn equal(one: Vec<String>, other: Vec<String>) -> Self {
        let (one, other) = sides(one, other);
        Self::Equal(one, other)
    }

    pub(super) fn different(one: Vec<String>, other: Vec<String>) -> Self {
        let (one, other) = sides(one, other);
        Self::Different(one, other)
    }

    /// A condition: `a == b` is what `assert_eq!` says, and `b > a` is `a < b`.
    pub(super) fn holds(condition: Vec<String>) -> Self {
        if let Some(claim) = called(&condition).or_else(|| pattern(&condition)) {
            return claim;
        }
        if condition.iter().any(|token| matches!(&**token, "&&" | "||" | "|")) {
            return Self::Holds(condition);
        }
        // `!(a > b)` is `a <= b`.
        if let [not, open, inner @ .., close] = &*condition
            && (&**not, &**open, &**close) == ("!", "(", ")")
            && closes_at_end(&condition[1..])
        {
            for (operator, opposite) in
                [("==", "!="), ("!=", "=="), (">", "<="), ("<=", ">"), ("<", ">="), (">=", "<")]
            {
                if let [one, other] = &operands(inner, operator)[..] {
                    return Self::holds([&**one, &words(&[opposite]), other].concat());
                }
            }
        }
        for operator in ["==", "!=", ">", ">="] {
            if let [one, other] = &operands(&condition, operator)[..]
                && !one.is_empty()
                && !other.is_empty()
            {
                let (one, other) = (one.clone(), other.clone());
                return match operator {
                    "==" => Self::equal(one, other),
                    "!=" => Self::different(one, other),
                    ">" => Self::Holds([other, words(&["<"]), one].concat()),
                    _ => Self::Holds([other, words(&["<="]), one].concat()),
                };
            }
        }
        Self::Holds(condition)
    }
}

/// The claim of a method that takes one: `a.eq(b)`, `a.is_some_and(|x| x == 3)`.
fn called(condition: &[String]) -> Option<Claim> {
    if condition.last().is_none_or(|last| last != ")") {
        return None;
    }
    let open = brackets::opening(condition, condition.len() - 1)?;
    let (dot, method) = (condition.get(open.checked_sub(2)?)?, &*condition[open - 1]);
    let (value, arguments) = (&condition[..open - 2], &condition[open + 1..condition.len() - 1]);
    if dot != "." || value.is_empty() || value.iter().any(|token| OPERATORS.contains(&&**token)) {
        return None;
    }
    let unwrap = match method {
        "eq" => return Some(Claim::equal(value.to_vec(), arguments.to_vec())),
        "ne" => return Some(Claim::different(value.to_vec(), arguments.to_vec())),
        "is_some_and" | "is_ok_and" => "unwrap",
        "is_err_and" => "unwrap_err",
        _ => return None,
    };
    let [bar, name, end, body @ ..] = arguments else { return None };
    if (&**bar, &**end) != ("|", "|") || !is_name(name) {
        return None;
    }
    let value = [value, &words(&[".", unwrap, "(", ")"])].concat();
    let mut claim = Vec::with_capacity(body.len() + value.len());
    for (at, token) in body.iter().enumerate() {
        match token == name && (at == 0 || body[at - 1] != ".") {
            true => claim.extend_from_slice(&value),
            false => claim.push(token.clone()),
        }
    }
    Some(Claim::holds(claim))
}

/// `matches!(a, Some(3))` is `a == Some(3)` where the pattern is a value.
fn pattern(condition: &[String]) -> Option<Claim> {
    let [matches, not, _, inner @ .., _] = condition else { return None };
    if (&**matches, &**not) != ("matches", "!") || !closes_at_end(&condition[2..]) {
        return None;
    }
    let [value, pattern] = &operands(inner, ",")[..] else { return None };
    let is_open = |token: &String| matches!(&**token, "_" | ".." | "..=" | "|" | "if" | "ref" | "@");
    // `Error { line }` gives a name to the line.
    let binds = |at: usize| {
        is_name(&pattern[at])
            && pattern[at].starts_with(char::is_lowercase)
            && !matches!(&*pattern[at], "true" | "false")
            && pattern.get(at + 1).is_none_or(|next| next != ":" && next != "::")
    };
    let is_value = !pattern.is_empty() && !pattern.iter().any(is_open) && !(0..pattern.len()).any(binds);
    is_value.then(|| Claim::equal(value.clone(), pattern.clone()))
}

/// The elements of a tuple or a list that is written out, if there are several.
fn elements(side: &[String]) -> Option<Vec<Vec<String>>> {
    let (first, last) = (side.first()?, side.last()?);
    if !matches!((&**first, &**last), ("(", ")") | ("[", "]")) || !closes_at_end(side) {
        return None;
    }
    let mut elements = operands(&side[1..side.len() - 1], ",");
    elements.retain(|element| !element.is_empty());
    (elements.len() > 1).then_some(elements)
}

fn sides(one: Vec<String>, other: Vec<String>) -> (Vec<String>, Vec<String>) {
    let key = |side: &Vec<String>| (Reverse(weight(side)), side.clone());
    if key(&one) <= key(&other) { (one, other) } else { (other, one) }
}

/// Returns the weight with which a side looks at something: the names and calls in it. A value has none: literals, constructors, constants.
pub(super) fn weight(side: &[String]) -> usize {
    /// So people call what they expect.
    const EXPECTED: [&str; 6] = ["expected", "want", "wanted", "expect", "golden", "reference"];
    if let [name] = side
        && EXPECTED.contains(&&**name)
    {
        return 1;
    }
    let get = |at: usize| side.get(at).map_or("", String::as_str);
    let of = |at: usize| {
        let token = get(at);
        let is_word = is_name(token) && token.starts_with(|c: char| c.is_lowercase() || c == '_');
        if !is_word || is_primitive(token) || matches!(token, "true" | "false" | "as" | "mut" | "ref" | "_") {
            return 0;
        }
        match (if at > 0 { get(at - 1) } else { "" }, get(at + 1)) {
            (".", _) => 1,
            ("::", _) | (_, ":" | "!") => 0,
            _ => 2,
        }
    };
    (0..side.len()).map(of).sum()
}

/// Begins the selectors of what a snapshot leaves out.
pub(super) const REDACTED: &str = "@redacted";

/// Is what is expected a snapshot? Its first token is `@` and the macro's name.
pub(super) fn is_snapshot(side: &[String]) -> bool {
    side.first().is_some_and(|token| token.len() > 1 && token.starts_with('@'))
}

/// Does the bracket that some tokens begin with close at their end?
fn closes_at_end(tokens: &[String]) -> bool {
    brackets::opening(tokens, tokens.len() - 1) == Some(0)
}

/// The operators of a term, so that a `!` before it would concern its first part alone.
const OPERATORS: [&str; 20] = [
    "==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "as",
    "..",
];

/// Does a run of tokens stand in others?
pub(super) fn contains(all: &[String], part: &[String]) -> bool {
    !part.is_empty() && all.windows(part.len()).any(|window| window == part)
}
