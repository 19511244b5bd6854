//! `generated-tests`: a build script writes tests.

use std::path::Path;

use spec_model::diagnostic::{Code, Diagnostic};

use crate::links::ModuleDeclaration;

/// That a file of tests includes what a build script writes: what is linked there is seen only where tests have been built.
pub(crate) fn generated_tests(file: &Path, modules: &[ModuleDeclaration]) -> Option<Diagnostic> {
    let is_generated = |module: &ModuleDeclaration| matches!(module, ModuleDeclaration::Generated { .. });
    modules.iter().any(is_generated).then(|| {
        Diagnostic::new(Code::GeneratedTests, "this file includes tests that a build script writes")
            .about(file)
            .help("only `cargo spec test` and the gate see what they verify: `check` builds nothing")
    })
}
