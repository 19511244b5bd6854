//! `assertions-off`: the tests are built without debug assertions.

use spec_model::diagnostic::{Advice, Code, Diagnostic};

use super::rule::{Rule, WorkspaceUse};

/// Reports a profile of the tests that switches debug assertions off. Without them no test leaves evidence, and nothing is knocked out.
pub(crate) const RULE: Rule = Rule::Workspace(assertions_off);

fn assertions_off(workspace: &WorkspaceUse<'_>) -> Option<Diagnostic> {
    let (path, table) = workspace.test_settings.assertions_off.as_ref()?;
    let message =
        format!("`{table}` switches `debug-assertions` off: tests leave no evidence, and nothing is proven");
    Some(Diagnostic::new(Code::AssertionsOff, message).about(path).helps(vec![Advice::from(
        "remove the line; for tests of what users get, run `cargo test --release` beside the others",
    )]))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn assertions_that_are_off_in_tests_are_reported() {
        let manifest = |profile: &str, expect: &str| {
            let text = format!("[package]\nname = \"a\"\n{profile}");
            check(&[TEST, ("Cargo.toml", text.as_bytes())], expect);
        };
        manifest("[profile.dev]\ndebug-assertions = false\n", "assertions-off Cargo.toml");
        manifest("[profile.test]\ndebug-assertions = false\n", "assertions-off Cargo.toml");
        manifest("[profile.dev.package.a]\ndebug-assertions = false\n", "assertions-off Cargo.toml");
        manifest("[profile.dev]\ndebug-assertions = false\n[profile.test]\ndebug-assertions = true\n", "");
        manifest("[profile.dev.package.other]\ndebug-assertions = false\n", "");
        manifest("[profile.release]\ndebug-assertions = false\n", "");
        let configuration: &[u8] = b"[profile.test]\ndebug-assertions = false\n";
        check(&[TEST, (".cargo/config.toml", configuration)], "assertions-off .cargo/config.toml");
    }
}
