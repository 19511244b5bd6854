//! The working tree, whose history git knows.

use std::io;
use std::path::{Component, Path, PathBuf};

use spec_model::Source;
use spec_model::files::{Disk, FileKind, FileNode, Files, FolderEntry};

use super::git::command;

/// The files on the disk. Git is asked how one was when another was committed.
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkingTree;

impl Files for WorkingTree {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        Disk.read(path, kind)
    }

    fn read_into(&self, path: &Path, kind: FileKind, buffer: &mut Vec<u8>) -> io::Result<usize> {
        Disk.read_into(path, kind, buffer)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        Disk.node(path)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        Disk.node_at(path)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        Disk.entries(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.real(path)
    }

    /// In a shallow clone the oldest commit may stand for an earlier one: what differs from it has changed since all the same.
    fn at_last_commit_of(&self, edited: &Path, text: &str, path: &Path) -> Option<Vec<u8>> {
        let (folder, name) = (edited.parent()?, edited.file_name()?.to_str()?);
        let committed = Source::from_bytes(edited, object(folder, "HEAD", &format!("./{name}"))?).0;
        // Git may have changed the line ends.
        let lines = |text: &str| text.replace('\r', "");
        if lines(committed.text()) != lines(text) {
            return None;
        }
        let commit = command(folder, &["rev-list", "--max-count=1", "HEAD", "--", name])
            .env("GIT_LITERAL_PATHSPECS", "1")
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        object(folder, std::str::from_utf8(&commit.stdout).ok()?.trim_end(), &from(folder, path)?)
    }
}

/// A file of a commit, by its path from a folder on. One that was not there, or that is not in this clone, is none.
fn object(folder: &Path, commit: &str, path: &str) -> Option<Vec<u8>> {
    let output = command(folder, &["cat-file", "blob", &format!("{commit}:{path}")]).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// A path as git names it from a folder on: `./../specs/tram.md`.
fn from(folder: &Path, path: &Path) -> Option<String> {
    let (mut up, mut common) = (String::from("./"), folder);
    let rest = loop {
        match path.strip_prefix(common) {
            Ok(rest) => break rest,
            Err(_) => common = common.parent()?,
        }
        up.push_str("../");
    };
    let names: Option<Vec<_>> = rest
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    Some(format!("{up}{}", names?.join("/")))
}

#[cfg(test)]
mod tests;
