//! `property-without-test`: no test names a correctness property.

use spec_model::diagnostic::{Code, Diagnostic, Location};
use spec_model::properties;

use super::rule::{PropertyUse, Rule};

/// Reports a property that a test could name, but none does.
pub(crate) const RULE: Rule = Rule::Property(|&PropertyUse { catalog, properties, property, is_tested }| {
    let name = properties.name(catalog, &property);
    // No test can be linked to what a link cannot name, or whose number an earlier property has.
    let found = properties::named(&name).and_then(|name| properties.find(catalog, &name).ok())?;
    if is_tested || found.property.span != property.property.span {
        return None;
    }
    let link = format!("a test is linked to it by `#[spec({name:?})]`");
    let help = if catalog.config.without_properties {
        link
    } else {
        format!("`cargo spec gen` writes a skeleton of it; {link}")
    };
    let message = format!("no test names property {}", property.property.number.escape_debug());
    let place = Location::new(&property.design.source, property.property.span);
    Some(Diagnostic::new(Code::PropertyWithoutTest, message).located(place).help(help))
});

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    const DESIGN: (&str, &[u8]) = (
        "design.md",
        b"# Design\n\n### Property 1: A\n\nFor any x, y.\n\n**Validates: Requirements 1.1**\n\n\
          ### Property 2: B\n\nFor any x, z.\n\n**Validates: Requirements 1.2**\n",
    );

    #[test]
    fn a_property_is_tested_by_its_number_alone() {
        check(&[DESIGN, TEST], "property-without-test design.md:3, property-without-test design.md:9");
        let one: (&str, &[u8]) = ("tests/one.rs", b"#[test] #[spec(\"Property 1\")] fn a() {}");
        check(&[DESIGN, TEST, one], "property-without-test design.md:9");
        let code: (&str, &[u8]) = ("src/lib.rs", b"#[spec(\"Property 2\")] fn a() {}");
        check(&[DESIGN, TEST, one, code], "property-without-test design.md:9");
    }

    #[test]
    fn a_test_of_a_property_counts_for_its_criteria() {
        let one: (&str, &[u8]) = ("tests/one.rs", b"#[test] #[spec(\"Property 1\")] fn a() {}");
        check(&[DESIGN, one], "property-without-test design.md:9, untested requirements.md:6");
        let both: (&str, &[u8]) =
            ("tests/both.rs", b"#[test] #[spec(\"Property 1\", \"REQ-1.1\", \"Property 2\")] fn a() {}");
        check(&[DESIGN, both], "");
        let stub: (&str, &[u8]) =
            ("tests/stub.rs", b"#[test] #[spec(\"Property 2\")] fn a() { pending!(\"Property 2\") }");
        check(&[DESIGN, one, stub], "stub requirements.md:6");
    }

    #[test]
    fn a_link_to_a_property_that_is_not_there_is_an_orphan() {
        let one: (&str, &[u8]) = ("tests/one.rs", b"#[test] #[spec(\"Property 9\")] fn a() {}");
        check(&[TEST, one], "orphan tests/one.rs:1");
    }
}
