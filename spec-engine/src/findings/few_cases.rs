//! `few-cases`: properties are tried with fewer cases than by default.

use spec_model::diagnostic::{Advice, Code, Diagnostic};

use super::rule::{Rule, WorkspaceUse};
use crate::workspace::test_settings::DEFAULT_CASES;

/// Reports a configuration of cargo that asks proptest for fewer cases than its default.
pub(crate) const RULE: Rule = Rule::Workspace(few_cases);

fn few_cases(workspace: &WorkspaceUse<'_>) -> Option<Diagnostic> {
    let (path, cases) = workspace.test_settings.few_cases.as_ref()?;
    let message = format!(
        "`PROPTEST_CASES` is {cases}: properties are tried with fewer cases than the default of {DEFAULT_CASES}"
    );
    Some(Diagnostic::new(Code::FewCases, message).about(path).helps(vec![Advice::from(
        "remove it, or set a number for one slow property in its own `ProptestConfig`",
    )]))
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn few_cases_of_properties_are_reported() {
        let configuration = |text: &str, expect: &str| {
            check(&[TEST, (".cargo/config.toml", text.as_bytes())], expect);
        };
        configuration("[env]\nPROPTEST_CASES = \"1\"\n", "few-cases .cargo/config.toml");
        configuration(
            "[env]\nPROPTEST_CASES = { value = \"16\", force = true }\n",
            "few-cases .cargo/config.toml",
        );
        configuration("[env]\nPROPTEST_CASES = \"256\"\n", "");
        configuration("[env]\nPROPTEST_CASES = \"many\"\n", "");
        configuration("[env]\nOTHER = \"1\"\n", "");
    }
}
