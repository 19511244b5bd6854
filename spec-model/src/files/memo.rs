//! Remembers files, so that each is read once.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{FileKind, FileNode, Files, FolderEntry, NodeKind};
use crate::hash::FastMap;

/// Files that are asked for once: each answer is kept until [`Memo::forget`] says that it may have changed.
///
/// A failed request is asked again; a missing file is remembered.
#[derive(Debug, Default)]
pub struct Memo<F> {
    files: F,
    known: Mutex<Known>,
}

/// By the text of a path, which is hashed many times as fast as its parts.
type ByPath<T> = FastMap<OsString, T>;

/// An answer, or that nothing is there.
type Answer<T> = Option<T>;

#[derive(Debug, Default)]
struct Known {
    texts: ByPath<Arc<[u8]>>,
    nodes: ByPath<Answer<FileNode>>,
    nodes_at: ByPath<Answer<FileNode>>,
    entries: ByPath<Arc<[FolderEntry]>>,
    real: ByPath<Answer<PathBuf>>,
}

impl Known {
    /// Forgets what is known of a path. Says whether it was known to be there, or not to be, as it is now.
    fn forget(&mut self, path: &Path, is_there: Option<NodeKind>) -> bool {
        let (folder, name) = (path.parent().unwrap_or(path), path.file_name().unwrap_or_default());
        self.texts.remove(path.as_os_str());
        self.nodes.remove(path.as_os_str());
        self.real.remove(path.as_os_str());
        let kind = |node: Option<FileNode>| node.map(|node| node.kind);
        let was_there = self.nodes_at.remove(path.as_os_str()).map(kind);
        let listed = self
            .entries
            .get(folder.as_os_str())
            .map(|entries| entries.iter().find(|entry| entry.name == name).map(|entry| entry.kind));
        let answers = [was_there, listed];
        let is_same = answers.iter().flatten().all(|answer| *answer == is_there);
        if !is_same {
            // A folder, or a link to one, may have come or gone with all that is below it.
            self.entries.retain(|other, _| Path::new(other) != folder && !Path::new(other).starts_with(path));
            let is_near =
                |other: &OsString| Path::new(other).starts_with(folder) || folder.starts_with(other);
            self.nodes.retain(|other, _| !is_near(other));
            self.nodes_at.retain(|other, _| !is_near(other));
            self.real.retain(|other, _| !is_near(other));
        }
        is_same && answers.iter().flatten().next().is_some()
    }
}

impl<F: Files> Memo<F> {
    /// Keeps what these files answer.
    pub fn new(files: F) -> Self {
        Self { files, known: Mutex::default() }
    }

    /// Keeps the bytes of a file that somebody has read into a buffer, for who asks for them again.
    pub fn keep(&self, path: &Path, bytes: &[u8]) {
        let bytes: Arc<[u8]> = bytes.into();
        self.known().texts.insert(path.as_os_str().to_owned(), bytes);
    }

    /// Keeps the bytes of many files, which takes one table of the right length.
    pub fn keep_all<'a>(&self, at_most: usize, files: impl Iterator<Item = (&'a Path, &'a Arc<[u8]>)>) {
        let mut known = self.known();
        known.texts.reserve(at_most);
        for (path, bytes) in files {
            known.texts.insert(path.as_os_str().to_owned(), Arc::clone(bytes));
        }
    }

    /// Forgets what is known of a file that was written, created or removed. Folders that have come or gone with it are forgotten too.
    pub fn forget(&self, path: &Path) {
        let mut known = self.known();
        for path in path.ancestors() {
            let is_there = self.files.node_at(path).ok().map(|node| node.kind);
            if known.forget(path, is_there) {
                break;
            }
        }
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        *self.known() = Known::default();
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers from a table, or asks and keeps the answer there.
    fn once<T: Clone>(
        &self,
        table: impl Fn(&mut Known) -> &mut ByPath<Answer<T>>,
        path: &Path,
        ask: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        if let Some(answer) = table(&mut self.known()).get(path.as_os_str()) {
            return answer.clone().ok_or_else(|| io::ErrorKind::NotFound.into());
        }
        let answer = ask();
        let kept = match &answer {
            Ok(answer) => Some(answer.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(_) => return answer,
        };
        table(&mut self.known()).insert(path.as_os_str().to_owned(), kept);
        answer
    }
}

impl<F: Files> Files for Memo<F> {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.known().texts.get(path.as_os_str()) {
            return Ok(bytes.to_vec());
        }
        let bytes = self.files.read(path, kind)?;
        self.keep(path, &bytes);
        Ok(bytes)
    }

    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        if let Some(bytes) = self.known().texts.get(path.as_os_str()) {
            buffer.clear();
            buffer.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        self.files.read_into(path, kind, buffer)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        self.once(|known| &mut known.nodes, path, || self.files.node(path))
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.once(|known| &mut known.nodes_at, path, || self.files.node_at(path))
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        if let Some(entries) = self.known().entries.get(folder.as_os_str()) {
            return Ok(entries.to_vec());
        }
        let entries = self.files.entries(folder)?;
        self.known().entries.insert(folder.as_os_str().to_owned(), entries.as_slice().into());
        Ok(entries)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.once(|known| &mut known.real, path, || self.files.real(path))
    }

    fn at_last_commit_of(&self, edited: &Path, text: &str, path: &Path) -> Option<Vec<u8>> {
        self.files.at_last_commit_of(edited, text, path)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::files::Memory;

    /// Files that count how often they are read.
    #[derive(Default)]
    struct Counted(Mutex<Memory>, AtomicUsize);

    impl Counted {
        fn of(&self) -> MutexGuard<'_, Memory> {
            self.0.lock().expect("nobody panics")
        }
    }

    impl Files for &Counted {
        fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.of().read(path, kind)
        }

        fn node(&self, path: &Path) -> io::Result<FileNode> {
            self.of().node(path)
        }

        fn node_at(&self, path: &Path) -> io::Result<FileNode> {
            self.of().node_at(path)
        }

        fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
            self.of().entries(folder)
        }

        fn real(&self, path: &Path) -> io::Result<PathBuf> {
            self.of().real(path)
        }
    }

    #[test]
    fn a_file_is_read_once_until_it_is_forgotten() {
        let counted = Counted::default();
        let (path, folder) = (Path::new("/a/b.md"), Path::new("/a"));
        counted.of().insert(path, "one");
        let memo = Memo::new(&counted);
        let read =
            || memo.read(path, FileKind::Document).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        for _ in 0..3 {
            assert_eq!(read().expect("it is there"), "one");
        }
        assert_eq!(counted.1.load(Ordering::Relaxed), 1);
        counted.of().insert(path, "two");
        assert_eq!(read().expect("it is there"), "one");
        memo.forget(path);
        assert_eq!(read().expect("it is there"), "two");
        // Another one beside it, and the folder is gone with the last.
        let names = || memo.entries(folder).map(|entries| entries.len()).unwrap_or_default();
        assert_eq!((names(), memo.node(folder).map(|node| node.kind).ok()), (1, Some(NodeKind::Folder)));
        counted.of().insert("/a/c.md", "");
        assert_eq!(names(), 1);
        memo.forget(Path::new("/a/c.md"));
        assert_eq!(names(), 2);
        for name in ["/a/b.md", "/a/c.md"] {
            counted.of().remove(Path::new(name));
            memo.forget(Path::new(name));
        }
        assert!(memo.entries(folder).is_err() && memo.node(folder).is_err() && read().is_err());
    }
}
