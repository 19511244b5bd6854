//! Keeps a copy of a folder up to date. A file that did not change keeps its time, so that cargo does not build it again.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use spec_model::files::{self, Disk, FileKind, Files as _, NodeKind};

use super::scratch::Scratch;
use crate::error::Error;
use crate::on_disk;

/// A copy of a folder.
#[derive(Debug)]
pub struct Mirror<'a> {
    /// The folder that is copied.
    pub from: &'a Path,
    /// The copy.
    pub to: &'a Scratch,
    /// The files that have other bytes in the copy, by their paths in the folder.
    pub other: &'a HashMap<PathBuf, Vec<u8>>,
}

impl Mirror<'_> {
    /// Brings the copy up to date: writes what differs, and removes what is not there any more. Git's folders, caches, target folders and
    /// linked folders are left out.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`].
    pub fn refresh(&self) -> Result<(), Error> {
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            let here = self.from.join(&folder);
            let entries = Disk.entries(&here).map_err(|reason| Error::Read { path: here.clone(), reason })?;
            let mut kept = HashSet::new();
            for entry in entries {
                let own = folder.join(&entry.name);
                let path = self.from.join(&own);
                let is_folder = entry.kind == NodeKind::Folder;
                let is_file = entry.kind == NodeKind::File || !is_folder && on_disk::is_file(&path);
                if is_folder && !is_left_out(&path) {
                    folders.push(own);
                } else if is_file {
                    self.file(&path, &own)?;
                } else {
                    continue;
                }
                kept.insert(entry.name);
            }
            let there = self.to.root().join(&folder);
            for entry in Disk.entries(&there).unwrap_or_default() {
                // Cargo writes a lock where there is none.
                let is_lock = folder.as_os_str().is_empty() && entry.name == "Cargo.lock";
                if !kept.contains(&entry.name) && !is_lock {
                    self.to.remove(&there.join(entry.name));
                }
            }
        }
        Ok(())
    }

    fn file(&self, path: &Path, own: &Path) -> Result<(), Error> {
        let there = self.to.root().join(own);
        if let Some(bytes) = self.other.get(path) {
            return if files::read(&there, FileKind::Program).is_ok_and(|old| old == *bytes) {
                Ok(())
            } else {
                self.to.write(&there, bytes)
            };
        }
        match is_same(path, &there) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => self.to.copy(path, &there),
        }
    }
}

/// Is a folder none of the sources?
fn is_left_out(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default();
    let is_target = || name == "target" && on_disk::is_file(folder.with_file_name("Cargo.toml"));
    name == ".git" || name == "node_modules" || is_target() || on_disk::is_file(folder.join("CACHEDIR.TAG"))
}

/// Have two files the same bytes?
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    files::is_readable(one)?;
    let (before, after) = (fs::symlink_metadata(one)?, fs::symlink_metadata(other)?);
    let read = |path: &Path| files::read(path, FileKind::Program);
    Ok(before.len() == after.len() && after.is_file() && read(one)? == read(other)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_did_not_change_keeps_its_time_and_one_that_is_gone_goes() {
        let place = tempfile::tempdir().expect("a folder");
        let root = place.path().canonicalize().expect("it is there");
        let (from, to) = (root.join("from"), root.join("to"));
        for folder in ["src", "target/debug", ".git", "cache"] {
            fs::create_dir_all(from.join(folder)).expect("it is made");
        }
        fs::create_dir(&to).expect("it is made");
        let files = ["Cargo.toml", "src/a.rs", "src/b.rs", "target/debug/x", ".git/y", "cache/CACHEDIR.TAG"];
        for file in files {
            fs::write(from.join(file), file).expect("it is written");
        }
        let scratch = Scratch::new(to.clone());
        let refresh = |other: &[(&str, &str)]| {
            let other = other.iter().map(|(path, text)| (from.join(path), text.as_bytes().to_vec()));
            Mirror { from: &from, to: &scratch, other: &other.collect() }.refresh().expect("it is copied");
        };
        refresh(&[("src/b.rs", "other")]);
        assert_eq!(fs::read_to_string(to.join("src/b.rs")).expect("it is there"), "other");
        assert!(!to.join("target").exists() && !to.join(".git").exists() && !to.join("cache").exists());
        let time = |file: &str| fs::metadata(to.join(file)).and_then(|file| file.modified()).ok();
        let (a, b) = (time("src/a.rs"), time("src/b.rs"));
        fs::remove_file(from.join("Cargo.toml")).expect("it is removed");
        fs::write(to.join("src/left.rs"), "").expect("it is written");
        std::thread::sleep(std::time::Duration::from_millis(20));
        refresh(&[]);
        assert_eq!(time("src/a.rs"), a);
        assert_ne!(time("src/b.rs"), b);
        assert_eq!(fs::read_to_string(to.join("src/b.rs")).expect("it is there"), "src/b.rs");
        assert!(!to.join("Cargo.toml").exists() && !to.join("src/left.rs").exists());
    }
}
