//! How statements become one tree of tables, and what they may not do to each other.

use std::collections::btree_map::Entry as Slot;

use super::statement::{Statement, blank, statement};
use super::{Bad, Entry, Error, Kind, Table, Text, Value};
use crate::source::Span;

/// One part of a key, with its place.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

/// What made a table: it decides what may still be added to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// `[a.b]` made `a`: `[a]` may still come.
    #[default]
    Implied,
    /// `[a]` made it, or `[[a]]`: it cannot come again.
    Header,
    /// `a.b = 1` made `a`: more dotted keys may come, and `[a.c]`, but not `[a]`.
    Dotted,
    /// `{ … }` made it: it is complete.
    Inline,
}

/// A key that cannot be where it is.
pub(super) struct Conflict {
    key: Key,
    first: Option<Span>,
    message: &'static str,
}

/// Who has made as many mistakes is not writing TOML.
const MAX_ERRORS: usize = 100;

/// Reads a document.
pub(super) fn read(text: &str) -> (Table, Vec<Error>) {
    let whole = Text(text);
    let mut root = Table { origin: Origin::Header, ..Table::default() };
    let mut errors = Vec::new();
    let mut section = Some(Vec::new());
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    loop {
        let parsed = blank(rest).and_then(|(start, ())| {
            rest = start;
            if start.is_empty() {
                Ok((start, None))
            } else {
                statement(whole, start).map(|(after, it)| (after, Some(it)))
            }
        });
        let conflict = match parsed {
            Ok((_, None)) => return (root, errors),
            Ok((after, Some(said))) => {
                rest = after;
                apply(&mut root, &mut section, said).err()
            }
            Err(nom::Err::Error(Bad { at, message }) | nom::Err::Failure(Bad { at, message })) => {
                let width = at.chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
                let span = whole.span(at, &at[width..]);
                errors.push(Error { message: message.to_owned(), span, first: None });
                if rest.starts_with('[') {
                    section = None;
                }
                rest = next_statement(if at.len() < rest.len() { at } else { rest });
                None
            }
            Err(nom::Err::Incomplete(_)) => return (root, errors),
        };
        if let Some(Conflict { key, first, message }) = conflict {
            let message = format!("{message}: `{}`", key.name.escape_debug());
            errors.push(Error { message, span: key.span, first });
        }
        if errors.len() >= MAX_ERRORS {
            return (root, errors);
        }
    }
}

/// The text from the next line on that begins like a statement, so that one mistake in a long array is told once.
fn next_statement(from: &str) -> &str {
    let mut rest = from;
    while let Some(end) = rest.find('\n') {
        rest = &rest[end + 1..];
        let line = rest.split('\n').next().unwrap_or_default().trim_start_matches([' ', '\t']);
        let behind_key =
            line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_.\"' \t".contains(c));
        let is_pair = behind_key.starts_with('=') && behind_key.len() < line.len();
        let is_header = line.starts_with('[') && line.trim_end().ends_with(']') && !line.contains(',');
        if is_pair || is_header {
            return rest;
        }
    }
    ""
}

/// Does what a statement says. `section` is the path of the table that pairs belong to; `None` when its header was in error.
fn apply(root: &mut Table, section: &mut Option<Vec<Key>>, said: Statement) -> Result<(), Conflict> {
    match said {
        Statement::Table(path) => {
            *section = None;
            open_table(root, &path)?;
            *section = Some(path);
        }
        Statement::ArrayElement(path) => {
            *section = None;
            open_element(root, &path)?;
            *section = Some(path);
        }
        Statement::Pair(path, value) => {
            let Some(section) = section else { return Ok(()) };
            let mut table = root;
            for key in section.iter() {
                table = step(table, key)?;
            }
            insert(table, &path, value)?;
        }
    }
    Ok(())
}

/// `[a.b]`
fn open_table(root: &mut Table, path: &[Key]) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = root;
    for key in parents {
        table = step(table, key)?;
    }
    let made = Table { origin: Origin::Header, ..Table::default() };
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(entry(last, Kind::Table(made)));
            Ok(())
        }
        Slot::Occupied(mut slot) => match &mut slot.get_mut().value.kind {
            Kind::Table(table) if table.origin == Origin::Implied => {
                table.origin = Origin::Header;
                Ok(())
            }
            _ => Err(conflict(last, slot.get(), "this table is defined twice")),
        },
    }
}

/// `[[a.b]]`
fn open_element(root: &mut Table, path: &[Key]) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = root;
    for key in parents {
        table = step(table, key)?;
    }
    let made = Table { origin: Origin::Header, ..Table::default() };
    let made = Value { span: last.span, kind: Kind::Table(made) };
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(entry(last, Kind::Array(vec![made])));
            Ok(())
        }
        Slot::Occupied(mut slot) => match &mut slot.get_mut().value.kind {
            Kind::Array(elements) if elements.last().is_some_and(is_header_table) => {
                elements.push(made);
                Ok(())
            }
            _ => Err(conflict(last, slot.get(), "this is not an array of tables")),
        },
    }
}

fn is_header_table(value: &Value) -> bool {
    matches!(&value.kind, Kind::Table(table) if table.origin == Origin::Header)
}

/// The table of a key on the way of a header, made if it is not there; of an array of tables the last one.
fn step<'t>(table: &'t mut Table, key: &Key) -> Result<&'t mut Table, Conflict> {
    let entry =
        table.entries.entry(key.name.clone()).or_insert_with(|| entry(key, Kind::Table(Table::default())));
    let (span, message) = (entry.key_span, "this is not a table that can be added to");
    let value = match &mut entry.value.kind {
        Kind::Array(elements) => {
            elements.last_mut().filter(|value| is_header_table(value)).map(|value| &mut value.kind)
        }
        kind => Some(kind),
    };
    match value {
        Some(Kind::Table(table)) if table.origin != Origin::Inline => Ok(table),
        _ => Err(Conflict { key: key.clone(), first: Some(span), message }),
    }
}

/// `a.b = value`, in a table.
pub(super) fn insert(table: &mut Table, path: &[Key], value: Value) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = table;
    for key in parents {
        let made = || entry(key, Kind::Table(Table { origin: Origin::Dotted, ..Table::default() }));
        let entry = table.entries.entry(key.name.clone()).or_insert_with(made);
        let span = entry.key_span;
        match &mut entry.value.kind {
            Kind::Table(inner) if inner.origin == Origin::Dotted => table = inner,
            _ => {
                let message = "a dotted key cannot add to what is defined elsewhere";
                return Err(Conflict { key: key.clone(), first: Some(span), message });
            }
        }
    }
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(Entry { key_span: last.span, value });
            Ok(())
        }
        Slot::Occupied(slot) => Err(conflict(last, slot.get(), "this key is given twice")),
    }
}

fn entry(key: &Key, kind: Kind) -> Entry {
    Entry { key_span: key.span, value: Value { span: key.span, kind } }
}

fn conflict(key: &Key, first: &Entry, message: &'static str) -> Conflict {
    Conflict { key: key.clone(), first: Some(first.key_span), message }
}
