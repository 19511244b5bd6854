//! Fills a folder that the command builds in. No symbolic link in it leads to a user's files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use spec_model::files;

/// A folder that the command builds in.
#[derive(Debug)]
pub struct Scratch {
    /// Its path, without links.
    root: PathBuf,
}

impl Scratch {
    /// Takes a folder by its path without links.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file, in the place of whatever is there.
    ///
    /// # Errors
    /// [`Error::Write`], also if a link leads out of the folder.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        self.prepare(path)
            .and_then(|()| fs::write(path, bytes))
            .map_err(|reason| Error::Write { path: path.to_path_buf(), reason })
    }

    /// Copies a file with its permissions, or what is in a folder; a link is followed.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`].
    pub fn copy(&self, from: &Path, to: &Path) -> Result<(), Error> {
        if from.is_dir() {
            let unread = |reason| Error::Read { path: from.to_path_buf(), reason };
            for entry in fs::read_dir(from).map_err(unread)?.flatten() {
                let path = entry.path();
                // Such a link may lead back.
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink()) && path.is_dir();
                if !is_link && entry.file_name() != ".git" {
                    self.copy(&path, &to.join(entry.file_name()))?;
                }
            }
            return Ok(());
        }
        self.prepare(to)
            .and_then(|()| files::is_readable(from))
            .and_then(|()| fs::copy(from, to))
            .map(drop)
            .map_err(|reason| Error::Write { path: to.to_path_buf(), reason })
    }

    /// Removes a file or a folder, if it is there.
    pub fn remove(&self, path: &Path) {
        if self.holds(path) {
            let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
        }
    }

    /// Makes the folder of a file, in which nothing of its name is left: a write would follow a link.
    fn prepare(&self, path: &Path) -> io::Result<()> {
        if !self.holds(path) {
            return Err(io::Error::other("a symbolic link of the revision leads out of it"));
        }
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Is the folder of a file, as far as it exists, really in this one?
    fn holds(&self, path: &Path) -> bool {
        let there = path.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok());
        there.and_then(|folder| folder.canonicalize().ok()).is_some_and(|real| real.starts_with(&self.root))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_leads_no_write_and_no_removal_out_of_the_folder() {
        let outer = tempfile::tempdir().expect("a folder");
        let root = outer.path().canonicalize().expect("it is there").join("tree");
        let (mine, link) = (root.with_file_name("mine"), root.join("src"));
        fs::create_dir_all(&root).and_then(|()| fs::create_dir(&mine)).expect("they are made");
        fs::write(mine.join("a.rs"), "mine").expect("it is written");
        symlink(&mine, &link)
            .and_then(|()| symlink(mine.join("a.rs"), root.join("a.rs")))
            .expect("they are made");
        let scratch = Scratch::new(root.clone());
        assert!(scratch.write(&link.join("a.rs"), b"").is_err());
        assert!(scratch.copy(&mine, &link.join("deep")).is_err());
        scratch.remove(&link.join("a.rs"));
        // The link itself is replaced, not what it leads to.
        scratch.write(&root.join("a.rs"), b"new").expect("it is written");
        scratch.remove(&link);
        assert_eq!(fs::read_to_string(mine.join("a.rs")).expect("it is there"), "mine");
        assert_eq!(fs::read_to_string(root.join("a.rs")).expect("it is there"), "new");
        assert!(!link.exists() && !mine.join("deep").exists());
    }
}
