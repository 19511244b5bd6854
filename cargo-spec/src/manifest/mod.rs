//! Adds `spec-runtime` or `proptest` to a `Cargo.toml` by splicing bytes. Line ends, comments and order stay as they
//! are.
//!
//! `toml_edit` says where things are; the result is parsed again before anybody writes it.

mod profile;
mod splices;
#[cfg(test)]
mod tests;

use toml_edit::{Document, Item, Table, Value};

pub use self::profile::optimise_gate;
use self::splices::Splices;

/// The package that users add.
pub const RUNTIME: &str = "spec-runtime";
/// The feature of [`RUNTIME`] that the gate needs.
pub const GATE: &str = "gate";

/// The place from which cargo shall take [`RUNTIME`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeOrigin {
    /// From a folder, as it is written in the manifest.
    Path(String),
    /// From a repository.
    Git {
        /// Its address.
        url: String,
        /// The commit; `None`: the newest.
        revision: Option<String>,
    },
    /// From the registry, in this version.
    Version(String),
    /// From where the workspace's `[workspace.dependencies]` say.
    Workspace,
    /// From where the manifest says already: the keys of that dependency.
    Known(String),
}

/// The reason why a manifest was not edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not TOML.
    #[error("it is not TOML: {0}")]
    Syntax(String),
    /// It is a workspace without a package of its own.
    #[error("it is the manifest of a workspace, not of a package")]
    NoPackage,
    /// It is written in a way that cannot be added to.
    #[error("it is written in a way that cannot be added to")]
    Unusual,
}

/// The manifest with [`RUNTIME`] in `[dependencies]`, so that any code may carry `#[spec]`, unless it is for tests alone. Its gate is in
/// `[dev-dependencies]`, so that only tests are built with it. What is there already stays.
///
/// # Errors
/// A manifest that is none of a package, or that cannot be added to.
pub fn add_runtime(
    text: &str,
    origin: &RuntimeOrigin,
    scope: DependencyScope,
) -> Result<String, ManifestError> {
    let document = parse(text)?;
    let root = document.as_table();
    let package = root.get("package").and_then(Item::as_table_like).ok_or(ManifestError::NoPackage)?;
    let mut splices = Splices::new(text);
    let normal = dependency(root, "dependencies");
    let dev_key = if root.contains_key("dev_dependencies") { "dev_dependencies" } else { "dev-dependencies" };
    let dev = dependency(root, dev_key);
    // Cargo refuses one package from two places: the one that is there says where the other comes from.
    let place = normal.or(dev).and_then(place_of).unwrap_or_else(|| origin.place());
    if normal.is_none() && scope == DependencyScope::Package {
        splices.add_entry(root, "dependencies", &entry(&place, false))?;
    }
    match dev {
        _ if normal.is_some_and(has_gate) => {}
        Some(item) if has_gate(item) => {}
        Some(item) => splices.add_gate(item)?,
        None => splices.add_entry(root, dev_key, &entry(&place, true))?,
    }
    let finds_tests = package.get("autotests").and_then(Item::as_bool) != Some(false);
    if !finds_tests && !declares_gate(root) {
        splices.append("[[test]]\nname = \"spec\"\npath = \"tests/spec/main.rs\"\n");
    }
    let edited = splices.apply();
    let complete = parse(&edited).is_ok_and(|document| {
        let root = document.as_table();
        let normal = dependency(root, "dependencies");
        (normal.is_some() || scope == DependencyScope::Tests)
            && (normal.is_some_and(has_gate) || dependency(root, dev_key).is_some_and(has_gate))
    });
    if complete { Ok(edited) } else { Err(ManifestError::Unusual) }
}

/// The crate that skeletons of correctness properties use.
pub const PROPTEST: &str = "proptest";
/// Its dependency: without the parts that start processes, which take the longest to build.
pub const PROPTEST_ENTRY: &str =
    "proptest = { version = \"1\", default-features = false, features = [\"std\"] }";

/// The manifest with [`PROPTEST`] in `[dev-dependencies]`. One that is there already stays.
///
/// # Errors
/// A manifest that is none of a package, or that cannot be added to.
pub fn add_proptest(text: &str) -> Result<String, ManifestError> {
    let document = parse(text)?;
    let root = document.as_table();
    root.get("package").ok_or(ManifestError::NoPackage)?;
    let dev_key = if root.contains_key("dev_dependencies") { "dev_dependencies" } else { "dev-dependencies" };
    let is_there = |root: &Table| root.get(dev_key).and_then(|table| table.get(PROPTEST)).is_some();
    if is_there(root) {
        return Ok(text.to_owned());
    }
    let mut splices = Splices::new(text);
    splices.add_entry(root, dev_key, PROPTEST_ENTRY)?;
    let edited = splices.apply();
    let is_complete = parse(&edited).is_ok_and(|document| is_there(document.as_table()));
    if is_complete { Ok(edited) } else { Err(ManifestError::Unusual) }
}

