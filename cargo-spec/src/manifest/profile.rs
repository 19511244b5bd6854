//! Adds the profile lines to a workspace's manifest that optimise the gate in tests.

use toml_edit::{Item, Table};

use super::splices::Splices;
use super::{ManifestError, parse};

/// The packages that do the gate's work, in the order of their names.
const PACKAGES: [&str; 4] = ["memchr", "pulldown-cmark", "spec-engine", "spec-model"];

/// The level to which they are optimised.
const LEVEL: i64 = 1;

/// The manifest with lines that have the gate optimised in tests. What the manifest says already of how tests, or these packages, are
/// built stays, and decides.
///
/// # Errors
/// A manifest that cannot be added to.
pub fn optimise_gate(text: &str) -> Result<String, ManifestError> {
    let document = parse(text)?;
    let root = document.as_table();
    if is_optimised(root) {
        return Ok(text.to_owned());
    }
    let missing: Vec<_> = PACKAGES.iter().filter(|name| !is_decided(root, name)).collect();
    if missing.is_empty() {
        return Ok(text.to_owned());
    }
    let lines: String = missing.iter().map(|name| format!("{name}.opt-level = {LEVEL}\n")).collect();
    let mut splices = Splices::new(text);
    splices.add_lines(
        profile(root, "test").and_then(|test| test.get("package")),
        "profile.test.package",
        &lines,
    )?;
    let edited = splices.apply();
    let complete = parse(&edited)
        .is_ok_and(|document| PACKAGES.iter().all(|name| is_decided(document.as_table(), name)));
    if complete { Ok(edited) } else { Err(ManifestError::Unusual) }
}

fn profile<'a>(root: &'a Table, name: &str) -> Option<&'a Item> {
    root.get("profile")?.get(name)
}

/// The profiles that tests are built with, the first before the second (The Cargo Book, *Profiles*).
fn profiles(root: &Table) -> impl Iterator<Item = &Item> {
    ["test", "dev"].into_iter().filter_map(|name| profile(root, name))
}

/// Are all dependencies of tests optimised? What is said of `*` decides before what is said of everything. In each of them the first
/// profile that says it decides.
fn is_optimised(root: &Table) -> bool {
    let of_dependencies =
        profiles(root).find_map(|profile| profile.get("package")?.get("*")?.get("opt-level"));
    let level = of_dependencies.or_else(|| profiles(root).find_map(|profile| profile.get("opt-level")));
    level.is_some_and(|level| level.as_integer() != Some(0))
}

/// Does the manifest say already how a package is built for tests?
fn is_decided(root: &Table, package: &str) -> bool {
    profiles(root).any(|profile| {
        let own = profile.get("package").and_then(|packages| packages.get(package));
        own.is_some_and(|own| own.get("opt-level").is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "memchr.opt-level = 1\npulldown-cmark.opt-level = 1\nspec-engine.opt-level = 1\nspec-model.opt-level = 1\n";

    /// The manifest has these lines afterwards, and stays so.
    fn check(manifest: &str, expect: &str) {
        for line_end in ["\n", "\r\n"] {
            let (manifest, expect) = (manifest.replace('\n', line_end), expect.replace('\n', line_end));
            let edited = optimise_gate(&manifest).expect("an edit");
            assert_eq!(edited, expect);
            assert_eq!(optimise_gate(&edited).as_ref(), Ok(&edited), "the second time changes nothing");
        }
    }

    #[test]
    fn the_lines_are_a_table_of_their_own_or_join_the_one_that_is_there() {
        let table = format!("[profile.test.package]\n{ALL}");
        check("[workspace]\n", &format!("[workspace]\n\n{table}"));
        check("[profile.test]\ndebug = 1\n", &format!("[profile.test]\ndebug = 1\n\n{table}"));
        check(
            "[profile.test.package] # ours\nserde.opt-level = 3\n[workspace]\n",
            &format!("[profile.test.package] # ours\nserde.opt-level = 3\n{ALL}[workspace]\n"),
        );
        check(
            "[profile.test.package.serde]\nopt-level = 3\n",
            &format!("[profile.test.package.serde]\nopt-level = 3\n\n{table}"),
        );
    }

    #[test]
    fn what_a_manifest_says_already_stays_and_decides() {
        for manifest in [
            "[profile.dev]\nopt-level = 1\n",
            "[profile.test]\nopt-level = \"s\"\n",
            "[profile.dev.package.\"*\"]\nopt-level = 3\n",
            "[profile.dev]\nopt-level = 0\n[profile.test]\nopt-level = 1\n",
            "[profile.test]\nopt-level = 0\n[profile.dev.package.\"*\"]\nopt-level = 3\n",
        ] {
            check(manifest, manifest);
        }
        for own in [
            "[profile.dev]\nopt-level = 1\n[profile.test]\nopt-level = 0\n",
            "[profile.dev]\nopt-level = 1\n[profile.dev.package.\"*\"]\nopt-level = 0\n",
        ] {
            check(own, &format!("{own}\n[profile.test.package]\n{ALL}"));
        }
        let own = "[profile.dev.package.spec-model]\nopt-level = 0\n";
        let others = ALL.replace("spec-model.opt-level = 1\n", "");
        check(own, &format!("{own}\n[profile.test.package]\n{others}"));
        let own = "[profile.dev]\nopt-level = 0\n";
        check(own, &format!("{own}\n[profile.test.package]\n{ALL}"));
    }

    #[test]
    fn what_cannot_be_added_to_is_left_alone() {
        for manifest in [
            "profile.test = { package = { serde = { opt-level = 3 } } }\n",
            "profile = 3\n",
            "[profile.test\n",
        ] {
            assert!(optimise_gate(manifest).is_err(), "{manifest}");
        }
    }
}
