//! `stand-in`: a macro gets a function by name and writes the test; and `conditional-link` where only a macro knows the
//! item of a link.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{LinkFate, LinkUse, Rule};
use crate::links::OF_A_MACRO;

/// Reports an item of the tests that is linked as if it implemented a criterion.
pub(crate) const RULE: Rule = Rule::Link(stand_in);

fn stand_in(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    let LinkFate::ForTests = fate else { return None };
    if link.item.unseen == Some(OF_A_MACRO) {
        let message = "only the macro around this link knows whether it is on a test";
        let finding = Diagnostic::new(Code::ConditionalLink, message)
            .located(link.location.clone())
            .label("it is not counted");
        return Some(finding.help(
            "define the macro in this package, in one file only, or give it the whole test: `#[test] #[spec(…)] fn …`",
        ));
    }
    let id = link.id.escape_debug();
    let message = format!("only tests have this item: it does not implement `{id}`");
    let finding = Diagnostic::new(Code::StandIn, message).located(link.location.clone());
    Some(finding.help("put `#[spec(…)]` on the code that users get, or remove it here"))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn an_item_that_only_tests_have_implements_nothing() {
        check(
            &[TEST, ("src/lib.rs", b"#[cfg(test)]\n#[spec(\"REQ-1.1\")]\nfn f() {}")],
            "stand-in src/lib.rs:2",
        );
    }

    #[test]
    fn a_helper_in_the_folder_of_tests_is_none_either() {
        check(&[TEST, ("tests/a.rs", b"#[spec(\"REQ-1.1\")]\nfn f() {}")], "stand-in tests/a.rs:1");
    }
}
