//! `requirement-named-by-test`: a test names a requirement that has several criteria.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{LinkFate, LinkUse, Rule};

/// Reports the link of a test to a whole requirement.
pub(crate) const RULE: Rule = Rule::Link(requirement_named);

fn requirement_named(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    let LinkFate::Requirement(target) = fate else { return None };
    let criteria: Vec<_> =
        target.requirement.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    let message = format!(
        "`{}` has {} criteria: a test verifies those that it names",
        link.id.escape_debug(),
        criteria.len()
    );
    let help = match criteria.as_slice() {
        [] => "the requirement has no criteria yet".to_owned(),
        [first, .., last] => format!("name what it checks: `{first}` … `{last}`"),
        [only] => format!("name what it checks: `{only}`"),
    };
    Some(Diagnostic::new(Code::RequirementNamedByTest, message).located(link.location.clone()).help(help))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_test_of_a_whole_requirement_is_reported() {
        check(
            &[TEST, ("tests/a.rs", b"#[test]\n#[spec(\"REQ-1\")]\nfn t() {}")],
            "requirement-named-by-test tests/a.rs:2",
        );
    }

    #[test]
    fn code_may_name_a_whole_requirement() {
        check(&[TEST, ("src/lib.rs", b"#[spec(\"REQ-1\")]\nfn f() {}")], "");
    }
}
