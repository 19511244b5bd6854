//! Reads the features of a package from its manifest (The Cargo Book, *Features*).

use std::collections::BTreeSet;
use std::sync::Arc;

use spec_model::config::manifest;
use spec_model::config::toml::{TomlTable, Value};

use crate::platform::Platform;

/// The features of a package, and what else conditions are judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features {
    /// All that there are.
    pub(crate) declared: BTreeSet<String>,
    /// Those that a plain `cargo test` turns on.
    pub(crate) on: BTreeSet<String>,
    /// May other conditions be set that are no features: by a build script, by flags of cargo's configuration?
    pub(crate) is_open: bool,
    /// The system that its tests are built for, if that is known.
    pub(crate) platform: Option<Arc<Platform>>,
}

/// The tables of a manifest that hold dependencies.
const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

impl Features {
    /// The features that a manifest declares.
    pub(crate) fn of(manifest: &TomlTable) -> Self {
        let features = manifest.get("features").and_then(Value::as_table);
        let lists = features.into_iter().flat_map(TomlTable::iter);
        let lists: Vec<(&str, Vec<&str>)> =
            lists.map(|(name, entry)| (name, entry.value.strings().collect())).collect();
        let mut declared: BTreeSet<String> = lists.iter().map(|(name, _)| (*name).to_owned()).collect();
        declared.insert("default".to_owned());
        // An optional dependency is a feature, unless one of the features names it by `dep:`.
        let hidden: BTreeSet<&str> =
            lists.iter().flat_map(|(_, list)| list).filter_map(|item| item.strip_prefix("dep:")).collect();
        let optional = dependencies(manifest)
            .filter(|(_, dependency)| dependency.get("optional").and_then(Value::as_bool) == Some(true));
        declared.extend(optional.map(|(name, _)| name.to_owned()).filter(|name| !hidden.contains(&**name)));
        let mut found = Self { declared, ..Self::default() };
        found.turn_on(manifest, ["default"]);
        found
    }

    /// Turns features on, and those that they turn on.
    pub(crate) fn turn_on<'a>(
        &mut self,
        manifest: &'a TomlTable,
        features: impl IntoIterator<Item = &'a str>,
    ) {
        let mut waiting: Vec<&str> = features.into_iter().collect();
        while let Some(name) = waiting.pop() {
            let is_weak = name.contains("?/");
            // `log/std` turns the dependency on, and with it the feature that is called so.
            let name = name.split('/').next().unwrap_or_default();
            if is_weak
                || name.starts_with("dep:")
                || !self.declared.contains(name)
                || !self.on.insert(name.to_owned())
            {
                continue;
            }
            waiting.extend(manifest.path(&["features", name]).into_iter().flat_map(Value::strings));
        }
    }
}

/// The dependencies of a manifest with their names, also of those for one platform.
pub(crate) fn dependencies(manifest: &TomlTable) -> impl Iterator<Item = (&str, &Value)> {
    manifest::dependencies(manifest, &TABLES)
}

/// The features of a package that a manifest asks for, of the dependency that it has on it: its own, by a path, often for its tests.
pub(crate) fn asked_of<'a>(
    manifest: &'a TomlTable,
    workspace: Option<&'a TomlTable>,
    package: &'a str,
) -> impl Iterator<Item = &'a str> {
    dependencies_on(manifest, workspace, package).flat_map(move |(name, dependency)| {
        let listed = [dependency.get("features"), inherited(workspace, name, dependency, "features")];
        listed.into_iter().flatten().flat_map(Value::strings)
    })
}

/// The names under which a manifest depends on a package.
pub(crate) fn names_of<'a>(
    manifest: &'a TomlTable,
    workspace: Option<&'a TomlTable>,
    package: &'a str,
) -> impl Iterator<Item = &'a str> {
    dependencies_on(manifest, workspace, package).map(|(name, _)| name)
}

fn dependencies_on<'a>(
    manifest: &'a TomlTable,
    workspace: Option<&'a TomlTable>,
    package: &'a str,
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    dependencies(manifest).filter(move |(name, dependency)| {
        let renamed = dependency.get("package").or_else(|| inherited(workspace, name, dependency, "package"));
        renamed.and_then(Value::as_str).unwrap_or(name) == package
    })
}

/// The meaning of `workspace = true` in a dependency.
fn inherited<'a>(
    workspace: Option<&'a TomlTable>,
    name: &str,
    dependency: &Value,
    key: &str,
) -> Option<&'a Value> {
    let inherits = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
    workspace.filter(|_| inherits)?.path(&["workspace", "dependencies", name, key])
}

#[cfg(test)]
mod tests {
    use spec_model::config::toml;

    use super::*;

    #[track_caller]
    fn check(manifest: &str, declared: &str, on: &str) {
        let (manifest, _) = toml::read(manifest);
        let features = Features::of(&manifest);
        let shown = |names: &BTreeSet<String>| {
            names.iter().filter(|name| *name != "default").cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!((shown(&features.declared), shown(&features.on)), (declared.to_owned(), on.to_owned()));
    }

    #[test]
    fn what_is_declared_and_what_is_on_by_itself() {
        check("", "", "");
        check("[features]\nslow = []", "slow", "");
        check("[features]\ndefault = [\"a\"]\na = [\"b\", \"c/d\", \"e?/f\"]\nb = []", "a b", "a b");
        check("[features]\ndefault = [\"default\"]", "", "");
        check("[dependencies]\nserde = { version = \"1\", optional = true }\nlog = \"1\"", "serde", "");
        check(
            "[dependencies]\nserde = { version = \"1\", optional = true }\n[features]\ndefault = [\"json\"]\njson = [\"dep:serde\"]",
            "json",
            "json",
        );
        check(
            "[target.'cfg(unix)'.dependencies]\nnix = { version = \"1\", optional = true }\n[features]\ndefault = [\"nix/fs\"]",
            "nix",
            "nix",
        );
    }

    #[test]
    fn what_others_ask_of_a_package_is_found() {
        let (own, _) = toml::read(
            "[dev-dependencies]\na = { path = \".\", features = [\"x\"] }\nb = { workspace = true }",
        );
        let (root, _) =
            toml::read("[workspace.dependencies]\nb = { path = \"a\", package = \"a\", features = [\"y\"] }");
        assert_eq!(asked_of(&own, Some(&root), "a").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(asked_of(&own, Some(&root), "b").count(), 0);
    }
}
