//! `tests/spec/main.rs`: the test target of a package that holds its gate and its stubs.

use crate::rust_file;

/// The file, from the package's folder.
pub const PATH: &str = "tests/spec/main.rs";

/// The content that it has before there are any stubs.
pub const TEXT: &str = "\
//! The acceptance criteria of this package as tests: `cargo spec gen` adds a module for each feature.

// Fails until a test verifies every criterion, and says which are missing.
spec_runtime::gate!();
";

/// Does the text of the file hold a gate already? Where it is no Rust, the words decide.
pub fn has_gate(text: &str) -> bool {
    let is_it = |item: &syn::Item| matches!(item, syn::Item::Macro(item) if is_gate(&item.mac.path));
    rust_file::read(text, |file, _| file.items.iter().any(is_it)).unwrap_or_else(|_| text.contains("gate!"))
}

/// Does it hold a gate that no condition takes away? Where it is no Rust, the words decide.
pub fn has_active_gate(text: &str) -> bool {
    if !text.contains("gate!") && !text.contains("gate !") {
        return false;
    }
    let is_active = |attributes: &[syn::Attribute]| {
        attributes
            .iter()
            .all(|attribute| !["cfg", "cfg_attr"].iter().any(|name| attribute.path().is_ident(name)))
    };
    let is_it = |item: &syn::Item| matches!(item, syn::Item::Macro(item) if is_gate(&item.mac.path) && is_active(&item.attrs));
    rust_file::read(text, |file, _| is_active(&file.attrs) && file.items.iter().any(is_it))
        .unwrap_or_else(|_| has_gate(text))
}

fn is_gate(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "gate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_is_rust_with_a_gate() {
        assert!(rust_file::is_rust(TEXT));
        assert!(has_gate(TEXT));
        assert!(has_gate("use spec_runtime::gate;\ngate! {}"));
        assert!(has_gate("fn unfinished( {}\ngate!();"));
        assert!(!has_gate("/* no\ngate!() */ // gate!();\nmod accounts;\n"));
    }

    #[test]
    fn a_gate_under_a_condition_is_not_active() {
        assert!(has_active_gate(TEXT));
        assert!(has_active_gate("/// Ours.\ngate ! (ours);"));
        assert!(!has_active_gate("#[cfg(any())]\nspec_runtime::gate!();"));
        assert!(!has_active_gate("#![cfg(windows)]\nspec_runtime::gate!();"));
        assert!(!has_active_gate("// spec_runtime::gate!();"));
    }
}
