//! Reads tables of cases: lists that a test goes through, `#[case(…)]`.

use std::collections::{HashMap, HashSet};

use super::claim::{Claim, contains};
use super::new_calls::NewCalls;
use super::plain::plain;
use super::{Weakening, WeakeningKind, excerpt};
use crate::intent::brackets::Depth;
use crate::intent::tokens::{Tokens, is_literal, is_name, is_primitive, number};

/// The rows of a test, and the names that stand for what is in them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Each row is a list of values; each value is tokens.
    all: Vec<Vec<Vec<String>>>,
    /// Names that a loop, a closure or the test itself gets values for.
    names: HashSet<String>,
    /// The number of loops through something whose elements are not known here.
    opaque: usize,
    /// The test in its plain form.
    flat: Vec<String>,
}

impl Rows {
    pub(super) fn of(tokens: &Tokens<'_>) -> Self {
        let all = plain(tokens, 0, tokens.all.len());
        let flat = Tokens::new(all.iter().map(|token| token.as_str().into()).collect());
        let mut rows = Self {
            names: parameters(&flat).map(str::to_owned).collect(),
            opaque: opaque(&flat),
            ..Self::default()
        };
        let looped = looped(&flat);
        for at in 0..flat.all.len() {
            match flat.get(at) {
                "[" if is_table(&flat, at, &looped) => rows.push_elements(&flat, at),
                "#" if flat.get(at + 1) == "[" => rows.push_attribute(&flat, at + 1),
                _ => {}
            }
        }
        rows.flat = all;
        rows
    }

    /// Is something taken apart by a pattern, and nothing else let pass: `let Err(…) = a() else { … }`, `match a() { Err(…) … }`?
    pub(super) fn take_apart(&self, subject: &[String], kinds: &[&str]) -> bool {
        let starts =
            self.flat.windows(subject.len().max(1)).enumerate().filter(|(_, window)| *window == subject);
        let get = |at: usize| self.flat.get(at).map_or("", String::as_str);
        starts.map(|(at, _)| (at, at + subject.len())).any(|(at, end)| {
            let is_else = get(end) == "else"
                && get(at.wrapping_sub(1)) == "="
                && (at.saturating_sub(32)..at).any(|at| get(at) == "let" && kinds.contains(&get(at + 1)));
            // Behind the first arm comes one that fails.
            let is_match = get(at.wrapping_sub(1)) == "match"
                && get(end) == "{"
                && kinds.contains(&get(end + 1))
                && self.flat[end..]
                    .windows(2)
                    .any(|pair| matches!(&*pair[0], "panic" | "unreachable") && pair[1] == "!");
            is_else || is_match
        })
    }

    fn push_elements(&mut self, tokens: &Tokens<'_>, open: usize) {
        for (from, to) in tokens.parts(open + 1, tokens.close(open), ",") {
            self.push(tokens, from, to);
        }
    }

    /// An element of a table: `( 1 , "I" )`, `Case { number : 1 , roman : "I" }`, `1`.
    fn push(&mut self, tokens: &Tokens<'_>, from: usize, to: usize) {
        let open = (from..to).find(|&at| matches!(tokens.get(at), "(" | "{" | "["));
        let is_row = |open: usize| {
            tokens.close(open) + 1 == to
                && (open == from || tokens.get(open) == "{" || open == from + 1 && tokens.get(from) != "Some")
        };
        let row = match open.filter(|&open| is_row(open)) {
            Some(open) => values(tokens, open + 1, to - 1),
            None => vec![owned(tokens, from, to)],
        };
        if !row.is_empty() {
            self.all.push(row);
        }
    }

    /// `#[case(…)]`, `#[case::name(…)]`, `#[test_case(… ; "name")]`, `#[values(…)]`.
    fn push_attribute(&mut self, tokens: &Tokens<'_>, bracket: usize) {
        let end = tokens.close(bracket);
        let Some(open) = (bracket..end).find(|&at| tokens.get(at) == "(") else { return };
        let close = tokens.close(open);
        let name = |at: usize| tokens.get(at);
        let is_row = matches!(name(bracket + 1), "case" | "test_case" | "row" | "test" | "parameterized")
            && (name(bracket + 2) == "(" || name(bracket + 2) == "::")
            || matches!(name(open - 1), "test_case" | "case");
        if name(open - 1) == "values" {
            for (from, to) in tokens.parts(open + 1, close, ",") {
                self.all.push(vec![owned(tokens, from, to)]);
            }
        } else if is_row && name(bracket + 1) != "test" {
            self.all.push(values(tokens, open + 1, tokens.until(open + 1, ";").min(close)));
        }
    }