/// Returns the origin of [`RUNTIME`] by a manifest, if the package depends on it.
pub fn known_origin(text: &str) -> Option<RuntimeOrigin> {
    let document = parse(text).ok()?;
    let tables = ["dependencies", "dev-dependencies", "dev_dependencies"];
    let item = tables.iter().find_map(|table| dependency(document.as_table(), table))?;
    place_of(item).map(RuntimeOrigin::Known)
}

/// Do the workspace's dependencies say where [`RUNTIME`] comes from?
pub fn workspace_has_runtime(text: &str) -> bool {
    let Ok(document) = parse(text) else { return false };
    let workspace = document.as_table().get("workspace").and_then(|item| item.get("dependencies"));
    workspace.and_then(|dependencies| dependencies.get(RUNTIME)).is_some()
}

/// The lines to add by hand where a manifest cannot be edited.
pub fn lines_to_add(origin: &RuntimeOrigin, scope: DependencyScope) -> String {
    let place = origin.place();
    let normal = match scope {
        DependencyScope::Package => format!("[dependencies]\n{}\n\n", entry(&place, false)),
        DependencyScope::Tests => String::new(),
    };
    format!("{normal}[dev-dependencies]\n{}\n", entry(&place, true))
}

fn parse(text: &str) -> Result<Document<&str>, ManifestError> {
    let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    Document::parse(without_mark).map_err(|error| ManifestError::Syntax(error.message().to_owned()))
}

fn dependency<'a>(root: &'a Table, table: &str) -> Option<&'a Item> {
    root.get(table)?.get(RUNTIME)
}

fn has_gate(item: &Item) -> bool {
    let features = item.get("features").and_then(Item::as_array);
    features.is_some_and(|features| features.iter().any(|feature| feature.as_str() == Some(GATE)))
}

/// Is there a `[[test]]` of the gate's path?
fn declares_gate(root: &Table) -> bool {
    let tests = root.get("test").and_then(Item::as_array_of_tables);
    tests.into_iter().flatten().any(|test| {
        let path = test.get("path").and_then(Item::as_str);
        path == Some("tests/spec/main.rs")
            || path.is_none() && test.get("name").and_then(Item::as_str) == Some("spec")
    })
}

/// The code of a package that may use the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependencyScope {
    /// All of it.
    Package,
    /// Only what is compiled for tests: whoever depends on the package gets no dependency more.
    Tests,
}

impl RuntimeOrigin {
    /// From a commit of a repository.
    pub fn git(url: &str, revision: &str) -> Self {
        Self::Git { url: url.to_owned(), revision: Some(revision.to_owned()) }
    }

    /// The keys of a dependency that say so.
    fn place(&self) -> String {
        match self {
            Self::Path(path) => format!("path = {}", Value::from(path.as_str())),
            Self::Git { url, revision } => {
                let revision =
                    revision.iter().map(|revision| format!(", rev = {}", Value::from(revision.as_str())));
                format!("git = {}{}", Value::from(url.as_str()), revision.collect::<String>())
            }
            Self::Version(version) => format!("version = {}", Value::from(version.as_str())),
            Self::Workspace => WORKSPACE.to_owned(),
            Self::Known(place) => place.clone(),
        }
    }
}

const WORKSPACE: &str = "workspace = true";

/// The keys of a dependency that say where it comes from.
fn place_of(item: &Item) -> Option<String> {
    if let Some(version) = item.as_str() {
        return Some(format!("version = {}", Value::from(version)));
    }
    let keys = ["version", "path", "git", "branch", "tag", "rev", "registry", "workspace"];
    let place = keys.iter().filter_map(|key| {
        let value = item.get(key)?.as_value()?.clone().decorated("", "");
        Some(format!("{key} = {value}"))
    });
    let place: Vec<_> = place.collect();
    (!place.is_empty()).then(|| place.join(", "))
}

/// `spec-runtime = …`
fn entry(place: &str, gate: bool) -> String {
    if gate {
        format!("{RUNTIME} = {{ {place}, features = [\"{GATE}\"] }}")
    } else if place == WORKSPACE {
        format!("{RUNTIME}.workspace = true")
    } else {
        format!("{RUNTIME} = {{ {place} }}")
    }
}
