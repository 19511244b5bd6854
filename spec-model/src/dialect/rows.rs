//! From the rows of tables to criteria.

use super::attachment;
use super::item::Draft;
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::{lead, retired, words};
use crate::markdown::{NodeId, Outline, Prose};

/// The ids that a row has in its first cell.
#[derive(Clone, Debug, Default)]
pub(super) struct RowIds {
    pub(super) ids: Vec<WrittenId>,
    /// The cell says that they are gone: `~~FR-2~~`, `FR-2 (removed)`.
    pub(super) is_gone: bool,
    /// The last is written with the letter R alone: `R-2`.
    is_short: bool,
}

/// Reads a first cell that holds ids and nothing else, but for a tag.
pub(super) fn row_ids(cell: &str) -> Option<RowIds> {
    let mut found = RowIds::default();
    for piece in cell.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
        let mut rest = piece;
        while !(rest.is_empty() || found.is_gone && retired::is_retired(rest)) {
            let lead = lead::lead(rest)?;
            rest = rest[lead.len..]
                .trim_start_matches(|c: char| matches!(c, ',' | '/' | '&' | '+' | '、') || c.is_whitespace());
            rest = rest.strip_prefix("and ").unwrap_or(rest);
            found.is_gone |= lead.is_gone || retired::is_retired(rest);
            found.is_short = lead.is_short;
            found.ids.push(lead.id);
            found.ids.extend(lead.more);
        }
    }
    (!found.ids.is_empty()).then_some(found)
}

/// The drafts of a table half of whose rows, or more, bear an id in their first cell, or all a number; none of another one. A row with
/// several ids has a draft for each. The words are those of the column that is headed so, or else of the one with the most text. What is
/// in the other rows is not counted, which [`review`](super::review) tells.
pub(super) fn of_table(outline: &Outline<'_>, table: NodeId) -> Vec<(WrittenId, Draft)> {
    let cells = |row| outline.children(row).map(|cell| outline.prose(cell)).collect::<Vec<_>>();
    let mut rows: Vec<_> = outline.children(table).map(|row| (row, cells(row))).collect();
    let Some((_, header)) = rows.first() else { return Vec::new() };
    let is_statement = |name: &Prose| {
        let name = name.as_str().trim_matches(['*', '_', ' ']).to_lowercase();
        words::word_at_start(&name, words::STATEMENT)
            .or(words::word_at_start(&name, words::CRITERIA))
            .is_some()
    };
    let columns = header.len();
    let is_row = is_row(header);
    let named = (1..columns).find(|&column| !is_row && is_statement(&header[column]));
    if !is_row {
        rows.remove(0);
    }
    let length = |column: usize| -> usize {
        rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|cell| cell.as_str().chars().count()).sum()
    };
    let Some(column) = named.or_else(|| (1..columns).rev().max_by_key(|&column| length(column))) else {
        return Vec::new();
    };
    let draft = |(row, cells): (NodeId, Vec<Prose>)| {
        let RowIds { ids, is_gone, is_short } = row_ids(cells.first()?.as_str())?;
        let prose = cells.get(column).filter(|prose| !prose.as_str().trim().is_empty())?.clone();
        let others = cells.into_iter().enumerate().skip(1).filter(|(at, _)| *at != column);
        let attachments = attachment::of_cells(others.map(|(_, cell)| cell));
        Some((
            ids,
            Draft { attachments, is_gone, is_short, ..Draft::of_words(prose, outline.node(row).span) },
        ))
    };
    let all = rows.len();
    let drafts: Vec<_> = rows.into_iter().filter_map(draft).collect();
    // Numbers are ids only where every row has one: `| 10 | A |` is an example.
    let has_numbers = drafts.iter().any(|(ids, _)| ids.iter().any(|written| written.form == Form::Number));
    let is_enough = if has_numbers { drafts.len() == all } else { 2 * drafts.len() >= all };
    if !is_enough {
        return Vec::new();
    }
    drafts.into_iter().flat_map(|(ids, draft)| ids.into_iter().map(move |id| (id, draft.clone()))).collect()
}

/// Is the first row one like the others, though Markdown makes it the header: `| FR-001 | System MUST … |`? A header of ids alone is one.
pub(super) fn is_row(header: &[Prose]) -> bool {
    let is_id = |cell: &Prose| {
        let ids = row_ids(cell.as_str());
        ids.is_some_and(|ids| ids.ids.iter().any(|written| written.form != Form::Number))
    };
    header.first().is_some_and(is_id)
        && header[1..].iter().any(|cell| cell.as_str().contains(char::is_alphabetic) && !is_id(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_cell_holds_ids_and_nothing_else() {
        for (cell, expect, is_gone) in [
            ("FR-1", "FR-1", false),
            (" **FR-1** ", "FR-1", false),
            ("FR-001, FR-002", "FR-001 FR-002", false),
            ("FR-001 / FR-002", "FR-001 FR-002", false),
            ("**FR-001**, **FR-002**", "FR-001 FR-002", false),
            ("FR-001 & FR-002", "FR-001 FR-002", false),
            ("FR-001<br>FR-002", "FR-001 FR-002", false),
            ("FR-001, FR-002 and FR-003", "FR-001 FR-002 FR-003", false),
            ("FR-001; NFR-2", "FR-001 NFR-2", false),
            ("~~FR-1~~", "FR-1", true),
            ("FR-1 [REMOVED]", "FR-1", true),
            ("FR-1 (deprecated)", "FR-1", true),
            ("FR-1 Login", "", false),
            ("Login", "", false),
            ("", "", false),
        ] {
            let ids = row_ids(cell).unwrap_or_default();
            let found: Vec<_> = ids.ids.iter().map(|written| written.id.as_str()).collect();
            assert_eq!((found.join(" ").as_str(), ids.is_gone), (expect, is_gone), "{cell}");
        }
    }
}
