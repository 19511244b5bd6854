//! `property-without-test`: no test names a correctness property.

use spec_model::diagnostic::{Advice, Code, Diagnostic, Location};
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
    let skeleton = match () {
        () if catalog.config.without_properties => None,
        () if property.criteria(catalog).is_empty() => {
            Some("name a criterion that a document defines behind its `Validates`: then `cargo spec gen` writes a skeleton of it".into())
        }
        () => Some(Advice::run("cargo spec gen", "writes a skeleton of it")),
    };
    let message = format!("no test names property {}", property.property.number.escape_debug());
    let place = Location::new(&property.design.source, property.property.span);
    Some(Diagnostic::new(Code::PropertyWithoutTest, message).located(place).helps(skeleton).help(link))
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

    #[test]
    fn a_property_that_one_item_names_twice_is_reported_at_the_second_link() {
        for links in ["\"Property 1\", \"REQ-1.1\", \"Property 1\"", "\"Property 1\", \"Property 1 \""] {
            let test = format!("#[test]\n#[spec({links}, \"REQ-1.2\", \"Property 2\")]\nfn a() {{}}");
            check(&[DESIGN, ("tests/one.rs", test.as_bytes())], "duplicate-link tests/one.rs:2");
        }
        check(
            &[DESIGN, ("tests/one.rs", b"#[test] #[spec(\"Property 1\", \"Property 2\")] fn a() {}\n#[test] #[spec(\"Property 1\")] fn b() {}")],
            "",
        );
    }

    #[test]
    fn a_test_in_a_member_names_a_property_of_the_shared_documents() {
        let member = |name: &str, tests: &str| {
            let manifest = format!("[package]\nname = \"{name}\"\n");
            let spec =
                "### Requirement 5: Own\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the till SHALL ring\n";
            let own = format!("#[test] #[spec(\"REQ-5.1\")] fn own() {{}}\n{tests}");
            [
                (format!("crates/{name}/Cargo.toml"), manifest),
                (format!("crates/{name}/requirements.md"), spec.to_owned()),
                (format!("crates/{name}/tests/own.rs"), own),
            ]
        };
        let both = "#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() {}\n";
        let first = format!("{both}#[test] #[spec(\"Property 1\")] fn first() {{}}\n");
        let second = "#[test] #[spec(\"Property 2\")] fn second() {}\n";
        for (of_b, expect) in [(second, ""), ("", "property-without-test design.md:9")] {
            let members = [member("b", &first), member("c", of_b)].concat();
            let members = members.iter().map(|(path, text)| (&**path, text.as_bytes()));
            let root: [(&str, &[u8]); 2] =
                [("Cargo.toml", b"[workspace]\nmembers = [\"crates/*\"]\n"), DESIGN];
            check(&root.into_iter().chain(members).collect::<Vec<_>>(), expect);
        }
    }
}
