//! Parses a TOML document, statement by statement.

use super::key::{Key, blank};
use super::model::{Origin, SyntaxError, TomlTable};
use super::parse::{Bad, Text};
use super::statement::{Statement, statement};
use super::tree::{Conflict, insert, open_element, open_table, step};

/// The number of mistakes in a text that is no TOML.
const MAX_ERRORS: usize = 100;

/// Reads a document: what was understood, and every mistake in the order of the text.
pub fn read(text: &str) -> (TomlTable, Vec<SyntaxError>) {
    let whole = Text(text);
    let mut root = TomlTable { origin: Origin::Header, ..TomlTable::default() };
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
            Ok((after, Some(printed))) => {
                rest = after;
                apply(&mut root, &mut section, printed).err()
            }
            Err(nom::Err::Error(Bad { at, message }) | nom::Err::Failure(Bad { at, message })) => {
                let width = at.chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
                let span = whole.span(at, &at[width..]);
                errors.push(SyntaxError { message: message.to_owned(), span, first: None });
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
            errors.push(SyntaxError { message, span: key.span, first });
        }
        if errors.len() >= MAX_ERRORS {
            return (root, errors);
        }
    }
}

/// The text from the next line on that begins like a statement. So one mistake in a long array is told once.
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
fn apply(root: &mut TomlTable, section: &mut Option<Vec<Key>>, printed: Statement) -> Result<(), Conflict> {
    match printed {
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
