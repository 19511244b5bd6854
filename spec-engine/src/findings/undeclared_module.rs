//! `undeclared-module`: a test stands in a file that no target includes.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{Builds, FileUse, Rule};
use crate::links::Role;

/// Reports a file by the first test in it.
pub(crate) const RULE: Rule = Rule::File(undeclared_module);

fn undeclared_module(FileUse { file, builds }: &FileUse<'_>) -> Option<Diagnostic> {
    let mut tests = file.links.iter().filter(|link| matches!(link.item.role, Role::Verifies(_)));
    let link = tests.next().filter(|_| *builds == Builds::None)?;
    let more = tests.count();
    let name = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let message = match more {
        0 => format!("no target includes this file, so the test `{}` never runs", link.item.path),
        more => format!(
            "no target includes this file, so `{}` and {more} more links to tests never run",
            link.item.path
        ),
    };
    let finding = Diagnostic::new(Code::UndeclaredModule, message).located(link.location.clone());
    Some(finding.help(format!("declare it where it belongs: `mod {};`", name.escape_debug())))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_test_in_a_file_that_no_target_includes_is_reported() {
        check(
            &[TEST, ("src/lib.rs", b""), ("src/lost.rs", b"\n#[test] #[spec(\"REQ-1.1\")] fn t() {}")],
            "undeclared-module src/lost.rs:2",
        );
    }

    #[test]
    fn one_that_a_target_includes_is_not() {
        check(
            &[
                TEST,
                ("src/lib.rs", b"mod found;"),
                ("src/found.rs", b"#[test] #[spec(\"REQ-1.1\")] fn t() {}"),
            ],
            "",
        );
    }
}
