//! Asks what lies at a path at this moment, past what a host remembers.
//!
//! Some things change while a command runs, or are no part of a workspace. Such are folders of runs, trees that the command makes, git's
//! folders, and paths that somebody names. Whoever reads files of a user asks the host.

use std::io;
use std::path::{Path, PathBuf};

use spec_model::files::{Disk, Files, NodeKind};

const DISK: &dyn Files = &Disk;

/// Is something there? A link that leads nowhere is nothing.
pub fn exists(path: impl AsRef<Path>) -> bool {
    DISK.node(path.as_ref()).is_ok()
}

/// Does a path lead to a file?
pub fn is_file(path: impl AsRef<Path>) -> bool {
    DISK.is_file(path.as_ref())
}

/// Does a path lead to a folder?
pub fn is_folder(path: impl AsRef<Path>) -> bool {
    DISK.is_folder(path.as_ref())
}

/// Is a path itself a symbolic link?
pub fn is_link(path: impl AsRef<Path>) -> bool {
    DISK.node_at(path.as_ref()).is_ok_and(|node| node.kind == NodeKind::Link)
}

/// Is a folder without anything in it there?
///
/// # Errors
/// If it cannot be listed.
pub fn is_empty(folder: impl AsRef<Path>) -> io::Result<bool> {
    DISK.entries(folder.as_ref()).map(|entries| entries.is_empty())
}

/// The path without links.
///
/// # Errors
/// If nothing is there.
pub fn real(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    DISK.real(path.as_ref())
}
