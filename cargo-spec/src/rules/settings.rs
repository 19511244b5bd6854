//! The settings of other tools about tests: which run, how they are built, and what is done with their result.
//!
//! `pipelines` finds the files of CI and of the tools that run commands.

mod pipelines;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_model::files::FileKind;
use toml_edit::{Document, Item, Value};

use super::state::WorkspaceState;
use crate::diff::RuleChange;

/// The keys of a manifest that matter: each with those below it.
const OF_MANIFESTS: [&str; 7] = [
    "profile",
    "package.autotests",
    "package.build",
    "workspace.members",
    "workspace.exclude",
    "patch",
    "replace",
];

/// The keys of a target in a manifest that matter.
const OF_TARGETS: [&str; 5] = ["harness", "test", "required-features", "path", "name"];

/// The keys of cargo's configuration that matter.
const OF_CARGO: [&str; 6] = ["alias", "build", "env", "profile", "target", "unstable"];

/// Lists the differences in those files, each key by itself.
pub(super) fn changes(before: WorkspaceState<'_>, now: WorkspaceState<'_>, top: &Path) -> Vec<RuleChange> {
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for state in [before, now] {
        let root = &state.side.root;
        let packages = state.host.workspace(root).packages.into_iter().map(|package| package.folder);
        let folders: BTreeSet<PathBuf> = packages.chain([root.clone(), top.to_path_buf()]).collect();
        for folder in folders {
            let names = [".cargo", ".config", ""].map(|inner| folder.join(inner));
            for folder in &names {
                let entries = state.host.files().entries(folder).into_iter().flatten();
                let paths = entries.map(|entry| folder.join(entry.name));
                files.extend(paths.filter(|file| kind(file).is_some()));
            }
        }
        files.extend(pipelines::files(state.host.files(), top));
    }
    let mut found = Vec::new();
    for file in files {
        let Some(kind) = kind(&file) else { continue };
        let (was, is) = (settings(before.host, &file, kind), settings(now.host, &file, kind));
        let keys: BTreeSet<_> = was.keys().chain(is.keys()).collect();
        for key in keys {
            let is_line = matches!(kind, Kind::Git | Kind::Pipeline);
            let what = match (was.get(key), is.get(key)) {
                (Some(was), Some(is)) if was == is => continue,
                (Some(was), Some(is)) if is_line => {
                    format!("the line `{key}` stood there {was} times, and does {is} times")
                }
                (Some(_), None) if is_line => format!("the line `{key}` is not there any more"),
                // The tool itself writes it.
                (None, Some(_)) if kind == Kind::Git && key.ends_with("merge=union") => continue,
                (None, Some(_)) if is_line => format!("the line `{key}` is new"),
                (Some(was), Some(is)) => format!("`{key}` was {was}, and is {is}"),
                (Some(was), None) => format!("`{key}` was {was}, and is not there any more"),
                (None, Some(is)) => format!("`{key}` is new: {is}"),
                (None, None) => continue,
            };
            found.push(RuleChange { file: file.clone(), what });
        }
    }
    found
}

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Manifest,
    Cargo,
    Nextest,
    /// Lines that name the lock.
    Git,
    /// Lines that call the tool or the tests.
    Pipeline,
}

fn kind(file: &Path) -> Option<Kind> {
    let name = file.file_name()?.to_str()?;
    let folder = |number: usize| file.ancestors().nth(number)?.file_name()?.to_str();
    match name {
        "Cargo.toml" => Some(Kind::Manifest),
        "config.toml" | "config" if folder(1) == Some(".cargo") => Some(Kind::Cargo),
        "nextest.toml" => Some(Kind::Nextest),
        ".gitattributes" => Some(Kind::Git),
        _ if pipelines::is_one(file) => Some(Kind::Pipeline),
        _ => None,
    }
}

/// Returns the settings in a file that matter, by their keys; nothing if there is no file or it cannot be read.
fn settings(host: &Host, file: &Path, kind: Kind) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Ok(text) = host.files().read_text(file, FileKind::Settings) else { return found };
    match kind {
        Kind::Git => lines(&text, |line| line.contains("spec.lock"), &mut found),
        Kind::Pipeline if text.lines().any(pipelines::calls) => {
            lines(&text, |line| pipelines::calls(line) || pipelines::ignores_failure(line), &mut found);
        }
        Kind::Pipeline => {}
        Kind::Manifest | Kind::Cargo | Kind::Nextest => {
            let Ok(document) = Document::parse(&*text) else { return found };
            flatten("", document.as_item(), &mut found);
            found.retain(|key, _| matters(key, kind));
        }
    }
    found
}

