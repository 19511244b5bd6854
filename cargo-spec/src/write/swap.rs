//! Replaces a file that was read by a new one. If somebody saved it meanwhile, that is not lost.

use std::io;
use std::path::Path;

use spec_model::files::{self, FileKind};

use tempfile::NamedTempFile;

/// The number of times that two files change places at most, before somebody is too busy.
#[cfg(any(target_os = "linux", target_os = "macos"))]
const ATTEMPTS: usize = 100;

/// Puts a file that is written in the place of one that held `before` when it was read. Says whether it still held that; if not, it is as
/// somebody else has written it.
///
/// # Errors
/// If it cannot be renamed.
pub(super) fn swap(file: NamedTempFile, target: &Path, before: &[u8]) -> io::Result<bool> {
    if files::read(target, FileKind::Edited)? != before {
        return Ok(false);
    }
    match exchange(file.path(), target, before)? {
        Some(is_swapped) => Ok(is_swapped),
        None => file.persist(target).map(|_| true).map_err(|failed| failed.error),
    }
}

/// Lets two files change places in one step, and then looks at what stood there: nothing can come between. If that was not `before`, they
/// change places again. `None`: the file system cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(aside: &Path, target: &Path, before: &[u8]) -> io::Result<Option<bool>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let swap = || renameat_with(CWD, aside, CWD, target, RenameFlags::EXCHANGE);
    let ours = files::read(aside, FileKind::Edited)?;
    match swap() {
        Ok(()) => {}
        Err(rustix::io::Errno::NOENT) => return Ok(Some(false)),
        Err(_) => return Ok(None),
    }
    let mut theirs = files::read(aside, FileKind::Edited)?;
    if theirs == before {
        return Ok(Some(true));
    }
    // Theirs goes back. Somebody may save once more before it does: then that is newer, and goes back in its turn.
    let mut there = ours;
    for _ in 0..ATTEMPTS {
        swap()?;
        let taken = files::read(aside, FileKind::Edited)?;
        if taken == there {
            break;
        }
        (there, theirs) = (theirs, taken);
    }
    Ok(Some(false))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn exchange(_aside: &Path, _target: &Path, _before: &[u8]) -> io::Result<Option<bool>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use std::io::Write as _;

    use super::*;

    fn aside(folder: &Path, text: &str) -> NamedTempFile {
        let mut file = NamedTempFile::new_in(folder).expect("it is made");
        file.write_all(text.as_bytes()).expect("it is written");
        file
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).expect("it can be read").count()
    }

    #[test]
    fn what_was_saved_since_it_was_read_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a.rs");
        fs::write(&target, "read").expect("it is written");
        let file = aside(folder.path(), "ours");
        // An editor saves while the new text is being written.
        fs::write(&target, "theirs").expect("it is written");
        assert!(!swap(file, &target, b"read").expect("it can be read"));
        assert_eq!(fs::read(&target).expect("it is there"), b"theirs");
        assert!(swap(aside(folder.path(), "ours"), &target, b"theirs").expect("it can be read"));
        assert_eq!(fs::read(&target).expect("it is there"), b"ours");
        assert_eq!(names(folder.path()), 1);
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    #[test]
    fn what_was_saved_after_the_last_look_stays_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a.rs");
        fs::write(&target, "theirs").expect("it is written");
        let file = aside(folder.path(), "ours");
        // If a file system cannot do it, there is nothing to look at.
        if let Some(is_swapped) = exchange(file.path(), &target, b"read").expect("it can be read") {
            assert!(!is_swapped);
            assert_eq!(fs::read(&target).expect("it is there"), b"theirs");
            assert_eq!(fs::read(file.path()).expect("it is there"), b"ours");
        }
    }
}
