//! `tests/spec/main.rs`: the test target of a package that holds its gate and its stubs.

/// The file, from the package's folder.
pub const PATH: &str = "tests/spec/main.rs";

/// What it holds before there are any stubs.
pub const TEXT: &str = "\
//! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.

// Fails until a test verifies every criterion, and says which are missing.
spec_runtime::gate!();
";

/// Does the text of the file hold a gate already? Where it is no Rust, the words decide.
pub fn has_gate(text: &str) -> bool {
    let is_gate = |path: &syn::Path| path.segments.last().is_some_and(|segment| segment.ident == "gate");
    match syn::parse_file(text) {
        Ok(file) => {
            file.items.iter().any(|item| matches!(item, syn::Item::Macro(item) if is_gate(&item.mac.path)))
        }
        Err(_) => text.contains("gate!"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_is_rust_with_a_gate() {
        assert!(syn::parse_file(TEXT).is_ok());
        assert!(has_gate(TEXT));
        assert!(has_gate("use spec_runtime::gate;\ngate! {}"));
        assert!(has_gate("fn unfinished( {}\ngate!();"));
        assert!(!has_gate("/* no\ngate!() */ // gate!();\nmod accounts;\n"));
    }
}
