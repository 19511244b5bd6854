//! Parses values: strings, scalars, arrays and inline tables.

use nom::Parser;
use nom::bytes::complete::take_while;

use super::key::{Key, blank, dotted_key, space};
use super::model::{Origin, TomlTable, Value, ValueKind};
use super::parse::{MAX_DEPTH, Parsed, Text, fail};
use super::{scalar, string, tree};

/// One value; `depth` arrays and tables are around it.
pub(super) fn value<'a>(text: Text<'a>, input: &'a str, depth: usize) -> Parsed<'a, Value> {
    if depth > MAX_DEPTH {
        return fail(input, "this is nested too deep");
    }
    let (rest, kind) = match input.as_bytes().first() {
        Some(b'"' | b'\'') => string::string.map(ValueKind::String).parse(input)?,
        Some(b'[') => array(text, input, depth)?,
        Some(b'{') => inline_table(text, input, depth)?,
        _ => scalar::scalar(input)?,
    };
    Ok((rest, Value { span: text.span(input, rest), kind }))
}

/// `[1, 2, ]`, over as many lines as it likes.
fn array<'a>(text: Text<'a>, input: &'a str, depth: usize) -> Parsed<'a, ValueKind> {
    let mut values = Vec::new();
    let (mut rest, ()) = blank(&input[1..])?;
    loop {
        if let Some(rest) = rest.strip_prefix(']') {
            return Ok((rest, ValueKind::Array(values)));
        }
        if rest.is_empty() {
            return fail(input, "this array is never closed: `]` is missing");
        }
        let (after, value) = value(text, rest, depth + 1)?;
        values.push(value);
        let (after, ()) = blank(after)?;
        rest = match after.strip_prefix(',') {
            Some(after) => blank(after)?.0,
            None if after.starts_with(']') || after.is_empty() => after,
            None => return fail(after, "a comma is missing between the values"),
        };
    }
}

/// `{ path = "…", optional = true }`
fn inline_table<'a>(text: Text<'a>, input: &'a str, depth: usize) -> Parsed<'a, ValueKind> {
    let mut table = TomlTable::default();
    let (mut rest, ()) = blank(&input[1..])?;
    loop {
        if let Some(rest) = rest.strip_prefix('}') {
            table.origin = Origin::Inline;
            return Ok((rest, ValueKind::Table(table)));
        }
        if rest.is_empty() {
            return fail(input, "this table is never closed: `}` is missing");
        }
        let pair = rest;
        let (after, (path, value)) = pair_of(text, rest, depth + 1)?;
        if tree::insert(&mut table, &path, value).is_err() {
            return fail(pair, "this key is given twice");
        }
        let (after, ()) = blank(after)?;
        rest = match after.strip_prefix(',') {
            Some(after) => blank(after)?.0,
            None if after.starts_with('}') || after.is_empty() => after,
            None => return fail(after, "a comma is missing between the keys"),
        };
    }
}

/// `key = value`
pub(super) fn pair_of<'a>(text: Text<'a>, input: &'a str, depth: usize) -> Parsed<'a, (Vec<Key>, Value)> {
    let (rest, path) = dotted_key(text, input)?;
    let (rest, _) = space(rest)?;
    let Some(rest) = rest.strip_prefix('=') else { return fail(rest, "`=` is missing behind the key") };
    let (rest, _) = take_while(|c| c == ' ' || c == '\t').parse(rest)?;
    let (rest, value) = value(text, rest, depth)?;
    Ok((rest, (path, value)))
}
