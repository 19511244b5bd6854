//! `criterion-without-design`: a design traces requirements, and no part of it names a criterion.

use std::collections::HashSet;

use spec_model::artifact::known::{ReferenceTarget, Unit};
use spec_model::design::Design;
use spec_model::diagnostic::{Code, Diagnostic};
use spec_model::source::Span;
use spec_model::{Criterion, Document, Requirement};

use super::rule::{DesignsUse, Rule};

/// So many ids are shown in a message.
const SHOWN: usize = 8;

/// Reports each requirement with such criteria, or the design, where most criteria are such.
pub(crate) const RULE: Rule = Rule::Designs(|DesignsUse { designs, documents, known }| {
    let Some(design) = designs.iter().find(|design| design.traces_requirements()) else { return Vec::new() };
    if designs.iter().any(|design| names_all(design)) {
        return Vec::new();
    }
    let unit = |cited: &spec_model::design::Cited| match known.find(&cited.reference) {
        Some(ReferenceTarget::Unit(unit)) => Some(unit),
        _ => None,
    };
    let rows = designs.iter().flat_map(|design| &design.rows).flat_map(|row| &row.requirements);
    let rows = rows.chain(designs.iter().flat_map(|design| &design.traced));
    let properties = designs.iter().flat_map(|design| &design.properties).flat_map(|it| &it.validates);
    let traced: HashSet<Unit> = rows.chain(properties).filter_map(unit).collect();
    // A design that traces `FR-001` says nothing of user stories.
    let families: HashSet<&str> =
        traced.iter().map(|&(document, at, _)| family(&documents[document].requirements[at])).collect();
    let sections = designs.iter().flat_map(|design| &design.sections).flat_map(|section| &section.cites);
    let named: HashSet<Unit> = traced.iter().copied().chain(sections.filter_map(unit)).collect();
    let mut asked = 0;
    let mut missing: Vec<Missing<'_>> = Vec::new();
    for (document_at, document) in documents.iter().enumerate() {
        for (at, requirement) in document.requirements.iter().enumerate() {
            if !requirement.is_active() || !families.contains(family(requirement)) {
                continue;
            }
            asked += requirement.criteria.len();
            if named.contains(&(document_at, at, None)) {
                continue;
            }
            let criteria = requirement.criteria.iter().enumerate();
            let criteria = criteria.filter(|(place, criterion)| {
                let unit = (document_at, at, Some(*place));
                !named.contains(&unit) && !known.is_second(criterion.id.as_str(), unit)
            });
            let criteria: Vec<_> = criteria.map(|(_, criterion)| criterion).collect();
            if !criteria.is_empty() {
                missing.push(Missing { document, requirement, criteria });
            }
        }
    }
    let all: Vec<_> = missing.iter().flat_map(|missing| missing.criteria.iter().copied()).collect();
    if all.len() * 2 > asked && missing.len() > 1 {
        let message =
            format!("no part of the design names {} of {asked} criteria: {}", all.len(), listed(&all));
        let help = "name them in the sections or in the table that say how they are met";
        return vec![
            Diagnostic::new(Code::CriterionWithoutDesign, message).about(design.source.path()).help(help),
        ];
    }
    missing.iter().map(|missing| missing.finding(design)).collect()
});

/// The criteria of a requirement that no part of a design names.
struct Missing<'a> {
    document: &'a Document,
    requirement: &'a Requirement,
    criteria: Vec<&'a Criterion>,
}

impl Missing<'_> {
    fn finding(&self, design: &Design) -> Diagnostic {
        let Self { document, requirement, criteria } = self;
        let is_whole = criteria.len() == requirement.criteria.len();
        let (subject, span) = match criteria.first() {
            Some(first) if !is_whole => (&first.id, first.span),
            _ => (&requirement.id, requirement.span),
        };
        let what = if is_whole { subject.as_str().escape_debug().to_string() } else { listed(criteria) };
        let end = document.source.line_span(document.source.line(span.start)).end;
        let line = Span::new(span.start, end.clamp(span.start, span.end.max(span.start)));
        let file = design.source.path().file_name().unwrap_or_default().to_string_lossy();
        Diagnostic::new(Code::CriterionWithoutDesign, format!("no part of the design names {what}"))
            .at(&document.source, line)
            .concerning(subject.as_str())
            .label(format!("in no row, property or section of `{}`", file.escape_debug()))
            .help("name it in the section or in the table that says how it is met")
    }
}

