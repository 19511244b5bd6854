//! Makes the manifest of a package at the revision, with what today's tests need.

use std::path::{Path, PathBuf};

use crate::build_apart::{ManifestPlace, flat, lead_out};
use crate::on_disk;
use spec_model::files::{self, FileKind};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

/// The kinds of tables of dependencies: those that tests need as they are now, and those of which only what is missing is added.
const OF_TESTS: [&str; 2] = ["dev-dependencies", "dev_dependencies"];
const OF_CODE: [&str; 2] = ["dependencies", "features"];

/// Adds to a manifest of before what the tests of now need: their dependencies and targets, and dependencies that were added. Says
/// whether that was anything. Paths that lead out of the repository lead where they did.
pub(super) fn graft(before: &mut DocumentMut, now: &DocumentMut, place: ManifestPlace<'_>) -> bool {
    let old = before.to_string();
    let now = now.as_table();
    dependencies(before.as_table_mut(), now, place);
    for (of, tables) in now.get("target").and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter)
    {
        if let Some(tables) = tables.as_table_like() {
            let targets = before.entry("target").or_insert_with(implicit).as_table_like_mut();
            let own = targets.map(|targets| targets.entry(of).or_insert_with(implicit));
            if let Some(own) = own.and_then(Item::as_table_like_mut) {
                dependencies(own, tables, place);
            }
        }
    }
    for (of, key) in [(None, "test"), (Some("package"), "autotests")] {
        let now = of.map_or(Some(now as &dyn TableLike), |of| now.get(of).and_then(Item::as_table_like));
        let own = match of {
            Some(of) => before.get_mut(of).and_then(Item::as_table_like_mut),
            None => Some(before.as_table_mut() as &mut dyn TableLike),
        };
        let (Some(now), Some(own)) = (now, own) else { continue };
        match now.get(key) {
            Some(item) => drop(own.insert(key, item.clone())),
            None => drop(own.remove(key)),
        }
    }
    let is_changed = before.to_string() != old;
    lead_out(before.as_table_mut(), place, false);
    is_changed
}

/// Makes a manifest that of a workspace, if there is none around it. It has what its members of now may take from it. `added` are folders
/// that are to be members. Says whether that was anything.
pub(super) fn root(
    before: &mut DocumentMut,
    now: &DocumentMut,
    place: ManifestPlace<'_>,
    added: &[PathBuf],
) -> bool {
    let old = before.to_string();
    let above = place.folder.ancestors().skip(1).take_while(|folder| folder.starts_with(place.tree));
    if before.get("workspace").is_none() && above.into_iter().any(is_workspace) {
        return false;
    }
    // Without it cargo would look for one further up, where the working tree may be.
    let workspace = before.entry("workspace").or_insert_with(|| Item::Table(Table::new()));
    let Some(workspace) = workspace.as_table_like_mut() else { return false };
    for kind in ["dependencies", "package", "lints"] {
        if let Some(shared) = now.get("workspace").and_then(|workspace| workspace.get(kind)) {
            join(workspace.entry(kind).or_insert_with(implicit), shared, place, false);
        }
    }
    if !added.is_empty() {
        let members = workspace.entry("members").or_insert_with(|| Item::Value(Value::Array(Array::new())));
        let paths = added.iter().filter_map(|folder| folder.strip_prefix(place.folder).ok());
        // Cargo reads `/` everywhere.
        let paths = paths.map(|path| path.to_string_lossy().replace('\\', "/"));
        if let Some(members) = members.as_array_mut() {
            members.extend(paths);
        }
    }
    before.to_string() != old
}

fn is_workspace(folder: &Path) -> bool {
    let text = files::read_text(&folder.join("Cargo.toml"), FileKind::Settings).unwrap_or_default();
    text.parse::<DocumentMut>().is_ok_and(|manifest| manifest.contains_key("workspace"))
}

