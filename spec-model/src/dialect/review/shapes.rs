//! Finds text in the place of an id that is no id.

use super::{Reviewed, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::rows;
use crate::grammar::{heading, lead};
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::source::Span;

/// Reports what stands where an id should, and is none.
pub(super) const RULE: Rule = review;

fn review(document: &Reviewed<'_>, found: &mut Vec<Diagnostic>) {
    let &Reviewed { blocks, .. } = document;
    for (id, node) in blocks.nodes().iter().enumerate().filter(|(_, node)| node.quotes == 0) {
        match node.kind {
            BlockKind::Heading(_) | BlockKind::Paragraph => {
                let text = blocks.content(id);
                let letters = || {
                    let letters = heading::unnumbered(text)?;
                    let start = letters.as_ptr().addr() - text.as_ptr().addr();
                    Some(start..start + letters.len())
                };
                let is_heading = matches!(node.kind, BlockKind::Heading(_));
                let range = lead::broken(text).or_else(|| if is_heading { letters() } else { None });
                if let Some(range) = range {
                    let start = node.content.start;
                    found.push(broken(blocks, Span::new(start + range.start, start + range.end)));
                }
            }
            BlockKind::Table => rows(blocks, id, found),
            _ => {}
        }
    }
}

fn broken(blocks: &Blocks<'_>, span: Span) -> Diagnostic {
    let written = blocks.source().slice(span);
    let has_number = written.ends_with(|c: char| c.is_ascii_digit()) && !written.contains(['-', '_']);
    let label = if has_number { "a hyphen is missing" } else { "a number is missing" };
    Diagnostic::new(Code::MalformedId, format!("`{}` is not an id", written.escape_debug()))
        .at(blocks.source(), span)
        .label(label)
        .help("ids end in a hyphen and a number: `REQ-1.2`, `FR-003`; until then this has a number by its position, or is not counted")
}

/// Rows without an id in a table whose other rows have one.
fn rows(blocks: &Blocks<'_>, table: NodeId, found: &mut Vec<Diagnostic>) {
    if rows::of_table(blocks, table).is_empty() {
        return;
    }
    let column = rows::id_column(blocks, table);
    for row in blocks.children(table).skip(1) {
        let mut cells: Vec<_> = blocks.children(row).collect();
        if cells.len() <= column {
            continue;
        }
        let first = cells.remove(column);
        // A row of totals says nothing.
        let says_something = || cells.iter().any(|&cell| blocks.content(cell).contains(char::is_alphabetic));
        if rows::row_ids(blocks.prose(first).as_str()).is_some() || !says_something() {
            continue;
        }
        let is_empty = blocks.content(first).trim().is_empty();
        let span = if is_empty { blocks.node(row).span } else { blocks.node(first).content };
        found.push(
            Diagnostic::new(Code::MalformedId, "a row of a table of ids has none")
                .at(blocks.source(), span)
                .label("not counted")
                .help("put an id such as `FR-003` into its cell for ids, or the row into a table of its own"),
        );
    }
}