/// The first ids of some criteria.
fn listed(criteria: &[&Criterion]) -> String {
    let ids: Vec<_> = criteria.iter().take(SHOWN).map(|criterion| criterion.id.as_str()).collect();
    let more = if criteria.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", ids.join(", ")).escape_debug().to_string()
}

/// Does a row or a property say that it is about all requirements?
fn names_all(design: &Design) -> bool {
    design.rows.iter().any(|row| row.is_of_all) || design.properties.iter().any(|property| property.is_of_all)
}

/// The letters that the id of a requirement begins with: `REQ-`, `FR-`.
fn family(requirement: &Requirement) -> &str {
    let id = requirement.id.as_str();
    id.split(|c: char| c.is_ascii_digit()).next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    const TABLE: &str = "# Design\n\n## Requirements Traceability\n\n| Requirement | Part |\n|---|---|\n";
    const HEAD: &str = "#### Acceptance Criteria\n\n";

    #[track_caller]
    fn found(design: &str, expect: &str) {
        check(&[("design.md", design.as_bytes()), TEST], expect);
    }

    #[test]
    fn a_criterion_is_named_by_a_row_or_a_section() {
        found(&format!("{TABLE}| 1.1, 1.2 | a |\n"), "");
        found(&format!("{TABLE}| 1 | a |\n"), "");
        found(&format!("{TABLE}| All | a |\n"), "");
        found(&format!("{TABLE}| AC 1.1 | a |\n| 1.2 (*late*) | a |\n"), "");
        let prework =
            "## Acceptance Criteria Testing Prework\n\n1.2 WHEN x THEN the system SHALL z\n  Testable: no\n";
        found(
            &format!("{TABLE}| 1.1 | a |\n\n## Property Reflection\n\nThe bells (1.1, 1.2) are one.\n"),
            "",
        );
        found(&format!("{TABLE}| 1.1 | a |\n\n{prework}"), "");
        found(&format!("{TABLE}| 1.1 | a |\n\n## Bell\n\nAs Requirement 1.2 asks.\n"), "");
        found(&format!("{TABLE}| 1.1 | a |\n"), "criterion-without-design requirements.md:6");
    }

    #[test]
    fn a_design_that_traces_nothing_is_silent() {
        found("# Design\n\n## Bell\n\nIt rings.\n", "");
        found("# Design\n\n## Bell\n\nAs Requirement 1.1 asks.\n", "");
    }

    #[test]
    fn where_most_are_missing_that_is_said_once() {
        let mut spec = String::new();
        let mut tests = String::new();
        for requirement in 1..=4 {
            spec += &format!(
                "### Requirement {requirement}: A\n\n{HEAD}1. THE bell SHALL ring\n2. THE bell SHALL stop\n\n"
            );
            tests += &format!(
                "#[test] #[spec(\"REQ-{requirement}.1\", \"REQ-{requirement}.2\")] fn t{requirement}() {{}}\n"
            );
        }
        let reported = |rows: &str, expect: &str| {
            let design = format!("{TABLE}{rows}");
            let files = [
                ("requirements.md", spec.as_bytes()),
                ("design.md", design.as_bytes()),
                ("tests/both.rs", tests.as_bytes()),
            ];
            check(&files, expect);
        };
        reported("| 1.1 | a |\n", "criterion-without-design design.md");
        reported(
            "| 1, 2.1, 4.1 | a |\n| 3.1-3.2 | b |\n",
            "criterion-without-design requirements.md:13, criterion-without-design requirements.md:27",
        );
    }

    #[test]
    fn what_has_other_letters_than_the_design_traces_is_not_asked_for() {
        let spec = "### User Story 1 - Ring (Priority: P1)\n\n**Acceptance Scenarios**:\n\n\
            1. **Given** a bell, **When** it is hit, **Then** it rings\n\n## Requirements\n\n- **FR-001**: it MUST ring\n\
            - **FR-002**: it MUST stop\n- **FR-003**: it MUST hang\n";
        let plan = "# Plan\n\n## Requirements Traceability\n\n| FR | Part |\n|---|---|\n| FR-001 | a |\n| FR-003 | a |\n";
        let test = "#[test] #[spec(\"US1.1\", \"FR-001\")] fn one() {}\n#[test] #[spec(\"FR-002\", \"FR-003\")] fn two() {}";
        let files = [
            ("requirements.md", &b""[..]),
            ("specs/bell/spec.md", spec.as_bytes()),
            ("specs/bell/plan.md", plan.as_bytes()),
            ("tests/both.rs", test.as_bytes()),
        ];
        check(&files, "criterion-without-design specs/bell/spec.md:10");
    }
}
