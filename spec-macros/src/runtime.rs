//! Finds the name that the compiled crate gives to `spec-runtime`, because an attribute has no `$crate`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use proc_macro2::{Ident, Span};
use spec_model::config::manifest::dependencies;
use spec_model::config::toml::{self, TomlTable, Value};
use spec_model::files::{self, FileKind};

/// The package that the name stands for.
const PACKAGE: &str = "spec-runtime";

/// By the package's folder.
static NAMES: Mutex<Option<HashMap<PathBuf, Option<String>>>> = Mutex::new(None);

/// The name of the crate, in the crate for which the macro runs. `None`: it does not depend on it itself, so no path can name it.
pub(crate) fn of_this_crate() -> Option<Ident> {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let name = names.get_or_insert_default().entry(folder).or_insert_with_key(|folder| of_package(folder));
    Some(Ident::new(name.as_deref()?, Span::mixed_site()))
}

fn of_package(folder: &Path) -> Option<String> {
    let manifest = manifest(folder)?;
    let key = dependencies(&manifest, &["dependencies", "dev-dependencies"])
        .find(|(key, value)| package(key, value) == PACKAGE || is_inherited(folder, key, value))
        .map(|(key, _)| key)?;
    Some(key.replace('-', "_"))
}

fn manifest(folder: &Path) -> Option<TomlTable> {
    let text = files::read_text(&folder.join("Cargo.toml"), FileKind::Settings).ok()?;
    Some(toml::read(&text).0)
}

/// The package that a dependency names (The Cargo Book, *Renaming dependencies in Cargo.toml*).
fn package<'a>(key: &'a str, value: &'a Value) -> &'a str {
    value.get("package").and_then(Value::as_str).unwrap_or(key)
}

/// Is it ours by what the workspace says of the key?
fn is_inherited(folder: &Path, key: &str, value: &Value) -> bool {
    if value.get("workspace").and_then(Value::as_bool) != Some(true) {
        return false;
    }
    let named = folder.ancestors().filter_map(manifest).find_map(|manifest| {
        let value = manifest.path(&["workspace", "dependencies", key])?;
        Some(package(key, value) == PACKAGE)
    });
    named == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name in a member with these dependencies, of a workspace with those.
    #[track_caller]
    fn check(member: &str, workspace: &str, expect: Option<&str>) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let write = |name: &str, text: &str| {
            std::fs::create_dir_all(folder.path().join("member")).expect("a folder can be made");
            std::fs::write(folder.path().join(name), text).expect("a file can be written");
        };
        write("Cargo.toml", &format!("[workspace.dependencies]\n{workspace}"));
        write("member/Cargo.toml", member);
        assert_eq!(of_package(&folder.path().join("member")).as_deref(), expect, "{member}");
    }

    #[test]
    fn the_name_is_the_key_of_the_dependency() {
        check("[dependencies]\nspec-runtime = \"1\"", "", Some("spec_runtime"));
        check("[dev-dependencies]\nspec-runtime.path = \"x\"", "", Some("spec_runtime"));
        check("[dependencies]\nserde = \"1\"\nspecs = { package = \"spec-runtime\" }", "", Some("specs"));
        check("[target.'cfg(unix)'.dependencies]\nmy-specs.package = \"spec-runtime\"", "", Some("my_specs"));
    }

    #[test]
    fn a_workspace_may_say_what_the_key_stands_for() {
        check("[dependencies]\nspec-runtime.workspace = true", "", Some("spec_runtime"));
        check("[dependencies]\na.workspace = true", "a = { package = \"spec-runtime\" }", Some("a"));
        check("[dependencies]\na.workspace = true", "a = \"1\"", None);
    }

    #[test]
    fn a_crate_that_has_it_from_another_one_has_no_name_for_it() {
        check("[dependencies]\nfacade = \"1\"", "", None);
        check("[build-dependencies]\nspec-runtime = \"1\"", "", None);
        check("not toml", "", None);
    }
}
