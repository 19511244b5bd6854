//! Finds what a task may touch: the files and components that it names, and the files where its criteria are implemented.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use spec_model::design::{Design, FileTree};
use spec_model::hash::FastSet;
use spec_model::index::IndexVec;
use spec_model::paths::relative;
use spec_model::source::Span;
use spec_model::tasks::{Task, TaskIx, TaskList};

use super::mention;
use super::spelling::Spelling;
use crate::ladder::{Verdict, VerdictIx};
use crate::links::{Link, Role};
use crate::workspace::Package;

/// The places that one task may touch, each once, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boundary {
    /// The places, with the reason why each is among them.
    pub places: BTreeMap<Place, Why>,
}

/// A place that tasks may touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A file, with `/` between the parts of its path.
    File(String),
    /// A component of the design, by its name.
    Component(String),
}

impl Place {
    /// The path or the name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::File(name) | Self::Component(name) => name,
        }
    }

    /// Is it a file that every other task touches as well? Two tasks in it are told, and not parted.
    pub fn is_contended(&self) -> bool {
        match self {
            Self::File(path) => CONTENDED.contains(&path.rsplit('/').next().unwrap_or(path)),
            Self::Component(_) => false,
        }
    }
}

/// Manifests, locks, and the files that only name modules.
const CONTENDED: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    "lib.rs",
    "mod.rs",
    "package.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "pyproject.toml",
    "poetry.lock",
    "go.mod",
    "go.sum",
];

/// The reason why a place belongs to a task. The first reason that holds is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The task names it.
    Written,
    /// The task names a file that the design's tree has there.
    Tree,
    /// Code in it implements a criterion of the task.
    Implements,
}

impl Why {
    /// The word for it, in text and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Tree => "tree",
            Self::Implements => "implements",
        }
    }
}

/// The way to the boundaries of the tasks below one spec root.
#[derive(Debug)]
pub struct Boundaries<'a> {
    /// The root of the workspace.
    root: &'a Path,
    spelling: Spelling<'a>,
}

impl<'a> Boundaries<'a> {
    /// The boundaries below `spec_root`, in a workspace with some packages and linked files.
    pub fn new(
        spec_root: &'a Path,
        root: &'a Path,
        packages: &[Package],
        links: impl Iterator<Item = &'a Link>,
    ) -> Self {
        let packages = packages.iter().map(|package| &*package.folder);
        let files: FastSet<&OsStr> = links.map(|link| link.location.path.as_os_str()).collect();
        let files = files.into_iter().map(|file| relative(Path::new(file), root));
        Self { root, spelling: Spelling::new(spec_root, root, packages, files) }
    }

    /// The boundaries of all tasks of a list: what each names in it and in its designs, and the criteria with their verdicts.
    pub fn of<'v>(
        &self,
        list: &TaskList,
        designs: &[&Design],
        criteria: &IndexVec<TaskIx, Vec<VerdictIx>>,
        verdict: impl Fn(VerdictIx) -> &'v Verdict,
    ) -> IndexVec<TaskIx, Boundary> {
        let implementing = criteria.map(|criteria| {
            let links = criteria.iter().flat_map(|&ix| &verdict(ix).links);
            let code = links.filter(|link| link.item.role == Role::Implements);
            code.map(|link| relative(&link.location.path, self.root)).collect()
        });
        boundaries(list, designs, &implementing, &self.spelling)
    }
}

/// The boundaries of all tasks of a list. `implementing` has the files, for each task, where its criteria are implemented.
pub(super) fn boundaries(
    list: &TaskList,
    designs: &[&Design],
    implementing: &IndexVec<TaskIx, Vec<String>>,
    spelling: &Spelling<'_>,
) -> IndexVec<TaskIx, Boundary> {
    let tree = Tree::new(designs, spelling);
    let projects: Vec<&str> = designs.iter().flat_map(|design| &design.trees).filter_map(project).collect();
    // Who names the folder of the project in a tree may name it elsewhere too.
    let file = |written: &str| {
        let mut projects = projects.iter().copied();
        let project = projects.find(|name| written.trim_start_matches(['.', '/']).starts_with(name));
        spelling.tree_file(written.trim_start_matches("./"), project)
    };
    let boundary = |(ix, task): (TaskIx, &Task)| {
        let mut boundary = Boundary::default();
        let mut add = |place: Place, why: Why| {
            boundary.places.entry(place).or_insert(why);
        };
        let paths = task.paths.iter().filter(|path| is_edited(list, **path));
        for path in paths.map(|path| file(list.text(*path))) {
            add(Place::File(path), Why::Written);
        }
        for component in task.boundary.iter().map(|name| list.text(*name).trim()) {
            match (tree.component(component), is_path(component)) {
                (Some(path), _) => add(Place::File(path.to_owned()), Why::Tree),
                (None, true) => add(Place::File(file(component)), Why::Written),
                (None, false) => add(Place::Component(component.to_owned()), Why::Written),
            }
        }
        for name in words_with_extension(list.title(task)) {
            if let Some(path) = tree.file(name) {
                add(Place::File(path.to_owned()), Why::Tree);
            }
        }
        for path in words_with_extension(list.text(task.span)).filter_map(at_root) {
            add(Place::File(spelling.file(path)), Why::Written);
        }
        let implementing = implementing.get(ix).into_iter().flatten();
        implementing.for_each(|path| add(Place::File(path.clone()), Why::Implements));
        boundary
    };
    list.tasks.enumerated().map(boundary).collect()
}

