//! `generated-tests`: a build script writes tests.

use spec_model::diagnostic::{Code, Diagnostic};

use super::rule::{Builds, FileUse, Rule};
use crate::links::ModuleDeclaration;

/// Reports a file of tests that includes what a build script writes: what is linked there is seen only where tests have been built.
pub(crate) const RULE: Rule = Rule::File(generated_tests);

fn generated_tests(FileUse { file, builds }: &FileUse<'_>) -> Option<Diagnostic> {
    let is_generated = |module: &ModuleDeclaration| matches!(module, ModuleDeclaration::Generated { .. });
    (*builds == Builds::Tests && file.modules.iter().any(is_generated)).then(|| {
        Diagnostic::new(Code::GeneratedTests, "this file includes tests that a build script writes")
            .about(&file.path)
            .help("only `cargo spec test` and the gate see what they verify: `check` builds nothing")
    })
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::check;

    #[test]
    fn tests_that_a_build_script_writes_are_reported() {
        check(&[("tests/a.rs", b"include!(concat!(env!(\"OUT_DIR\"), \"/tests.rs\"));\n#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn both() { run(1); }")], "generated-tests tests/a.rs");
    }
}
