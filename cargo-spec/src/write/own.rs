//! Writes what the command keeps for itself: evidence, proofs and caches in the target folder, and temporary folders.
//!
//! Nothing of a user's is in these places, and nobody edits what is there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

use super::folder_of;

/// Makes a folder, with those above it. That it is there already is no error.
///
/// # Errors
/// If it cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes a folder with a name that no other one has. It goes with the value.
///
/// # Errors
/// If it cannot be made.
pub fn temporary_folder(place: &Path, prefix: &str) -> io::Result<TempDir> {
    make_folder(place)?;
    Builder::new().prefix(prefix).tempdir_in(place)
}

/// Removes a folder with all that is in it.
///
/// # Errors
/// If it cannot be removed.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder)
}

/// Gives a folder another name.
///
/// # Errors
/// If it cannot be renamed: another one may have the name.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Writes a file that is not there yet.
///
/// # Errors
/// If it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folder(folder_of(path))?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Writes a file in the place of another one. Whoever reads meanwhile has one of the two.
///
/// # Errors
/// If it cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    make_folder(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(io::Error::from)
}

/// A file that several runs add lines to.
#[derive(Debug)]
pub struct LineAppender(File);

impl LineAppender {
    /// Opens it, or makes it.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        make_folder(folder_of(path))?;
        OpenOptions::new().append(true).create(true).open(path).map(Self)
    }

    /// Adds a line, which ends in a line break, in one step.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, line: &[u8]) -> io::Result<()> {
        self.0.write_all(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_takes_no_place_and_a_replaced_one_takes_it_whole() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("deep/file");
        create(&path, b"one").expect("it is new");
        assert!(create(&path, b"two").is_err());
        assert_eq!(fs::read(&path).expect("it is there"), b"one");
        replace(&path, b"three").expect("it is replaced");
        assert_eq!(fs::read(&path).expect("it is there"), b"three");
        assert_eq!(fs::read_dir(place.path().join("deep")).expect("it is listed").count(), 1);
    }

    #[test]
    fn lines_are_added_behind_those_of_other_runs() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("deep/lines");
        let (mut one, mut other) =
            (LineAppender::open(&path).expect("new"), LineAppender::open(&path).expect("known"));
        one.add(b"one\n")
            .and_then(|()| other.add(b"two\n"))
            .and_then(|()| one.add(b"three\n"))
            .expect("added");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "one\ntwo\nthree\n");
    }
}