/// May a task edit a file that it names there? Files below the home folder are none of the project, and some are only looked at.
fn is_edited(list: &TaskList, path: Span) -> bool {
    !list.text(path).starts_with('~') && !mention::is_mention(&list.source, path)
}

/// Is the name of a component a path: of a file, or of a folder with its `/`?
fn is_path(name: &str) -> bool {
    let name = name.trim_matches('`');
    let is_file = || name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    name.contains('/') && !name.contains(char::is_whitespace) && (name.ends_with('/') || is_file())
}

/// The files of the designs' trees, by their bare names and by what these say without their extension; `None` if two files have one name.
struct Tree {
    files: Vec<String>,
    by_name: BTreeMap<String, Option<usize>>,
    by_letters: BTreeMap<String, Option<usize>>,
}

impl Tree {
    fn new(designs: &[&Design], spelling: &Spelling<'_>) -> Self {
        let mut tree = Self { files: Vec::new(), by_name: BTreeMap::new(), by_letters: BTreeMap::new() };
        let trees = designs.iter().flat_map(|design| &design.trees);
        let entries = trees.flat_map(|tree| {
            let project = project(tree);
            tree.entries.iter().map(move |entry| (entry, project))
        });
        for (entry, project) in entries.filter(|(entry, _)| !entry.is_folder) {
            let path = spelling.tree_file(&entry.path, project);
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            let stem = letters(name.split_once('.').map_or(&*name, |(stem, _)| stem));
            let at = tree.files.len();
            for (names, name) in [(&mut tree.by_name, name), (&mut tree.by_letters, stem)] {
                let files = &tree.files;
                names
                    .entry(name)
                    .and_modify(|known| *known = known.filter(|&known| files[known] == path))
                    .or_insert(Some(at));
            }
            tree.files.push(path);
        }
        tree
    }

    fn file(&self, name: &str) -> Option<&str> {
        Some(&self.files[self.by_name.get(name).copied().flatten()?])
    }

    /// The file that has the name of a component, with or without an extension: `oven_door.rs` of `OvenDoor`.
    fn component(&self, name: &str) -> Option<&str> {
        let name = name.trim_matches('`');
        let by_letters = || Some(&*self.files[self.by_letters.get(&letters(name)).copied().flatten()?]);
        self.file(name).or_else(by_letters)
    }
}

/// The folder that all of a tree is in, if it holds a manifest or sources.
fn project(tree: &FileTree) -> Option<&str> {
    let root = tree.entries.first()?.path.split('/').next()?;
    let mut below = tree.entries.iter().map(|entry| entry.path.strip_prefix(root));
    let is_own = |below: &str| below == "/Cargo.toml" || below == "/src" || below.starts_with("/src/");
    let is_whole =
        below.clone().all(|below| below.is_some_and(|below| below.is_empty() || below.starts_with('/')));
    (is_whole && below.any(|below| below.is_some_and(is_own))).then_some(root)
}

/// The letters and digits of a name, in small letters.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The path of a file that stands in one folder of every package, and is therefore written without it.
fn at_root(name: &str) -> Option<&str> {
    match name {
        "lib.rs" => Some("src/lib.rs"),
        // Each folder has its own.
        "mod.rs" => None,
        "build.rs" => Some(name),
        name => CONTENDED.contains(&name).then_some(name),
    }
}

