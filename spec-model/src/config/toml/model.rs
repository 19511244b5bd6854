//! The tree of a TOML document: tables, keys and values, each with its bytes.

use std::collections::BTreeMap;

use crate::source::Span;

/// A table: `[workspace]`, `{ path = "…" }`, or the whole document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TomlTable {
    pub(super) entries: BTreeMap<String, KeyValue>,
    pub(super) origin: Origin,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyValue {
    /// The bytes of the key, of its last part if it is dotted.
    pub key_span: Span,
    /// Its text.
    pub value: Value,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Its bytes; of a table those of its header's last key.
    pub span: Span,
    /// Its kind.
    pub kind: ValueKind,
}

/// The kind of a [`Value`].
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `"text"`, in any of the four ways of quoting.
    String(String),
    /// `42`, `0xff`
    Integer(i64),
    /// `1.5`, `inf`
    Float(f64),
    /// `true`, `false`
    Boolean(bool),
    /// A date, a time or both, as it is written.
    DateTime(String),
    /// `[1, 2]`, or the tables of `[[bin]]`.
    Array(Vec<Value>),
    /// A table.
    Table(TomlTable),
}

/// A mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The mistake, in one line.
    pub message: String,
    /// The place of the mistake.
    pub span: Span,
    /// The first place of a key, when it is given twice.
    pub first: Option<Span>,
}

/// The origin of a table: it decides what may still be added to it.
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

impl TomlTable {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// The value at the end of a path of keys: `["workspace", "members"]`.
    pub fn path(&self, path: &[&str]) -> Option<&Value> {
        let (last, tables) = path.split_last()?;
        tables.iter().try_fold(self, |table, key| table.get(key)?.as_table())?.get(last)
    }

    /// Every key with its entry, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &KeyValue)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// Is there no key?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Value {
    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let ValueKind::String(text) = &self.kind { Some(text) } else { None }
    }

    /// The truth, if it is a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        if let ValueKind::Boolean(value) = self.kind { Some(value) } else { None }
    }

    /// The values, if it is an array; also the tables of an array of tables.
    pub fn as_array(&self) -> Option<&[Value]> {
        if let ValueKind::Array(values) = &self.kind { Some(values) } else { None }
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&TomlTable> {
        if let ValueKind::Table(table) = &self.kind { Some(table) } else { None }
    }

    /// The value of a key, if it is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_table()?.get(key)
    }

    /// The strings of an array; what is no string in it is passed over.
    pub fn strings(&self) -> impl Iterator<Item = &str> {
        self.as_array().unwrap_or_default().iter().filter_map(Value::as_str)
    }

    /// Its kind, for messages: `a string`.
    pub fn description(&self) -> &'static str {
        match self.kind {
            ValueKind::String(_) => "a string",
            ValueKind::Integer(_) => "an integer",
            ValueKind::Float(_) => "a float",
            ValueKind::Boolean(_) => "a boolean",
            ValueKind::DateTime(_) => "a date-time",
            ValueKind::Array(_) => "an array",
            ValueKind::Table(_) => "a table",
        }
    }
}
