//! A small reader of TOML, for `spec.toml` and parts of `Cargo.toml`.
//!
//! It reads TOML 1.1 whole; date-times are checked and kept as text. A reader of half a format is wrong in ways that nobody expects. Every
//! key and value knows its bytes. A mistake is recorded with its place and costs its statement, the rest is still read.
//!
//! It exists since a TOML crate would double what users of the macros compile; the tests hold it against that crate.

mod document;
mod key;
mod model;
mod parse;
mod scalar;
mod statement;
mod string;
mod tree;
mod value;

pub use self::document::read;
pub use self::model::{KeyValue, SyntaxError, TomlTable, Value, ValueKind};

#[cfg(test)]
mod tests;
