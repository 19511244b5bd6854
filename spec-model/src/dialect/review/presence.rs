//! Finds documents and requirements without anything to test.

use std::collections::HashSet;

use super::{Reviewed, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::spec::Requirement;

/// Reports documents and requirements that hold nothing to test.
pub(super) const RULE: Rule = review;

fn review(document: &Reviewed<'_>, found: &mut Vec<Diagnostic>) {
    let &Reviewed { blocks, dialect, form, reading } = document;
    let source = blocks.source();
    let start = source.body_start();
    let text = &source.text()[start..];
    if text.trim().is_empty() {
        found.push(
            Diagnostic::new(Code::EmptyDocument, "the document is empty")
                .at(source, Span::new(start, start))
                .help("write the first requirement, or remove the file"),
        );
        return;
    }
    let has_criteria = reading.requirements.iter().any(|requirement| !requirement.criteria.is_empty());
    if !has_criteria
        && (reading.requirements.is_empty() || reading.requirements.iter().any(Requirement::is_active))
    {
        let line = source.line(start + text.len() - text.trim_start().len());
        found.push(
            Diagnostic::new(Code::NoCriteria, "no acceptance criterion was found in the document")
                .at(source, source.line_span(line))
                .help(format!("it was read as {dialect}: {form}; or name another dialect in spec.toml")),
        );
    }
    // `FR-1` needs no criteria where `FR-1.1` is a requirement too.
    let parents: HashSet<&str> = reading
        .requirements
        .iter()
        .flat_map(|requirement| {
            requirement.id.as_str().match_indices('.').map(|(at, _)| &requirement.id.as_str()[..at])
        })
        .collect();
    for requirement in &reading.requirements {
        let id = &requirement.id;
        if requirement.criteria.is_empty() && requirement.is_active() && !parents.contains(id.as_str()) {
            found.push(
                Diagnostic::new(
                    Code::RequirementWithoutCriteria,
                    format!("{id} has no acceptance criterion"),
                )
                .at(source, requirement.span)
                .concerning(id.as_str())
                .label("nothing below it can be tested")
                .help("list its criteria below it, each with a number or a bullet"),
            );
        }
    }
}
