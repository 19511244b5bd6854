//! Builds one tree of tables from statements, and reports those that contradict each other.

use std::collections::btree_map::Entry as Slot;

use super::key::Key;
use super::model::{KeyValue, Origin, TomlTable, Value, ValueKind};
use crate::source::Span;

/// A key that cannot be where it is.
pub(super) struct Conflict {
    pub(super) key: Key,
    pub(super) first: Option<Span>,
    pub(super) message: &'static str,
}

/// `[a.b]`
pub(super) fn open_table(root: &mut TomlTable, path: &[Key]) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = root;
    for key in parents {
        table = step(table, key)?;
    }
    let made = TomlTable { origin: Origin::Header, ..TomlTable::default() };
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(entry(last, ValueKind::Table(made)));
            Ok(())
        }
        Slot::Occupied(mut slot) => match &mut slot.get_mut().value.kind {
            ValueKind::Table(table) if table.origin == Origin::Implied => {
                table.origin = Origin::Header;
                Ok(())
            }
            _ => Err(conflict(last, slot.get(), "this table is defined twice")),
        },
    }
}

/// `[[a.b]]`
pub(super) fn open_element(root: &mut TomlTable, path: &[Key]) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = root;
    for key in parents {
        table = step(table, key)?;
    }
    let made = TomlTable { origin: Origin::Header, ..TomlTable::default() };
    let made = Value { span: last.span, kind: ValueKind::Table(made) };
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(entry(last, ValueKind::Array(vec![made])));
            Ok(())
        }
        Slot::Occupied(mut slot) => match &mut slot.get_mut().value.kind {
            ValueKind::Array(elements) if elements.last().is_some_and(is_header_table) => {
                elements.push(made);
                Ok(())
            }
            _ => Err(conflict(last, slot.get(), "this is not an array of tables")),
        },
    }
}

fn is_header_table(value: &Value) -> bool {
    matches!(&value.kind, ValueKind::Table(table) if table.origin == Origin::Header)
}

/// The table of a key on the way of a header, made if it is not there; of an array of tables the last one.
pub(super) fn step<'t>(table: &'t mut TomlTable, key: &Key) -> Result<&'t mut TomlTable, Conflict> {
    let entry = table
        .entries
        .entry(key.name.clone())
        .or_insert_with(|| entry(key, ValueKind::Table(TomlTable::default())));
    let (span, message) = (entry.key_span, "this is not a table that can be added to");
    let value = match &mut entry.value.kind {
        ValueKind::Array(elements) => {
            elements.last_mut().filter(|value| is_header_table(value)).map(|value| &mut value.kind)
        }
        kind => Some(kind),
    };
    match value {
        Some(ValueKind::Table(table)) if table.origin != Origin::Inline => Ok(table),
        _ => Err(Conflict { key: key.clone(), first: Some(span), message }),
    }
}

/// `a.b = value`, in a table.
pub(super) fn insert(table: &mut TomlTable, path: &[Key], value: Value) -> Result<(), Conflict> {
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut table = table;
    for key in parents {
        let made =
            || entry(key, ValueKind::Table(TomlTable { origin: Origin::Dotted, ..TomlTable::default() }));
        let entry = table.entries.entry(key.name.clone()).or_insert_with(made);
        let span = entry.key_span;
        match &mut entry.value.kind {
            ValueKind::Table(inner) if inner.origin == Origin::Dotted => table = inner,
            _ => {
                let message = "a dotted key cannot add to what is defined elsewhere";
                return Err(Conflict { key: key.clone(), first: Some(span), message });
            }
        }
    }
    match table.entries.entry(last.name.clone()) {
        Slot::Vacant(slot) => {
            slot.insert(KeyValue { key_span: last.span, value });
            Ok(())
        }
        Slot::Occupied(slot) => Err(conflict(last, slot.get(), "this key is given twice")),
    }
}

fn entry(key: &Key, kind: ValueKind) -> KeyValue {
    KeyValue { key_span: key.span, value: Value { span: key.span, kind } }
}

fn conflict(key: &Key, first: &KeyValue, message: &'static str) -> Conflict {
    Conflict { key: key.clone(), first: Some(first.key_span), message }
}