    /// Do some tokens stand in the test, in its plain form?
    pub(super) fn contain(&self, tokens: &[String]) -> bool {
        contains(&self.flat, tokens)
    }

    /// Does it go through more than another test whose elements are not known here?
    pub(super) fn is_less_known(&self, other: &Self) -> bool {
        self.opaque > other.opaque
    }

    /// Counts the rows.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Are there any rows at all?
    pub(super) fn are_any(&self) -> bool {
        !self.all.is_empty()
    }

    /// Is something said of what a name gets from elsewhere?
    pub(super) fn names_any(&self, claim: &Claim) -> bool {
        claim.tokens().into_iter().any(|token| self.names.contains(token))
    }

    /// The rows that a claim made of each row stands for, of which no claim is among others: `f(given) == wanted` for `f(2) == 4`.
    /// Nothing if none of them is: then it is about something else.
    pub(super) fn missing<'a>(&'a self, template: &Claim, claims: &[&Claim]) -> Vec<&'a [Vec<String>]> {
        let filled: Vec<_> = claims.iter().filter_map(|claim| filled(template, claim, self)).collect();
        // A part of a row that a claim leaves out may decide whether it is made.
        if filled.iter().any(|values| self.all.iter().any(|row| row.len() != values.len())) {
            return Vec::new();
        }
        let is_there = |row: &&Vec<Vec<String>>| {
            filled.iter().any(|values| values.iter().all(|value| row.contains(value)))
        };
        let missing: Vec<_> = self.all.iter().filter(|row| !is_there(row)).map(Vec::as_slice).collect();
        if missing.len() == self.all.len() { Vec::new() } else { missing }
    }

    /// Does one row hold all of some values?
    pub(super) fn hold(&self, values: &[Vec<String>]) -> bool {
        // `for (number, row) in rows.iter().enumerate()`
        let is_numbered = self.flat.iter().any(|token| token == "enumerate");
        let is_number = |value: &[String]| matches!(value, [value] if number(value).is_some());
        self.all
            .iter()
            .any(|row| values.iter().all(|value| row.contains(value) || is_numbered && is_number(value)))
    }
}

fn owned(tokens: &Tokens<'_>, from: usize, to: usize) -> Vec<String> {
    (from..to).map(|at| tokens.get(at).to_owned()).collect()
}

/// The values of a row, without the names of fields.
fn values(tokens: &Tokens<'_>, from: usize, to: usize) -> Vec<Vec<String>> {
    let mut values = Vec::new();
    for (from, to) in tokens.parts(from, to, ",") {
        let from = if tokens.get(from + 1) == ":" { from + 2 } else { from };
        for (from, to) in tokens.parts(from, to, "=>") {
            values.push(owned(tokens, from, to));
        }
    }
    values
}

/// The methods that go through the elements of a value.
const LOOPS: [&str; 11] = [
    "for_each",
    "try_for_each",
    "map",
    "all",
    "any",
    "enumerate",
    "filter",
    "zip",
    "chain",
    "into_par_iter",
    "par_iter",
];

/// Is a list one that the test goes through?
fn is_table(tokens: &Tokens<'_>, open: usize, looped: &HashSet<&str>) -> bool {
    let last = if open > 0 { tokens.get(open - 1) } else { "" };
    if last == "in"
        || is_gone_through(tokens, tokens.close(open) + 1)
        || last == "(" && open > 1 && tokens.get(open - 2) == "select"
        || last == "!" && open > 1 && tokens.get(open - 2) == "prop_oneof"
    {
        return true;
    }
    let Some(name) = (last == "=").then(|| bound_name(tokens, open - 1)).flatten() else { return false };
    let is_row_table = tokens.get(open + 1) == "(" || tokens.get(open + 2) == "{";
    looped.contains(name) || is_row_table && opaque_use(tokens, name)
}

