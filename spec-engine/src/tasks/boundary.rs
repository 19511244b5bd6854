//! What a task may touch: the files that it names, its components, and the files where its criteria are implemented.

use std::collections::BTreeMap;

use spec_model::design::Design;
use spec_model::index::IndexVec;
use spec_model::tasks::{Task, TaskIx, TaskList};

/// What one task may touch, each place once, in order.
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
        match self {
            Self::File(path) => CONTENDED.contains(&path.rsplit('/').next().unwrap_or(path)),
            Self::Component(_) => false,
        }
    }
}

/// Why a place belongs to a task. The first reason that holds is kept.
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

/// The boundaries of all tasks of a list. `implementing` has the files, for each task, where its criteria are implemented.
pub fn boundaries(
    list: &TaskList,
    designs: &[&Design],
    implementing: &IndexVec<TaskIx, Vec<String>>,
) -> IndexVec<TaskIx, Boundary> {
    let tree = Tree::new(designs);
    let boundary = |(ix, task): (TaskIx, &Task)| {
        let mut boundary = Boundary::default();
        let mut add = |place: Place, why: Why| {
            boundary.places.entry(place).or_insert(why);
        };
        for path in task.paths.iter().map(|path| normal(list.text(*path))) {
            add(Place::File(path), Why::Written);
        }
        for component in task.boundary.iter().map(|name| list.text(*name).trim()) {
            match tree.file(component) {
                Some(path) => add(Place::File(path.to_owned()), Why::Tree),
                None => add(Place::Component(component.to_owned()), Why::Written),
            }
        }
        for name in words_with_extension(list.title(task)) {
            if let Some(path) = tree.file(name) {
                add(Place::File(path.to_owned()), Why::Tree);
            }
        }
        let implementing = implementing.get(ix).into_iter().flatten();
        implementing.for_each(|path| add(Place::File(path.clone()), Why::Implements));
        boundary
    };
    list.tasks.enumerated().map(boundary).collect()
}

/// A path as paths are compared: `/` between its parts, and no `./` before it.
pub fn normal(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}

/// The files of the designs' trees, by their bare names; `None` if two files have the name.
struct Tree<'a>(BTreeMap<&'a str, Option<&'a str>>);

impl<'a> Tree<'a> {
    fn new(designs: &[&'a Design]) -> Self {
        let mut files = BTreeMap::new();
        let entries = designs.iter().flat_map(|design| &design.trees).flat_map(|tree| &tree.entries);
        for entry in entries.filter(|entry| !entry.is_folder) {
            let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
            files
                .entry(name)
                .and_modify(|known: &mut Option<&str>| *known = known.filter(|known| *known == entry.path))
                .or_insert(Some(&*entry.path));
        }
        Self(files)
    }

    fn file(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).copied().flatten()
    }
}

/// The words of a title that end as names of files do.
fn words_with_extension(title: &str) -> impl Iterator<Item = &str> {
    let is_edge = |c: char| !c.is_alphanumeric() && c != '_';
    title.split_whitespace().map(move |word| word.trim_matches(is_edge)).filter(|word| word.contains('.'))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use spec_model::source::Source;

    use super::*;

    #[track_caller]
    fn check(task: &str, design: &str, implementing: &[&str], expect: &[&str]) {
        let list = spec_model::tasks::read(Source::new(Path::new("tasks.md"), task));
        let design = spec_model::design::read(Source::new(Path::new("design.md"), design));
        let implementing = IndexVec::from(vec![implementing.iter().map(|path| (*path).to_owned()).collect()]);
        let found = boundaries(&list, &[&design], &implementing);
        let places = found.as_slice()[0].places.iter();
        let found: Vec<_> =
            places.map(|(place, why)| format!("{} {}", place.as_str(), why.as_str())).collect();
        assert_eq!(found, expect);
    }

    const TREE: &str = "# Design\n\n## File Structure\n\n```\nshop/\n├── src/\n│   ├── oven.rs\n│   └── till.rs\n└── mod.rs\n```\n";

    #[test]
    fn a_task_may_touch_the_files_that_it_names() {
        check(
            "- [ ] 1. Bake in ./src/oven.rs and `src/till.rs`\n",
            "",
            &[],
            &["src/oven.rs written", "src/till.rs written"],
        );
    }

    #[test]
    fn a_bare_name_is_the_file_of_the_tree() {
        check("- [ ] 1. Bake in oven.rs\n", TREE, &[], &["shop/src/oven.rs tree"]);
        check("- [ ] 1. Bake in kiln.rs\n", TREE, &[], &[]);
    }

    #[test]
    fn components_are_known_by_their_names() {
        check("- [ ] 1. Bake\n  - _Boundary: Oven, Till_\n", TREE, &[], &["Oven written", "Till written"]);
    }

    #[test]
    fn code_that_implements_a_criterion_of_the_task_belongs_to_it() {
        check(
            "- [ ] 1. Bake in src/oven.rs\n",
            "",
            &["src/oven.rs", "src/heat.rs"],
            &["src/heat.rs implements", "src/oven.rs written"],
        );
    }
}
