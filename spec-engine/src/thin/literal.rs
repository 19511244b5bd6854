//! A text between back-quotes in the criterion, which no test has.

use super::reason::ThinReason;
use super::values::{Values, fold};
use super::wording::Wording;
use crate::criterion::unit::number;

/// Texts that tests say in other words: `assert!(x)`, `is_none()`.
const OTHERWISE: [&str; 22] = [
    "true", "false", "null", "none", "nil", "some", "ok", "err", "string", "str", "bool", "u8", "u16", "u32",
    "u64", "i32", "i64", "usize", "f64", "option", "result", "vec",
];

/// Every such text, in one reason.
pub(super) fn missing(wording: &Wording<'_>, values: &Values<'_>) -> Option<ThinReason> {
    let missing: Vec<&str> =
        wording.literals.iter().copied().filter(|literal| !is_there(literal, values)).collect();
    let (first, more) = missing.split_first()?;
    let listed = more.iter().fold(format!("`{first}`"), |listed, literal| format!("{listed}, `{literal}`"));
    Some(ThinReason::new(
        format!("no test has {listed}, which the criterion names"),
        format!("assert in a test what the criterion says of {listed}"),
    ))
}

fn is_there(literal: &str, values: &Values<'_>) -> bool {
    if values.is_open || values.says(literal) || number(literal).is_some_and(|number| values.has(number)) {
        return true;
    }
    let mut folded = String::new();
    fold(literal, &mut folded);
    if OTHERWISE.contains(&&*folded) {
        return true;
    }
    let mut words = words(literal).peekable();
    words.peek().is_some() && words.all(|word| values.names(word))
}

/// The words of a text, without what stands for others: `<path>`, `{name}`, `[…]`. Of a path it is the last name.
fn words(literal: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = literal.split(move |c: char| {
        match c {
            '<' | '{' => depth += 1,
            '>' | '}' => depth = (depth - 1).max(0),
            _ => {}
        }
        depth > 0
            || c.is_whitespace()
            || matches!(c, '>' | '}' | '=' | ',' | '(' | ')' | '[' | ']' | '|' | '"' | '\'' | '/')
    });
    let names = parts.map(|part| part.rsplit("::").next().unwrap_or(part));
    names.filter(|name| name.contains(char::is_alphanumeric))
}
