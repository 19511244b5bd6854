//! `code-knows-tests`: linked code asks whether tests run it.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{LinkFate, LinkUse, Rule};
use crate::links::Doubt;

/// Reports linked code that may do something else where it is tested.
pub(crate) const RULE: Rule = Rule::Link(code_knows_tests);

fn code_knows_tests(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    if !matches!(fate, LinkFate::Counts) || link.item.doubt != Some(Doubt::KnowsTests) {
        return None;
    }
    let message = format!(
        "this code asks whether it is being tested: it proves nothing of `{}`",
        link.id.escape_debug()
    );
    let finding = Diagnostic::new(Code::CodeKnowsTests, message).located(link.location.clone());
    Some(
        finding.help(
            "move what depends on `test`, `debug_assertions` or cargo's variables out of the linked code",
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn code_that_asks_whether_it_is_tested_is_reported() {
        check(
            &[TEST, ("src/lib.rs", b"#[spec(\"REQ-1.1\")]\nfn f() -> u8 { if cfg!(test) { 1 } else { 2 } }")],
            "code-knows-tests src/lib.rs:1",
        );
        check(&[TEST, ("src/lib.rs", b"#[spec(\"REQ-1.1\")]\nfn f() -> u8 { 1 }")], "");
    }
}
