//! The graph of modules, as ARCHITECTURE.md promises it.

mod graph;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use self::graph::{Graph, Module};
use crate::REPOSITORY;

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

#[test]
fn no_folders_use_each_other_in_a_circle() {
    assert_eq!(folder_circles(), BTreeSet::new(), "these folders use each other");
}

#[test]
fn no_more_than_three_files_use_each_other_in_a_circle() {
    assert_eq!(file_circles(), BTreeSet::new(), "these files use each other");
}

/// The modules that never use others, by the beginnings of their names.
const NEVER: &[(&[&str], &[&str])] = &[
    // A rendering shows: it reads no documents, writes nothing, and chooses no exit code.
    (
        &["cargo_spec::render"],
        &[
            "cargo_spec::context",
            "cargo_spec::exit",
            "cargo_spec::write",
            "cargo_spec::hidden",
            "cargo_spec::runner",
            "cargo_spec::selection",
            "spec_model::catalog::load",
            "spec_model::dialect",
            "spec_engine::host",
        ],
    ),
    // The outcome that a verb hands to a rendering knows neither.
    (&["cargo_spec::outcome"], &["cargo_spec::context", "cargo_spec::render", "cargo_spec::terminal"]),
    (&["cargo_spec::terminal", "cargo_spec::layout", "cargo_spec::text"], &["cargo_spec::render"]),
    // Whatever a machine keeps is read and written without a terminal.
    (&["cargo_spec::acceptance", "cargo_spec::evidence", "cargo_spec::write"], &["cargo_spec::terminal"]),
    // The next step is decided without what asks for it.
    (&["cargo_spec::next"], &["cargo_spec::acceptance", "cargo_spec::report"]),
    // The words of a criterion are known without tests and without the accepted ones.
    (
        &["spec_engine::criterion"],
        &["spec_engine::intent", "spec_engine::links", "spec_engine::lock", "spec_engine::verdict"],
    ),
    // Criteria are read without what is linked to them; links without what was accepted.
    (&["spec_engine::links"], &["spec_engine::lock", "spec_engine::verdict", "spec_engine::intent"]),
    (
        &["spec_engine::intent", "spec_engine::lock", "spec_engine::comparison"],
        &["spec_engine::verdict", "spec_engine::host"],
    ),
    // Sources are read without what asks for them. The host keeps them, and knows no questions; a snapshot is read without its answer.
    (
        &["spec_engine::sources", "spec_engine::workspace"],
        &["spec_engine::host", "spec_engine::intent", "spec_engine::lock", "spec_engine::verdict"],
    ),
    (&["spec_engine::host"], &["spec_engine::intent", "spec_engine::snapshot", "spec_engine::verdict"]),
    (&["spec_engine::snapshot"], &["spec_engine::intent", "spec_engine::ladder", "spec_engine::verdict"]),
    // An answer is made of a snapshot alone: it reads no file.
    (&["spec_engine::verdict", "spec_engine::intent", "spec_engine::ladder"], &["spec_model::files"]),
    (&["spec_model::grammar", "spec_model::markdown"], &["spec_model::catalog", "spec_model::config"]),
];

/// Returns whether a module is another one, or below it.
fn is_within(name: &str, of: &str) -> bool {
    name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn no_module_uses_what_architecture_md_forbids() {
    let is_there = |name: &&&str| GRAPH.modules.iter().any(|module| module.name == **name);
    let gone = NEVER.iter().flat_map(|(from, to)| from.iter().chain(*to)).find(|name| !is_there(name));
    assert_eq!(gone, None, "no module is called so");
    for (module, used) in GRAPH.edges() {
        for (from, to) in NEVER {
            let is_forbidden =
                from.iter().any(|from| is_within(module, from)) && to.iter().any(|to| is_within(used, to));
            assert!(!is_forbidden, "`{module}` uses `{used}`");
        }
    }
}

#[test]
fn no_verb_uses_another_and_nothing_but_the_command_uses_verbs() {
    let verb = |name: &str| name.strip_prefix("cargo_spec::verbs::")?.split("::").next().map(str::to_owned);
    for (module, used) in GRAPH.edges() {
        if is_within(used, "cargo_spec::verbs") {
            let is_above = ["cargo_spec", "cargo_spec::verbs"].contains(&module);
            let is_same = verb(used).is_some() && verb(module) == verb(used);
            assert!(is_above || is_same, "`{module}` uses the verb `{used}`");
        }
    }
}

/// The only modules that touch the disk.
const DISK: &[&str] = &[
    // The files of a user, as model, engine and command read them.
    "spec_model::files::disk",
    // Whatever the command writes, for users and for itself.
    "cargo_spec::write",
    // The evidence of a process, written where linked code runs.
    "spec_runtime::recorder",
];

/// Does a module name `std::fs`, by whatever import, or what makes files under a name?
fn touches_the_disk(module: &Module) -> Option<&[String]> {
    let paths = module.paths.iter().chain(module.imports.values());
    let names = |path: &&Vec<String>| path.iter().any(|part| part == "fs" || part == "NamedTempFile");
    paths.filter(names).map(Vec::as_slice).next()
}

#[test]
fn only_the_files_of_the_model_and_one_folder_of_the_command_touch_the_disk() {
    let touching: Vec<_> =
        GRAPH.modules.iter().filter_map(|module| Some((&*module.name, touches_the_disk(module)?))).collect();
    for (name, found) in &touching {
        let is_allowed = DISK.iter().any(|allowed| is_within(name, allowed));
        assert!(is_allowed, "`{name}` touches the disk: {found:?}");
    }
    for allowed in DISK {
        let is_needed = touching.iter().any(|(name, _)| is_within(name, allowed));
        assert!(is_needed, "`{allowed}` touches nothing any more: take it off the list");
    }
}

/// The words of ARCHITECTURE.md in backticks.
fn named_in_the_architecture() -> BTreeSet<String> {
    let page = std::fs::read_to_string(REPOSITORY.join("ARCHITECTURE.md")).expect("it is there");
    page.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

#[test]
fn architecture_md_names_every_module_of_a_crate() {
    let named = named_in_the_architecture();
    for module in &GRAPH.modules {
        if let Some((_, name)) = module.name.split_once("::").filter(|(_, name)| !name.contains("::")) {
            let name = name.trim_start_matches("r#");
            assert!(named.contains(name), "ARCHITECTURE.md does not name `{}`", module.name);
        }
    }
}

#[test]
fn every_file_that_architecture_md_names_is_there() {
    let stands_for_any = |path: &str| path.contains("NAME") || path.contains("CODE");
    for path in named_in_the_architecture() {
        let is_path = path.contains('/') || path.ends_with(".rs");
        if !is_path || path.contains(' ') || stands_for_any(&path) {
            continue;
        }
        let folders = ["", "tests/tests/whole", "cargo-spec/src", "spec-model/src"];
        let is_there = folders.iter().any(|folder| REPOSITORY.join(folder).join(&path).exists());
        assert!(is_there, "there is no `{path}`");
    }
}
