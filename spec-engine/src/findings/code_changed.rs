//! `code-changed`: an item that implements the criterion differs from what was accepted.

use spec_model::diagnostic::Diagnostic;

use super::rule::{ChangeUse, Rule};
use crate::intent::ChangeKind;

/// Reports it.
pub(crate) const RULE: Rule = Rule::Change(code_changed);

fn code_changed(change: &ChangeUse<'_>) -> Option<Diagnostic> {
    let ChangeKind::CodeChanged { now, .. } = &change.change.kind else { return None };
    let name = change.name();
    let message = format!("`{}` implements {name}, and is not as it was when that was accepted", now.name);
    let advice = change.accept.advice(|accept| vec![accept.command("keeps it as it is now")]);
    Some(Diagnostic::new(change.change.kind.code(), message).helps(advice))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check_accepted};

    #[test]
    fn code_is_reported_of_where_somebody_asks_for_it() {
        check_accepted(
            &[
                TEST,
                ("src/lib.rs", b"#[spec(\"REQ-1.1\")] fn f() -> u8 { 1 }"),
                ("spec.toml", b"[severity]\ncode-changed = \"warning\"\n"),
            ],
            &[("src/lib.rs", b"#[spec(\"REQ-1.1\")] fn f() -> u8 { 2 }")],
            "code-changed src/lib.rs:1",
        );
    }
}
