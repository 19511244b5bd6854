//! Unsaved buffers over other files.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::{FileKind, FileNode, Files, FolderEntry, NodeKind, within_limit};

/// Files with the unsaved buffers of an editor over them. Who changes a buffer may do so while others read.
#[derive(Debug, Default)]
pub struct Overlay<F> {
    files: F,
    buffers: RwLock<BTreeMap<PathBuf, Arc<[u8]>>>,
}

impl<F: Files> Overlay<F> {
    /// These files, without a buffer yet.
    pub fn new(files: F) -> Self {
        Self { files, buffers: RwLock::default() }
    }

    /// Sets the text of a buffer; `None` closes it, so that the file below is seen again.
    pub fn set(&self, path: &Path, text: Option<&str>) {
        let mut buffers = self.buffers.write().unwrap_or_else(PoisonError::into_inner);
        match text {
            Some(text) => buffers.insert(path.to_path_buf(), text.as_bytes().into()),
            None => buffers.remove(path),
        };
    }

    /// The buffers that are open, in the order of their paths.
    pub fn buffers(&self) -> Vec<(PathBuf, Arc<[u8]>)> {
        let buffers = self.buffers.read().unwrap_or_else(PoisonError::into_inner);
        buffers.iter().map(|(path, text)| (path.clone(), Arc::clone(text))).collect()
    }

    fn buffer(&self, path: &Path) -> Option<Arc<[u8]>> {
        self.buffers.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn node_of_buffer(&self, path: &Path) -> Option<FileNode> {
        let length = self.buffer(path)?.len() as u64;
        Some(FileNode { kind: NodeKind::File, length, modified: None })
    }

    /// Returns the entries that buffers add to a folder: themselves, and the folders that only they are in.
    fn added(&self, folder: &Path) -> Vec<FolderEntry> {
        let buffers = self.buffers.read().unwrap_or_else(PoisonError::into_inner);
        let below = buffers.range(folder.to_path_buf()..).map(|(path, _)| path);
        let below = below.map_while(|path| path.strip_prefix(folder).ok());
        let mut added: Vec<FolderEntry> = Vec::new();
        for path in below {
            let mut names = path.iter();
            let Some(name) = names.next() else { continue };
            let kind = if names.next().is_some() { NodeKind::Folder } else { NodeKind::File };
            // Paths are in order, so that a name comes once in a row.
            if added.last().is_none_or(|last| last.name != name) {
                added.push(FolderEntry { name: name.to_owned(), kind });
            }
        }
        added
    }

    /// The same of a path where only buffers make a folder.
    fn or_folder(&self, path: &Path, node: io::Result<FileNode>) -> io::Result<FileNode> {
        node.or_else(|error| match self.added(path).is_empty() {
            true => Err(error),
            false => Ok(FileNode { kind: NodeKind::Folder, length: 0, modified: None }),
        })
    }
}

impl<F: Files> Files for Overlay<F> {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        match self.buffer(path) {
            Some(bytes) => within_limit(bytes.len() as u64, kind).map(|_| bytes.to_vec()),
            None => self.files.read(path, kind),
        }
    }

    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        match self.buffer(path) {
            Some(bytes) => {
                buffer.clear();
                buffer.extend_from_slice(&bytes);
                within_limit(bytes.len() as u64, kind).map(|_| bytes.len())
            }
            None => self.files.read_into(path, kind, buffer),
        }
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        self.node_of_buffer(path).map_or_else(|| self.or_folder(path, self.files.node(path)), Ok)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.node_of_buffer(path).map_or_else(|| self.or_folder(path, self.files.node_at(path)), Ok)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        let added = self.added(folder);
        let mut entries = match self.files.entries(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !added.is_empty() => Vec::new(),
            entries => entries?,
        };
        let known: HashSet<_> = entries.iter().map(|entry| entry.name.clone()).collect();
        entries.extend(added.into_iter().filter(|entry| !known.contains(&entry.name)));
        Ok(entries)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.real(path).or_else(|error| {
            match self.buffer(path).is_none() && self.added(path).is_empty() {
                true => Err(error),
                false => Ok(path.to_path_buf()),
            }
        })
    }

    fn at_last_commit_of(&self, edited: &Path, text: &str, path: &Path) -> Option<Vec<u8>> {
        self.files.at_last_commit_of(edited, text, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Memory;

    #[test]
    fn a_buffer_stands_before_the_file_until_it_is_closed() {
        let path = Path::new("/a/b.md");
        let files = Overlay::new(Memory::from_iter([("/a/b.md", "saved")]));
        let read = || files.read(path, FileKind::Document).expect("it is there");
        files.set(path, Some("being written"));
        assert_eq!(read(), b"being written");
        assert_eq!(files.node(path).expect("it is there").length, 13);
        files.set(path, None);
        assert_eq!(read(), b"saved");
    }

    #[test]
    fn a_buffer_without_a_file_is_in_its_folder() {
        let files = Overlay::new(Memory::from_iter([("/a/b.md", "")]));
        let new = Path::new("/a/new.md");
        files.set(new, Some(""));
        assert_eq!(files.entries(Path::new("/a")).expect("a folder").len(), 2);
        assert_eq!(files.real(new).expect("it is there"), new);
        files.set(new, None);
        assert!(files.real(new).is_err());
    }

    #[test]
    fn a_buffer_below_folders_that_are_not_there_makes_them() {
        let files = Overlay::new(Memory::from_iter([("/a/b.md", "")]));
        for path in ["/a/c/d/e.md", "/a/c/f.md", "/a/cc.md"] {
            files.set(Path::new(path), Some(""));
        }
        let listed = |folder: &str| {
            let mut entries = files.entries(Path::new(folder)).expect("a folder");
            entries.sort_by(|one, other| one.name.cmp(&other.name));
            entries
                .iter()
                .map(|entry| format!("{} {:?}", entry.name.display(), entry.kind))
                .collect::<Vec<_>>()
        };
        assert_eq!(listed("/a"), ["b.md File", "c Folder", "cc.md File"]);
        assert_eq!(listed("/a/c"), ["d Folder", "f.md File"]);
        assert_eq!(files.node(Path::new("/a/c/d")).expect("it is there").kind, NodeKind::Folder);
        assert!(files.real(Path::new("/a/c")).is_ok() && files.entries(Path::new("/a/x")).is_err());
    }
}
