//! The files of a workspace, as they were when its tests last ran.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use spec_model::files::{FileKind, Files, Memory, NodeKind};

/// The content of a file, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// All of it: sources, documents and settings.
    Text(Vec<u8>),
    /// Its length and the time when it was written.
    Stamp(u64, Option<SystemTime>),
}

/// The files of a workspace.
#[derive(Debug, Default)]
pub(super) struct Tree {
    folders: BTreeSet<PathBuf>,
    files: HashMap<PathBuf, Content>,
}

/// The files that differ, with what is in them now; `None`: they are gone.
pub(super) type Differing = BTreeMap<PathBuf, Option<Content>>;

/// Folders of tools, in which nobody edits.
const OF_TOOLS: [&str; 4] = [".git", ".hg", ".jj", "node_modules"];
/// The file that marks a folder of what is built.
const MARK_OF_CACHE: &str = "CACHEDIR.TAG";
/// The endings of files whose content is kept.
const KEPT: [&str; 4] = ["rs", "md", "toml", "lock"];

impl Tree {
    /// Reads a folder with all below it, but for what is built and what tools keep.
    pub(super) fn add(&mut self, files: &dyn Files, folder: &Path) -> Vec<PathBuf> {
        let (mut waiting, mut added) = (vec![folder.to_path_buf()], Vec::new());
        while let Some(folder) = waiting.pop() {
            if self.folders.contains(&folder)
                || is_of_tool(&folder)
                || files.is_file(&folder.join(MARK_OF_CACHE))
            {
                continue;
            }
            // A folder that is gone, or may not be listed, has nothing to watch.
            let Ok(entries) = files.entries(&folder) else { continue };
            for entry in entries {
                let path = folder.join(entry.name);
                match entry.kind {
                    NodeKind::Folder => waiting.push(path),
                    NodeKind::File => {
                        if let Some(content) = content(files, &path) {
                            self.files.insert(path, content);
                        }
                    }
                    _ => {}
                }
            }
            self.folders.insert(folder.clone());
            added.push(folder);
        }
        added
    }

    /// The files among some paths that are not as they were. What an editor keeps beside a file does not count.
    pub(super) fn differing<'a>(
        &self,
        files: &dyn Files,
        paths: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Differing {
        let paths = paths.into_iter().filter(|path| !is_of_editor(path) && !is_of_tool(path));
        let now = paths.map(|path| (path, content(files, path)));
        let differing = now.filter(|(path, content)| self.files.get(*path) != content.as_ref());
        differing.map(|(path, content)| (path.clone(), content)).collect()
    }

    /// The files that are known in some folders.
    pub(super) fn below(&self, folder: &Path) -> Vec<PathBuf> {
        self.files.keys().filter(|path| path.starts_with(folder)).cloned().collect()
    }

    /// The folders, without their files.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// Knows the folders of another one too, but not their files, which are new.
    pub(super) fn know_folders(&mut self, new: &Self) {
        self.folders.extend(new.folders.iter().cloned());
    }

    /// Takes what differs as the state from now on.
    pub(super) fn take(&mut self, differing: Differing) {
        for (path, content) in differing {
            match content {
                Some(content) => self.files.insert(path, content),
                None => self.files.remove(&path),
            };
        }
    }

    /// Forgets a folder that is gone. Says whether it was known.
    pub(super) fn forget_folder(&mut self, folder: &Path) -> bool {
        let before = self.folders.len();
        self.folders.retain(|known| !known.starts_with(folder));
        self.folders.len() < before
    }

    /// The texts that some files had.
    pub(super) fn former<'a>(&self, paths: impl IntoIterator<Item = &'a PathBuf>) -> Memory {
        let mut former = Memory::default();
        for path in paths {
            if let Some(Content::Text(text)) = self.files.get(path) {
                former.insert(path, text.clone());
            }
        }
        former
    }

    /// The Rust sources that there are with what differs.
    pub(super) fn sources_with(&self, differing: &Differing) -> Vec<PathBuf> {
        let same = self.files.keys().filter(|path| !differing.contains_key(*path));
        let new = differing.iter().filter(|(_, content)| content.is_some()).map(|(path, _)| path);
        let all = same.chain(new);
        all.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).cloned().collect()
    }

    /// Was a file among some paths edited since it was looked at?
    pub(super) fn is_edited(
        &self,
        files: &dyn Files,
        paths: &BTreeSet<PathBuf>,
        differing: &Differing,
    ) -> bool {
        paths
            .iter()
            .filter(|path| is_written_by_people(path) && !is_of_editor(path) && !is_of_tool(path))
            .any(|path| {
                let expected = differing.get(path).map_or_else(|| self.files.get(path), Option::as_ref);
                content(files, path).as_ref() != expected
            })
    }
}

