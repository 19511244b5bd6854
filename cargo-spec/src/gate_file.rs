//! `tests/spec/main.rs`: the test target of a package that holds its gate and its stubs.

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
    match syn::parse_file(text) {
        Ok(file) => {
            file.items.iter().any(|item| matches!(item, syn::Item::Macro(item) if is_gate(&item.mac.path)))
        }
        Err(_) => text.contains("gate!"),
    }
}

/// Does it hold a gate that no condition takes away? Where it is no Rust, the words decide.
pub fn has_active_gate(text: &str) -> bool {
    if !text.contains("gate!") && !text.contains("gate !") {
        return false;
    }
    let Ok(file) = syn::parse_file(text) else { return has_gate(text) };
    let is_active = |attributes: &[syn::Attribute]| {
        attributes
            .iter()
            .all(|attribute| !["cfg", "cfg_attr"].iter().any(|name| attribute.path().is_ident(name)))
    };
    let is_it = |item: &syn::Item| matches!(item, syn::Item::Macro(item) if is_gate(&item.mac.path) && is_active(&item.attrs));
    is_active(&file.attrs) && file.items.iter().any(is_it)
}

fn is_gate(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "gate")
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

    #[test]
    fn a_gate_under_a_condition_is_not_active() {
        assert!(has_active_gate(TEXT));
        assert!(has_active_gate("/// Ours.\ngate ! (ours);"));
        assert!(!has_active_gate("#[cfg(any())]\nspec_runtime::gate!();"));
        assert!(!has_active_gate("#![cfg(windows)]\nspec_runtime::gate!();"));
        assert!(!has_active_gate("// spec_runtime::gate!();"));
    }
}
