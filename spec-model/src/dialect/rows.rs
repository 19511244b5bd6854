//! Turns the rows of tables into criteria.

use super::attachment;
use super::item::Draft;
use crate::grammar::clause::{self, Step};
use crate::grammar::id::{Form, WrittenId};
use crate::grammar::{lead, likeness, range, retired, words};
use crate::markdown::{Blocks, MappedText, NodeId};

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
        if let Some(ids) = range::whole(piece) {
            found.ids.extend(ids);
            continue;
        }
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

/// The columns of a table of ids.
struct Columns {
    /// The column of the ids.
    id: usize,
    /// Those of the words: one, or those of the steps of a scenario.
    words: Vec<usize>,
}

/// The drafts of a table. At least half of its rows bear an id in one column, or all bear a number; none of another one. A row with several
/// ids has a draft for each. The words are those of the column that is headed so, or else of the one with the most text; or the steps,
/// where columns are headed with Given, When and Then. What is in the other rows is not counted, which [`review`](super::review) tells.
pub(super) fn of_table(blocks: &Blocks<'_>, table: NodeId) -> Vec<(WrittenId, Draft)> {
    let Some((rows, header, columns)) = columns(blocks, table) else { return Vec::new() };
    let draft = |(row, cells): (NodeId, Vec<MappedText>)| {
        let RowIds { ids, is_gone, is_short } = row_ids(cells.get(columns.id)?.as_str())?;
        let prose = words(blocks, row, &header, &cells, &columns)?;
        let is_other = |at: usize| at != columns.id && !columns.words.contains(&at);
        let others = cells.into_iter().enumerate().filter(|(at, _)| is_other(*at));
        let attachments = attachment::of_cells(others.map(|(_, cell)| cell));
        Some((ids, Draft { attachments, is_gone, is_short, ..Draft::of_words(prose, blocks.node(row).span) }))
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

/// The column that the rows of a table have their ids in: the first, unless another one is headed as such.
pub(super) fn id_column(blocks: &Blocks<'_>, table: NodeId) -> usize {
    columns(blocks, table).map_or(0, |(_, _, columns)| columns.id)
}

type Row = (NodeId, Vec<MappedText>);

fn columns(blocks: &Blocks<'_>, table: NodeId) -> Option<(Vec<Row>, Vec<MappedText>, Columns)> {
    let cells = |row| blocks.children(row).map(|cell| blocks.prose(cell)).collect::<Vec<_>>();
    let mut rows: Vec<_> = blocks.children(table).map(|row| (row, cells(row))).collect();
    let header = rows.first()?.1.clone();
    let is_row = is_row(&header);
    if !is_row {
        rows.remove(0);
    }
    let headings = if is_row { &[][..] } else { &header[..] };
    let id = later_ids(headings, &rows).unwrap_or(0);
    let words = words_columns(headings, header.len(), &rows, id);
    (!words.is_empty()).then_some((rows, header, Columns { id, words }))
}

fn heading(cell: &MappedText) -> String {
    cell.as_str().trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_lowercase()
}

/// The column behind the first that is headed as one of ids and is one. The first holds none of its own, and the rows promise something or
/// are steps.
fn later_ids(header: &[MappedText], rows: &[Row]) -> Option<usize> {
    let has_id = |cells: &[MappedText], column: usize| {
        let ids = cells.get(column).and_then(|cell| row_ids(cell.as_str()));
        ids.is_some_and(|ids| ids.ids.iter().all(|written| written.form != Form::Number))
    };
    let is_first = rows.iter().any(|(_, cells)| has_id(cells, 0));
    let is_headed = |column: &usize| {
        let name = heading(&header[*column]);
        words::ID_COLUMN.iter().any(|word| name == *word)
    };
    let promises = |column: usize| {
        let number = rows.iter().filter(|(_, cells)| {
            has_id(cells, column) && cells.iter().any(|cell| likeness::promises(cell.as_str()))
        });
        2 * number.count() >= rows.len()
    };
    let mut columns = (1..header.len()).filter(is_headed);
    let has_steps = header.iter().any(|cell| step(cell) == Some(Step::Then));
    if is_first || rows.is_empty() {
        return None;
    }
    columns
        .find(|&column| has_steps && rows.iter().all(|(_, cells)| has_id(cells, column)) || promises(column))
}

/// The columns of the words: those of steps, or the one that is headed so, or else the one with the most text.
fn words_columns(header: &[MappedText], count: usize, rows: &[Row], id: usize) -> Vec<usize> {
    let others = || (0..count).filter(|&column| column != id && (id != 0 || column > 0));
    let steps: Vec<_> = others().filter_map(|column| Some((column, step(header.get(column)?)?))).collect();
    let has = |step: Step| steps.iter().any(|&(_, other)| other == step);
    if has(Step::When) && has(Step::Then) {
        return steps.into_iter().map(|(column, _)| column).collect();
    }
    let is_statement = |name: &MappedText| {
        let name = heading(name);
        words::word_at_start(&name, words::STATEMENT)
            .or(words::word_at_start(&name, words::CRITERIA))
            .is_some()
    };
    let length = |column: usize| -> usize {
        rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|cell| cell.as_str().chars().count()).sum()
    };
    let named = others().find(|&column| header.get(column).is_some_and(is_statement));
    named
        .or_else(|| others().collect::<Vec<_>>().into_iter().rev().max_by_key(|&column| length(column)))
        .into_iter()
        .collect()
}

/// The step that the cells below a cell are, if it is headed with its keyword alone.
pub(super) fn step(cell: &MappedText) -> Option<Step> {
    let name = cell.as_str().trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = !name.is_empty() && !name.contains(' ');
    is_word.then(|| clause::step(&format!("{name} x"))).flatten()
}

/// The words of a row. Before each of several steps stands its keyword.
fn words(
    blocks: &Blocks<'_>,
    row: NodeId,
    header: &[MappedText],
    cells: &[MappedText],
    columns: &Columns,
) -> Option<MappedText> {
    let says = |column: &&usize| cells.get(**column).is_some_and(|cell| !cell.as_str().trim().is_empty());
    let mut words = MappedText::default();
    let is_scenario = columns.words.len() > 1;
    for &column in columns.words.iter().filter(says) {
        let cell = &cells[column];
        if !is_scenario {
            return Some(cell.clone());
        }
        let name = header[column].as_str().trim_matches(|c: char| !c.is_alphanumeric());
        let is_repeated = words::lower_start(cell.as_str()).starts_with(&name.to_lowercase());
        let mut line = MappedText::default();
        if !is_repeated {
            // No byte of the row is the keyword: it stands at the mark between the cells.
            let source = blocks.source().text();
            let start = cell.span().start;
            let begin = blocks.node(row).span.start;
            let mark = source[begin..start].rfind('|').map_or(begin, |at| begin + at);
            line.push_word(&format!("{name} "), if source.is_char_boundary(mark + 1) { mark } else { begin });
        }
        line.push(cell);
        words.push_line(&line);
    }
    (!words.is_empty()).then_some(words)
}

/// Is the first row one like the others, though Markdown makes it the header: `| FR-001 | System MUST … |`? A header of ids alone is one.
pub(super) fn is_row(header: &[MappedText]) -> bool {
    let is_id = |cell: &MappedText| {
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
            ("FR-001 to FR-003", "FR-001 FR-002 FR-003", false),
            ("FR-001–FR-003", "FR-001 FR-002 FR-003", false),
            ("**FR-1** … **FR-3**", "FR-1 FR-2 FR-3", false),
            ("FR-1 to FR-2; NFR-7", "FR-1 FR-2 NFR-7", false),
            ("FR-1 - SC-2", "FR-1 SC-2", false),
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
