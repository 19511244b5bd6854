//! `tests/spec/main.rs`: the test target of a package that holds its gate and its stubs.

/// The file, from the package's folder.
pub const PATH: &str = "tests/spec/main.rs";

/// What it holds before there are any stubs.
pub const TEXT: &str = "\
//! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.

// Fails until a test verifies every criterion, and says which are missing.
spec_runtime::gate!();
";

/// Does the text of the file hold a gate already?
pub fn has_gate(text: &str) -> bool {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    code.into_iter().any(|line| line.contains("gate!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_is_rust_with_a_gate() {
        assert!(syn::parse_file(TEXT).is_ok());
        assert!(has_gate(TEXT));
        assert!(!has_gate("// no gate!() yet\nmod accounts;\n"));
    }
}
