//! `design-without-criterion`: a row of a table names what no document defines, or a row or a property names nothing.

use spec_model::artifact::known::Known;
use spec_model::design::{Cited, Design, Property, TraceRow};
use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::order::Order as _;
use spec_model::source::Span;

use super::rule::{DesignsUse, Rule};

/// So many more places are shown.
const SHOWN: usize = 8;

/// Reports each row with unknown ids, and once for a design whatever names nothing. Unknown ids of properties are
/// `property-unknown-criterion`.
pub(crate) const RULE: Rule = Rule::Designs(|DesignsUse { designs, known, .. }| {
    let mut found = Vec::new();
    for design in designs.iter().filter(|design| design.traces_requirements()) {
        let rows = design.rows.iter().map(|row| &*row.requirements).chain([&*design.traced]);
        found.extend(rows.filter_map(|named| unknown(design, named, known)));
        found.extend(nothing(design));
    }
    found
});

/// Reports the names in a row that no document defines. A range is named once.
fn unknown(design: &Design, named: &[Cited], known: &Known<'_>) -> Option<Diagnostic> {
    let mut unknown: Vec<&Cited> = named
        .iter()
        .filter(|cited| known.find(&cited.reference).is_none() && known.judges(&cited.reference))
        .collect();
    let first = *unknown.first()?;
    unknown.dedup_by_key(|cited| cited.span);
    let place = |cited: &Cited| Location::new(&design.source, cited.span);
    let id = first.reference.id.as_str().escape_debug();
    let message = format!("the row names `{id}`, which no document beside the design defines");
    let advice = match known.near(&first.reference) {
        Some(near) => Advice::choose([near]),
        None => "name a criterion of the requirements beside the design, or remove the row".into(),
    };
    let finding = Diagnostic::new(Code::DesignWithoutCriterion, message)
        .located(place(first))
        .label("names no criterion")
        .help(advice);
    let others = unknown.into_iter().skip(1).take(SHOWN);
    Some(others.fold(finding, |finding, cited| finding.related(place(cited), "this one too")))
}

/// The rows and properties of a design that name nothing at all.
fn nothing(design: &Design) -> Option<Diagnostic> {
    // A row that only announces others, or goes on with the one above, says nothing of its own.
    let says = |row: &&TraceRow| !row.is_of_none && !row.targets.is_empty();
    let rows = design.rows.iter().filter(says).filter(|row| row.requirements.is_empty() && !row.is_of_all);
    // A mistake in a property is reported at its line.
    let is_malformed = |property: &Property| {
        let lies_in =
            |place: &Location| property.span.start <= place.span.start && place.span.end <= property.span.end;
        let malformed = design.diagnostics.iter().filter(|finding| finding.code == Code::MalformedDesign);
        malformed.filter_map(|finding| finding.location.as_ref()).any(lies_in)
    };
    let properties = design
        .properties
        .iter()
        .filter(|property| property.validates.is_empty() && !property.is_of_all && !is_malformed(property));
    let properties: Vec<Span> = properties.map(|property| property.span).collect();
    let rows: Vec<Span> = rows.map(|row| row.span).collect();
    let noun = match (rows.len(), properties.len()) {
        (0, 0) => return None,
        (1, 0) => "a row of the table names".to_owned(),
        (0, 1) => "a property names".to_owned(),
        (rows, 0) => format!("{rows} rows of the table name"),
        (0, properties) => format!("{properties} properties name"),
        (rows, properties) => format!("{} rows and properties name", rows + properties),
    };
    let mut spans: Vec<_> = rows.into_iter().chain(properties).collect();
    spans.order_by_key(|span| span.start);
    // Only the first line is shown.
    let place = |span: Span| {
        let line = design.source.line_span(design.source.line(span.start));
        Location::new(
            &design.source,
            Span::new(span.start.max(line.start), line.end.clamp(span.start, span.end)),
        )
    };
    let (first, others) = spans.split_first()?;
    let finding = Diagnostic::new(Code::DesignWithoutCriterion, format!("{noun} no criterion"))
        .located(place(*first))
        .label("names no criterion")
        .help("say what it is for, as in `Validates: Requirements 1.2`, or `1.2` in the first cell");
    Some(
        others
            .iter()
            .take(SHOWN)
            .fold(finding, |finding, &span| finding.related(place(span), "this one too")),
    )
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    /// The property has a test, and the other criterion a section.
    #[track_caller]
    fn found(rest: &str, expect: &str) {
        let design = format!("# Design\n\nSee Requirement 1.\n\n{rest}");
        let one: (&str, &[u8]) =
            ("tests/one.rs", b"#[test] #[spec(\"Property 1\", \"Property 2\")] fn a() {}");
        let files = [("design.md", design.as_bytes()), TEST, one];
        check(if rest.contains("Property 2") { &files } else { &files[..2] }, expect);
    }

    const TABLE: &str = "## Requirements Traceability\n\n| Requirement | Part |\n|---|---|\n";

    #[test]
    fn a_row_names_criteria_that_there_are() {
        for (rows, expect) in [
            ("| 1.1 | a |\n| 1.2 | b |\n", ""),
            ("| 1.1-1.2 | a |\n", ""),
            ("| 1 | a |\n| All | b |\n", ""),
            ("| 1.1 | a |\n| 1.7 | b |\n", "design-without-criterion design.md:10"),
            ("| 1.1 | a |\n| 1.5-1.7, 8 | b |\n", "design-without-criterion design.md:10"),
            // Another document may define what has other letters.
            ("| 1.1 | a |\n| NFR-1 | b |\n", ""),
        ] {
            found(&format!("{TABLE}{rows}"), expect);
        }
    }

    #[test]
    fn rows_that_name_nothing_are_one_finding_of_the_design() {
        for (rows, expect) in [
            ("| 1.1 | a |\n| Speed | b |\n| Size | c |\n", "design-without-criterion design.md:10"),
            ("| 1.1 | a |\n|  | b |\n| — | c |\n| N/A | d |\n| **Later** | |\n", ""),
        ] {
            found(&format!("{TABLE}{rows}"), expect);
        }
    }

    #[test]
    fn a_property_names_what_it_validates_where_others_do() {
        let with = "### Property 1: A\n\nFor any x, y.\n\n**Validates: Requirements 1.1**\n\n";
        let without = "### Property 2: B\n\nFor any x, z.\n\n";
        found(&format!("{with}{without}"), "design-without-criterion design.md:11");
        found(&format!("{with}{without}**Validates: All requirements**\n"), "");
        found(&format!("{with}{without}**Validates: Requirements TBD**\n"), "malformed-design design.md:15");
        // A design that never names any traces nothing.
        found(&format!("{without}### Property 1: C\n\nFor any x, z.\n"), "");
    }
}