/// Does a file decide which criteria there are and which tests? Others may be written by the tests themselves.
pub(super) fn is_written_by_people(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["rs", "md", "toml"].iter().any(|own| ending == *own))
}

fn content(files: &dyn Files, path: &Path) -> Option<Content> {
    let node = files.node(path).ok().filter(|node| node.kind == NodeKind::File)?;
    let is_kept = path.extension().is_some_and(|ending| KEPT.iter().any(|kept| ending == *kept));
    let text = is_kept.then(|| files.read(path, FileKind::Source).ok()).flatten();
    // A file that vanishes between two questions is gone.
    match text {
        Some(text) => Some(Content::Text(text)),
        None if is_kept && !files.is_file(path) => None,
        None => Some(Content::Stamp(node.length, node.modified)),
    }
}

fn is_of_tool(path: &Path) -> bool {
    path.iter().any(|part| OF_TOOLS.iter().any(|tool| part == *tool))
}

/// Is it a file that editors write beside the one that is edited? `lib.rs~`, `#lib.rs#`, `.#lib.rs`, `.lib.rs.swp`, `4913`.
fn is_of_editor(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_swap =
        || name.starts_with('.') && [".swp", ".swx", ".swo"].iter().any(|ending| name.ends_with(ending));
    name.ends_with('~')
        || name.starts_with(".#")
        || name.starts_with('#') && name.ends_with('#')
        || name == "4913"
        || is_swap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> (Memory, Tree) {
        let mut memory = Memory::default();
        files.iter().for_each(|(path, text)| memory.insert(*path, *text));
        let mut tree = Tree::default();
        tree.add(&memory, Path::new("/a"));
        (memory, tree)
    }

    #[test]
    fn only_what_differs_counts() {
        let (mut files, tree) =
            tree(&[("/a/src/lib.rs", "one"), ("/a/b.md", "two"), ("/a/gone.rs", "three")]);
        files.insert("/a/b.md", "other");
        files.insert("/a/new.rs", "new");
        files.remove(Path::new("/a/gone.rs"));
        let paths =
            ["/a/src/lib.rs", "/a/b.md", "/a/gone.rs", "/a/new.rs", "/a/vanished.rs"].map(PathBuf::from);
        let differing = tree.differing(&files, &paths);
        let text = |text: &str| Some(Content::Text(text.into()));
        let expect = [("/a/b.md", text("other")), ("/a/gone.rs", None), ("/a/new.rs", text("new"))];
        assert_eq!(differing, expect.map(|(path, content)| (PathBuf::from(path), content)).into());
    }

    #[test]
    fn what_is_built_what_tools_keep_and_what_editors_write_beside_a_file_are_left_out() {
        let left_out = [
            "/a/target/debug/x.rs",
            "/a/.git/x.rs",
            "/a/node_modules/x.rs",
            "/a/lib.rs~",
            "/a/#lib.rs#",
            "/a/.#lib.rs",
            "/a/.lib.rs.swp",
            "/a/4913",
        ];
        let (mut files, tree) =
            tree(&[("/a/target/CACHEDIR.TAG", ""), ("/a/.kiro/specs/b/requirements.md", "b")]);
        left_out.iter().for_each(|path| files.insert(*path, "text"));
        assert_eq!(tree.below(Path::new("/a")), [PathBuf::from("/a/.kiro/specs/b/requirements.md")]);
        let paths: Vec<_> = left_out[1..].iter().map(PathBuf::from).collect();
        assert_eq!(tree.differing(&files, &paths), Differing::new());
    }

    #[test]
    fn the_former_text_is_there_until_a_change_is_taken() {
        let (mut files, mut tree) = tree(&[("/a/b.rs", "one")]);
        let path = PathBuf::from("/a/b.rs");
        files.insert("/a/b.rs", "two");
        let read = |tree: &Tree| tree.former([&path]).read(&path, FileKind::Source).expect("it is there");
        let differing = tree.differing(&files, [&path]);
        assert_eq!(read(&tree), b"one");
        tree.take(differing);
        assert_eq!((read(&tree), tree.differing(&files, [&path])), (b"two".to_vec(), Differing::new()));
    }
}