/// The names of a package's library before and now, if it has another one.
pub(super) fn renamed(before: &DocumentMut, now: &DocumentMut) -> Option<(String, String)> {
    let library = |manifest: &DocumentMut| {
        let named = manifest.get("lib").and_then(|lib| lib.get("name"));
        let name = named.or_else(|| manifest.get("package")?.get("name"))?.as_str()?;
        Some(name.replace('-', "_"))
    };
    let (was, is) = (library(before)?, library(now)?);
    (was != is).then_some((was, is))
}

fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
}

fn dependencies(before: &mut dyn TableLike, now: &dyn TableLike, place: ManifestPlace<'_>) {
    for (kinds, is_of_now) in [(OF_TESTS, true), (OF_CODE, false)] {
        for kind in kinds {
            if let Some(entries) = now.get(kind) {
                join(before.entry(kind).or_insert_with(implicit), entries, place, is_of_now);
            }
        }
    }
}

/// Adds entries to a table; those of now win, or lose.
fn join(own: &mut Item, entries: &Item, place: ManifestPlace<'_>, is_of_now: bool) {
    let (Some(own), Some(entries)) = (own.as_table_like_mut(), entries.as_table_like()) else { return };
    for (name, entry) in entries.iter() {
        if (is_of_now || !own.contains_key(name)) && is_there(entry, place) {
            own.insert(name, entry.clone());
        }
    }
}

/// Is a package there that a dependency names by its path? One of the same repository may be newer than the commit.
fn is_there(entry: &Item, place: ManifestPlace<'_>) -> bool {
    let path = entry.as_table_like().and_then(|entry| entry.get("path")).and_then(Item::as_str);
    path.is_none_or(|path| {
        let folder = flat(&place.folder.join(path));
        !folder.starts_with(place.tree) || on_disk::is_file(folder.join("Cargo.toml"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, now: &str, expect: &str, is_changed: bool) {
        let mut manifest: DocumentMut = before.parse().expect("it is TOML");
        let now: DocumentMut = now.parse().expect("it is TOML");
        let place =
            ManifestPlace { folder: Path::new("/tree/a"), tree: Path::new("/tree"), top: Path::new("/repo") };
        assert_eq!(graft(&mut manifest, &now, place), is_changed);
        assert_eq!(manifest.to_string(), expect);
    }

    #[test]
    fn dependencies_of_tests_are_those_of_now_and_others_stay() {
        check(
            "[dependencies]\na = \"1\"\n\n[dev-dependencies]\nb = \"1\"\n",
            "[dependencies]\na = \"2\"\nc = \"1\"\n\n[dev-dependencies]\nb = \"2\"\n",
            "[dependencies]\na = \"1\"\nc = \"1\"\n\n[dev-dependencies]\nb = \"2\"\n",
            true,
        );
    }

    #[test]
    fn a_path_out_of_the_repository_leads_where_it_did_and_one_to_what_was_not_there_is_left_out() {
        check(
            "[dependencies]\na = { path = \"../../other\" }\nb = { path = \"../b\" }\n",
            "[dev-dependencies]\nnew = { path = \"../new\" }\n",
            "[dependencies]\na = { path = \"/other\" }\nb = { path = \"../b\" }\n",
            false,
        );
    }

    #[test]
    fn a_library_has_another_name_or_the_same() {
        let check = |before: &str, now: &str, expect: Option<(&str, &str)>| {
            let names = renamed(&before.parse().expect("it is TOML"), &now.parse().expect("it is TOML"));
            let names = names.as_ref().map(|(was, is)| (&**was, &**is));
            assert_eq!(names, expect);
        };
        let named = "[package]\nname = \"c\"\n\n[lib]\nname = \"a_b\"\n";
        check("[package]\nname = \"a-b\"\n", "[package]\nname = \"c-d\"\n", Some(("a_b", "c_d")));
        check("[package]\nname = \"a-b\"\n", named, None);
    }

    #[test]
    fn a_manifest_that_needs_nothing_stays_as_it_was() {
        let manifest = "[package]\nname = \"a\"\n";
        check(manifest, manifest, manifest, false);
    }
}
