//! Finds tables of steps, `| Given | When | Then |`, and lists of steps. People read each row as a scenario.

use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::{Reading, headed, rows};
use crate::grammar::clause::Step;
use crate::grammar::likeness;
use crate::markdown::{BlockKind, Blocks, NodeId};
use crate::order::Order as _;
use crate::source::Span;

/// A finding for each list of steps, `- Given …`, `- When …`, `- Then …`, that no criterion holds and that is not set aside.
pub(super) fn review_lists<'a>(
    blocks: &'a Blocks<'_>,
    reading: &'a Reading,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let criteria = reading.requirements.iter().flat_map(|requirement| &requirement.criteria);
    let mut read: Vec<Span> = criteria.map(|criterion| criterion.span).collect();
    read.extend(reading.retired.iter().map(|retired| retired.span));
    read.extend(reading.aside.iter().chain(&reading.beside).map(|&node| blocks.node(node).span));
    read.order_by_key(|span| span.start);
    // A list that explains the keywords has them as code, or in small letters.
    let is_explained = |list: NodeId| {
        blocks.children(list).filter_map(|item| blocks.children(item).next()).any(|first| {
            let text = blocks.content(first).trim_start_matches(['*', '_']);
            text.starts_with(|c: char| c == '`' || c.is_lowercase())
        })
    };
    let lists = blocks.roots().filter(move |&node| {
        let span = blocks.node(node).span;
        let is_read = || {
            let next = read.partition_point(|criterion| criterion.start < span.end);
            next.checked_sub(1).is_some_and(|at| read[at].end > span.start)
        };
        matches!(blocks.node(node).kind, BlockKind::List(_))
            && !is_read()
            && headed::are_steps(blocks, node)
            && !is_explained(node)
    });
    lists.map(|node| {
        Diagnostic::new(Code::UnreadText, "this list has the steps of a scenario, but is no criterion")
            .at(blocks.source(), blocks.node(node).span)
            .label("not counted")
            .help("put it among the criteria of a requirement")
    })
}

/// A finding for each table of steps that no criterion holds.
pub(super) fn review<'a>(blocks: &'a Blocks<'_>, reading: &Reading) -> impl Iterator<Item = Diagnostic> + 'a {
    let criteria = reading.requirements.iter().flat_map(|requirement| &requirement.criteria);
    let gone = reading.retired.iter().map(|retired| retired.span.start);
    let mut read: Vec<usize> = criteria.map(|criterion| criterion.span.start).chain(gone).collect();
    read.order();
    let tables = (0..blocks.nodes().len()).filter(move |&node| {
        let span = blocks.node(node).span;
        // A table below a criterion has its examples, which are headed with the names of values.
        let next = read.partition_point(|&start| start < span.start);
        let is_read = read.get(next).is_some_and(|&start| start < span.end);
        blocks.node(node).kind == BlockKind::Table && !is_read && has_steps(blocks, node)
    });
    tables.map(|node| {
        Diagnostic::new(Code::UnreadText, "this table has the steps of scenarios, but is read as none")
            .at(blocks.source(), blocks.node(node).span)
            .label("not counted")
            .help("write each row as an item: `1. **Given** …, **When** …, **Then** …`")
    })
}

/// Is one column of a table headed with When and another with Then, or with `The mill shall`, and has it rows?
fn has_steps(blocks: &Blocks<'_>, table: NodeId) -> bool {
    let mut rows = blocks.children(table);
    let Some(header) = rows.next() else { return false };
    let steps: Vec<_> = blocks.children(header).filter_map(|cell| rows::step(&blocks.prose(cell))).collect();
    let promises =
        || blocks.children(header).any(|cell| likeness::has_modal(&format!("{} x", blocks.content(cell))));
    let is_whole = steps.contains(&Step::When) && (steps.contains(&Step::Then) || promises());
    is_whole && rows.next().is_some()
}
