//! Parses one statement: `[table]`, `[[array.of.tables]]` or `key = value`.

use super::key::{Key, dotted_key, line_end, space};
use super::model::Value;
use super::parse::{Parsed, Text, fail};
use super::value::pair_of;

/// The content of a line.
#[derive(Debug)]
pub(super) enum Statement {
    /// `[a.b]`
    Table(Vec<Key>),
    /// `[[a.b]]`
    ArrayElement(Vec<Key>),
    /// `a.b = value`
    Pair(Vec<Key>, Value),
}

/// Reads one statement and the end of its line.
pub(super) fn statement<'a>(text: Text<'a>, input: &'a str) -> Parsed<'a, Statement> {
    let (rest, statement) = if let Some(header) = input.strip_prefix("[[") {
        let (rest, path) = header_key(text, header, "]]")?;
        (rest, Statement::ArrayElement(path))
    } else if let Some(header) = input.strip_prefix('[') {
        let (rest, path) = header_key(text, header, "]")?;
        (rest, Statement::Table(path))
    } else {
        let (rest, (path, value)) = pair_of(text, input, 0)?;
        (rest, Statement::Pair(path, value))
    };
    let (rest, ()) = line_end(rest)?;
    Ok((rest, statement))
}

fn header_key<'a>(text: Text<'a>, input: &'a str, close: &str) -> Parsed<'a, Vec<Key>> {
    let (rest, _) = space(input)?;
    let (rest, path) = dotted_key(text, rest)?;
    let (rest, _) = space(rest)?;
    match rest.strip_prefix(close) {
        Some(rest) => Ok((rest, path)),
        None => fail(rest, "the header is not closed: `]` is missing"),
    }
}
