//! Reads the assertions of a test.

use std::ops::Range;

use super::claim::{Claim, REDACTED};
use super::conditions::guards;
use super::plain::plain;
use super::values::Values;
use crate::intent::brackets::is_open;
use crate::intent::tokens::{Tokens, is_name};

/// Something that fails the test if it is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assertion {
    /// The claim, in a form in which equal claims are equal.
    pub(super) claim: Claim,
    /// The same with names replaced by the values that they stand for.
    pub(super) expanded: Claim,
    /// Is it made in debug builds only?
    pub(super) is_debug: bool,
    /// Under how many conditions it stands.
    pub(super) guards: usize,
    /// Its place.
    pub(super) span: Range<usize>,
    /// Its tokens, as they are written.
    pub(super) tokens: Vec<String>,
}

/// Words that helpers begin with which assert something.
const HELPERS: [&str; 5] = ["check", "assert", "expect", "verify", "ensure"];

/// The methods of a command's answer that assert something (`assert_cmd`).
const ANSWERS: [&str; 7] = ["assert", "success", "failure", "code", "stdout", "stderr", "interrupted"];

/// The methods that say how a file is to be compiled (`trybuild`).
const COMPILED: [&str; 2] = ["pass", "compile_fail"];

/// Macros that do nothing but fail.
const FAILURES: [&str; 6] = ["panic", "unreachable", "todo", "unimplemented", "bail", "prop_assert"];

/// Every assertion of a test that is reached.
pub(super) fn assertions(tokens: &Tokens<'_>, values: &Values) -> Vec<Assertion> {
    let has_answers = tokens.count(&[".", "assert", "("]) > 0;
    let is_compiled = tokens.count(&["TestCases", "::", "new"]) > 0;
    let guards = guards(tokens);
    let mut found = Vec::new();
    for (at, guards) in guards.iter().enumerate() {
        let Some(guards) = *guards else { continue };
        let name = tokens.get(at);
        let (is_macro, open) = if tokens.get(at + 1) == "!" { (true, at + 2) } else { (false, at + 1) };
        if !is_name(name) || !is_open(tokens.get(open)) {
            continue;
        }
        let last = if at > 0 { tokens.get(at - 1) } else { "" };
        let is_method = last == ".";
        let is_one = match is_macro {
            true => is_assertion(name),
            false if is_method => {
                has_answers && ANSWERS.contains(&name)
                    || is_compiled && COMPILED.contains(&name)
                    || HELPERS
                        .iter()
                        .any(|helper| name.strip_prefix(helper).is_some_and(|rest| rest.starts_with('_')))
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
        let form = match is_macro {
            _ if is_method => Form::Method,
            true => Form::Macro,
            false => Form::Function,
        };
        let claim = claim(tokens, name, form, open, close);
        found.push(Assertion {
            expanded: claim.expanded(values),
            claim,
            is_debug: name.starts_with("debug_"),
            guards,
            span: at..(close + 1).min(tokens.all.len()),
            tokens: tokens.all[at..(close + 1).min(tokens.all.len())]
                .iter()
                .map(|token| token.clone().into_owned())
                .collect(),
        });
    }
    found
}

fn bare(name: &str) -> &str {
    name.trim_start_matches("debug_").trim_start_matches("prop_")
}

pub(super) fn is_assertion(name: &str) -> bool {
    let bare = bare(name);
    bare.starts_with("assert") && !bare.starts_with("assert_impl")
        || matches!(bare, "panic" | "unreachable" | "abs_diff_eq" | "relative_eq")
        || HELPERS.iter().any(|helper| bare.starts_with(helper))
}

/// Does something from one place to another fail the test, or may it?
pub(super) fn fails(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let failures = tokens.failures.get_or_init(|| failures(tokens));
    failures.get(failures.partition_point(|at| *at < from)).is_some_and(|at| *at < to)
}

/// Finds the places where something fails the test, or may.
fn failures(tokens: &Tokens<'_>) -> Vec<usize> {
    let is_one = |&at: &usize| {
        let name = tokens.get(at);
        let is_macro = tokens.get(at + 1) == "!" && (FAILURES.contains(&name) || is_assertion(name));
        let is_call = tokens.get(at + 1) == "("
            && is_name(name)
            && (at == 0 || tokens.get(at - 1) != ".")
            && HELPERS.iter().any(|helper| name.starts_with(helper));
        is_macro || is_call || tokens.is_at(at, &["return", "Err"])
    };
    (0..tokens.all.len()).filter(is_one).collect()
}

/// The form in which an assertion is called.
#[derive(Clone, Copy)]
enum Form {
    Macro,
    Method,
    Function,
}

fn claim(tokens: &Tokens<'_>, name: &str, form: Form, open: usize, close: usize) -> Claim {
    let owned = |(from, to): (usize, usize)| plain(tokens, from, to);
    let arguments = tokens.parts(open + 1, close, ",");
    let bare = bare(name);
    match form {
        Form::Method => return Claim::Other(format!(".{name}"), owned((open + 1, close))),
        Form::Function => return Claim::Other(name.to_owned(), owned((open + 1, close))),
        Form::Macro => {}
    }
    match (bare, arguments.as_slice()) {
        ("assert_eq", [one, other, ..]) => Claim::equal(owned(*one), owned(*other)),
        ("assert_ne", [one, other, ..]) => Claim::different(owned(*one), owned(*other)),
        ("assert", [condition, ..]) => Claim::holds(owned(*condition)),
        // The words of a panic are for people.
        ("panic" | "unreachable", _) => Claim::Other("panic".to_owned(), Vec::new()),
        ("assert_matches", [value, pattern, ..]) => matches(owned(*value), owned(*pattern)),
        (_, arguments) if bare.ends_with("snapshot") => snapshot(tokens, bare, arguments),
        _ => Claim::Other(bare.to_owned(), owned((open + 1, close))),
    }
}

fn matches(value: Vec<String>, pattern: Vec<String>) -> Claim {
    let start = ["matches", "!", "("].map(str::to_owned).to_vec();
    Claim::holds([start, value, vec![",".to_owned()], pattern, vec![")".to_owned()]].concat())
}

/// A snapshot says what `assert_eq!` says. Its name is no part of it.
fn snapshot(tokens: &Tokens<'_>, name: &str, arguments: &[(usize, usize)]) -> Claim {
    let is_inline = |(from, _): &&(usize, usize)| tokens.get(*from).starts_with('@');
    let is_name = |number: usize| {
        let (from, to) = arguments[number];
        number == 0
            && arguments.get(1).is_some_and(|argument| !is_inline(&argument))
            && to == from + 1
            && tokens.get(from).ends_with(['"', '#'])
    };
    let subject = (0..arguments.len()).find(|&number| !is_name(number));
    let subject =
        subject.map_or_else(Vec::new, |number| plain(tokens, arguments[number].0, arguments[number].1));
    let mut expected = vec![format!("@{name}")];
    if let Some((from, to)) = arguments.iter().find(is_inline) {
        expected.extend(plain(tokens, *from, *to).into_iter().filter(|token| token != "@"));
    }
    // `{ ".id" => "[id]" }`
    if let Some((from, to)) = arguments.iter().find(|(from, _)| tokens.get(*from) == "{") {
        expected.push(REDACTED.to_owned());
        let selectors = tokens.parts(from + 1, to - 1, ",").into_iter();
        expected.extend(selectors.map(|(from, _)| tokens.get(from).to_owned()));
    }
    Claim::Equal(subject, expected)
}
