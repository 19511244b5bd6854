//! Gives each file one name: from the root of the workspace on, however task lists and designs write it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use spec_model::paths::{normal, relative};

/// The way in which the documents of one spec root write files.
#[derive(Debug)]
pub(super) struct Spelling<'a> {
    /// The folder of the documents.
    spec_root: &'a Path,
    /// The root of the workspace.
    root: &'a Path,
    /// The way from `root` to `spec_root`.
    base: String,
    /// The folders of packages, but for that of the root.
    packages: HashSet<String>,
    /// The files that are there for certain.
    known: HashSet<String>,
    /// The same by their last names.
    by_name: HashMap<String, Vec<String>>,
}

impl<'a> Spelling<'a> {
    /// The way of documents below `spec_root`. `packages` are the folders of packages, `known` are files from the root of the workspace on.
    pub(super) fn new<'p>(
        spec_root: &'a Path,
        root: &'a Path,
        packages: impl Iterator<Item = &'p Path>,
        known: impl Iterator<Item = String>,
    ) -> Self {
        let packages = packages.map(|folder| relative(folder, root)).filter(|folder| !folder.is_empty());
        let known: HashSet<String> = known.collect();
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for path in &known {
            by_name.entry(last(path).to_owned()).or_default().push(path.clone());
        }
        Self {
            spec_root,
            root,
            base: relative(spec_root, root),
            packages: packages.collect(),
            known,
            by_name,
        }
    }

    /// The path of a file or folder from the root of the workspace on, with `/` between its names.
    pub(super) fn file(&self, written: &str) -> String {
        let written = written.trim().trim_matches('`').replace("\\_", "_").replace('\\', "/");
        let written = normal(Path::new(written.trim_matches('/')));
        let written = written.to_string_lossy().replace('\\', "/");
        if self.known.contains(&*written) {
            return written;
        }
        let alike = self.by_name.get(last(&written)).map(Vec::as_slice).unwrap_or_default();
        let is_here = |known: &str| {
            let here = if self.base.starts_with("..") { Some(known) } else { below(known, &self.base) };
            here.is_some_and(|here| ends_with(here, &written))
        };
        let mut alike = alike.iter().filter(|known| is_here(known));
        if let (Some(known), None) = (alike.next(), alike.next()) {
            return known.clone();
        }
        self.rooted(written)
    }

    /// The path of a file in a tree of a design. `project` is the folder that all of the tree is in, if it holds a project.
    pub(super) fn tree_file(&self, written: &str, project: Option<&str>) -> String {
        // A package is known by its folder: what has another name is the project, however its folder is called here.
        let is_package =
            |name: &str| self.packages.iter().any(|package| package.split('/').next() == Some(name));
        let project = project.filter(|project| !is_package(project));
        let below = project.and_then(|project| written.strip_prefix(project)?.strip_prefix('/'));
        self.file(below.unwrap_or(written))
    }

    /// A path that nothing is known of: people write it from the root of the workspace, from their package, or with the folder that this is in.
    fn rooted(&self, written: String) -> String {
        let first = written.split('/').next().unwrap_or_default();
        let is_base = !self.base.is_empty() && self.base.split('/').next() == Some(first) && first != "..";
        if is_base || written.match_indices('/').any(|(at, _)| self.packages.contains(&written[..at])) {
            return written;
        }
        // `shop/src/oven.rs` in the folder `shop`.
        let mut below = &*written;
        for (at, _) in written.match_indices('/') {
            if self.spec_root.ends_with(&written[..at]) {
                below = &written[at + 1..];
            }
        }
        let found = relative(&normal(&self.spec_root.join(below)), self.root);
        // It stands outside of the workspace: its own words say most.
        if found.starts_with("..") { written } else { found }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path from a folder on, if it is in there.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// Does a path end in another one, name by name?
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(spec_root: &str, known: &[&str], written: &[&str], expect: &str) {
        let packages = [Path::new("/w/shop"), Path::new("/w/shop/crates/oven"), Path::new("/w/shop/till")];
        let known = known.iter().map(|path| (*path).to_owned());
        let spelling = Spelling::new(Path::new(spec_root), Path::new("/w/shop"), packages.into_iter(), known);
        for path in written {
            assert_eq!(spelling.file(path), expect, "{path}");
        }
    }

    #[test]
    fn a_file_of_the_only_package_has_one_name() {
        let written = [
            "src/oven.rs",
            "./src/oven.rs",
            "/src/oven.rs",
            "src/heat/../oven.rs",
            "src\\oven.rs",
            "`src/oven.rs`",
            "shop/src/oven.rs",
            "w/shop/src/oven.rs",
        ];
        check("/w/shop", &[], &written, "src/oven.rs");
        check("/w/shop", &["src/oven.rs"], &written, "src/oven.rs");
        check("/w/shop", &[], &["src/my\\_oven.rs"], "src/my_oven.rs");
    }

    #[test]
    fn a_member_writes_its_files_from_its_own_folder_or_from_the_root() {
        let written =
            ["src/oven.rs", "crates/oven/src/oven.rs", "oven/src/oven.rs", "shop/crates/oven/src/oven.rs"];
        check("/w/shop/crates/oven", &["crates/oven/src/oven.rs"], &written, "crates/oven/src/oven.rs");
        check("/w/shop/crates/oven", &[], &written[..3], "crates/oven/src/oven.rs");
        check("/w/shop/crates/oven", &[], &["crates/heat/src/a.rs"], "crates/heat/src/a.rs");
        check("/w/shop/crates/oven", &[], &["till/src/a.rs"], "till/src/a.rs");
    }

    #[test]
    fn documents_above_their_package_are_joined_by_the_files_that_are_known() {
        check(
            "/w/shop",
            &["crates/oven/src/oven.rs"],
            &["src/oven.rs", "oven/src/oven.rs"],
            "crates/oven/src/oven.rs",
        );
        // A file of another package, and two files that may be meant.
        check("/w/shop/till", &["oven/src/heat.rs"], &["src/heat.rs"], "till/src/heat.rs");
        check("/w/shop", &["a/src/oven.rs", "b/src/oven.rs"], &["src/oven.rs"], "src/oven.rs");
        check("/w", &[], &["shop/src/oven.rs"], "src/oven.rs");
        check("/w", &[], &["docs/oven.md"], "docs/oven.md");
    }
}
