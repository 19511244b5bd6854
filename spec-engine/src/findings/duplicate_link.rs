//! `duplicate-link`: an item names one criterion twice.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{LinkFate, LinkUse, Rule};

/// Reports the second link.
pub(crate) const RULE: Rule = Rule::Link(duplicate_link);

fn duplicate_link(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    let LinkFate::Repeated = fate else { return None };
    let message = format!("`{}` is named twice on one item", link.id.escape_debug());
    let finding = Diagnostic::new(Code::DuplicateLink, message).located(link.location.clone());
    Some(finding.help("remove one of the two"))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_criterion_that_one_item_names_twice_is_reported_at_the_second_link() {
        check(
            &[TEST, ("src/lib.rs", b"#[spec(\"REQ-1.1\")]\n#[spec(\"REQ-1.1\")]\nfn f() {}")],
            "duplicate-link src/lib.rs:2",
        );
    }

    #[test]
    fn two_items_may_name_one_criterion() {
        check(
            &[TEST, ("src/lib.rs", b"#[spec(\"REQ-1.1\")]\nfn f() {}\n#[spec(\"REQ-1.1\")]\nfn g() {}")],
            "",
        );
    }
}
