//! Parses keys, and the white space and comments between the parts of a document.

use nom::Parser;
use nom::bytes::complete::take_while;

use super::parse::{MAX_DEPTH, Parsed, Text, fail};
use super::string;
use crate::source::Span;

/// One part of a key, with its place.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

/// `a."b c".d`
pub(super) fn dotted_key<'a>(text: Text<'a>, input: &'a str) -> Parsed<'a, Vec<Key>> {
    let mut path = Vec::new();
    let mut rest = input;
    loop {
        let (after, name) = match string::key(rest) {
            Ok(key) => key,
            Err(nom::Err::Failure(bad)) => return Err(nom::Err::Failure(bad)),
            Err(_) => return fail(rest, "a key is missing here"),
        };
        path.push(Key { name, span: text.span(rest, after) });
        if path.len() > MAX_DEPTH {
            return fail(rest, "this is nested too deep");
        }
        let (next, _) = space(after)?;
        match next.strip_prefix('.') {
            Some(next) => rest = space(next)?.0,
            None => return Ok((after, path)),
        }
    }
}

/// Spaces and tabs.
pub(super) fn space(input: &str) -> Parsed<'_, &str> {
    take_while(|c| c == ' ' || c == '\t').parse(input)
}

/// White space, line ends and comments.
pub(super) fn blank(input: &str) -> Parsed<'_, ()> {
    let mut rest = input;
    loop {
        let (after, _) = space(rest)?;
        let (after, ()) = comment(after)?;
        match after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')) {
            Some(after) => rest = after,
            None => return Ok((after, ())),
        }
    }
}

/// `# …` up to the end of the line, if there is one.
fn comment(input: &str) -> Parsed<'_, ()> {
    let Some(words) = input.strip_prefix('#') else { return Ok((input, ())) };
    let (rest, _) = take_while(|c: char| c == '\t' || !c.is_ascii_control()).parse(words)?;
    if rest.is_empty() || rest.starts_with('\n') || rest.starts_with("\r\n") {
        Ok((rest, ()))
    } else {
        fail(rest, "a comment holds no control characters")
    }
}

/// The end of a line, behind a comment if there is one.
pub(super) fn line_end(input: &str) -> Parsed<'_, ()> {
    let (rest, _) = space(input)?;
    let (rest, ()) = comment(rest)?;
    match rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
        Some(rest) => Ok((rest, ())),
        None if rest.is_empty() => Ok((rest, ())),
        None => fail(rest, "the line should end here"),
    }
}
