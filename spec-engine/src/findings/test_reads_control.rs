//! `test-reads-control`: a test asks whether `cargo spec` runs it.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{LinkFate, LinkUse, Rule};
use crate::links::Doubt;

/// Reports a test that may notice the command in place of the code.
pub(crate) const RULE: Rule = Rule::Link(test_reads_control);

fn test_reads_control(LinkUse { link, fate }: &LinkUse<'_>) -> Option<Diagnostic> {
    if !matches!(fate, LinkFate::Counts) || link.item.doubt != Some(Doubt::ReadsControl) {
        return None;
    }
    let message = format!(
        "this test reads variables of `cargo spec`: it proves nothing of `{}`",
        link.id.escape_debug()
    );
    let finding = Diagnostic::new(Code::TestReadsControl, message).located(link.location.clone());
    Some(finding.help("remove what reads `CARGO_SPEC_…` from the test"))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_test_that_reads_variables_of_the_command_is_reported() {
        let test =
            b"#[test]\n#[spec(\"REQ-1.1\")]\nfn t() { assert!(env::var_os(\"CARGO_SPEC_X\").is_none()); }";
        check(&[TEST, ("tests/more.rs", test)], "test-reads-control tests/more.rs:2");
    }
}
