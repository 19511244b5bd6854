//! Tables of steps: `| Given | When | Then |`, each row of which people read as a scenario.

use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::Reading;
use crate::grammar::clause::{self, Step};
use crate::markdown::{Kind, NodeId, Outline};
use crate::source::Span;

/// A finding for each table of steps that no criterion holds.
pub(super) fn review<'a>(
    outline: &'a Outline<'_>,
    reading: &Reading,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let criteria = reading.requirements.iter().flat_map(|requirement| &requirement.criteria);
    let mut read: Vec<Span> = criteria.map(|criterion| criterion.span).collect();
    read.sort_unstable_by_key(|span| span.start);
    let tables = (0..outline.nodes().len()).filter(move |&node| {
        let span = outline.node(node).span;
        let next = read.partition_point(|criterion| criterion.start < span.end);
        let is_read = next.checked_sub(1).is_some_and(|at| read[at].end > span.start);
        outline.node(node).kind == Kind::Table && !is_read && has_steps(outline, node)
    });
    tables.map(|node| {
        Diagnostic::new(Code::UnreadText, "this table has the steps of scenarios, but is read as none")
            .at(outline.source(), outline.node(node).span)
            .label("not counted")
            .help("write each row as an item: `1. **Given** …, **When** …, **Then** …`")
    })
}

/// Is one column of a table headed with When and another with Then, and has it rows?
fn has_steps(outline: &Outline<'_>, table: NodeId) -> bool {
    let mut rows = outline.children(table);
    let Some(header) = rows.next() else { return false };
    let step = |cell: NodeId| {
        let name = outline.content(cell).trim_matches(|c: char| !c.is_alphanumeric());
        (!name.contains(' ')).then(|| clause::step(&format!("{name} x"))).flatten()
    };
    let steps: Vec<_> = outline.children(header).filter_map(step).collect();
    steps.contains(&Step::When) && steps.contains(&Step::Then) && rows.next().is_some()
}
