//! The rules that decide whether a run is green, compared: `spec.toml`, the gates, which tests run, and the settings of cargo, nextest and
//! git.
//!
//! `state` holds what is compared. `settings` knows which files and which of their keys matter. `excused` finds the
//! knock-outs that links excuse, and `baseline` the findings that people took as known.

mod baseline;
mod excused;
mod settings;
mod state;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use spec_engine::Host;
use spec_engine::intent::ItemState;
use spec_model::catalog::Places;
use spec_model::config::Config;
use spec_model::files::FileKind;
use spec_model::{Code, Severity};

use crate::diff::RuleChange;
use crate::gate_file;
pub use state::WorkspaceState;

/// The rules that are not what they were. The settings of other tools count, in the folders of packages and of the repository, `top`.
pub fn all_changes(before: WorkspaceState<'_>, now: WorkspaceState<'_>, top: &Path) -> Vec<RuleChange> {
    let mut found = changes(before, now, &[]);
    found.extend(settings::changes(before, now, top));
    found
}

/// The rules of the tool itself that are not what they were: what is read and asked for, and which linked tests and gates run.
pub fn changes(before: WorkspaceState<'_>, now: WorkspaceState<'_>, changed: &[PathBuf]) -> Vec<RuleChange> {
    let mut found = configurations(before, now);
    found.extend(gates(before, now, changed));
    found.extend(silenced(before, now));
    found.extend(excused::changes(before, now));
    found.extend(baseline::changes(before, now));
    found
}

/// Lists the differences between the configurations in force for the packages, each file once.
fn configurations(before: WorkspaceState<'_>, now: WorkspaceState<'_>) -> Vec<RuleChange> {
    let old = in_force(before);
    let mut reported = BTreeSet::new();
    for (package, is) in in_force(now) {
        // The rules of before have nothing about a new package.
        let Some(was) = old.get(&package) else { continue };
        let file = is.file.or_else(|| was.file.clone());
        let Some(file) = file else { continue };
        let keys: BTreeSet<_> = was.values.keys().chain(is.values.keys()).collect();
        for key in keys {
            let what = match (was.values.get(key), is.values.get(key)) {
                (Some(was), Some(is)) if was == is => continue,
                (Some(was), Some(is)) => format!("`{key}` was {was}, and is {is}"),
                (Some(was), None) => format!("`{key}` was {was}, and is not there any more"),
                (None, Some(is)) => format!("`{key}` is new: {is}"),
                (None, None) => continue,
            };
            reported.insert((file.clone(), what));
        }
    }
    reported.into_iter().map(|(file, what)| RuleChange { file, what }).collect()
}

/// A configuration that is in force.
struct InForce {
    file: Option<PathBuf>,
    values: BTreeMap<String, String>,
}

/// The configurations in force for each package, and whether each is that of all packages.
fn in_force(state: WorkspaceState<'_>) -> HashMap<(PathBuf, bool), InForce> {
    let packages = state.host.workspace(&state.side.root).packages;
    let folders: Vec<_> = packages.into_iter().map(|package| package.folder).collect();
    let places = Places::for_packages(state.host.files(), folders.iter().map(PathBuf::as_path));
    let mut found = HashMap::new();
    for (folder, places) in folders.into_iter().zip(&places) {
        for (is_shared, places) in [(false, Some(places)), (true, places.shared.as_deref())] {
            let Some(places) = places else { continue };
            let values = values(&places.config);
            found.insert((folder.clone(), is_shared), InForce { file: places.config_path.clone(), values });
        }
    }
    found
}

/// Returns the values of a configuration about the files to read and the demands. How `gen` writes is no rule, and waivers are told with
/// the criteria.
fn values(config: &Config) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut add = |key: String, list: Vec<String>| {
        if !list.is_empty() {
            values.insert(key, list.join(", "));
        }
    };
    let quoted = |text: &str| format!("`{text}`");
    let mut documents: Vec<_> = config.documents.iter().map(|pattern| quoted(&pattern.glob)).collect();
    documents.sort();
    add("documents".to_owned(), documents);
    let dialect = |pattern: &spec_model::config::DialectPattern| {
        let of = pattern.documents.as_ref().map(|documents| format!(" of `{}`", documents.glob));
        format!("`{}`{}", pattern.dialect, of.unwrap_or_default())
    };
    add("dialect".to_owned(), config.dialects.iter().map(dialect).collect());
    for demand in &config.require {
        add(format!("require.{}", demand.of.as_deref().unwrap_or("*")), vec![quoted(demand.rung)]);
    }
    add("prove.threshold".to_owned(), config.threshold.iter().map(ToString::to_string).collect());
    add("prove.deep".to_owned(), config.requires_deep.then(|| quoted("require")).into_iter().collect());
    let mut attributes: Vec<_> = config.test_attributes.iter().map(|name| quoted(name)).collect();
    attributes.sort();
    add("tests.attributes".to_owned(), attributes);
    let codes: Vec<Code> = config.severities.iter().map(|(code, _)| *code).collect();
    for code in codes {
        let severity: Severity = config.severity(code);
        if severity != code.default_severity() {
            add(format!("severity.{code}"), vec![quoted(severity.as_str())]);
        }
    }
    values
}

