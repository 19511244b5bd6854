//! Reads the dependencies of a `Cargo.toml` (The Cargo Book, *Specifying Dependencies*).

use super::toml::{TomlTable, Value};

/// The dependencies in some tables of a manifest, by their keys, also those for one platform.
pub fn dependencies<'a>(
    manifest: &'a TomlTable,
    tables: &'static [&'static str],
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let of_platforms = manifest.get("target").and_then(Value::as_table).into_iter();
    let of_platforms = of_platforms.flat_map(TomlTable::iter).filter_map(|(_, entry)| entry.value.as_table());
    std::iter::once(manifest)
        .chain(of_platforms)
        .flat_map(|table| tables.iter().filter_map(|name| table.get(name)?.as_table()))
        .flat_map(TomlTable::iter)
        .map(|(key, entry)| (key, &entry.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::toml;

    #[test]
    fn dependencies_are_found_in_the_tables_that_are_asked_for() {
        let manifest = "[dependencies]\na = \"1\"\n[dev-dependencies]\nb = \"1\"\n[build-dependencies]\nc = \"1\"\n\
                        [target.'cfg(unix)'.dependencies]\nd = \"1\"\n[target.x.dev-dependencies.e]\nversion = \"1\"\n";
        let manifest = toml::read(manifest).0;
        let check = |tables, expect: &[&str]| {
            let keys: Vec<_> = dependencies(&manifest, tables).map(|(key, _)| key).collect();
            assert_eq!(keys, expect, "{tables:?}");
        };
        check(&["dependencies"], &["a", "d"]);
        check(&["dependencies", "dev-dependencies"], &["a", "b", "d", "e"]);
        check(&["build-dependencies"], &["c"]);
        check(&[], &[]);
    }
}
