//! The graph of modules, as ARCHITECTURE.md promises it.

mod graph;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use self::graph::Graph;

const CRATES: [&str; 5] = ["spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec"];

/// More files than these that use each other are read together or not at all.
const MOST_IN_A_CIRCLE: usize = 3;

static GRAPH: LazyLock<Graph> = LazyLock::new(|| Graph::read(&CRATES));

/// The circles of folders, each as the names of its members.
fn folder_circles() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for parent in 0..GRAPH.modules.len() {
        let (members, uses) = GRAPH.siblings(parent);
        for circle in Graph::circles(&members, &uses) {
            let is_of_crate = GRAPH.modules[parent].parent.is_none();
            if is_of_crate || circle.iter().any(|&module| GRAPH.is_folder(module)) {
                all.insert(named(&circle));
            }
        }
    }
    all
}

/// The circles of too many files.
fn file_circles() -> BTreeSet<String> {
    let all: Vec<usize> = (0..GRAPH.modules.len()).collect();
    let circles = Graph::circles(&all, &GRAPH.uses).into_iter();
    circles.filter(|circle| circle.len() > MOST_IN_A_CIRCLE).map(|circle| named(&circle)).collect()
}

fn named(circle: &[usize]) -> String {
    let mut names: Vec<&str> = circle.iter().map(|&module| &*GRAPH.modules[module].name).collect();
    names.sort_unstable();
    names.join(" ")
}

/// The circles that are known, of one kind. The list only shrinks.
fn known(kind: &str) -> BTreeSet<String> {
    let entries = include_str!("circles.txt").split("\n\n").filter_map(|entry| entry.strip_prefix(kind));
    entries.map(|names| names.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[track_caller]
fn check(found: &BTreeSet<String>, kind: &str) {
    let known = known(kind);
    let new: Vec<_> = found.difference(&known).collect();
    let stale: Vec<_> = known.difference(found).collect();
    assert!(
        new.is_empty() && stale.is_empty(),
        "these {kind} use each other in a circle: {new:#?}\nthese no longer do, remove them from circles.txt: {stale:#?}"
    );
}

#[test]
fn no_folders_use_each_other_in_a_circle() {
    check(&folder_circles(), "folders");
}

#[test]
fn no_more_than_three_files_use_each_other_in_a_circle() {
    check(&file_circles(), "files");
}

/// Which modules never use which others, by the beginnings of their names.
const NEVER: &[(&[&str], &[&str])] = &[(&["cargo_spec::render"], &["cargo_spec::exit", "cargo_spec::files"])];

#[test]
fn no_module_uses_what_architecture_md_forbids() {
    let is_within = |name: &str, of: &[&str]| {
        of.iter()
            .any(|of| name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
    };
    for (module, used) in GRAPH.edges() {
        for (from, to) in NEVER {
            assert!(!(is_within(module, from) && is_within(used, to)), "`{module}` uses `{used}`");
        }
    }
}
