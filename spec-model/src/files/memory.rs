//! Files in memory, for tests and for texts that are not on a disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::{FileKind, FileNode, Files, FolderEntry, NodeKind, within_limit};

/// Files in memory. A folder is there if a file is in it.
///
/// ```
/// use std::path::Path;
/// use spec_model::files::{FileKind, Files, Memory};
///
/// let files = Memory::from_iter([("/shop/requirements.md", "# Shop\n")]);
/// let text = files.read(Path::new("/shop/requirements.md"), FileKind::Document);
/// assert_eq!(text.expect("it is there"), b"# Shop\n");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl<P: Into<PathBuf>, T: Into<Vec<u8>>> FromIterator<(P, T)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self(files.into_iter().map(|(path, text)| (path.into(), text.into())).collect())
    }
}

impl Memory {
    /// Writes a file.
    pub fn insert(&mut self, path: impl Into<PathBuf>, text: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), text.into());
    }

    /// Removes a file.
    pub fn remove(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// Everything below a folder.
    fn below(&self, folder: &Path) -> impl Iterator<Item = &Path> {
        let from = self.0.range(folder.to_path_buf()..).map(|(path, _)| path.as_path());
        let below = from.take_while(move |path| path.starts_with(folder));
        below.filter(move |path| *path != folder)
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        match self.0.get(path) {
            Some(bytes) => within_limit(bytes.len() as u64, kind).map(|_| bytes.clone()),
            None if self.node(path).is_ok() => {
                Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"))
            }
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        let (kind, length) = match self.0.get(path) {
            Some(bytes) => (NodeKind::File, bytes.len() as u64),
            None if self.below(path).next().is_some() => (NodeKind::Folder, 0),
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(FileNode { kind, length, modified: None })
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.node(path)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        match self.node(folder)?.kind {
            NodeKind::Folder => {}
            _ => return Err(io::ErrorKind::NotADirectory.into()),
        }
        let mut entries: Vec<FolderEntry> = Vec::new();
        for path in self.below(folder) {
            let Ok(own) = path.strip_prefix(folder) else { continue };
            let mut names = own.iter();
            let Some(name) = names.next() else { continue };
            let kind = if names.next().is_some() { NodeKind::Folder } else { NodeKind::File };
            if entries.last().is_none_or(|last| last.name != name) {
                entries.push(FolderEntry { name: name.to_owned(), kind });
            }
        }
        Ok(entries)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.node(path).map(|_| path.to_path_buf())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_what_is_directly_in_it() {
        let files = Memory::from_iter([("/a/b/c.md", "1"), ("/a/b/d.md", "2"), ("/a/e", ""), ("/ab", "")]);
        let entries = files.entries(Path::new("/a")).expect("a folder");
        let listed: Vec<_> = entries.iter().map(|entry| (entry.name.to_str(), entry.kind)).collect();
        assert_eq!(listed, [(Some("b"), NodeKind::Folder), (Some("e"), NodeKind::File)]);
        assert!(files.entries(Path::new("/ab")).is_err() && files.entries(Path::new("/x")).is_err());
        let error = files.read(Path::new("/a/b"), FileKind::Document).expect_err("a folder");
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        assert!((&files as &dyn Files).is_folder(Path::new("/a/b")));
    }
}
