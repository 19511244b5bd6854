//! The native dialect: `## REQ-3: Title` with criteria in a list below; flat lists and tables of ids of the form
//! `PREFIX-NUMBER`; Gherkin in fences; the markers of OpenFastTrace and of rules.

use super::definition::{Definition, Mark, MarkKind};
use super::headed::{self, Rules};
use super::{Reading, marked};
use crate::grammar::heading::Heading;
use crate::grammar::lead;
use crate::markdown::Blocks;
use crate::order::Order as _;
use crate::source::Span;

pub(super) const DEFINITION: Definition = Definition {
    places: &["requirements.md", "docs/requirements.md"],
    place: |_| None,
    claims,
    precedence: 0,
    lines: None,
    read,
    form: "head each requirement with `## REQ-1: Title` and list its criteria below it",
};

/// A marker, or a heading with an id of its own. `AC 1.2: Title` is a criterion, wherever it stands.
fn claims(mark: &Mark<'_>) -> bool {
    match (mark.kind, mark.heading()) {
        (MarkKind::Marker, _) => true,
        (MarkKind::Heading, Some(Heading::Requirement { id, .. })) => lead::prefix(id) != "AC",
        _ => false,
    }
}

fn read(blocks: &Blocks<'_>) -> Reading {
    let reading = headed::read(blocks, Rules { prose_is_a_criterion: true, numbers_are_requirements: false });
    if marked::is_marked(blocks) { joined(marked::read(blocks), reading) } else { reading }
}

/// Joins the requirements that have markers with the rest of the document.
fn joined(marked: Reading, mut other: Reading) -> Reading {
    let spans: Vec<Span> = marked.requirements.iter().map(|requirement| requirement.span).collect();
    // The spans are in order, and none overlaps another one.
    let is_outside = |at: usize| {
        let next = spans.partition_point(|span| span.end <= at);
        spans.get(next).is_none_or(|span| at < span.start)
    };
    for requirement in &mut other.requirements {
        requirement.criteria.retain(|criterion| is_outside(criterion.span.start));
    }
    let is_left = |requirement: &crate::spec::Requirement| {
        is_outside(requirement.span.start) && !requirement.criteria.is_empty()
    };
    other.requirements.retain(is_left);
    other
        .diagnostics
        .retain(|finding| finding.location.as_ref().is_none_or(|location| is_outside(location.span.start)));
    other.requirements.extend(marked.requirements);
    other.requirements.order_by_key(|requirement| requirement.span.start);
    other.diagnostics.extend(marked.diagnostics);
    other
}
