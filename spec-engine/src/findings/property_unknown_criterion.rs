//! `property-unknown-criterion`: a property validates what no document defines.

use spec_model::catalog::ResolveError;
use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
use spec_model::grammar::id::Form;
use spec_model::grammar::reference::Reference;
use spec_model::nearest::is_same_but_last;

use super::rule::{PropertyUse, Rule};

/// Reports the first of what a property names and no document defines; the others are related places.
pub(crate) const RULE: Rule = Rule::Property(|PropertyUse { catalog, property, .. }| {
    let mut unknown = property.unknown(catalog);
    let (cited, error) = unknown.next()?;
    let why = match &error {
        ResolveError::Retired { .. } => "which was retired",
        ResolveError::Ambiguous { .. } => "which several features define",
        ResolveError::Malformed { .. } | ResolveError::Unknown { .. } => "which no document defines",
    };
    let (number, id) = (&property.property.number, cited.reference.id.as_str());
    let message = format!("property {} validates `{}`, {why}", number.escape_debug(), id.escape_debug());
    let near = match &error {
        ResolveError::Unknown { similar } => near(&cited.reference, similar),
        _ => None,
    };
    let advice = near.map_or_else(
        || "name a criterion of the requirements beside the design, or remove the number".into(),
        |near| Advice::choose([near]),
    );
    let place = |span| Location::new(&property.design.source, span);
    let mut finding =
        Diagnostic::new(Code::PropertyUnknownCriterion, message).located(place(cited.span)).help(advice);
    for (cited, _) in unknown {
        finding = finding.related(place(cited.span), "this one too");
    }
    Some(finding)
});

/// The id that was probably meant, in the form of what is written.
fn near<'a>(written: &Reference, similar: &'a [String]) -> Option<&'a str> {
    let canonical = written.canonical();
    let mut bare = similar.iter().map(|name| name.rsplit('/').next().unwrap_or(name));
    let near = bare.find(|near| is_same_but_last(canonical.as_str(), near))?;
    Some(if written.form == Form::Number { near.strip_prefix("REQ-").unwrap_or(near) } else { near })
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_property_that_validates_what_is_not_there_is_reported_with_its_place() {
        let test = b"#[test] #[spec(\"Property 1\")] fn a() {}";
        for (validates, expect) in [
            ("1.1", ""),
            ("1", ""),
            ("1.1, 1.2", ""),
            ("1.1, 1.7", "property-unknown-criterion design.md:5"),
            ("7, 8.1", "property-unknown-criterion design.md:5"),
        ] {
            let design = format!(
                "# Design\n\n### Property 1: A\n\n**Validates: Requirements {validates}**\n\n## B\n\nAs Requirement 1 asks.\n"
            );
            check(&[("design.md", design.as_bytes()), TEST, ("tests/property.rs", test)], expect);
        }
    }
}
