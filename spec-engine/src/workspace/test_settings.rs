//! The settings of cargo that make tests show less: switched off assertions, and few cases of properties.

use std::path::{Path, PathBuf};

use spec_model::config::toml::{self, TomlTable, Value, ValueKind};
use spec_model::files::{FileKind, Files};

use super::Package;

/// So many cases proptest tries of each property, if nobody says otherwise.
pub(crate) const DEFAULT_CASES: u32 = 256;

/// The settings in the files.
#[derive(Debug, Default)]
pub(crate) struct TestSettings {
    /// The file and the table that switch debug assertions off in tests.
    pub(crate) assertions_off: Option<(PathBuf, String)>,
    /// The file that asks for fewer cases than the default, and how many.
    pub(crate) few_cases: Option<(PathBuf, u32)>,
}

impl TestSettings {
    /// Reads them of a workspace. A file that is not TOML is another finding, or cargo's own.
    pub(crate) fn of(files: &dyn Files, root: &Path, packages: &[Package]) -> Self {
        let mut found = Self::default();
        let is_member = |name: &str| packages.iter().any(|package| package.name == name);
        let manifest = root.join("Cargo.toml");
        let folders = packages.iter().map(|package| &*package.folder).filter(|folder| *folder != root);
        let configurations = folders.chain([root]).filter_map(|folder| {
            let paths = ["config", "config.toml"].map(|name| folder.join(".cargo").join(name));
            paths.into_iter().find(|path| files.is_file(path))
        });
        for path in [manifest].into_iter().chain(configurations) {
            let Ok(text) = files.read_text(&path, FileKind::Settings) else { continue };
            let (table, _) = toml::read(&text);
            if let Some(off) = assertions_off(&table, &is_member) {
                found.assertions_off.get_or_insert((path.clone(), off));
            }
            if let Some(cases) = cases(&table).filter(|cases| *cases < DEFAULT_CASES) {
                found.few_cases.get_or_insert((path, cases));
            }
        }
        found
    }
}

/// The table that switches debug assertions off in builds of tests: the profile `test` inherits from `dev`.
fn assertions_off(table: &TomlTable, is_member: &dyn Fn(&str) -> bool) -> Option<String> {
    let profile = |name: &str| table.path(&["profile", name]).and_then(Value::as_table);
    let of = |table: &TomlTable| table.get("debug-assertions").and_then(Value::as_bool);
    let profiles = ["test", "dev"].map(|name| (name, profile(name)));
    let decided = profiles.iter().find_map(|(name, table)| Some((name, of((*table)?)?)));
    if let Some((name, false)) = decided {
        return Some(format!("[profile.{name}]"));
    }
    profiles.iter().find_map(|(name, table)| {
        let packages = (*table)?.get("package")?.as_table()?;
        let mut off = packages.iter().filter(|(package, entry)| {
            is_member(package) && entry.value.as_table().and_then(of) == Some(false)
        });
        off.next().map(|(package, _)| format!("[profile.{name}.package.{package}]"))
    })
}

/// Reads the number of cases that are tried of a property: `PROPTEST_CASES = "16"`, or a table with that `value`.
fn cases(table: &TomlTable) -> Option<u32> {
    let value = table.path(&["env", "PROPTEST_CASES"])?;
    let value = match &value.kind {
        ValueKind::Table(table) => table.get("value")?,
        _ => value,
    };
    value.as_str()?.trim().parse().ok()
}