fn is_gone_through(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at) == "." && LOOPS.contains(&tokens.get(at + 1))
}

/// The names of what is gone through.
fn looped<'t>(tokens: &'t Tokens<'_>) -> HashSet<&'t str> {
    let is_one = |at: &usize| {
        tokens.get(at - 1) == "in" && tokens.get(at + 1) != "(" || is_gone_through(tokens, at + 1)
    };
    (1..tokens.all.len()).filter(is_one).map(|at| tokens.get(at)).collect()
}

/// Is a table given to a function that asserts something of it, or runs it?
fn opaque_use(tokens: &Tokens<'_>, name: &str) -> bool {
    const WORDS: [&str; 5] = ["check", "assert", "verify", "run", "test"];
    (2..tokens.all.len()).any(|at| {
        tokens.get(at) == name
            && tokens.get(at - 1) == "("
            && WORDS.iter().any(|word| tokens.get(at - 2).starts_with(word))
    })
}

/// The name that a binding gives what stands behind its `=`.
fn bound_name<'t>(tokens: &'t Tokens<'_>, equals: usize) -> Option<&'t str> {
    const MAX: usize = 40;
    let start = (equals.saturating_sub(MAX)..equals)
        .rev()
        .take_while(|&at| !matches!(tokens.get(at), "{" | "}"))
        .find(|&at| matches!(tokens.get(at), "let" | "const" | "static"))?;
    let name = tokens.get(start + 1 + usize::from(tokens.get(start + 1) == "mut"));
    is_name(name).then_some(name)
}

/// Names that get their values from elsewhere: of loops, closures, and of functions.
fn parameters<'t>(tokens: &'t Tokens<'_>) -> impl Iterator<Item = &'t str> {
    let mut end = 0;
    (0..tokens.all.len()).filter_map(move |at| {
        let last = if at > 0 { tokens.get(at - 1) } else { "" };
        match tokens.get(at) {
            "for" => end = end.max(tokens.until(at, "in")),
            "|" if at >= end && matches!(last, "(" | "," | "=" | "move" | "{" | "=>") => {
                end = (at + 1..tokens.all.len()).find(|&at| tokens.get(at) == "|").unwrap_or(at);
            }
            "fn" => {
                let open = (at..tokens.all.len()).find(|&at| tokens.get(at) == "(").unwrap_or(at);
                end = end.max(tokens.close(open));
            }
            _ => {}
        }
        let token = tokens.get(at);
        let is_one = at < end
            && is_name(token)
            && token.starts_with(|c: char| c.is_lowercase() || c == '_')
            && !is_literal(token)
            && !is_primitive(token)
            && !matches!(token, "for" | "in" | "fn" | "mut" | "ref" | "str" | "bool" | "_")
            // `#[case]`
            && !matches!(last, "::" | "[");
        is_one.then_some(token)
    })
}

/// Counts the loops through something that is not written out.
fn opaque(tokens: &Tokens<'_>) -> usize {
    let is_list = |at: &usize| tokens.get(*at) == "=" && tokens.get(at + 1) == "[";
    let lists: HashSet<_> =
        (0..tokens.all.len()).filter(is_list).filter_map(|at| bound_name(tokens, at)).collect();
    let is_known = |at: usize| tokens.get(at + 1) == "[" || lists.contains(tokens.get(at + 1));
    let loops = (1..tokens.all.len()).filter(|&at| tokens.get(at) == "in" && !is_known(at)).count();
    let runs = ["proptest", "quickcheck"].iter().map(|name| tokens.count(&[name])).sum::<usize>();
    loops + runs
}