/// The gates that do not run any more.
fn gates(before: WorkspaceState<'_>, now: WorkspaceState<'_>, changed: &[PathBuf]) -> Vec<RuleChange> {
    let packages = before.host.workspace(&before.side.root).packages;
    let mut files: BTreeSet<PathBuf> =
        packages.iter().map(|package| package.folder.join(gate_file::PATH)).collect();
    let is_source = |file: &&PathBuf| file.extension().is_some_and(|extension| extension == "rs");
    files.extend(changed.iter().filter(is_source).cloned());
    let packages_now = now.host.workspace(&now.side.root).packages;
    let is_run = |packages: &[spec_engine::workspace::Package], file: &Path| {
        packages.iter().any(|package| package.runs_tests_of(file))
    };
    let has_gate = |host: &Host, file: &Path| {
        let text = host.files().read_text(file, FileKind::Source);
        text.is_ok_and(|text| gate_file::has_active_gate(&text))
    };
    let found = files.into_iter().filter(|file| has_gate(before.host, file)).filter_map(|file| {
        let what = if !has_gate(now.host, &file) {
            "it has no `gate!()` any more"
        } else if is_run(&packages, &file) && !is_run(&packages_now, &file) {
            "its `gate!()` does not run any more, as its package's `Cargo.toml` says"
        } else {
            return None;
        };
        Some(RuleChange { what: what.to_owned(), file })
    });
    found.collect()
}

/// The linked tests that ran and never do now, though they say the same.
fn silenced(before: WorkspaceState<'_>, now: WorkspaceState<'_>) -> Vec<RuleChange> {
    let ran: HashMap<_, _> = tests(before)
        .filter(|(_, test)| never(test).is_none())
        .map(|(at, test)| (at, &test.tokens))
        .collect();
    let mut groups: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for (at, test) in tests(now) {
        if let Some(why) = never(test)
            && ran.contains_key(&at)
        {
            groups.entry((at.0, why.to_owned())).or_default().insert(at.1);
        }
    }
    let root = &now.side.root;
    let problems = groups.into_iter().map(|((file, why), names)| {
        let first = names.first().copied().unwrap_or_default();
        let tests = match names.len() {
            1 => format!("the test `{first}` does not run any more"),
            2 => format!("the test `{first}` and one more do not run any more"),
            number => format!("the test `{first}` and {} more do not run any more", number - 1),
        };
        RuleChange { file: root.join(file), what: format!("{tests}: {why}") }
    });
    problems.collect()
}

/// The tests that verify a criterion, each by its file and its name.
fn tests(state: WorkspaceState<'_>) -> impl Iterator<Item = ((&str, &str), &ItemState)> {
    let tests = state.side.intent.intents().flat_map(|intent| &intent.tests);
    tests.map(|test| ((&*test.file, &*test.name), test))
}

/// Returns the reason why a test never runs, if it never does.
fn never(test: &ItemState) -> Option<&str> {
    test.link.as_ref()?.item.runs.as_ref()?.never.as_deref()
}

#[cfg(test)]
mod tests_of_values {
    use spec_model::Source;

    use super::*;

    #[test]
    fn layout_order_and_defaults_are_no_values() {
        let read = |text: &str| values(&Config::read(&Source::new("spec.toml", text)).0);
        let first =
            "documents = [\"a.md\", \"b.md\"]\nrequire = \"proven\"\n[severity]\nuntested = \"warning\"\n";
        for same in [
            "# Ours.\nrequire = 'proven'\ndocuments = [\n  \"b.md\",\n  \"a.md\",\n]\nseverity.untested = \"warning\"\n",
            "documents = [\"a.md\", \"b.md\"]\n[require]\n\"*\" = \"proven\"\n[severity]\nuntested = \"warning\"\norphan = \"error\"\n",
            "documents = [\"a.md\", \"b.md\"]\nrequire = \"proven\"\n[gen]\nproperties = false\n[severity]\nuntested = \"warning\"\n",
        ] {
            assert_eq!(read(same), read(first), "{same}");
        }
        for other in [
            "documents = [\"a.md\"]\nrequire = \"proven\"\n[severity]\nuntested = \"warning\"\n",
            "documents = [\"a.md\", \"b.md\"]\nrequire = \"passing\"\n[severity]\nuntested = \"warning\"\n",
            "documents = [\"a.md\", \"b.md\"]\nrequire = \"proven\"\n[severity]\nuntested = \"note\"\n",
            "documents = [\"a.md\", \"b.md\"]\nrequire = \"proven\"\n[prove]\nthreshold = 5\n[severity]\nuntested = \"warning\"\n",
            "",
        ] {
            assert_ne!(read(other), read(first), "{other}");
        }
    }
}
