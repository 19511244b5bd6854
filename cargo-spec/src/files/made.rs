//! Folders that this command makes for itself and removes again. Each holds a mark: what has none is somebody else's.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use spec_model::files::{self, FileKind};

use super::leftover::{is_gone, owner};

/// The name of the mark.
const MARK: &str = ".made-by-cargo-spec";
/// What it begins with.
const TEXT: &str = "cargo spec made this folder for itself, and removes it with all that is in it.\n";
/// No run needs such a folder for so long.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Marks a folder that was just made.
///
/// # Errors
/// If that cannot be written.
pub fn mark(folder: &Path) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(folder.join(MARK))?;
    writeln!(file, "{TEXT}{}", owner().unwrap_or_default())
}

/// Makes a folder for this command, in the place of one that an earlier run has left.
///
/// # Errors
/// If there is something that this command has not made, or if the folder cannot be made.
pub fn make(folder: &Path) -> io::Result<()> {
    remove(folder)?;
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::create_dir(folder)?;
    mark(folder)
}

/// Removes a folder with all that is in it, if this command has made it. That there is none is no error.
///
/// # Errors
/// If there is something that this command has not made, or that cannot be removed.
pub fn remove(folder: &Path) -> io::Result<()> {
    match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) if marked(folder).is_some() => fs::remove_dir_all(folder),
        Ok(_) => {
            Err(io::Error::other("something is there that this command has not made: remove it yourself"))
        }
    }
}

/// Removes the folders that killed runs have left in a place: those of processes that are gone, and where that cannot be told, those that
/// are old.
pub fn sweep(place: &Path, prefix: &str) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        if !entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes()) {
            continue;
        }
        let Some(owner) = marked(&entry.path()) else { continue };
        let age = || entry.metadata().and_then(|metadata| metadata.modified()).ok()?.elapsed().ok();
        if is_gone(&owner) || age().is_some_and(|age| age > STALE) {
            // Another user's may not be removed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whose a folder is that this command has made; `None`: it has not.
fn marked(folder: &Path) -> Option<String> {
    let mark = folder.join(MARK);
    let is_folder = folder.symlink_metadata().ok()?.is_dir();
    let metadata = mark.symlink_metadata().ok()?;
    let is_mark = metadata.is_file() && metadata.len() < 1_000;
    let text = (is_folder && is_mark).then(|| files::read_text(&mark, FileKind::Edited).ok())??;
    Some(text.strip_prefix(TEXT)?.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder in a place, with these files, as of long ago.
    fn old(place: &Path, name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = place.join(name);
        fs::create_dir(&folder).expect("it is made");
        for (name, text) in files {
            fs::write(folder.join(name), text).expect("it is written");
        }
        let long_ago = std::time::SystemTime::now() - 2 * STALE;
        fs::File::open(&folder).and_then(|file| file.set_modified(long_ago)).expect("its time can be set");
        folder
    }

    #[test]
    fn only_folders_with_a_mark_are_removed() {
        let place = tempfile::tempdir().expect("a folder");
        let left = old(place.path(), "cargo-spec-left", &[(MARK, TEXT), ("a.rs", "")]);
        let strange = [
            old(place.path(), "cargo-spec-fork", &[("a.rs", "")]),
            old(place.path(), "cargo-spec-other", &[(MARK, "another mark\n")]),
            old(place.path(), "cargo-spec-empty", &[]),
            old(place.path(), "notes", &[(MARK, TEXT)]),
        ];
        sweep(place.path(), "cargo-spec-");
        assert!(!left.exists());
        assert!(strange.iter().all(|folder| folder.exists()));
        for folder in &strange[..3] {
            assert!(make(folder).is_err());
            assert!(remove(folder).is_err() && folder.exists());
        }
    }

    #[test]
    fn what_this_command_made_is_made_anew() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("a/tree");
        for _ in 0..2 {
            make(&folder).expect("it is made");
            fs::write(folder.join("rest"), "").expect("it is written");
        }
        remove(&folder).expect("it is removed");
        remove(&folder).expect("there is nothing to remove");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_running_process_made_stays() {
        let place = tempfile::tempdir().expect("a folder");
        let own = format!("{TEXT}{}\n", owner().expect("Linux says it"));
        let folder = place.path().join("cargo-spec-now");
        fs::create_dir(&folder).expect("it is made");
        fs::write(folder.join(MARK), own).expect("it is written");
        sweep(place.path(), "cargo-spec-");
        assert!(folder.exists());
    }
}
