//! Parses lines with only the id of what follows, in the notations of other tools.
//!
//! - OpenFastTrace: `` `req~login-page~1` ``: the type of the item, its name and its revision, joined by tildes (its user guide,
//!   *Requirement ID*);
//! - rule markers: `r[destructors.scope]`, as the Rust Reference and tracey write them.

use std::ops::Range;

use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, digit1, space0};
use nom::combinator::{all_consuming, recognize, verify};
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// The id that a line holds, and the bytes of the line behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// The place of the id in the line.
    pub id: Range<usize>,
    /// The beginning of the words behind the marker; the length of the line if there are none.
    pub words: usize,
}

/// The longest id that a person writes, in bytes.
const MAX_LENGTH: usize = 128;

/// Reads the marker that a line begins with. An OpenFastTrace id has the line to itself.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let trimmed = line.trim_start();
    // Most lines are none, which is seen at once.
    if !(trimmed.starts_with("r[") || trimmed.contains('~')) {
        return None;
    }
    let rest = |rest: &str| line.len() - rest.len();
    let range = |id: &str| {
        let start = id.as_ptr().addr() - line.as_ptr().addr();
        start..start + id.len()
    };
    if let Ok((behind, id)) = rule(line) {
        let words = rest(behind.trim_start());
        return Some(Marker { id: range(id), words });
    }
    let (_, id) = all_consuming(delimited(space0, traced, space0)).parse(line.trim_end()).ok()?;
    Some(Marker { id: range(id), words: line.len() })
}

/// `r[destructors.scope]`
fn rule(input: &str) -> IResult<&str, &str> {
    let name = take_while1(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let name = verify(name, |name: &str| name.len() <= MAX_LENGTH && name.starts_with(char::is_alphanumeric));
    preceded(space0, delimited(tag("r["), name, char(']'))).parse(input)
}

/// `` `req~login-page~1` ``, with or without the marks of code or emphasis.
fn traced(input: &str) -> IResult<&str, &str> {
    let marks = |c: char| matches!(c, '`' | '*' | '_');
    delimited(take_while(marks), item_id, take_while(marks)).parse(input)
}

/// `req~login-page~1`
fn item_id(input: &str) -> IResult<&str, &str> {
    let kind = take_while1(|c: char| c.is_ascii_alphabetic());
    let name = take_while1(|c: char| {
        !c.is_whitespace() && !matches!(c, '~' | '`' | '*' | '[' | ']' | '(' | ')' | ',')
    });
    let id = recognize((kind, char('~'), name, char('~'), digit1));
    verify(id, |id: &str| id.len() <= MAX_LENGTH).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The id, and the words behind it.
    fn check(line: &str, expect: Option<(&str, &str)>) {
        let found = marker(line);
        let found = found.as_ref().map(|marker| (&line[marker.id.clone()], &line[marker.words..]));
        assert_eq!(found, expect, "{line:?}");
    }

    #[test]
    fn an_id_of_openfasttrace_has_a_line_to_itself() {
        check("`req~login-page~1`", Some(("req~login-page~1", "")));
        check("req~login.page_2~12", Some(("req~login.page_2~12", "")));
        check("  **feat~c++-source~1**  ", Some(("feat~c++-source~1", "")));
        check("`req~a~1` covers it", None);
        check("Covers: `req~a~1`", None);
        check("~~req~a~1~~", None);
        check("req~a", None);
        check("req~a~", None);
        check("req~~1", None);
        check("about ~10 or ~20", None);
    }

    #[test]
    fn a_rule_marker_may_have_words_behind_it() {
        check("r[destructors.scope]", Some(("destructors.scope", "")));
        check(
            "r[auth.token-expiry] A token SHALL expire",
            Some(("auth.token-expiry", "A token SHALL expire")),
        );
        check(" r[a_1]", Some(("a_1", "")));
        check("r[]", None);
        check("r[a b]", None);
        check("r[a", None);
        check("for[a]", None);
        check("see r[a]", None);
        check("r[.a]", None);
    }
}