/// The lines that are asked for, each as a key with how often it stands there.
fn lines(text: &str, is_asked: impl Fn(&str) -> bool, found: &mut BTreeMap<String, String>) {
    for line in text.lines().map(str::trim).filter(|line| is_asked(line)) {
        let number = found.get(line).and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        found.insert(line.to_owned(), (number + 1).to_string());
    }
}

fn matters(key: &str, kind: Kind) -> bool {
    let is_below =
        |above: &str| key.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let is_of_target = || {
        let mut parts = key.split('.');
        let is_target = matches!(parts.next(), Some("lib" | "bin" | "test" | "bench" | "example"));
        is_target && key.rsplit('.').next().is_some_and(|last| OF_TARGETS.contains(&last))
    };
    match kind {
        Kind::Manifest => OF_MANIFESTS.iter().any(|above| is_below(above)) || is_of_target(),
        Kind::Cargo => OF_CARGO.iter().any(|above| is_below(above)),
        Kind::Nextest => true,
        Kind::Git | Kind::Pipeline => true,
    }
}

/// Every value with the way to it: `profile.dev.debug-assertions`. Of several tables of one name (`[[test]]`) each has its own `name`, or its
/// place, in the way.
fn flatten(key: &str, item: &Item, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match item {
        Item::Table(table) => table.iter().for_each(|(name, item)| flatten(&below(name), item, found)),
        Item::Value(Value::InlineTable(table)) => {
            for (name, value) in table {
                flatten(&below(name), &Item::Value(value.clone()), found);
            }
        }
        Item::Value(Value::Array(array)) => {
            let values: Vec<_> = array.iter().map(shown).collect();
            found.insert(key.to_owned(), format!("[{}]", values.join(", ")));
        }
        Item::Value(value) => {
            found.insert(key.to_owned(), shown(value));
        }
        Item::ArrayOfTables(tables) => {
            for (number, table) in tables.iter().enumerate() {
                let name = table.get("name").and_then(Item::as_str).map(str::to_owned);
                let name = below(&name.unwrap_or_else(|| number.to_string()));
                table.iter().for_each(|(inner, item)| flatten(&format!("{name}.{inner}"), item, found));
            }
        }
        Item::None => {}
    }
}

/// A value without the layout around it.
fn shown(value: &Value) -> String {
    format!("`{}`", value.clone().decorated("", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Kind, text: &str, expect: &[&str]) {
        let mut found = BTreeMap::new();
        let document = Document::parse(text).expect("it is TOML");
        flatten("", document.as_item(), &mut found);
        found.retain(|key, _| matters(key, kind));
        let shown: Vec<_> = found.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn of_a_manifest_matters_what_decides_which_tests_run_and_how_they_are_built() {
        check(
            Kind::Manifest,
            "[package]\nname = \"a\"\nautotests = false\n[dependencies]\nb = \"1\"\n[[test]]\nname = \"spec\"\nharness = false\n[profile.dev.package.\"*\"]\ndebug-assertions = false\n",
            &[
                "package.autotests = `false`",
                "profile.dev.package.*.debug-assertions = `false`",
                "test.spec.harness = `false`",
                "test.spec.name = `\"spec\"`",
            ],
        );
    }

    #[test]
    fn of_the_configuration_of_cargo_matter_runners_aliases_and_variables() {
        check(
            Kind::Cargo,
            "[term]\nquiet = true\n[target.'cfg(all())']\nrunner = [\"true\"]\n[env]\nA = { value = \"1\", force = true }\n",
            &["env.A.force = `true`", "env.A.value = `\"1\"`", "target.cfg(all()).runner = [`\"true\"`]"],
        );
    }

    #[test]
    fn of_a_pipeline_matter_the_lines_that_call_the_tool() {
        let mut found = BTreeMap::new();
        lines(
            "steps:\n  - run: cargo spec check\n  - run: ls\n  - run: cargo spec check\n",
            pipelines::calls,
            &mut found,
        );
        assert_eq!(found, BTreeMap::from([("- run: cargo spec check".to_owned(), "2".to_owned())]));
    }
}
