//! Decides which files a task may touch.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use spec_engine::tasks::Place;

use super::Whole;
use crate::gate_file;
use crate::layout::path_text;
use crate::on_disk;

/// The places that one task may touch.
#[derive(Debug)]
pub(super) struct Touched<'a> {
    whole: &'a Whole<'a>,
    /// The root of the repository.
    top: &'a Path,
    /// Files that are inside whatever the boundary says.
    inside: Vec<PathBuf>,
    /// The folders that a path of the task may begin at.
    folders: Vec<PathBuf>,
    /// The packages of the workspace, by their folders …
    packages: Vec<PathBuf>,
    /// … and those that the task touches.
    own_packages: HashSet<PathBuf>,
}

impl<'a> Touched<'a> {
    /// The places that a task may touch in a repository, beside some files.
    pub(super) fn new(whole: &'a Whole<'a>, top: &'a Path, inside: Vec<PathBuf>) -> Self {
        let list = whole.judged.list.source.path();
        let list = on_disk::real(list).unwrap_or_else(|_| list.to_path_buf());
        let folders =
            list.ancestors().skip(1).filter(|folder| folder.starts_with(top)).map(Path::to_path_buf);
        Self {
            whole,
            top,
            inside,
            folders: folders.collect(),
            packages: Vec::new(),
            own_packages: HashSet::new(),
        }
    }

    /// The same in a workspace with these packages. The task touches those of its tests, and those that its places are in.
    pub(super) fn of_packages(
        mut self,
        packages: Vec<PathBuf>,
        tests: Vec<PathBuf>,
        changed: &[PathBuf],
    ) -> Self {
        self.packages = packages;
        let places = self.whole.boundary.places.keys();
        let files = places.clone().filter_map(|place| match place {
            Place::File(path) => {
                let files = || self.folders.iter().map(|folder| folder.join(path.trim_matches(['`', '/'])));
                let is_likely = |file: &PathBuf| file.parent().is_some_and(Path::is_dir);
                files().find(|file| on_disk::exists(file)).or_else(|| files().find(is_likely))
            }
            Place::Component(_) => None,
        });
        let changed = changed.iter().filter(|file| self.is_at_any(file, &self.relative(file)));
        let files = files.chain(tests).chain(changed.cloned());
        let own_packages = files.filter_map(|file| self.package(&file).map(Path::to_path_buf)).collect();
        self.own_packages = own_packages;
        self
    }

    /// The package that a file is in.
    fn package(&self, file: &Path) -> Option<&Path> {
        let around = self.packages.iter().filter(|folder| file.starts_with(folder));
        around.max_by_key(|folder| folder.components().count()).map(PathBuf::as_path)
    }

    /// Does every task in a package touch a file, and is that of no unrelated package?
    fn is_shared(&self, file: &Path, relative: &str) -> bool {
        let is_own = |package: &Path| self.own_packages.contains(package) || self.packages.len() == 1;
        Place::File(relative.to_owned()).is_contended() && self.package(file).is_none_or(is_own)
    }

    /// A file's path from the root of the repository.
    fn relative(&self, file: &Path) -> String {
        path_text(file.strip_prefix(self.top).unwrap_or(file))
    }

    /// Is a file at a place that the task may touch?
    fn is_at_any(&self, file: &Path, relative: &str) -> bool {
        self.whole.boundary.places.keys().any(|place| self.is_at(file, relative, place))
    }

    /// May the task touch a file?
    pub(super) fn is_inside(&self, file: &Path) -> bool {
        let relative = self.relative(file);
        let names_modules = |test: &&PathBuf| {
            file.file_name().is_some_and(|name| name == "main.rs") && test.parent() == file.parent()
        };
        self.is_shared(file, &relative)
            || file.ends_with(gate_file::PATH)
            || self.inside.iter().any(|inside| inside == file)
            || self.inside.iter().find(names_modules).is_some()
            || self.is_at_any(file, &relative)
    }

    /// Is a file at a place, or below it?
    fn is_at(&self, file: &Path, relative: &str, place: &Place) -> bool {
        match place {
            Place::File(path) => self.is_path(file, path),
            Place::Component(name) => {
                let is_path = name.contains(['/', '.']);
                is_path && self.is_path(file, name) || is_component(relative, name)
            }
        }
    }

    /// Does a path that a person wrote lead to a file, or to a folder that it is in?
    fn is_path(&self, file: &Path, written: &str) -> bool {
        // The part before a star is a folder.
        let path = match written.split_once('*') {
            Some((before, _)) => before.rsplit_once('/').map_or("", |(folder, _)| folder),
            None => written,
        };
        let path = Path::new(path.trim_matches(['`', '/']));
        if path.as_os_str().is_empty() {
            return false;
        }
        let known = self.folders.iter().map(|folder| folder.join(path)).find(|path| on_disk::exists(path));
        match known {
            Some(known) => file.starts_with(known),
            // It may be gone, or be told from a folder that has another name here.
            None => {
                let relative = file.strip_prefix(self.top).unwrap_or(file);
                relative.ends_with(path) || relative.components().count() > 1 && path.ends_with(relative)
            }
        }
    }

    /// A line for the task that lets it touch some files; `None`, if there are none.
    pub(super) fn widening(&self, files: &[String]) -> Option<String> {
        let (list, task) = (&self.whole.judged.list, &self.whole.judged.list.tasks[self.whole.task]);
        let is_named = |file: &String| file.rsplit_once('/').is_some_and(|(_, name)| name.contains('.'));
        let text = match files {
            [] => return None,
            files if files.iter().all(is_named) => {
                let files: Vec<_> = files.iter().map(|file| format!("`{file}`")).collect();
                format!("Files: {}", files.join(", "))
            }
            files => format!("_Boundary: {}_", files.join(", ")),
        };
        let line = list.source.text().lines().nth(task.line.saturating_sub(1)).unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        Some(format!("{indent}  - {text}"))
    }
}

/// Does a folder or a file of a path have the name of a component, in whatever case: `oven_door.rs` of `OvenDoor`?
fn is_component(relative: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let name = letters(name);
    let stem = |part: &str| letters(part.split_once('.').map_or(part, |(stem, _)| stem));
    !name.is_empty() && relative.split('/').any(|part| stem(part) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_a_file_or_a_folder_of_its_name() {
        for (path, name, expect) in [
            ("src/oven_door.rs", "OvenDoor", true),
            ("src/oven-door/mod.rs", "Oven door", true),
            ("src/oven.rs", "OvenDoor", false),
            ("src/oven_door_test.rs", "OvenDoor", false),
            ("src/oven.rs", "", false),
        ] {
            assert_eq!(is_component(path, name), expect, "{path} {name}");
        }
    }
}