/// If a claim is made of something for which names stand in a template: what stands for each of them.
pub(super) fn filled(template: &Claim, case: &Claim, rows: &Rows) -> Option<Vec<Vec<String>>> {
    let (template, case) = match (template, case) {
        (Claim::Equal(a, b), Claim::Equal(c, d)) | (Claim::Different(a, b), Claim::Different(c, d)) => {
            ([a, &["==".to_owned()][..], b].concat(), [c, &["==".to_owned()][..], d].concat())
        }
        (Claim::Holds(a), Claim::Holds(b)) => (a.clone(), b.clone()),
        (Claim::Other(one, a), Claim::Other(other, b)) if one == other => (a.clone(), b.clone()),
        _ => return None,
    };
    let (mut values, mut at, mut other) = (Vec::new(), 0, 0);
    while at < template.len() {
        let is_variable = rows.names.contains(&template[at]) && (at == 0 || template[at - 1] != ".");
        at += 1;
        if !is_variable {
            if case.get(other) != template.get(at - 1) {
                return None;
            }
            other += 1;
            continue;
        }
        // `case.number`
        while template.get(at).is_some_and(|dot| dot == ".")
            && template.get(at + 2).is_none_or(|next| next != "(")
        {
            at += 2;
        }
        let (start, mut depth) = (other, Depth::default());
        while let Some(token) = case.get(other) {
            if depth.is_outside() && template.get(at) == Some(token) {
                break;
            }
            if !depth.pass(token) {
                return None;
            }
            other += 1;
        }
        if start == other {
            return None;
        }
        values.push(case[start..other].to_vec());
    }
    (other == case.len() && !values.is_empty()).then_some(values)
}

/// So many rows that are gone are looked for elsewhere, and told.
const MAX_GONE: usize = 500;

/// Rows that are gone.
///
/// `fresh` assertions are new: each of them may say what a row did, and so may a helper.
pub(super) fn compare(
    old: &Rows,
    new: &Rows,
    (claims, fresh, novel, says_the_same): (&[Vec<&str>], usize, &NewCalls, bool),
    found: &mut Vec<Weakening>,
) {
    if new.opaque > old.opaque {
        return;
    }
    let mut left: HashMap<&Vec<Vec<String>>, usize> = HashMap::new();
    old.all.iter().for_each(|row| *left.entry(row).or_default() += 1);
    // Each row stands for one that is the same.
    let mut added: Vec<&Vec<Vec<String>>> = Vec::new();
    for row in &new.all {
        match left.get_mut(row) {
            Some(left) if *left > 0 => *left -= 1,
            _ => added.push(row),
        }
    }
    let mut gone = Vec::new();
    for row in old.all.iter().rev() {
        if let Some(left) = left.get_mut(row).filter(|left| **left > 0) {
            *left -= 1;
            gone.push(row);
        }
    }
    gone.reverse();
    // Whoever rewrites so much looks at it as a whole.
    gone.truncate(MAX_GONE);
    // A claim from a row may be written out.
    let is_said = |row: &Vec<Vec<String>>| {
        claims.iter().any(|claim| {
            let claim: Vec<String> = claim.iter().map(|token| (*token).to_owned()).collect();
            row.iter().all(|value| contains(&claim, value))
        })
    };
    // Or be what something is called with: `cache.put(1, "a")`.
    let is_given = |row: &Vec<Vec<String>>| {
        new.contain(&[vec!["(".to_owned()], row.join(&",".to_owned()), vec![")".to_owned()]].concat())
    };
    gone.retain(|row| !is_said(row) && !is_given(row));
    // The same with another end is expected to give something else.
    gone.retain(|row| {
        let is_other =
            |other: &&Vec<Vec<String>>| row.len() > 1 && other.len() == row.len() && other[0] == row[0];
        let Some(at) = added.iter().position(is_other) else { return true };
        let other = added.remove(at);
        // If it is written in another way, something else is said of the rows.
        if says_the_same {
            let message = format!("the case `{}` became `{}`", line(row), line(other));
            found.push(Weakening { kind: WeakeningKind::ExpectedValue, message });
        }
        false
    });
    if fresh >= gone.len() || novel.checks || novel.brings_cases {
        return;
    }
    for row in gone.iter().skip(added.len()) {
        found.push(Weakening {
            kind: WeakeningKind::Cases,
            message: format!("the case `{}` was removed", line(row)),
        });
    }
}

fn line(row: &[Vec<String>]) -> String {
    excerpt(&row.join(&",".to_owned()))
}
