//! The trait `Files`, and the limits of what is read. No other place opens a user's file.
//!
//! Whoever reads names the path and the [`FileKind`], and gets bytes or an error at once. A pipe, a socket, a device or a folder
//! is refused before it is opened: reading it might never end. A file beyond the limit of its kind is refused as well.
//!
//! 1. [`Files`] is what model and engine ask. `disk` is what every verb begins with, `overlay` what an editor does, `memory` is for tests;
//! 2. `memo` asks each of them once;
//! 3. `boundary` finds links that lead out of the repository.

mod boundary;
mod disk;
mod memo;
mod memory;
mod overlay;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub use boundary::FolderBoundary;
pub use disk::{Disk, is_program, is_readable, read, read_if_exists, read_into, read_text};
pub use memo::Memo;
pub use memory::Memory;
pub use overlay::Overlay;

/// A source of files: the disk, the disk under unsaved buffers, a commit, or memory.
pub trait Files: Send + Sync {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, is no regular file, or is longer than its kind may be.
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>>;

    /// Reads a file that is known to be a regular one into a buffer, and returns its length. The buffer may be longer.
    ///
    /// # Errors
    /// If it cannot be read, or is longer than its kind may be.
    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        *buffer = self.read(path, kind)?;
        Ok(buffer.len())
    }

    /// The file that a path leads to, through links.
    ///
    /// # Errors
    /// If nothing is there, or if it cannot be asked.
    fn node(&self, path: &Path) -> io::Result<FileNode>;

    /// The file at a path, which may be a link.
    ///
    /// # Errors
    /// As [`Files::node`].
    fn node_at(&self, path: &Path) -> io::Result<FileNode>;

    /// The entries of a folder, in no order.
    ///
    /// # Errors
    /// If it is not a folder, or cannot be listed.
    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>>;

    /// The path without links on the way.
    ///
    /// # Errors
    /// If it leads nowhere.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;

    /// The bytes that `path` had when `edited` was last committed. `text` is the text of `edited` now.
    ///
    /// `None`, if no history is known, or if `edited` is no longer as it was committed.
    fn at_last_commit_of(&self, edited: &Path, text: &str, path: &Path) -> Option<Vec<u8>> {
        let _ = (edited, text, path);
        None
    }
}

impl<F: Files + ?Sized> Files for Arc<F> {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        (**self).read(path, kind)
    }

    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        (**self).read_into(path, kind, buffer)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        (**self).node(path)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        (**self).node_at(path)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        (**self).entries(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        (**self).real(path)
    }

    fn at_last_commit_of(&self, edited: &Path, text: &str, path: &Path) -> Option<Vec<u8>> {
        (**self).at_last_commit_of(edited, text, path)
    }
}

impl dyn Files + '_ {
    /// Reads a file of text.
    ///
    /// # Errors
    /// As [`Files::read`]; [`io::ErrorKind::InvalidData`], if it is not UTF-8.
    pub fn read_text(&self, path: &Path, kind: FileKind) -> io::Result<String> {
        text(self.read(path, kind)?)
    }

    /// Reads a file, if there is one.
    ///
    /// # Errors
    /// As [`Files::read`].
    pub fn read_if_exists(&self, path: &Path, kind: FileKind) -> io::Result<Option<Vec<u8>>> {
        if_exists(self.read(path, kind))
    }

    /// Is something there, even if it is a link that leads nowhere?
    pub fn exists(&self, path: &Path) -> bool {
        self.node_at(path).is_ok()
    }

    /// Does a path lead to a file?
    pub fn is_file(&self, path: &Path) -> bool {
        self.node(path).is_ok_and(|node| node.kind == NodeKind::File)
    }

    /// Does a path lead to a folder?
    pub fn is_folder(&self, path: &Path) -> bool {
        self.node(path).is_ok_and(|node| node.kind == NodeKind::Folder)
    }
}

/// Something with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileNode {
    /// The kind of the node.
    pub kind: NodeKind,
    /// Its length in bytes.
    pub length: u64,
    /// The time when it was written, if it is known.
    pub modified: Option<SystemTime>,
}

/// The kind of something with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket or a device, which is never opened.
    Special,
}

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: OsString,
    /// Its kind; a link is a link.
    pub kind: NodeKind,
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

fn if_exists(read: io::Result<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

const MIB: u64 = 1024 * 1024;

/// The purpose for which a file is read, which decides how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A document of requirements.
    Document,
    /// `spec.toml`, `.gitattributes`, or a manifest.
    Settings,
    /// A Rust source.
    Source,
    /// `spec.lock` or `Cargo.lock`.
    Lock,
    /// A file that is read to be edited, whatever it is.
    Edited,
    /// The files that a run of the tests has left.
    Evidence,
    /// A test program.
    Program,
}

impl FileKind {
    /// The length that a file of this kind may have at most, in bytes.
    pub const fn limit(self) -> u64 {
        match self {
            Self::Settings => 16 * MIB,
            Self::Document | Self::Source => 64 * MIB,
            Self::Lock | Self::Edited => 256 * MIB,
            Self::Evidence => 1024 * MIB,
            Self::Program => 16 * 1024 * MIB,
        }
    }

    /// The kind in words, with its article.
    const fn described(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Settings => "a configuration file",
            Self::Source => "a Rust source",
            Self::Lock => "a lock file",
            Self::Edited => "a file that is edited",
            Self::Evidence => "a file of evidence",
            Self::Program => "a program",
        }
    }
}

fn within_limit(length: u64, kind: FileKind) -> io::Result<u64> {
    if length <= kind.limit() {
        return Ok(length);
    }
    let (limit, what) = (kind.limit() / MIB, kind.described());
    let message = format!("it is longer than {limit} MiB, the most that {what} may have");
    Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
}