/// The words of a text that end as names of files do.
fn words_with_extension(title: &str) -> impl Iterator<Item = &str> {
    let is_edge = |c: char| !c.is_alphanumeric() && c != '_';
    title.split_whitespace().map(move |word| word.trim_matches(is_edge)).filter(|word| word.contains('.'))
}

#[cfg(test)]
mod tests {
    use spec_model::source::Source;

    use super::*;

    #[track_caller]
    fn check(task: &str, design: &str, implementing: &[&str], expect: &[&str]) {
        let list = spec_model::tasks::read(Source::new(Path::new("tasks.md"), task));
        let design = spec_model::design::read(Source::new(Path::new("design.md"), design));
        let known = implementing.iter().map(|path| (*path).to_owned());
        let spelling = Spelling::new(Path::new("/w/shop"), Path::new("/w"), std::iter::empty(), known);
        let implementing = IndexVec::from(vec![implementing.iter().map(|path| (*path).to_owned()).collect()]);
        let found = boundaries(&list, &[&design], &implementing, &spelling);
        let places = found.as_slice()[0].places.iter();
        let found: Vec<_> =
            places.map(|(place, why)| format!("{} {}", place.as_str(), why.as_str())).collect();
        assert_eq!(found, expect);
    }

    const TREE: &str = "# Design\n\n## File Structure\n\n```\nshop/\n├── src/\n│   ├── oven.rs\n│   ├── oven_door.rs\n│   └── till.rs\n└── mod.rs\n```\n";

    #[test]
    fn a_task_may_touch_the_files_that_it_names() {
        check(
            "- [ ] 1. Bake in ./src/oven.rs and `src/till.rs`\n",
            "",
            &[],
            &["shop/src/oven.rs written", "shop/src/till.rs written"],
        );
    }

    #[test]
    fn a_file_that_is_only_looked_at_or_below_the_home_folder_is_not_touched() {
        check(
            "- [ ] 1. Bake in src/oven.rs as in `src/till.rs`\n  - Import `Crumb` from src/dough.rs\n  - Register it in ~/.config/oven/config.json\n",
            "",
            &[],
            &["shop/src/oven.rs written"],
        );
        check(
            "- [ ] 1. Bake as in `src/till.rs`\n",
            "",
            &["shop/src/till.rs"],
            &["shop/src/till.rs implements"],
        );
    }

    #[test]
    fn a_file_of_the_package_folder_is_named_without_it() {
        check(
            "- [ ] 1. Bake\n  - Edit `Cargo.toml`, build.rs, `lib.rs` and mod.rs. Read config.toml\n",
            "",
            &[],
            &["shop/Cargo.toml written", "shop/build.rs written", "shop/src/lib.rs written"],
        );
    }

    #[test]
    fn a_file_is_one_place_however_it_is_written() {
        for written in [
            "src/oven.rs",
            "./src/oven.rs",
            "src/./oven.rs",
            "shop/src/oven.rs",
            "src\\oven.rs",
            ".\\src\\oven.rs",
        ] {
            check(
                &format!("- [ ] 1. Bake in `{written}`\n"),
                TREE,
                &["shop/src/oven.rs"],
                &["shop/src/oven.rs written"],
            );
        }
    }

    #[test]
    fn a_bare_name_is_the_file_of_the_tree() {
        check("- [ ] 1. Bake in oven.rs\n", TREE, &[], &["shop/src/oven.rs tree"]);
        check("- [ ] 1. Bake in kiln.rs\n", TREE, &[], &[]);
        let other = TREE.replace("shop/", "the-shop/");
        check("- [ ] 1. Bake in oven.rs\n", &other, &[], &["shop/src/oven.rs tree"]);
    }

    #[test]
    fn components_are_known_by_their_names() {
        check("- [ ] 1. Bake\n  - _Boundary: Oven, Till_\n", "", &[], &["Oven written", "Till written"]);
        check(
            "- [ ] 1. Bake\n  - _Boundary: OvenDoor, Shelf, src/kiln.rs, `src/till.rs`_\n",
            TREE,
            &[],
            &[
                "shop/src/kiln.rs written",
                "shop/src/oven_door.rs tree",
                "shop/src/till.rs written",
                "Shelf written",
            ],
        );
    }

    #[test]
    fn code_that_implements_a_criterion_of_the_task_belongs_to_it() {
        check(
            "- [ ] 1. Bake in src/oven.rs\n",
            "",
            &["shop/src/oven.rs", "shop/src/heat.rs"],
            &["shop/src/heat.rs implements", "shop/src/oven.rs written"],
        );
    }
}
